//! Looking is an act: it is on the record before the bytes leave, and whoever has no part in the matter asks first.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use zhiheng_app::sealing::values_of;
use zhiheng_store::{FaultPlan, Outcome};

use crate::client::Client;
use crate::world::World;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// A matter with two files that are really there, and their digests.
pub(crate) async fn with_files(world: &World) -> (String, Vec<String>) {
    let id = world.play("penalty.ordinary", 0, "collect_evidence").await;
    let procedure = &world.app.pack().procedures["penalty.ordinary"];
    let step =
        procedure.examples[0].steps.iter().find(|step| step.act == "collect_evidence").unwrap();
    world.clock.at(&step.at);
    let officer = world.person("officer-a").await;
    let mut files = Vec::new();
    for name in ["a.pdf", "b.pdf"] {
        let content = [PDF, name.as_bytes()].concat();
        let address = format!("/api/blobs?name={name}");
        let media = Some("application/octet-stream");
        files.push(officer.send(Method::POST, &address, media, content).await.json());
    }
    let act = procedure.act("collect_evidence").unwrap();
    let place = act.fields.iter().find(|field| format!("{:?}", field.kind) == "Files").unwrap();
    let mut fields = json!(step.fields);
    fields[&place.id] = json!(files);
    let done = officer.act(&id, "collect_evidence", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let digests = files.iter().map(|file| file["digest"].as_str().unwrap().to_owned()).collect();
    (id, digests)
}

fn file(matter: &str, digest: &str) -> String {
    format!("/api/blobs/{digest}?matter={matter}")
}

async fn ask(client: &Client, matter: &str, body: &Value) -> Value {
    let answer = client.post(&format!("/api/matters/{matter}/access"), body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn answer(client: &Client, request: &Value, step: &str, body: &Value) -> (u16, Value) {
    let address = format!("/api/access/{}/{step}", request["id"].as_str().unwrap());
    let answer = client.post(&address, body).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn given_a_player_that_asks_for_many_ranges_then_ten_minutes_of_them_are_one_look() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let player = world.person("officer-a").await.with("range", "bytes=0-9");
    for _ in 0..5 {
        assert!(player.get(&file(&id, &digests[0])).await.status < 300);
        world.clock.pass(SignedDuration::from_mins(1));
    }
    assert_eq!(world.events("look").await.len(), 1);
    player.get(&file(&id, &digests[1])).await;
    assert_eq!(world.events("look").await.len(), 2, "another file is another look");
    world.clock.pass(SignedDuration::from_mins(6));
    player.get(&file(&id, &digests[0])).await;
    assert_eq!(world.events("look").await.len(), 3, "after ten minutes it is another look");
    let other = world.person("officer-b").await.with("range", "bytes=0-9");
    other.get(&file(&id, &digests[0])).await;
    assert_eq!(world.events("look").await.len(), 4, "so is another person's");
    for _ in 0..2 {
        world.person("officer-a").await.get(&file(&id, &digests[0])).await;
    }
    let looks = world.events("look").await;
    assert_eq!(looks.len(), 6, "each download is a look");
    let said = values_of(&looks.last().unwrap().content).unwrap();
    assert_eq!(said["act"], "look.download");
    assert_eq!(said["trace"]["body"]["thing"], digests[0]);
    assert_eq!(said["trace"]["body"]["purpose"], "本件承办、经手或者审核人员");
}

#[tokio::test]
async fn given_a_record_that_cannot_be_written_then_no_byte_leaves() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let officer = world.person("officer-a").await;
    officer.get("/api/session").await;
    world.store.fail(Some(FaultPlan { write: 1, outcome: Outcome::Lost }));
    let refused = officer.get(&file(&id, &digests[0])).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(!refused.text().contains("%PDF"));
    assert!(world.events("look").await.is_empty());
    world.store.fail(None);
    assert_eq!(officer.get(&file(&id, &digests[0])).await.status, 200);
}

#[tokio::test]
async fn given_somebody_without_a_part_then_files_wait_for_a_grant_that_names_them_and_ends_by_itself()
 {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let above = world.person("supervisor").await;
    let refused = above.get(&file(&id, &digests[0])).await;
    assert_eq!(refused.problem(422), "access.needed");
    assert_eq!(refused.json()["article"], "粤录26；蒙244第24");
    assert!(world.events("refusal").await.last().unwrap().content.contains("access.needed"));
    assert_eq!(above.get(&format!("/api/matters/{id}")).await.status, 200, "the page stays open");

    let wish = json!({ "purpose": "supervision", "reason": "季度执法监督抽查", "files": [digests[0]], "until": "2026-03-20" });
    let request = ask(&above, &id, &wish).await;
    assert_eq!(request["standing"]["id"], "asked");
    assert_eq!(above.get(&file(&id, &digests[0])).await.problem(422), "access.waiting");

    let (status, problem) = answer(&above, &request, "approve", &json!({})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("access.self")));
    let (status, _) =
        answer(&world.person("officer-a").await, &request, "approve", &json!({})).await;
    assert_eq!(status, 403, "an officer does not approve");
    let (status, _) =
        answer(&world.person("stranger").await, &request, "approve", &json!({})).await;
    assert_eq!(status, 404, "another agency does not learn of it");

    let head = world.person("head-of-section").await;
    let waiting = head.get("/api/access").await.json();
    assert_eq!(waiting["waiting"][0]["can"], json!(["approve", "refuse"]));
    let (status, problem) = answer(&head, &request, "refuse", &json!({ "reason": "不方便" })).await;
    assert_eq!((status, &problem["code"]), (422, &json!("access.superior")));
    let (status, granted) = answer(&head, &request, "approve", &json!({})).await;
    assert_eq!((status, &granted["standing"]["id"]), (200, &json!("approved")), "{granted}");
    let (status, problem) = answer(&head, &request, "approve", &json!({})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("access.state")));

    assert_eq!(above.get(&file(&id, &digests[0])).await.status, 200);
    assert_eq!(above.get(&file(&id, &digests[1])).await.problem(422), "access.scope");
    world.clock.at("2026-03-21T09:00");
    let above = world.person("supervisor").await;
    assert_eq!(above.get(&file(&id, &digests[0])).await.problem(422), "access.expired");
    let own = above.get(&format!("/api/matters/{id}/access")).await.json();
    assert_eq!(own["requests"][0]["standing"]["id"], "expired");
}

#[tokio::test]
async fn given_looks_then_supervisors_read_them_newest_first_and_nobody_else() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    world.clock.at("2026-03-10T23:10");
    let officer = world.person("officer-a").await;
    officer.get(&file(&id, &digests[0])).await;
    world.clock.at("2026-03-11T10:00");
    world.person("officer-b").await.get(&file(&id, &digests[1])).await;
    let watcher = world.person("watcher").await;
    let all = watcher.get("/api/looks").await.json();
    let items = all["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["person"]["name"].as_str().unwrap(), "示例人员officer-b");
    assert_eq!(items[1]["unusual"][0]["id"], "night");
    assert_eq!((&all["hours"][23], &all["hours"][10]), (&json!(1), &json!(1)));
    assert_eq!(all["limits"][0]["certainty"], "unverified");
    let odd = watcher.get("/api/looks?unusual=true").await.json();
    assert_eq!(odd["items"].as_array().unwrap().len(), 1);
    let day = watcher.get("/api/looks?day=2026-03-11").await.json();
    assert_eq!(day["items"].as_array().unwrap().len(), 1);
    let person = items[1]["person"]["id"].as_str().unwrap();
    let one = watcher.get(&format!("/api/looks?person={person}&matter={id}")).await.json();
    assert_eq!(one["items"].as_array().unwrap().len(), 1);
    assert_eq!(watcher.get("/api/looks?day=x").await.problem(400), "input.date");
    let elsewhere = world.person("stranger").await.get("/api/looks").await.json();
    assert!(elsewhere["items"].as_array().unwrap().is_empty());
    assert_eq!(
        world.person("officer-a").await.get("/api/looks").await.problem(403),
        "authority.denied"
    );
}

#[tokio::test]
async fn given_looks_and_requests_when_the_read_models_are_rebuilt_then_they_are_the_same() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    world.person("officer-a").await.get(&file(&id, &digests[0])).await;
    let above = world.person("supervisor").await;
    let wish = json!({ "purpose": "evaluation", "reason": "案卷评查" });
    let request = ask(&above, &id, &wish).await;
    answer(&world.person("head-of-section").await, &request, "approve", &json!({})).await;
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    let compared = rebuilt.comparison.unwrap();
    assert!(compared.is_same(), "{compared:?}");
}
