//! `zhiheng import`: a table becomes entries or decisions on the record. Always prints its report as JSON.

use std::fs;

use zhiheng_sheets::{Kind, Mapping, kinds, table};

use super::init::OPERATOR;
use crate::cli::Import;
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

/// Wrong cells that are told to people; all of them are in the JSON.
const TOLD: usize = 20;

pub(crate) async fn run(arguments: Import) -> Result<Done, Fault> {
    let Some(kind) = Kind::find(&arguments.kind) else {
        let known: Vec<&str> = kinds::KINDS.iter().map(|kind| kind.id).collect();
        return Err(Fault::new(
            "import.kind",
            format!("没有“{}”这种导入，现有：{}", arguments.kind, known.join("、")),
        ));
    };
    let file = &arguments.file;
    let bytes = fs::read(file).map_err(|error| file_fault(file, &error))?;
    let table = table::read(&bytes)
        .map_err(|fault| Fault::negative("import.file", format!("{}：{fault}", file.display())))?;
    let mapping = match &arguments.mapping {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| file_fault(path, &error))?;
            Mapping::parse(&text).map_err(|why| Fault::new("import.mapping", why))?
        }
        None => Mapping::guess(kind, &table),
    };
    let place = Place::take(&arguments.data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, &arguments.stores).await?;
    let source = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let bar = Bar::new();
    let report = app
        .import(OPERATOR, kind, &table, &mapping, &source, |done, of| {
            bar.set("导入", u64::try_from(done).unwrap_or(0), u64::try_from(of).unwrap_or(0));
        })
        .await?;
    bar.clear();
    follower.catch_up().await?;
    for fault in report.report.iter().take(TOLD) {
        say(&format!("第 {} 行 {}：{}", fault.row, fault.column, fault.reason));
    }
    if report.report.len() > TOLD {
        say(&format!("另有 {} 处，见报告", report.report.len() - TOLD));
    }
    say(&format!(
        "共 {} 行，接受 {} 行，退回 {} 行",
        report.rows, report.accepted, report.rejected
    ));
    let negative = report.accepted == 0 && report.rejected > 0;
    let json = serde_json::to_value(&report)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    Ok(Done { json, negative, always: true, ..Done::default() })
}
