//! Earlier checkpoints. A log that signed one history and shows another has forked; one whose earlier checkpoint
//! is larger than its present one was rolled back.

use std::collections::BTreeMap;

use super::report::{ProblemKind, Problems};
use super::{FolderSource, parse};
use crate::checkpoint::{Checkpoint, decimal};
use crate::policy::Policy;
use crate::suite::{Digest, Suite};
use crate::tile::WIDTH;
use crate::tree::Frontier;

/// The earlier heads of the log and, as the entries go by, what the tree really was at each of those sizes.
pub(super) struct History {
    /// By size: the root that was signed.
    signed: BTreeMap<u64, Digest>,
    /// The sizes whose root the entries do not give.
    broken: Vec<u64>,
    frontier: Option<Frontier>,
}

impl History {
    /// Reads the history and checks the signatures.
    pub(super) fn read(
        folder: &dyn FolderSource,
        policy: &Policy,
        head: &Checkpoint,
        problems: &mut Problems,
    ) -> Self {
        let mut signed = BTreeMap::new();
        for file in problems.list(folder, "history").unwrap_or_default() {
            let Ok(Some(bytes)) = problems.read(folder, &file) else { continue };
            let size = file.strip_prefix("history/").and_then(decimal);
            let checkpoint = match parse(&bytes) {
                Ok(checkpoint) if Some(checkpoint.checkpoint().size) == size => checkpoint,
                Ok(_) => {
                    let message = "文件名与检查点的条数不符".to_owned();
                    problems.file(ProblemKind::HistoryMalformed, &file, message);
                    continue;
                }
                Err(fault) => {
                    problems.file(ProblemKind::HistoryMalformed, &file, fault.to_string());
                    continue;
                }
            };
            let old = checkpoint.checkpoint();
            let keys = policy.logs().iter().filter(|log| log.name() == head.origin);
            let known: Vec<_> = keys.collect();
            if old.origin != head.origin || checkpoint.note().verify(&known).is_err() {
                let message = "不是本日志签署的检查点".to_owned();
                problems.file(ProblemKind::HistoryUntrusted, &file, message);
            } else if old.size > head.size {
                let message = format!(
                    "日志曾签署到 {} 条,现在的检查点只有 {} 条:检查点被换成了旧的,或记录被删减",
                    old.size, head.size
                );
                problems.file(ProblemKind::RolledBack, &file, message);
            } else {
                signed.insert(old.size, old.root);
            }
        }
        Self { signed, broken: Vec::new(), frontier: None }
    }

    /// How many earlier checkpoints are compared with the tree.
    pub(super) fn count(&self) -> usize {
        self.signed.len()
    }

    /// Lets the leaf hashes of bundle `index` go by; a full bundle with its `root`, known even where entries are missing.
    pub(super) fn follow(
        &mut self,
        suite: Suite,
        index: u64,
        hashes: &[Digest],
        root: Option<Digest>,
    ) {
        let Some((last, _)) = self.signed.last_key_value() else { return };
        let first = index.saturating_mul(WIDTH);
        if first > *last {
            return;
        }
        let frontier = self.frontier.get_or_insert_with(|| Frontier::new(suite));
        if index == 0 && self.signed.get(&0).is_some_and(|root| *root != suite.empty_root()) {
            self.broken.push(0);
        }
        let end = first.saturating_add(WIDTH);
        let mut within = frontier.clone();
        let mut rest = hashes.iter();
        for (size, root) in self.signed.range(first.saturating_add(1)..=end) {
            while within.size() < *size
                && let Some(hash) = rest.next()
            {
                // Cannot fail: one leaf always fits.
                let _ = within.append(*hash);
            }
            if within.size() != *size || within.root() != *root {
                self.broken.push(*size);
            }
        }
        if let Some(root) = root {
            // Cannot fail: bundles follow each other from the first on, and all but the last are full.
            let _ = frontier.append_subtree(8, root);
        }
    }

    /// Says which earlier checkpoints the tree does not continue.
    pub(super) fn judge(&self, rooted: bool, disputed: bool, problems: &mut Problems) {
        let Some(first_broken) = self.broken.first() else { return };
        let sound = self.signed.range(..first_broken).next_back().map_or(0, |(size, _)| *size);
        for size in &self.broken {
            let message = if disputed {
                format!(
                    "现有条目给不出这个检查点的树根(可能由已列出的损坏引起;第 {sound} 条之前相符)"
                )
            } else if rooted {
                format!("日志曾就前 {size} 条签署过另一个树根:历史分叉,第 {sound} 条之后被改写")
            } else {
                format!("与日志签署过的历史不符:第 {sound} 条之后被改写")
            };
            problems.leaf(ProblemKind::HistoryFork, sound, &format!("history/{size}"), message);
        }
    }
}
