//! Numbered blank forms over HTTP: reserved, printed, entered by the act, voided.

use serde_json::{Value, json};
use zhiheng_app::ports::press::Standing;

use crate::press::read;
use crate::world::World;

const PROCEDURE: &str = "penalty.summary";

fn wanted(count: u64) -> Value {
    json!({ "procedure": PROCEDURE, "act": "decide", "paper": "spot_decision", "count": count })
}

#[tokio::test]
async fn forms_are_reserved_listed_printed_and_the_act_that_is_entered_bears_the_number() {
    let world = World::new().await;
    let id = world.play(PROCEDURE, 1, "decide").await;
    let officer = world.person("officer-a").await;
    let kinds = officer.get("/api/blanks").await.json();
    let kind = kinds["kinds"].as_array().unwrap().iter().find(|kind| kind["act"] == "decide");
    assert_eq!(kind.unwrap()["title"], "当场行政处罚决定书");

    let reserved = officer.post("/api/blanks", &wanted(2)).await;
    assert_eq!(reserved.status, 201, "{}", reserved.text());
    let forms = reserved.json();
    let number = forms[1]["number"].as_str().unwrap();
    assert_eq!(number, "示例简罚〔2026〕2号");
    assert_ne!(forms[0]["by_name"], forms[0]["by"], "people read names");

    let pdf = officer.get(&format!("/api/blanks/{}/pdf", forms[1]["id"].as_str().unwrap())).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let sheet = read(&pdf.body);
    assert_eq!((sheet.standing, sheet.number.as_deref()), (Standing::Blank, Some(number)));
    let text = sheet.paragraphs.join("\n");
    assert!(text.contains("＿＿＿") && text.contains("行政复议"), "{text}");
    assert!(!text.contains('{') && !text.contains("未填") && !text.contains("依法生成"), "{text}");

    let step = world.app.pack().procedures[PROCEDURE].examples[1]
        .steps
        .iter()
        .find(|step| step.act == "decide" && step.refused.is_none());
    let step = step.unwrap();
    world.clock.at(&step.at);
    let officer = world.person(&step.who).await;
    let act = format!("/api/matters/{id}/acts/decide");
    let form = officer.get(&format!("{act}/form")).await.json();
    assert_eq!(form["reserved"].as_array().unwrap().len(), 2);
    let body = json!({ "fields": step.fields, "reserved": number });
    let preview = officer.post(&format!("{act}/preview"), &body).await.json();
    assert_eq!(preview["allowed"], true, "{preview}");
    let unknown = json!({ "fields": step.fields, "reserved": "示例简罚〔2026〕9号" });
    assert_eq!(officer.post(&act, &unknown).await.problem(422), "number.not_reserved");
    let done = officer.post(&act, &body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let papers = done.json()["papers"].clone();
    assert!(papers.as_array().unwrap().iter().any(|paper| paper["number"] == number), "{papers}");

    let all = officer.get("/api/blanks").await.json()["blanks"].clone();
    let states: Vec<&str> =
        all.as_array().unwrap().iter().map(|form| form["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["reserved", "used"]);
    assert_eq!(all[1]["matter"], json!(id));
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn asked_twice_with_one_key_the_same_forms_are_given() {
    let world = World::new().await;
    let officer = world.person("officer-a").await.with("idempotency-key", "once");
    let first = officer.post("/api/blanks", &wanted(3)).await.json();
    let again = officer.post("/api/blanks", &wanted(3)).await.json();
    assert_eq!(first, again);
    assert_eq!(officer.post("/api/blanks", &wanted(2)).await.problem(409), "idempotency.reused");
    let all = officer.get("/api/blanks").await.json();
    assert_eq!(all["blanks"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_voided_form_says_why_and_is_neither_printed_nor_used() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let form = officer.post("/api/blanks", &wanted(1)).await.json()[0].clone();
    let address = format!("/api/blanks/{}", form["id"].as_str().unwrap());
    let silent = officer.post(&format!("{address}/void"), &json!({ "reason": " " })).await;
    assert_eq!(silent.problem(422), "input.reason");
    let stranger = world.person("stranger").await;
    let foreign = stranger.post(&format!("{address}/void"), &json!({ "reason": "遗失" })).await;
    assert_eq!(foreign.problem(404), "not_found");

    let voided = officer.post(&format!("{address}/void"), &json!({ "reason": "遗失" })).await;

    assert_eq!(voided.status, 200, "{}", voided.text());
    let voided = voided.json();
    assert_eq!((&voided["state"], &voided["reason"]), (&json!("void"), &json!("遗失")));
    assert_eq!(officer.get(&format!("{address}/pdf")).await.problem(422), "number.void");
    let again = officer.post(&format!("{address}/void"), &json!({ "reason": "遗失" })).await;
    assert_eq!(again.problem(422), "number.void");
}

#[tokio::test]
async fn what_cannot_be_reserved_is_refused_with_its_code() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let refused = |change: fn(&mut Value)| {
        let (officer, mut body) = (officer.clone(), wanted(1));
        change(&mut body);
        async move { officer.post("/api/blanks", &body).await }
    };
    assert_eq!(refused(|body| body["count"] = json!(0)).await.problem(422), "input.count");
    assert_eq!(refused(|body| body["count"] = json!(201)).await.problem(422), "input.count");
    assert_eq!(refused(|body| body["count"] = json!("3")).await.problem(400), "input.integer");
    assert_eq!(refused(|body| body["count"] = json!(null)).await.problem(400), "input.required");
    assert_eq!(refused(|body| body["paper"] = json!("none")).await.problem(404), "not_found");
    let closed = refused(|body| {
        body["act"] = json!("serve");
        body["paper"] = json!("spot_receipt");
    });
    assert_eq!(closed.await.problem(422), "blank.not_allowed");
}
