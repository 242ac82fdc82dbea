//! Files in memory, for the tests of other crates. Same answers as the folder, nothing kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use zhiheng_app::ports::{BlobError, BlobInfo, Blobs};
use zhiheng_record::Suite;

use crate::media::media_type;

/// A store of files that ends with the process.
#[derive(Debug)]
pub struct MemoryBlobs {
    suite: Suite,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryBlobs {
    /// An empty store.
    pub fn new(suite: Suite) -> Self {
        Self { suite, files: Mutex::default() }
    }

    /// Puts other content under a digest, as somebody with access to the disk could.
    pub fn tamper(&self, digest: &str, content: Vec<u8>) {
        self.files().insert(digest.to_owned(), content);
    }

    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        // A panic elsewhere leaves the map whole: every change to it is one call.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Blobs for MemoryBlobs {
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError> {
        let media = media_type(content)?.to_owned();
        let digest = self.suite.hash(content).to_string();
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        self.files().insert(digest.clone(), content.to_vec());
        Ok(BlobInfo { digest, size, media })
    }

    async fn get(&self, digest: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let Some(content) = self.files().get(digest).cloned() else { return Ok(None) };
        if self.suite.hash(&content).to_string() == digest {
            Ok(Some(content))
        } else {
            Err(BlobError::Corrupt { digest: digest.to_owned() })
        }
    }

    async fn digests(&self) -> Result<Vec<String>, BlobError> {
        Ok(self.files().keys().cloned().collect())
    }
}
