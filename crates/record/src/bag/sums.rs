//! Digests of a file by several algorithms in one reading.
//!
//! What this is not: the digests of the record ([`crate::suite`]). MD5 and SHA-1 are read because old bags have them; a new bag
//! gets neither.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Read};

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

/// An algorithm of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Old bags only.
    Md5,
    /// Old bags only.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    const ALL: [Self; 4] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha512];

    /// Name in the names of manifests.
    pub fn id(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
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
    let wants = |kind| kinds.contains(&kind);
    let mut md5 = wants(Algorithm::Md5).then(Md5::new);
    let mut sha1 = wants(Algorithm::Sha1).then(Sha1::new);
    let mut sha256 = wants(Algorithm::Sha256).then(Sha256::new);
    let mut sha512 = wants(Algorithm::Sha512).then(Sha512::new);
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
        if let Some(hasher) = &mut md5 {
            hasher.update(piece);
        }
        if let Some(hasher) = &mut sha1 {
            hasher.update(piece);
        }
        if let Some(hasher) = &mut sha256 {
            hasher.update(piece);
        }
        if let Some(hasher) = &mut sha512 {
            hasher.update(piece);
        }
    }
    let mut found = Vec::new();
    found.extend(md5.map(|hasher| (Algorithm::Md5, hex(&hasher.finalize()))));
    found.extend(sha1.map(|hasher| (Algorithm::Sha1, hex(&hasher.finalize()))));
    found.extend(sha256.map(|hasher| (Algorithm::Sha256, hex(&hasher.finalize()))));
    found.extend(sha512.map(|hasher| (Algorithm::Sha512, hex(&hasher.finalize()))));
    Ok(Sums { bytes, hex: found })
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
