//! Every write of a script fails once in each of the two ways a write can fail.

use zhiheng_app::ports::{AppendError, Store, View};
use zhiheng_store::{FaultPlan, MemoryStore, Outcome};

use crate::samples::{append, keyed, matter, with_views};

/// Appends three times to one stream, as a client does that repeats with the same key until it has an answer.
async fn script(store: &MemoryStore) -> u32 {
    let mut unknown = 0;
    for seen in 0..3 {
        let mut row = matter("a");
        row.version = seen + 1;
        let views = vec![View::Matter(Box::new(row))];
        let key = format!("key-{seen}");
        let request = || keyed(with_views("matter:a", seen, &["x"], views.clone()), &key, "r");
        loop {
            match store.append(vec![request()]).await {
                Ok(_) => break,
                Err(AppendError::Store(_)) => {}
                Err(AppendError::Unknown(_)) => unknown += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    unknown
}

#[tokio::test]
async fn whatever_write_fails_repeating_with_the_key_acts_once() {
    for write in 1..=3 {
        for outcome in [Outcome::Lost, Outcome::StoredAnyway] {
            let store = MemoryStore::failing(FaultPlan { write, outcome });

            let unknown = script(&store).await;

            assert_eq!(unknown, u32::from(outcome == Outcome::StoredAnyway));
            assert_eq!(store.size().await.unwrap(), 3, "{write} {outcome:?}");
            assert_eq!(store.matter("a").await.unwrap().unwrap().version, 3);
            assert_eq!(store.writes(), 4);
        }
    }
}

#[tokio::test]
async fn a_lost_write_leaves_nothing_and_a_stored_one_everything() {
    let store = MemoryStore::new();
    store.fail(Some(FaultPlan { write: 1, outcome: Outcome::Lost }));
    let lost = store.append(vec![append("s", 0, &["one"])]).await;
    assert!(matches!(lost, Err(AppendError::Store(_))));
    assert_eq!(store.size().await.unwrap(), 0);

    store.fail(Some(FaultPlan { write: 1, outcome: Outcome::StoredAnyway }));
    let unknown = store.append(vec![append("s", 0, &["one"])]).await;
    assert!(matches!(unknown, Err(AppendError::Unknown(_))));
    assert_eq!(store.size().await.unwrap(), 1);

    store.fail(Some(FaultPlan { write: 1, outcome: Outcome::Lost }));
    assert!(store.drop_views().await.is_err());
}
