//! The law, the agencies, the people, as staff look them up.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_law_in_force_is_listed_shown_and_drawn() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let list = officer.get("/api/procedures").await.json();
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|line| line["id"] == "petition" && line["noun"] == "信访事项")
    );
    let procedure = officer.get("/api/procedures/penalty.ordinary").await.json();
    assert!(procedure["acts"].as_array().unwrap().len() > 20);
    let gates = procedure["acts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|act| act["gates"].as_array().unwrap());
    assert!(
        gates.clone().any(|gate| gate["gate"] == "review_cleared" && gate["basis"] == "处罚法58")
    );
    let chart = officer.get("/api/procedures/penalty.ordinary/chart.svg").await;
    assert_eq!(chart.header("content-type"), "image/svg+xml");
    assert!(chart.text().starts_with("<svg") || chart.text().contains("<svg"));
    for address in
        ["/api/procedures/none", "/api/procedures/none/chart.svg", "/api/procedures/none/form"]
    {
        assert_eq!(officer.get(address).await.problem(404), "not_found", "{address}");
    }
    let form = officer.get("/api/procedures/petition/form").await.json();
    assert_eq!(form["act"]["id"], "register");
    assert!(
        form["act"]["fields"].as_array().unwrap().iter().all(|field| field["type"].is_string())
    );
}

#[tokio::test]
async fn agencies_stand_below_their_superiors() {
    let world = World::new().await;
    let tree = world.person("officer-a").await.get("/api/agencies").await.json();
    assert_eq!(tree[0]["id"], "upper-upper");
    let below: Vec<&str> = tree[0]["children"][0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|agency| agency["id"].as_str().unwrap())
        .collect();
    assert_eq!(below, ["agency", "other"]);
}

#[tokio::test]
async fn people_are_found_within_the_scope_with_their_cards_and_roles() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let people = officer.get("/api/people").await.json();
    assert!(people.as_array().unwrap().iter().all(|person| person["agency"]["id"] == "agency"));
    let expired =
        people.as_array().unwrap().iter().find(|person| person["id"] == "officer-expired").unwrap();
    assert_eq!((&expired["valid"], &expired["roles"][0]["id"]), (&json!(false), &json!("officer")));
    assert_eq!(officer.get("/api/people?agency=other").await.problem(400), "input.choice");
    assert_eq!(officer.get("/api/people?who=x").await.problem(400), "input.unknown");
    let above = world.person("supervisor").await.get("/api/people?agency=other").await.json();
    assert_eq!(above[0]["id"], "stranger");
}

#[tokio::test]
async fn the_table_of_authority_is_the_one_that_is_applied() {
    let world = World::new().await;
    let table = world.person("administrator").await.get("/api/authority").await.json();
    let row = |power: &str| {
        table["rows"].as_array().unwrap().iter().find(|row| row["power"] == power).unwrap()["cells"]
            .clone()
    };
    assert_eq!(row("decide")["agency_head"], true);
    assert_eq!(row("decide")["administrator"], false);
    assert_eq!(row("view")["administrator"], false);
}
