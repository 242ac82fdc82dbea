//! `zhiheng export`: the list of matters as a table. That it was taken out is put on the record first.

use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::caller::Caller;
use zhiheng_app::lists::MatterListRow;
use zhiheng_domain::{Actor, Role};

use super::init::OPERATOR;
use crate::cli::{Data, Stores};
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

const COLUMNS: [&str; 12] = [
    "编号",
    "标题",
    "种类",
    "程序",
    "阶段",
    "步骤",
    "承办机关",
    "立案或登记日期",
    "期限",
    "承办人",
    "状态",
    "重大",
];

pub(crate) async fn matters(data: &Data, stores: &Stores, out: &Path) -> Result<Done, Fault> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !matches!(ending, "xlsx" | "csv") {
        return Err(Fault::new("export.format", "--out 的文件名应以 .xlsx 或 .csv 结尾"));
    }
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let caller = operator(&app).await?;
    let query = app.list_query(&caller, &[])?;
    let rows = app.export_list(&caller, &query).await?;
    follower.catch_up().await?;
    let lines: Vec<[String; 12]> = rows.iter().map(line).collect();
    let written = if ending == "xlsx" { xlsx(out, &lines) } else { csv(out, &lines) };
    written?;
    say(&format!("{} 件事项已写入 {}", rows.len(), out.display()));
    Ok(Done::with(json!({ "rows": rows.len(), "file": out })))
}

/// The operator of this machine sees every matter and may take lists out; no act is open to them.
pub(super) async fn operator(app: &App) -> Result<Caller, Fault> {
    let scope = app.tree().await?.all().map(|agency| agency.id.clone()).collect();
    Ok(Caller {
        username: OPERATOR.to_owned(),
        actor: Actor {
            id: OPERATOR.to_owned(),
            name: "系统运维".to_owned(),
            agency: String::new(),
            roles: vec![Role::Supervisor],
        },
        scope,
        everything: true,
    })
}

fn line(row: &MatterListRow) -> [String; 12] {
    [
        row.number.clone().unwrap_or_default(),
        row.title.clone(),
        row.noun.clone(),
        row.procedure.clone(),
        row.stage.title.clone(),
        row.step.clone(),
        row.agency.name.clone(),
        row.opened.clone(),
        row.due.clone().unwrap_or_default(),
        row.handlers.join("、"),
        match row.status.as_str() {
            "open" => "办理中",
            "closed" => "已办结",
            _ => "已归档",
        }
        .to_owned(),
        if row.major { "是" } else { "" }.to_owned(),
    ]
}

fn xlsx(out: &Path, lines: &[[String; 12]]) -> Result<(), Fault> {
    let fault =
        |error: XlsxError| Fault::new("export.write", format!("{}：{error}", out.display()));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(fault)?;
    sheet.set_name("事项").map_err(fault)?;
    sheet.write_row(0, 0, COLUMNS).map_err(fault)?;
    for (row, line) in (1..).zip(lines) {
        sheet.write_row(row, 0, line).map_err(fault)?;
    }
    book.save(out).map_err(fault)
}

fn csv(out: &Path, lines: &[[String; 12]]) -> Result<(), Fault> {
    // The mark at the beginning lets spreadsheet programs read Chinese.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let fault = |error: csv::Error| Fault::new("export.write", error.to_string());
    writer.write_record(COLUMNS).map_err(fault)?;
    for line in lines {
        // A cell that begins like a formula would be run by the program that opens it.
        writer.write_record(line.iter().map(|cell| tamed(cell))).map_err(fault)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| Fault::new("export.write", error.to_string()))?;
    std::fs::write(out, bytes).map_err(|error| file_fault(out, &error))
}

fn tamed(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() }
}
