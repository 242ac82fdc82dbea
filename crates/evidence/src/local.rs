//! The default store: a folder of this machine (see `folder` for how it lies there), and uploads growing in it.
//!
//! A file comes into being whole or not at all: written aside, flushed to disk, renamed, and the folder flushed too.
//! Whatever a kill leaves behind lies in `tmp/` and is cited by nothing, or in `partial/` and can be continued.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Semaphore;
use zhiheng_app::ports::{BlobError, BlobInfo, Blobs, FileFacts, Partials};
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

use crate::disk::{blocking, unavailable};
use crate::folder::{self, Folder, PARTIAL};
use crate::media::media_type;
use crate::staging::{Ending, Staging};

/// A content-addressed folder.
#[derive(Debug, Clone)]
pub struct LocalBlobs {
    folder: Arc<Folder>,
    staging: Arc<Staging>,
    /// Playing recordings takes at most all cores but one: acts go on beside it.
    reading: Arc<Semaphore>,
    /// Reading whole files takes every core: one at a time.
    checking: Arc<Semaphore>,
}

impl LocalBlobs {
    /// The folder at `dir`, made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(dir: &Path, suite: Suite) -> Result<Self, BlobError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self {
            folder: Arc::new(Folder::open(dir, suite)?),
            staging: Arc::new(Staging::open(&dir.join(PARTIAL), suite)?),
            reading: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            checking: Arc::new(Semaphore::new(1)),
        })
    }

    /// Removes what a kill left unfinished. Only for the one process that holds the data folder. Uploads stay.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn sweep(&self) -> Result<(), BlobError> {
        self.folder.sweep()
    }

    /// Where uploads grow.
    pub(crate) fn staging(&self) -> Arc<Staging> {
        self.staging.clone()
    }

    /// A fresh name for a file that is only looked into.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.folder.aside()
    }
}

#[async_trait]
impl Blobs for LocalBlobs {
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError> {
        let media = media_type(content)?.to_owned();
        let (folder, content) = (self.folder.clone(), content.to_vec());
        blocking(move || {
            let outline = Outline::of(folder.suite(), &content);
            folder.keep(&outline, None, folder::all(&content))?;
            Ok(BlobInfo { digest: outline.digest().to_string(), size: outline.size(), media })
        })
        .await
    }

    async fn size(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        blocking(move || folder.size(&digest)).await
    }

    async fn read_at(
        &self,
        digest: &str,
        start: u64,
        most: u64,
    ) -> Result<Option<Bytes>, BlobError> {
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        // The semaphore is never closed.
        let _turn = self.reading.acquire().await;
        blocking(move || folder.read_at(&digest, start, most)).await
    }

    async fn check(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        // The semaphore is never closed.
        let _turn = self.checking.acquire().await;
        blocking(move || folder.check(&digest)).await
    }

    async fn facts(&self, digest: &str) -> Result<Option<FileFacts>, BlobError> {
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        blocking(move || folder.facts(&digest)).await
    }

    async fn remove(&self, digest: &str) -> Result<bool, BlobError> {
        let (folder, digest) = (self.folder.clone(), digest.to_owned());
        blocking(move || folder.remove(&digest)).await
    }

    async fn digests(&self) -> Result<Vec<String>, BlobError> {
        let folder = self.folder.clone();
        blocking(move || folder.names().map_err(unavailable)).await
    }
}

#[async_trait]
impl Partials for LocalBlobs {
    async fn begin(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        let (staging, id, note) = (self.staging.clone(), id.to_owned(), note.to_vec());
        blocking(move || staging.begin(&id, &note)).await
    }

    async fn append(&self, id: &str, offset: u64, bytes: Bytes) -> Result<(), BlobError> {
        append(&self.staging, id, offset, bytes).await
    }

    async fn settle(&self, id: &str) -> Result<u64, BlobError> {
        let (staging, id) = (self.staging.clone(), id.to_owned());
        blocking(move || staging.settle(&id)).await
    }

    async fn join(&self, id: &str, parts: &[String]) -> Result<u64, BlobError> {
        let (staging, id, parts) = (self.staging.clone(), id.to_owned(), parts.to_vec());
        blocking(move || staging.join(&id, &parts)).await
    }

    async fn glance(&self, id: &str) -> Result<(), BlobError> {
        let (staging, id) = (self.staging.clone(), id.to_owned());
        blocking(move || staging.glance(&id)).await
    }

    async fn finish(&self, id: &str) -> Result<BlobInfo, BlobError> {
        let (staging, folder, id) = (self.staging.clone(), self.folder.clone(), id.to_owned());
        blocking(move || match staging.seal(&id)? {
            Ending::Moved(info) => Ok(info),
            Ending::Here(sealed) => {
                folder.adopt(&sealed.data, &sealed.outline, Some(&sealed.facts))?;
                staging.release(&id);
                Ok(sealed.info)
            }
        })
        .await
    }

    async fn discard(&self, id: &str) -> Result<(), BlobError> {
        let (staging, id) = (self.staging.clone(), id.to_owned());
        blocking(move || staging.discard(&id)).await
    }

    async fn note(&self, id: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let (staging, id) = (self.staging.clone(), id.to_owned());
        blocking(move || staging.note(&id)).await
    }

    async fn set_note(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        let (staging, id, note) = (self.staging.clone(), id.to_owned(), note.to_vec());
        blocking(move || staging.set_note(&id, &note)).await
    }

    async fn partials(&self) -> Result<Vec<String>, BlobError> {
        let staging = self.staging.clone();
        blocking(move || staging.all()).await
    }
}

/// Appends, and has what is there hashed beside the next bytes that arrive.
async fn append(
    staging: &Arc<Staging>,
    id: &str,
    offset: u64,
    bytes: Bytes,
) -> Result<(), BlobError> {
    let (writing, name) = (staging.clone(), id.to_owned());
    blocking(move || writing.append(&name, offset, &bytes)).await?;
    let (hashing, name) = (staging.clone(), id.to_owned());
    tokio::task::spawn_blocking(move || {
        if let Err(fault) = hashing.keep_up(&name) {
            // Finishing hashes what is missing, and then says why it cannot.
            tracing::warn!(%fault, "an upload could not be hashed while it arrives");
        }
    });
    Ok(())
}
