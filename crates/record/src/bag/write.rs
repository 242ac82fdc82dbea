//! The tag files of a new bag, BagIt 1.0: declaration, information, manifests by SHA-256 and SHA-512, manifests of the tag files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Read};

use super::sums::{Algorithm, Sums, sums};

/// Algorithms of a new bag.
const KINDS: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];

/// A payload file, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Path, beginning with `data/`.
    pub path: String,
    /// Its digests by [`KINDS`].
    pub sums: Sums,
}

impl Sealed {
    /// The digests of a payload file in memory.
    pub fn of(path: &str, content: &[u8]) -> Self {
        // Bytes in memory can always be read.
        let sums = Self::read(path, &mut &*content).map(|sealed| sealed.sums).unwrap_or_default();
        Self { path: path.to_owned(), sums }
    }

    /// The digests of a payload file, read to its end a piece at a time.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(path: &str, content: &mut dyn Read) -> io::Result<Self> {
        let kinds: BTreeSet<Algorithm> = KINDS.into_iter().collect();
        Ok(Self { path: path.to_owned(), sums: sums(content, &kinds)? })
    }
}

/// The tag files of a bag, in the order in which they are written. `info` gains `Payload-Oxum`; `tags` are further tag files.
pub fn seal(
    payload: &[Sealed],
    info: &[(String, String)],
    tags: &[(String, Vec<u8>)],
) -> Vec<(String, Vec<u8>)> {
    let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    let mut files = vec![("bagit.txt".to_owned(), declaration.as_bytes().to_vec())];
    for kind in KINDS {
        let mut listed: Vec<(&str, &str)> = payload
            .iter()
            .filter_map(|held| Some((held.path.as_str(), held.sums.hex(kind)?)))
            .collect();
        listed.sort_unstable();
        files.push((format!("manifest-{}.txt", kind.id()), lines(&listed)));
    }
    let bytes: u64 = payload.iter().map(|held| held.sums.bytes).sum();
    let mut said = String::new();
    for (label, value) in info {
        let _ = writeln!(said, "{}: {}", one_line(label).replace(':', " "), one_line(value));
    }
    let _ = writeln!(said, "Payload-Oxum: {bytes}.{}", payload.len());
    files.push(("bag-info.txt".to_owned(), said.into_bytes()));
    files.extend(tags.iter().cloned());
    let sealed: Vec<Sealed> =
        files.iter().map(|(path, content)| Sealed::of(path, content)).collect();
    for kind in KINDS {
        let mut listed: Vec<(&str, &str)> = sealed
            .iter()
            .filter_map(|held| Some((held.path.as_str(), held.sums.hex(kind)?)))
            .collect();
        listed.sort_unstable();
        files.push((format!("tagmanifest-{}.txt", kind.id()), lines(&listed)));
    }
    files
}

fn lines(listed: &[(&str, &str)]) -> Vec<u8> {
    let mut out = String::new();
    for (path, digest) in listed {
        let path = path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
        let _ = writeln!(out, "{digest}  {path}");
    }
    out.into_bytes()
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
