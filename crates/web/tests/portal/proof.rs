//! The proof that a citizen takes home.

use axum::http::StatusCode;
use serde_json::Value;
use zhiheng_record::bundle::verify_bundle;

use crate::visitor::{busy_city, city, get};
use crate::world::penalty;

#[tokio::test]
async fn a_downloaded_proof_verifies_against_the_published_policy_and_shows_public_fields_only() {
    let (_world, router, id) = busy_city().await;

    let proof = get(&router, &format!("/decisions/{id}/proof.json")).await;
    let policy = get(&router, "/record/policy").await.text();

    assert_eq!(proof.status, StatusCode::OK);
    assert_eq!(proof.header("content-type"), "application/json; charset=utf-8");
    assert!(!proof.text().contains("内部备注"));
    let report = verify_bundle(&proof.text(), &policy).unwrap();
    assert_eq!(report.hidden, ["@person", "fields.inner_note"]);
    assert!(report.shown.contains(&"fields.public_result".to_owned()));
    assert!(report.shown.contains(&"number".to_owned()));
}

#[tokio::test]
async fn a_proof_of_a_decision_taken_over_verifies_too() {
    let (_world, router, _) = busy_city().await;
    let list = get(&router, "/decisions").await.text();
    let link = list.split("<h3><a href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();

    let proof = get(&router, &format!("{link}/proof.json")).await.text();
    let policy = get(&router, "/record/policy").await.text();

    let report = verify_bundle(&proof, &policy).unwrap();
    assert_eq!(report.hidden, ["@person"]);
    assert!(report.shown.contains(&"@at".to_owned()), "the proof says when it was taken over");
    let changed = proof.replacen("示例", "样例", 1);
    assert!(verify_bundle(&changed, &policy).is_err());
}

#[tokio::test]
async fn a_decision_that_no_checkpoint_covers_yet_asks_for_patience() {
    let (mut world, router) = city().await;
    let id = world.decide(penalty(1), "").await;
    let path = format!("/decisions/{id}/proof.json");

    let early = get(&router, &path).await;
    assert_eq!(early.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(early.header("retry-after"), "2");
    let problem: Value = serde_json::from_slice(&early.bytes).unwrap();
    assert_eq!(problem["code"], "record.not_covered");
    assert!(get(&router, &format!("/decisions/{id}")).await.text().contains("正在写入签名的记录"));

    world.publish_record().await;
    world.clock.at("2026-11-23T09:00:02");
    assert_eq!(get(&router, &path).await.status, StatusCode::OK);
    assert!(get(&router, &format!("/decisions/{id}")).await.text().contains("已在签名的记录里"));
}

#[tokio::test]
async fn no_proof_is_handed_out_from_a_record_that_was_tampered_with() {
    let (world, router, id) = busy_city().await;
    let tiles = world.record_dir().join("tile/0");
    for found in std::fs::read_dir(&tiles).unwrap() {
        let folder = found.unwrap().path();
        let files = if folder.is_dir() {
            std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect()
        } else {
            vec![folder]
        };
        for file in files {
            let mut bytes = std::fs::read(&file).unwrap();
            bytes[40] ^= 1;
            std::fs::write(&file, bytes).unwrap();
        }
    }

    let answer = get(&router, &format!("/decisions/{id}/proof.json")).await;

    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(problem["code"], "portal.internal");
}
