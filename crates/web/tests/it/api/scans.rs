//! Scanned dossiers over HTTP: what is told, to whom, and what is on the record afterwards.

use axum::http::Method;
use serde_json::{Value, json};

use crate::client::Client;
use crate::twin::MARK;
use crate::world::World;

async fn upload(client: &Client, name: &str, lines: &[String]) -> Value {
    let content = format!("{MARK}{}", lines.join("\n")).into_bytes();
    let address = format!("/api/blobs?name={name}");
    let answer =
        client.send(Method::POST, &address, Some("application/octet-stream"), content).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let file = answer.json();
    json!({ "digest": file["digest"], "name": file["name"] })
}

async fn papers(client: &Client, id: &str) -> Vec<String> {
    let page = client.get(&format!("/api/matters/{id}")).await.json();
    let papers = page["papers"].as_array().unwrap().iter();
    papers.map(|paper| paper["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_dossier_that_came_whole_is_told_so_and_the_record_keeps_what_was_found() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "review_opinion").await;
    let officer = world.person("officer-a").await;
    let papers = papers(&officer, &id).await;
    assert!(papers.len() > 2);
    let matched: Vec<String> = papers.iter().map(|paper| format!("{paper} matched")).collect();
    let file = upload(&officer, "scan.pdf", &matched).await;
    let before = officer.get(&format!("/api/matters/{id}")).await.json();

    let answer =
        officer.post(&format!("/api/matters/{id}/scans"), &json!({ "files": [file] })).await;

    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    assert_eq!((&report["whole"], &report["missing"]), (&json!(true), &json!([])));
    assert_eq!(report["pages"].as_array().unwrap().len(), papers.len());
    let events = world.events("scan").await;
    assert_eq!(events.len(), 1);
    assert!(events[0].content.contains(&id) && events[0].content.contains("scan.read_back"));
    assert!(events[0].content.contains(file["digest"].as_str().unwrap()));
    let after = officer.get(&format!("/api/matters/{id}")).await.json();
    assert_eq!(before["version"], after["version"], "the matter itself has not changed");
}

#[tokio::test]
async fn an_altered_page_a_strange_one_and_a_missing_one_are_named_each_and_pictures_stay_here() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "review_opinion").await;
    let officer = world.person("officer-a").await;
    let papers = papers(&officer, &id).await;
    let mut lines: Vec<String> =
        papers.iter().skip(1).map(|paper| format!("{paper} matched")).collect();
    lines[0] = format!("{} altered", papers[1]);
    lines.push("elsewhere other_dossier".to_owned());
    let address = format!("/api/matters/{id}/scans");
    let file = upload(&officer, "scan.pdf", &lines).await;
    let wanted = json!({ "files": [file] });

    let report = officer.post(&address, &wanted).await.json();

    assert_eq!(report["whole"], false, "{report}");
    assert_eq!(report["pages"][0]["verdict"], "altered");
    assert_eq!(report["pages"][0]["altered"][0]["left"], 30.5);
    assert_eq!(report["pages"][0]["pictures"][0]["scan"], "c2Nhbg==");
    assert_eq!(report["missing"][0]["paper"], papers[0]);
    let pages = report["pages"].as_array().unwrap();
    assert_eq!(pages.last().unwrap()["verdict"], "other_dossier");
    let event = &world.events("scan").await[0].content;
    assert!(event.contains("other_dossier") && event.contains("305"), "{event}");
    assert!(!event.contains("c2Nhbg"), "pictures are not on the record");

    let archivist = world.person("archivist").await.post(&address, &wanted).await;
    assert_eq!(archivist.status, 200, "{}", archivist.text());
    let page = &archivist.json()["pages"][0];
    assert_eq!((&page["verdict"], &page["pictures"]), (&json!("altered"), &json!(null)));
    let stranger = world.person("stranger").await.post(&address, &wanted).await;
    assert_eq!(stranger.problem(404), "not_found");
}

#[tokio::test]
async fn what_cannot_be_read_back_is_refused_with_its_code_and_nothing_is_written() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "review_opinion").await;
    let officer = world.person("officer-a").await;
    let address = format!("/api/matters/{id}/scans");
    let unknown = json!({ "files": [{ "digest": "0".repeat(64), "name": "无.pdf" }] });
    assert_eq!(officer.post(&address, &unknown).await.problem(422), "scan.unknown_file");
    assert_eq!(officer.post(&address, &json!({ "files": [] })).await.problem(422), "input.files");
    for wrong in [json!("a.pdf"), json!(["a.pdf"]), json!([{ "name": "a.pdf" }])] {
        let answer = officer.post(&address, &json!({ "files": wrong })).await;
        assert!(answer.problem(400).starts_with("input."), "{wrong}");
    }
    for (line, code) in [("unreadable", "scan.broken"), ("font", "papers.font_missing")] {
        let file = upload(&officer, "bad.pdf", &[line.to_owned()]).await;
        let answer = officer.post(&address, &json!({ "files": [file] })).await;
        assert_eq!(answer.problem(422), code);
        assert_eq!(answer.json()["field"], "files");
    }
    assert!(world.events("scan").await.is_empty());
}
