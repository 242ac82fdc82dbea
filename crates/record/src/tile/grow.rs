//! What to write when a log grows: the tiles that changed and no others, so that a published file never changes.

use super::path::hashes_at;
use super::{
    EntriesFault, HEIGHT, Kind, TilePath, TileSource, WIDTH, decode_entries, encode_entries,
};
use crate::suite::{Digest, Suite};
use crate::tree::TreeFault;

/// The hash tiles that a tree of `new` leaves has and a tree of `old` leaves had not, lowest level first.
pub fn tiles_between(old: u64, new: u64) -> Vec<TilePath> {
    (0..u64::BITS / HEIGHT)
        .filter_map(|level| u8::try_from(level).ok())
        .flat_map(|level| files_between(Kind::Hashes(level), old, new))
        .collect()
}

/// The files of one kind that appear between two sizes.
fn files_between(kind: Kind, old: u64, new: u64) -> Vec<TilePath> {
    let (before, after) = (hashes_at(kind, old), hashes_at(kind, new));
    if after <= before {
        return Vec::new();
    }
    let last = after.saturating_sub(1) / WIDTH;
    (before / WIDTH..=last).filter_map(|index| TilePath::at_size(kind, index, new)).collect()
}

/// The tiles to write when `leaf_hashes` are appended to a log of `old` leaves, with their bytes, lowest level first.
///
/// Only the partial tiles at the right edge of the old tree are read from `existing`.
pub fn grow_tiles(
    suite: Suite,
    old: u64,
    leaf_hashes: &[Digest],
    existing: &dyn TileSource,
) -> Result<Vec<(TilePath, Vec<u8>)>, TreeFault> {
    let added = u64::try_from(leaf_hashes.len()).unwrap_or(u64::MAX);
    let new = old.checked_add(added).ok_or(TreeFault::OutOfRange { asked: added, size: old })?;
    let mut written = Vec::new();
    // The hashes each level gains, from the leaves upward: one for each tile filled below.
    let mut gained = leaf_hashes.to_vec();
    for level in (0..u64::BITS / HEIGHT).filter_map(|level| u8::try_from(level).ok()) {
        if gained.is_empty() {
            break;
        }
        let kind = Kind::Hashes(level);
        let before = hashes_at(kind, old);
        let first = before / WIDTH;
        let mut row = match TilePath::at_size(kind, first, old) {
            Some(edge) => read_hashes(edge, existing)?,
            None => Vec::new(),
        };
        row.append(&mut gained);
        for (index, hashes) in (first..).zip(row.chunks(256)) {
            if let Some(path) = TilePath::at_size(kind, index, new) {
                written.push((path, hashes.iter().flat_map(|hash| hash.0).collect()));
                if path.is_full() {
                    gained.push(suite.root_of(hashes));
                }
            }
        }
    }
    Ok(written)
}

/// The entry bundles to write when `entries` are appended to a log of `old` entries.
///
/// `edge` is the partial bundle at the end of the old log; not read when the old size is a multiple of 256.
pub fn grow_entries<E: AsRef<[u8]>>(
    old: u64,
    edge: Option<&[u8]>,
    entries: &[E],
) -> Result<Vec<(TilePath, Vec<u8>)>, EntriesFault> {
    let mut row = match TilePath::at_size(Kind::Entries, old / WIDTH, old) {
        Some(_) => decode_entries(edge.unwrap_or_default())?,
        None => Vec::new(),
    };
    row.extend(entries.iter().map(AsRef::as_ref));
    let added = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    let new = old.saturating_add(added);
    files_between(Kind::Entries, old, new)
        .into_iter()
        .zip(row.chunks(256))
        .map(|(path, chunk)| Ok((path, encode_entries(chunk)?)))
        .collect()
}

/// The hashes of one tile; a full tile serves for each of its partial ones.
pub(crate) fn read_hashes(
    path: TilePath,
    source: &dyn TileSource,
) -> Result<Vec<Digest>, TreeFault> {
    let read = |path: TilePath| {
        source
            .tile(&path)
            .map_err(|reason| TreeFault::Unreadable { place: path.to_string(), reason })
    };
    let bytes = match read(path)? {
        None if !path.is_full() => read(path.filled())?,
        found => found,
    };
    let Some(bytes) = bytes else {
        let level = match path.kind {
            Kind::Hashes(level) => u32::from(level).saturating_mul(HEIGHT),
            Kind::Entries => 0,
        };
        return Err(TreeFault::Missing { level, index: path.index.saturating_mul(WIDTH) });
    };
    let (hashes, rest) = bytes.as_chunks::<{ Digest::LENGTH }>();
    match hashes.get(..usize::from(path.width)) {
        Some(hashes) if rest.is_empty() => Ok(hashes.iter().copied().map(Digest).collect()),
        _ => Err(TreeFault::Malformed { place: path.to_string() }),
    }
}
