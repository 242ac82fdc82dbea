//! What goes with a destroyed matter, on every store; and what SQLite leaves of it in its files.

use std::sync::Arc;

use rusqlite::Connection;
use zhiheng_app::ports::{
    DecisionFilter, Erased, MatterFilter, MatterRow, PartyRow, RegisterFilter, RegisterRow, Status,
    Store, TraceRow, View,
};
use zhiheng_store::SqliteStore;

use crate::samples::{self, append, keyed, with_views};

type Any = Arc<dyn Store>;

const SECRET: &str = "欧阳绝密";

fn views(id: &str) -> Vec<View> {
    let trace = |kind: &str, n: &str| {
        View::Trace(Box::new(TraceRow {
            kind: kind.into(),
            id: format!("{id}{n}"),
            matter: id.into(),
            agency: "140400".into(),
            person: "p".into(),
            state: String::new(),
            at: 1,
            body: format!("{{\"words\":\"{SECRET}\"}}"),
        }))
    };
    let mut decision = samples::decision(&format!("d-{id}"));
    decision.stream = format!("matter:{id}");
    decision.number = format!("示决〔2026〕{id}号");
    decision.title = SECRET.into();
    let matter = MatterRow { search: SECRET.into(), title: SECRET.into(), ..samples::matter(id) };
    vec![
        View::Matter(Box::new(matter)),
        View::Decision(Box::new(decision)),
        View::Party(PartyRow {
            matter: id.into(),
            family: "信访".into(),
            agency: "140400".into(),
            party: "aa".into(),
            opened: "2026-03-02".into(),
        }),
        trace("access", "a"),
        trace("receipt", "r"),
        trace("look", "l"),
        View::Register(RegisterRow {
            kind: "takes:p".into(),
            id: id.into(),
            agency: "140400".into(),
            name: SECRET.into(),
            body: "{}".into(),
            active: false,
            version: 1,
        }),
        View::Cites { matter: id.into(), digests: vec!["01".into(), id.into()] },
    ]
}

fn gone(id: &str, seqs: &[u64]) -> Vec<View> {
    let tombstone = MatterRow {
        title: "已依法销毁".into(),
        search: String::new(),
        snapshot: "{}".into(),
        handlers: Vec::new(),
        due: None,
        status: Status::Destroyed,
        ..samples::matter(id)
    };
    vec![
        View::Erased(Box::new(Erased {
            matter: id.into(),
            decision: format!("d-{id}"),
            seqs: seqs.to_vec(),
            entries: vec![("takes:p".into(), id.into())],
        })),
        View::Matter(Box::new(tombstone)),
        View::Duties { matter: id.into(), rows: Vec::new() },
    ]
}

pub(crate) async fn what_goes_with_a_destroyed_matter_is_gone_and_the_rest_stays(store: Any) {
    let one = with_views("matter:m1", 0, &[SECRET, "two"], views("m1"));
    store.append(vec![keyed(one, "k1", "r1")]).await.unwrap();
    store.append(vec![with_views("matter:m2", 0, &["three"], views("m2"))]).await.unwrap();
    let whole = store.journal(0, 10).await.unwrap();

    let end = with_views("retention:m1", 0, &["certificate"], gone("m1", &[0, 1]));
    store.append(vec![end]).await.unwrap();

    let journal = store.journal(0, 10).await.unwrap();
    assert_eq!(journal.iter().map(|event| event.seq).collect::<Vec<_>>(), [0, 1, 2, 3]);
    let erased: Vec<bool> =
        journal.iter().map(zhiheng_app::ports::StoredEvent::is_erased).collect();
    assert_eq!(erased, [true, true, false, false]);
    // Leaf, stream, version, person and moment stay as they were.
    assert_eq!(journal[0].leaf, whole[0].leaf);
    assert_eq!((&journal[1].stream, journal[1].version), (&whole[1].stream, 2));
    assert_eq!(journal[2], whole[2]);
    assert_eq!(store.stream("matter:m1", 0).await.unwrap().len(), 2);
    assert_eq!(store.leaves(0, 2).await.unwrap().len(), 2);
    assert!(store.repeated("k1").await.unwrap().is_none(), "a receipt may say what was in it");

    assert!(store.decision("d-m1").await.unwrap().is_none());
    assert!(store.decision("d-m2").await.unwrap().is_some());
    let page = store.decisions(&DecisionFilter { limit: 10, ..Default::default() }).await.unwrap();
    assert_eq!(page.total, 1);
    assert!(store.facets().await.unwrap().iter().all(|facet| facet.count == 1));
    for (kind, id, there) in [
        ("access", "m1a", false),
        ("receipt", "m1r", false),
        ("look", "m1l", true),
        ("access", "m2a", true),
    ] {
        assert_eq!(store.trace(kind, id).await.unwrap().is_some(), there, "{kind} {id}");
    }
    let takes = RegisterFilter { kind: "takes:p".into(), ..Default::default() };
    let takes = store.register(&takes).await.unwrap();
    assert_eq!(takes.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["m2"]);
    let all: Vec<String> = ["01", "m1", "m2"].map(str::to_owned).to_vec();
    assert_eq!(store.cited(&all, "").await.unwrap(), ["01", "m2"]);
    assert_eq!(store.cited(&all, "m2").await.unwrap(), Vec::<String>::new());

    let found = |words: &str, status| MatterFilter {
        words: words.into(),
        status,
        limit: 10,
        ..MatterFilter::default()
    };
    let words = store.matters(&found(SECRET, None)).await.unwrap();
    assert_eq!(words.items.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["m2"]);
    let ended = store.matters(&found("", Some(Status::Destroyed))).await.unwrap();
    assert_eq!(ended.items[0].title, "已依法销毁");
    // The stream goes on, and what is gone stays gone.
    store.append(vec![append("matter:m1", 2, &["closed"])]).await.unwrap();
    assert!(store.journal(0, 1).await.unwrap()[0].is_erased());
}

pub(crate) async fn destroying_again_changes_nothing_and_a_rebuild_gives_the_same_rows(store: Any) {
    store.append(vec![with_views("matter:m2", 0, &["zero"], views("m2"))]).await.unwrap();
    store.append(vec![with_views("matter:m1", 0, &["one"], views("m1"))]).await.unwrap();
    let end = with_views("retention:m1", 0, &["certificate"], gone("m1", &[1]));
    store.append(vec![end]).await.unwrap();
    store.scrub().await.unwrap();
    let live = store.dump_views().await.unwrap();

    store.put_views(gone("m1", &[1])).await.unwrap();
    assert_eq!(store.dump_views().await.unwrap(), live);

    // As a rebuild does it: what was destroyed gives nothing but what its certificate says.
    store.drop_views().await.unwrap();
    store.put_views(views("m2")).await.unwrap();
    let mut kept = views("m1");
    kept.retain(|view| matches!(view, View::Trace(row) if row.kind == "look"));
    kept.extend(gone("m1", &[1]));
    store.put_views(kept).await.unwrap();
    assert_eq!(store.dump_views().await.unwrap(), live);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn given_a_destroyed_matter_when_sqlite_is_scrubbed_then_no_file_holds_its_words() {
    let store = SqliteStore::temporary().unwrap();
    let folder = store.temporary_folder().unwrap().to_owned();
    let bytes = || {
        let files = ["zhiheng.sqlite", "zhiheng.sqlite-wal"].map(|name| folder.join(name));
        files.iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect::<Vec<u8>>()
    };
    // The search index keeps pairs of characters, the rows and contents the words themselves.
    let sought = [SECRET, "欧阳", "阳绝"];
    let holds = |word: &str| {
        let word = word.as_bytes();
        bytes().windows(word.len()).any(|part| part == word)
    };
    for n in 0..300 {
        let other = format!("x{n:03}");
        let row = MatterRow { search: format!("供暖{n}"), ..samples::matter(&other) };
        let views = vec![View::Matter(Box::new(row))];
        store.append(vec![with_views(&format!("matter:{other}"), 0, &["x"], views)]).await.unwrap();
    }
    store.append(vec![with_views("matter:m1", 0, &[SECRET], views("m1"))]).await.unwrap();
    assert!(sought.iter().all(|word| holds(word)));

    // The leaf of these samples is the text itself; a real one is a digest. So the event is left out here.
    let end = with_views("retention:m1", 0, &["certificate"], gone("m1", &[300]));
    store.append(vec![end]).await.unwrap();
    let mut looks = views("m1");
    looks.retain(|view| matches!(view, View::Trace(row) if row.kind == "look"));
    for view in &mut looks {
        if let View::Trace(row) = view {
            row.body = "{}".into();
        }
    }
    store.put_views(looks).await.unwrap();
    store.scrub().await.unwrap();

    let leaf = Connection::open(folder.join("zhiheng.sqlite")).unwrap();
    let held: Vec<u8> =
        leaf.query_row("SELECT leaf FROM event WHERE seq = 300", [], |row| row.get(0)).unwrap();
    assert_eq!(held, SECRET.as_bytes());
    let count = |word: &str| {
        let word = word.as_bytes();
        bytes().windows(word.len()).filter(|part| *part == word).count()
    };
    // Once each: in that leaf.
    for word in sought {
        assert_eq!(count(word), 1, "{word}");
    }
}

#[tokio::test]
async fn given_a_content_that_no_certificate_names_then_sqlite_lets_it_neither_go_nor_come_back() {
    let store = SqliteStore::temporary().unwrap();
    store.append(vec![append("matter:m1", 0, &["one", "two"])]).await.unwrap();
    let end = with_views("retention:m1", 0, &["certificate"], gone("m1", &[0]));
    store.append(vec![end]).await.unwrap();
    let other = Connection::open(store.temporary_folder().unwrap().join("zhiheng.sqlite")).unwrap();
    for (sql, sentence) in [
        ("DELETE FROM content WHERE seq = 1", "执法记录不可删除"),
        ("INSERT INTO content (seq, body) VALUES (0, 'x')", "已依法销毁"),
        ("DELETE FROM erasure", "执法记录不可删除"),
        ("UPDATE erasure SET seq = 1", "执法记录不可修改"),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(sentence), "{sql}: {refused}");
    }
    // Somebody drops the trigger and removes a content: it is missing, not destroyed.
    other
        .execute_batch("DROP TRIGGER content_no_delete; DELETE FROM content WHERE seq = 1")
        .unwrap();
    let seqs: Vec<u64> =
        store.journal(0, 10).await.unwrap().iter().map(|event| event.seq).collect();
    assert_eq!(seqs, [0, 2]);
}
