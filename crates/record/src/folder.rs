//! Checking a whole published log from its files: every entry, every tile, the root, the signatures, the history.
//!
//! ```text
//! checkpoint             the signed head
//! policy                 whom its reader may trust (read by the caller, who may bring a policy of their own)
//! tile/…                 hashes and entries, as C2SP tlog-tiles lays them out
//! history/<size>         earlier signed checkpoints; each must be the head of what the log then was
//! ```
//! Everything is derived anew from the entries and compared with what is stored. Where the two differ, the hash one
//! level up says which of them is false, and at the top the signed root does; so a report names the entry or the
//! file, not merely the fact. The reading itself is the caller's: see [`FolderSource`].

mod extras;
mod history;
mod report;
mod resolve;
mod walk;

pub use report::{Problem, ProblemKind, Report};

use crate::checkpoint::{CheckpointFault, SignedCheckpoint};
use crate::key::Verifier;
use crate::policy::Policy;
use crate::suite::Suite;
use history::History;
use report::Problems;
use walk::Walk;

/// Where the files of a log are read from. Paths are relative, with `/`.
pub trait FolderSource {
    /// The bytes of a file, `None` where there is none, or what went wrong.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String>;

    /// All files below the folder `under`, as paths from the root of the log; `None` where this source cannot say.
    /// Without it earlier checkpoints and superfluous files go unseen.
    fn list(&self, under: &str) -> Result<Option<Vec<String>>, String> {
        let _ = under;
        Ok(None)
    }
}

/// Checks the log in `folder` against `policy`. `progress` is told, now and then, how many entries of how many are done.
pub fn verify_folder(
    folder: &dyn FolderSource,
    policy: &Policy,
    progress: &mut dyn FnMut(u64, u64),
) -> Report {
    let mut problems = Problems::default();
    let mut report = Report::default();
    if let Some((signed, suite)) = read_head(folder, policy, &mut report, &mut problems) {
        let head = signed.checkpoint();
        let mut history = History::read(folder, policy, head, &mut problems);
        let mut walk = Walk::new(folder, suite, head.size);
        if walk.entries(&mut history, &mut problems, progress) {
            walk.upper_tiles(&mut problems);
            let rooted = resolve::resolve(&walk, &head.root, &mut problems);
            history.judge(rooted, walk.is_disputed(), &mut problems);
            extras::check(folder, head.size, &mut problems);
        }
        report.history = history.count();
    }
    (report.problems, report.omitted) = problems.finish();
    report
}

/// Reads the head and decides which algorithms to go on with; `None` when there is nothing to go on with.
fn read_head(
    folder: &dyn FolderSource,
    policy: &Policy,
    report: &mut Report,
    problems: &mut Problems,
) -> Option<(SignedCheckpoint, Suite)> {
    const FILE: &str = "checkpoint";
    let bytes = problems.read(folder, FILE).ok()?;
    let Some(bytes) = bytes else {
        problems.file(ProblemKind::CheckpointMissing, FILE, "没有检查点文件".to_owned());
        return None;
    };
    let signed: SignedCheckpoint = match parse(&bytes) {
        Ok(signed) => signed,
        Err(fault) => {
            problems.file(ProblemKind::CheckpointMalformed, FILE, fault.to_string());
            return None;
        }
    };
    let head = signed.checkpoint();
    report.origin.clone_from(&head.origin);
    report.size = head.size;
    report.root_hex = head.root.to_string();
    let suite = match policy.check(&signed) {
        Ok(verdict) => {
            report.witnesses = verdict.witnesses;
            Some(verdict.suite)
        }
        Err(fault) => {
            problems.file(ProblemKind::CheckpointUntrusted, FILE, fault.to_string());
            // Go on where possible: the reader wants to know what else is wrong.
            policy.log(&head.origin).or_else(|| policy.logs().first()).map(Verifier::suite)
        }
    };
    report.suite = suite;
    suite.map(|suite| (signed, suite))
}

fn parse(bytes: &[u8]) -> Result<SignedCheckpoint, CheckpointFault> {
    let text = str::from_utf8(bytes).map_err(|_| crate::note::NoteFault::Encoding)?;
    text.parse()
}
