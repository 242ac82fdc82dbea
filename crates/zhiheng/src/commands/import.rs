//! `zhiheng import`: a table becomes entries or decisions on the record. Always prints its report as JSON.
//! `zhiheng export template`: the empty table for it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::registers::{Manner, sheet_kind};
use zhiheng_domain::{Actor, Role};
use zhiheng_law::Pack;
use zhiheng_sheets::{Kind, Mapping, RowFault, kinds, table, template as sheets};

use super::init::OPERATOR;
use crate::cli::{Import, texts};
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::packs;
use crate::place::Place;
use crate::wiring;

/// Wrong cells that are told to people; all of them are in the JSON.
const TOLD: usize = 20;

pub(crate) async fn run(arguments: Import) -> Result<Done, Fault> {
    let file = &arguments.file;
    let bytes = || fs::read(file).map_err(|error| file_fault(file, &error));
    let unreadable = |fault: table::SheetFault| {
        Fault::negative("import.file", format!("{}：{fault}", file.display()))
    };
    if let Some(kind) = Kind::find(&arguments.kind) {
        let table = table::read(&bytes()?).map_err(unreadable)?;
        let mapping = mapping(&arguments, kind, &table)?;
        return fixed(&arguments, kind, (&table, &mapping)).await;
    }
    let pack = packs::pack(&texts(Some(&arguments.data.data))?)?;
    let Some(register) = pack.register(&arguments.kind) else {
        return Err(unknown(&arguments.kind, &pack));
    };
    let kind = sheet_kind(register);
    let table = table::read_all(&bytes()?).map_err(unreadable)?;
    let mapping = mapping(&arguments, &kind, &table)?;
    entries(&arguments, (&table, &mapping)).await
}

/// The empty table of a kind.
pub(crate) fn template(kind: &str, out: &Path, data: Option<&PathBuf>) -> Result<Done, Fault> {
    let pack = packs::pack(&texts(data)?)?;
    let kind = match (Kind::find(kind), pack.register(kind)) {
        (Some(kind), _) => kind.clone(),
        (None, Some(register)) => sheet_kind(register),
        (None, None) => return Err(unknown(kind, &pack)),
    };
    let fault = |why: String| Fault::new("export.write", format!("{}：{why}", out.display()));
    let book = sheets::write(&kind).map_err(|error| fault(error.to_string()))?;
    fs::write(out, book).map_err(|error| file_fault(out, &error))?;
    say(&format!("“{}”的空白表格已写入 {}", kind.title, out.display()));
    Ok(Done::with(json!({ "kind": kind.id, "columns": kind.fields.len(), "file": out })))
}

/// Agencies, people, devices, published decisions.
async fn fixed(
    arguments: &Import,
    kind: &Kind,
    (table, mapping): (&table::Table, &Mapping),
) -> Result<Done, Fault> {
    let (app, mut follower) = opened(arguments).await?;
    let bar = Bar::new();
    let report = app
        .import(OPERATOR, kind, table, mapping, &source(&arguments.file), |done, of| {
            bar.set("导入", u64::try_from(done).unwrap_or(0), u64::try_from(of).unwrap_or(0));
        })
        .await?;
    bar.clear();
    follower.catch_up().await?;
    told(&report.report);
    say(&format!(
        "共 {} 行，接受 {} 行，退回 {} 行",
        report.rows, report.accepted, report.rejected
    ));
    reported(&report, report.accepted == 0 && report.rejected > 0)
}

/// Registers that procedures use: collected here, examined and published by the agency's own people.
async fn entries(
    arguments: &Import,
    (table, mapping): (&table::Table, &Mapping),
) -> Result<Done, Fault> {
    let (app, mut follower) = opened(arguments).await?;
    let agency = match &arguments.agency {
        Some(agency) => Some(agency.clone()),
        None => only_agency(&app).await?,
    };
    let actor = Actor {
        id: OPERATOR.to_owned(),
        name: "系统运维".to_owned(),
        agency: String::new(),
        // Collecting is all that this role can do with a register.
        roles: vec![Role::Officer],
    };
    let manner = Manner {
        agency: agency.as_deref(),
        for_any: true,
        submit: !arguments.draft,
        check: arguments.check,
    };
    let source = source(&arguments.file);
    let report =
        app.import_entries(&actor, &arguments.kind, (table, mapping), &source, manner).await?;
    follower.catch_up().await?;
    told(&report.report);
    let state = match (arguments.check, arguments.draft) {
        (true, _) => "可以接受",
        (false, true) => "存为草稿",
        (false, false) => "报审",
    };
    say(&format!(
        "共 {} 行，{state} {} 行，内容相同 {} 行，退回 {} 行",
        report.rows, report.accepted, report.unchanged, report.rejected
    ));
    reported(&report, report.rejected > 0)
}

async fn opened(arguments: &Import) -> Result<(App, zhiheng_app::follower::Follower), Fault> {
    let place = Place::take(&arguments.data.data)?;
    wiring::wire_to_write(&place, &arguments.stores).await
}

/// The agency, where there is one only.
async fn only_agency(app: &App) -> Result<Option<String>, Fault> {
    let tree = app.tree().await?;
    let mut all = tree.all();
    Ok(match (all.next(), all.next()) {
        (Some(one), None) => Some(one.id.clone()),
        _ => None,
    })
}

fn mapping(arguments: &Import, kind: &Kind, table: &table::Table) -> Result<Mapping, Fault> {
    match &arguments.mapping {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| file_fault(path, &error))?;
            Mapping::parse(&text).map_err(|why| Fault::new("import.mapping", why))
        }
        None => Ok(Mapping::guess(kind, table)),
    }
}

fn source(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

fn unknown(kind: &str, pack: &Pack) -> Fault {
    let registers = pack.registers.iter().map(|register| register.id.as_str());
    let known: Vec<&str> =
        kinds::KINDS.iter().map(|kind| kind.id.as_str()).chain(registers).collect();
    Fault::new("import.kind", format!("没有“{kind}”这种导入，现有：{}", known.join("、")))
}

fn told(report: &[RowFault]) {
    for fault in report.iter().take(TOLD) {
        let sheet = if fault.sheet.is_empty() {
            String::new()
        } else {
            format!("工作表“{}”", fault.sheet)
        };
        say(&format!("{sheet}第 {} 行 {}：{}", fault.row, fault.column, fault.reason));
    }
    if report.len() > TOLD {
        say(&format!("另有 {} 处，见报告", report.len() - TOLD));
    }
}

fn reported(report: &impl Serialize, negative: bool) -> Result<Done, Fault> {
    let json = serde_json::to_value(report)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    Ok(Done { json, negative, always: true, ..Done::default() })
}
