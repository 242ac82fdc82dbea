//! The published files of the record on disk: read when asked for, written whole or not at all.
//!
//! What this is not: what the files say (see `zhiheng_record`), and when they are written (see [`crate::follower`]).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zhiheng_record::folder::FolderSource;
use zhiheng_record::tile::{TilePath, TileSource};

/// The largest file that is read: a bundle of 256 entries of the greatest length is below it.
const LARGEST_FILE: u64 = 17 * 1024 * 1024;

/// What the name of a file ends in before it is whole.
const ASIDE: &str = ".new";

/// The folder that holds `checkpoint`, `policy`, `tile/` and `history/`.
#[derive(Debug, Clone)]
pub struct RecordFolder {
    root: PathBuf,
}

impl RecordFolder {
    /// The folder at `root`; it need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes files, each aside and then renamed, and flushes them and their folders to disk.
    pub(crate) fn write(&self, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        for (path, bytes) in files {
            let place = self.root.join(path);
            let folder = place.parent().unwrap_or(&self.root);
            self.make(folder, &mut folders)?;
            let mut aside = place.clone().into_os_string();
            aside.push(ASIDE);
            let mut file = File::create(&aside)?;
            file.write_all(bytes)?;
            file.sync_data()?;
            fs::rename(&aside, &place)?;
            folders.insert(folder.to_owned());
        }
        folders.iter().try_for_each(|folder| flush(folder))
    }

    /// Makes a folder and those above it, and notes whose entries changed.
    fn make(&self, folder: &Path, changed: &mut BTreeSet<PathBuf>) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        changed.extend(
            folder
                .ancestors()
                .skip(1)
                .take_while(|above| above.starts_with(&self.root))
                .map(Path::to_owned),
        );
        Ok(())
    }

    /// Removes what a kill left aside, half written.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name().to_string_lossy().ends_with(ASIDE) {
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// Removes the partial files that a full one has taken the place of.
    pub(crate) fn drop_partials(&self, full: &TilePath) -> io::Result<()> {
        match fs::remove_dir_all(self.root.join(format!("{full}.p"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl FolderSource for RecordFolder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        read(&self.root.join(path)).map_err(|error| error.to_string())
    }

    fn list(&self, under: &str) -> Result<Option<Vec<String>>, String> {
        let mut files = Vec::new();
        let mut folders = vec![under.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(self.root.join(&folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.to_string()),
            };
            for entry in entries {
                let entry = entry.map_err(|error| error.to_string())?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_folder = entry.file_type().map_err(|error| error.to_string())?.is_dir();
                // Left by a kill between writing aside and renaming; it never had a name of its own.
                if !is_folder && name.ends_with(ASIDE) {
                    continue;
                }
                let path = format!("{folder}/{name}");
                if is_folder { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        Ok(Some(files))
    }
}

impl TileSource for RecordFolder {
    fn tile(&self, path: &TilePath) -> Result<Option<Vec<u8>>, String> {
        self.read(&path.to_string())
    }
}

/// Flushes the entries of a folder to disk.
pub(crate) fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        // A file where a folder should be means the same: what was asked for is not there.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    if length > LARGEST_FILE {
        return Err(io::Error::other(format!("文件有 {length} 字节，超过上限 {LARGEST_FILE}")));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
