//! A receipt in the party's hand, and a party that reads its own record.

use axum::http::Method;
use serde_json::{Value, json};
use zhiheng_app::sealing::values_of;

use super::looking::with_files;
use crate::client::{Answer, Client};
use crate::world::World;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The version of the last event of the matter.
async fn version(client: &Client, id: &str) -> u64 {
    client.get(&format!("/api/matters/{id}")).await.json()["version"].as_u64().unwrap()
}

async fn given(world: &World, id: &str) -> Value {
    let officer = world.person("officer-a").await;
    let version = version(&officer, id).await;
    let address = format!("/api/matters/{id}/events/{version}/receipt");
    let answer = officer.with("host", "gongshi.example").post(&address, &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn hand_in(client: &Client, code: &str, content: &[u8]) -> Answer {
    let mut body =
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".to_vec();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let media = Some("multipart/form-data; boundary=x");
    client.send(Method::POST, &format!("/r/{code}"), media, body).await
}

#[tokio::test]
async fn given_a_receipt_then_whoever_holds_it_sees_what_was_recorded_and_that_it_is_still_so() {
    let mut world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let receipt = given(&world, &id).await;
    let again = given(&world, &id).await;
    assert_eq!(receipt["code"], again["code"], "asked twice it is the same receipt");
    assert_eq!(world.events("receipt").await.len(), 1);
    let code = receipt["code"].as_str().unwrap().replace('-', "");
    assert_eq!(code.len(), 16);
    assert_eq!(receipt["address"], format!("http://gongshi.example/r/{code}"));
    assert_eq!(receipt["items"].as_array().unwrap().len(), 2);

    let nobody = world.anonymous();
    let shown = nobody.get(&format!("/r/{}", code.to_lowercase())).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("referrer-policy"), "no-referrer");
    let html = shown.text();
    assert!(
        html.contains("材料没有变") && html.contains(&digests[0]) && html.contains(&digests[1])
    );
    assert!(!html.contains("a.pdf"), "names of files may hold names of people");
    assert!(!html.contains(&id), "the matter's id is not the party's business");

    let same = hand_in(&nobody, &code, &[PDF, b"b.pdf"].concat()).await;
    assert!(same.text().contains("一个字节都没有变"), "{}", same.text());
    let other = hand_in(&nobody, &code, &[PDF, b"b.pdg"].concat()).await;
    assert!(other.text().contains("不是回执上的任何一份"));
    assert_eq!(hand_in(&nobody, &code, b"").await.status, 400);

    world.blobs.tamper(&digests[0], b"%PDF-1.7 changed".to_vec());
    let changed = nobody.get(&format!("/r/{code}")).await.text();
    assert!(changed.contains("有材料与当时不同") && changed.contains("现在的内容与当时不同"));

    world.publish_record().await;
    let proof = nobody.get(&format!("/r/{code}/proof.json")).await;
    assert_eq!(proof.status, 200, "{}", proof.text());
    assert!(proof.text().contains(&digests[0]) && !proof.text().contains("officer-a"));
}

#[tokio::test]
async fn given_no_receipt_then_a_code_finds_nothing_and_tries_are_limited() {
    let world = World::new().await;
    let nobody = world.anonymous();
    for _ in 0..10 {
        assert_eq!(nobody.get("/r/AAAABBBBCCCCDDDD").await.status, 404);
    }
    assert_eq!(nobody.get("/r/AAAABBBBCCCCDDDD").await.status, 429);
    assert_eq!(nobody.get("/r").await.status, 200, "the form itself is not a try");
}

#[tokio::test]
async fn given_a_step_that_recorded_nothing_or_a_person_without_a_part_then_there_is_no_receipt() {
    let world = World::new().await;
    let (id, _) = with_files(&world).await;
    let officer = world.person("officer-a").await;
    let first = officer.post(&format!("/api/matters/{id}/events/1/receipt"), &json!({})).await;
    assert_eq!(first.problem(422), "receipt.nothing");
    let last = version(&officer, &id).await;
    let none = officer.post(&format!("/api/matters/{id}/events/999/receipt"), &json!({})).await;
    assert_eq!(none.problem(404), "not_found");
    let address = format!("/api/matters/{id}/events/{last}/receipt");
    let stranger = world.person("stranger").await.post(&address, &json!({})).await;
    assert_eq!(stranger.problem(404), "not_found");
    let watcher = world.person("watcher").await.post(&address, &json!({})).await;
    assert_eq!(watcher.problem(403), "authority.denied");
}

#[tokio::test]
async fn given_a_receipt_then_the_slip_bears_its_address_and_no_file_names() {
    let world = World::new().await;
    let (id, _) = with_files(&world).await;
    let receipt = given(&world, &id).await;
    let version = receipt["version"].as_u64().unwrap();
    let officer = world.person("officer-a").await.with("host", "gongshi.example");
    let pdf = officer.get(&format!("/api/matters/{id}/events/{version}/receipt.pdf")).await;
    assert_eq!(pdf.status, 200, "{}", pdf.text());
    let sheet = crate::press::read(&pdf.body);
    assert_eq!(sheet.key, receipt["address"].as_str().unwrap());
    assert_eq!(sheet.number.as_deref(), receipt["code"].as_str());
    assert!(!format!("{sheet:?}").contains("a.pdf"));
}

fn typed(pairs: &[(&str, &str)]) -> Vec<u8> {
    let encode =
        |text: &str| text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let parts: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    parts.join("&").into_bytes()
}

async fn own(client: &Client, pairs: &[(&str, &str)]) -> Answer {
    let media = Some("application/x-www-form-urlencoded");
    client.send(Method::POST, "/progress/record", media, typed(pairs)).await
}

#[tokio::test]
async fn given_a_party_that_asks_when_the_agency_grants_then_it_reads_the_papers_sent_to_it_alone()
{
    let world = World::new().await;
    let id = world.play("petition", 0, "request_review").await;
    let page = world.person("officer-a").await.get(&format!("/api/matters/{id}")).await.json();
    let number = page["number"].as_str().unwrap();
    let code = page["query_code"].as_str().unwrap();
    let nobody = world.anonymous();
    let pair = [("number", number), ("code", code)];
    let before = own(&nobody, &pair).await;
    assert_eq!(before.status, 200);
    assert!(before.text().contains("还没有申请") && !before.text().contains("<article"));
    assert_eq!(own(&nobody, &[("number", number), ("code", "00000000")]).await.status, 404);

    let asked = own(&nobody, &[pair[0], pair[1], ("step", "ask"), ("reason", "")]).await;
    assert!(asked.text().contains("待批"), "{}", asked.text());
    let twice = own(&nobody, &[pair[0], pair[1], ("step", "ask")]).await;
    assert_eq!(twice.status, 422);
    let head = world.person("head-of-section").await;
    let waiting = head.get("/api/access").await.json();
    assert_eq!(waiting["waiting"][0]["by"]["name"], "当事人");
    let request = waiting["waiting"][0]["id"].as_str().unwrap();
    let granted = head.post(&format!("/api/access/{request}/approve"), &json!({})).await;
    assert_eq!(granted.status, 200, "{}", granted.text());

    let read = own(&nobody, &pair).await.text();
    assert!(read.contains("<article"), "{read}");
    for paper in page["papers"].as_array().unwrap() {
        if paper["outward"] == json!(false) {
            assert!(!read.contains(&format!("<h3>{}", paper["title"].as_str().unwrap())));
        }
    }
    let looks = world.events("look").await;
    let said = values_of(&looks.last().unwrap().content).unwrap();
    assert_eq!(said["trace"]["body"]["name"], "当事人");
}
