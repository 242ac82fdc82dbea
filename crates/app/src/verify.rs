//! Whether a data folder is what was recorded: every row of the journal, every published file, every piece of evidence.
//!
//! What this is not: whether it was lawful (see [`crate::audit`]), nor the check of the published files alone, which is
//! `zhiheng_record::folder` and needs no database. Here the journal is held against them.

mod evidence;
mod rows;
mod tail;

use std::sync::Arc;

use serde::Serialize;
use zhiheng_record::folder::{FolderSource as _, ProblemKind, Report, verify_folder};
use zhiheng_record::policy::Policy;

use crate::application::App;
use crate::error::Error;
use crate::record_folder::RecordFolder;

/// Troubles that are listed; the others are counted.
const LISTED: usize = 1000;
/// How often the published files are read again when the log grew in the meantime.
const ATTEMPTS: usize = 5;

/// Where a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The published files.
    Record,
    /// The rows of the journal.
    Journal,
    /// Files of evidence.
    Evidence,
}

/// Told where the verification is: the stage, how many are done, of how many.
pub type Progress = Arc<dyn Fn(Stage, u64, u64) + Send + Sync>;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Origin of the log.
    pub origin: String,
    /// Entries that the checkpoint speaks for.
    pub size: u64,
    /// Root that it signs, hex.
    pub root: String,
    /// Earlier checkpoints that were compared.
    pub history: usize,
    /// Witnesses whose cosignatures hold, with their time.
    pub witnesses: Vec<(String, u64)>,
    /// Events in the store.
    pub events: u64,
    /// Events that are stored and not signed yet: a process was stopped before its follower came to them.
    pub unsigned: u64,
    /// Contents that were destroyed under a certificate that stands on the record. Their leaves are there and verify.
    pub destroyed: u64,
    /// Certificates of destruction on the record.
    pub certificates: u64,
    /// Files of evidence that were read.
    pub blobs: u64,
    /// What is wrong.
    pub problems: Vec<Trouble>,
    /// Further problems that are not listed.
    pub omitted: u64,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// A code that stays the same when the words change.
    pub kind: String,
    /// Place in the record, from 0.
    pub seq: Option<u64>,
    /// Stream of the event.
    pub stream: Option<String>,
    /// Version within the stream.
    pub version: Option<u64>,
    /// Published file.
    pub file: Option<String>,
    /// Digest of the file of evidence.
    pub blob: Option<String>,
    /// Bytes of that file among which the change is: the first, and the one after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<(u64, u64)>,
    /// In Chinese.
    pub message: String,
}

/// Kind of what could not be read: it says nothing about the content.
const UNREADABLE: &str = "unreadable";

impl Verified {
    /// Whether nothing at all is wrong.
    pub fn is_intact(&self) -> bool {
        self.problems.is_empty() && self.omitted == 0
    }

    /// Whether there is nothing but what could not be read: no verdict.
    pub fn is_undecided(&self) -> bool {
        !self.is_intact()
            && self.omitted == 0
            && self.problems.iter().all(|trouble| trouble.kind == UNREADABLE)
    }

    fn add(&mut self, trouble: Trouble) {
        if self.problems.len() < LISTED {
            self.problems.push(trouble);
        } else {
            self.omitted += 1;
        }
    }
}

impl App {
    /// Verifies the whole data folder. Reads only, and may run beside a serving process.
    ///
    /// # Errors
    /// The store or the evidence cannot be reached at all. What is wrong with them is in the answer.
    pub async fn verify(
        &self,
        folder: &RecordFolder,
        policy: Policy,
        progress: Progress,
    ) -> Result<Verified, Error> {
        let report = published(folder, policy, progress.clone()).await?;
        let mut verified = Verified {
            origin: report.origin.clone(),
            size: report.size,
            root: report.root_hex.clone(),
            history: report.history,
            witnesses: report.witnesses.clone(),
            omitted: report.omitted,
            ..Verified::default()
        };
        for problem in report.problems {
            let unsigned = problem.kind == ProblemKind::BeyondCheckpoint
                && tail::is_of_the_store(self, folder, problem.file.as_deref()).await?;
            // A follower that was stopped between its files and its checkpoint left what the store can vouch for.
            if unsigned {
                continue;
            }
            verified.add(Trouble {
                kind: match problem.kind {
                    ProblemKind::Unreadable => UNREADABLE.to_owned(),
                    kind => serde_json::to_value(kind)
                        .ok()
                        .and_then(|kind| kind.as_str().map(ToOwned::to_owned))
                        .unwrap_or_default(),
                },
                seq: problem.leaf,
                file: problem.file,
                message: problem.message,
                ..Trouble::default()
            });
        }
        let cited = rows::check(self, folder, &mut verified, &progress).await?;
        evidence::check(self, cited, &mut verified, &progress).await?;
        Ok(verified)
    }
}

/// Checks the published files; again where a serving process signed a longer log meanwhile and something seemed wrong.
async fn published(
    folder: &RecordFolder,
    policy: Policy,
    progress: Progress,
) -> Result<Report, Error> {
    let folder = folder.clone();
    let work = move || {
        let mut attempt = 1;
        loop {
            let before = folder.read("checkpoint");
            let report = verify_folder(&folder, &policy, &mut |done, of| {
                progress(Stage::Record, done, of);
            });
            if report.is_intact() || attempt == ATTEMPTS || folder.read("checkpoint") == before {
                return report;
            }
            attempt += 1;
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
}
