//! What stands for a file beside its name: a small picture, the shape of its sound. Made from the file when first asked for
//! and kept in a cache that may be deleted at any time.
//!
//! What this is not: evidence. Nothing here is ever cited, digested or put on the record; whoever wants to know what a file
//! shows opens the file.

use async_trait::async_trait;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::blobs::BlobError;

/// Longest side of a small picture, in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;

/// The shape of a sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Waveform {
    /// 每一格多少毫秒
    pub step_ms: u32,
    /// 各格里最响的一点，0 至 100
    pub peaks: Vec<u8>,
    /// 画到第几毫秒为止；比录音短的，是录音太长或者后面损坏
    pub until_ms: u64,
}

/// Makes small pictures and shapes of sound.
#[async_trait]
pub trait Glimpses: Send + Sync {
    /// A JPEG of at most [`THUMBNAIL_SIDE`] pixels on its longer side; none where there is no such file, or of this file none
    /// is made (another type, too many pixels, damaged).
    ///
    /// # Errors
    /// The file is not as it was, or the store is not there.
    async fn thumbnail(&self, digest: &str) -> Result<Option<Bytes>, BlobError>;

    /// The shape of the sound of a recording; none where there is no such file, or it has no sound that is read here.
    ///
    /// # Errors
    /// The file is not as it was, or the store is not there.
    async fn waveform(&self, digest: &str) -> Result<Option<Waveform>, BlobError>;

    /// Removes what was made of a file; nothing where nothing was.
    ///
    /// # Errors
    /// It is there and cannot be removed.
    async fn forget(&self, digest: &str) -> Result<(), BlobError>;
}
