//! A bag on disk: a folder, or a ZIP of one. Reads only; nothing is unpacked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Cursor, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use zhiheng_record::bag::BagSource;
use zip::{CompressionMethod, ZipArchive};

/// A file that lies packed in a ZIP is unpacked in memory up to so many bytes.
const UNPACKED: u64 = 1 << 30;

/// Whether `path` is a bag or may be one: a folder, or a file that begins like a ZIP.
pub fn looks_like_bag(path: &Path) -> bool {
    if path.is_dir() {
        return true;
    }
    let mut head = [0_u8; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head == *b"PK\x03\x04"
}

/// The bag at `path`.
///
/// # Errors
/// It is neither a folder nor a ZIP that can be read.
pub fn open_bag(path: &Path) -> Result<Box<dyn BagSource>, String> {
    if path.is_dir() {
        return Ok(Box::new(DirBag { root: path.to_owned() }));
    }
    Ok(Box::new(ZipBag::open(path)?))
}

/// A folder.
struct DirBag {
    root: PathBuf,
}

impl BagSource for DirBag {
    fn files(&self) -> Result<Vec<String>, String> {
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let entries =
                fs::read_dir(self.root.join(&folder)).map_err(|error| error.to_string())?;
            for entry in entries {
                let entry = entry.map_err(|error| error.to_string())?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let kind = entry.file_type().map_err(|error| error.to_string())?;
                if kind.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        Ok(files)
    }

    fn open(&self, path: &str) -> Result<Option<Box<dyn Read + '_>>, String> {
        let place = self.root.join(path);
        let kind = match fs::symlink_metadata(&place) {
            Ok(about) => about.file_type(),
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(format!("{path}:{error}")),
        };
        // A link could lead out of the bag.
        if !kind.is_file() {
            return Err(format!("{path}:不是普通文件"));
        }
        let file = File::open(&place).map_err(|error| format!("{path}:{error}"))?;
        Ok(Some(Box::new(BufReader::new(file))))
    }
}

/// A ZIP, with the bag at its root or in the one folder that it holds.
struct ZipBag {
    path: PathBuf,
    archive: RefCell<ZipArchive<BufReader<File>>>,
    /// Place in the archive by path in the bag.
    entries: BTreeMap<String, usize>,
}

impl ZipBag {
    fn open(path: &Path) -> Result<Self, String> {
        let told =
            |error: &dyn std::fmt::Display| format!("“{}”不是可以读的 ZIP:{error}", path.display());
        let file = File::open(path).map_err(|error| told(&error))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| told(&error))?;
        let mut names = Vec::new();
        for n in 0..archive.len() {
            let entry = archive.by_index_raw(n).map_err(|error| told(&error))?;
            if !entry.is_dir() {
                names.push((entry.name().map_err(|error| told(&error))?.into_owned(), n));
            }
        }
        let base = names
            .iter()
            .find_map(|(name, _)| {
                name.strip_suffix("bagit.txt").filter(|base| base.matches('/').count() <= 1)
            })
            .unwrap_or_default()
            .to_owned();
        let entries = names
            .into_iter()
            .filter_map(|(name, n)| Some((name.strip_prefix(&base)?.to_owned(), n)))
            .collect();
        Ok(Self { path: path.to_owned(), archive: RefCell::new(archive), entries })
    }
}

impl BagSource for ZipBag {
    fn files(&self) -> Result<Vec<String>, String> {
        Ok(self.entries.keys().cloned().collect())
    }

    fn open(&self, path: &str) -> Result<Option<Box<dyn Read + '_>>, String> {
        let Some(place) = self.entries.get(path) else { return Ok(None) };
        let told = |error: &dyn std::fmt::Display| format!("{path}:{error}");
        let mut archive = self.archive.borrow_mut();
        let entry = archive.by_index(*place).map_err(|error| told(&error))?;
        if let (CompressionMethod::Stored, Some(start)) = (entry.compression(), entry.data_start())
        {
            let size = entry.size();
            let mut file = File::open(&self.path).map_err(|error| told(&error))?;
            file.seek(SeekFrom::Start(start)).map_err(|error| told(&error))?;
            return Ok(Some(Box::new(BufReader::new(file).take(size))));
        }
        let mut content = Vec::new();
        entry.take(UNPACKED + 1).read_to_end(&mut content).map_err(|error| told(&error))?;
        if content.len() as u64 > UNPACKED {
            return Err(told(&"压缩的文件太大，请先解开再核验"));
        }
        Ok(Some(Box::new(Cursor::new(content))))
    }
}
