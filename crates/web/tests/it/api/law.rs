//! The law section: articles opened from citations, worked examples, versions beside each other, procedures switched off.

use std::fmt::Write as _;

use serde_json::json;

use crate::world::World;

/// `cite` as it stands in an address.
fn article(cite: &str) -> String {
    let mut address = "/api/law/articles?cite=".to_owned();
    for byte in cite.bytes() {
        write!(address, "%{byte:02X}").unwrap();
    }
    address
}

#[tokio::test]
async fn a_citation_opens_the_article_with_its_paragraphs_and_items() {
    let world = World::new().await;
    world.clock.at("2026-03-02T09:00");
    let officer = world.person("officer-a").await;
    let found = officer.get(&article("处罚法58(二)；信访工作条例34")).await.json();
    assert_eq!(found["title"], "中华人民共和国行政处罚法");
    assert_eq!((&found["article"], &found["in_force"]), (&json!("第五十八条"), &json!(true)));
    assert_eq!(found["item"], 2);
    let item = found["paragraphs"][0]["items"][1]["text"].as_str().unwrap();
    assert!(item.contains("经过听证程序"), "{item}");
    assert_eq!(found["others"][0]["article"], "第三十四条");
    assert_eq!(found["warning"], json!(null));
}

#[tokio::test]
async fn a_repealed_statute_opens_with_a_warning_and_an_unknown_one_not_at_all() {
    let world = World::new().await;
    world.clock.at("2026-03-02T09:00");
    let officer = world.person("officer-a").await;
    let old = officer.get(&article("旧信访条例32")).await.json();
    assert_eq!(old["in_force"], false);
    assert!(old["warning"].as_str().unwrap().contains("2022-05-01"), "{old}");
    assert_eq!(officer.get(&article("刑法58")).await.problem(404), "not_found");
    assert_eq!(officer.get("/api/law/articles").await.problem(400), "input.query");
}

#[tokio::test]
async fn citing_a_repealed_article_warns_and_does_not_refuse() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "collect_evidence").await;
    let officer = world.person("officer-a").await;
    let fields =
        json!({ "basis": "依据《信访条例》第三十二条和《中华人民共和国行政处罚法》第一百条" });
    let body = json!({ "fields": fields });
    let preview =
        officer.post(&format!("/api/matters/{id}/acts/collect_evidence/preview"), &body).await;
    let warnings = preview.json()["warnings"].clone();
    assert_eq!(warnings.as_array().unwrap().len(), 2, "{warnings}");
    assert!(warnings[0]["message"].as_str().unwrap().contains("失效"), "{warnings}");
    assert!(warnings[1]["message"].as_str().unwrap().contains("86"), "{warnings}");
}

#[tokio::test]
async fn the_worked_examples_of_a_procedure_pass_before_the_readers_eyes() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let runs = officer.get("/api/law/procedures/penalty.ordinary/examples").await.json();
    let runs = runs.as_array().unwrap();
    assert!(!runs.is_empty());
    assert!(runs.iter().all(|run| run["passed"] == true), "{runs:?}");
    let refused = runs
        .iter()
        .flat_map(|run| run["steps"].as_array().unwrap())
        .find(|step| step["refused"] == "gate.review_cleared")
        .unwrap();
    assert_eq!((&refused["outcome"], &refused["basis"]), (&json!("依法拒绝"), &json!("处罚法58")));
}

#[tokio::test]
async fn two_versions_are_compared_part_by_part() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let same = officer.get("/api/law/compare?left=petition&right=petition").await.json();
    assert_eq!(same["changes"], json!([]));
    let other = officer.get("/api/law/compare?left=petition&right=penalty.ordinary").await.json();
    let changes = other["changes"].as_array().unwrap();
    let decide = changes.iter().find(|change| change["path"] == "acts/decide").unwrap();
    assert_eq!((&decide["kind"], &decide["left"]), (&json!("added"), &json!(null)));
}

#[tokio::test]
async fn what_an_agency_does_not_do_it_switches_off_and_nothing_of_it_can_be_opened_there() {
    let world = World::new().await;
    let id = world.play("petition", 0, "accept").await;
    let head = world.person("principal").await;
    let switch = "/api/law/procedures/petition/switch";
    let silent = head.post(switch, &json!({ "on": false, "reason": " " })).await;
    assert_eq!(silent.problem(422), "input.required");
    let off = head.post(switch, &json!({ "on": false, "reason": "本机关没有这类事项" })).await;
    assert_eq!(off.status, 204, "{}", off.text());

    let officer = world.person("officer-a").await;
    let step = world.app.pack().procedures["petition"].examples[0].steps[0].clone();
    let opening = json!({ "procedure": "petition", "fields": step.fields });
    let refused = officer.post("/api/matters", &opening).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("law.switched_off"), "{}", refused.text());
    assert_eq!(officer.get(&format!("/api/matters/{id}")).await.status, 200, "what runs goes on");

    let on = head.post(switch, &json!({ "on": true, "reason": "依法承担这项职权" })).await;
    assert_eq!(on.status, 204);
    let opened = officer.post("/api/matters", &opening).await;
    assert!(opened.status == 200 || opened.status == 201, "{}", opened.text());
}

#[tokio::test]
async fn a_local_parameter_takes_three_people_stays_within_limits_and_then_judges_acts() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "conclude").await;
    let officer = world.person("officer-a").await;
    let propose = "/api/law/parameters/penalty.ordinary/hearing_unit/propose";
    let outside = json!({ "value": 20_000_000, "basis": "示例市规定第三条" });
    assert_eq!(officer.post(propose, &outside).await.problem(422), "parameter.limits");
    let silent = json!({ "value": 5_000_000, "basis": "" });
    assert!(officer.post(propose, &silent).await.status == 422);
    let wanted = json!({ "value": 5_000_000, "basis": "示例市规定第三条" });
    let proposed = officer.post(propose, &wanted).await;
    assert_eq!(proposed.status, 200, "{}", proposed.text());
    let proposed = proposed.json();
    assert_eq!((&proposed["state"], &proposed["before"]), (&json!("proposed"), &json!(10_000_000)));
    let address = format!("/api/law/proposals/{}", proposed["id"].as_str().unwrap());

    let early = world.person("editor").await.post(&format!("{address}/publish"), &json!({})).await;
    assert_eq!(early.status, 422, "published before anybody examined it: {}", early.text());
    let head = world.person("head-of-section").await;
    let agreed = head.post(&format!("{address}/approve"), &json!({ "opinion": "同意" })).await;
    assert_eq!(agreed.json()["state"], "approved", "{}", agreed.text());
    let published =
        world.person("editor").await.post(&format!("{address}/publish"), &json!({})).await;
    assert_eq!(published.json()["state"], "published", "{}", published.text());

    let all = officer.get("/api/law/parameters").await.json();
    let all = all.as_array().unwrap();
    let hearing = all
        .iter()
        .find(|p| p["name"] == "hearing_unit" && p["procedure"]["id"] == "penalty.ordinary")
        .unwrap();
    assert_eq!((&hearing["value"], &hearing["national"]), (&json!(5_000_000), &json!(10_000_000)));

    let steps = &world.app.pack().procedures["penalty.ordinary"].examples[0].steps;
    let step = steps.iter().find(|step| step.act == "conclude" && step.refused.is_none()).unwrap();
    let mut matter = Some(id);
    world.step("penalty.ordinary", step, &mut matter).await;
    let told = world.events("act").await;
    let last = told.last().unwrap();
    assert!(last.content.contains("param.hearing_unit"), "the act says what it was judged by");
}
