//! Which of two contradicting files is false. The hash one level up decides; at the right edge, where nothing is
//! above, the signed root does.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{ProblemKind, Problems};
use super::walk::{Dispute, Walk};
use crate::suite::{Digest, Suite};
use crate::tile::{Kind, TilePath, WIDTH};
use crate::tree::Frontier;

/// Which side of a dispute is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Derived,
    Stored,
    Neither,
}

/// Disputes at the right edge are tried in all combinations up to this many.
const EDGE_LIMIT: usize = 8;

/// Explains every dispute; `true` when the checkpoint's root is what the tree has.
pub(super) fn resolve(walk: &Walk<'_>, root: &Digest, problems: &mut Problems) -> bool {
    let mut sides: BTreeMap<(u8, u64), Side> = BTreeMap::new();
    let edge: Vec<&Dispute> =
        walk.disputes.iter().filter(|dispute| !dispute.path().is_full()).collect();
    let rooted = decide_edge(walk, &edge, root, &mut sides);
    if !rooted {
        let message = "由条目和瓦片重算的树根与检查点签署的树根不符".to_owned();
        problems.file(ProblemKind::RootMismatch, "checkpoint", message);
    }
    // From the top down, so that whoever decides has been decided.
    let mut disputes: Vec<&Dispute> = walk.disputes.iter().collect();
    disputes.sort_by_key(|dispute| (u8::MAX - dispute.level, dispute.index));
    let by_place: BTreeMap<(u8, u64), &Dispute> =
        disputes.iter().map(|dispute| ((dispute.level, dispute.index), *dispute)).collect();
    for dispute in &disputes {
        let side = if dispute.path().is_full() {
            let side = judge(walk.suite, dispute, above(walk, dispute, &by_place, &sides));
            sides.insert((dispute.level, dispute.index), side);
            side
        } else {
            sides.get(&(dispute.level, dispute.index)).copied().unwrap_or(Side::Neither)
        };
        explain(walk, dispute, side, problems);
    }
    explain_entries(walk, &disputes, &sides, problems);
    if walk.is_disputed() && problems.is_empty() {
        // No difference may pass unnamed, whatever was thought of above.
        for dispute in disputes {
            let message = "瓦片与其下的内容不符".to_owned();
            problems.file(ProblemKind::Contradiction, &dispute.path().to_string(), message);
        }
    }
    rooted
}

/// What the tile above says the root of this tile is.
fn above(
    walk: &Walk<'_>,
    dispute: &Dispute,
    by_place: &BTreeMap<(u8, u64), &Dispute>,
    sides: &BTreeMap<(u8, u64), Side>,
) -> Option<Digest> {
    let place = (dispute.level.saturating_add(1), dispute.index / WIDTH);
    let offset = usize::try_from(dispute.index % WIDTH).ok()?;
    match by_place.get(&place) {
        // The row above was derived from this very tile and cannot judge it; only its file can.
        Some(parent) if sides.get(&place) != Some(&Side::Derived) => {
            parent.stored.get(offset).copied()
        }
        _ => {
            let row = walk.rows.get(usize::from(place.0))?;
            row.get(usize::try_from(dispute.index).ok()?).copied()
        }
    }
}

fn judge(suite: Suite, dispute: &Dispute, above: Option<Digest>) -> Side {
    let gives = |row: &[Digest]| dispute.is_whole(row) && Some(suite.root_of(row)) == above;
    if gives(&dispute.derived) {
        Side::Derived
    } else if gives(&dispute.stored) {
        Side::Stored
    } else {
        Side::Neither
    }
}

/// Finds the combination of derived and stored edge rows that gives the signed root.
fn decide_edge(
    walk: &Walk<'_>,
    edge: &[&Dispute],
    root: &Digest,
    sides: &mut BTreeMap<(u8, u64), Side>,
) -> bool {
    if edge.len() > EDGE_LIMIT {
        return false;
    }
    for choice in 0..1_u32 << edge.len() {
        let stored_at = |level: u8| {
            let position = edge.iter().position(|dispute| dispute.level == level)?;
            let dispute = edge.get(position)?;
            let stored = choice >> position & 1 == 1;
            Some(if stored { &dispute.stored } else { &dispute.derived })
        };
        if edge_root(walk, stored_at) == Some(*root) {
            for (position, dispute) in edge.iter().enumerate() {
                let stored = choice >> position & 1 == 1;
                let side = if stored { Side::Stored } else { Side::Derived };
                sides.insert((dispute.level, dispute.index), side);
            }
            return true;
        }
    }
    false
}

/// The root of the tree from the partial tile of each level, largest subtrees first.
fn edge_root<'r>(
    walk: &'r Walk<'_>,
    chosen: impl Fn(u8) -> Option<&'r Vec<Digest>>,
) -> Option<Digest> {
    let mut frontier = Frontier::new(walk.suite);
    for level in (0..8_u8).rev() {
        let width = TilePath::at_size(
            Kind::Hashes(level),
            walk.size.checked_shr(u32::from(level) * 8 + 8).unwrap_or(0),
            walk.size,
        )
        .map_or(0, |path| usize::from(path.width));
        if width == 0 {
            continue;
        }
        let row = if let Some(row) = chosen(level) {
            row.as_slice()
        } else {
            let row = walk.rows.get(usize::from(level))?;
            row.get(row.len().checked_sub(width)?..)?
        };
        if row.len() != width {
            return None;
        }
        for hash in row {
            frontier.append_subtree(u32::from(level) * 8, *hash).ok()?;
        }
    }
    Some(frontier.root())
}

/// Puts a dispute about a tile into words; entries are explained together later.
fn explain(walk: &Walk<'_>, dispute: &Dispute, side: Side, problems: &mut Problems) {
    let file = dispute.path().to_string();
    // A missing file or a wrong length has been reported where it was read.
    match side {
        Side::Derived if !dispute.stored.is_empty() => {
            let message = "瓦片内容被改动:与由条目重算、并与上层相符的摘要不同".to_owned();
            problems.file(ProblemKind::TileChanged, &file, message);
        }
        Side::Neither if !dispute.stored.is_empty() && dispute.is_whole(&dispute.derived) => {
            let message = "瓦片与其下的内容互相矛盾,且上层与两者都不符".to_owned();
            problems.file(ProblemKind::Contradiction, &file, message);
        }
        Side::Stored if dispute.level > 0 => {
            for (offset, (derived, stored)) in
                (0..).zip(dispute.derived.iter().zip(&dispute.stored))
            {
                if derived != stored {
                    replaced(walk, dispute, offset, problems);
                }
            }
        }
        _ => {}
    }
}

/// A tile below agrees with everything under it, and not with the tile above it, which is authentic.
fn replaced(walk: &Walk<'_>, dispute: &Dispute, offset: u64, problems: &mut Problems) {
    let level = dispute.level.saturating_sub(1);
    let index = dispute.index.saturating_mul(WIDTH).saturating_add(offset);
    if walk.disputes.iter().any(|other| other.level == level && other.index == index) {
        return; // it has its own report
    }
    let span = WIDTH.saturating_pow(u32::from(level).saturating_add(1));
    let first = index.saturating_mul(span);
    let last = first.saturating_add(span).saturating_sub(1);
    let file = TilePath::full(Kind::Hashes(level), index).to_string();
    let message =
        format!("第 {first} 至 {last} 条的条目文件与瓦片被一同替换:彼此相符,但与上层瓦片不符");
    problems.leaf(ProblemKind::SubtreeReplaced, first, &file, message);
}

/// Names the entries that are not what was recorded, and where their content comes from.
fn explain_entries(
    walk: &Walk<'_>,
    disputes: &[&Dispute],
    sides: &BTreeMap<(u8, u64), Side>,
    problems: &mut Problems,
) {
    let mut wrong: BTreeMap<u64, (Digest, Digest)> = BTreeMap::new();
    for dispute in disputes.iter().filter(|dispute| dispute.level == 0) {
        if sides.get(&(0, dispute.index)) == Some(&Side::Derived) {
            continue;
        }
        let first = dispute.index.saturating_mul(WIDTH);
        for (offset, (found, due)) in (0..).zip(dispute.derived.iter().zip(&dispute.stored)) {
            if found != due {
                wrong.insert(first.saturating_add(offset), (*found, *due));
            }
        }
    }
    let sought: BTreeSet<Digest> = wrong.values().map(|(found, _)| *found).collect();
    let home = if sought.is_empty() { BTreeMap::new() } else { find(walk, &sought) };
    for (leaf, (found, _)) in &wrong {
        let file = TilePath::at_size(Kind::Entries, leaf / WIDTH, walk.size)
            .map_or_else(String::new, |path| path.to_string());
        let (kind, message) = match home.get(found) {
            None => (ProblemKind::EntryChanged, format!("第 {leaf} 条被改动或伪造")),
            Some(other) => match wrong.get(other) {
                None => (
                    ProblemKind::EntryDuplicated,
                    format!("第 {leaf} 条被换成了第 {other} 条的副本"),
                ),
                Some((theirs, _)) if wrong.get(leaf).is_some_and(|(_, due)| due == theirs) => {
                    (ProblemKind::EntrySwapped, format!("第 {leaf} 条与第 {other} 条互换"))
                }
                Some(_) => (
                    ProblemKind::EntryMoved,
                    format!("第 {leaf} 条的位置上是第 {other} 条:顺序被改动"),
                ),
            },
        };
        problems.leaf(kind, *leaf, &file, message);
    }
}

/// Where in the stored leaf hashes the sought ones are at home.
fn find(walk: &Walk<'_>, sought: &BTreeSet<Digest>) -> BTreeMap<Digest, u64> {
    let mut home = BTreeMap::new();
    for index in 0..walk.size.div_ceil(WIDTH) {
        let Some(path) = TilePath::at_size(Kind::Hashes(0), index, walk.size) else { break };
        let Ok(Some(bytes)) = walk.folder.read(&path.to_string()) else { continue };
        let (hashes, _) = bytes.as_chunks::<{ Digest::LENGTH }>();
        for (leaf, hash) in (index.saturating_mul(WIDTH)..).zip(hashes) {
            let hash = Digest(*hash);
            if sought.contains(&hash) {
                home.entry(hash).or_insert(leaf);
            }
        }
    }
    home
}
