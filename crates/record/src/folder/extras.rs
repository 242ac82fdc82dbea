//! Files that should not be there, and old partial files that should agree with what replaced them.

use super::FolderSource;
use super::report::{ProblemKind, Problems};
use crate::tile::{Kind, TilePath, WIDTH};

/// Looks through all files below `tile/`, or where they cannot be listed, for those just beyond the end.
pub(super) fn check(folder: &dyn FolderSource, size: u64, problems: &mut Problems) {
    match problems.list(folder, "tile") {
        Some(files) => files.iter().for_each(|file| judge(folder, file, size, problems)),
        None => probe(folder, size, problems),
    }
}

fn judge(folder: &dyn FolderSource, file: &str, size: u64, problems: &mut Problems) {
    let Ok(path) = file.parse::<TilePath>() else {
        let message = "不属于日志的文件".to_owned();
        problems.file(ProblemKind::UnknownFile, file, message);
        return;
    };
    match TilePath::at_size(path.kind, path.index, size) {
        Some(current) if current == path => {}
        Some(current) if path.width < current.width => {
            let newer = folder
                .read(&current.to_string())
                .ok()
                .flatten()
                .or_else(|| folder.read(&current.filled().to_string()).ok().flatten());
            let (Some(newer), Ok(Some(older))) = (newer, problems.read(folder, file)) else {
                return; // the missing one is reported already
            };
            if !begins(path, &newer, &older) {
                let message = format!("旧的部分文件与“{current}”的开头不一致");
                problems.file(ProblemKind::StalePartial, file, message);
            }
        }
        _ => problems.file(ProblemKind::BeyondCheckpoint, file, beyond(size)),
    }
}

/// Whether `older`, with as many items as its name says, is how `newer` begins.
fn begins(path: TilePath, newer: &[u8], older: &[u8]) -> bool {
    let items = match path.kind {
        Kind::Hashes(_) => older.len().is_multiple_of(32).then_some(older.len() / 32),
        Kind::Entries => crate::tile::decode_entries(older).ok().map(|entries| entries.len()),
    };
    items == Some(usize::from(path.width)) && newer.starts_with(older)
}

/// Without a listing: the files a log grown a little further would have.
fn probe(folder: &dyn FolderSource, size: u64, problems: &mut Problems) {
    for kind in [Kind::Entries, Kind::Hashes(0)] {
        let longer = (1..=WIDTH).filter_map(|more| {
            let grown = size.checked_add(more)?;
            TilePath::at_size(kind, grown.saturating_sub(1) / WIDTH, grown)
        });
        for path in longer {
            let file = path.to_string();
            if let Ok(Some(_)) = problems.read(folder, &file) {
                problems.file(ProblemKind::BeyondCheckpoint, &file, beyond(size));
            }
        }
    }
}

fn beyond(size: u64) -> String {
    format!("检查点只到 {size} 条,此文件超出其外:检查点被换成了旧的,或有未经签署的条目")
}
