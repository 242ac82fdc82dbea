//! Files.

use axum::http::Method;
use serde_json::json;

use crate::client::{Answer, Client};
use crate::world::World;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn upload(client: &Client, name: &str, content: &[u8]) -> Answer {
    client
        .send(
            Method::POST,
            &format!("/api/blobs?name={name}"),
            Some("application/octet-stream"),
            content.to_vec(),
        )
        .await
}

#[tokio::test]
async fn a_file_goes_in_before_the_act_and_comes_out_by_its_matter_alone() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "collect_evidence").await;
    let officer = world.person("officer-a").await;
    let file = upload(&officer, "%E5%8F%B0%E8%B4%A6.pdf", PDF).await;
    assert_eq!(file.status, 200, "{}", file.text());
    let file = file.json();
    assert_eq!((&file["name"], &file["type"]), (&json!("台账.pdf"), &json!("application/pdf")));
    let digest = file["digest"].as_str().unwrap();
    let address = format!("/api/blobs/{digest}?matter={id}");
    assert_eq!(officer.get(&address).await.problem(404), "not_found", "no act has cited it yet");

    let step = world.app.pack().procedures["penalty.ordinary"].examples[0]
        .steps
        .iter()
        .find(|step| step.act == "collect_evidence");
    let step = step.unwrap();
    let mut fields = json!(step.fields);
    let act = world.app.pack().procedures["penalty.ordinary"].act("collect_evidence").unwrap();
    let place = act.fields.iter().find(|field| format!("{:?}", field.kind) == "Files").unwrap();
    fields[&place.id] = json!([file]);
    world.clock.at(&step.at);
    let officer = world.person("officer-a").await;
    let done = officer.act(&id, "collect_evidence", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text());

    let out = officer.get(&address).await;
    assert_eq!((out.status, out.body.as_slice()), (200, PDF));
    assert_eq!(
        out.header("content-disposition"),
        "attachment; filename*=UTF-8''%E5%8F%B0%E8%B4%A6.pdf"
    );
    assert_eq!(out.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(out.header("x-content-type-options"), "nosniff");
    assert_eq!(world.person("stranger").await.get(&address).await.problem(404), "not_found");
    assert_eq!(world.anonymous().get(&address).await.problem(401), "session.required");
    let other = world.play("penalty.ordinary", 1, "assign").await;
    let wrong =
        world.person("officer-a").await.get(&format!("/api/blobs/{digest}?matter={other}")).await;
    assert_eq!(wrong.problem(404), "not_found", "another matter does not open it");

    world.blobs.tamper(digest, b"%PDF-1.7 changed".to_vec());
    let officer = world.person("officer-a").await;
    assert_eq!(officer.get(&address).await.problem(409), "blob.corrupt");
}

#[tokio::test]
async fn what_is_no_document_is_refused_by_its_content_and_not_its_name() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let answer = upload(
        &officer,
        "photo.pdf",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8",
    )
    .await;
    assert_eq!(answer.problem(415), "blob.type");
    assert_eq!(upload(&officer, "empty.pdf", b"").await.problem(400), "blob.empty");
}

#[tokio::test]
async fn names_that_are_none_are_named_as_the_fault() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let long = "a".repeat(256);
    for name in ["a%00b.pdf", "..%2f..%2fetc", "a%5Cb", "a%0Ab", long.as_str()] {
        let answer = upload(&officer, name, PDF).await;
        assert_eq!(answer.problem(400), "input.name", "{name}");
    }
    assert_eq!(upload(&officer, "", PDF).await.problem(400), "input.required");
    assert_eq!(upload(&officer, "a.pdf&x=1", PDF).await.problem(400), "input.unknown");
}

#[tokio::test]
async fn a_file_over_the_bound_is_refused_and_one_over_the_bound_of_acts_is_not() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let mut large = PDF.to_vec();
    large.resize(10 * 1024 * 1024, b' ');
    assert_eq!(upload(&officer, "large.pdf", &large).await.status, 200);
    large.resize(64 * 1024 * 1024 + 1, b' ');
    assert_eq!(upload(&officer, "huge.pdf", &large).await.problem(413), "input.too_large");
}

#[tokio::test]
async fn digests_that_are_none_find_nothing() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "assign").await;
    let officer = world.person("officer-a").await;
    for digest in ["x", "..%2f..%2fetc%2fpasswd", &"0".repeat(64), &"f".repeat(4000)] {
        assert_eq!(
            officer.get(&format!("/api/blobs/{digest}?matter={id}")).await.problem(404),
            "not_found"
        );
    }
    assert_eq!(
        officer.get(&format!("/api/blobs/{}", "0".repeat(64))).await.problem(400),
        "input.required"
    );
}
