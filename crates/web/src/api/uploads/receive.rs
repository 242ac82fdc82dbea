//! The bytes of a request appended to an upload as they come: a megabyte in memory, whatever the length.

use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::BodyExt as _;
use zhiheng_app::uploads::{Taken, Upload, UploadFault};

use super::answer::{self, problem};
use super::headers::Checksum;
use crate::problem::Problem;

/// Bytes that are written at once.
const PIECE: usize = 1 << 20;
/// How long a client may send nothing before its request is ended; what came stays.
const PATIENCE: Duration = Duration::from_mins(1);

/// How a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Broken,
}

/// Appends the whole body and settles. Without a check sum, what came of a body that broke off stays; with one, it
/// does not.
///
/// # Errors
/// See `Taken::append`; besides, the body broke off, or its check sum is wrong.
pub(super) async fn all(
    taken: &mut Taken<'_>,
    body: Body,
    check: Option<Checksum>,
) -> Result<Upload, Problem> {
    let Some(check) = check else {
        let end = each(taken, body, &mut Sink::Upload).await.map_err(problem)?;
        let upload = taken.settle().await.map_err(problem)?;
        return if end == End::Whole { Ok(upload) } else { Err(answer::broken()) };
    };
    let piece = taken.piece().await.map_err(problem)?;
    let mut sink = Sink::Piece(piece, check);
    let end = each(taken, body, &mut sink).await;
    let Sink::Piece(piece, check) = sink else { return Err(Problem::internal()) };
    match end {
        Ok(End::Whole) if check.holds() => {
            taken.adopt(piece).await.map_err(problem)?;
            taken.settle().await.map_err(problem)
        }
        other => {
            taken.reject(piece).await.map_err(problem)?;
            Err(match other {
                Ok(End::Whole) => answer::wrong_checksum(),
                Ok(End::Broken) => answer::broken(),
                Err(fault) => problem(fault),
            })
        }
    }
}

/// Where the bytes go.
enum Sink {
    Upload,
    Piece(zhiheng_app::uploads::Piece, Checksum),
}

async fn each(taken: &mut Taken<'_>, mut body: Body, sink: &mut Sink) -> Result<End, UploadFault> {
    let mut held = Vec::with_capacity(PIECE);
    loop {
        let frame = tokio::select! {
            biased;
            () = taken.superseded() => return Err(UploadFault::Superseded),
            frame = tokio::time::timeout(PATIENCE, body.frame()) => frame,
        };
        let end = match frame {
            Ok(Some(Ok(frame))) => {
                if let Some(data) = frame.data_ref() {
                    held.extend_from_slice(data);
                }
                if held.len() < PIECE {
                    continue;
                }
                None
            }
            Ok(None) => Some(End::Whole),
            Ok(Some(Err(_))) | Err(_) => Some(End::Broken),
        };
        if !held.is_empty() {
            let bytes = Bytes::from(std::mem::replace(&mut held, Vec::with_capacity(PIECE)));
            match sink {
                Sink::Upload => taken.append(bytes).await?,
                Sink::Piece(piece, check) => {
                    check.update(&bytes);
                    taken.append_to(piece, bytes).await?;
                }
            }
        }
        if let Some(end) = end {
            return Ok(end);
        }
    }
}
