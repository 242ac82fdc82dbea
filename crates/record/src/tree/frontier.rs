//! The head of a growing tree: as many hashes as the size has one bits, and nothing else.
//! It yields the root at every size but proves nothing: proofs need the nodes behind it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hex;
use crate::suite::{Digest, Suite};

/// The roots of the complete subtrees at the right edge, largest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    suite: Suite,
    size: u64,
    peaks: Vec<Digest>,
}

/// Why stored bytes are not a frontier, or a subtree does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierFault {
    /// Not what [`Frontier::to_bytes`] writes.
    #[error("树首状态的字节格式不对")]
    Malformed,
    /// A subtree of this height cannot follow the present size.
    #[error("树有 {size} 条,不能接上高 {level} 的子树")]
    Unaligned {
        /// The present size.
        size: u64,
        /// The height of the subtree.
        level: u32,
    },
    /// The tree cannot count further.
    #[error("树已达到最大条数")]
    Full,
}

impl Frontier {
    /// The empty tree.
    pub fn new(suite: Suite) -> Self {
        Self { suite, size: 0, peaks: Vec::new() }
    }

    /// The algorithms of the log.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf hash.
    pub fn append(&mut self, leaf_hash: Digest) -> Result<(), FrontierFault> {
        self.append_subtree(0, leaf_hash)
    }

    /// Appends the root of a complete subtree of `2^level` leaves; the size must be a multiple of that.
    pub fn append_subtree(&mut self, level: u32, root: Digest) -> Result<(), FrontierFault> {
        let Some(width) = 1_u64.checked_shl(level) else {
            return Err(FrontierFault::Unaligned { size: self.size, level });
        };
        if !self.size.is_multiple_of(width) {
            return Err(FrontierFault::Unaligned { size: self.size, level });
        }
        let size = self.size.checked_add(width).ok_or(FrontierFault::Full)?;
        // As in binary addition: every one bit from `level` upward carries.
        let carries = (self.size >> level).trailing_ones();
        let mut hash = root;
        for _ in 0..carries {
            if let Some(left) = self.peaks.pop() {
                hash = self.suite.node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size = size;
        Ok(())
    }

    /// The root of the tree as it stands.
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => self.suite.empty_root(),
            Some(last) => peaks.fold(*last, |right, left| self.suite.node_hash(left, &right)),
        }
    }

    /// The state as bytes: suite (1 = national, 2 = international), size as 8 big-endian bytes, the hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![match self.suite {
            Suite::National => 1,
            Suite::International => 2,
        }];
        bytes.extend_from_slice(&self.size.to_be_bytes());
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(&peak.0));
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierFault> {
        let (head, hashes) = bytes.split_first_chunk::<9>().ok_or(FrontierFault::Malformed)?;
        let [tag, size @ ..] = *head;
        let suite = match tag {
            1 => Suite::National,
            2 => Suite::International,
            _ => return Err(FrontierFault::Malformed),
        };
        let size = u64::from_be_bytes(size);
        let (chunks, rest) = hashes.as_chunks::<{ Digest::LENGTH }>();
        let expected = usize::try_from(size.count_ones()).unwrap_or(usize::MAX);
        if !rest.is_empty() || chunks.len() != expected {
            return Err(FrontierFault::Malformed);
        }
        Ok(Self { suite, size, peaks: chunks.iter().copied().map(Digest).collect() })
    }
}

impl Serialize for Frontier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for Frontier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let text = String::deserialize(deserializer)?;
        let bytes =
            hex::decode_any(&text).ok_or_else(|| D::Error::custom(FrontierFault::Malformed))?;
        Self::from_bytes(&bytes).map_err(D::Error::custom)
    }
}
