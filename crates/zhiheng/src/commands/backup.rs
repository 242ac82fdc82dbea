//! `zhiheng backup`: the whole data folder as one file, also while a server is writing to it.
//!
//! The order makes the copy consistent: first the checkpoint and the published files it speaks for, then the database,
//! which is never behind a checkpoint, then the evidence, which is never behind the database. Evidence in a bucket stays
//! there: whoever keeps the bucket keeps its copies, and the backup says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup as Copy, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use zhiheng_app::ports::Clock as _;
use zhiheng_app::record_folder::RecordFolder;
use zhiheng_app::record_home::RecordHome;
use zhiheng_record::checkpoint::SignedCheckpoint;
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::tile::{Kind, TilePath, WIDTH, tiles_between};

use super::archive::{Note, Writing};
use crate::cli::Backup;
use crate::files::Where;
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;
use crate::world::SystemClock;

pub(crate) async fn run(arguments: Backup) -> Result<Done, Fault> {
    if arguments.stores.database_url.is_some() {
        return Err(Fault::new(
            "backup.postgres",
            "数据库在 PostgreSQL 时，请用 pg_dump 备份数据库，并另行复制数据目录",
        ));
    }
    let place = Place::look(&arguments.data.data)?;
    let home = RecordHome::open(place.dir())?;
    wiring::has_database(&place)?;
    let blobs = Where::of(&place, &arguments.stores)?;
    let elsewhere = match &blobs {
        Where::Folder(_) => None,
        Where::Bucket(bucket) => Some(bucket.to_string()),
    };
    let out = arguments.out.clone();
    let origin = home.origin().to_owned();
    let written = tokio::task::spawn_blocking(move || write(&place, &home, &blobs, &out)).await;
    let bytes = written.map_err(|error| Fault::new("backup", error.to_string()))??;
    say(&format!(
        "备份已写入 {}（{bytes} 字节）。其中有签名密钥，请妥善保管",
        arguments.out.display()
    ));
    if let Some(bucket) = &elsewhere {
        say(&format!(
            "证据在 {bucket}，不在这份备份里：请在对象存储上开启版本控制或者复制；恢复时用 --blobs 给出它"
        ));
    }
    Ok(Done::with(json!({
        "file": arguments.out, "bytes": bytes, "origin": origin, "bucket": elsewhere,
    })))
}

fn write(place: &Place, home: &RecordHome, blobs: &Where, out: &Path) -> Result<u64, Fault> {
    let fault = |error: std::io::Error| file_fault(out, &error);
    let (folder, bucket) = match blobs {
        Where::Folder(folder) => (Some(folder), None),
        Where::Bucket(bucket) => (None, Some(bucket.to_string())),
    };
    let note = Note::new(home.origin(), &SystemClock.now().to_string(), bucket);
    let mut writing = Writing::begin(out, &note).map_err(fault)?;
    record(home.folder(), &mut writing)?;
    let bar = Bar::new();
    let copy = Snapshot::take(&place.database(), out)?;
    writing.file("zhiheng.db", &copy.path).map_err(fault)?;
    drop(copy);
    let files = folder.map(|folder| below(folder)).transpose()?.unwrap_or_default();
    let total = u64::try_from(files.len()).unwrap_or(u64::MAX);
    for (done, (name, path)) in (1..).zip(&files) {
        // Unfinished uploads belong to nobody yet.
        if !name.starts_with("tmp/") && !name.starts_with("partial/") {
            writing.file(&format!("blobs/{name}"), path).map_err(fault)?;
        }
        bar.set("备份证据", done, total);
    }
    bar.clear();
    for (name, path) in below(&place.packs())? {
        writing.file(&format!("packs/{name}"), &path).map_err(fault)?;
    }
    for name in ["keys/log.key", "demo-accounts.json"] {
        let path = place.dir().join(name);
        if path.is_file() {
            writing.file(name, &path).map_err(fault)?;
        }
    }
    writing.finish().map_err(fault)
}

/// The published files that the present checkpoint speaks for, and the history before it.
fn record(folder: &RecordFolder, writing: &mut Writing) -> Result<(), Fault> {
    let wrong = |why: String| Fault::new("backup.record", format!("记录文件不能备份：{why}"));
    let must =
        |path: &str| folder.read(path).map_err(wrong)?.ok_or_else(|| wrong(format!("{path} 不在")));
    let checkpoint = must("checkpoint")?;
    let size = String::from_utf8_lossy(&checkpoint)
        .parse::<SignedCheckpoint>()
        .map_err(|fault| wrong(fault.to_string()))?
        .checkpoint()
        .size;
    let mut add = |path: &str, bytes: &[u8]| {
        writing.bytes(&format!("record/{path}"), bytes).map_err(|error| wrong(error.to_string()))
    };
    add("checkpoint", &checkpoint)?;
    add("policy", &must("policy")?)?;
    for path in folder.list("history").map_err(wrong)?.unwrap_or_default() {
        let earlier = path.strip_prefix("history/").and_then(|size| size.parse::<u64>().ok());
        if earlier.is_some_and(|earlier| earlier <= size) {
            add(&path, &must(&path)?)?;
        }
    }
    let bundles =
        (0..size.div_ceil(WIDTH)).filter_map(|index| TilePath::at_size(Kind::Entries, index, size));
    for path in tiles_between(0, size).into_iter().chain(bundles) {
        // A partial file may have been replaced by the full one since the checkpoint was read.
        if let Some(bytes) = folder.read(&path.to_string()).map_err(wrong)? {
            add(&path.to_string(), &bytes)?;
        } else {
            let full = path.filled().to_string();
            add(&full, &must(&full)?)?;
        }
    }
    Ok(())
}

/// A copy of the database as it was at one moment, beside the backup; removed when it is no longer needed.
struct Snapshot {
    path: PathBuf,
}

impl Snapshot {
    fn take(database: &Path, out: &Path) -> Result<Self, Fault> {
        let mut path = out.as_os_str().to_owned();
        path.push(".db.partial");
        let snapshot = Self { path: PathBuf::from(path) };
        let fault = |error: rusqlite::Error| {
            Fault::new("backup.database", format!("数据库不能备份：{error}"))
        };
        // A copy left by a kill would be written over page by page and could keep some of its own.
        let _ = fs::remove_file(&snapshot.path);
        let from = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(fault)?;
        from.busy_timeout(Duration::from_secs(10)).map_err(fault)?;
        let mut to = Connection::open(&snapshot.path).map_err(fault)?;
        // All pages in one step: one moment of the database, whatever is being written beside it.
        let step = Copy::new(&from, &mut to).and_then(|copy| copy.step(-1)).map_err(fault)?;
        if step != StepResult::Done {
            return Err(Fault::new("backup.database", "数据库正忙，请稍后再试"));
        }
        to.close().map_err(|(_, error)| fault(error))?;
        Ok(snapshot)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // It is only a copy; what cannot be removed is in nobody's way.
        let _ = fs::remove_file(&self.path);
    }
}

/// Every file below a folder with its path from there; none where there is no folder.
fn below(root: &Path) -> Result<Vec<(String, PathBuf)>, Fault> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), root.to_owned())];
    while let Some((under, folder)) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let fault = |error: std::io::Error| file_fault(&folder, &error);
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = if under.is_empty() { name } else { format!("{under}/{name}") };
            if entry.file_type().map_err(fault)?.is_dir() {
                folders.push((name, entry.path()));
            } else {
                files.push((name, entry.path()));
            }
        }
    }
    files.sort();
    Ok(files)
}
