//! 处罚法58 through the application: no role, no repetition and no import makes a decision without review, and each attempt is on the record.

use serde_json::json;
use zhiheng_app::Error;
use zhiheng_app::ports::Store as _;

use crate::world::{ROLES, World, conclusion, decision, wish};

async fn refusals(world: &World) -> Vec<String> {
    let events = world.store.journal(0, 10_000).await.unwrap();
    events.into_iter().filter(|event| event.kind == "refusal").map(|event| event.content).collect()
}

#[tokio::test]
async fn every_role_that_calls_the_decision_on_an_unreviewed_major_matter_is_refused_under_article_58_and_recorded()
 {
    let world = World::new().await;
    let id = world.concluded(6_000_000).await;
    for role in ROLES {
        let before = refusals(&world).await.len();
        let refused = world.act(role, Some(&id), "decide", decision()).await.unwrap_err();
        let Error::Refused(reasons) = refused else { panic!("{role}: {refused:?}") };
        let review = &reasons[0];
        assert_eq!(
            (review.code.as_str(), review.article.as_deref()),
            ("gate.review_cleared", Some("处罚法58")),
            "{role}"
        );
        let recorded = refusals(&world).await;
        assert_eq!(recorded.len(), before + 1, "{role}: the attempt is on the record");
        assert!(recorded[before].contains("处罚法58") && recorded[before].contains(role));
    }
    let loaded = world.app.load(&world.caller("head").await, &id).await.unwrap();
    assert!(loaded.matter.decided.is_none());
}

#[tokio::test]
async fn an_opinion_that_agreed_no_longer_clears_once_the_fine_is_changed() {
    let world = World::new().await;
    let id = world.concluded(6_000_000).await;
    let m = Some(id.as_str());
    world.at("2026-03-04T10:00");
    world
        .act("section", m, "submit_review", json!({ "statement": "送审", "declaration": true, "elements": [["行为", "笔录", "第1页"]] }))
        .await
        .unwrap();
    let opinion = json!({ "conclusion": "同意", "items": [{ "item": "事实", "mark": "符合", "reason": "" }], "text": "同意" });
    world.act("reviewer", m, "review_opinion", opinion).await.unwrap();
    world
        .act("section", m, "notify", json!({ "hearing_told": true, "where_to_state": "法规科" }))
        .await
        .unwrap();
    world
        .act(
            "officer",
            m,
            "serve_notice",
            json!({ "manner": "直接送达", "served_on": "2026-03-04", "receiver": "示例公司" }),
        )
        .await
        .unwrap();
    world
        .act("officer", m, "waive", json!({ "waived_how": "书面", "signed": "示例公司" }))
        .await
        .unwrap();
    // One fen less than was reviewed: another draft.
    world.act("officer", m, "conclude", conclusion(5_999_999)).await.unwrap();
    let Error::Refused(reasons) = world.act("head", m, "decide", decision()).await.unwrap_err()
    else {
        panic!()
    };
    assert!(reasons.iter().any(|reason| reason.code == "gate.review_cleared"), "{reasons:?}");
    // Back to what was reviewed, character by character: the opinion covers it again.
    world.act("officer", m, "conclude", conclusion(6_000_000)).await.unwrap();
    let done = world.act("head", m, "decide", decision()).await.unwrap();
    assert_eq!(done.papers[0].number.as_deref(), Some("示bureau罚〔2026〕1号"));
}

#[tokio::test]
async fn a_minor_matter_needs_no_review_and_a_stranger_does_not_learn_that_it_exists() {
    let world = World::new().await;
    let id = world.concluded(100_000).await;
    assert!(matches!(
        world.act("stranger", Some(&id), "decide", decision()).await,
        Err(Error::Missing { .. })
    ));
    let Error::Refused(reasons) =
        world.act("head", Some(&id), "decide", decision()).await.unwrap_err()
    else {
        panic!()
    };
    assert!(
        reasons.iter().all(|reason| reason.code != "gate.review_cleared"),
        "only the notice is missing: {reasons:?}"
    );
}

#[tokio::test]
async fn a_form_with_mistakes_is_no_attempt_and_is_not_recorded() {
    let world = World::new().await;
    let before = refusals(&world).await.len();
    let refused =
        world.act("officer", None, "register_clue", json!({ "title": 3 })).await.unwrap_err();
    assert!(matches!(refused, Error::Input(_)));
    assert_eq!(refusals(&world).await.len(), before);
}

#[tokio::test]
async fn of_two_people_who_saw_the_same_version_one_is_told_that_somebody_was_faster() {
    let world = World::new().await;
    let id = world.concluded(100_000).await;
    let seen = world.app.load(&world.caller("officer").await, &id).await.unwrap().matter.version;
    let mut first = wish(Some(&id), "conclude", conclusion(100_000));
    first.seen = Some(seen);
    world.app.perform(&world.caller("officer").await, &first).await.unwrap();
    let refused = world.app.perform(&world.caller("officer2").await, &first).await.unwrap_err();
    assert!(matches!(refused, Error::Conflict { now } if now == seen + 1));
}

#[tokio::test]
async fn the_unit_complained_of_never_sees_the_petition_about_it() {
    let world = World::new().await;
    let mut form = crate::world::petition(1);
    form["accused_agency"] = json!("bureau");
    let opened = world.act("officer", None, "register", form).await.unwrap();
    for role in ROLES {
        let caller = world.caller(role).await;
        assert!(
            matches!(world.app.load(&caller, &opened.matter.id).await, Err(Error::Missing { .. })),
            "{role}"
        );
    }
    assert!(
        world.app.load(&world.caller("upper").await, &opened.matter.id).await.is_ok(),
        "its superior does"
    );
}
