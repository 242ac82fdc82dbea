//! A whole log checked from its files: an intact one passes, and whatever is done to it is found and named.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod log;

use log::{Files, grown, grown_from, kinds, leaf, only, policy, sign, verify};
use zhiheng_record::Suite;
use zhiheng_record::folder::{FolderSource, ProblemKind, verify_folder};
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::policy::{Policy, policy_for};
use zhiheng_record::tile::{decode_entries, encode_entries};

const NATIONAL: Suite = Suite::National;
const BOTH: [Suite; 2] = [Suite::National, Suite::International];

/// Rewrites the entries of one bundle.
fn edit(files: &mut Files, path: &str, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let bytes = files.0.get_mut(path).unwrap();
    let mut entries: Vec<Vec<u8>> =
        decode_entries(bytes).unwrap().into_iter().map(<[u8]>::to_vec).collect();
    change(&mut entries);
    *bytes = encode_entries(&entries).unwrap();
}

#[test]
fn an_intact_log_passes_at_every_shape() {
    for suite in BOTH {
        for sizes in [
            &[0][..],
            &[1],
            &[255],
            &[256],
            &[257],
            &[3, 7, 256, 300, 512, 700],
            &[65_535, 65_536, 65_537, 66_000],
        ] {
            let report = verify(suite, &grown(suite, sizes));
            assert!(report.is_intact(), "{sizes:?} {:#?}", report.problems);
            assert_eq!(report.size, *sizes.last().unwrap());
            assert_eq!(report.history, sizes.len() - 1);
        }
    }
}

#[test]
fn old_partial_files_may_be_deleted() {
    let mut files = grown(NATIONAL, &[5, 300, 600]);
    let before = files.0.len();
    files.0.retain(|path, _| {
        !path.contains(".p/") || path.contains("/002.p/") || path.starts_with("tile/1")
    });
    assert!(files.0.len() < before);
    let report = verify(NATIONAL, &files);
    assert!(report.is_intact(), "{:#?}", report.problems);
}

#[test]
fn any_flipped_byte_is_found_and_its_file_or_leaf_is_named() {
    let files = grown(NATIONAL, &[2, 5]);
    for (path, bytes) in &files.0 {
        for position in 0..bytes.len() {
            for mask in [0x01, 0x20, 0x80] {
                let mut flipped = files.clone();
                flipped.0.get_mut(path).unwrap()[position] ^= mask;
                let text = String::from_utf8(flipped.0["policy"].clone()).unwrap_or_default();
                let Ok(policy) = Policy::parse(&text) else {
                    assert_eq!(path, "policy");
                    continue;
                };
                let report = verify_folder(&flipped, &policy, &mut |_, _| ());
                let named = if path == "policy" { "checkpoint" } else { path };
                // An old partial tile is named itself; so is every other file, or else a leaf in it.
                assert!(
                    report.problems.iter().any(|p| p.file.as_deref() == Some(named)),
                    "{path}[{position}]^{mask:#x}: {:#?}",
                    report.problems
                );
            }
        }
    }
}

#[test]
fn a_changed_entry_is_named_by_its_number() {
    for (number, path) in
        [(700, "tile/entries/002.p/193"), (300, "tile/entries/001"), (0, "tile/entries/000")]
    {
        let mut files = grown(NATIONAL, &[705]);
        edit(&mut files, path, |entries| entries[number % 256][40] ^= 1);
        let report = verify(NATIONAL, &files);
        let problem = only(&report, ProblemKind::EntryChanged);
        assert_eq!(problem.leaf, Some(u64::try_from(number).unwrap()));
        assert_eq!(problem.file.as_deref(), Some(path));
        assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
    }
}

#[test]
fn a_changed_tile_is_told_from_a_changed_entry() {
    for path in ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2"] {
        let mut files = grown(NATIONAL, &[700]);
        files.0.get_mut(path).unwrap()[33] ^= 1;
        let report = verify(NATIONAL, &files);
        assert_eq!(kinds(&report), [ProblemKind::TileChanged], "{path}");
        assert_eq!(report.problems[0].file.as_deref(), Some(path));
    }
}

#[test]
fn entries_that_change_places_are_named_both() {
    let mut files = grown(NATIONAL, &[700]);
    edit(&mut files, "tile/entries/001", |entries| entries.swap(3, 200));
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::EntrySwapped; 2]);
    let leaves: Vec<_> = report.problems.iter().map(|problem| problem.leaf.unwrap()).collect();
    assert_eq!(leaves, [259, 456]);
}

#[test]
fn entries_swapped_between_two_files_are_named_both() {
    let mut files = grown(NATIONAL, &[700]);
    edit(&mut files, "tile/entries/000", |entries| entries[9] = leaf(NATIONAL, 600));
    edit(&mut files, "tile/entries/002.p/188", |entries| entries[88] = leaf(NATIONAL, 9));
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::EntrySwapped; 2]);
}

#[test]
fn a_duplicated_entry_is_named_with_its_original() {
    let mut files = grown(NATIONAL, &[700]);
    edit(&mut files, "tile/entries/000", |entries| entries[9] = entries[4].clone());
    let report = verify(NATIONAL, &files);
    let problem = only(&report, ProblemKind::EntryDuplicated);
    assert_eq!(problem.leaf, Some(9));
    assert!(problem.message.contains("第 4 条"));
}

#[test]
fn a_removed_entry_shows_where_the_order_breaks() {
    let mut files = grown(NATIONAL, &[700]);
    edit(&mut files, "tile/entries/000", |entries| {
        entries.remove(250);
    });
    let report = verify(NATIONAL, &files);
    assert_eq!(only(&report, ProblemKind::EntryMissing).leaf, Some(255));
    let first_moved = report.problems.iter().find(|p| p.kind == ProblemKind::EntryMoved);
    assert_eq!(first_moved.and_then(|problem| problem.leaf), Some(250), "{:#?}", report.problems);
}

#[test]
fn an_inserted_entry_is_too_many() {
    let mut files = grown(NATIONAL, &[700]);
    edit(&mut files, "tile/entries/002.p/188", |entries| entries.push(b"forged".to_vec()));
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::EntryExtra]);
    assert_eq!(report.problems[0].leaf, Some(700));
}

#[test]
fn a_truncated_file_is_named_with_the_entry_that_is_cut() {
    let mut files = grown(NATIONAL, &[700]);
    files.0.get_mut("tile/entries/002.p/188").unwrap().truncate(50 * 10 + 7);
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::BundleTruncated]);
    assert_eq!(report.problems[0].leaf, Some(522));
}

#[test]
fn an_emptied_or_missing_file_is_named() {
    for path in [
        "tile/entries/000",
        "tile/entries/002.p/188",
        "tile/0/001",
        "tile/0/002.p/188",
        "tile/1/000.p/2",
    ] {
        let mut files = grown(NATIONAL, &[700]);
        files.0.remove(path);
        let report = verify(NATIONAL, &files);
        assert_eq!(only(&report, ProblemKind::FileMissing).file.as_deref(), Some(path));
        assert_eq!(report.problems.len(), 1);

        let mut files = grown(NATIONAL, &[700]);
        files.0.insert(path.to_owned(), Vec::new());
        let report = verify(NATIONAL, &files);
        assert_eq!(report.problems.len(), 1, "{path}");
        assert_eq!(report.problems[0].file.as_deref(), Some(path));
    }
}

#[test]
fn swapped_tiles_and_bundles_are_found() {
    for (left, right) in [("tile/0/000", "tile/0/001"), ("tile/entries/000", "tile/entries/001")] {
        let mut files = grown(NATIONAL, &[700]);
        let (one, two) = (files.0[left].clone(), files.0[right].clone());
        files.0.insert(left.to_owned(), two);
        files.0.insert(right.to_owned(), one);
        let report = verify(NATIONAL, &files);
        for path in [left, right] {
            assert!(report.problems.iter().any(|problem| problem.file.as_deref() == Some(path)));
        }
    }
}

#[test]
fn entries_and_tile_replaced_together_are_found_by_the_tile_above() {
    let mut files = grown(NATIONAL, &[700]);
    let forged =
        grown_from(NATIONAL, &[700], |number| leaf(NATIONAL, number ^ u64::from(number == 300)));
    for path in ["tile/entries/001", "tile/0/001"] {
        files.0.insert(path.to_owned(), forged.0[path].clone());
    }
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::SubtreeReplaced]);
    assert_eq!(report.problems[0].leaf, Some(256));
    assert_eq!(report.problems[0].file.as_deref(), Some("tile/0/001"));
}

#[test]
fn a_log_rewritten_throughout_fails_at_the_signed_root_and_the_history_says_where() {
    let rewrite = |number| leaf(NATIONAL, if number == 300 { 9999 } else { number });
    let mut files = grown_from(NATIONAL, &[100, 280, 400, 700], rewrite);
    let genuine = grown(NATIONAL, &[100, 280, 400, 700]);
    for path in ["checkpoint", "history/100", "history/280", "history/400"] {
        files.0.insert(path.to_owned(), genuine.0[path].clone());
    }
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::RootMismatch, ProblemKind::HistoryFork]);
    assert_eq!(report.problems[1].leaf, Some(280));
    assert_eq!(report.problems[1].file.as_deref(), Some("history/400"));
}

#[test]
fn a_log_that_signs_a_second_history_is_caught_by_the_first() {
    let fork = |number| leaf(NATIONAL, if number == 50 { 9999 } else { number });
    let mut files = grown_from(NATIONAL, &[40, 100, 300], fork);
    files.0.insert(
        "history/100".to_owned(),
        grown(NATIONAL, &[40, 100, 300]).0["history/100"].clone(),
    );
    let report = verify(NATIONAL, &files);
    assert_eq!(kinds(&report), [ProblemKind::HistoryFork]);
    assert_eq!(report.problems[0].leaf, Some(40));
}

#[test]
fn an_old_checkpoint_put_back_is_found() {
    let mut files = grown(NATIONAL, &[100, 300, 700]);
    let old = files.0["history/300"].clone();
    let newest = files.0.insert("checkpoint".to_owned(), old).unwrap();
    let report = verify(NATIONAL, &files);
    assert!(kinds(&report).contains(&ProblemKind::BeyondCheckpoint));
    files.0.insert("history/700".to_owned(), newest);
    let report = verify(NATIONAL, &files);
    assert_eq!(only(&report, ProblemKind::RolledBack).file.as_deref(), Some("history/700"));
}

#[test]
fn an_old_checkpoint_put_back_is_found_without_a_listing() {
    struct Blind(Files);
    impl FolderSource for Blind {
        fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
            self.0.read(path)
        }
    }
    let mut files = grown(NATIONAL, &[100, 300]);
    assert!(verify_folder(&Blind(files.clone()), &policy(NATIONAL), &mut |_, _| ()).is_intact());
    let old = files.0["history/100"].clone();
    files.0.insert("checkpoint".to_owned(), old);
    let report = verify_folder(&Blind(files), &policy(NATIONAL), &mut |_, _| ());
    assert!(kinds(&report).contains(&ProblemKind::BeyondCheckpoint));
}

#[test]
fn another_key_or_another_log_is_not_believed() {
    let files = grown(NATIONAL, &[10]);
    let strange = |name: &str, seed| {
        let other = Signer::from_seed(name, KeyKind::Sm2, &[seed; 32]).unwrap();
        Policy::parse(&policy_for(&other.vkey())).unwrap()
    };
    for policy in [strange(log::ORIGIN, 9), strange("other.example/record", 42)] {
        let report = verify_folder(&files, &policy, &mut |_, _| ());
        assert_eq!(kinds(&report)[0], ProblemKind::CheckpointUntrusted);
    }
}

#[test]
fn a_checkpoint_for_more_than_there_is_fails_without_end() {
    let mut files = grown(NATIONAL, &[10]);
    let root = NATIONAL.hash(b"whatever");
    files.0.insert("checkpoint".to_owned(), sign(NATIONAL, u64::MAX, root));
    let report = verify(NATIONAL, &files);
    assert!(!report.is_intact());
    assert!(report.omitted > 0 && report.problems.len() == 1000);
}

#[test]
fn what_does_not_belong_is_named() {
    let mut files = grown(NATIONAL, &[10, 20]);
    files.0.insert("tile/0/x001/000".to_owned(), vec![0; 8192]);
    files.0.insert("tile/readme.txt".to_owned(), vec![0]);
    files.0.get_mut("tile/0/000.p/10").unwrap()[0] ^= 1;
    files.0.insert("history/seven".to_owned(), files.0["history/10"].clone());
    let report = verify(NATIONAL, &files);
    for (kind, file) in [
        (ProblemKind::BeyondCheckpoint, "tile/0/x001/000"),
        (ProblemKind::UnknownFile, "tile/readme.txt"),
        (ProblemKind::StalePartial, "tile/0/000.p/10"),
        (ProblemKind::HistoryMalformed, "history/seven"),
    ] {
        assert_eq!(only(&report, kind).file.as_deref(), Some(file));
    }
}

#[test]
fn a_damaged_large_log_stays_explained() {
    // Three tile levels, so that a wrong entry is judged by a tile which another tile judges.
    let mut files = grown(NATIONAL, &[65_536 + 300]);
    edit(&mut files, "tile/entries/077", |entries| entries[1] = b"forged".to_vec());
    files.0.get_mut("tile/1/000").unwrap()[0] ^= 1;
    let report = verify(NATIONAL, &files);
    let mut found: Vec<_> =
        report.problems.iter().map(|p| (p.kind, p.leaf, p.file.clone().unwrap())).collect();
    found.sort();
    // The first-level tile is damaged as well, so nothing independent is left to decide between entry and tile.
    assert!(found.iter().any(|(_, leaf, _)| *leaf == Some(77 * 256 + 1)), "{found:#?}");
    assert!(found.iter().any(|(_, _, file)| file == "tile/1/000"), "{found:#?}");
}

#[test]
fn a_failing_disk_is_reported_and_not_taken_for_a_forgery() {
    struct Failing(Files);
    impl FolderSource for Failing {
        fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
            if path == "checkpoint" { Err("磁盘错误".to_owned()) } else { self.0.read(path) }
        }
    }
    let report = verify_folder(&Failing(grown(NATIONAL, &[3])), &policy(NATIONAL), &mut |_, _| ());
    assert_eq!(kinds(&report), [ProblemKind::Unreadable]);
}
