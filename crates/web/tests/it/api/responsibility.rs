//! Who reviews and who answers, over the API.

use serde_json::{Value, json};

use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

#[tokio::test]
async fn given_an_agency_without_a_register_of_reviewers_then_the_strength_warns_and_counts_what_is_missing()
 {
    let world = World::new().await;
    let strength = world.person("principal").await.get("/api/reviewers").await.json();
    assert_eq!(strength["published"], json!(false));
    let ratio = &strength["ratio"];
    assert_eq!(ratio["short"], ratio["needed"], "{ratio}");
    assert_eq!(ratio["asked"]["value"], 5);
    assert!(strength["warnings"].as_array().unwrap().len() >= 2, "{strength}");
    let elsewhere = world.person("principal").await.get("/api/reviewers?agency=nowhere").await;
    assert_eq!(elsewhere.problem(400), "input.choice");
    let wrong = world.person("principal").await.get("/api/reviewers?what=1").await;
    assert_eq!(wrong.problem(400), "input.unknown");
}

#[tokio::test]
async fn given_a_matter_under_review_then_its_aids_stand_beside_it_and_nobody_answers_for_a_decision_yet()
 {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    let reviewer = world.person("reviewer").await;
    let aids = reviewer.get(&format!("/api/matters/{id}/review/aids")).await.json();
    assert_eq!((&aids["lessons"], &aids["advice"]), (&json!([]), &json!([])));
    assert_eq!(aids["warnings"].as_array().unwrap().len(), 1);
    let chain = reviewer.get(&format!("/api/matters/{id}/responsibility")).await.json();
    assert_eq!(chain["decisions"], json!([]));
    let stranger = world.person("stranger").await;
    stranger.get(&format!("/api/matters/{id}/responsibility")).await.problem(404);
}

#[tokio::test]
async fn given_a_decision_then_the_form_of_a_check_about_it_is_filled_in_from_the_record() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "serve").await;
    let head = world.person("head-of-section").await;
    let chain = head.get(&format!("/api/matters/{id}/responsibility")).await.json();
    let parts: Vec<&str> = chain["decisions"][0]["chain"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["part"]["id"].as_str().unwrap())
        .collect();
    assert!(parts.contains(&"reviewer") && parts.last() == Some(&"principal"), "{parts:?}");
    let form = head.get(&format!("/api/procedures/accountability/form?about={id}")).await.json();
    assert_eq!(form["defaults"]["category"], "行政处罚");
    let lines = form["defaults"]["chain"].as_array().unwrap();
    assert_eq!(lines.len(), parts.len());
    assert!(lines.iter().all(|line| line.as_array().is_some_and(|cells| cells.len() == 5)));
    let plain = head.get("/api/procedures/accountability/form").await.json();
    assert_eq!(plain["defaults"], Value::Object(serde_json::Map::new()));
}
