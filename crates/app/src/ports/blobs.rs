//! Files by their digest: evidence and attachments. Written before the event that cites them.

use async_trait::async_trait;

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
    #[error("文件 {digest} 的内容与登记的摘要不符")]
    Corrupt {
        /// The digest under which it was asked for.
        digest: String,
    },
    /// The disk is full or the store cannot be reached.
    #[error("文件存储不可用:{0}")]
    Unavailable(String),
}

/// A content-addressed store of files. Identical files are kept once.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Stores the content and answers its digest. Durable on return. Storing the same content again changes nothing.
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError>;

    /// The content under a digest, checked against it; `None` if there is none.
    async fn get(&self, digest: &str) -> Result<Option<Vec<u8>>, BlobError>;

    /// Every digest kept, in order, for verification.
    async fn digests(&self) -> Result<Vec<String>, BlobError>;
}
