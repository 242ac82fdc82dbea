//! Files that are still being sent: they grow at their end, survive a kill, and get their digest when they are whole.
//!
//! What this is not: the protocol in which they are sent, nor who may send them; both stand above.

use async_trait::async_trait;
use bytes::Bytes;

use super::blobs::{BlobError, BlobInfo};

/// Unfinished uploads, each under a name of 32 lower-case hexadecimal digits that the caller draws.
#[async_trait]
pub trait Partials: Send + Sync {
    /// Begins an upload, with what the caller wants to keep beside it. Durable on return.
    async fn begin(&self, id: &str, note: &[u8]) -> Result<(), BlobError>;

    /// Appends at `offset`, which must be the end. Durable only when settled.
    ///
    /// # Errors
    /// [`BlobError::Offset`] where that is not the end, [`BlobError::NoUpload`], or the disk fails: then whatever was
    /// written of it is cut off again or counted by the next [`Partials::settle`].
    async fn append(&self, id: &str, offset: u64, bytes: Bytes) -> Result<(), BlobError>;

    /// Makes durable what was appended and answers how much that is.
    async fn settle(&self, id: &str) -> Result<u64, BlobError>;

    /// Appends the content of other uploads, in order. Durable on return.
    async fn join(&self, id: &str, parts: &[String]) -> Result<u64, BlobError>;

    /// Looks at the first bytes, so that what is not taken in need not be sent to its end.
    ///
    /// # Errors
    /// [`BlobError::Type`]: they begin something that is not taken in.
    async fn glance(&self, id: &str) -> Result<(), BlobError>;

    /// Gives the content its digest and moves it among the files; the note stays. Durable on return.
    ///
    /// # Errors
    /// [`BlobError::Type`]: the content is not taken in, or is not what it says. The upload stays as it is.
    async fn finish(&self, id: &str) -> Result<BlobInfo, BlobError>;

    /// Removes an upload and its note. There may be none.
    async fn discard(&self, id: &str) -> Result<(), BlobError>;

    /// What the caller keeps beside an upload; `None` where there is no such upload.
    async fn note(&self, id: &str) -> Result<Option<Vec<u8>>, BlobError>;

    /// Replaces it. Durable on return.
    async fn set_note(&self, id: &str, note: &[u8]) -> Result<(), BlobError>;

    /// Every upload of which something is kept, in order.
    async fn partials(&self) -> Result<Vec<String>, BlobError>;
}
