//! 双公示 over HTTP: what is owed, why a row cannot go, a delivery with its file, receipts, a row sent again, a correction, a withdrawal.

use axum::http::Method;
use serde_json::{Value, json};
use zhiheng_law::ExampleStep;

use crate::client::{Answer, Client};
use crate::world::World;

/// A number with a right check digit that is nobody's.
const CARD: &str = "11010519491231002X";
const CODE: &str = "91230500MA1B3N1N2M";

/// A case of the worked example in which a citizen's penalty is published, corrected, and withdrawn.
struct Story {
    world: World,
    steps: std::vec::IntoIter<ExampleStep>,
    matter: Option<String>,
}

impl Story {
    async fn new() -> Self {
        let world = World::new().await;
        let steps = world.app.pack().procedures["penalty.summary"].examples[5].steps.clone();
        Self { world, steps: steps.into_iter(), matter: None }
    }

    /// Plays on until an act was done.
    async fn through(&mut self, act: &str) {
        for step in self.steps.by_ref() {
            self.world.step("penalty.summary", &step, &mut self.matter).await;
            if step.act == act && step.refused.is_none() {
                return;
            }
        }
        panic!("{act} is not in the rest of the example");
    }

    async fn editor(&self) -> Client {
        self.world.person("editor").await
    }

    async fn desk(&self) -> Value {
        ok(&self.editor().await.get("/api/credit").await)
    }

    /// The one decision that is owed.
    async fn owed(&self) -> Value {
        let desk = self.desk().await;
        assert_eq!(desk["owed"].as_array().unwrap().len(), 1, "{desk}");
        desk["owed"][0].clone()
    }

    async fn fill(&self, decision: &str, values: Value) -> Answer {
        let address = format!("/api/credit/decisions/{decision}/fill");
        self.editor().await.post(&address, &json!({ "values": values })).await
    }

    async fn deliver(&self, content: &str, decision: &str) -> Answer {
        let asked = json!({ "report": "penalty", "content": content, "decisions": [decision] });
        self.editor().await.post("/api/credit/batches", &asked).await
    }

    async fn receipt(&self, batch: &Value, said: Value) -> Answer {
        let address = format!("/api/credit/batches/{}/receipt", batch["id"].as_str().unwrap());
        self.editor().await.post(&address, &said).await
    }

    /// Number on the desk of a state.
    async fn number(&self, id: &str) -> i64 {
        let desk = self.desk().await;
        let numbers = desk["numbers"].as_array().unwrap();
        numbers.iter().find(|number| number["id"] == id).unwrap()["count"].as_i64().unwrap()
    }

    async fn file(&self, batch: &Value, format: &str) -> String {
        let id = batch["id"].as_str().unwrap();
        let address = format!("/api/credit/batches/{id}/file?format={format}");
        let answer = self.editor().await.get(&address).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }
}

fn ok(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn codes(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let reasons = answer.json()["reasons"].as_array().unwrap().clone();
    reasons.iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

fn filled() -> Value {
    json!({
        "CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": CARD, "CF_NR": "警告。", "CF_YXQ": "2099-12-31", "CF_CFJGDM": CODE, "CF_SJLYDM": CODE,
    })
}

/// Published and with everything filled in.
async fn ready() -> (Story, String) {
    let mut story = Story::new().await;
    story.through("publish").await;
    let decision = story.owed().await["decision"].as_str().unwrap().to_owned();
    let page = ok(&story.fill(&decision, filled()).await);
    assert_eq!(page["line"]["ready"], true, "{}", page["line"]["faults"]);
    (story, decision)
}

#[tokio::test]
async fn given_a_published_penalty_then_it_is_owed_in_seven_working_days_and_says_what_is_missing_and_what_to_do()
 {
    let mut story = Story::new().await;
    story.through("publish").await;
    let line = story.owed().await;
    assert_eq!(
        (line["operation"]["id"].as_str(), line["due"].as_str()),
        (Some("new"), Some("2026-09-10"))
    );
    assert_eq!(line["basis"], "处罚法48、国办发〔2018〕118号（六）");
    assert_eq!(line["ready"], false);
    let faults = line["faults"].as_array().unwrap();
    let card = faults.iter().find(|fault| fault["field"] == "CF_XDR_ZJHM").unwrap();
    assert_eq!(card["code"], "credit.required");
    assert!(card["advice"].as_str().unwrap().contains("补正"));

    let decision = line["decision"].as_str().unwrap().to_owned();
    let refused = codes(&story.deliver("rows", &decision).await);
    assert!(refused.contains(&"credit.required".to_owned()), "{refused:?}");
    assert_eq!(
        story.desk().await["batches"],
        json!([]),
        "a row that would not be taken enters no delivery"
    );

    story.world.clock.at("2026-09-14T09:00");
    assert_eq!((story.number("late").await, story.number("unsent").await), (1, 1));
    assert_eq!(story.owed().await["light"]["state"], "overdue");
}

#[tokio::test]
async fn given_a_delivery_then_its_file_alone_holds_the_number_of_the_card_and_taking_it_out_is_on_the_record()
 {
    let (story, decision) = ready().await;
    let batch = ok(&story.deliver("rows", &decision).await);
    for format in ["csv", "json"] {
        assert!(story.file(&batch, format).await.contains(CARD), "{format}");
    }
    let noted = story.world.events("export").await;
    let taken: Vec<_> = noted.iter().filter(|event| event.content.contains("\"credit\"")).collect();
    assert_eq!(taken.len(), 2);
    assert!(taken.iter().all(|event| !event.content.contains(CARD)));

    let editor = story.editor().await;
    let id = batch["id"].as_str().unwrap();
    for address in [
        "/api/credit".to_owned(),
        format!("/api/credit/decisions/{decision}"),
        format!("/api/credit/batches/{id}"),
        format!("/decisions/{decision}"),
        format!("/decisions/{decision}/proof.json"),
    ] {
        let answer = editor.get(&address).await;
        assert!(!answer.text().contains(CARD), "{address}");
    }
    // The leaf commits to salted values: nobody reads the number from the record.
    for kind in ["credit", "delivery"] {
        for event in story.world.events(kind).await {
            assert!(!String::from_utf8_lossy(&event.leaf).contains(CARD));
        }
    }
    let unknown = editor.get(&format!("/api/credit/batches/{id}/file?format=pdf")).await;
    assert_eq!(unknown.problem(400), "input.choice");
}

#[tokio::test]
async fn given_a_rejection_then_the_row_comes_back_with_the_reason_is_mended_and_sent_again_and_an_accepted_one_is_not()
 {
    let (story, decision) = ready().await;
    let first = ok(&story.deliver("rows", &decision).await);
    assert_eq!((story.number("sent").await, story.number("unsent").await), (1, 0));
    assert_eq!(codes(&story.deliver("rows", &decision).await), ["credit.waiting"]);

    let number = first["lines"][0]["number"].as_str().unwrap().to_owned();
    let unknown = json!({ "accepted": ["示例〔2026〕999号"] });
    assert_eq!(codes(&story.receipt(&first, unknown).await), ["credit.receipt_unknown"]);
    assert_eq!(codes(&story.receipt(&first, json!({})).await), ["credit.receipt_empty"]);
    let bare = json!({ "rejected": [{ "number": number, "reason": " " }] });
    assert_eq!(codes(&story.receipt(&first, bare).await), ["credit.receipt_reason"]);
    let rejected =
        json!({ "accepted": [], "rejected": [{ "number": number, "reason": "处罚有效期不对" }] });
    ok(&story.receipt(&first, rejected.clone()).await);
    assert_eq!(codes(&story.receipt(&first, rejected).await), ["credit.receipt_known"]);

    let line = story.owed().await;
    assert_eq!(line["rejected"], "处罚有效期不对");
    assert_eq!(
        (line["standing"]["id"].as_str(), story.number("rejected").await),
        (Some("rejected"), 1)
    );
    let page = ok(&story.fill(&decision, json!({ "CF_YXQ": "2027-09-01" })).await);
    assert_eq!(page["line"]["ready"], true, "what was typed before is still there");

    let second = ok(&story.deliver("rows", &decision).await);
    let receipt = format!("文号,结果,原因\n{number},已接收,\n");
    let id = second["id"].as_str().unwrap();
    let address = format!("/api/credit/batches/{id}/receipt-file");
    let wrong = "文号,结果\nx,也许\n".as_bytes().to_vec();
    let editor = story.editor().await;
    let octets = Some("application/octet-stream");
    let answer = editor.send(Method::POST, &address, octets, wrong).await;
    assert_eq!(codes(&answer), ["credit.receipt_result"]);
    let answer = editor.send(Method::POST, &address, octets, receipt.into_bytes()).await;
    assert_eq!(ok(&answer)["accepted"], 1);
    assert_eq!((story.number("accepted").await, story.number("rejected").await), (1, 0));
    assert_eq!(codes(&story.deliver("rows", &decision).await), ["credit.sent"]);
    // The first delivery stands as it was: frozen.
    assert!(story.file(&first, "csv").await.contains("2099-12-31"));
    assert!(story.file(&second, "csv").await.contains("2027-09-01"));
}

#[tokio::test]
async fn given_an_accepted_row_when_the_decision_changes_then_a_correction_is_owed_and_when_it_is_withdrawn_a_state()
 {
    let (mut story, decision) = ready().await;
    let number = |batch: &Value| json!({ "accepted": [batch["lines"][0]["number"]] });
    let first = ok(&story.deliver("rows", &decision).await);
    ok(&story.receipt(&first, number(&first)).await);
    assert_eq!(story.desk().await["owed"], json!([]));

    let again = ok(&story.fill(&decision, json!({ "BZ": "更正了地址" })).await);
    assert_eq!(again["line"]["operation"]["id"], "correct");
    let second = ok(&story.deliver("rows", &decision).await);
    assert_eq!(second["lines"][0]["operation"]["id"], "correct");
    ok(&story.receipt(&second, number(&second)).await);

    story.through("withdraw_publication").await;
    let line = story.owed().await;
    assert_eq!(
        (line["operation"]["id"].as_str(), line["change"].as_str()),
        (Some("change"), Some("撤销公示"))
    );
    assert_eq!(
        (line["due"].as_str(), line["basis"].as_str()),
        (Some("2026-10-15"), Some("处罚法48"))
    );
    assert_eq!(codes(&story.deliver("rows", &decision).await), ["credit.content"]);
    let third = ok(&story.deliver("states", &decision).await);
    let file = story.file(&third, "csv").await;
    assert!(
        file.contains("撤销公示") && file.contains("2026-10-12") && !file.contains(CARD),
        "{file}"
    );
    ok(&story.receipt(&third, number(&third)).await);
    assert_eq!(story.desk().await["owed"], json!([]));
    assert_eq!(story.desk().await["batches"].as_array().unwrap().len(), 3);

    // What lists show is made from the record alone.
    let rebuilt = story.world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert_eq!(rebuilt.comparison.unwrap().differing, 0);
}

#[tokio::test]
async fn given_another_agency_then_it_reads_and_sends_nothing_of_this_one() {
    let (story, decision) = ready().await;
    let batch = ok(&story.deliver("rows", &decision).await);
    let id = batch["id"].as_str().unwrap();
    story.world.account("upper-editor", "upper", &[zhiheng_domain::Role::DisclosureEditor]).await;
    let other = story.world.person("upper-editor").await;
    let desk = ok(&other.get("/api/credit").await);
    assert_eq!((&desk["owed"], &desk["batches"]), (&json!([]), &json!([])));
    for address in [
        format!("/api/credit/decisions/{decision}"),
        format!("/api/credit/batches/{id}"),
        format!("/api/credit/batches/{id}/file?format=csv"),
    ] {
        assert_eq!(other.get(&address).await.status, 404, "{address}");
    }
    let said = json!({ "accepted": [batch["lines"][0]["number"]] });
    assert_eq!(other.post(&format!("/api/credit/batches/{id}/receipt"), &said).await.status, 404);
}

#[tokio::test]
async fn given_typed_values_then_what_the_dossier_says_and_unknown_fields_are_refused() {
    let (story, decision) = ready().await;
    assert_eq!(
        codes(&story.fill(&decision, json!({ "CF_XDR_MC": "别人" })).await),
        ["credit.dossier"]
    );
    assert_eq!(codes(&story.fill(&decision, json!({ "CF_WSH": "x" })).await), ["credit.dossier"]);
    assert_eq!(codes(&story.fill(&decision, json!({ "NOTHING": "x" })).await), ["credit.field"]);
    assert_eq!(codes(&story.fill(&decision, json!({})).await), ["credit.nothing"]);
    let page = ok(&story.fill(&decision, json!({ "CF_XDR_ZJHM": "110105194912310021" })).await);
    let faults = page["line"]["faults"].as_array().unwrap();
    assert_eq!((faults.len(), faults[0]["code"].as_str()), (1, Some("credit.check")));
    let fields = page["fields"].as_array().unwrap();
    let card = fields.iter().find(|field| field["code"] == "CF_XDR_ZJHM").unwrap();
    assert_eq!((card["value"].as_str(), card["held"].as_bool()), (Some(""), Some(true)));
}
