//! The files a log is published as: C2SP tlog-tiles. Tiles hold 256 hashes of one level, bundles hold 256 entries.
//!
//! This module names the files, says which ones a growing log must write, and reads tree nodes back out of them.
//! It touches no file: bytes come from a [`TileSource`] and go back to the caller.

mod bundle;
mod grow;
mod path;
mod reader;

pub use bundle::{BundleFault as EntriesFault, Entries, decode_entries, encode_entries};
pub use grow::{grow_entries, grow_tiles, tiles_between};
pub use path::{Kind, TilePath};
pub use reader::{TileReader, TileSource};

/// The number of hashes in a full tile and of entries in a full bundle.
pub const WIDTH: u64 = 256;
/// The number of tree levels one tile spans.
pub const HEIGHT: u32 = 8;
