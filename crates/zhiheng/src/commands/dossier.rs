//! `zhiheng export dossier`: the package of a dossier as a BagIt folder. That it was made is on the record, and the package proves it.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::caller::Caller;
use zhiheng_app::dossier::{Enclosed, Opener, fault_of};
use zhiheng_app::package::Closed;
use zhiheng_app::ports::{MatterFilter, Press};
use zhiheng_app::record_folder::RecordFolder;
use zhiheng_domain::{Actor, Role};

use super::init::OPERATOR;
use crate::cli::{Data, Stores};
use crate::output::{Done, Fault, file_fault, say};
use crate::place::{Place, is_occupied};
use crate::wiring;

pub(crate) async fn run(
    matter: &str,
    data: &Data,
    stores: &Stores,
    out: &Path,
) -> Result<Done, Fault> {
    if is_occupied(out)? {
        let message = format!("{} 已有内容，请另给一个文件夹", out.display());
        return Err(Fault::new("export.occupied", message));
    }
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    follower.catch_up().await?;
    let id = found(&app, matter).await?;
    let caller = operator(&app, &id).await?;
    let press: Arc<dyn Press> = Arc::new(wiring::press(&place));
    let record = RecordFolder::new(place.record());
    let package = app.draft_package(&caller, &id, &press, &record, false).await?;
    let stream = app.note_package(&caller, &package).await?;
    follower.catch_up().await?;
    let closed = app.seal_package(package, &stream, &record).await?;
    let Closed { files, properties } = closed;
    let count = files.len();
    let (opener, folder) = (app.opener(), out.to_owned());
    let writing = tokio::task::spawn_blocking(move || write(&files, &opener, &folder));
    writing.await.map_err(|error| Fault::new("export.write", error.to_string()))??;
    let failed: Vec<&str> = (properties.properties.iter())
        .flat_map(|property| &property.checks)
        .filter(|check| check.outcome == "failed")
        .map(|check| check.title.as_str())
        .collect();
    say(&format!("归档包已写入 {}，共 {} 个文件", out.display(), count));
    if failed.is_empty() {
        say("四性检测通过，报告见 zhiheng/properties.json");
    } else {
        say(&format!("四性检测没有通过：{}；详见 zhiheng/properties.json", failed.join("、")));
    }
    let passed = failed.is_empty();
    Ok(Done::with(json!({
        "matter": id, "out": out, "files": count, "four_properties": passed, "failed": failed,
    })))
}

/// Writes every file, a piece at a time.
fn write(files: &[Enclosed], opener: &Opener, out: &Path) -> Result<(), Fault> {
    for file in files {
        let path = out.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| file_fault(folder, &error))?;
        }
        let mut written = File::create_new(&path).map_err(|error| file_fault(&path, &error))?;
        let copied = io::copy(&mut opener.open(&file.content), &mut written);
        copied.map_err(|error| match error.kind() {
            // What could not be read says so itself.
            io::ErrorKind::Other => Fault::from(fault_of(error)),
            _ => file_fault(&path, &error),
        })?;
    }
    Ok(())
}

/// The matter by its number or its id.
async fn found(app: &App, matter: &str) -> Result<String, Fault> {
    if app.store().matter(matter).await?.is_some() {
        return Ok(matter.to_owned());
    }
    let filter = MatterFilter { words: matter.to_owned(), limit: 50, ..MatterFilter::default() };
    let page = app.store().matters(&filter).await?;
    let mut exact = page.items.into_iter().filter(|row| row.number.as_deref() == Some(matter));
    match (exact.next(), exact.next()) {
        (Some(row), None) => Ok(row.id),
        (Some(_), Some(_)) => Err(Fault::new(
            "export.ambiguous",
            format!("有几件事项的编号都是“{matter}”，请用内部编号"),
        )),
        _ => Err(Fault::new("missing", format!("没有编号为“{matter}”的事项"))),
    }
}

/// Whoever runs this machine holds every file of it anyway; the record names them as the one who took the dossier out.
async fn operator(app: &App, matter: &str) -> Result<Caller, Fault> {
    let row = app.store().matter(matter).await?;
    let agency = row.map(|row| row.agency).unwrap_or_default();
    Ok(Caller {
        username: OPERATOR.to_owned(),
        actor: Actor {
            id: OPERATOR.to_owned(),
            name: "系统运维".to_owned(),
            agency: agency.clone(),
            roles: vec![Role::SectionHead],
        },
        scope: vec![agency],
        everything: false,
    })
}
