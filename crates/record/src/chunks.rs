//! The digest of a file: the root of an RFC 6962 tree whose leaves are its chunks of 1 MiB, in the suite of the record.
//!
//! A flat hash says of a recording of 4 GB only that some byte is wrong, and only to whoever reads all of it. With a
//! tree, each chunk can be checked when it is played, a changed byte is named to the chunk, and eight chunks are hashed
//! side by side. The hashes of the chunks are the file's [`Outline`]; it needs no trust, for its root is the digest.
//!
//! Not here: files. Bytes come in; who reads them, and where outlines are kept, is decided elsewhere.

use std::ops::Range;

use sha2::Digest as _;

use crate::lanes::{self, LANES};
use crate::suite::{Digest, Suite};

/// The bytes of a chunk; only the last one of a file may be shorter.
pub const CHUNK: u64 = 1 << 20;

/// [`CHUNK`] for slices.
const CHUNK_LENGTH: usize = 1 << 20;

/// What a kept outline begins with; the version is part of it.
const MAGIC: &[u8; 8] = b"ZHOUTL1\n";

/// The hashes of a file's chunks and its length: enough to check any part of it against its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    suite: Suite,
    size: u64,
    hashes: Vec<Digest>,
}

/// Bytes or hashes that are no outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutlineFault {
    /// A file of this length has another number of chunks.
    #[error("{size} 字节的文件应有 {expected} 块,实有 {found} 块")]
    Count {
        /// Bytes of the file.
        size: u64,
        /// Chunks that it has.
        expected: u64,
        /// Hashes that were given.
        found: u64,
    },
    /// Not what [`Outline::to_bytes`] writes.
    #[error("分块摘要的格式不对")]
    Malformed,
}

impl Outline {
    /// The outline of `content`.
    pub fn of(suite: Suite, content: &[u8]) -> Self {
        let chunks: Vec<&[u8]> = content.chunks(CHUNK_LENGTH).collect();
        Self { suite, size: length(content), hashes: suite.leaf_hashes(&chunks) }
    }

    /// An outline of `size` bytes from the leaf hashes of its chunks, in order.
    ///
    /// # Errors
    /// A file of this size has another number of chunks.
    pub fn new(suite: Suite, size: u64, hashes: Vec<Digest>) -> Result<Self, OutlineFault> {
        let (expected, found) =
            (chunk_count(size), u64::try_from(hashes.len()).unwrap_or(u64::MAX));
        if expected == found {
            Ok(Self { suite, size, hashes })
        } else {
            Err(OutlineFault::Count { size, expected, found })
        }
    }

    /// The digest of the file: RFC 6962 §2.1 over its chunks.
    pub fn digest(&self) -> Digest {
        self.suite.root_of(&self.hashes)
    }

    /// The length of the file in bytes. Bound to the digest by its last chunk, and by nothing before that was read.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The leaf hashes of the chunks, in order.
    pub fn hashes(&self) -> &[Digest] {
        &self.hashes
    }

    /// The bytes that chunk `index` covers; nothing beyond the end.
    pub fn span(&self, index: u64) -> Range<u64> {
        let start = index.saturating_mul(CHUNK).min(self.size);
        start..start.saturating_add(CHUNK).min(self.size)
    }

    /// The chunks that a range of bytes touches.
    pub fn touched(&self, bytes: Range<u64>) -> Range<u64> {
        let end = bytes.end.min(self.size);
        if bytes.start >= end {
            return 0..0;
        }
        bytes.start / CHUNK..end.div_ceil(CHUNK)
    }

    /// Whether `bytes` is chunk `index` of the file.
    pub fn holds(&self, index: u64, bytes: &[u8]) -> bool {
        let span = self.span(index);
        let place = usize::try_from(index).unwrap_or(usize::MAX);
        span.end.saturating_sub(span.start) == length(bytes)
            && self.hashes.get(place).is_some_and(|hash| *hash == self.suite.leaf_hash(bytes))
    }

    /// As it is kept: 8 bytes that say what it is, suite (1 = national, 2 = international), size as 8 big-endian bytes,
    /// the hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(tag(self.suite));
        bytes.extend_from_slice(&self.size.to_be_bytes());
        self.hashes.iter().for_each(|hash| bytes.extend_from_slice(&hash.0));
        bytes
    }

    /// Reads what [`Outline::to_bytes`] wrote. Only the comparison of its digest makes it worth anything.
    ///
    /// # Errors
    /// It is something else, of another suite, or cut.
    pub fn from_bytes(suite: Suite, bytes: &[u8]) -> Result<Self, OutlineFault> {
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or(OutlineFault::Malformed)?;
        let (head, hashes) = rest.split_first_chunk::<9>().ok_or(OutlineFault::Malformed)?;
        let [found, size @ ..] = *head;
        let (hashes, odd) = hashes.as_chunks::<{ Digest::LENGTH }>();
        if magic != MAGIC || found != tag(suite) || !odd.is_empty() {
            return Err(OutlineFault::Malformed);
        }
        Self::new(suite, u64::from_be_bytes(size), hashes.iter().copied().map(Digest).collect())
    }
}

/// The chunks of a file of `size` bytes.
pub fn chunk_count(size: u64) -> u64 {
    size.div_ceil(CHUNK)
}

/// Eight whole chunks hashed side by side, a strip of each at a time: no chunk need be in memory.
#[derive(Clone)]
pub struct EightChunks(Kind);

#[derive(Clone)]
enum Kind {
    National(Box<lanes::Eight>),
    International(Box<[sha2::Sha256; LANES]>),
}

/// Strips that are not of one length, or not of whole blocks of 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("strips must have one length, a multiple of 64 bytes")]
pub struct Uneven;

impl EightChunks {
    /// Nothing read yet.
    pub fn new(suite: Suite) -> Self {
        Self(match suite {
            Suite::National => Kind::National(Box::new(lanes::Eight::new(0))),
            Suite::International => Kind::International(Box::new(std::array::from_fn(|_| {
                sha2::Sha256::new().chain_update([0])
            }))),
        })
    }

    /// The next strip of each chunk.
    ///
    /// # Errors
    /// The strips differ in length or are not of whole blocks; nothing was taken.
    pub fn absorb(&mut self, strips: &[&[u8]; LANES]) -> Result<(), Uneven> {
        let [first, ..] = strips;
        if strips.iter().any(|strip| strip.len() != first.len()) || !first.len().is_multiple_of(64)
        {
            return Err(Uneven);
        }
        match &mut self.0 {
            Kind::National(eight) => eight.absorb(strips),
            Kind::International(hashers) => {
                hashers.iter_mut().zip(strips).for_each(|(hasher, strip)| hasher.update(strip));
            }
        }
        Ok(())
    }

    /// The leaf hashes of the eight chunks.
    pub fn finish(self) -> [Digest; LANES] {
        match self.0 {
            Kind::National(eight) => eight.finish(),
            Kind::International(hashers) => {
                (*hashers).map(|hasher| Digest(hasher.finalize().into()))
            }
        }
    }
}

fn tag(suite: Suite) -> u8 {
    match suite {
        Suite::National => 1,
        Suite::International => 2,
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
