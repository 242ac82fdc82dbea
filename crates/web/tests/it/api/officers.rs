//! Officers over HTTP: the life of a card, who may take which step, and the page behind the code on the same server.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::world::World;

async fn step(client: &Client, id: &str, step: &str, fields: Value) -> Answer {
    let body = json!({ "fields": fields, "reason": "示例原因" });
    client.post(&format!("/api/officers/{id}/steps/{step}"), &body).await
}

fn application() -> Value {
    json!({ "fields": ["行政处罚"], "regions": ["140400"], "post": "科员", "staffed": true, "examined": true })
}

/// A phone of `officer-a`, enrolled: its key and id.
async fn phone(world: &World) -> (SigningKey, String) {
    let key = SigningKey::from_slice(&[5; 32]).unwrap();
    let point = URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let me = world.person("officer-a").await;
    let done = step(&me, "officer-a", "enrol", json!({ "label": "手机", "key": point })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    (key, done.json()["device"].as_str().unwrap().to_owned())
}

async fn code(world: &World, key: &SigningKey, device: &str, age: i64, task: &str) -> String {
    let mine = world.person("officer-a").await.get("/api/officers/me/code").await.json();
    let seconds = world.app.now().as_second() - age;
    let parts = json!([mine["realm"], "officer-a", device, seconds, task]);
    let payload = URL_SAFE_NO_PAD.encode(parts.to_string());
    let signature: Signature = key.sign(format!("zhiheng/officer-code/v1\n{payload}").as_bytes());
    format!("/o/{payload}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

#[tokio::test]
async fn a_card_goes_through_three_hands_and_each_step_says_what_follows() {
    let world = World::new().await;
    let (section, reviewer) =
        (world.person("head-of-section").await, world.person("reviewer").await);
    let head = world.person("principal").await;
    // `watcher` has an account and no card.
    let done = step(&section, "watcher", "apply", application()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.json()["standing_title"], "待审核");
    let own = step(&section, "watcher", "examine", json!({})).await;
    assert!(own.json()["reasons"].to_string().contains("card.hands"), "{}", own.text());
    assert_eq!(step(&reviewer, "watcher", "examine", json!({})).await.status, 200);
    let number =
        json!({ "card": "14040077", "valid_from": "2026-01-01", "valid_until": "2031-01-01" });
    let issued = step(&head, "watcher", "issue", number).await;
    assert_eq!(issued.status, 200, "{}", issued.text());
    let refused = step(&section, "watcher", "activate", json!({})).await;
    assert_eq!(refused.problem(422), "card.untrained");
    assert_eq!(refused.json()["article"], "处罚法42");
    let page = head.get("/api/officers/watcher").await.json();
    assert_eq!(page["life"].as_array().unwrap().len(), 3);
    assert_eq!(page["life"][0]["step"], "issue");
    let list = head.get("/api/officers?standing=issued").await.json();
    assert_eq!(
        (list["total"].clone(), list["items"][0]["id"].clone()),
        (json!(1), json!("watcher"))
    );
}

#[tokio::test]
async fn what_is_not_understood_is_named_and_changes_nothing() {
    let world = World::new().await;
    let section = world.person("head-of-section").await;
    let unknown = step(&section, "watcher", "apply", json!({ "colour": "red" })).await;
    let reasons = unknown.json()["reasons"].to_string();
    assert!(reasons.contains("input.unknown") && reasons.contains("staffed"), "{reasons}");
    assert_eq!(step(&section, "watcher", "dance", json!({})).await.status, 404);
    assert_eq!(step(&section, "nobody", "apply", application()).await.status, 404);
    assert_eq!(section.get("/api/officers?colour=red").await.problem(400), "input.unknown");
    assert_eq!(section.get("/api/officers?skip=x").await.problem(400), "input.number");
    assert_eq!(section.get("/api/officers/watcher").await.status, 404);
    let me = world.person("officer-a").await;
    let key = step(&me, "officer-a", "enrol", json!({ "label": "手机", "key": "AAAA" })).await;
    assert_eq!(key.problem(422), "input.key");
    let stale = json!({ "fields": {}, "reason": "x", "seen": 99 });
    let head = world.person("principal").await;
    assert_eq!(head.post("/api/officers/officer-b/steps/suspend", &stale).await.status, 409);
}

#[tokio::test]
async fn a_fresh_code_opens_a_page_without_script_and_a_photographed_old_one_is_refused_in_red() {
    let world = World::new().await;
    let (key, device) = phone(&world).await;
    let visitor = world.anonymous();
    let page = visitor.get(&code(&world, &key, &device, 20, "").await).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("证件有效") && text.contains("示例人员officer-a") && text.contains("SL0000")
    );
    assert!(!text.contains("<script"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let old = visitor.get(&code(&world, &key, &device, 600, "").await).await;
    assert_eq!(old.status, 410);
    let text = old.text();
    assert!(text.contains("verdict bad") && text.contains("10 分钟以前"));
    assert!(!text.contains("示例人员officer-a"));
    let forged = visitor.get("/o/abc.def").await;
    assert_eq!(forged.status, 404);
    assert!(forged.text().contains("亮证码是假的"));
}

#[tokio::test]
async fn the_page_of_a_code_names_the_task_and_its_law_and_never_the_party() {
    let world = World::new().await;
    let (key, device) = phone(&world).await;
    let id = world.play("penalty.ordinary", 0, "conclude").await;
    let matter = world.person("officer-a").await.get(&format!("/api/matters/{id}")).await.text();
    let page = world.anonymous().get(&code(&world, &key, &device, 5, &id).await).await.text();
    assert!(page.contains("行政处罚") && page.contains("中华人民共和国行政处罚法"), "{page}");
    let matter: Value = serde_json::from_str(&matter).unwrap();
    let title = matter["title"].as_str().or_else(|| matter["matter"]["title"].as_str()).unwrap();
    assert!(!page.contains(title));
}

#[tokio::test]
async fn a_suspended_card_and_a_stopped_phone_are_told_at_the_next_look() {
    let world = World::new().await;
    let (key, device) = phone(&world).await;
    let head = world.person("principal").await;
    assert_eq!(step(&head, "officer-a", "suspend", json!({})).await.status, 200);
    let page = world.anonymous().get(&code(&world, &key, &device, 5, "").await).await;
    assert_eq!(page.status, 403);
    assert!(page.text().contains("不得执法") && page.text().contains("暂扣"));
    assert_eq!(step(&head, "officer-a", "resume", json!({})).await.status, 200);
    let me = world.person("officer-a").await;
    assert_eq!(step(&me, "officer-a", "revoke", json!({ "device": device })).await.status, 200);
    let page = world.anonymous().get(&code(&world, &key, &device, 5, "").await).await;
    assert!(page.text().contains("手机已停用") && !page.text().contains("SL0000"));
}

#[tokio::test]
async fn a_photo_is_shown_with_a_good_code_and_with_no_other() {
    let world = World::new().await;
    let section = world.person("head-of-section").await;
    let png = b"\x89PNG\r\n\x1a\n-not a real picture but one by its first bytes".to_vec();
    let put = section.send(Method::POST, "/api/blobs?name=a.png", None, png.clone()).await.json();
    let mut form = application();
    form["photo"] = put["digest"].clone();
    // The card of officer-a runs until 2035: close to its end it may be renewed.
    world.clock.at("2035-11-20T09:00");
    let (section, reviewer) =
        (world.person("head-of-section").await, world.person("reviewer").await);
    let head = world.person("principal").await;
    let done = step(&section, "officer-a", "apply", form).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(step(&reviewer, "officer-a", "examine", json!({})).await.status, 200);
    let number =
        json!({ "card": "SL0000", "valid_from": "2035-11-20", "valid_until": "2040-11-19" });
    let issued = step(&head, "officer-a", "issue", number).await;
    assert_eq!(issued.status, 200, "{}", issued.text());
    let (key, device) = phone(&world).await;
    let address = code(&world, &key, &device, 5, "").await;
    let photo = world.anonymous().get(&format!("{address}/photo")).await;
    assert_eq!((photo.status, photo.body), (200, png));
    let old = code(&world, &key, &device, 900, "").await;
    assert_eq!(world.anonymous().get(&format!("{old}/photo")).await.status, 404);
    assert_eq!(world.anonymous().get("/api/officers/officer-a/photo").await.status, 401);
}
