//! Data folders to try things on: one small demonstration, made once, copied for each test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::program::over;

/// A copy of the small demonstration.
pub(crate) struct Folder {
    _keeper: TempDir,
    pub(crate) path: PathBuf,
}

impl Folder {
    pub(crate) fn demo() -> Self {
        let keeper = tempfile::tempdir().unwrap();
        let path = keeper.path().join("data");
        copy(&made(), &path);
        Self { _keeper: keeper, path }
    }

    /// Nothing there yet; the folder it will be in exists.
    pub(crate) fn absent() -> Self {
        let keeper = tempfile::tempdir().unwrap();
        let path = keeper.path().join("data");
        Self { _keeper: keeper, path }
    }

    /// How many matters there are: those of the plan, and those that the platform opens itself.
    pub(crate) fn matters(&self) -> usize {
        let connection = rusqlite::Connection::open(self.path.join("zhiheng.db")).unwrap();
        let sql = "SELECT count(*) FROM matter";
        let count: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert!(count >= 8, "{count}");
        usize::try_from(count).unwrap()
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.path.with_file_name(name)
    }
}

/// The demonstration that this build of the program makes; made by the first test that asks, whatever process it runs in.
fn made() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = fs::File::create(home.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    let program = fs::metadata(env!("CARGO_BIN_EXE_zhiheng")).unwrap();
    let changed = program.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let name = format!("demo-{}-{}", changed.as_nanos(), program.len());
    let path = home.join(&name);
    if !path.exists() {
        for entry in fs::read_dir(home).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with("demo-") {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
        over(&path, &["demo", "--matters", "8", "--seed", "1"]).expect(0);
    }
    path
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// Changes one byte of a file.
pub(crate) fn spoil(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[place] ^= 1;
    fs::write(path, bytes).unwrap();
}
