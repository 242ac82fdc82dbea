//! The backup file: a compressed tar with a note of what it is as its first entry.
//!
//! What this is not: which files go in ([`super::backup`]) and what is checked when they come out ([`super::restore`]).

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

/// Name of the first entry.
const NOTE: &str = "zhiheng-backup.json";
/// What the note says it is.
const FORMAT: &str = "zhiheng-backup/v1";

/// The most that is read of a note.
const LONGEST_NOTE: u64 = 1 << 16;

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    format: String,
    /// Version of the program that wrote it.
    pub(crate) program: String,
    /// Identity of the log.
    pub(crate) origin: String,
    /// When, UTC.
    pub(crate) at: String,
    /// The bucket in which the evidence is, where it is not in the backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bucket: Option<String>,
}

impl Note {
    /// A note by this program.
    pub(crate) fn new(origin: &str, at: &str, bucket: Option<String>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            origin: origin.to_owned(),
            at: at.to_owned(),
            bucket,
        }
    }
}

/// A backup being written. Until [`Writing::finish`] it has another name.
pub(crate) struct Writing {
    tar: tar::Builder<GzEncoder<BufWriter<File>>>,
    aside: PathBuf,
    out: PathBuf,
    done: bool,
}

impl Writing {
    /// Begins a backup that will be called `out`; readable by its owner alone, for it holds the key.
    pub(crate) fn begin(out: &Path, note: &Note) -> io::Result<Self> {
        let mut aside = out.as_os_str().to_owned();
        aside.push(".partial");
        let aside = PathBuf::from(aside);
        let file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&aside)?;
        let gzip = GzEncoder::new(BufWriter::new(file), Compression::fast());
        let mut writing =
            Self { tar: tar::Builder::new(gzip), aside, out: out.to_owned(), done: false };
        writing.bytes(NOTE, &serde_json::to_vec_pretty(note)?)?;
        Ok(writing)
    }

    /// Adds a file from memory.
    pub(crate) fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, bytes)
    }

    /// Adds a file from disk.
    pub(crate) fn file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, file.take(length))
    }

    /// Makes it whole: flushed to disk, then under its name.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        self.tar.finish()?;
        let gzip = self.tar.get_mut();
        gzip.try_finish()?;
        let buffer = gzip.get_mut();
        buffer.flush()?;
        let file = buffer.get_mut();
        file.sync_all()?;
        let length = file.metadata()?.len();
        fs::rename(&self.aside, &self.out)?;
        self.done = true;
        if let Some(folder) = self.out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(length)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.done {
            // Half a backup is none. It may be gone already.
            let _ = fs::remove_file(&self.aside);
        }
    }
}

/// Why a backup was not unpacked.
#[derive(Debug)]
pub(crate) enum Unpack {
    /// It is something else, or by a later version.
    Foreign(&'static str),
    /// It is a backup and not whole.
    Damaged,
    /// What was unpacked could not be written.
    Disk(io::Error),
}

/// Unpacks a backup into the folder `into`, which must not exist. Nothing is written outside it.
pub(crate) fn unpack(file: &Path, into: &Path) -> Result<Note, Unpack> {
    let file = File::open(file).map_err(Unpack::Disk)?;
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut entries = tar.entries().map_err(|_| Unpack::Damaged)?;
    let note = entries.next().and_then(Result::ok).and_then(note);
    let note = note.ok_or(Unpack::Foreign("不是执衡的备份文件"))?;
    if note.format != FORMAT {
        return Err(Unpack::Foreign("备份文件由更新的版本写成，本版本不能恢复"));
    }
    fs::DirBuilder::new().mode(0o700).create(into).map_err(Unpack::Disk)?;
    for entry in entries {
        let mut entry = entry.map_err(|_| Unpack::Damaged)?;
        let name = entry.path().map_err(|_| Unpack::Damaged)?.into_owned();
        let inside = name.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || !entry.header().entry_type().is_file() {
            return Err(Unpack::Foreign("备份文件中有不应有的条目"));
        }
        write(&name, &mut entry, into)?;
    }
    // What follows the last entry is the check sum of everything before it.
    io::copy(&mut tar.into_inner(), &mut io::sink()).map_err(|_| Unpack::Damaged)?;
    Ok(note)
}

fn note(mut entry: tar::Entry<'_, impl io::Read>) -> Option<Note> {
    if entry.path().ok()?.as_os_str() != NOTE {
        return None;
    }
    let mut text = String::new();
    entry.by_ref().take(LONGEST_NOTE).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn write(name: &Path, content: &mut impl io::Read, into: &Path) -> Result<(), Unpack> {
    let place = into.join(name);
    // What everybody may read lies below `record/`, and nothing else is anybody's business.
    let (folder_mode, mode) =
        if name.starts_with("record") { (0o755, 0o644) } else { (0o700, 0o600) };
    if let Some(folder) = place.parent() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(folder_mode)
            .create(folder)
            .map_err(Unpack::Disk)?;
    }
    let mut written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&place)
        .map_err(Unpack::Disk)?;
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = content.read(&mut buffer).map_err(|_| Unpack::Damaged)?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else { break };
        written.write_all(read).map_err(Unpack::Disk)?;
    }
    written.sync_all().map_err(Unpack::Disk)
}
