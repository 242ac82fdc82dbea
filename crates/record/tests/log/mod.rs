//! A small log in memory, written the way a real one is: batch after batch, each with its tiles and its checkpoint.

use std::collections::BTreeMap;

use serde_json::json;
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::folder::{FolderSource, Problem, ProblemKind, Report, verify_folder};
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::leaf::{Field, leaf_bytes};
use zhiheng_record::policy::{Policy, policy_for};
use zhiheng_record::tile::{Kind, TilePath, grow_entries, grow_tiles};
use zhiheng_record::tree::Frontier;
use zhiheng_record::{Digest, Suite};

pub(crate) const ORIGIN: &str = "changzhi.example.gov.cn/record";

/// The files of a log by path.
#[derive(Clone)]
pub(crate) struct Files(pub(crate) BTreeMap<String, Vec<u8>>);

impl FolderSource for Files {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.get(path).cloned())
    }

    fn list(&self, under: &str) -> Result<Option<Vec<String>>, String> {
        let prefix = format!("{under}/");
        Ok(Some(self.0.keys().filter(|path| path.starts_with(&prefix)).cloned().collect()))
    }
}

pub(crate) fn signer(suite: Suite) -> Signer {
    Signer::from_seed(ORIGIN, KeyKind::of_log(suite), &[42; 32]).unwrap()
}

pub(crate) fn leaf(suite: Suite, number: u64) -> Vec<u8> {
    let field = Field {
        name: "行为".to_owned(),
        salt: [u8::try_from(number % 251).unwrap(); 16],
        value: json!(number),
    };
    leaf_bytes(suite, &[field]).unwrap()
}

/// A log whose batches end at `sizes`; every checkpoint but the last is kept in the history.
pub(crate) fn grown(suite: Suite, sizes: &[u64]) -> Files {
    grown_from(suite, sizes, |number| leaf(suite, number))
}

pub(crate) fn grown_from(suite: Suite, sizes: &[u64], leaf: impl Fn(u64) -> Vec<u8>) -> Files {
    let signer = signer(suite);
    let mut files = Files(BTreeMap::new());
    files.0.insert("policy".to_owned(), policy_for(&signer.vkey()).into_bytes());
    let mut frontier = Frontier::new(suite);
    for (position, size) in sizes.iter().enumerate() {
        let old = frontier.size();
        let leaves: Vec<Vec<u8>> = (old..*size).map(&leaf).collect();
        let borrowed: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        let hashes = suite.leaf_hashes(&borrowed);
        let edge = TilePath::at_size(Kind::Entries, old / 256, old)
            .and_then(|path| files.0.get(&path.to_string()).cloned());
        let bundles = grow_entries(old, edge.as_deref(), &leaves).unwrap();
        let source =
            |path: &TilePath| -> Result<_, String> { Ok(files.0.get(&path.to_string()).cloned()) };
        let tiles = grow_tiles(suite, old, &hashes, &source).unwrap();
        for (path, bytes) in bundles.into_iter().chain(tiles) {
            let before = files.0.insert(path.to_string(), bytes);
            assert!(before.is_none(), "{path} was published before and must not change");
        }
        for hash in hashes {
            frontier.append(hash).unwrap();
        }
        let head = sign(suite, *size, frontier.root());
        if position + 1 == sizes.len() {
            files.0.insert("checkpoint".to_owned(), head);
        } else {
            files.0.insert(format!("history/{size}"), head);
        }
    }
    files
}

pub(crate) fn sign(suite: Suite, size: u64, root: Digest) -> Vec<u8> {
    let head = Checkpoint::new(ORIGIN, size, root);
    SignedCheckpoint::sign(head, &signer(suite)).unwrap().to_string().into_bytes()
}

pub(crate) fn policy(suite: Suite) -> Policy {
    Policy::parse(&policy_for(&signer(suite).vkey())).unwrap()
}

pub(crate) fn verify(suite: Suite, files: &Files) -> Report {
    verify_folder(files, &policy(suite), &mut |_, _| ())
}

pub(crate) fn kinds(report: &Report) -> Vec<ProblemKind> {
    report.problems.iter().map(|problem| problem.kind).collect()
}

/// The one problem of this kind.
pub(crate) fn only(report: &Report, kind: ProblemKind) -> &Problem {
    let found: Vec<_> = report.problems.iter().filter(|problem| problem.kind == kind).collect();
    assert_eq!(found.len(), 1, "{:#?}", report.problems);
    found[0]
}
