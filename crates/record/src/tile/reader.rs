//! Tree nodes out of tiles: what proofs are built from when the files are all there is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::grow::read_hashes;
use super::path::hashes_at;
use super::{HEIGHT, Kind, TilePath, WIDTH};
use crate::suite::{Digest, Suite};
use crate::tree::{HashReader, TreeFault};

/// Where tiles are read from.
pub trait TileSource {
    /// The bytes of a tile, `None` where there is none, or what went wrong.
    fn tile(&self, path: &TilePath) -> Result<Option<Vec<u8>>, String>;
}

impl<F> TileSource for F
where
    F: Fn(&TilePath) -> Result<Option<Vec<u8>>, String>,
{
    fn tile(&self, path: &TilePath) -> Result<Option<Vec<u8>>, String> {
        self(path)
    }
}

/// Reads the nodes of a tree of a given size from its tiles, each tile once.
///
/// Nothing is authenticated here: a proof built from false tiles simply fails to verify.
pub struct TileReader<'s> {
    suite: Suite,
    size: u64,
    source: &'s dyn TileSource,
    seen: RefCell<BTreeMap<TilePath, Vec<Digest>>>,
}

impl<'s> TileReader<'s> {
    /// A reader for the tree of `size` leaves whose tiles `source` has.
    pub fn new(suite: Suite, size: u64, source: &'s dyn TileSource) -> Self {
        Self { suite, size, source, seen: RefCell::new(BTreeMap::new()) }
    }
}

impl HashReader for TileReader<'_> {
    fn node(&self, level: u32, index: u64) -> Result<Digest, TreeFault> {
        let missing = TreeFault::Missing { level, index };
        let tile_level = u8::try_from(level / HEIGHT).map_err(|_| missing.clone())?;
        let kind = Kind::Hashes(tile_level);
        // The node covers `span` hashes of its tile, from `first` on.
        let span = 1_u64 << (level % HEIGHT);
        let first = index.checked_mul(span).ok_or_else(|| missing.clone())?;
        let end = first.checked_add(span).ok_or_else(|| missing.clone())?;
        if end > hashes_at(kind, self.size) {
            return Err(missing);
        }
        let path =
            TilePath::at_size(kind, first / WIDTH, self.size).ok_or_else(|| missing.clone())?;
        let mut seen = self.seen.borrow_mut();
        let hashes = match seen.entry(path) {
            std::collections::btree_map::Entry::Occupied(found) => found.into_mut(),
            std::collections::btree_map::Entry::Vacant(empty) => {
                empty.insert(read_hashes(path, self.source)?)
            }
        };
        let offset = usize::try_from(first % WIDTH).map_err(|_| missing.clone())?;
        let span = usize::try_from(span).map_err(|_| missing.clone())?;
        let covered = hashes.get(offset..offset.saturating_add(span)).ok_or(missing)?;
        Ok(self.suite.root_of(covered))
    }
}
