//! What a store of objects elsewhere must do for files to be kept in it: an object by its name, whole or a range of it.
//!
//! What this is not: any digest. What comes back is believed by nobody until it was compared (see [`crate::BucketBlobs`]).

use std::fmt::Debug;
use std::ops::Range;
use std::path::Path;

use async_trait::async_trait;
use bytes::Bytes;
use zhiheng_app::ports::BlobError;

/// Bytes of an object, and how many it has in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The bytes that were asked for, as many of them as there are.
    pub bytes: Bytes,
    /// Size of the object in bytes.
    pub size: u64,
}

/// Objects by their names, which contain letters, digits, dots and `/` alone. Every failure is
/// [`BlobError::Unavailable`], in words for the operator.
#[async_trait]
pub trait Objects: Debug + Send + Sync {
    /// Size of an object in bytes; none where there is none.
    async fn size(&self, name: &str) -> Result<Option<u64>, BlobError>;

    /// A range of an object's bytes, which begins before it ends; none where there is no object, no bytes where it
    /// ends before the range begins.
    async fn part(&self, name: &str, bytes: Range<u64>) -> Result<Option<Part>, BlobError>;

    /// Writes an object whole or not at all, in place of what was there. Durable on return.
    async fn write(&self, name: &str, content: Bytes) -> Result<(), BlobError>;

    /// The same with the content of a file of this machine, in bounded memory.
    async fn send(&self, name: &str, file: &Path) -> Result<(), BlobError>;

    /// Removes an object; false where there is none.
    async fn remove(&self, name: &str) -> Result<bool, BlobError>;

    /// The names of all objects, in any order.
    async fn names(&self) -> Result<Vec<String>, BlobError>;
}
