//! What several kinds of file say in the same words.

use zhiheng_app::reports::{AnnualReport, Head, ReportTable};

/// Label of a column with the head over it: `行政强制措施·查封（宗）`.
pub(crate) fn label(head: &Head) -> String {
    let over = if head.over.is_empty() { String::new() } else { format!("{}·", head.over) };
    format!("{over}{}（{}）", head.title, head.unit)
}

/// The table turned, as a page in upright format holds it: a line for each column, a column for each agency.
pub(crate) fn turned(table: &ReportTable) -> (Vec<String>, Vec<Vec<String>>) {
    let alone = table.rows.len() == 1;
    let mut heads = vec!["项目".to_owned()];
    heads.extend(
        table.rows.iter().map(|row| if alone { "数".to_owned() } else { row.agency.name.clone() }),
    );
    if table.total.is_some() {
        heads.push("合计".to_owned());
    }
    let lines = table.heads.iter().enumerate().map(|(place, head)| {
        let of = |values: &[String]| values.get(place).cloned().unwrap_or_default();
        let mut line = vec![label(head)];
        line.extend(table.rows.iter().map(|row| of(&row.values)));
        line.extend(table.total.iter().map(|total| of(total)));
        line
    });
    (heads, lines.collect())
}

/// Sentence about where the numbers stand.
pub(crate) fn standing(report: &AnnualReport) -> String {
    match &report.published {
        Some(day) => format!("{day} 公布。数字自公布起固定，更正另行公布。"),
        None => format!("尚未公布。数字为 {} 的统计，公布以前可能变动。", report.day),
    }
}

/// What each correction says, a paragraph each.
pub(crate) fn corrections(report: &AnnualReport) -> Vec<String> {
    report
        .corrections
        .iter()
        .map(|held| {
            let changes: Vec<String> = held
                .changes
                .iter()
                .map(|change| {
                    format!(
                        "{}由{}改为{}（{}）",
                        change.title, change.before, change.now, change.unit
                    )
                })
                .collect();
            format!("{} 更正：{}。原因：{}", held.day, changes.join("；"), held.reason)
        })
        .collect()
}
