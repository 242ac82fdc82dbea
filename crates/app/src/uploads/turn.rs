//! One at a time: who appends holds the turn, and is told when another request of the same person goes on in its place.
//! A line that broke is often noticed by the client alone; the server's end of it must not keep the upload.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::{Upload, UploadFault, UploadKind, Uploads, missing};
use crate::error::Error;
use crate::ports::BlobError;

/// The queue before one upload.
#[derive(Debug)]
pub(super) struct Turn {
    lock: Arc<Mutex<()>>,
    /// The newest in the queue.
    newest: watch::Sender<u64>,
}

impl Default for Turn {
    fn default() -> Self {
        Self { lock: Arc::default(), newest: watch::Sender::new(0) }
    }
}

/// A place at the front of it.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    newest: watch::Receiver<u64>,
    _held: OwnedMutexGuard<()>,
}

impl Turn {
    pub(super) async fn queue(&self) -> Place {
        let mut number = 0;
        self.newest.send_modify(|newest| {
            *newest = newest.wrapping_add(1);
            number = *newest;
        });
        let held = self.lock.clone().lock_owned().await;
        Place { number, newest: self.newest.subscribe(), _held: held }
    }
}

/// The right to append to one upload.
pub struct Taken<'u> {
    uploads: &'u Uploads,
    place: Place,
    upload: Upload,
    /// Bytes appended and not settled yet count here.
    end: u64,
    glanced: bool,
}

/// Bytes that count only once their check sum is known to be right.
#[derive(Debug)]
pub struct Piece {
    id: String,
    end: u64,
}

/// Bytes after which the beginning is looked at.
const BEGINNING: u64 = 64 * 1024;

impl<'u> Taken<'u> {
    pub(super) fn new(uploads: &'u Uploads, place: Place, upload: Upload) -> Self {
        let end = upload.offset;
        Self { uploads, place, upload, end, glanced: end >= BEGINNING }
    }

    /// The upload, with what is durable of it.
    pub fn upload(&self) -> &Upload {
        &self.upload
    }

    pub(super) fn is_whole_but_unnamed(&self) -> bool {
        self.upload.file.is_none()
            && self.upload.offset == self.upload.length
            && self.upload.kind == UploadKind::Whole
    }

    /// Returns when another request wants the turn.
    pub async fn superseded(&mut self) {
        let number = self.place.number;
        // The sender lives as long as the upload; without it nobody else can want the turn.
        if self.place.newest.wait_for(|newest| *newest != number).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Appends. Durable when settled.
    ///
    /// # Errors
    /// More than was announced, nothing may be appended, it begins something that is not taken in (then the upload is
    /// gone), another has the turn, or the store fails.
    pub async fn append(&mut self, bytes: Bytes) -> Result<(), UploadFault> {
        let end = self.room(bytes.len())?;
        self.uploads.app.blobs().append(&self.upload.id, self.end, bytes).await?;
        self.end = end;
        if !self.glanced && end >= BEGINNING && self.upload.kind == UploadKind::Whole {
            self.glanced = true;
            let seen = self.uploads.app.blobs().glance(&self.upload.id).await;
            self.refused(seen).await?;
        }
        Ok(())
    }

    /// Makes durable what was appended; where that is all, the upload becomes a file.
    ///
    /// # Errors
    /// The content is not taken in (then the upload is gone), or the store fails.
    pub async fn settle(&mut self) -> Result<Upload, UploadFault> {
        if self.upload.file.is_some() {
            return Ok(self.upload.clone());
        }
        let blobs = self.uploads.app.blobs();
        let id = self.upload.id.clone();
        let before = self.upload.offset;
        self.upload.offset = blobs.settle(&id).await?;
        self.end = self.upload.offset;
        let file = if self.end == self.upload.length && self.upload.kind != UploadKind::Part {
            let finished = blobs.finish(&id).await;
            Some(self.refused(finished).await?)
        } else {
            None
        };
        let until = self.uploads.until();
        let soon = until.duration_since(self.upload.expires) > self.uploads.rules.kept / 2;
        // The note is written when something in it matters; one more flush for every piece would not.
        if file.is_some() || (soon && self.upload.offset > before) {
            self.uploads
                .change(&id, |note| {
                    note.expires = until;
                    note.file.clone_from(&file);
                })
                .await?;
            self.upload.expires = until;
            self.upload.file = file;
        }
        Ok(self.upload.clone())
    }

    /// Begins a piece whose check sum comes with it.
    ///
    /// # Errors
    /// Nothing may be appended, or the store fails.
    pub async fn piece(&mut self) -> Result<Piece, UploadFault> {
        self.room(0)?;
        let note = br#"{"piece":true}"#;
        let id = format!("{:032x}", u128::from_be_bytes(self.uploads.app.random::<16>()));
        self.uploads.app.blobs().begin(&id, note).await?;
        Ok(Piece { id, end: 0 })
    }

    /// Appends to a piece.
    ///
    /// # Errors
    /// As [`Taken::append`].
    pub async fn append_to(&mut self, piece: &mut Piece, bytes: Bytes) -> Result<(), UploadFault> {
        let held = usize::try_from(piece.end).unwrap_or(usize::MAX);
        self.room(held.saturating_add(bytes.len()))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.uploads.app.blobs().append(&piece.id, piece.end, bytes).await?;
        piece.end = piece.end.saturating_add(length);
        Ok(())
    }

    /// The check sum was right: the piece is appended.
    ///
    /// # Errors
    /// The store fails.
    pub async fn adopt(&mut self, piece: Piece) -> Result<(), UploadFault> {
        let blobs = self.uploads.app.blobs();
        let joined = blobs.join(&self.upload.id, std::slice::from_ref(&piece.id)).await;
        blobs.discard(&piece.id).await?;
        self.end = joined?;
        Ok(())
    }

    /// The check sum was wrong, or the piece came to no end.
    ///
    /// # Errors
    /// The store fails.
    pub async fn reject(&mut self, piece: Piece) -> Result<(), UploadFault> {
        Ok(self.uploads.app.blobs().discard(&piece.id).await?)
    }

    /// The end after so many more bytes, if they may come.
    fn room(&self, more: usize) -> Result<u64, UploadFault> {
        let length = self.upload.length;
        let open = matches!(self.upload.kind, UploadKind::Whole | UploadKind::Part);
        if !open || self.upload.file.is_some() {
            return Err(UploadFault::Closed);
        }
        if *self.place.newest.borrow() != self.place.number {
            return Err(UploadFault::Superseded);
        }
        let end = self.end.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        if end > length { Err(UploadFault::Beyond { length }) } else { Ok(end) }
    }

    /// What is not taken in does not stay.
    async fn refused<T>(&self, answer: Result<T, BlobError>) -> Result<T, UploadFault> {
        match answer {
            Err(fault @ BlobError::Type { .. }) => {
                self.uploads.forget(&self.upload.id).await?;
                Err(Error::Blob(fault).into())
            }
            Err(BlobError::NoUpload) => Err(missing().into()),
            other => Ok(other?),
        }
    }
}
