//! The desk: what I owe, what I wait for, what changed.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_duty_stands_on_the_desk_of_who_owes_it_and_is_awaited_by_who_acted() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "review_opinion").await;
    let reviewer = world.person("reviewer").await.get("/api/desk").await.json();
    let owed = reviewer["duties"].as_array().unwrap();
    assert!(owed.iter().any(|duty| duty["kind"] == "review"
        && duty["matter"]["id"] == id
        && duty["act"]["id"] == "review_opinion"));
    let officer = world.person("officer-a").await.get("/api/desk").await.json();
    assert!(officer["duties"].as_array().unwrap().iter().all(|duty| duty["kind"] != "review"));
    assert!(officer["waiting"].as_array().unwrap().iter().any(|duty| duty["kind"] == "review"));
    assert_eq!(officer["counts"]["waiting"], officer["waiting"].as_array().unwrap().len());
    let newest = &officer["changes"][0];
    assert_eq!(
        (&newest["act"]["id"], &newest["matter"]["id"]),
        (&json!("submit_review"), &json!(id))
    );
    let colleague = world.person("officer-c").await.get("/api/desk").await.json();
    assert_eq!(colleague["duties"], json!([]), "handling is owed by those on the matter");
}

#[tokio::test]
async fn the_counts_are_those_of_the_lines_below() {
    let world = World::new().await;
    world.play("penalty.ordinary", 0, "file_case").await;
    for (moment, expected) in [
        (
            "2026-03-17T09:00",
            json!({ "overdue": 0, "today": 0, "week": 1, "waiting": 0, "party": 0 }),
        ),
        (
            "2026-03-23T09:00",
            json!({ "overdue": 0, "today": 1, "week": 0, "waiting": 0, "party": 0 }),
        ),
        (
            "2026-03-26T09:00",
            json!({ "overdue": 1, "today": 0, "week": 0, "waiting": 0, "party": 0 }),
        ),
    ] {
        world.clock.at(moment);
        let desk = world.person("officer-a").await.get("/api/desk").await.json();
        assert_eq!(desk["counts"], expected, "{moment}");
        assert_eq!(desk["duties"].as_array().unwrap().len(), 1);
    }
    let desk = world.person("officer-a").await.get("/api/desk").await.json();
    assert_eq!(
        desk["duties"][0]["light"],
        json!({ "state": "overdue", "days": 3, "text": "逾期 3 天" })
    );
}

#[tokio::test]
async fn the_administrator_has_a_desk_without_any_matter() {
    let world = World::new().await;
    world.play("penalty.ordinary", 0, "assign").await;
    let desk = world.person("administrator").await.get("/api/desk").await.json();
    assert_eq!(
        (&desk["duties"], &desk["waiting"], &desk["changes"]),
        (&json!([]), &json!([]), &json!([]))
    );
}

#[tokio::test]
async fn what_changed_is_found_behind_a_great_import() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "assign").await;
    let imported = (0..150).map(|n| zhiheng_app::imported::ImportedDecision {
        key: n.to_string(),
        published: "2026-01-05".to_owned(),
        ..zhiheng_app::imported::ImportedDecision::default()
    });
    world.app.take_over("importer", &imported.collect::<Vec<_>>()).await.unwrap();
    let desk = world.person("officer-c").await.get("/api/desk").await.json();
    assert_eq!(desk["changes"][0]["matter"]["id"], id);
    assert_eq!(desk["changes"].as_array().unwrap().len(), 2);
}
