//! Numbers set out in a form: one line for each agency, columns as the form says, money in its unit.

use zhiheng_law::annual::spread_id;
use zhiheng_law::{Across, AnnualRules, FormColumn, FormLine, FormTable, Measure, ReportForm};

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
            if !table.lines.is_empty() {
                return with_lines(table, rules, rows);
            }
            let line = |figures: &[&Figures]| -> Vec<String> {
                table.columns.iter().map(|column| value(column, rules, figures)).collect()
            };
            ReportTable {
                id: table.id.clone(),
                title: table.title.clone(),
                stub: "机关".to_owned(),
                lines: false,
                heads: table.columns.iter().map(head).collect(),
                rows: rows
                    .iter()
                    .map(|(agency, figures, standing)| ReportRow {
                        agency: agency.clone(),
                        title: agency.name.clone(),
                        over: String::new(),
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

/// A table whose lines are things and not agencies: of several agencies it shows the sum.
fn with_lines(
    table: &FormTable,
    rules: &AnnualRules,
    rows: &[(Id, Figures, Standing)],
) -> ReportTable {
    let first = table.lines.first().and_then(|line| line.cells.first());
    let cell = |name: &String, key: &str| rules.cell(&spread_id(name, key));
    let unit = table.across.iter().find_map(|across| cell(first?, &across.key));
    let unit = unit.map(|cell| cell.unit.clone()).unwrap_or_default();
    let sum = |cells: &[String], key: &str| -> i64 {
        let ids = cells.iter().map(|name| spread_id(name, key));
        ids.map(|id| rows.iter().map(|(_, figures, _)| figures.get(&id)).sum::<i64>()).sum()
    };
    let keys: Vec<&str> = table
        .across
        .iter()
        .map(|across| across.key.as_str())
        .filter(|key| !key.is_empty())
        .collect();
    let head = |across: &Across| Head {
        title: across.title.clone(),
        over: across.over.clone(),
        unit: unit.clone(),
        cells: Vec::new(),
        sum: across.key.is_empty(),
    };
    let line = |line: &FormLine| {
        let value = |across: &Across| match across.key.as_str() {
            "" => keys.iter().map(|key| sum(&line.cells, key)).sum::<i64>(),
            key => sum(&line.cells, key),
        };
        rows.first().map(|(agency, _, standing)| ReportRow {
            agency: agency.clone(),
            title: line.title.clone(),
            over: line.over.clone(),
            values: table.across.iter().map(|across| value(across).to_string()).collect(),
            standing: *standing,
        })
    };
    let mut notes = table.notes.clone();
    if rows.len() > 1 {
        notes.push(format!("{}个机关的合计。", rows.len()));
    }
    ReportTable {
        id: table.id.clone(),
        title: table.title.clone(),
        stub: table.stub.clone(),
        lines: true,
        heads: table.across.iter().map(head).collect(),
        rows: table.lines.iter().filter_map(line).collect(),
        total: None,
        notes,
    }
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
