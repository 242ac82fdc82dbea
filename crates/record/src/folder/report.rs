//! What a check found, in words for people and codes for programs.

use serde::Serialize;

use super::FolderSource;
use crate::suite::Suite;

/// The result of checking a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The origin of the log, as its checkpoint says.
    pub origin: String,
    /// The algorithms of the log; `None` when the checkpoint could not be read.
    pub suite: Option<Suite>,
    /// The number of entries the checkpoint speaks for.
    pub size: u64,
    /// The root the checkpoint signs, in hexadecimal.
    pub root_hex: String,
    /// The witnesses whose cosignatures hold, with the time of each in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
    /// How many earlier checkpoints were found and checked.
    pub history: usize,
    /// What is wrong, in the order it was found; empty when the log is intact.
    pub problems: Vec<Problem>,
    /// How many further problems were found and not listed.
    pub omitted: u64,
}

impl Report {
    /// Whether nothing at all is wrong.
    pub fn is_intact(&self) -> bool {
        self.problems.is_empty() && self.omitted == 0
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A code that stays the same when the words change.
    pub kind: ProblemKind,
    /// The entry concerned, counted from 0.
    pub leaf: Option<u64>,
    /// The file concerned.
    pub file: Option<String>,
    /// What is wrong, in Chinese.
    pub message: String,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A file could not be read; says nothing about its content.
    Unreadable,
    /// There is no checkpoint.
    CheckpointMissing,
    /// The checkpoint is not one.
    CheckpointMalformed,
    /// The policy does not accept the checkpoint.
    CheckpointUntrusted,
    /// A tile or bundle is missing.
    FileMissing,
    /// A bundle ends within an entry.
    BundleTruncated,
    /// A bundle has too few entries.
    EntryMissing,
    /// A bundle has too many entries.
    EntryExtra,
    /// An entry is not what was recorded.
    EntryChanged,
    /// An entry stands where another belongs.
    EntryMoved,
    /// Two entries have changed places.
    EntrySwapped,
    /// An entry repeats another, in place of what was recorded.
    EntryDuplicated,
    /// A tile has the wrong length.
    TileLength,
    /// A tile is not what the entries below it give.
    TileChanged,
    /// Entries and the tiles above them were replaced together.
    SubtreeReplaced,
    /// Two files contradict each other and nothing above them decides.
    Contradiction,
    /// What the files give is not what the checkpoint signs.
    RootMismatch,
    /// A file in the history is no checkpoint of its size.
    HistoryMalformed,
    /// A checkpoint in the history is not signed by the log.
    HistoryUntrusted,
    /// The log once signed another history.
    HistoryFork,
    /// The log once was larger than its checkpoint now says.
    RolledBack,
    /// A file holds entries or hashes the checkpoint does not speak for.
    BeyondCheckpoint,
    /// An old partial file is not the beginning of what replaced it.
    StalePartial,
    /// A file that does not belong to a log.
    UnknownFile,
    /// So much is missing that the check was given up.
    GivenUp,
}

/// The failure has been added to the problems; nothing more to say.
#[derive(Debug)]
pub(super) struct Noted;

/// The problems found so far, at most [`Problems::LIMIT`] of them in words.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    omitted: u64,
}

impl Problems {
    const LIMIT: usize = 1000;

    pub(super) fn add(&mut self, problem: Problem) {
        if self.list.len() < Self::LIMIT {
            self.list.push(problem);
        } else {
            self.omit(1);
        }
    }

    pub(super) fn omit(&mut self, count: u64) {
        self.omitted = self.omitted.saturating_add(count);
    }

    pub(super) fn file(&mut self, kind: ProblemKind, file: &str, message: String) {
        self.add(Problem { kind, leaf: None, file: Some(file.to_owned()), message });
    }

    pub(super) fn leaf(&mut self, kind: ProblemKind, leaf: u64, file: &str, message: String) {
        self.add(Problem { kind, leaf: Some(leaf), file: Some(file.to_owned()), message });
    }

    /// Reads a file; a failure is noted.
    pub(super) fn read(
        &mut self,
        folder: &dyn FolderSource,
        file: &str,
    ) -> Result<Option<Vec<u8>>, Noted> {
        folder.read(file).map_err(|reason| {
            self.file(ProblemKind::Unreadable, file, format!("读取失败:{reason}"));
            Noted
        })
    }

    /// Whether nothing has been found yet.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.omitted == 0
    }

    /// Lists the files below a folder; a failure is noted.
    pub(super) fn list(&mut self, folder: &dyn FolderSource, under: &str) -> Option<Vec<String>> {
        match folder.list(under) {
            Ok(found) => found,
            Err(reason) => {
                self.file(ProblemKind::Unreadable, under, format!("列目录失败:{reason}"));
                None
            }
        }
    }

    pub(super) fn finish(self) -> (Vec<Problem>, u64) {
        (self.list, self.omitted)
    }
}
