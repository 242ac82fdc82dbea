//! Unfinished uploads in a folder of this machine: `<id>/data`, `<id>/note`, and `<id>/done` once the content has its
//! digest. Whatever store the files end up in, they grow here.
//!
//! A chunk is hashed as soon as it is there, eight side by side, while the next ones arrive. The hashes are in memory
//! alone: after a kill they are made again from what lies on the disk, so that nothing but the disk need be believed.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::num::NonZeroU64;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rustix::fs::Advice;
use zhiheng_app::ports::{BlobError, BlobInfo, FileFacts};
use zhiheng_record::chunks::{CHUNK, Outline, chunk_count};
use zhiheng_record::{Digest, Suite};

use crate::disk::{flush, if_there, is_upload, read_if_there, unavailable, write_whole};
use crate::{facts, hashing, media};

/// Chunks that are hashed at once.
const GROUP: u64 = 8;
/// Bytes after which the disk is asked to write in the background, so that settling does not have to do it all.
const FLUSHED: u64 = 64 << 20;
/// Uploads whose file stays open.
const OPEN: usize = 128;

/// The folder of unfinished uploads.
#[derive(Debug)]
pub(crate) struct Staging {
    root: PathBuf,
    suite: Suite,
    open: Mutex<HashMap<String, Arc<Growing>>>,
}

/// One upload as long as this process works on it.
#[derive(Debug)]
struct Growing {
    file: File,
    /// The end; whoever appends holds it.
    end: Mutex<u64>,
    /// The same for those who only look.
    seen: AtomicU64,
    hashed: Mutex<Vec<Digest>>,
    flushed: AtomicU64,
}

/// An upload with its digest, still where it grew.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) info: BlobInfo,
    pub(crate) outline: Outline,
    pub(crate) facts: FileFacts,
    pub(crate) data: PathBuf,
}

/// What became of an upload that is to be finished.
#[derive(Debug)]
pub(crate) enum Ending {
    /// It lies here, with its digest.
    Here(Box<Sealed>),
    /// It was moved among the files before, and the process ended then.
    Moved(BlobInfo),
}

impl Staging {
    pub(crate) fn open(root: &Path, suite: Suite) -> Result<Self, BlobError> {
        fs::create_dir_all(root).map_err(unavailable)?;
        Ok(Self { root: root.to_owned(), suite, open: Mutex::default() })
    }

    pub(crate) fn begin(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        let folder = self.folder(id)?;
        let begun = fs::create_dir(&folder).and_then(|()| {
            File::create_new(folder.join("data"))?.sync_all()?;
            write_whole(&folder.join("note.new"), &folder.join("note"), note)?;
            flush(&folder)?;
            flush(&self.root)
        });
        begun.map_err(unavailable)
    }

    pub(crate) fn append(&self, id: &str, offset: u64, bytes: &Bytes) -> Result<(), BlobError> {
        let growing = self.growing(id)?;
        let mut end = locked(&growing.end);
        if *end != offset {
            return Err(BlobError::Offset { now: *end });
        }
        if let Err(error) = growing.file.write_all_at(bytes, offset) {
            // What was written of it counts for nothing; where it cannot be cut off, it is a beginning like any other.
            let _ = growing.file.set_len(offset);
            return Err(unavailable(error));
        }
        *end = end.saturating_add(u64::try_from(bytes.len()).unwrap_or(0));
        growing.seen.store(*end, Ordering::Release);
        Ok(())
    }

    /// Hashes the groups of chunks that are there and begins to write them out. Leaves it to whoever is at it already.
    pub(crate) fn keep_up(&self, id: &str) -> Result<(), BlobError> {
        let growing = self.growing(id)?;
        let Ok(mut known) = growing.hashed.try_lock() else { return Ok(()) };
        loop {
            let end = growing.seen.load(Ordering::Acquire);
            let first = u64::try_from(known.len()).unwrap_or(0);
            if end / CHUNK < first.saturating_add(GROUP) {
                return Ok(());
            }
            let group = first..first.saturating_add(GROUP);
            let hashes = hashing::on_one_core(&growing.file, self.suite, end, group);
            known.extend(hashes.map_err(unavailable)?);
            let durable = growing.flushed.load(Ordering::Relaxed);
            if end.saturating_sub(durable) >= FLUSHED {
                growing.file.sync_data().map_err(unavailable)?;
                growing.flushed.store(end, Ordering::Relaxed);
                let done = first.saturating_add(GROUP).saturating_mul(CHUNK).min(end);
                forget(&growing.file, durable..done);
            }
        }
    }

    pub(crate) fn settle(&self, id: &str) -> Result<u64, BlobError> {
        if let (Some(info), false) = (self.done(id)?, self.data(id)?.exists()) {
            return Ok(info.size);
        }
        let growing = self.growing(id)?;
        let end = locked(&growing.end);
        growing.file.sync_data().map_err(unavailable)?;
        growing.flushed.store(*end, Ordering::Relaxed);
        Ok(*end)
    }

    pub(crate) fn join(&self, id: &str, parts: &[String]) -> Result<u64, BlobError> {
        let growing = self.growing(id)?;
        let mut end = locked(&growing.end);
        for part in parts {
            let from = self.growing(part)?;
            let length = *locked(&from.end);
            copy(&from.file, length, &growing.file, *end).map_err(unavailable)?;
            *end = end.saturating_add(length);
        }
        growing.file.sync_data().map_err(unavailable)?;
        growing.seen.store(*end, Ordering::Release);
        Ok(*end)
    }

    pub(crate) fn glance(&self, id: &str) -> Result<(), BlobError> {
        let growing = self.growing(id)?;
        let end = usize::try_from(growing.seen.load(Ordering::Acquire)).unwrap_or(usize::MAX);
        let mut head = vec![0; media::HEAD.min(end)];
        growing.file.read_exact_at(&mut head, 0).map_err(unavailable)?;
        media::glance(&head)
    }

    /// Finds out what the content is, and its digest.
    pub(crate) fn seal(&self, id: &str) -> Result<Ending, BlobError> {
        let data = self.data(id)?;
        if let (Some(info), false) = (self.done(id)?, data.exists()) {
            return Ok(Ending::Moved(info));
        }
        let growing = self.growing(id)?;
        let size = *locked(&growing.end);
        growing.file.sync_all().map_err(unavailable)?;
        let facts = facts::of_file(&data, &growing.file, size)?;
        let mut known = locked(&growing.hashed);
        let first = u64::try_from(known.len()).unwrap_or(0);
        let rest = first..chunk_count(size);
        let hashes = hashing::on_every_core(&growing.file, self.suite, size, rest);
        known.extend(hashes.map_err(unavailable)?);
        let outline = Outline::new(self.suite, size, known.clone())
            .map_err(|fault| BlobError::Unavailable(fault.to_string()))?;
        let digest = outline.digest().to_string();
        let info = BlobInfo { digest, size, media: facts.media.clone() };
        let folder = self.folder(id)?;
        let done = serde_json::to_vec(&info).unwrap_or_default();
        write_whole(&folder.join("done.new"), &folder.join("done"), &done)
            .and_then(|()| flush(&folder))
            .map_err(unavailable)?;
        Ok(Ending::Here(Box::new(Sealed { info, outline, facts, data })))
    }

    /// The data have a name elsewhere: no longer of interest here.
    pub(crate) fn release(&self, id: &str) {
        locked(&self.open).remove(id);
    }

    /// The data are whole elsewhere: they go, and what was found of them stays.
    pub(crate) fn sent(&self, id: &str) -> Result<(), BlobError> {
        self.release(id);
        if_there(fs::remove_file(self.data(id)?))
            .and_then(|_| flush(&self.folder(id).unwrap_or_default()))
            .map_err(unavailable)
    }

    pub(crate) fn discard(&self, id: &str) -> Result<(), BlobError> {
        let folder = self.folder(id)?;
        self.release(id);
        if_there(fs::remove_dir_all(folder)).map(drop).map_err(unavailable)
    }

    pub(crate) fn note(&self, id: &str) -> Result<Option<Vec<u8>>, BlobError> {
        match self.folder(id) {
            Ok(folder) => read_if_there(&folder.join("note")).map_err(unavailable),
            Err(_) => Ok(None),
        }
    }

    pub(crate) fn set_note(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        let folder = self.folder(id)?;
        write_whole(&folder.join("note.new"), &folder.join("note"), note)
            .and_then(|()| flush(&folder))
            .map_err(unavailable)
    }

    pub(crate) fn all(&self) -> Result<Vec<String>, BlobError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(unavailable)? {
            let name = entry.map_err(unavailable)?.file_name().to_string_lossy().into_owned();
            if is_upload(&name) {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn folder(&self, id: &str) -> Result<PathBuf, BlobError> {
        if is_upload(id) { Ok(self.root.join(id)) } else { Err(BlobError::NoUpload) }
    }

    fn data(&self, id: &str) -> Result<PathBuf, BlobError> {
        Ok(self.folder(id)?.join("data"))
    }

    fn done(&self, id: &str) -> Result<Option<BlobInfo>, BlobError> {
        let done = read_if_there(&self.folder(id)?.join("done")).map_err(unavailable)?;
        Ok(done.and_then(|done| serde_json::from_slice(&done).ok()))
    }

    /// The upload, opened where this process has not worked on it yet. What a kill left of it is made durable first:
    /// otherwise more could be promised than a power cut would leave.
    fn growing(&self, id: &str) -> Result<Arc<Growing>, BlobError> {
        let mut open = locked(&self.open);
        if let Some(growing) = open.get(id) {
            return Ok(growing.clone());
        }
        let file = OpenOptions::new().read(true).write(true).open(self.data(id)?);
        let file = if_there(file).map_err(unavailable)?.ok_or(BlobError::NoUpload)?;
        file.sync_all().map_err(unavailable)?;
        let end = file.metadata().map_err(unavailable)?.len();
        let growing = Arc::new(Growing {
            file,
            end: Mutex::new(end),
            seen: AtomicU64::new(end),
            hashed: Mutex::default(),
            flushed: AtomicU64::new(end),
        });
        if open.len() >= OPEN {
            open.retain(|_, growing| Arc::strong_count(growing) > 1);
        }
        open.insert(id.to_owned(), growing.clone());
        Ok(growing)
    }
}

/// What is durable and hashed need not stay in the machine's memory: gigabytes of a recording that nobody plays yet would
/// push out the database. Only an advice: nothing depends on it.
fn forget(file: &File, bytes: Range<u64>) {
    let length = NonZeroU64::new(bytes.end.saturating_sub(bytes.start));
    if let Some(length) = length {
        let _ = rustix::fs::fadvise(file, bytes.start, Some(length), Advice::DontNeed);
    }
}

/// Copies `length` bytes to `at`.
fn copy(from: &File, length: u64, to: &File, at: u64) -> io::Result<()> {
    let mut buffer = vec![0_u8; 1 << 20];
    let mut next = 0_u64;
    while next < length {
        let most = usize::try_from(length.saturating_sub(next)).unwrap_or(usize::MAX);
        let most = most.min(buffer.len());
        let piece = buffer.get_mut(..most).unwrap_or_default();
        from.read_exact_at(piece, next)?;
        to.write_all_at(piece, at.saturating_add(next))?;
        next = next.saturating_add(u64::try_from(most).unwrap_or(0));
    }
    Ok(())
}

/// A panic elsewhere leaves what is guarded whole: every change to it is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
