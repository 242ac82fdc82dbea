//! Checking proofs: nothing is read but the proof itself (RFC 9162 §2.1.3.2 and §2.1.4.2, whose hashes are those of RFC 6962).
//! A proof has exactly one right length; a longer or shorter one fails.

use crate::suite::{Digest, Suite};

/// Why a proof does not prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The leaf lies beyond the tree.
    #[error("序号 {index} 不在有 {size} 条的树内")]
    BeyondTree {
        /// The index of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The newer tree is the smaller one.
    #[error("较新的树有 {new} 条,反而少于较旧的 {old} 条")]
    Shrunk {
        /// The size that should be older.
        old: u64,
        /// The size that should be newer.
        new: u64,
    },
    /// Too many or too few hashes.
    #[error("证明中的摘要个数不对")]
    WrongLength,
    /// The hashes lead to another root.
    #[error("证明算出的树根与检查点的树根不同")]
    WrongRoot,
    /// The old root is not the root of what the new tree begins with: the history was changed.
    #[error("旧树根与证明不符:历史被改写")]
    WrongOldRoot,
}

/// Checks that the leaf with `leaf_hash` is number `index` of the tree with `size` leaves and `root`.
pub fn verify_inclusion(
    suite: Suite,
    leaf_hash: &Digest,
    index: u64,
    size: u64,
    path: &[Digest],
    root: &Digest,
) -> Result<(), ProofFault> {
    let last = match size.checked_sub(1) {
        Some(last) if index <= last => last,
        _ => return Err(ProofFault::BeyondTree { index, size }),
    };
    let mut climb = Climb { node: index, edge: last };
    let mut hash = *leaf_hash;
    for sibling in path {
        hash = match climb.step()? {
            Side::Left => suite.node_hash(sibling, &hash),
            Side::Right => suite.node_hash(&hash, sibling),
        };
    }
    if climb.edge != 0 {
        return Err(ProofFault::WrongLength);
    }
    if hash == *root { Ok(()) } else { Err(ProofFault::WrongRoot) }
}

/// Checks that the tree `(new_size, new_root)` begins with the tree `(old_size, old_root)`.
///
/// From the empty tree every tree is consistent; its root must then be the hash of nothing and the proof empty.
pub fn verify_consistency(
    suite: Suite,
    old_size: u64,
    new_size: u64,
    old_root: &Digest,
    new_root: &Digest,
    path: &[Digest],
) -> Result<(), ProofFault> {
    if old_size > new_size {
        return Err(ProofFault::Shrunk { old: old_size, new: new_size });
    }
    if old_size == new_size || old_size == 0 {
        if !path.is_empty() {
            return Err(ProofFault::WrongLength);
        }
        let expected = if old_size == new_size { *new_root } else { suite.empty_root() };
        return if *old_root == expected { Ok(()) } else { Err(ProofFault::WrongOldRoot) };
    }
    let mut climb = Climb { node: old_size.saturating_sub(1), edge: new_size.saturating_sub(1) };
    climb.skip_ones();
    // An old tree of 2ⁿ leaves is itself the first node; any other sends that node along.
    let (seed, rest) = if old_size.is_power_of_two() {
        (*old_root, path)
    } else {
        path.split_first().map(|(seed, rest)| (*seed, rest)).ok_or(ProofFault::WrongLength)?
    };
    let (mut old_hash, mut new_hash) = (seed, seed);
    for sibling in rest {
        match climb.step()? {
            Side::Left => {
                old_hash = suite.node_hash(sibling, &old_hash);
                new_hash = suite.node_hash(sibling, &new_hash);
            }
            Side::Right => new_hash = suite.node_hash(&new_hash, sibling),
        }
    }
    if climb.edge != 0 {
        return Err(ProofFault::WrongLength);
    }
    if old_hash != *old_root {
        return Err(ProofFault::WrongOldRoot);
    }
    if new_hash == *new_root { Ok(()) } else { Err(ProofFault::WrongRoot) }
}

/// The way up: the node we are at and the last node of its level.
struct Climb {
    node: u64,
    edge: u64,
}

/// On which side the sibling stands.
enum Side {
    Left,
    Right,
}

impl Climb {
    /// One level up, or several where a node at the right edge has no sibling.
    fn step(&mut self) -> Result<Side, ProofFault> {
        if self.edge == 0 {
            return Err(ProofFault::WrongLength);
        }
        let side = if self.node & 1 == 1 || self.node == self.edge {
            while self.node & 1 == 0 && self.node != 0 {
                self.rise();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.rise();
        Ok(side)
    }

    fn skip_ones(&mut self) {
        while self.node & 1 == 1 {
            self.rise();
        }
    }

    fn rise(&mut self) {
        self.node >>= 1;
        self.edge >>= 1;
    }
}
