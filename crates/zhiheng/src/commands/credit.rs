//! `zhiheng export credit`: 双公示 of a period. What the platform would take goes into one table for each kind; what it would
//! not, with the field and the reason, into another; and what was withdrawn into a third.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::{Value, json};
use zhiheng_app::credit::{CreditBatch, CreditLine};
use zhiheng_domain::credit::Row;

use super::init::OPERATOR;
use crate::cli::{Data, Stores};
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

/// Column by which what was filled in finds its decision.
const NUMBER: &str = "文号";

pub(crate) async fn run(
    data: &Data,
    stores: &Stores,
    (from, to): (Date, Date),
    filled: Option<&Path>,
    out: &Path,
) -> Result<Done, Fault> {
    if from > to {
        return Err(Fault::new("credit.days", "--from 应不晚于 --to"));
    }
    let filled = filled.map(entered).transpose()?.unwrap_or_default();
    empty(out)?;
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let batches = app.credit(OPERATOR, from, to, &filled).await?;
    follower.catch_up().await?;
    let mut told = Vec::new();
    for batch in &batches {
        let CreditBatch { report, lines } = batch;
        let titles: Vec<String> =
            report.fields.iter().map(|field| format!("{} {}", field.code, field.title)).collect();
        let values = |line: &CreditLine| -> Vec<String> {
            let value = |code: &String| line.row.get(code).cloned().unwrap_or_default();
            report.fields.iter().map(|field| value(&field.code)).collect()
        };
        let good: Vec<&CreditLine> = lines
            .iter()
            .filter(|line| line.faults.is_empty() && line.withdrawn.is_none())
            .collect();
        let rows: Vec<Vec<String>> = good.iter().map(|line| values(line)).collect();
        csv(&out.join(format!("{}.csv", report.title)), &titles, &rows)?;
        xlsx(&out.join(format!("{}.xlsx", report.title)), &report.title, &titles, &rows)?;
        let objects: Vec<&Row> = good.iter().map(|line| &line.row).collect();
        let text = serde_json::to_string_pretty(&objects)
            .map_err(|error| Fault::new("export.write", error.to_string()))?;
        let path = out.join(format!("{}.json", report.title));
        fs::write(&path, text).map_err(|error| file_fault(&path, &error))?;
        let wrong = rejected(lines);
        csv(&out.join(format!("{}-待补正.csv", report.title)), &heads(&REJECTED), &wrong)?;
        let away = withdrawn(lines);
        csv(&out.join(format!("{}-已撤回.csv", report.title)), &heads(&WITHDRAWN), &away)?;
        let bad = lines.iter().filter(|line| !line.faults.is_empty()).count();
        say(&format!(
            "{}：可以报送 {} 条，待补正 {bad} 条，已撤回 {} 条",
            report.title,
            rows.len(),
            away.len()
        ));
        told.push(json!({
            "kind": report.id, "rows": rows.len(), "rejected": bad, "withdrawn": away.len(),
        }));
    }
    say(&format!("已写入 {}；含证件号码，只报信用平台，不得公开", out.display()));
    let negative = told.iter().any(|kind| kind.get("rejected") != Some(&Value::from(0)));
    Ok(Done { negative, ..Done::with(json!({ "out": out, "kinds": told })) })
}

const REJECTED: [&str; 6] = ["文号", "机关", "公开编号", "字段", "代码", "原因"];
const WITHDRAWN: [&str; 4] = ["文号", "机关", "公开编号", "撤回的理由"];

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn rejected(lines: &[CreditLine]) -> Vec<Vec<String>> {
    lines
        .iter()
        .flat_map(|line| {
            line.faults.iter().map(|fault| {
                vec![
                    line.number.clone(),
                    line.agency.clone(),
                    line.decision.clone(),
                    fault.field.clone(),
                    fault.code.clone(),
                    fault.message.clone(),
                ]
            })
        })
        .collect()
}

fn withdrawn(lines: &[CreditLine]) -> Vec<Vec<String>> {
    let row = |line: &CreditLine| {
        let reason = line.withdrawn.clone()?;
        Some(vec![line.number.clone(), line.agency.clone(), line.decision.clone(), reason])
    };
    lines.iter().filter_map(row).collect()
}

/// What was filled in, by 文号: the first word of a heading is the code of its field.
fn entered(path: &Path) -> Result<BTreeMap<String, Row>, Fault> {
    let bytes = fs::read(path).map_err(|error| file_fault(path, &error))?;
    let table = zhiheng_sheets::table::read(&bytes)
        .map_err(|fault| Fault::new("credit.filled", format!("{}：{fault}", path.display())))?;
    let place =
        table.columns.iter().position(|column| column.trim() == NUMBER).ok_or_else(|| {
            Fault::new("credit.filled", format!("{} 里没有“{NUMBER}”这一列", path.display()))
        })?;
    let mut filled = BTreeMap::new();
    for row in table.rows {
        let number = row.cells.get(place).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let values: Row = table
            .columns
            .iter()
            .zip(row.cells)
            .filter(|(_, cell)| !cell.trim().is_empty())
            .filter_map(|(column, cell)| {
                Some((column.split_whitespace().next()?.to_owned(), cell.trim().to_owned()))
            })
            .collect();
        filled.insert(number, values);
    }
    Ok(filled)
}

/// The folder, made where it is not there; one with content is not written into.
fn empty(out: &Path) -> Result<(), Fault> {
    fs::create_dir_all(out).map_err(|error| file_fault(out, &error))?;
    let mut held = fs::read_dir(out).map_err(|error| file_fault(out, &error))?;
    match held.next() {
        None => Ok(()),
        Some(_) => Err(Fault::new("export.folder", format!("{} 里已有内容", out.display()))),
    }
}

fn csv(out: &Path, heads: &[String], rows: &[Vec<String>]) -> Result<(), Fault> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let fault = |error: csv::Error| Fault::new("export.write", error.to_string());
    writer.write_record(heads).map_err(fault)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| super::export::tamed(cell))).map_err(fault)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| Fault::new("export.write", error.to_string()))?;
    fs::write(out, bytes).map_err(|error| file_fault(out, &error))
}

fn xlsx(out: &Path, name: &str, heads: &[String], rows: &[Vec<String>]) -> Result<(), Fault> {
    let fault =
        |error: XlsxError| Fault::new("export.write", format!("{}：{error}", out.display()));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).map_err(fault)?;
    sheet.write_row(0, 0, heads.iter().map(String::as_str)).map_err(fault)?;
    for (place, row) in (1..).zip(rows) {
        // Text in every cell: a long number of a card would lose its last digits otherwise.
        sheet.write_row(place, 0, row.iter().map(String::as_str)).map_err(fault)?;
    }
    book.save(out).map_err(fault)
}
