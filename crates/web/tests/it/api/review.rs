//! Legal review and disclosure as their desks see them.

use serde_json::{Value, json};

use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

fn item<'a>(dossier: &'a Value, id: &str) -> &'a Value {
    dossier["items"].as_array().unwrap().iter().find(|item| item["item"] == id).unwrap()
}

#[tokio::test]
async fn a_submitted_draft_waits_on_the_desk_with_its_due_day() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    let desk = world.person("reviewer").await.get("/api/review/desk").await.json();
    let line = &desk["queue"][0];
    assert_eq!((&line["matter"]["id"], &line["round"]), (&json!(id), &json!(1)));
    assert!(line["due"].is_string() && line["by"] == "示例人员head-of-section", "{line}");
    assert_eq!(desk["done"], json!([]));
    let elsewhere = world.person("stranger").await.get("/api/review/desk").await.json();
    assert_eq!(elsewhere["queue"], json!([]), "another agency's reviewers have their own desk");
}

#[tokio::test]
async fn the_twelve_items_are_marked_where_the_matter_proves_them_and_nowhere_else() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    let dossier =
        world.person("reviewer").await.get(&format!("/api/matters/{id}/review")).await.json();
    assert_eq!(dossier["items"].as_array().unwrap().len(), 12);
    for (proved, mark) in [
        ("subject", "符合"),
        ("officers", "符合"),
        ("procedure", "符合"),
        ("papers", "符合"),
        ("transfer", "不适用"),
    ] {
        assert_eq!(item(&dossier, proved)["prefill"], mark, "{proved}: {}", item(&dossier, proved));
    }
    for judged in ["party", "power", "facts", "evidence", "nature", "law", "discretion"] {
        assert_eq!(
            item(&dossier, judged)["prefill"],
            Value::Null,
            "{judged} is for a person to judge"
        );
        assert!(
            !item(&dossier, judged)["proof"].as_array().unwrap().is_empty(),
            "{judged} shows what there is"
        );
    }
    // What the section wrote and declared when it sent the draft stands beside it, and so do its elements.
    let submitted = &dossier["submitted"];
    assert_eq!(submitted["declared"], true, "{submitted}");
    assert!(!submitted["statement"].as_str().unwrap().is_empty());
    assert!(!submitted["elements"].as_array().unwrap().is_empty());
    let missing =
        submitted["materials"].as_array().unwrap().iter().filter(|one| one["there"] == false);
    assert_eq!(missing.count(), 0, "{submitted}");
    assert!(dossier["options"].as_array().unwrap().contains(&json!("同意")));
    assert!(
        dossier["submitted"]["facts"]
            .as_array()
            .unwrap()
            .iter()
            .any(|fact| fact["id"] == "fine" && fact["value"] == 6_000_000)
    );
    insta::assert_json_snapshot!(dossier["items"]);
}

#[tokio::test]
async fn a_card_that_ran_out_is_proved_against_the_draft() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    let mut officer = zhiheng_domain::example::officers()
        .into_iter()
        .find(|officer| officer.id == "officer-b")
        .unwrap();
    officer.valid_until = Some(jiff::civil::date(2026, 3, 4));
    let entry =
        crate::world::entry("officers", "officer-b", "agency", &officer.name, json!(officer));
    world.app.enter("system", vec![entry]).await.unwrap();
    let dossier =
        world.person("reviewer").await.get(&format!("/api/matters/{id}/review")).await.json();
    assert_eq!(item(&dossier, "officers")["prefill"], "不符合");
    assert!(item(&dossier, "officers")["proof"].to_string().contains("不在有效期内"));
}

#[tokio::test]
async fn a_period_that_ran_out_is_proved_against_the_draft() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    world.clock.at("2026-12-01T09:00");
    let dossier =
        world.person("reviewer").await.get(&format!("/api/matters/{id}/review")).await.json();
    assert_eq!(item(&dossier, "procedure")["prefill"], "不符合");
    assert!(
        item(&dossier, "procedure")["proof"].to_string().contains("应至 2026-06-02"),
        "{}",
        item(&dossier, "procedure")
    );
}

#[tokio::test]
async fn review_follows_the_draft_from_nothing_to_agreed_to_void() {
    let world = World::new().await;
    let steps = world.app.pack().procedures[PENALTY].examples[0].steps.clone();
    let id = world.play(PENALTY, 0, "submit_review").await;
    let mut matter = Some(id.clone());
    let mut states = Vec::new();
    let begin = steps
        .iter()
        .position(|step| step.act == "submit_review" && step.refused.is_none())
        .unwrap();
    for step in &steps[begin..] {
        let page = world.person("officer-a").await.get(&format!("/api/matters/{id}")).await.json();
        states.push(page["review"]["state"].as_str().unwrap().to_owned());
        if step.act == "notify" {
            break;
        }
        world.clock.at(&step.at);
        world.step(PENALTY, step, &mut matter).await;
    }
    states.dedup();
    // Sent back, sent again, agreed to.
    assert_eq!(states, ["none", "submitted", "returned", "submitted", "agreed"]);
    let more =
        steps.iter().find(|step| step.act == "collect_evidence" && step.refused.is_none()).unwrap();
    let mut fields = json!(more.fields);
    let act = world.app.pack().procedures[PENALTY].act("collect_evidence").unwrap();
    let place = act.fields.iter().find(|field| format!("{:?}", field.kind) == "Files").unwrap();
    fields[&place.id] = json!([{ "digest": "ab".repeat(32), "name": "补充.pdf", "size": 1, "type": "application/pdf" }]);
    let done = world.person("officer-a").await.act(&id, "collect_evidence", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let page = world.person("officer-a").await.get(&format!("/api/matters/{id}")).await.json();
    assert_eq!(
        page["review"]["state"], "void",
        "one more file, and the opinion covers the draft no longer"
    );
    assert_ne!(page["review"]["digest"], page["review"]["draft_digest"]);
}

#[tokio::test]
async fn those_without_a_part_in_review_do_not_open_its_dossier() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "review_opinion").await;
    for person in ["editor", "archivist", "watcher", "administrator"] {
        let answer = world.person(person).await.get(&format!("/api/matters/{id}/review")).await;
        assert_eq!(answer.problem(403), "authority.denied", "{person}");
    }
    let early = World::new().await;
    let id = early.play(PENALTY, 0, "assign").await;
    assert_eq!(
        early.person("reviewer").await.get(&format!("/api/matters/{id}/review")).await.problem(404),
        "not_found"
    );
}

#[tokio::test]
async fn the_proposal_for_the_public_hides_a_person_and_names_a_company() {
    let company = World::new().await;
    let id = company.play(PENALTY, 0, "publish").await;
    let editor = company.person("editor").await;
    let queue = editor.get("/api/disclosure/queue").await.json();
    assert_eq!(queue["due"][0]["preview"]["party"], "某某餐饮有限公司");
    assert_eq!(queue["due"][0]["act"]["id"], "publish");
    let form = editor.get(&format!("/api/matters/{id}/acts/publish/form")).await.json();
    assert_eq!(form["defaults"]["public_party"], "某某餐饮有限公司");
    assert!(form["defaults"]["public_result"].as_str().unwrap().contains("罚款"));

    let person = World::new().await;
    let id = person.play(PENALTY, 8, "publish").await;
    let editor = person.person("editor").await;
    let proposal = editor.get(&format!("/api/matters/{id}/disclosure")).await.json();
    let field = |name: &str| {
        proposal["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|field| field["id"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (field("public_party")["public"].clone(), field("public_party")["masked"].clone()),
        (json!("张某"), json!(true))
    );
    for name in ["public_title", "public_facts", "public_basis", "public_result"] {
        assert!(!field(name)["public"].as_str().unwrap().contains("张某某"), "{}", field(name));
    }
    let queue = editor.get("/api/disclosure/queue").await.json();
    assert!(!queue["due"][0]["preview"].to_string().contains("张某某"));
}

#[tokio::test]
async fn the_proposal_itself_can_be_published_and_is_then_listed() {
    let world = World::new().await;
    let id = world.play(PENALTY, 8, "publish").await;
    let editor = world.person("editor").await;
    let form = editor.get(&format!("/api/matters/{id}/acts/publish/form")).await.json();
    let mut fields = form["defaults"].clone();
    fields["checked"] = json!(true);
    let done = editor.act(&id, "publish", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let queue = editor.get("/api/disclosure/queue").await.json();
    assert_eq!(queue["due"], json!([]));
    assert_eq!(queue["published"][0]["matter"]["id"], id);
    let decision = queue["published"][0]["decision"].as_str().unwrap();
    let page = world.anonymous().get(&format!("/decisions/{decision}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("张某") && !page.text().contains("张某某"));
}
