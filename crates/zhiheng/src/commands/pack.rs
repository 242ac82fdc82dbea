//! `zhiheng pack`: what lawyers need: is it right, what is in it, what does it look like.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use zhiheng_app::record_home::RecordHome;
use zhiheng_law::{Pack, chart, coverage};

use super::init::OPERATOR;
use crate::cli::{Data, PackCommand, Stores, texts};
use crate::output::{Done, Fault, file_fault, say};
use crate::packs::{self, Texts};
use crate::place::Place;
use crate::wiring;
use crate::world::SystemClock;

pub(crate) async fn run(command: PackCommand) -> Result<Done, Fault> {
    match command {
        PackCommand::Check { folder, data, json: _ } => {
            let done = check(&folder)?;
            match data {
                Some(data) => faces(done, &data).await,
                None => Ok(done),
            }
        }
        PackCommand::Publish { data, stores, json: _ } => publish(&data, &stores).await,
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

/// Faces that the public reads must not be older than the rule that runs (118号文 二：流程图和服务指南动态调整).
async fn faces(done: Done, data: &Path) -> Result<Done, Fault> {
    let place = Place::look(data)?;
    let suite = RecordHome::open(place.dir())?.suite();
    let app = wiring::wire(&place, &Stores::default(), suite, Arc::new(SystemClock)).await?;
    let stale = app.stale_faces().await?;
    for face in &stale {
        let when = face
            .published
            .as_deref()
            .map_or_else(|| "从未公布".to_owned(), |on| format!("{on} 公布以后程序已有改动"));
        say(&format!("“{}”的流程图和服务指南{when}；请运行 zhiheng pack publish", face.title));
    }
    let mut json = done.json;
    if let Some(told) = json.as_object_mut() {
        told.insert("stale".to_owned(), json!(stale));
    }
    Ok(Done { json, negative: done.negative || !stale.is_empty(), ..Done::default() })
}

/// Publishes what changed, on the record.
async fn publish(data: &Data, stores: &Stores) -> Result<Done, Fault> {
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let count = app.publish_faces(OPERATOR).await?;
    follower.catch_up().await?;
    say(&format!("已公布 {count} 个程序的流程图、服务指南和材料清单"));
    Ok(Done::with(json!({ "published": count })))
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
