//! Manifests: lines of digest and path, and the paths that may stand in them.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::{Algorithm, BagReport};

/// One manifest.
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) algorithm: Algorithm,
    /// Digest, lower-case hex, by path.
    pub(super) lines: BTreeMap<String, String>,
}

/// Whether a file is a manifest: of tag files or of the payload, and its algorithm, none where that is unknown.
pub(super) fn algorithm(file: &str) -> Option<(bool, Option<Algorithm>)> {
    let stem = file.strip_suffix(".txt")?;
    if let Some(name) = stem.strip_prefix("tagmanifest-") {
        return Some((true, Algorithm::parse(name)));
    }
    stem.strip_prefix("manifest-").map(|name| (false, Algorithm::parse(name)))
}

/// Reads a manifest. Lines that cannot be followed are problems of the bag.
pub(super) fn parse(
    name: &str,
    algorithm: Algorithm,
    text: &str,
    version: (u32, u32),
    report: &mut BagReport,
) -> Manifest {
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    let mut folded: BTreeSet<String> = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Some((digest, rest)) = line.split_once([' ', '\t']) else {
            report.wrong("bag.line", name, format!("看不懂的一行“{}”", short(line)));
            continue;
        };
        let mut path = rest.trim_start_matches([' ', '\t']);
        // What md5sum and its kin write before a file read as bytes.
        if let Some(plain) = path.strip_prefix('*') {
            report.warn("bag.sum_tool", name, "清单由 md5sum 一类的工具写成，路径前有星号");
            path = plain;
        }
        if path.starts_with("./") {
            report.warn("bag.relative", name, format!("“{}”前不应写“./”", short(path)));
        }
        let Some(path) = inside(path) else {
            report.wrong("bag.path", name, format!("“{}”指到了包外", short(path)));
            continue;
        };
        let digest = digest.to_ascii_lowercase();
        match lines.get(&path) {
            Some(held) if *held != digest => {
                report.wrong("bag.twice", name, format!("“{path}”列了两次，摘要不同"));
            }
            Some(_) if version >= (1, 0) => {
                report.wrong("bag.twice", name, format!("“{path}”列了两次"));
            }
            Some(_) => report.warn("bag.twice", name, format!("“{path}”列了两次")),
            None => {
                // On some systems the two would be one file.
                if !folded.insert(same(&path)) {
                    let message = format!("“{path}”与另一个文件只有大小写或者写法不同");
                    report.warn("bag.case", name, message);
                }
                lines.insert(path, digest);
            }
        }
    }
    Manifest { name: name.to_owned(), algorithm, lines }
}

/// What paths have in common that some systems take for one: upper and lower case, composed and decomposed characters.
pub(super) fn same(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// The path, if it stays within the bag on every system, with `%0A`, `%0D` and `%25` read back (RFC 8493 2.1.3).
pub(super) fn inside(path: &str) -> Option<String> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let drive = path.as_bytes().get(1) == Some(&b':')
        && path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if path.is_empty() || path.starts_with(['/', '\\', '~', '%']) || drive {
        // `%HOMEDRIVE%` and the like; an encoded character never begins a path that begins with `data/`.
        return None;
    }
    let path = decoded(path);
    let climbs = path.split(['/', '\\']).any(|part| part == "..");
    (!climbs).then_some(path)
}

/// Reads the three encoded characters back; any other percent sign stands for itself.
fn decoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(place) = rest.find('%') {
        let (before, from) = rest.split_at(place);
        out.push_str(before);
        let code = from.get(1..3).map(str::to_ascii_uppercase);
        let held = match code.as_deref() {
            Some("0A") => '\n',
            Some("0D") => '\r',
            Some("25") => '%',
            _ => {
                out.push('%');
                rest = from.get(1..).unwrap_or_default();
                continue;
            }
        };
        out.push(held);
        rest = from.get(3..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
