//! Deriving every hash of the tree from the entries, and noting where the stored tiles say otherwise.
//! Decides nothing: what a difference means is for [`super::resolve`].

use super::FolderSource;
use super::history::History;
use super::report::{ProblemKind, Problems};
use crate::suite::{Digest, Suite};
use crate::tile::{Entries, Kind, TilePath, WIDTH};

/// Level-0 tiles in dispute that are kept with their rows; further ones are only counted.
const KEPT_DISPUTES: usize = 256;
/// So many bundles missing one after the other, and the rest is not looked for.
const MISSING_LIMIT: u32 = 1000;

/// The tree as the entries give it, and where the tiles differ.
pub(super) struct Walk<'f> {
    pub(super) folder: &'f dyn FolderSource,
    pub(super) suite: Suite,
    pub(super) size: u64,
    /// For each tile level the hashes it should hold, as the levels below give them. Level 0 keeps only its
    /// last, partial tile: the others are folded into level 1 at once.
    pub(super) rows: Vec<Vec<Digest>>,
    pub(super) disputes: Vec<Dispute>,
    uncounted: u64,
}

/// A tile whose derived and stored hashes differ, or of which one is missing.
pub(super) struct Dispute {
    pub(super) level: u8,
    pub(super) index: u64,
    /// The width of the tile in the tree of this size.
    pub(super) width: u16,
    /// What the entries, or the tiles below, give; at level 0 short when entries are missing.
    pub(super) derived: Vec<Digest>,
    /// What the tile file holds; empty when it is missing or of the wrong length.
    pub(super) stored: Vec<Digest>,
}

impl Dispute {
    pub(super) fn path(&self) -> TilePath {
        TilePath { kind: Kind::Hashes(self.level), index: self.index, width: self.width }
    }

    /// Whether this row has all the hashes of the tile.
    pub(super) fn is_whole(&self, row: &[Digest]) -> bool {
        row.len() == usize::from(self.width)
    }
}

impl<'f> Walk<'f> {
    pub(super) fn new(folder: &'f dyn FolderSource, suite: Suite, size: u64) -> Self {
        Self { folder, suite, size, rows: vec![Vec::new()], disputes: Vec::new(), uncounted: 0 }
    }

    pub(super) fn is_disputed(&self) -> bool {
        !self.disputes.is_empty() || self.uncounted > 0
    }

    /// Reads all bundles and level-0 tiles. `false` when the check was given up.
    pub(super) fn entries(
        &mut self,
        history: &mut History,
        problems: &mut Problems,
        progress: &mut dyn FnMut(u64, u64),
    ) -> bool {
        let mut upper = Vec::new();
        let mut missing_in_a_row = 0_u32;
        for index in 0..self.size.div_ceil(WIDTH) {
            let Some(path) = TilePath::at_size(Kind::Entries, index, self.size) else { break };
            let bytes = self.read(path, problems);
            missing_in_a_row = if bytes.is_some() { 0 } else { missing_in_a_row.saturating_add(1) };
            if missing_in_a_row == MISSING_LIMIT {
                problems.file(
                    ProblemKind::GivenUp,
                    &path.to_string(),
                    format!("连续缺少 {MISSING_LIMIT} 个条目文件,不再继续核验"),
                );
                return false;
            }
            let derived = match &bytes {
                Some(bytes) => self.hash_bundle(path, bytes, problems),
                None => Vec::new(),
            };
            let root = self.settle(0, index, path.width, &derived, problems);
            history.follow(self.suite, index, &derived, path.is_full().then_some(root));
            if path.is_full() {
                upper.push(root);
            } else {
                self.rows = vec![derived];
            }
            if index % 64 == 63 {
                progress(index.saturating_add(1).saturating_mul(WIDTH), self.size);
            }
        }
        self.rows.push(upper);
        progress(self.size, self.size);
        true
    }

    /// Derives the tiles above level 0, level by level, and compares them with their files.
    pub(super) fn upper_tiles(&mut self, problems: &mut Problems) {
        for level in 1..8_u8 {
            let Some(row) = self.rows.get(usize::from(level)).cloned() else { break };
            if row.is_empty() {
                break;
            }
            let mut upper = Vec::new();
            for (index, hashes) in (0..).zip(row.chunks(256)) {
                let width = u16::try_from(hashes.len()).unwrap_or(u16::MAX);
                let root = self.settle(level, index, width, hashes, problems);
                if u64::from(width) == WIDTH {
                    upper.push(root);
                }
            }
            self.rows.push(upper);
        }
        problems.omit(self.uncounted);
    }

    /// Compares a tile with its file; the root of the tile as it was derived, or else as it is stored.
    fn settle(
        &mut self,
        level: u8,
        index: u64,
        width: u16,
        derived: &[Digest],
        problems: &mut Problems,
    ) -> Digest {
        let path = TilePath { kind: Kind::Hashes(level), index, width };
        let stored = self.read(path, problems);
        let (present, stored) = (stored.is_some(), stored.unwrap_or_default());
        let expected = usize::from(width).saturating_mul(Digest::LENGTH);
        let derived_whole = derived.len() == usize::from(width);
        if derived_whole && stored.len() == expected && derived.as_flattened_eq(&stored) {
            return self.suite.root_of(derived);
        }
        let (hashes, rest) = stored.as_chunks::<{ Digest::LENGTH }>();
        let usable = rest.is_empty() && hashes.len() == usize::from(width);
        if !usable && present {
            problems.file(
                ProblemKind::TileLength,
                &path.to_string(),
                format!("应为 {expected} 字节,实为 {} 字节", stored.len()),
            );
        }
        let stored: Vec<Digest> =
            if usable { hashes.iter().copied().map(Digest).collect() } else { Vec::new() };
        let basis = if derived_whole || stored.is_empty() { derived } else { &stored };
        let root = self.suite.root_of(basis);
        // Above level 0 all are kept: they are few, and they decide the others.
        if level > 0 || self.disputes.len() < KEPT_DISPUTES {
            let derived = derived.to_vec();
            self.disputes.push(Dispute { level, index, width, derived, stored });
        } else {
            self.uncounted = self.uncounted.saturating_add(1);
        }
        root
    }

    /// The leaf hashes of a bundle, at most as many as belong there.
    fn hash_bundle(&self, path: TilePath, bytes: &[u8], problems: &mut Problems) -> Vec<Digest> {
        let first = path.index.saturating_mul(WIDTH);
        let width = usize::from(path.width);
        let mut entries: Vec<&[u8]> = Vec::with_capacity(width);
        let mut truncated = false;
        for entry in Entries::new(bytes) {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(_) => truncated = true,
            }
        }
        let found = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        let (file, next) = (|| path.to_string(), first.saturating_add(found));
        if truncated {
            let message = format!("文件在第 {next} 条中间截断");
            problems.leaf(ProblemKind::BundleTruncated, next, &file(), message);
        } else if entries.len() > width {
            let extra = first.saturating_add(u64::from(path.width));
            let message = format!("应有 {width} 条,实有 {found} 条,多出的从第 {extra} 条起");
            problems.leaf(ProblemKind::EntryExtra, extra, &file(), message);
        } else if entries.len() < width {
            let message = format!("应有 {width} 条,实有 {found} 条");
            problems.leaf(ProblemKind::EntryMissing, next, &file(), message);
        }
        entries.truncate(width);
        self.suite.leaf_hashes(&entries)
    }

    /// Reads a tile or bundle. In place of a missing partial file the full one serves, cut to the width.
    fn read(&self, path: TilePath, problems: &mut Problems) -> Option<Vec<u8>> {
        let file = path.to_string();
        let found = problems.read(self.folder, &file).ok()?;
        if found.is_some() {
            return found;
        }
        if !path.is_full()
            && let Ok(Some(full)) = self.folder.read(&path.filled().to_string())
        {
            return Some(cut(path, full));
        }
        problems.file(ProblemKind::FileMissing, &file, "文件缺失".to_owned());
        None
    }
}

/// The beginning of a full file, as long as the partial one would be.
fn cut(path: TilePath, mut bytes: Vec<u8>) -> Vec<u8> {
    let width = usize::from(path.width);
    let length = match path.kind {
        Kind::Hashes(_) => width.saturating_mul(Digest::LENGTH),
        Kind::Entries => Entries::new(&bytes)
            .take(width)
            .filter_map(|entry| entry.ok().map(|entry| entry.len().saturating_add(2)))
            .sum(),
    };
    bytes.truncate(length);
    bytes
}

/// Comparing hashes with bytes without copying either.
trait FlattenedEq {
    fn as_flattened_eq(&self, bytes: &[u8]) -> bool;
}

impl FlattenedEq for [Digest] {
    fn as_flattened_eq(&self, bytes: &[u8]) -> bool {
        let (chunks, rest) = bytes.as_chunks::<{ Digest::LENGTH }>();
        rest.is_empty()
            && chunks.len() == self.len()
            && self.iter().zip(chunks).all(|(hash, chunk)| hash.0 == *chunk)
    }
}
