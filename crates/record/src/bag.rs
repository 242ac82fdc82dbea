//! Bags: folders that say what they hold (BagIt, RFC 8493 and the drafts from 0.93 on). Reading and checking one, and the tag
//! files of a new one. What an archive takes over from us is such a bag; see [`package`] for what ours holds besides.
//!
//! What this is not: a folder or a ZIP. Files come through [`BagSource`], a piece at a time, so that a recording of hours is
//! checked in the memory of a page. Nothing is fetched: a file that `fetch.txt` names and the bag lacks is missing.

mod manifest;
pub mod package;
mod sums;
mod tags;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Serialize;

use manifest::{Manifest, inside, same};
pub use sums::{Algorithm, Sums, sums};
pub use write::{Sealed, seal};

/// A tag file is at most so many bytes; one that is larger is no tag file.
pub(crate) const TAG_BYTES: u64 = 64 << 20;

/// Where the files of a bag are read from. Paths are relative to the bag, with `/`.
pub trait BagSource {
    /// Every file of the bag.
    ///
    /// # Errors
    /// The bag cannot be listed.
    fn files(&self) -> Result<Vec<String>, String>;

    /// A file to be read from its beginning; none where there is none.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn open(&self, path: &str) -> Result<Option<Box<dyn Read + '_>>, String>;
}

/// What was found about a bag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BagReport {
    /// Version of BagIt that it declares, `1.0`.
    pub version: String,
    /// Payload files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Algorithms of its payload manifests.
    pub algorithms: Vec<String>,
    /// What `bag-info.txt` says, in its order.
    pub info: Vec<(String, String)>,
    /// What makes it invalid.
    pub problems: Vec<BagProblem>,
    /// What is not as it should be and does not make it invalid.
    pub warnings: Vec<BagProblem>,
}

/// One thing that is wrong, with the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BagProblem {
    /// Stable code.
    pub code: &'static str,
    /// File; empty where it is about the whole.
    pub file: String,
    /// In Chinese.
    pub message: String,
}

impl BagReport {
    /// Complete and every digest right.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn wrong(&mut self, code: &'static str, file: &str, message: impl Into<String>) {
        self.problems.push(BagProblem { code, file: file.to_owned(), message: message.into() });
    }

    fn warn(&mut self, code: &'static str, file: &str, message: impl Into<String>) {
        self.warnings.push(BagProblem { code, file: file.to_owned(), message: message.into() });
    }
}

/// Checks a bag: its declaration, that nothing lacks and nothing is over, and every digest.
///
/// # Errors
/// The bag cannot be listed or a file cannot be read, so that nothing can be said.
pub fn check(source: &dyn BagSource) -> Result<BagReport, String> {
    let mut report = BagReport::default();
    let files: BTreeSet<String> = source.files()?.into_iter().collect();
    let Some(declared) = tags::declaration(source, &mut report)? else { return Ok(report) };
    report.version = format!("{}.{}", declared.version.0, declared.version.1);
    let mut payload: Vec<Manifest> = Vec::new();
    let mut tagged: Vec<Manifest> = Vec::new();
    for file in files.iter().filter(|file| !file.contains('/')) {
        let (list, algorithm) = match manifest::algorithm(file) {
            Some((true, algorithm)) => (&mut tagged, algorithm),
            Some((false, algorithm)) => (&mut payload, algorithm),
            None => continue,
        };
        let Some(algorithm) = algorithm else {
            report.warn("bag.algorithm", file, "不认识这个清单的算法，没有核对");
            continue;
        };
        let text = tags::read(source, file, declared.encoding)?;
        list.push(manifest::parse(file, algorithm, &text, declared.version, &mut report));
    }
    if payload.is_empty() {
        report.wrong("bag.no_manifest", "", "没有可以核对的载荷清单(manifest-算法.txt)");
    }
    report.algorithms = payload.iter().map(|held| held.algorithm.id().to_owned()).collect();
    if files.contains("bag-info.txt") {
        let text = tags::read(source, "bag-info.txt", declared.encoding)?;
        report.info = tags::info(&text, &mut report);
    }
    if files.contains("fetch.txt") {
        fetched(&tags::read(source, "fetch.txt", declared.encoding)?, &files, &mut report);
    }
    complete(&files, &payload, declared.version, &mut report);
    digests(source, &files, &payload, &tagged, &mut report)?;
    oxum(&mut report);
    report.problems.sort();
    report.problems.dedup();
    Ok(report)
}

/// Every payload file stands in the manifests, and every line has its file.
fn complete(
    files: &BTreeSet<String>,
    payload: &[Manifest],
    version: (u32, u32),
    report: &mut BagReport,
) {
    for held in files.iter().filter(|file| file.starts_with("data/")) {
        let listed = payload.iter().filter(|list| list.lines.contains_key(held)).count();
        // From 1.0 on every manifest lists every file (RFC 8493 2.1.3); before, one of them is enough.
        let enough = if version >= (1, 0) { listed == payload.len() } else { listed > 0 };
        if !enough && !payload.is_empty() {
            report.wrong("bag.unlisted", held, "载荷文件没有列在清单里");
        }
        if system_file(held) {
            report.warn("bag.system_file", held, "是操作系统自己留下的文件");
        }
    }
}

fn system_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(name, "Thumbs.db" | ".DS_Store" | "desktop.ini") || name.starts_with("._")
}

/// Reads every listed file once and compares every digest that is known of it.
fn digests(
    source: &dyn BagSource,
    files: &BTreeSet<String>,
    payload: &[Manifest],
    tagged: &[Manifest],
    report: &mut BagReport,
) -> Result<(), String> {
    let mut wanted: BTreeMap<&str, Vec<(&Manifest, &str)>> = BTreeMap::new();
    for list in payload.iter().chain(tagged) {
        for (path, digest) in &list.lines {
            wanted.entry(path).or_default().push((list, digest));
        }
    }
    for held in files.iter().filter(|file| file.starts_with("data/")) {
        wanted.entry(held).or_default();
    }
    for (path, lists) in wanted {
        let content = match source.open(path)? {
            Some(content) => Some(content),
            // A system that takes two names for one kept one of them.
            None => match files.iter().find(|held| same(held) == same(path)) {
                Some(twin) => {
                    report.warn("bag.case", path, format!("包里的名字写作“{twin}”"));
                    source.open(twin)?
                }
                None => None,
            },
        };
        let Some(mut content) = content else {
            report.wrong("bag.missing", path, "清单里有、包里没有这个文件");
            continue;
        };
        let kinds: BTreeSet<Algorithm> = lists.iter().map(|(list, _)| list.algorithm).collect();
        let found = sums(&mut content, &kinds).map_err(|error| format!("{path}:{error}"))?;
        if path.starts_with("data/") && files.contains(path) {
            report.files += 1;
            report.bytes = report.bytes.saturating_add(found.bytes);
        }
        for (list, digest) in lists {
            if found.hex(list.algorithm) != Some(digest) {
                report.wrong("bag.digest", path, format!("内容与 {} 不符", list.name));
            }
        }
    }
    Ok(())
}

/// `fetch.txt`: lines of address, length and path. What it names stays within the bag; what is not there is missing.
fn fetched(text: &str, files: &BTreeSet<String>, report: &mut BagReport) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut parts = line.splitn(3, [' ', '\t']);
        let path = parts.nth(2).map(str::trim_start).unwrap_or_default();
        match inside(path) {
            Some(path) if !path.starts_with("data/") => {
                report.wrong("bag.fetch", "fetch.txt", format!("“{path}”不在 data 文件夹里"));
            }
            Some(path) if !files.contains(&path) => {
                report.wrong("bag.missing", &path, "要从别处取的文件不在包里");
            }
            Some(_) => {}
            None => report.wrong("bag.path", "fetch.txt", format!("“{path}”指到了包外")),
        }
    }
}

/// `Payload-Oxum: bytes.files` (RFC 8493 2.2.2).
fn oxum(report: &mut BagReport) {
    let said = report.info.iter().find(|(label, _)| label.eq_ignore_ascii_case("payload-oxum"));
    let Some((_, said)) = said.cloned() else { return };
    if said != format!("{}.{}", report.bytes, report.files) {
        report.wrong("bag.oxum", "bag-info.txt", "Payload-Oxum 与实有的字节数、文件数不符");
    }
}
