//! Data folders to try things on: one small demonstration, made once, copied for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::program::over;

/// A copy of the small demonstration.
pub(crate) struct Folder {
    _keeper: TempDir,
    pub(crate) path: PathBuf,
}

/// Made once for all tests of this process. Its folder is taken away by the test that outlives the others, that is, never
/// early: it is kept until the process ends.
static DEMO: OnceLock<(TempDir, PathBuf)> = OnceLock::new();

impl Folder {
    pub(crate) fn demo() -> Self {
        let (_, demo) = DEMO.get_or_init(|| {
            let keeper = tempfile::tempdir().unwrap();
            let path = keeper.path().join("demo");
            over(&path, &["demo", "--matters", "8", "--seed", "1"]).expect(0);
            (keeper, path)
        });
        let keeper = tempfile::tempdir().unwrap();
        let path = keeper.path().join("data");
        copy(demo, &path);
        Self { _keeper: keeper, path }
    }

    /// Nothing there yet; the folder it will be in exists.
    pub(crate) fn absent() -> Self {
        let keeper = tempfile::tempdir().unwrap();
        let path = keeper.path().join("data");
        Self { _keeper: keeper, path }
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.path.with_file_name(name)
    }
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
