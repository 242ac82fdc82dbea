//! A store that fails at a write, lost or stored anyway: nothing acknowledged is lost, nothing is half done, and the same key brings it right.

use zhiheng_app::Error;
use zhiheng_app::ports::Store as _;
use zhiheng_store::{FaultPlan, Outcome};

use crate::world::{World, petition, wish};

#[tokio::test]
async fn after_a_lost_or_unknown_write_the_same_request_acts_exactly_once() {
    for outcome in [Outcome::Lost, Outcome::StoredAnyway] {
        let world = World::new().await;
        let caller = world.caller("officer").await;
        let before = world.store.size().await.unwrap();
        let mut request = wish(None, "register", petition(1));
        request.key = Some("once".to_owned());
        world.store.fail(Some(FaultPlan { write: 1, outcome }));
        let failed = world.app.perform(&caller, &request).await.unwrap_err();
        match outcome {
            Outcome::Lost => assert!(matches!(failed, Error::Store(_)), "{failed:?}"),
            Outcome::StoredAnyway => assert!(matches!(failed, Error::Unknown(_)), "{failed:?}"),
        }
        world.store.fail(None);
        let done = world.app.perform(&caller, &request).await.unwrap();
        assert_eq!(
            done.matter.number.as_deref(),
            Some("示bureau访〔2026〕1号"),
            "{outcome:?}: no gap, no second number"
        );
        assert_eq!(world.store.size().await.unwrap(), before + 1, "{outcome:?}");
        let loaded = world.app.load(&caller, &done.matter.id).await.unwrap();
        assert_eq!(loaded.matter.version, 1);
    }
}

#[tokio::test]
async fn an_act_of_a_whole_case_that_fails_leaves_the_matter_as_it_was() {
    for outcome in [Outcome::Lost, Outcome::StoredAnyway] {
        let world = World::new().await;
        let id = world.concluded(100_000).await;
        let caller = world.caller("section").await;
        let before = world.app.load(&caller, &id).await.unwrap().matter;
        let request = wish(
            Some(&id),
            "notify",
            serde_json::json!({ "hearing_told": false, "where_to_state": "法规科" }),
        );
        world.store.fail(Some(FaultPlan { write: 1, outcome }));
        assert!(world.app.perform(&caller, &request).await.is_err());
        world.store.fail(None);
        let after = world.app.load(&caller, &id).await.unwrap().matter;
        let stored = outcome == Outcome::StoredAnyway;
        assert_eq!(after.version, before.version + u64::from(stored));
        // Events, read model and duties tell one story, whichever way the write failed.
        let events = world.store.stream(&format!("matter:{id}"), 0).await.unwrap();
        assert_eq!(events.len() as u64, after.version);
        let replayed = events.iter().fold(None, |matter, event| {
            let event = zhiheng_app::sealing::event_of(&event.content).unwrap();
            Some(zhiheng_domain::evolve(matter, &event))
        });
        assert_eq!(replayed, Some(after));
    }
}
