//! Appending: order, versions, numbers, keys, and what is refused.

use std::collections::BTreeSet;
use std::sync::Arc;

use zhiheng_app::ports::{AppendError, ProgressRow, Store, StoreError, View};

use crate::samples::{
    append, decision, event, keyed, matter, numbered, sealed, series, with_views,
};

type Any = Arc<dyn Store>;

async fn sizes(store: &Any) -> u64 {
    store.size().await.unwrap()
}

pub(crate) async fn what_is_appended_is_read_back_in_order(store: Any) {
    assert_eq!(sizes(&store).await, 0);

    let first = store.append(vec![append("matter:a", 0, &["one", "two"])]).await.unwrap();
    let second = store
        .append(vec![append("matter:b", 0, &["three"]), append("matter:a", 2, &["four"])])
        .await
        .unwrap();

    assert_eq!((first[0].seq, first[0].version, first[0].repeated), (0, 2, false));
    assert_eq!(first[0].body, "{\"events\":2}");
    assert_eq!((second[0].seq, second[0].version), (2, 1));
    assert_eq!((second[1].seq, second[1].version), (3, 3));
    assert_eq!(sizes(&store).await, 4);

    let stream = store.stream("matter:a", 1).await.unwrap();
    assert_eq!(stream.iter().map(|event| event.version).collect::<Vec<_>>(), [2, 3]);
    let two = event("two");
    assert_eq!((&stream[0].content, &stream[0].leaf), (&two.content, &two.leaf));
    assert_eq!((&stream[0].kind, stream[0].at, &stream[0].actor), (&two.kind, two.at, &two.actor));

    let journal = store.journal(1, 2).await.unwrap();
    assert_eq!(journal.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
    let leaves = store.leaves(2, 10).await.unwrap();
    assert_eq!(leaves, [b"three".to_vec(), b"four".to_vec()]);
    assert!(store.journal(4, 10).await.unwrap().is_empty());
    assert!(store.stream("matter:none", 0).await.unwrap().is_empty());
}

pub(crate) async fn an_append_on_an_old_version_is_a_conflict_and_writes_nothing(store: Any) {
    store.append(vec![append("matter:a", 0, &["one"])]).await.unwrap();

    for seen in [0, 2, 9] {
        let late = store.append(vec![append("matter:a", seen, &["late"])]).await;
        let Err(AppendError::Conflict { stream, seen: told, now }) = late else {
            panic!("{late:?}");
        };
        assert_eq!((stream.as_str(), told, now), ("matter:a", seen, 1));
    }
    assert_eq!(sizes(&store).await, 1);
}

pub(crate) async fn a_batch_is_written_whole_or_not_at_all(store: Any) {
    let view = View::Matter(Box::new(matter("a")));
    let failed = store
        .append(vec![
            with_views("matter:a", 0, &["one"], vec![view]),
            append("matter:b", 5, &["wrong version"]),
        ])
        .await;

    assert!(matches!(failed, Err(AppendError::Conflict { .. })));
    assert_eq!(sizes(&store).await, 0);
    assert_eq!(store.matter("a").await.unwrap(), None);

    // One stream twice in a batch: the second goes on from the first.
    let twice = vec![append("matter:a", 0, &["one"]), append("matter:a", 1, &["two"])];
    assert_eq!(store.append(twice).await.unwrap()[1].version, 2);
}

pub(crate) async fn the_same_key_and_request_give_the_first_receipt_again(store: Any) {
    let request = || keyed(append("matter:a", 0, &["one"]), "account:k1", "digest-1");
    let first = store.append(vec![request()]).await.unwrap().remove(0);
    store.append(vec![append("matter:a", 1, &["two"])]).await.unwrap();

    let again = store.append(vec![request()]).await.unwrap().remove(0);

    assert!(again.repeated && !first.repeated);
    assert_eq!((again.seq, again.version, &again.body), (first.seq, first.version, &first.body));
    assert_eq!(sizes(&store).await, 2);
    let kept = store.repeated("account:k1").await.unwrap().unwrap();
    assert_eq!(kept, ("digest-1".to_owned(), again));
    assert_eq!(store.repeated("account:k2").await.unwrap(), None);
}

pub(crate) async fn the_same_key_with_another_request_is_refused(store: Any) {
    let one = keyed(append("matter:a", 0, &["one"]), "k", "digest-1");
    let other = keyed(append("matter:b", 0, &["other"]), "k", "digest-2");
    store.append(vec![one]).await.unwrap();

    let refused = store.append(vec![other]).await;

    assert!(matches!(refused, Err(AppendError::KeyReused)));
    assert_eq!(sizes(&store).await, 1);
}

pub(crate) async fn numbers_have_no_gaps_though_many_append_at_once_and_some_fail(store: Any) {
    let mut tasks = Vec::new();
    for task in 0..64_u32 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let fails = task % 4 == 0;
            let stream = format!("matter:{task}");
            let answer = store.append(vec![numbered(&stream, vec![series("罚")], fails)]).await;
            assert_eq!(answer.is_err(), fails, "{answer:?}");
            answer.ok().map(|receipts| receipts[0].body.clone())
        }));
    }
    let mut given = BTreeSet::new();
    for task in tasks {
        given.extend(task.await.unwrap());
    }

    let expected: BTreeSet<String> = (1..=48).map(|number| format!("[{number}]")).collect();
    assert_eq!(given, expected);
    assert_eq!(store.numbers().await.unwrap(), [(series("罚"), 48)]);
    assert_eq!(sizes(&store).await, 48);
    let journal = store.journal(0, 100).await.unwrap();
    assert!(journal.iter().zip(0..).all(|(event, seq)| event.seq == seq));
}

pub(crate) async fn a_key_named_twice_gets_two_numbers(store: Any) {
    let keys = vec![series("罚"), series("许"), series("罚")];
    let receipt = store.append(vec![numbered("matter:a", keys, false)]).await.unwrap();

    assert_eq!(receipt[0].body, "[1, 1, 2]");
    let kept = store.numbers().await.unwrap();
    assert_eq!(kept, [(series("罚"), 2), (series("许"), 1)]);
}

pub(crate) async fn numbers_of_one_batch_follow_one_another_and_go_back_with_it(store: Any) {
    let form = |stream: &str| numbered(stream, vec![series("罚")], false);
    let taken = |receipts: Vec<zhiheng_app::ports::Receipt>| {
        receipts.into_iter().map(|receipt| receipt.body).collect::<Vec<_>>()
    };
    let lost = vec![form("blanks:a"), form("blanks:b"), append("matter:a", 3, &["wrong version"])];
    assert!(matches!(store.append(lost).await, Err(AppendError::Conflict { .. })));
    assert!(store.numbers().await.unwrap().is_empty());

    let forms = vec![form("blanks:a"), form("blanks:b"), form("blanks:c")];
    assert_eq!(taken(store.append(forms).await.unwrap()), ["[1]", "[2]", "[3]"]);

    // A form is used beside its act; of two acts on one form the second writes nothing and takes no number.
    let on_form = |matter: &str| vec![form(matter), append("blanks:b", 1, &["used"])];
    assert_eq!(taken(store.append(on_form("matter:a")).await.unwrap())[0], "[4]");
    let again = store.append(on_form("matter:b")).await;
    assert!(matches!(again, Err(AppendError::Conflict { stream, .. }) if stream == "blanks:b"));
    assert_eq!(store.numbers().await.unwrap(), [(series("罚"), 4)]);
}

pub(crate) async fn a_seal_that_fails_leaves_nothing(store: Any) {
    let failed = store.append(vec![numbered("matter:a", vec![series("罚")], true)]).await;

    assert!(matches!(failed, Err(AppendError::Seal(reason)) if reason == "as planned"));
    assert!(store.numbers().await.unwrap().is_empty());
    assert_eq!(sizes(&store).await, 0);
}

pub(crate) async fn a_document_number_stands_for_one_decision_of_its_agency(store: Any) {
    let view = |row| vec![View::Decision(Box::new(row))];
    let mut row = decision("d1");
    row.number = "长信罚〔2026〕1号".into();
    let mut other = decision("d2");
    other.number = row.number.clone();
    store.append(vec![with_views("matter:1", 0, &["one"], view(row.clone()))]).await.unwrap();

    let refused =
        store.append(vec![with_views("matter:2", 0, &["two"], view(other.clone()))]).await;
    let Err(AppendError::Duplicate { what }) = refused else { panic!("{refused:?}") };
    assert_eq!(what, "文号 长信罚〔2026〕1号");
    assert_eq!(sizes(&store).await, 1);

    // The same decision may be written again; another agency may use the number; without a number nothing is compared.
    store.append(vec![with_views("matter:1", 1, &["again"], view(row))]).await.unwrap();
    other.agency = "140402".into();
    store.append(vec![with_views("matter:2", 0, &["two"], view(other.clone()))]).await.unwrap();
    for id in ["d3", "d4"] {
        let mut row = decision(id);
        row.number = String::new();
        store.append(vec![with_views(id, 0, &["none"], view(row))]).await.unwrap();
    }
    // In one batch as well.
    let (mut five, mut six) = (decision("d5"), decision("d6"));
    five.number = "x1号".into();
    six.number = "x1号".into();
    let batch = vec![
        with_views("matter:5", 0, &["five"], view(five)),
        with_views("matter:6", 0, &["six"], view(six)),
    ];
    assert!(matches!(store.append(batch).await, Err(AppendError::Duplicate { .. })));
    assert_eq!(store.decision("d5").await.unwrap(), None);
}

pub(crate) async fn a_progress_number_leads_to_one_matter(store: Any) {
    let view = |matter: &str, code: &str| {
        vec![View::Progress(ProgressRow {
            number: "CX-1".into(),
            code: code.into(),
            matter: matter.into(),
        })]
    };
    store.append(vec![with_views("matter:a", 0, &["one"], view("a", "c1"))]).await.unwrap();
    let refused = store.append(vec![with_views("matter:b", 0, &["two"], view("b", "c2"))]).await;
    assert!(matches!(refused, Err(AppendError::Duplicate { what }) if what == "查询编号 CX-1"));

    store.append(vec![with_views("matter:a", 1, &["again"], view("a", "c3"))]).await.unwrap();
    assert_eq!(store.progress("CX-1").await.unwrap().unwrap().code, "c3");
}

pub(crate) async fn one_of_many_writers_on_a_stream_wins_each_version(store: Any) {
    let mut tasks = Vec::new();
    for task in 0..16 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut conflicts = 0_u64;
            for _ in 0..4 {
                loop {
                    let seen = store.stream("shared", 0).await.unwrap().len() as u64;
                    let text = format!("{task}");
                    match store.append(vec![append("shared", seen, &[&text])]).await {
                        Ok(_) => break,
                        Err(AppendError::Conflict { .. }) => conflicts += 1,
                        Err(other) => panic!("{other:?}"),
                    }
                }
            }
            conflicts
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let stream = store.stream("shared", 0).await.unwrap();
    let versions: Vec<u64> = stream.iter().map(|event| event.version).collect();
    assert_eq!(versions, (1..=64).collect::<Vec<_>>());
}

pub(crate) async fn what_cannot_be_stored_is_answered_with_an_error(store: Any) {
    let long = "长".repeat(10_000_000 / 3);
    let input = |answer: Result<Vec<_>, AppendError>| {
        let refused = matches!(answer, Err(AppendError::Store(StoreError::Input(_))));
        assert!(refused, "not refused as input");
    };
    for bad in ["a\0b", long.as_str()] {
        input(store.append(vec![append(bad, 0, &["one"])]).await);
        input(store.append(vec![keyed(append("s", 0, &["one"]), bad, "r")]).await);
        let mut broken = matter("m");
        broken.search = bad.into();
        let views = vec![View::Matter(Box::new(broken))];
        input(store.append(vec![with_views("s", 0, &["one"], views)]).await);
        let mut broken = decision("d");
        broken.facts = bad.into();
        let views = vec![View::Decision(Box::new(broken))];
        input(store.append(vec![with_views("s", 0, &["one"], views)]).await);

        // Looking for it finds nothing.
        assert_eq!(store.matter(bad).await.unwrap(), None);
        assert_eq!(store.decision(bad).await.unwrap(), None);
        assert_eq!(store.progress(bad).await.unwrap(), None);
        assert_eq!(store.account(bad).await.unwrap(), None);
        assert_eq!(store.session(bad).await.unwrap(), None);
        assert_eq!(store.repeated(bad).await.unwrap(), None);
        assert!(store.stream(bad, 0).await.unwrap().is_empty());
        assert!(store.set_secret(bad, "x").await.is_err());
    }
    let mut day = decision("d");
    day.published = "2026-02-30x".into();
    input(
        store.append(vec![with_views("s", 0, &["one"], vec![View::Decision(Box::new(day))])]).await,
    );
    let body = sealed(&[&long], Vec::new());
    let huge = zhiheng_app::ports::Append {
        payload: zhiheng_app::ports::Payload::Ready(body),
        ..append("s", 0, &[])
    };
    input(store.append(vec![huge]).await);
    assert_eq!(sizes(&store).await, 0);

    // A large body that is allowed comes back whole.
    let large = "长".repeat(500_000);
    store.append(vec![append("s", 0, &[&large])]).await.unwrap();
    assert_eq!(store.stream("s", 0).await.unwrap()[0].content, event(&large).content);
}
