//! Personal data is shown to those who take part in a matter and to nobody else.

use serde_json::json;

use crate::world::World;

/// Values that the first petition of the pack's examples holds about a person.
fn personal(world: &World) -> Vec<String> {
    let procedure = &world.app.pack().procedures["petition"];
    let step = &procedure.examples[0].steps[0];
    let act = procedure.opening().unwrap();
    act.fields
        .iter()
        .filter(|field| field.personal)
        .filter_map(|field| step.fields.get(&field.id)?.as_str().map(ToOwned::to_owned))
        .filter(|text| text.chars().count() >= 2)
        .collect()
}

#[tokio::test]
async fn those_who_register_handle_review_or_decide_read_the_names_and_those_who_only_watch_do_not()
{
    let world = World::new().await;
    let id = world.play("petition", 0, "request_review").await;
    let secrets = personal(&world);
    assert!(secrets.len() >= 3, "the example holds personal data: {secrets:?}");
    for (person, sees) in [
        ("officer-a", true),
        ("head-of-section", true),
        ("reviewer", true),
        ("principal", true),
        ("upper-head", true),
        ("upper-upper-head", true),
        ("editor", false),
        ("archivist", false),
        ("watcher", false),
        ("supervisor", false),
    ] {
        let client = world.person(person).await;
        let answer = client.get(&format!("/api/matters/{id}")).await;
        let page = answer.json();
        let mut texts = vec![answer.text()];
        for paper in page["papers"].as_array().unwrap() {
            let paper = paper["id"].as_str().unwrap();
            texts.push(client.get(&format!("/api/matters/{id}/papers/{paper}")).await.text());
        }
        for act in ["route", "opinion", "publish"] {
            texts.push(client.get(&format!("/api/matters/{id}/acts/{act}/form")).await.text());
        }
        for row in client.get("/api/desk").await.json()["changes"].as_array().unwrap() {
            texts.push(row.to_string());
        }
        let masked = page["timeline"][0]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .any(|field| field["masked"] == true);
        assert_eq!(masked, !sees, "{person}");
        for secret in &secrets {
            let shown = texts.iter().any(|text| text.contains(secret.as_str()));
            assert_eq!(shown, sees, "{person} reads {secret}");
        }
    }
}

#[tokio::test]
async fn the_agency_complained_of_never_learns_of_the_matter() {
    let world = World::new().await;
    let mut fields = world.app.pack().procedures["petition"].examples[1].steps[0].fields.clone();
    world.clock.at(&world.app.pack().procedures["petition"].examples[1].steps[0].at);
    fields.insert("accused_agency".to_owned(), json!("agency"));
    // Registered above, against the agency below.
    let receipt = world
        .person("upper-officer")
        .await
        .post("/api/matters", &json!({ "procedure": "petition", "fields": fields }))
        .await;
    assert_eq!(receipt.status, 201, "{}", receipt.text());
    let id = receipt.json()["matter"]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        world.person("upper-officer").await.get(&format!("/api/matters/{id}")).await.status,
        200
    );
    // Even where the tree would let it be seen: here the people complained of sit in the agency that holds the matter.
    let mut own = fields.clone();
    own.insert("accused_agency".to_owned(), json!("upper"));
    let receipt = world
        .person("upper-officer")
        .await
        .post("/api/matters", &json!({ "procedure": "petition", "fields": own }))
        .await;
    let hidden = receipt.json()["matter"]["id"].as_str().unwrap().to_owned();
    for person in ["upper-officer", "upper-head", "supervisor"] {
        let client = world.person(person).await;
        assert_eq!(
            client.get(&format!("/api/matters/{hidden}")).await.problem(404),
            "not_found",
            "{person}"
        );
        assert!(!client.get("/api/matters").await.text().contains(&hidden), "{person}");
        assert!(!client.get("/api/desk").await.text().contains(&hidden), "{person}");
    }
    assert_eq!(
        world.person("upper-upper-head").await.get(&format!("/api/matters/{hidden}")).await.status,
        200
    );
}
