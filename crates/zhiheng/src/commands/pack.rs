//! `zhiheng pack`: what lawyers need: is it right, what is in it, what does it look like.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use zhiheng_law::{Pack, chart, coverage};

use crate::cli::{PackCommand, texts};
use crate::output::{Done, Fault, file_fault, say};
use crate::packs::{self, Texts};

pub(crate) fn run(command: PackCommand) -> Result<Done, Fault> {
    match command {
        PackCommand::Check { folder, json: _ } => check(&folder),
        PackCommand::List { data, json: _ } => list(&packs::pack(&texts(data.as_ref())?)?),
        PackCommand::Chart { procedure, out, data, json: _ } => {
            draw(&packs::pack(&texts(data.as_ref())?)?, &procedure, &out)
        }
    }
}

/// Faults of the files first; if there is none, the worked examples are run, and it is asked whether they show every gate.
fn check(folder: &Path) -> Result<Done, Fault> {
    if !folder.is_dir() {
        return Err(Fault::new("pack.folder", format!("文件夹 {} 不存在", folder.display())));
    }
    let texts = rooted(packs::folder(folder)?);
    let files: Vec<(String, String)> =
        texts.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
    let pack = match Pack::load(&files) {
        Ok(pack) => pack,
        Err(faults) => {
            for fault in &faults {
                say(&fault.to_string());
            }
            say(&format!("法律包有 {} 处错误", faults.len()));
            let json = json!({ "ok": false, "faults": faults, "deviations": [] });
            return Ok(Done { json, negative: true, ..Done::default() });
        }
    };
    let mut calendar = texts;
    if !calendar.keys().any(|name| name.starts_with("calendar/")) {
        calendar = packs::texts(None)?;
    }
    let calendar = packs::calendar(&calendar)?;
    let examples: usize = pack.procedures.values().map(|procedure| procedure.examples.len()).sum();
    let deviations: Vec<_> = pack
        .procedures
        .values()
        .flat_map(|procedure| zhiheng_domain::example::run_all(procedure, &pack, &calendar))
        .collect();
    for deviation in &deviations {
        say(&format!(
            "{}:{}：示例“{}”：{}",
            deviation.file, deviation.line, deviation.example, deviation.message
        ));
    }
    let uncovered = coverage::uncovered(&pack);
    for fault in &uncovered {
        say(&fault.to_string());
    }
    let told = if deviations.is_empty() { "全部相符" } else { "有不符之处" };
    let shown = match uncovered.len() {
        0 => "每个关口都有被拒绝的示例".to_owned(),
        n => format!("{n} 个关口没有被拒绝的示例"),
    };
    say(&format!("{} 个程序，{examples} 个示例，{told}，{shown}", pack.procedures.len()));
    let ok = deviations.is_empty() && uncovered.is_empty();
    let json = json!({
        "ok": ok,
        "procedures": pack.procedures.len(),
        "examples": examples,
        "faults": uncovered,
        "deviations": deviations,
    });
    Ok(Done { json, negative: !ok, ..Done::default() })
}

/// A folder may be the whole collection, or the one pack of which `pack.toml` lies at its root.
fn rooted(texts: Texts) -> Texts {
    if texts.contains_key("pack.toml") {
        return texts.into_iter().map(|(name, text)| (format!("national/{name}"), text)).collect();
    }
    texts
}

fn list(pack: &Pack) -> Result<Done, Fault> {
    let rows = pack.list();
    let mut table = String::new();
    for row in &rows {
        // Writing into a String cannot fail.
        let _ = writeln!(
            table,
            "{}\t{}\t{}\t{}\t{} 种行为",
            row.id, row.title, row.category, row.version, row.acts
        );
    }
    let json = serde_json::to_value(&rows)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    Ok(Done { json, table: Some(table), ..Done::default() })
}

fn draw(pack: &Pack, procedure: &str, out: &Path) -> Result<Done, Fault> {
    let Some(found) = pack.procedures.get(procedure) else {
        let known: Vec<&str> = pack.procedures.keys().map(String::as_str).collect();
        return Err(Fault::new(
            "pack.procedure",
            format!("没有程序“{procedure}”，现有：{}", known.join("、")),
        ));
    };
    let svg = chart::svg(found);
    std::fs::write(out, &svg).map_err(|error| file_fault(out, &error))?;
    say(&format!("“{}”的流程图已写入 {}", found.title, out.display()));
    Ok(Done::with(json!({ "procedure": found.id, "file": out, "bytes": svg.len() })))
}
