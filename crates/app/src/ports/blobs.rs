//! Files by their digest: evidence and attachments. Written before the event that cites them.
//!
//! The digest is the root of a tree over chunks of 1 MiB (`zhiheng_record::chunks`), so that any part of a file is
//! checked when it is read. Files that are still being sent are the business of [`Partials`].

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;

use super::facts::FileFacts;
use super::partials::Partials;

/// What is known of a stored file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlobInfo {
    /// Digest of the content in the suite of the record, lower-case hex; also its name in the store.
    pub digest: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type, found from the content and never from the name.
    #[serde(rename = "type")]
    pub media: String,
}

/// Why a file could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The content is not one of the types that are taken in.
    #[error("不接收这种文件:{found}。可以上传 PDF、图片、音频、视频、Office 文档和纯文本")]
    Type {
        /// What the content seems to be.
        found: String,
    },
    /// The content does not match its name any more.
    #[error("文件 {digest} {}的内容与登记的摘要不符", place(bytes.as_ref()))]
    Corrupt {
        /// The digest under which it was asked for.
        digest: String,
        /// The bytes among which the change is; none where the outline was lost as well.
        bytes: Option<Range<u64>>,
    },
    /// There is no such unfinished upload.
    #[error("没有这次上传")]
    NoUpload,
    /// The upload goes on at another place.
    #[error("上传应从第 {now} 字节继续")]
    Offset {
        /// The place where it goes on.
        now: u64,
    },
    /// The disk is full or the store cannot be reached.
    #[error("文件存储不可用:{0}")]
    Unavailable(String),
}

fn place(bytes: Option<&Range<u64>>) -> String {
    bytes.map_or_else(String::new, |bytes| {
        format!("第 {} 至 {} 字节", bytes.start, bytes.end.saturating_sub(1))
    })
}

/// A content-addressed store of files. Identical files are kept once. No method but `get` holds a whole file in memory.
#[async_trait]
pub trait Blobs: Partials {
    /// Stores the content and answers its digest. Durable on return. Storing the same content again changes nothing.
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError>;

    /// The length of a file in bytes; `None` if there is none.
    async fn size(&self, digest: &str) -> Result<Option<u64>, BlobError>;

    /// Bytes of a file from `start` on, at least one and at most `most`, fewer where a chunk ends: checked against the
    /// digest before they are given. Empty at or beyond the end; `None` if there is no such file.
    async fn read_at(
        &self,
        digest: &str,
        start: u64,
        most: u64,
    ) -> Result<Option<Bytes>, BlobError>;

    /// Reads the whole file in bounded memory and answers its length; [`BlobError::Corrupt`] names the first place that
    /// is not as it was. `None` if there is no such file.
    async fn check(&self, digest: &str) -> Result<Option<u64>, BlobError>;

    /// What the file says of itself; `None` if there is no such file.
    async fn facts(&self, digest: &str) -> Result<Option<FileFacts>, BlobError>;

    /// Removes a file with everything that was made of it. Durable on return. False if there is none. Only for files of a dossier that
    /// was destroyed lawfully and that no other matter cites.
    async fn remove(&self, digest: &str) -> Result<bool, BlobError>;

    /// Every digest kept, in order, for verification.
    async fn digests(&self) -> Result<Vec<String>, BlobError>;

    /// The bytes of a range, checked; fewer where the file ends. The caller keeps the range small.
    async fn read_range(
        &self,
        digest: &str,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, BlobError> {
        let mut read = Vec::new();
        let mut next = bytes.start;
        loop {
            let Some(piece) = self.read_at(digest, next, bytes.end.saturating_sub(next)).await?
            else {
                return Ok(None);
            };
            if piece.is_empty() {
                return Ok(Some(read));
            }
            next = next.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            read.extend_from_slice(&piece);
        }
    }

    /// The whole content under a digest, checked against it; `None` if there is none. For small files.
    async fn get(&self, digest: &str) -> Result<Option<Vec<u8>>, BlobError> {
        self.read_range(digest, 0..u64::MAX).await
    }
}
