//! Files beyond the checkpoint: a stopped follower leaves them, and so does somebody who slips entries in. The store tells.

use zhiheng_record::Digest;
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::tile::{Kind, TilePath, WIDTH, encode_entries};

use crate::application::App;
use crate::error::Error;
use crate::record_folder::RecordFolder;

/// Leaves read in one step.
const STEP: usize = 64 * 256;

/// Whether a published file is exactly what the events in the store give.
pub(super) async fn is_of_the_store(
    app: &App,
    folder: &RecordFolder,
    file: Option<&str>,
) -> Result<bool, Error> {
    let Some(path) = file.and_then(|file| file.parse::<TilePath>().ok()) else { return Ok(false) };
    let Ok(Some(bytes)) = folder.read(&path.to_string()) else { return Ok(false) };
    let first = path.index.saturating_mul(WIDTH);
    let width = u64::from(path.width);
    let due = match path.kind {
        Kind::Entries => {
            let leaves = app.store().leaves(first, usize::from(path.width)).await?;
            let whole = leaves.len() == usize::from(path.width);
            encode_entries(&leaves).ok().filter(|_| whole)
        }
        Kind::Hashes(level) => {
            let mut due = Vec::new();
            for node in first..first.saturating_add(width) {
                match node_of(app, level, node).await? {
                    Some(hash) => due.extend_from_slice(&hash.0),
                    None => return Ok(false),
                }
            }
            Some(due)
        }
    };
    Ok(due.is_some_and(|due| due == bytes))
}

/// The root of the `256^level` leaves from place `node × 256^level` on; none where the store has not that many.
async fn node_of(app: &App, level: u8, node: u64) -> Result<Option<Digest>, Error> {
    let span = WIDTH.saturating_pow(u32::from(level));
    let first = node.saturating_mul(span);
    let end = first.saturating_add(span);
    if end > app.store().size().await? {
        return Ok(None);
    }
    let mut hashes = Vec::new();
    let mut next = first;
    while next < end {
        let limit = usize::try_from(end - next).unwrap_or(STEP).min(STEP);
        let leaves = app.store().leaves(next, limit).await?;
        if leaves.is_empty() {
            return Ok(None);
        }
        next = next.saturating_add(u64::try_from(leaves.len()).unwrap_or(0));
        let borrowed: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        hashes.extend(app.suite().leaf_hashes(&borrowed));
    }
    Ok(Some(app.suite().root_of(&hashes)))
}
