//! The two suites of algorithms a log can be founded on, and the digest both of them yield.
//!
//! Hashing is that of RFC 6962 §2.1: a leaf is hashed behind the byte `0x00`, an inner node behind `0x01`,
//! so that no leaf can pass for a node. The national suite (国密) puts SM3 (GB/T 32905) where RFC 6962 has SHA-256;
//! nothing else differs. Which signature goes with which suite is said in [`crate::key`].

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Digest as _;

use crate::{hex, lanes, short};

/// The algorithms of one log, chosen when the log is founded and never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Suite {
    /// 国密: SM3 and SM2.
    National,
    /// SHA-256 and Ed25519, which existing transparency tools read.
    International,
}

impl Suite {
    /// Hashes `bytes` as they are.
    pub fn hash(self, bytes: &[u8]) -> Digest {
        self.hash_parts(&[bytes])
    }

    /// Hashes the concatenation of `parts`. The caller sees to it that the parts cannot run into each other.
    pub fn hash_parts(self, parts: &[&[u8]]) -> Digest {
        match self {
            Self::National => {
                let mut hasher = sm3::Sm3::new();
                for part in parts {
                    hasher.update(part);
                }
                Digest(hasher.finalize().into())
            }
            Self::International => {
                let mut hasher = sha2::Sha256::new();
                for part in parts {
                    hasher.update(part);
                }
                Digest(hasher.finalize().into())
            }
        }
    }

    /// The hash of a leaf: RFC 6962 §2.1, `H(0x00 ‖ leaf)`.
    pub fn leaf_hash(self, leaf: &[u8]) -> Digest {
        match self {
            Self::National => self.hash_parts(&[&[0], leaf]),
            Self::International => short::sha256_prefixed(0, leaf),
        }
    }

    /// The hash of an inner node: RFC 6962 §2.1, `H(0x01 ‖ left ‖ right)`.
    pub fn node_hash(self, left: &Digest, right: &Digest) -> Digest {
        match self {
            Self::National => self.hash_parts(&[&[1], &left.0, &right.0]),
            Self::International => short::sha256_node(left, right),
        }
    }

    /// The root of the tree without leaves: the hash of nothing.
    pub fn empty_root(self) -> Digest {
        self.hash(&[])
    }

    /// [`Suite::leaf_hash`] of many leaves at once, in their order.
    pub fn leaf_hashes(self, leaves: &[&[u8]]) -> Vec<Digest> {
        match self {
            Self::National => lanes::sm3_many_prefixed(0, leaves),
            Self::International => leaves.iter().map(|leaf| self.leaf_hash(leaf)).collect(),
        }
    }

    /// The root over `hashes`, which stand for consecutive subtrees of equal height (RFC 6962 §2.1).
    pub fn root_of(self, hashes: &[Digest]) -> Digest {
        let Some(first) = hashes.first() else { return self.empty_root() };
        if hashes.len() == 1 {
            return *first;
        }
        let mut row = self.parents(hashes);
        while row.len() > 1 {
            row = self.parents(&row);
        }
        row.first().copied().unwrap_or(*first)
    }

    /// One level up; the odd one at the end rises unhashed and meets its left neighbour higher up.
    fn parents(self, hashes: &[Digest]) -> Vec<Digest> {
        if self == Self::National && hashes.len() >= lanes::LANES {
            return lanes::sm3_pairs(hashes);
        }
        let (pairs, odd) = hashes.as_chunks::<2>();
        let parents = pairs.iter().map(|[left, right]| self.node_hash(left, right));
        parents.chain(odd.iter().copied()).collect()
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::National => "国密(SM3、SM2)",
            Self::International => "国际(SHA-256、Ed25519)",
        })
    }
}

/// A digest of 32 bytes, shown and stored as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The length of a digest in bytes.
    pub const LENGTH: usize = 32;

    /// The digest in a slice of exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The digest as standard base64, as checkpoints and proofs write it.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads what [`Digest::to_base64`] writes, and nothing else.
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&STANDARD.decode(text).ok()?)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A digest was expected and something else was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("摘要应是64位小写十六进制数字")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        hex::decode(text).map(Self).ok_or(NotADigest)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
