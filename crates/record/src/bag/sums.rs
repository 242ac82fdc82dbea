//! Digests of a file by several algorithms in one reading.
//!
//! What this is not: the digests of the record ([`crate::suite`]). MD5 and SHA-1 are read because old bags have them; a new bag
//! gets neither.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Read};

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

/// An algorithm of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Old bags only.
    Md5,
    /// Old bags only.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    const ALL: [Self; 6] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// Name in the names of manifests.
    pub fn id(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The algorithm with this name: lower case, without hyphens (RFC 8493 2.4).
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        Self::ALL.into_iter().find(|held| held.id().eq_ignore_ascii_case(&plain))
    }
}

/// What was read of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Bytes.
    pub bytes: u64,
    hex: Vec<(Algorithm, String)>,
}

impl Sums {
    /// The digest by an algorithm, lower-case hex; none where it was not asked for.
    pub fn hex(&self, algorithm: Algorithm) -> Option<&str> {
        self.hex.iter().find(|(held, _)| *held == algorithm).map(|(_, hex)| hex.as_str())
    }
}

/// Reads to the end.
///
/// # Errors
/// It cannot be read.
pub fn sums(content: &mut dyn Read, kinds: &BTreeSet<Algorithm>) -> io::Result<Sums> {
    let mut hashers: Vec<(Algorithm, Hasher)> =
        kinds.iter().map(|kind| (*kind, Hasher::new(*kind))).collect();
    let mut buffer = vec![0_u8; 128 << 10];
    let mut bytes = 0_u64;
    loop {
        let read = match content.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = buffer.get(..read).unwrap_or_default();
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(0));
        for (_, hasher) in &mut hashers {
            hasher.update(piece);
        }
    }
    let hex = hashers.into_iter().map(|(kind, hasher)| (kind, hasher.finish())).collect();
    Ok(Sums { bytes, hex })
}

enum Hasher {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl Hasher {
    fn new(kind: Algorithm) -> Self {
        match kind {
            Algorithm::Md5 => Self::Md5(Md5::new()),
            Algorithm::Sha1 => Self::Sha1(Sha1::new()),
            Algorithm::Sha224 => Self::Sha224(Sha224::new()),
            Algorithm::Sha256 => Self::Sha256(Sha256::new()),
            Algorithm::Sha384 => Self::Sha384(Sha384::new()),
            Algorithm::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Md5(hasher) => hasher.update(piece),
            Self::Sha1(hasher) => hasher.update(piece),
            Self::Sha224(hasher) => hasher.update(piece),
            Self::Sha256(hasher) => hasher.update(piece),
            Self::Sha384(hasher) => hasher.update(piece),
            Self::Sha512(hasher) => hasher.update(piece),
        }
    }

    fn finish(self) -> String {
        match self {
            Self::Md5(hasher) => hex(&hasher.finalize()),
            Self::Sha1(hasher) => hex(&hasher.finalize()),
            Self::Sha224(hasher) => hex(&hasher.finalize()),
            Self::Sha256(hasher) => hex(&hasher.finalize()),
            Self::Sha384(hasher) => hex(&hasher.finalize()),
            Self::Sha512(hasher) => hex(&hasher.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
