//! Files as one ZIP, sent while it is written: neither the files nor the ZIP are ever in memory as a whole.
//!
//! What this is not: the choosing of what goes in. What could be found wrong was found before the answer begins; a file
//! that changes while it is sent breaks the connection off, which no client takes for the end.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use zhiheng_app::dossier::{Enclosed, Opener};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::api::blobs::disposition;

/// Bytes that are sent together.
const PIECE: usize = 256 << 10;
/// Pieces that wait for the connection.
const WAITING: usize = 4;

/// Files as one ZIP, stored as they are: papers, pictures and recordings are packed already.
pub(crate) fn answer(name: &str, inside: Vec<Enclosed>, opener: Opener) -> Response {
    let (sender, receiver) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut pipe = Pipe { sender, piece: Vec::with_capacity(PIECE) };
        if let Err(fault) = packed(&mut pipe, &inside, &opener) {
            // Nobody listening any more is told to nobody.
            if pipe.sender.blocking_send(Err(io::Error::other("broken off"))).is_ok() {
                tracing::error!(target: "zhiheng::blobs", %fault, "a ZIP broke off while it was sent");
            }
        }
    });
    let about = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", name)),
    ];
    (about, Body::from_stream(Pieces(receiver))).into_response()
}

fn packed(pipe: &mut Pipe, inside: &[Enclosed], opener: &Opener) -> io::Result<()> {
    let mut writer = ZipWriter::new_stream(&mut *pipe);
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for file in inside {
        let large = file.size() >= u64::from(u32::MAX);
        writer.start_file(&file.path, plain.large_file(large))?;
        io::copy(&mut opener.open(&file.content), &mut writer)?;
    }
    writer.finish()?;
    pipe.flush()
}

/// Where the ZIP is written to: pieces for the connection, no more than a few ahead of it.
struct Pipe {
    sender: Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE.saturating_sub(self.piece.len()).min(bytes.len());
        self.piece.extend_from_slice(bytes.get(..room).unwrap_or_default());
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(room)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let sent = self.sender.blocking_send(Ok(piece.into()));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

struct Pieces(Receiver<io::Result<Bytes>>);

impl futures_core::Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        self.0.poll_recv(context)
    }
}
