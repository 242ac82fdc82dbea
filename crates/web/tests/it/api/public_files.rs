//! Files released with a decision: looked into before, named anew, shown by the publication that names them, gone with it.

use serde_json::{Value, json};
use zhiheng_app::ports::{Blobs as _, FileFacts};

use crate::world::World;

const PROCEDURE: &str = "penalty.ordinary";

/// A matter before its decision is published, the form of the example, and what is hidden in it.
async fn ready(world: &World) -> (String, Value, String) {
    let id = world.play(PROCEDURE, 0, "publish").await;
    let steps = &world.app.pack().procedures[PROCEDURE].examples[0].steps;
    let publish = steps.iter().find(|step| step.act == "publish").unwrap();
    world.clock.at(&publish.at);
    let address = steps.iter().find_map(|step| step.fields.get("party_address")?.as_str()).unwrap();
    (id, Value::Object(publish.fields.clone()), address.to_owned())
}

async fn handed_in(world: &World, text: &str) -> String {
    let digest = world.blobs.put(text.as_bytes()).await.unwrap().digest;
    world.blobs.say(
        &digest,
        FileFacts { media: "text/plain; charset=utf-8".to_owned(), ..FileFacts::default() },
    );
    digest
}

fn with_file(form: &Value, digest: &str) -> Value {
    let mut form = form.clone();
    let file =
        json!({ "digest": digest, "name": "张某某的决定书.pdf", "size": 1, "type": "text/html" });
    form["public_files"] = json!([file]);
    form
}

#[tokio::test]
async fn given_a_file_in_which_a_hidden_address_stands_then_it_is_not_released_and_that_is_on_record()
 {
    let world = World::new().await;
    let (id, form, address) = ready(&world).await;
    let editor = world.person("editor").await;
    let digest = handed_in(&world, &format!("处罚决定书。住址：{address}")).await;
    let checked =
        editor.post(&format!("/api/matters/{id}/public-files"), &json!({ "digest": digest })).await;
    assert_eq!(checked.json()["clean"], false, "{}", checked.text());
    let before = world.events("refusal").await.len();
    let answer = editor.act(&id, "publish", &with_file(&form, &digest)).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let reason = &answer.json()["reasons"][0];
    assert_eq!(
        (reason["code"].as_str(), reason["article"].as_str()),
        (Some("leak.found"), Some("政府信息公开条例15"))
    );
    assert!(!answer.text().contains(&address), "the refusal repeats what is hidden");
    let refused = world.events("refusal").await;
    assert_eq!(refused.len(), before + 1);
    assert!(refused.last().unwrap().content.contains("leak.found"));
    assert!(!refused.last().unwrap().content.contains(&address));
}

#[tokio::test]
async fn given_a_clean_file_then_the_decision_page_offers_it_its_proof_binds_it_and_its_end_takes_it_down()
 {
    let mut world = World::new().await;
    let (id, form, _) = ready(&world).await;
    let editor = world.person("editor").await;
    let digest = handed_in(&world, "处罚决定书（公开副本）").await;
    let answer = editor.act(&id, "publish", &with_file(&form, &digest)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    world.publish_record().await;
    let queue = editor.get("/api/disclosure/queue").await.json();
    let decision = queue["published"][0]["decision"].as_str().unwrap().to_owned();
    let visitor = world.anonymous();
    let page = visitor.get(&format!("/decisions/{decision}")).await.text();
    let link = format!("/decisions/{decision}/files/{digest}");
    assert!(
        page.contains(&link) && page.contains("公开文件1.txt") && !page.contains("张某某的决定书")
    );
    let file = visitor.get(&link).await;
    assert_eq!((file.status, file.text().as_str()), (200, "处罚决定书（公开副本）"));
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let proof = visitor.get(&format!("/decisions/{decision}/proof.json")).await.text();
    assert!(proof.contains(&digest), "the proof does not bind the file");
    // Only what the publication names, and not whatever else lies in the store.
    let other = handed_in(&world, "别的文件").await;
    assert_eq!(visitor.get(&format!("/decisions/{decision}/files/{other}")).await.status, 404);
    // The public period ends on 3 April 2027 (see the example).
    world.clock.at("2027-04-05T10:00");
    assert_eq!(visitor.get(&link).await.status, 410);
}

#[tokio::test]
async fn given_a_type_that_a_browser_runs_or_a_file_that_is_not_there_then_it_is_not_released() {
    let world = World::new().await;
    let (id, form, _) = ready(&world).await;
    let editor = world.person("editor").await;
    let page = world.blobs.put(b"a page").await.unwrap().digest;
    world.blobs.say(&page, FileFacts { media: "text/html".to_owned(), ..FileFacts::default() });
    let answer = editor.act(&id, "publish", &with_file(&form, &page)).await;
    assert_eq!(answer.problem(422), "leak.type");
    let missing = editor.act(&id, "publish", &with_file(&form, &"0".repeat(64))).await;
    assert_eq!(missing.problem(422), "leak.unknown_file");
    let officer = world.person("officer-a").await;
    let asked =
        officer.post(&format!("/api/matters/{id}/public-files"), &json!({ "digest": page })).await;
    assert_eq!(asked.status, 403);
}
