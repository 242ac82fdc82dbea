//! Numbers set out in a form: one line for each agency, columns as the form says, money in its unit.

use zhiheng_law::{AnnualRules, FormColumn, Measure, ReportForm};

use super::figures::{Figures, shown};
use super::shapes::{Head, KindChart, ReportRow, ReportTable, Standing};
use crate::shapes::Id;

/// The tables of a form. The sum of the lines stands under them where there are several.
pub(super) fn tables(
    form: &ReportForm,
    rules: &AnnualRules,
    rows: &[(Id, Figures, Standing)],
) -> Vec<ReportTable> {
    let all: Vec<&Figures> = rows.iter().map(|(_, figures, _)| figures).collect();
    form.tables
        .iter()
        .map(|table| {
            let line = |figures: &[&Figures]| -> Vec<String> {
                table.columns.iter().map(|column| value(column, rules, figures)).collect()
            };
            ReportTable {
                id: table.id.clone(),
                title: table.title.clone(),
                heads: table.columns.iter().map(head).collect(),
                rows: rows
                    .iter()
                    .map(|(agency, figures, standing)| ReportRow {
                        agency: agency.clone(),
                        values: line(&[figures]),
                        standing: *standing,
                    })
                    .collect(),
                total: (rows.len() > 1).then(|| line(&all)),
                notes: table.notes.clone(),
            }
        })
        .collect()
}

fn head(column: &FormColumn) -> Head {
    Head {
        title: column.title.clone(),
        over: column.over.clone(),
        unit: column.unit.clone(),
        cells: column.cells.clone(),
        sum: column.sum,
    }
}

/// The cells of a column added up over the agencies; a share in percent with one decimal, rounded half up.
fn value(column: &FormColumn, rules: &AnnualRules, figures: &[&Figures]) -> String {
    let sum = |id: &String| -> i64 { figures.iter().map(|held| held.get(id)).sum() };
    if let [part, whole] = column.share.as_slice() {
        let (part, whole) = (sum(part), sum(whole));
        if whole <= 0 {
            return "—".to_owned();
        }
        let tenths = (part * 2000 + whole) / (whole * 2);
        return format!("{}.{}", tenths / 10, tenths % 10);
    }
    let measure = column.cells.first().and_then(|id| rules.cell(id)).map(|cell| cell.measure);
    shown(column.cells.iter().map(sum).sum(), measure.unwrap_or(Measure::Count), &column.unit)
}

/// What is drawn by month: kinds of acts, in the order of the law and not of size; money is not drawn (处罚法74).
pub(super) fn charts(rules: &AnnualRules, figures: &Figures) -> Vec<KindChart> {
    const KINDS: [(&str, &str, &[&str]); 7] = [
        ("行政处罚", "宗", &["penalty."]),
        ("行政许可", "件", &["licence.granted", "licence.denied"]),
        ("行政强制", "宗", &["coercion."]),
        ("行政检查", "次", &["inspection.count"]),
        (
            "其他执法行为",
            "件",
            &[
                "levy.count",
                "adjudication.count",
                "benefit.count",
                "confirmation.count",
                "reward.count",
                "other.count",
            ],
        ),
        ("信访事项", "件", &["petition.registered"]),
        ("公示", "件", &["published.count"]),
    ];
    KINDS
        .iter()
        .map(|(title, unit, cells)| {
            let chosen = rules.cells.iter().filter(|cell| {
                let grouped = !cell.id.starts_with("penalty.") || cell.group.is_some();
                grouped && cells.iter().any(|held| cell.id.starts_with(held))
            });
            let mut months = vec![0_u64; 12];
            for cell in chosen {
                for (month, drawn) in (1_u8..).zip(&mut months) {
                    let count = figures.months.get(&(cell.id.clone(), month)).copied();
                    *drawn += u64::try_from(count.unwrap_or(0)).unwrap_or(0);
                }
            }
            KindChart { title: (*title).to_owned(), unit: (*unit).to_owned(), months }
        })
        .collect()
}
