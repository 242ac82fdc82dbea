//! The Merkle tree of RFC 6962: its head while it grows, and the proofs others check against it.
//!
//! Nodes are named by level and index: level 0 holds the leaf hashes, node `(l, i)` is the hash over the leaves
//! `i·2ˡ … (i+1)·2ˡ−1`. Only complete subtrees have such a node; the ragged right edge is computed when needed.
//! Not here: where nodes are kept. A [`HashReader`] fetches them, from a database or from [`crate::tile`]s.

mod frontier;
mod proof;

pub use frontier::{Frontier, FrontierFault};
pub use proof::{ProofFault, verify_consistency, verify_inclusion};

use crate::suite::{Digest, Suite};

/// Where the hashes of complete subtrees are read from.
pub trait HashReader {
    /// The node at `level` (0 = leaf hashes) and `index` within the level.
    fn node(&self, level: u32, index: u64) -> Result<Digest, TreeFault>;
}

/// Why something could not be computed from the tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeFault {
    /// The reader does not have this node.
    #[error("缺少树节点:第 {level} 层第 {index} 个")]
    Missing {
        /// The level, leaf hashes being 0.
        level: u32,
        /// The index within the level.
        index: u64,
    },
    /// The reader failed.
    #[error("读取“{place}”失败:{reason}")]
    Unreadable {
        /// The file or table.
        place: String,
        /// What the reader said.
        reason: String,
    },
    /// What was read is not what belongs there.
    #[error("“{place}”长度不对")]
    Malformed {
        /// The file or table.
        place: String,
    },
    /// A leaf or a size beyond the tree.
    #[error("序号或大小 {asked} 超出了有 {size} 条的树")]
    OutOfRange {
        /// What was asked for.
        asked: u64,
        /// The size of the tree.
        size: u64,
    },
}

/// A row of leaf hashes in memory: the simplest reader, for small trees and for tests.
#[derive(Debug, Clone, Copy)]
pub struct LeafRow<'h> {
    /// The algorithms of the log.
    pub suite: Suite,
    /// The leaf hashes, in order.
    pub hashes: &'h [Digest],
}

impl HashReader for LeafRow<'_> {
    fn node(&self, level: u32, index: u64) -> Result<Digest, TreeFault> {
        let missing = TreeFault::Missing { level, index };
        let range = || {
            let width = 1_usize.checked_shl(level)?;
            let start = usize::try_from(index).ok()?.checked_mul(width)?;
            self.hashes.get(start..start.checked_add(width)?)
        };
        range().map(|hashes| self.suite.root_of(hashes)).ok_or(missing)
    }
}

/// The root over the leaves `start..end` (RFC 6962 §2.1, `MTH(D[start:end])`).
pub fn range_root(
    suite: Suite,
    reader: &dyn HashReader,
    start: u64,
    end: u64,
) -> Result<Digest, TreeFault> {
    let Some(width) = end.checked_sub(start) else {
        return Err(TreeFault::OutOfRange { asked: start, size: end });
    };
    if width == 0 {
        return Ok(suite.empty_root());
    }
    let level = width.trailing_zeros();
    if width.is_power_of_two() && start.trailing_zeros() >= level {
        return reader.node(level, start >> level);
    }
    let middle = start.saturating_add(split(width));
    let left = range_root(suite, reader, start, middle)?;
    let right = range_root(suite, reader, middle, end)?;
    Ok(suite.node_hash(&left, &right))
}

/// The root of the tree at `size`.
pub fn root(suite: Suite, reader: &dyn HashReader, size: u64) -> Result<Digest, TreeFault> {
    range_root(suite, reader, 0, size)
}

/// The proof that leaf `index` is in the tree at `size`, from the leaf's sibling upward (RFC 6962 §2.1.1).
pub fn inclusion_proof(
    suite: Suite,
    reader: &dyn HashReader,
    index: u64,
    size: u64,
) -> Result<Vec<Digest>, TreeFault> {
    if index >= size {
        return Err(TreeFault::OutOfRange { asked: index, size });
    }
    let (mut start, mut end) = (0_u64, size);
    let mut path = Vec::new();
    while end.saturating_sub(start) > 1 {
        let middle = start.saturating_add(split(end.saturating_sub(start)));
        if index < middle {
            path.push(range_root(suite, reader, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(suite, reader, start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree at `new` only appended to the tree at `old` (RFC 6962 §2.1.2).
/// Empty when `old` is 0 or equals `new`.
pub fn consistency_proof(
    suite: Suite,
    reader: &dyn HashReader,
    old: u64,
    new: u64,
) -> Result<Vec<Digest>, TreeFault> {
    if old > new {
        return Err(TreeFault::OutOfRange { asked: old, size: new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0_u64, new);
    let mut path = Vec::new();
    while end != old {
        let middle = start.saturating_add(split(end.saturating_sub(start)));
        if old <= middle {
            path.push(range_root(suite, reader, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(suite, reader, start, middle)?);
            start = middle;
        }
    }
    // The old root itself is known to whoever checks, unless the old tree ends in the right part.
    if start > 0 {
        path.push(range_root(suite, reader, start, end)?);
    }
    path.reverse();
    Ok(path)
}

/// The greatest power of two below `width`, which is at least 2.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - width.saturating_sub(1).leading_zeros().min(u64::BITS - 1))
}
