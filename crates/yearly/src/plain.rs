//! What several kinds of file say in the same words.

use zhiheng_app::reports::{AnnualReport, Head, Narrative, ReportRow, ReportTable};

/// Label of a column with the head over it: `行政强制措施·查封（宗）`.
pub(crate) fn label(head: &Head) -> String {
    let over = if head.over.is_empty() { String::new() } else { format!("{}·", head.over) };
    format!("{over}{}（{}）", head.title, head.unit)
}

/// What stands before a line's numbers: `三（三）不予公开·1．属于国家秘密`.
pub(crate) fn title(row: &ReportRow) -> String {
    if row.over.is_empty() { row.title.clone() } else { format!("{}　{}", row.over, row.title) }
}

/// The table turned, as a page in upright format holds it: a line for each column, a column for each agency. A table whose lines
/// are things stands upright already.
pub(crate) fn turned(table: &ReportTable) -> (Vec<String>, Vec<Vec<String>>) {
    if table.lines {
        let mut heads = vec![table.stub.clone()];
        heads.extend(table.heads.iter().map(|head| head.title.clone()));
        let lines = table.rows.iter().map(|row| {
            let mut line = vec![title(row)];
            line.extend(row.values.iter().cloned());
            line
        });
        return (heads, lines.collect());
    }
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

/// The parts of the narrative that stand before the tables, or behind them.
pub(crate) fn parts(report: &AnnualReport, behind: bool) -> impl Iterator<Item = &Narrative> {
    report.sections.iter().filter(move |section| section.behind == behind)
}

/// Who entered what the platform does not know: the newest, whose numbers these are.
pub(crate) fn entered(report: &AnnualReport) -> Option<String> {
    report.entries.first().map(|entry| {
        format!("平台以外的数由{}于 {} 填报，来源：{}。", entry.by, entry.day, entry.source)
    })
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
