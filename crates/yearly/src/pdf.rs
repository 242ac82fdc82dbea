//! The report in pages: the narrative as paragraphs, each table turned upright.

use zhiheng_app::ports::press::{Cell, Layout, Row, Sheet, Standing};
use zhiheng_app::reports::AnnualReport;

use crate::plain;

pub(crate) fn sheet(report: &AnnualReport) -> Sheet {
    let mut paragraphs = vec![plain::standing(report)];
    for (place, section) in plain::parts(report, false).enumerate() {
        paragraphs.push(if report.numbered {
            section.title.clone()
        } else {
            format!("{}、{}", numeral(place + 1), section.title)
        });
        paragraphs.push(section.text.clone());
    }
    paragraphs.extend(plain::entered(report));
    paragraphs.extend(plain::corrections(report));
    let behind = plain::parts(report, true)
        .map(|part| Row { label: part.title.clone(), value: Cell::Text(part.text.clone()) });
    let rows = report.tables.iter().map(|table| {
        let (columns, rows) = plain::turned(table);
        Row { label: table.title.clone(), value: Cell::Table { columns, rows } }
    });
    let explained = report.tables.iter().filter(|table| !table.notes.is_empty());
    let notes = explained.map(|table| Row {
        label: format!("{}说明", short(&table.title)),
        value: Cell::Text(table.notes.join("")),
    });
    let published = report.published.is_some();
    Sheet {
        key: format!("{}~{}-{}", report.report, report.year, report.agency.id),
        layout: Layout::Report,
        standing: if published { Standing::Issued } else { Standing::Draft },
        agency: report.agency.name.clone(),
        title: format!("{}年度{}", report.year, report.name),
        number: None,
        addressee: String::new(),
        day: report.day.parse().unwrap_or(jiff::civil::Date::MIN),
        paragraphs,
        rows: rows.chain(behind).chain(notes).collect(),
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: None,
    }
}

/// What a table is called before its name: 表一 of `表一　行政处罚…`, 二 of `二、主动公开…`.
fn short(title: &str) -> &str {
    title.split(['\u{3000}', '、']).next().unwrap_or_default()
}

/// 一 to 十九, which is as many parts as a report has.
fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = DIGITS.get(number % 10).copied().unwrap_or_default();
    if number < 10 { digit.to_owned() } else { format!("十{digit}") }
}
