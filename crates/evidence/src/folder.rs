//! Files of one folder by their digest, each with its outline beside it: `<aa>/<digest>`, `<aa>/<digest>.outline`,
//! `<aa>/<digest>.facts`, where `aa` are the first two characters of the digest. Blocking; see `LocalBlobs` for others.
//!
//! An outline is believed only where its root is the digest, and made anew from the content where it is lost. What a
//! file says of itself is remembered in `.facts` and can be read out of the file again at any time.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use zhiheng_app::ports::{BlobError, FileFacts};
use zhiheng_record::Suite;
use zhiheng_record::chunks::{CHUNK, Outline, chunk_count};

use crate::disk::{flush, if_there, is_digest, read_if_there, unavailable};
use crate::kept::Kept;
use crate::{facts, hashing};

/// Where files are written before they have their name.
pub(crate) const ASIDE: &str = "tmp";
/// Where uploads grow.
pub(crate) const PARTIAL: &str = "partial";
/// What lies beside a file.
pub(crate) const BESIDE: [&str; 2] = [".outline", ".facts"];
/// Outlines in memory: of 512 recordings of 4 GB, 64 MB.
const OUTLINES: usize = 512;
/// Chunks in memory, of 1 MiB.
const CHUNKS: usize = 48;

#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    suite: Suite,
    next: AtomicU64,
    outlines: Kept<String, Arc<Outline>>,
    chunks: Kept<(String, u64), Bytes>,
}

impl Folder {
    pub(crate) fn open(root: &Path, suite: Suite) -> Result<Self, BlobError> {
        fs::create_dir_all(root.join(ASIDE)).map_err(unavailable)?;
        Ok(Self {
            root: root.to_owned(),
            suite,
            next: AtomicU64::new(0),
            outlines: Kept::new(OUTLINES),
            chunks: Kept::new(CHUNKS),
        })
    }

    /// Removes what a kill left aside.
    pub(crate) fn sweep(&self) -> Result<(), BlobError> {
        for entry in fs::read_dir(self.root.join(ASIDE)).map_err(unavailable)? {
            entry.and_then(|entry| fs::remove_file(entry.path())).map_err(unavailable)?;
        }
        Ok(())
    }

    pub(crate) fn suite(&self) -> Suite {
        self.suite
    }

    pub(crate) fn place(&self, digest: &str) -> PathBuf {
        let drawer: String = digest.chars().take(2).collect();
        self.root.join(drawer).join(digest)
    }

    /// Makes a file durable under the digest of its outline. `write` fills a fresh file; whatever fails leaves nothing.
    pub(crate) fn keep(
        &self,
        outline: &Outline,
        facts: Option<&FileFacts>,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), BlobError> {
        let digest = outline.digest().to_string();
        if matches!(self.check(&digest), Ok(Some(_))) {
            // Another may have renamed it and not yet flushed the folder.
            return flush(&self.drawer(&digest)).map_err(unavailable);
        }
        let aside = self.aside();
        let written = File::create_new(&aside).and_then(|mut file| {
            write(&mut file)?;
            file.sync_all()
        });
        let kept = written.map_err(unavailable).and_then(|()| self.adopt(&aside, outline, facts));
        if kept.is_err() {
            // It may not exist any more; that is as good.
            let _ = fs::remove_file(&aside);
        }
        kept
    }

    /// Moves a durable file, which has this outline, to its place. Replaces what lies there: the content is the same, or
    /// what lies there is not what it should be.
    pub(crate) fn adopt(
        &self,
        file: &Path,
        outline: &Outline,
        facts: Option<&FileFacts>,
    ) -> Result<(), BlobError> {
        let digest = outline.digest().to_string();
        let (place, drawer) = (self.place(&digest), self.drawer(&digest));
        let adopted = || -> io::Result<()> {
            if !drawer.is_dir() {
                fs::create_dir_all(&drawer)?;
                flush(&self.root)?;
            }
            // The outline is there before the file: whoever finds a recording can check a part of it at once.
            if outline.size() > CHUNK {
                self.beside(&digest, ".outline", &outline.to_bytes())?;
            }
            if let Some(facts) = facts.and_then(|facts| serde_json::to_vec(facts).ok()) {
                self.beside(&digest, ".facts", &facts)?;
            }
            fs::rename(file, &place)?;
            flush(&drawer)
        };
        self.outlines.forget(|held| *held == digest);
        self.chunks.forget(|(held, _)| *held == digest);
        adopted().map_err(unavailable)
    }

    pub(crate) fn size(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        if !is_digest(digest) {
            return Ok(None);
        }
        let about = if_there(fs::metadata(self.place(digest))).map_err(unavailable)?;
        Ok(about.map(|about| about.len()))
    }

    /// See `Blobs::read_at`.
    pub(crate) fn read_at(
        &self,
        digest: &str,
        start: u64,
        most: u64,
    ) -> Result<Option<Bytes>, BlobError> {
        let Some((file, size)) = self.file(digest)? else { return Ok(None) };
        if start >= size || most == 0 {
            return Ok(Some(Bytes::new()));
        }
        let index = start / CHUNK;
        let key = (digest.to_owned(), index);
        let chunk = if let Some(chunk) = self.chunks.get(&key) {
            chunk
        } else {
            let outline = self.outline(digest, &file, size)?;
            let read = hashing::chunk(&file, size, index).map_err(unavailable)?;
            if !outline.holds(index, &read) {
                return Err(corrupt(digest, Some(outline.span(index))));
            }
            let read = Bytes::from(read);
            self.chunks.put(key, read.clone());
            read
        };
        let from = usize::try_from(start % CHUNK).unwrap_or(0).min(chunk.len());
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Ok(Some(chunk.slice(from..from.saturating_add(most).min(chunk.len()))))
    }

    /// See `Blobs::check`.
    pub(crate) fn check(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        let Some((file, size)) = self.file(digest)? else { return Ok(None) };
        let kept = self.kept_outline(digest)?;
        let hashes = hashing::on_every_core(&file, self.suite, size, 0..chunk_count(size))
            .map_err(unavailable)?;
        let found = Outline::new(self.suite, size, hashes)
            .map_err(|fault| BlobError::Unavailable(fault.to_string()))?;
        if found.digest().to_string() == digest {
            return Ok(Some(size));
        }
        // A single chunk needs no outline to be named.
        let single = (size <= CHUNK).then_some(0..size);
        Err(corrupt(digest, kept.and_then(|kept| difference(&kept, &found)).or(single)))
    }

    /// What the file says of itself: remembered, or read out of it after a check.
    pub(crate) fn facts(&self, digest: &str) -> Result<Option<FileFacts>, BlobError> {
        let Some((file, size)) = self.file(digest)? else { return Ok(None) };
        let beside = read_if_there(&self.path_beside(digest, ".facts")).map_err(unavailable)?;
        let beside = beside.and_then(|text| serde_json::from_slice::<FileFacts>(&text).ok());
        if let Some(facts) = beside.filter(is_current) {
            return Ok(Some(facts));
        }
        self.check(digest)?;
        let facts = facts::of_file(&self.place(digest), &file, size)?;
        // Lists ask for the facts of many files: each is read out of its file once.
        if let Ok(text) = serde_json::to_vec(&facts)
            && let Err(fault) = self.beside(digest, ".facts", &text)
        {
            tracing::warn!(%fault, "what a file says of itself could not be remembered");
        }
        Ok(Some(facts))
    }

    /// Removes a file and what lies beside it. Its bytes are the disk's own from then on: what a disk forgets is not in our hands.
    pub(crate) fn remove(&self, digest: &str) -> Result<bool, BlobError> {
        if !is_digest(digest) {
            return Ok(false);
        }
        self.outlines.forget(|held| held == digest);
        self.chunks.forget(|(held, _)| held == digest);
        let mut removed = false;
        for path in BESIDE.map(|ending| self.path_beside(digest, ending)) {
            if_there(fs::remove_file(path)).map_err(unavailable)?;
        }
        if if_there(fs::remove_file(self.place(digest))).map_err(unavailable)?.is_some() {
            removed = true;
            flush(&self.drawer(digest)).map_err(unavailable)?;
        }
        Ok(removed)
    }

    /// Everything that lies in the drawers but what lies beside a file.
    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for drawer in fs::read_dir(&self.root)? {
            let drawer = drawer?;
            let own = drawer.file_name() == ASIDE || drawer.file_name() == PARTIAL;
            if own || !drawer.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(drawer.path())? {
                let name = file?.file_name().to_string_lossy().into_owned();
                let beside = |ending| name.strip_suffix(ending).is_some_and(is_digest);
                if !BESIDE.iter().copied().any(beside) {
                    names.push(name);
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn file(&self, digest: &str) -> Result<Option<(File, u64)>, BlobError> {
        if !is_digest(digest) {
            return Ok(None);
        }
        let Some(file) = if_there(File::open(self.place(digest))).map_err(unavailable)? else {
            return Ok(None);
        };
        let size = file.metadata().map_err(unavailable)?.len();
        Ok(Some((file, size)))
    }

    /// The outline by which parts of the file are checked; made anew where it is lost and the content is whole.
    fn outline(&self, digest: &str, file: &File, size: u64) -> Result<Arc<Outline>, BlobError> {
        if let Some(outline) = self.outlines.get(&digest.to_owned()) {
            return fitting(digest, outline, size);
        }
        let outline = if let Some(outline) = self.kept_outline(digest)? {
            fitting(digest, Arc::new(outline), size)?
        } else {
            let hashes = hashing::on_every_core(file, self.suite, size, 0..chunk_count(size))
                .map_err(unavailable)?;
            let outline = Outline::new(self.suite, size, hashes)
                .map_err(|fault| BlobError::Unavailable(fault.to_string()))?;
            if outline.digest().to_string() != digest {
                return Err(corrupt(digest, (size <= CHUNK).then_some(0..size)));
            }
            if size > CHUNK {
                tracing::warn!(digest, "the outline of a file was lost and is written anew");
                self.beside(digest, ".outline", &outline.to_bytes()).map_err(unavailable)?;
            }
            Arc::new(outline)
        };
        self.outlines.put(digest.to_owned(), outline.clone());
        Ok(outline)
    }

    /// The outline that lies beside the file, if it is the file's.
    fn kept_outline(&self, digest: &str) -> Result<Option<Outline>, BlobError> {
        let bytes = read_if_there(&self.path_beside(digest, ".outline")).map_err(unavailable)?;
        let outline = bytes.and_then(|bytes| Outline::from_bytes(self.suite, &bytes).ok());
        Ok(outline.filter(|outline| outline.digest().to_string() == digest))
    }

    fn drawer(&self, digest: &str) -> PathBuf {
        self.place(digest).parent().unwrap_or(&self.root).to_owned()
    }

    fn path_beside(&self, digest: &str, ending: &str) -> PathBuf {
        let mut place = self.place(digest).into_os_string();
        place.push(ending);
        PathBuf::from(place)
    }

    fn beside(&self, digest: &str, ending: &str, content: &[u8]) -> io::Result<()> {
        crate::disk::write_whole(&self.aside(), &self.path_beside(digest, ending), content)
    }

    /// A fresh name in the folder that is swept.
    pub(crate) fn aside(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.root.join(ASIDE).join(format!("{}-{number}", std::process::id()))
    }
}

/// Texts from before captions were counted are read again.
pub(crate) fn is_current(facts: &FileFacts) -> bool {
    !facts.media.starts_with("text/") || facts.cues.is_some()
}

/// The outline, if a file of this size can have it.
pub(crate) fn fitting(
    digest: &str,
    outline: Arc<Outline>,
    size: u64,
) -> Result<Arc<Outline>, BlobError> {
    if outline.size() == size {
        return Ok(outline);
    }
    let ends = [outline.size(), size];
    let from = ends.iter().min().copied().unwrap_or(0);
    Err(corrupt(digest, Some(from..ends.iter().max().copied().unwrap_or(from))))
}

/// The first chunk in which two outlines differ.
pub(crate) fn difference(kept: &Outline, found: &Outline) -> Option<Range<u64>> {
    let same = kept.hashes().iter().zip(found.hashes()).take_while(|(one, other)| one == other);
    let index = u64::try_from(same.count()).ok()?;
    let (kept, found) = (kept.span(index), found.span(index));
    Some(kept.start.min(found.start)..kept.end.max(found.end))
}

pub(crate) fn corrupt(digest: &str, bytes: Option<Range<u64>>) -> BlobError {
    BlobError::Corrupt { digest: digest.to_owned(), bytes }
}

/// Writes the whole of `content`.
pub(crate) fn all(content: &[u8]) -> impl FnOnce(&mut File) -> io::Result<()> {
    move |file| file.write_all(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_disk_that_fills_up_halfway_when_a_file_is_stored_then_nothing_is_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path(), Suite::National).unwrap();
        let failed = folder.keep(&Outline::of(Suite::National, b"half"), None, |file| {
            file.write_all(b"ha")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(failed, Err(BlobError::Unavailable(why)) if why == "磁盘空间不足"));
        assert_eq!(fs::read_dir(dir.path().join(ASIDE)).unwrap().count(), 0);
        assert!(folder.names().unwrap().is_empty());
    }

    #[test]
    fn given_files_that_a_kill_left_aside_when_swept_then_they_are_gone_and_the_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path(), Suite::National).unwrap();
        let outline = Outline::of(Suite::National, b"kept");
        folder.keep(&outline, None, all(b"kept")).unwrap();
        fs::write(dir.path().join(ASIDE).join("1-7"), b"ke").unwrap();
        folder.sweep().unwrap();
        assert_eq!(fs::read_dir(dir.path().join(ASIDE)).unwrap().count(), 0);
        assert_eq!(folder.names().unwrap(), [outline.digest().to_string()]);
    }
}
