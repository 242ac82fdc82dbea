//! The published files of the record as they lie in its folder: checkpoint, policy, tiles. Bytes out, nothing else.

use std::path::PathBuf;

use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use zhiheng_record::folder::FolderSource;
use zhiheng_record::tile::TilePath;

use super::Portal;
use super::face::Face;
use super::failure::{Failure, settle};

/// The folder that the record is published in.
#[derive(Debug)]
pub(super) struct RecordFolder {
    folder: PathBuf,
}

impl RecordFolder {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl FolderSource for RecordFolder {
    /// Reads `checkpoint`, `policy` or a tile; every other name has no file, so that no name leads out of the folder.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let known = matches!(path, "checkpoint" | "policy") || path.parse::<TilePath>().is_ok();
        if !known {
            return Ok(None);
        }
        match std::fs::read(self.folder.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }
}

pub(super) async fn checkpoint(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, file(&portal, "checkpoint".to_owned(), TEXT, CHANGING).await)
}

pub(super) async fn policy(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, file(&portal, "policy".to_owned(), TEXT, CHANGING).await)
}

pub(super) async fn tile(
    State(portal): State<Portal>,
    face: Face,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let tile = path.ok().and_then(|Path(path)| format!("tile/{path}").parse::<TilePath>().ok());
    let Some(tile) = tile else { return Failure::missing("这个记录文件").page(&face) };
    let keep = if tile.is_full() { "public, max-age=31536000, immutable" } else { CHANGING };
    // The name is written anew from its numbers: what the visitor sent never touches the disk.
    settle(&face, file(&portal, tile.to_string(), BYTES, keep).await)
}

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
const CHANGING: &str = "no-cache";

async fn file(
    portal: &Portal,
    path: String,
    kind: &'static str,
    keep: &'static str,
) -> Result<Response, Failure> {
    let folder = portal.record.clone();
    let read = tokio::task::spawn_blocking(move || folder.read(&path)).await;
    let bytes = match read {
        Ok(Ok(Some(bytes))) => bytes,
        Ok(Ok(None)) => return Err(Failure::missing("这个记录文件")),
        Ok(Err(reason)) => return Err(zhiheng_app::Error::Internal(reason).into()),
        Err(error) => return Err(zhiheng_app::Error::Internal(error.to_string()).into()),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok(response)
}
