//! Acts and the page of a matter: the pack's own worked examples, played over HTTP from beginning to end.

use serde_json::{Value, json};
use zhiheng_app::ports::Store as _;

use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

#[tokio::test]
async fn the_worked_examples_of_every_procedure_come_out_over_http_as_a_lawyer_wrote_them() {
    let world = World::new().await;
    let examples: Vec<(String, usize)> = world
        .app
        .pack()
        .procedures
        .values()
        .flat_map(|procedure| {
            // The engine runs all of them in its own tests; here two of each travel over HTTP. Examples that rest on
            // registers are played where registers are filled.
            let plain = procedure
                .examples
                .iter()
                .enumerate()
                .filter(|(_, example)| example.steps.iter().all(|step| step.known.is_empty()));
            plain.take(2).map(|(n, _)| (procedure.id.clone(), n))
        })
        .collect();
    assert!(examples.len() >= 20);
    for (procedure, n) in examples {
        // A new world for each, because the clock of an example begins where it likes.
        let world = World::new().await;
        let id = world.play(&procedure, n, "nothing").await;
        let events = world.store.stream(&format!("matter:{id}"), 0).await.unwrap().len();
        let page = world.person("reviewer").await.get(&format!("/api/matters/{id}")).await;
        assert_eq!(page.status, 200, "{procedure} {n}: {}", page.text());
        let page = page.json();
        assert_eq!(page["version"], events);
        assert_eq!(page["record"]["events"], page["timeline"].as_array().unwrap().len());
        for row in page["timeline"].as_array().unwrap() {
            let sentence = row["sentence"].as_str().unwrap();
            assert!(!sentence.is_empty() && !sentence.contains('{'), "{procedure} {n}: {sentence}");
        }
    }
}

#[tokio::test]
async fn the_history_tells_what_the_receipts_told() {
    let world = World::new().await;
    let opening = world.app.pack().procedures[PENALTY].examples[0].steps[0].clone();
    world.clock.at(&opening.at);
    let officer = world.person("officer-a").await;
    let receipt = officer
        .post("/api/matters", &json!({ "procedure": PENALTY, "fields": opening.fields }))
        .await;
    assert_eq!(receipt.status, 201);
    let receipt = receipt.json();
    assert_eq!(receipt["query_code"].as_str().unwrap().len(), 8);
    let page = officer
        .get(&format!("/api/matters/{}", receipt["matter"]["id"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(page["timeline"][0]["sentence"], receipt["sentence"]);
    assert_eq!(page["timeline"][0]["seq"], receipt["seq"]);
    assert_eq!(page["timeline"][0]["created"], receipt["created"]);
}

#[tokio::test]
async fn the_page_says_what_can_be_done_what_is_missing_and_when_it_is_due() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let head =
        world.person("head-of-section").await.get(&format!("/api/matters/{id}")).await.json();
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|act| act["id"].as_str().unwrap().to_owned()).collect()
    };
    let (possible, blocked) = (ids(&head["possible"]), ids(&head["blocked"]));
    assert!(possible.contains(&"assign".to_owned()), "{possible:?}");
    assert!(blocked.contains(&"decide".to_owned()), "{blocked:?}");
    assert!(
        !possible.contains(&"file_case".to_owned()) && !blocked.contains(&"file_case".to_owned()),
        "done is done"
    );
    let decide =
        head["blocked"].as_array().unwrap().iter().find(|act| act["id"] == "decide").unwrap();
    assert_eq!(decide["mine"], false);
    let reason = &decide["reasons"].as_array().unwrap()[0];
    assert!(
        reason["article"].as_str().is_some() && reason["supply"]["act"].as_str().is_some(),
        "{reason}"
    );
    let duty =
        head["duties"].as_array().unwrap().iter().find(|duty| duty["due"] == "2026-06-02").unwrap();
    assert!(duty["steps"].as_array().unwrap().len() > 1, "a due day explains itself: {duty}");
    assert_eq!(duty["light"]["state"], "ok");
    assert_eq!(head["stages"][0]["state"], "now");
    assert_eq!(head["stages"][1]["state"], "ahead");
}

#[tokio::test]
async fn the_code_of_the_party_is_shown_to_those_who_register_or_handle_and_nobody_else() {
    let world = World::new().await;
    let id = world.play("petition", 0, "route").await;
    for (person, shown) in [
        ("officer-a", true),
        ("head-of-section", true),
        ("principal", false),
        ("editor", false),
        ("upper-head", false),
        ("watcher", false),
    ] {
        let page = world.person(person).await.get(&format!("/api/matters/{id}")).await.json();
        assert_eq!(page["query_code"].is_string(), shown, "{person}");
    }
}

#[tokio::test]
async fn a_preview_says_what_would_follow_and_writes_nothing() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let head = world.person("head-of-section").await;
    let before = world.events("act").await.len() + world.events("refusal").await.len();
    let address = format!("/api/matters/{id}/acts/assign/preview");
    let good = head
        .post(&address, &json!({ "fields": { "officers": ["officer-a", "officer-b"] } }))
        .await
        .json();
    assert_eq!(good["allowed"], true, "{good}");
    let bad = head.post(&address, &json!({ "fields": { "officers": ["officer-a"] } })).await.json();
    assert_eq!(bad["allowed"], false);
    assert_eq!(bad["reasons"][0]["article"], "处罚法42");
    let after = world.events("act").await.len() + world.events("refusal").await.len();
    assert_eq!(before, after);
}

#[tokio::test]
async fn an_opening_is_previewed_with_its_duties_and_dates() {
    let world = World::new().await;
    let step = world.app.pack().procedures[PENALTY].examples[0].steps[0].clone();
    let officer = world.person("officer-a").await;
    let preview = officer
        .post("/api/matters/preview", &json!({ "procedure": PENALTY, "fields": step.fields }))
        .await;
    let preview = preview.json();
    assert_eq!(preview["allowed"], true, "{preview}");
    assert_eq!(preview["creates"][0]["due"], "2026-03-23");
    assert!(preview["creates"][0]["steps"].as_array().unwrap().len() > 1);
}

#[tokio::test]
async fn whoever_saw_an_older_version_is_told_and_nothing_is_written() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let head = world.person("head-of-section").await;
    let version = head.get(&format!("/api/matters/{id}")).await.json()["version"].as_u64().unwrap();
    let act = json!({ "seen": version - 1, "fields": { "officers": ["officer-a", "officer-b"] } });
    let stale = head.post(&format!("/api/matters/{id}/acts/assign"), &act).await;
    assert_eq!(stale.problem(409), "conflict.version");
    assert_eq!(stale.json()["version"], version);
    let act = json!({ "seen": version, "fields": { "officers": ["officer-a", "officer-b"] } });
    assert_eq!(head.post(&format!("/api/matters/{id}/acts/assign"), &act).await.status, 200);
}

#[tokio::test]
async fn the_same_key_acts_once_and_another_body_under_it_is_refused() {
    let world = World::new().await;
    let step = world.app.pack().procedures[PENALTY].examples[0].steps[0].clone();
    let officer = world
        .person("officer-a")
        .await
        .with("idempotency-key", "8d5e6f2c-1111-4222-8333-944445555666");
    let body = json!({ "procedure": PENALTY, "fields": step.fields });
    let first = officer.post("/api/matters", &body).await;
    let second = officer.post("/api/matters", &body).await;
    assert_eq!((first.status, first.json()), (201, second.json()));
    assert_eq!(world.events("act").await.len(), 1);
    let mut other = body.clone();
    other["fields"]["clue"] = json!("另一条线索");
    assert_eq!(officer.post("/api/matters", &other).await.problem(409), "idempotency.reused");
    let somebody = world
        .person("officer-b")
        .await
        .with("idempotency-key", "8d5e6f2c-1111-4222-8333-944445555666");
    assert_eq!(
        somebody.post("/api/matters", &body).await.status,
        201,
        "a key belongs to its account"
    );
    let too_long = "k".repeat(201);
    for key in ["", " ", too_long.as_str()] {
        let answer = world
            .person("officer-a")
            .await
            .with("idempotency-key", key)
            .post("/api/matters", &body)
            .await;
        assert_eq!(answer.problem(400), "input.key");
    }
}

#[tokio::test]
async fn a_major_matter_without_review_is_decided_by_nobody_and_each_try_is_on_the_record() {
    let world = World::new().await;
    // Told, waived, time run out: everything but the review of this draft.
    let id = world.play(PENALTY, 0, "submit_review").await;
    let steps = &world.app.pack().procedures[PENALTY].examples[0].steps;
    let decision =
        steps.iter().find(|step| step.act == "decide" && step.refused.is_none()).unwrap();
    let page = world.person("reviewer").await.get(&format!("/api/matters/{id}")).await.json();
    assert_eq!(page["major"], true, "the example is a major one");
    let people = [
        "officer-a",
        "head-of-section",
        "reviewer",
        "principal",
        "editor",
        "archivist",
        "watcher",
        "administrator",
        "supervisor",
        "upper-head",
        "upper-upper-head",
    ];
    let (kept, mut tried) = (world.events("refusal").await.len(), 0);
    for person in people {
        let client = world.person(person).await;
        for fields in [Value::Object(decision.fields.clone()), json!({})] {
            let answer = client.act(&id, "decide", &fields).await;
            assert_eq!(answer.problem(422), "gate.review_cleared", "{person}: {}", answer.text());
            assert_eq!(answer.json()["article"], "处罚法58", "{person}");
            tried += 1;
        }
    }
    let refusals = world.events("refusal").await;
    assert_eq!(refusals.len() - kept, tried, "each try is on the record");
    for event in &refusals[kept..] {
        assert!(event.content.contains("处罚法58") && event.content.contains(&id));
    }
    let page = world.person("reviewer").await.get(&format!("/api/matters/{id}")).await.json();
    assert!(page["timeline"].as_array().unwrap().iter().all(|row| row["act"]["id"] != "decide"));
}

#[tokio::test]
async fn an_agency_beside_knows_nothing_of_the_matter() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let stranger = world.person("stranger").await;
    let missing = stranger.get("/api/matters/00000000000000000000000000").await;
    for address in [
        format!("/api/matters/{id}"),
        format!("/api/matters/{id}/review"),
        format!("/api/matters/{id}/papers/filing_form"),
        format!("/api/matters/{id}/acts/assign/form"),
        format!("/api/matters/{id}/events/1/proof"),
    ] {
        let answer = stranger.get(&address).await;
        assert_eq!(answer.problem(404), "not_found", "{address}");
    }
    assert_eq!(
        stranger.get(&format!("/api/matters/{id}")).await.json(),
        missing.json(),
        "the same answer as for none"
    );
    let act = stranger.act(&id, "assign", &json!({ "officers": [] })).await;
    assert_eq!(act.problem(404), "not_found");
    assert_eq!(stranger.get("/api/matters").await.json()["total"], 0);
    assert_eq!(stranger.get("/api/desk").await.json()["changes"], json!([]));
}

#[tokio::test]
async fn papers_read_as_they_were_issued() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let officer = world.person("officer-a").await;
    let page = officer.get(&format!("/api/matters/{id}")).await.json();
    let paper = page["papers"][0]["id"].as_str().unwrap().to_owned();
    let text = officer.get(&format!("/api/matters/{id}/papers/{paper}")).await.json();
    assert_eq!(text["draft"], false);
    assert_eq!(text["agency"], "示例机关");
    assert_eq!(text["number"], page["papers"][0]["number"]);
    assert!(!text["paragraphs"].as_array().unwrap().is_empty());
    assert_eq!(
        officer.get(&format!("/api/matters/{id}/papers/none")).await.problem(404),
        "not_found"
    );
}

#[tokio::test]
async fn a_form_is_filled_in_beforehand_with_what_the_matter_says() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "question").await;
    let officer = world.person("officer-a").await;
    let form = officer.get(&format!("/api/matters/{id}/acts/question/form")).await.json();
    assert_eq!(form["defaults"]["officers"], json!(["officer-a", "officer-b"]));
    let expired = form["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["id"] == "officer-expired")
        .unwrap();
    assert_eq!((&expired["valid"], &expired["valid_until"]), (&json!(false), &json!("2020-12-31")));
    assert!(
        form["people"].as_array().unwrap().iter().all(|person| person["id"] != "upper-head"),
        "own people only"
    );
    let conclude = officer.get(&format!("/api/matters/{id}/acts/conclude/form")).await.json();
    assert_eq!(conclude["defaults"]["party"], "某某餐饮有限公司");
    assert_eq!(
        officer.get(&format!("/api/matters/{id}/acts/none/form")).await.problem(404),
        "not_found"
    );
    assert_eq!(
        officer.get(&format!("/api/matters/{id}/acts/register_clue/form")).await.problem(404),
        "not_found"
    );
}

#[tokio::test]
async fn when_the_store_cannot_write_the_answer_says_so_and_the_same_key_settles_it() {
    use zhiheng_store::{FaultPlan, Outcome};
    let world = World::new().await;
    let step = world.app.pack().procedures[PENALTY].examples[0].steps[0].clone();
    let officer = world.person("officer-a").await.with("idempotency-key", "one");
    let body = json!({ "procedure": PENALTY, "fields": step.fields });
    for (outcome, code) in
        [(Outcome::Lost, "store.unavailable"), (Outcome::StoredAnyway, "store.unknown")]
    {
        world.store.fail(Some(FaultPlan { write: 1, outcome }));
        let answer = officer.post("/api/matters", &body).await;
        assert_eq!(answer.problem(503), code);
        assert_eq!(answer.header("retry-after"), "2");
    }
    // The second was written although nobody was told: the same key gives its receipt and writes nothing more.
    assert_eq!(officer.post("/api/matters", &body).await.status, 201);
    assert_eq!(world.events("act").await.len(), 1);
}
