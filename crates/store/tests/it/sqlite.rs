//! What is particular to SQLite: the file, its triggers, other processes, groups of writes.

use std::sync::Arc;

use rusqlite::Connection;
use zhiheng_app::ports::{
    AppendError, MatterFilter, MatterRow, MatterSort, Payload, Seal, Status, Store, StoreError,
    View,
};
use zhiheng_store::{MemoryStore, SqliteStore};

use crate::samples::{self, append, numbered, series};

#[tokio::test]
async fn the_journal_refuses_update_delete_and_replace() {
    let store = SqliteStore::temporary().unwrap();
    store.append(vec![append("a", 0, &["one", "two"])]).await.unwrap();
    let file = store.temporary_folder().unwrap().join("zhiheng.sqlite");
    let other = Connection::open(file).unwrap();

    for (sql, sentence) in [
        ("UPDATE event SET actor = 'x'", "执法记录不可修改"),
        ("UPDATE content SET body = 'x' WHERE seq = 1", "执法记录不可修改"),
        ("DELETE FROM event WHERE seq = 1", "执法记录不可删除"),
        ("DELETE FROM content", "执法记录不可删除"),
        ("INSERT OR REPLACE INTO event VALUES (0, 'z', 1, 'act', 0, 'x', x'00')", "只能在末尾追加"),
        ("INSERT OR REPLACE INTO event VALUES (2, 'a', 1, 'act', 0, 'x', x'00')", "只能在末尾追加"),
        ("INSERT INTO event VALUES (7, 'z', 1, 'act', 0, 'x', x'00')", "只能在末尾追加"),
        ("INSERT OR REPLACE INTO content VALUES (0, 'x')", "只能在末尾追加"),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(sentence), "{sql}: {refused}");
    }
    let journal = store.journal(0, 10).await.unwrap();
    assert_eq!(
        journal.iter().map(|event| event.leaf.clone()).collect::<Vec<_>>(),
        [b"one", b"two"]
    );
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_the_process_dies() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("live.sqlite");
    let store = SqliteStore::open(&live).unwrap();
    for seen in 0..20 {
        store.append(vec![append("a", seen, &["x"])]).await.unwrap();
    }
    // A process that is killed leaves the files as they are at that moment, the write-ahead log not yet merged.
    let dead = folder.path().join("dead.sqlite");
    std::fs::copy(&live, &dead).unwrap();
    std::fs::copy(folder.path().join("live.sqlite-wal"), folder.path().join("dead.sqlite-wal"))
        .unwrap();

    let again = SqliteStore::open(&dead).unwrap();

    assert_eq!(again.size().await.unwrap(), 20);
    assert_eq!(again.append(vec![append("a", 20, &["y"])]).await.unwrap()[0].seq, 20);
}

#[tokio::test]
async fn a_log_torn_in_its_last_write_loses_only_what_was_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("live.sqlite");
    let store = SqliteStore::open(&live).unwrap();
    store.append(vec![append("a", 0, &["x"])]).await.unwrap();
    let wal = std::fs::metadata(folder.path().join("live.sqlite-wal")).unwrap().len();
    let acknowledged = usize::try_from(wal).unwrap();
    store.append(vec![append("a", 1, &["y"])]).await.unwrap();
    let file = std::fs::read(&live).unwrap();
    let log = std::fs::read(folder.path().join("live.sqlite-wal")).unwrap();
    assert!(log.len() > acknowledged);

    // Cut at every kind of place after the first commit: the first act is always there, whole.
    for cut in (acknowledged..log.len()).step_by(997) {
        let dead = folder.path().join(format!("dead-{cut}.sqlite"));
        std::fs::write(&dead, &file).unwrap();
        std::fs::write(folder.path().join(format!("dead-{cut}.sqlite-wal")), &log[..cut]).unwrap();
        let again = SqliteStore::open(&dead).unwrap();
        assert_eq!(again.size().await.unwrap(), 1, "cut at {cut}");
        assert_eq!(again.journal(0, 9).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_store_opens_again_with_what_it_had_and_a_changed_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zhiheng.sqlite");
    let store = SqliteStore::open(&file).unwrap();
    store.append(vec![numbered("a", vec![series("罚")], false)]).await.unwrap();
    drop(store);

    let store = SqliteStore::open(&file).unwrap();
    let next = store.append(vec![numbered("b", vec![series("罚")], false)]).await.unwrap();
    assert_eq!((next[0].seq, next[0].body.as_str()), (1, "[2]"));
    drop(store);

    let other = Connection::open(&file).unwrap();
    other.execute("UPDATE migration SET checksum = 'x' WHERE number = 2", []).unwrap();
    assert!(matches!(SqliteStore::open(&file), Err(StoreError::Corrupt { .. })));
    other.execute("DELETE FROM migration WHERE number > 1", []).unwrap();
    assert!(SqliteStore::open(&file).is_err());
}

#[tokio::test]
async fn given_a_schema_that_grew_over_data_then_the_read_models_are_stale_until_they_are_dropped_for_a_rebuild()
 {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zhiheng.sqlite");
    let store = SqliteStore::open(&file).unwrap();
    assert!(!store.stale().await.unwrap(), "a new database has nothing that is older");
    store.append(vec![numbered("a", vec![series("罚")], false)]).await.unwrap();
    drop(store);

    let older = Connection::open(&file).unwrap();
    older.execute_batch("DROP TABLE stale; DELETE FROM migration WHERE number = 12;").unwrap();
    drop(older);
    let store = SqliteStore::open(&file).unwrap();
    assert!(store.stale().await.unwrap());
    drop(store);
    let store = SqliteStore::open(&file).unwrap();
    assert!(store.stale().await.unwrap(), "opening it again rebuilds nothing");
    store.drop_views().await.unwrap();
    assert!(!store.stale().await.unwrap());
}

#[tokio::test]
async fn two_processes_may_write_to_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zhiheng.sqlite");
    let one = Arc::new(SqliteStore::open(&file).unwrap());
    let other = Arc::new(SqliteStore::open(&file).unwrap());
    let mut tasks = Vec::new();
    for task in 0..40 {
        let store = if task % 2 == 0 { one.clone() } else { other.clone() };
        tasks.push(tokio::spawn(async move {
            let stream = format!("matter:{task}");
            store.append(vec![numbered(&stream, vec![series("罚")], false)]).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(one.size().await.unwrap(), 40);
    assert_eq!(other.numbers().await.unwrap(), [(series("罚"), 40)]);
}

#[tokio::test]
async fn a_seal_that_panics_stops_nobody_else() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let seal: Seal = Arc::new(|_| panic!("planned"));
    let bad = || {
        let payload = Payload::Numbered { keys: vec![series("罚")], seal: seal.clone() };
        zhiheng_app::ports::Append { payload, ..append("bad", 0, &[]) }
    };
    let mut tasks = Vec::new();
    for task in 0..32 {
        let (store, bad) = (store.clone(), bad());
        tasks.push(tokio::spawn(async move {
            if task % 8 == 0 {
                let failed = store.append(vec![bad]).await;
                assert!(matches!(failed, Err(AppendError::Store(_))));
            } else {
                store.append(vec![append(&format!("good:{task}"), 0, &["x"])]).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(store.size().await.unwrap(), 28);
    assert!(store.numbers().await.unwrap().is_empty());
}

#[tokio::test]
async fn errors_name_no_content() {
    let store = SqliteStore::temporary().unwrap();
    let file = store.temporary_folder().unwrap().join("zhiheng.sqlite");
    let mut row = samples::matter("a");
    row.title = "张三的住址".into();
    let view = View::Matter(Box::new(row));
    store.put_views(vec![view]).await.unwrap();
    let other = Connection::open(file).unwrap();
    other.execute("UPDATE matter SET handlers = '张三的住址'", []).unwrap();

    let error = store.matter("a").await.unwrap_err();

    assert!(matches!(&error, StoreError::Corrupt { table: "matter", row, .. } if row == "a"));
    assert!(!error.to_string().contains("张三"));
}

/// More rows than are counted exactly, in more buckets than are merged without trying the plain index first; the few
/// open ones come last in every order.
fn many() -> Vec<MatterRow> {
    let row = |n: usize| MatterRow {
        agency: format!("1404{:02}", n % 40),
        number: Some(format!("长信〔2026〕{n}号")),
        opened: format!("20{:02}-{:02}-01", 10 + n / 1200, 1 + n / 100 % 12),
        due: (!n.is_multiple_of(3)).then(|| format!("2026-{:02}-{:02}", 1 + n / 1000, 1 + n % 28)),
        status: if n < 10_050 { Status::Closed } else { Status::Open },
        hidden_from: if n.is_multiple_of(7) { "140401".to_owned() } else { String::new() },
        search: format!("小区供暖 {}", n % 100),
        ..samples::matter(&format!("m{n:05}"))
    };
    (0..10_100).map(row).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_of_more_rows_than_are_counted_are_the_same_by_whatever_way_they_are_read() {
    let store = SqliteStore::temporary().unwrap();
    let oracle = MemoryStore::new();
    let views: Vec<View> = many().into_iter().map(|row| View::Matter(Box::new(row))).collect();
    oracle.put_views(views.clone()).await.unwrap();
    store.put_views(views).await.unwrap();

    let any = || MatterFilter { limit: 7, ..MatterFilter::default() };
    let text = |text: &str| Some(text.to_owned());
    let open = Some(Status::Open);
    let narrowed = [
        any(),
        MatterFilter { viewer: "140401".into(), ..any() },
        MatterFilter { status: open, ..any() },
        MatterFilter { due_to: text("2026-02-14"), ..any() },
        MatterFilter { due_from: text("2026-03-03"), status: open, ..any() },
        MatterFilter { words: "供暖".into(), ..any() },
        MatterFilter { words: "供暖 42".into(), ..any() },
        MatterFilter { words: "供暖".into(), status: open, viewer: "140401".into(), ..any() },
        MatterFilter { words: "小区".into(), agencies: Some(vec!["140407".into()]), ..any() },
    ];
    let sorts = [
        MatterSort::Due,
        MatterSort::DueLast,
        MatterSort::Opened,
        MatterSort::OpenedLast,
        MatterSort::Number,
    ];
    for filter in narrowed {
        for sort in sorts {
            let mut filter = MatterFilter { sort, ..filter.clone() };
            for page in 0..3 {
                let expected = oracle.matters(&filter).await.unwrap();
                let found = store.matters(&filter).await.unwrap();
                assert_eq!(found.items, expected.items, "page {page} of {filter:?}");
                assert_eq!(found.next, expected.next, "page {page} of {filter:?}");
                if found.exact {
                    assert_eq!((found.total, true), (expected.total, expected.exact));
                } else {
                    // Frequent words are not counted through: the total is a lower bound then.
                    assert!(
                        found.total <= expected.total && found.total >= found.items.len() as u64
                    );
                    assert!(!expected.exact || !filter.words.is_empty());
                }
                filter.cursor = found.next;
                if filter.cursor.is_none() {
                    break;
                }
            }
        }
    }
}
