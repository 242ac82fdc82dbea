//! A stored file as something that readers of formats read from: every piece of it is checked against the digest before it is
//! given, so that a changed recording has no shape, and no store needs a path.
//!
//! For blocking threads alone.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use symphonia::core::io::MediaSource;
use tokio::runtime::Handle;
use zhiheng_app::ports::{BlobError, Blobs};

/// Bytes that are asked for at once.
const PIECE: u64 = 1 << 20;

/// A stored file, read from a place.
pub(super) struct Content {
    blobs: Arc<dyn Blobs>,
    digest: String,
    size: u64,
    at: u64,
    /// The piece read last, and where it begins.
    piece: (u64, Bytes),
    runtime: Handle,
    fault: Fault,
}

/// Why a file could not be read, where that is so.
#[derive(Clone, Default)]
pub(super) struct Fault(Arc<Mutex<Option<BlobError>>>);

impl Fault {
    pub(super) fn take(&self) -> Option<BlobError> {
        // A panic elsewhere leaves the fault as it was.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, fault: BlobError) -> io::Error {
        let told = io::Error::other(fault.to_string());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
        told
    }
}

impl Content {
    /// The file under a digest; none where there is none.
    pub(super) async fn of(blobs: Arc<dyn Blobs>, digest: &str) -> Result<Option<Self>, BlobError> {
        let Some(size) = blobs.size(digest).await? else { return Ok(None) };
        Ok(Some(Self {
            blobs,
            digest: digest.to_owned(),
            size,
            at: 0,
            piece: (0, Bytes::new()),
            runtime: Handle::current(),
            fault: Fault::default(),
        }))
    }

    /// Where it is told that the file could not be read.
    pub(super) fn fault(&self) -> Fault {
        self.fault.clone()
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    fn held(&self) -> &[u8] {
        let (start, piece) = &self.piece;
        let skipped = self.at.checked_sub(*start).and_then(|skipped| usize::try_from(skipped).ok());
        skipped.and_then(|skipped| piece.get(skipped..)).unwrap_or_default()
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.held().is_empty() && self.at < self.size {
            let asked = self.blobs.read_at(&self.digest, self.at, PIECE);
            let read = self.runtime.block_on(asked).map_err(|fault| self.fault.set(fault))?;
            self.piece = (self.at, read.unwrap_or_default());
        }
        let held = self.held();
        let length = held.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(held) {
            *to = *from;
        }
        self.at = self.at.saturating_add(u64::try_from(length).unwrap_or(0));
        Ok(length)
    }
}

impl Seek for Content {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl MediaSource for Content {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.size)
    }
}
