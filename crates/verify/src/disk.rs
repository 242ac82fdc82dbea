//! A log's folder on disk. Reads only; follows no symbolic link out of it when listing.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use zhiheng_record::folder::FolderSource;

/// The largest file that is read: a bundle of 256 entries of the greatest length is below it.
const LARGEST_FILE: u64 = 17 * 1024 * 1024;

/// A folder whose files are read when asked for.
#[derive(Debug, Clone)]
pub struct DirFolder {
    root: PathBuf,
}

impl DirFolder {
    /// The folder at `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl FolderSource for DirFolder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        read(&self.root.join(path))
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
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                let is_folder = entry.file_type().map_err(|error| error.to_string())?.is_dir();
                if is_folder { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        Ok(Some(files))
    }
}

/// A whole file; `None` where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        // A file where a folder should be means the same: what was asked for is not there.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error.to_string()),
    };
    let length = file.metadata().map_err(|error| error.to_string())?.len();
    if length > LARGEST_FILE {
        return Err(format!("文件有 {length} 字节,超过上限 {LARGEST_FILE}"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // The limit holds for what is read, too: the length may have been a lie (a pipe, a growing file).
    file.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(Some(bytes))
}
