//! Files in a folder: `<aa>/<digest>`, where `aa` are the first two characters of the digest.
//!
//! A file comes into being whole or not at all: written aside, flushed to disk, renamed, and the folder flushed too.
//! Whatever a kill leaves behind lies in `tmp/` and is cited by nothing.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use zhiheng_app::ports::{BlobError, BlobInfo, Blobs};
use zhiheng_record::Suite;

use crate::media::media_type;

/// Where files are written before they have their name.
const ASIDE: &str = "tmp";

/// A content-addressed folder.
#[derive(Debug, Clone)]
pub struct LocalBlobs {
    folder: Arc<Folder>,
}

#[derive(Debug)]
struct Folder {
    root: PathBuf,
    suite: Suite,
    next: AtomicU64,
}

impl LocalBlobs {
    /// The folder at `dir`, made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(dir: &Path, suite: Suite) -> Result<Self, BlobError> {
        fs::create_dir_all(dir.join(ASIDE)).map_err(|error| unavailable(&error))?;
        Ok(Self {
            folder: Arc::new(Folder { root: dir.to_owned(), suite, next: AtomicU64::new(0) }),
        })
    }

    /// Removes what a kill left unfinished. Only for the one process that holds the data folder.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn sweep(&self) -> Result<(), BlobError> {
        let entries =
            fs::read_dir(self.folder.root.join(ASIDE)).map_err(|error| unavailable(&error))?;
        for entry in entries {
            let removed = entry.and_then(|entry| fs::remove_file(entry.path()));
            removed.map_err(|error| unavailable(&error))?;
        }
        Ok(())
    }
}

#[async_trait]
impl Blobs for LocalBlobs {
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError> {
        let media = media_type(content)?.to_owned();
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let (folder, content) = (self.folder.clone(), content.to_vec());
        let digest = blocking(move || {
            let digest = folder.suite.hash(&content).to_string();
            folder.keep(&digest, |file| file.write_all(&content))?;
            Ok(digest)
        })
        .await?;
        Ok(BlobInfo { digest, size, media })
    }

    async fn get(&self, digest: &str) -> Result<Option<Vec<u8>>, BlobError> {
        if !is_digest(digest) {
            return Ok(None);
        }
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        blocking(move || match folder.read(&digest)? {
            Some(content) if folder.suite.hash(&content).to_string() == digest => Ok(Some(content)),
            Some(_) => Err(BlobError::Corrupt { digest }),
            None => Ok(None),
        })
        .await
    }

    async fn digests(&self) -> Result<Vec<String>, BlobError> {
        let folder = self.folder.clone();
        blocking(move || folder.names().map_err(|error| unavailable(&error))).await
    }
}

impl Folder {
    fn place(&self, digest: &str) -> PathBuf {
        let drawer: String = digest.chars().take(2).collect();
        self.root.join(drawer).join(digest)
    }

    fn read(&self, digest: &str) -> Result<Option<Vec<u8>>, BlobError> {
        match fs::read(self.place(digest)) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unavailable(&error)),
        }
    }

    /// Makes the file durable under its digest. `write` fills a fresh file; whatever fails leaves nothing behind.
    fn keep(
        &self,
        digest: &str,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), BlobError> {
        let place = self.place(digest);
        let drawer = place.parent().unwrap_or(&self.root);
        match self.read(digest)? {
            Some(content) if self.suite.hash(&content).to_string() == digest => {
                // Another put may have renamed it and not yet flushed the folder.
                return flush(drawer).map_err(|error| unavailable(&error));
            }
            Some(_) => {
                tracing::warn!(digest, "stored file did not match its digest and is written anew");
            }
            None => {}
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let aside = self.root.join(ASIDE).join(format!("{}-{number}", std::process::id()));
        let written = File::create_new(&aside).and_then(|mut file| {
            write(&mut file)?;
            file.sync_all()?;
            if !drawer.is_dir() {
                fs::create_dir_all(drawer)?;
                flush(&self.root)?;
            }
            fs::rename(&aside, &place)?;
            flush(drawer)
        });
        written.map_err(|error| {
            // It may not exist any more; that is as good.
            let _ = fs::remove_file(&aside);
            unavailable(&error)
        })
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for drawer in fs::read_dir(&self.root)? {
            let drawer = drawer?;
            if drawer.file_name() == ASIDE || !drawer.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(drawer.path())? {
                names.push(file?.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// Flushes the entries of a folder to disk.
fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// 64 lower-case hexadecimal digits: nothing else may become part of a path.
fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn unavailable(error: &io::Error) -> BlobError {
    BlobError::Unavailable(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘空间不足".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读写权限".to_owned(),
        _ => error.to_string(),
    })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BlobError::Unavailable(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_disk_that_fills_up_halfway_when_a_file_is_stored_then_nothing_is_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
        let digest = Suite::National.hash(b"half").to_string();
        let failed = blobs.folder.keep(&digest, |file| {
            file.write_all(b"ha")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(failed, Err(BlobError::Unavailable(why)) if why == "磁盘空间不足"));
        assert_eq!(fs::read_dir(dir.path().join(ASIDE)).unwrap().count(), 0);
        assert!(blobs.folder.names().unwrap().is_empty());
    }

    #[test]
    fn given_files_that_a_kill_left_aside_when_swept_then_they_are_gone_and_the_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
        let digest = Suite::National.hash(b"kept").to_string();
        blobs.folder.keep(&digest, |file| file.write_all(b"kept")).unwrap();
        fs::write(dir.path().join(ASIDE).join("1-7"), b"ke").unwrap();
        blobs.sweep().unwrap();
        assert_eq!(fs::read_dir(dir.path().join(ASIDE)).unwrap().count(), 0);
        assert_eq!(blobs.folder.names().unwrap(), [digest]);
    }
}
