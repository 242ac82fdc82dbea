//! The files of what is taken out: what was made for it is in memory, what was handed in stays where it is kept and is
//! read, and checked, a piece at a time. So a dossier with a recording of hours leaves in the memory of a page.
//!
//! What this is not: a ZIP or a folder; whoever writes one reads here.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use tokio::runtime::Handle;

use crate::application::App;
use crate::error::Error;
use crate::ports::{BlobError, Blobs};

/// A file of what is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Path with `/`.
    pub path: String,
    /// Content.
    pub content: Content,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Made for this.
    Made(Vec<u8>),
    /// Handed in, and kept under its digest.
    Kept {
        /// Digest.
        digest: String,
        /// Bytes.
        size: u64,
    },
}

impl Enclosed {
    /// A file that was made for this.
    pub fn made(path: impl Into<String>, content: Vec<u8>) -> Self {
        Self { path: path.into(), content: Content::Made(content) }
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Made(content) => u64::try_from(content.len()).unwrap_or(u64::MAX),
            Content::Kept { size, .. } => *size,
        }
    }

    /// Bytes that it takes in memory.
    pub(crate) fn weight(&self) -> usize {
        match &self.content {
            Content::Made(content) => content.len(),
            Content::Kept { .. } => 0,
        }
    }
}

/// Reads what is enclosed, on a thread that may wait.
#[derive(Clone)]
pub struct Opener {
    blobs: Arc<dyn Blobs>,
    runtime: Handle,
}

impl App {
    /// Reads what is enclosed; for threads that this runtime started to wait (`spawn_blocking`).
    pub fn opener(&self) -> Opener {
        Opener { blobs: self.shared_blobs(), runtime: Handle::current() }
    }
}

impl Opener {
    /// The content from its beginning. A part that is not as it was is an error that [`fault_of`] takes apart.
    pub fn open<'c>(&self, content: &'c Content) -> Box<dyn Read + 'c> {
        match content {
            Content::Made(bytes) => Box::new(bytes.as_slice()),
            Content::Kept { digest, size } => Box::new(Reading {
                opener: self.clone(),
                digest: digest.clone(),
                at: 0,
                size: *size,
                piece: Bytes::new(),
            }),
        }
    }
}

/// A kept file being read, a checked chunk at a time.
struct Reading {
    opener: Opener,
    digest: String,
    at: u64,
    size: u64,
    piece: Bytes,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() && self.at < self.size {
            let Opener { blobs, runtime } = &self.opener;
            let asked = blobs.read_at(&self.digest, self.at, self.size.saturating_sub(self.at));
            let piece = runtime.block_on(asked).map_err(io::Error::other)?;
            // Gone, or shorter than a moment ago: then it is not the file.
            let piece = piece.filter(|piece| !piece.is_empty()).ok_or_else(|| {
                let bytes = Some(self.at..self.size);
                io::Error::other(BlobError::Corrupt { digest: self.digest.clone(), bytes })
            })?;
            self.at = self.at.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            self.piece = piece;
        }
        let count = self.piece.len().min(buffer.len());
        if let Some(room) = buffer.get_mut(..count) {
            self.piece.copy_to_slice(room);
        }
        Ok(count)
    }
}

/// Why something enclosed could not be read.
pub fn fault_of(error: io::Error) -> Error {
    match error.downcast::<BlobError>() {
        Ok(fault) => Error::Blob(fault),
        Err(other) => Error::Internal(format!("enclosed: {other}")),
    }
}
