//! The package of a dossier for the archive: a bag that holds, besides papers and files, the events of the matter with their proofs.
//!
//! ```text
//! data/README.txt              what this is and how to check it, for whoever finds it
//! data/volumes/…  data/papers/…  data/files/…   what people read
//! data/metadata/…              what describes it
//! data/record/0001.proof.json  an event of the matter with its proof, one for each, in order
//! data/record/checkpoint       the signed head of the log   data/record/policy   the key of the log
//! zhiheng/digests.txt          digest in the suite of the log for every file under data/files
//! zhiheng/sealed.proof.json    the event by which the package was made; it names the digest of the manifest
//! ```
//! The last one closes the circle: whoever alters a file and writes all manifests anew has another manifest than the one on the record.
//!
//! What this is not: the making of a package, nor the meaning of its events.

use std::collections::BTreeSet;
use std::io::{self, Read};

use serde::Serialize;
use serde_json::Value;

use super::{BagReport, BagSource, Sealed, TAG_BYTES, check};
use crate::bundle::{Bundle, verify_bundle};
use crate::chunks::{CHUNK, Outline};
use crate::leaf::CopyField;
use crate::policy::Policy;
use crate::suite::Suite;

/// Where the proofs of the events lie.
pub const RECORD: &str = "data/record/";
/// How the file of a proof ends.
pub const PROOF: &str = ".proof.json";
/// Policy that the package brings along.
pub const POLICY: &str = "data/record/policy";
/// Where files lie that acts brought.
pub const FILES: &str = "data/files/";
/// Digests of those files in the suite of the log.
pub const DIGESTS: &str = "zhiheng/digests.txt";
/// Proof of the event by which the package was made.
pub const SEALED: &str = "zhiheng/sealed.proof.json";
/// The manifest whose digest that event names.
pub const MANIFEST: &str = "manifest-sha512.txt";
/// Field of that event.
pub const MANIFEST_FIELD: &str = "manifest";

/// What was found about a package.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PackageReport {
    /// The bag itself.
    pub bag: BagReport,
    /// Events of the matter that are proven to be in the log.
    pub events: usize,
    /// The log.
    pub log: String,
    /// Files whose digest is the one that an event cites.
    pub files: usize,
    /// The manifest is the one on the record; false where the package brings no such proof.
    pub sealed: bool,
    /// The policy came with the package: everything agrees with itself, and who signed must be known otherwise.
    pub own_policy: bool,
}

impl PackageReport {
    /// Nothing is wrong.
    pub fn is_intact(&self) -> bool {
        self.bag.is_valid()
    }
}

/// The digest by which the record names a file: the root over its chunks (see [`crate::chunks`]), read a chunk at a time.
///
/// # Errors
/// It cannot be read.
pub fn record_digest(suite: Suite, content: &mut dyn Read) -> io::Result<String> {
    let (mut hashes, mut size) = (Vec::new(), 0_u64);
    let mut chunk = Vec::new();
    loop {
        chunk.clear();
        (&mut *content).take(CHUNK).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            break;
        }
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(0));
        hashes.push(suite.leaf_hash(&chunk));
    }
    let outline = Outline::new(suite, size, hashes).unwrap_or_else(|_| Outline::of(suite, &[]));
    Ok(outline.digest().to_string())
}

/// Whether a bag is such a package.
///
/// # Errors
/// It cannot be listed.
pub fn is_package(source: &dyn BagSource) -> Result<bool, String> {
    Ok(source.files()?.iter().any(|file| file.starts_with(RECORD)))
}

/// Checks a bag and, if it is a package, every proof in it. `policy` is the text of a policy that the checker trusts; without one the
/// package's own is taken.
///
/// # Errors
/// Something cannot be read, or the policy given is none: nothing can be said.
pub fn verify_package(
    source: &dyn BagSource,
    policy: Option<&str>,
) -> Result<PackageReport, String> {
    let mut report = PackageReport { bag: check(source)?, ..PackageReport::default() };
    let files = source.files()?;
    let proofs: Vec<&String> =
        files.iter().filter(|file| file.starts_with(RECORD) && file.ends_with(PROOF)).collect();
    if proofs.is_empty() {
        return Ok(report);
    }
    let own = match policy {
        Some(_) => None,
        None => text(source, POLICY)?,
    };
    report.own_policy = policy.is_none();
    let Some(policy) = policy.map(ToOwned::to_owned).or(own) else {
        report.bag.wrong("package.policy", POLICY, "包里没有信任策略，请另外给出");
        return Ok(report);
    };
    let trusted = match Policy::parse(&policy) {
        Ok(trusted) => trusted,
        Err(fault) if report.own_policy => {
            report.bag.wrong("package.policy", POLICY, fault.to_string());
            return Ok(report);
        }
        Err(fault) => return Err(format!("信任策略:{fault}")),
    };
    let mut cited: BTreeSet<String> = BTreeSet::new();
    let (mut matter, mut last) = (None, None);
    for file in proofs {
        let Some(event) = proven(source, file, &policy, &mut report)? else { continue };
        report.events += 1;
        citations(&event.values, &mut cited);
        let own = field(&event.values, "matter").cloned();
        if matter.is_none() {
            matter.clone_from(&own);
        } else if matter != own {
            report.bag.wrong("package.other_matter", file, "这一条不是本件的事件");
        }
        // One act cannot have gone before the one that stands before it in the package.
        if last.is_some_and(|last| event.index <= last) {
            report.bag.wrong("package.order", file, "事件的次序与记录不符");
        }
        last = Some(event.index);
        report.log = event.log;
    }
    let suite = trusted.logs().first().map(crate::key::Verifier::suite);
    if let Some(suite) = suite {
        held(source, suite, &files, &cited, &mut report)?;
    }
    sealed(source, &policy, &files, &mut report)?;
    report.bag.problems.sort();
    report.bag.problems.dedup();
    Ok(report)
}

struct Proven {
    values: Vec<(String, Value)>,
    index: u64,
    log: String,
}

/// The shown fields of a proof that holds; none, and a problem, where it does not.
fn proven(
    source: &dyn BagSource,
    file: &str,
    policy: &str,
    report: &mut PackageReport,
) -> Result<Option<Proven>, String> {
    let json = text(source, file)?.unwrap_or_default();
    let found = match verify_bundle(&json, policy) {
        Ok(found) => found,
        Err(fault) => {
            report.bag.wrong("package.proof", file, fault.to_string());
            return Ok(None);
        }
    };
    let bundle: Bundle = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let values = bundle
        .copy
        .fields
        .into_iter()
        .filter_map(|field| match field {
            CopyField::Revealed(field) => Some((field.name, field.value)),
            CopyField::Hidden { .. } => None,
        })
        .collect();
    Ok(Some(Proven { values, index: found.index, log: found.verdict.log }))
}

fn field<'v>(values: &'v [(String, Value)], name: &str) -> Option<&'v Value> {
    values.iter().find(|(held, _)| held == name).map(|(_, value)| value)
}

/// Digests of files that the form of an event cites.
fn citations(values: &[(String, Value)], cited: &mut BTreeSet<String>) {
    for (name, value) in values {
        if name.starts_with("fields.") {
            gather(value, cited);
        }
    }
}

fn gather(value: &Value, cited: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, cited)),
        Value::Object(members) => {
            cited.extend(members.get("digest").and_then(Value::as_str).map(ToOwned::to_owned));
        }
        _ => {}
    }
}

/// Every file under `data/files` is one that an event cites, and is still that file.
fn held(
    source: &dyn BagSource,
    suite: Suite,
    files: &[String],
    cited: &BTreeSet<String>,
    report: &mut PackageReport,
) -> Result<(), String> {
    let list = text(source, DIGESTS)?.unwrap_or_default();
    let said = |path: &str| {
        list.lines().find_map(|line| {
            let (digest, held) = line.split_once("  ")?;
            (held == path).then_some(digest)
        })
    };
    for file in files.iter().filter(|file| file.starts_with(FILES)) {
        let Some(digest) = said(file) else {
            report.bag.wrong("package.digest", file, "没有列出这个文件在记录里的摘要");
            continue;
        };
        let Some(mut reader) = source.open(file)? else { continue };
        let found = record_digest(suite, &mut reader).map_err(|error| format!("{file}:{error}"))?;
        if found != digest {
            report.bag.wrong("package.digest", file, "内容与记录里的摘要不符");
        } else if cited.contains(digest) {
            report.files += 1;
        } else {
            report.bag.wrong("package.uncited", file, "没有事件引用过这个文件");
        }
    }
    Ok(())
}

/// The manifest is the one that the record names.
fn sealed(
    source: &dyn BagSource,
    policy: &str,
    files: &[String],
    report: &mut PackageReport,
) -> Result<(), String> {
    if !files.iter().any(|file| file == SEALED) {
        report.bag.warnings.push(super::BagProblem {
            code: "package.unsealed",
            file: SEALED.to_owned(),
            message: "没有封包的证明：只能证明事件和所引文件属实，不能证明其余文件是原来导出的"
                .to_owned(),
        });
        return Ok(());
    }
    let Some(event) = proven(source, SEALED, policy, report)? else { return Ok(()) };
    let manifest = text(source, MANIFEST)?.unwrap_or_default();
    let now = Sealed::of(MANIFEST, manifest.as_bytes());
    let now = now.sums.hex(super::Algorithm::Sha512);
    let then = field(&event.values, MANIFEST_FIELD).and_then(Value::as_str);
    if then.is_none() || now != then {
        report.bag.wrong("package.manifest", MANIFEST, "清单不是封包时记录在案的那一份");
        return Ok(());
    }
    report.sealed = true;
    Ok(())
}

fn text(source: &dyn BagSource, file: &str) -> Result<Option<String>, String> {
    let Some(reader) = source.open(file)? else { return Ok(None) };
    let mut bytes = Vec::new();
    reader.take(TAG_BYTES).read_to_end(&mut bytes).map_err(|error| format!("{file}:{error}"))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
