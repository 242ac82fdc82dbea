//! 处罚法58; 国办发〔2018〕118号（十二）: for every procedure whose decision may need legal review, a major matter is brought to the brink of
//! its decision over HTTP, and the decision is tried by every route past the review.
//!
//! Given no opinion, an opinion that is not 同意, or one of another draft, when anybody decides by whatever route, then it is refused,
//! the attempt is on the record, and once the last 同意 covers the draft exactly one decision stands.

mod brink;

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use zhiheng_law::{ActKind, FieldType, Procedure};

use self::brink::{Brink, brinks};
use crate::world::World;

/// Everybody who has an account in or around the agency.
const EVERYBODY: [&str; 12] = [
    "officer-a",
    "officer-b",
    "head-of-section",
    "reviewer",
    "principal",
    "acting-head",
    "editor",
    "archivist",
    "watcher",
    "administrator",
    "upper-head",
    "stranger",
];

/// A matter at the brink, and how often its decision was refused for want of review.
struct Attempt<'w> {
    world: &'w World,
    brink: &'w Brink,
    matter: String,
    refused: usize,
}

impl Attempt<'_> {
    fn procedure(&self) -> &Procedure {
        &self.world.app.pack().procedures[&self.brink.procedure]
    }

    fn address(&self) -> String {
        format!("/api/matters/{}/acts/{}", self.matter, self.brink.decision.act)
    }

    fn fields(&self) -> Value {
        Value::Object(self.brink.decision.fields.clone())
    }

    /// Decides as somebody; the answer must be a refusal, and for whoever sees the matter one that names the review.
    async fn refused(&mut self, route: &str, who: &str, body: &Value, headers: &[(&str, &str)]) {
        let mut client = self.world.person(who).await;
        for (name, value) in headers {
            client = client.with(name, value);
        }
        let answer = client.post(&self.address(), body).await;
        let told = format!("{} {route} as {who}: {}", self.brink.procedure, answer.text());
        assert!(matches!(answer.status, 403 | 404 | 422), "{told}");
        if answer.status == 422 {
            let reasons = answer.json()["reasons"].as_array().unwrap().clone();
            let review = reasons.iter().find(|reason| reason["code"] == "gate.review_cleared");
            assert!(review.is_some_and(|reason| reason["article"].is_string()), "{told}");
            self.refused += 1;
        }
    }

    async fn principal(&mut self, route: &str) {
        let (who, body) = (self.brink.decision.who.clone(), json!({ "fields": self.fields() }));
        self.refused(route, &who, &body, &[]).await;
    }

    /// Performs a step of the examples in this matter; says whether it was allowed.
    async fn perform(&self, who: &str, act: &str, fields: &Value) -> bool {
        let answer = self.world.person(who).await.act(&self.matter, act, fields).await;
        assert!(answer.status < 500, "{act}: {}", answer.text());
        answer.status < 300
    }

    async fn submit(&self) {
        let step = &self.brink.submission;
        let fields = Value::Object(step.fields.clone());
        let answer = self.world.person(&step.who).await.act(&self.matter, &step.act, &fields).await;
        assert!(answer.status < 300, "{} submit: {}", self.brink.procedure, answer.text());
    }

    async fn opine(&self, conclusion: &str) {
        let step = &self.brink.opinion;
        let mut fields = Value::Object(step.fields.clone());
        fields["conclusion"] = json!(conclusion);
        if conclusion != "同意" {
            fields["items"][0]["mark"] = json!("不符合");
            fields["items"][0]["reason"] = json!("示例理由");
        }
        let answer = self.world.person(&step.who).await.act(&self.matter, &step.act, &fields).await;
        assert!(answer.status < 300, "{} {conclusion}: {}", self.brink.procedure, answer.text());
    }

    /// Nobody decides while nothing is agreed: each role, replayed, two at once.
    async fn nothing_agreed(&mut self, route: &str) {
        let body = json!({ "fields": self.fields() });
        for who in EVERYBODY {
            self.refused(route, who, &body, &[]).await;
        }
        self.other_decisions(route).await;
        let who = self.brink.decision.who.clone();
        let key = format!("key-{}", self.brink.procedure);
        for _ in 0..2 {
            self.refused("replayed", &who, &body, &[("idempotency-key", &key)]).await;
        }
        let client = self.world.person(&who).await;
        let address = self.address();
        let (one, other) = tokio::join!(client.post(&address, &body), client.post(&address, &body));
        assert_eq!((one.status, other.status), (422, 422), "two at once: {}", one.text());
        self.refused += 2;
    }

    /// Every other act that stands behind the review: a refusal instead of a grant, a measure instead of its approval.
    async fn other_decisions(&mut self, route: &str) {
        let procedure = self.procedure().clone();
        for act in &procedure.acts {
            let gated = act.gates.iter().any(|gate| {
                gate.check == zhiheng_law::GateCheck::ReviewCleared && gate.when.is_none()
            });
            let other = self.brink.around.iter().find(|step| step.act == act.id);
            let Some(step) = other.filter(|step| gated && step.act != self.brink.decision.act)
            else {
                continue;
            };
            let fields = Value::Object(step.fields.clone());
            let answer =
                self.world.person(&step.who).await.act(&self.matter, &act.id, &fields).await;
            let told = format!("{} {route} {}: {}", procedure.id, act.id, answer.text());
            assert_eq!(answer.status, 422, "{told}");
            assert!(answer.text().contains("gate.review_cleared"), "{told}");
            self.refused += 1;
        }
    }

    /// An act between review and decision brings a file, or changes an amount or a word. Whether one could be done.
    async fn changed_before_the_decision(&mut self, evidence: bool) -> bool {
        let procedure = self.procedure().clone();
        let digest = if evidence { "ab".repeat(32) } else { String::new() };
        for step in &self.brink.around {
            let Some(act) = procedure.act(&step.act) else { continue };
            if !act.repeat || act.kind != ActKind::Ordinary {
                continue;
            }
            let mut fields = Value::Object(step.fields.clone());
            let place = act.fields.iter().find(|field| {
                let fact = field.fact.as_deref().is_some_and(|fact| {
                    procedure.facts.iter().any(|held| held.id == fact && held.reviewed)
                });
                if evidence {
                    matches!(field.kind, FieldType::Files | FieldType::File) && field.evidence
                } else {
                    fact && matches!(field.kind, FieldType::Money | FieldType::Long)
                }
            });
            let Some(field) = place else { continue };
            let file = json!({ "digest": digest, "name": "补充.pdf", "size": 1, "type": "application/pdf" });
            fields[&field.id] = match field.kind {
                FieldType::Files => json!([file]),
                FieldType::File => file,
                FieldType::Money => json!(fields[&field.id].as_i64().unwrap_or_default() + 1),
                _ => json!("审核以后改写的内容"),
            };
            if self.perform(&step.who, &step.act, &fields).await {
                return true;
            }
        }
        false
    }
}

/// What was tried, so that a route that could nowhere be tried is told.
#[derive(Default)]
struct Tried {
    procedures: BTreeSet<String>,
    evidence: usize,
    facts: usize,
    refused: usize,
}

#[tokio::test]
async fn by_no_route_is_a_major_penalty_or_coercion_made_past_legal_review() {
    of_kinds(|id| id.starts_with("penalty.") || id.starts_with("coercion.")).await;
}

#[tokio::test]
async fn by_no_route_is_a_major_licence_granted_or_undone_past_legal_review() {
    of_kinds(|id| id.starts_with("licence.")).await;
}

#[tokio::test]
async fn by_no_route_is_a_major_decision_of_any_other_kind_made_past_legal_review() {
    let named = ["penalty.", "coercion.", "licence."];
    of_kinds(|id| !named.iter().any(|kind| id.starts_with(kind))).await;
}

/// Every procedure of these kinds whose decision may need review.
async fn of_kinds(kind: impl Fn(&str) -> bool) {
    let world = World::new().await;
    let pack = world.app.pack();
    let gated: BTreeSet<String> = brink::gated(pack).filter(|id| kind(id)).collect();
    assert!(gated.len() >= 6, "{gated:?}");
    let mut tried = Tried::default();
    for brink in brinks(pack).iter().filter(|brink| kind(&brink.procedure)) {
        try_every_route(brink, &mut tried).await;
    }
    assert_eq!(tried.procedures, gated, "every one of them was brought to its brink");
    assert!(tried.refused > 30 * gated.len(), "{} refusals", tried.refused);
    assert!(tried.evidence + tried.facts >= gated.len(), "{} {}", tried.evidence, tried.facts);
}

/// Another matter of the kind, agreed to and not touched since: two decide at once, and one decision is made.
async fn agreed_to_is_decided_once(world: &World, brink: &Brink) {
    let mut matter = None;
    for step in &brink.steps[..brink.decided] {
        world.step(&brink.procedure, step, &mut matter).await;
    }
    world.clock.at(&brink.decision.at);
    let client = world.person(&brink.decision.who).await;
    let address = format!("/api/matters/{}/acts/{}", matter.unwrap(), brink.decision.act);
    let body = json!({ "fields": brink.decision.fields });
    let (one, other) = tokio::join!(client.post(&address, &body), client.post(&address, &body));
    let mut both = [one.status, other.status];
    both.sort_unstable();
    let told = format!("{}: {} {}", brink.procedure, one.text(), other.text());
    // An approval may be given again; a decision stands once.
    let again = world.app.pack().procedures[&brink.procedure]
        .act(&brink.decision.act)
        .is_some_and(|act| act.repeat);
    assert!(both[0] == 200 && (again || both[1] >= 409), "{told}");
}

async fn try_every_route(brink: &Brink, tried: &mut Tried) {
    let mut world = World::new().await;
    // The agency's own catalogue lists every decision of the category, so that the matter is major whatever its facts.
    world.clock.at(&brink.steps[0].at);
    world.list_everything(&brink.category).await;
    let mut matter = None;
    for step in &brink.steps[..brink.at] {
        world.step(&brink.procedure, step, &mut matter).await;
    }
    let refusals = world.events("refusal").await.len();
    let mut attempt = Attempt { world: &world, brink, matter: matter.clone().unwrap(), refused: 0 };
    world.clock.at(&brink.submission.at);
    attempt.nothing_agreed("not submitted").await;

    // Submitted and not answered, answered otherwise, then as the example goes on to its agreement.
    attempt.submit().await;
    attempt.nothing_agreed("not answered").await;
    for conclusion in ["建议补充调查", "不同意"] {
        attempt.opine(conclusion).await;
        attempt.principal(conclusion).await;
        attempt.submit().await;
        attempt.principal("submitted again").await;
    }
    attempt.opine("同意").await;
    let mut refused = attempt.refused;
    for step in &brink.steps[brink.after..brink.decided] {
        world.step(&brink.procedure, step, &mut matter).await;
    }
    let mut attempt = Attempt { world: &world, brink, matter: matter.unwrap(), refused: 0 };
    world.clock.at(&brink.decision.at);

    // Agreed, and changed since: by evidence, by a fact or an amount. No decision's own form says anything that is reviewed.
    for evidence in [true, false] {
        if attempt.changed_before_the_decision(evidence).await {
            let way = if evidence { &mut tried.evidence } else { &mut tried.facts };
            *way += 1;
            attempt.principal("changed after the agreement").await;
            attempt.submit().await;
            attempt.principal("the earlier agreement is superseded").await;
            attempt.opine("同意").await;
        }
    }
    // Withdrawn: the last opinion counts, whatever an earlier one agreed to.
    attempt.submit().await;
    attempt.opine("建议纠正").await;
    attempt.principal("withdrawn by a later opinion").await;
    attempt.submit().await;
    attempt.opine("同意").await;

    // A draft that somebody else changed meanwhile, and the import.
    let stale = json!({ "fields": attempt.fields(), "seen": 1 });
    let principal = world.person(&brink.decision.who).await;
    let answer = principal.post(&attempt.address(), &stale).await;
    assert_eq!(answer.status, 409, "{}: {}", brink.procedure, answer.text());
    world.import_decision().await;

    refused += attempt.refused;
    agreed_to_is_decided_once(&world, brink).await;
    tried.refused += refused;
    tried.procedures.insert(brink.procedure.clone());
    let recorded = world.events("refusal").await;
    let named =
        recorded[refusals..].iter().filter(|event| event.content.contains("gate.review_cleared"));
    assert!(
        named.count() > refused,
        "{}: each attempt and the import are on the record",
        brink.procedure
    );
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert_eq!(audited.findings, [], "{}", brink.procedure);
    world.publish_record().await;
    let checkpoint =
        world.anonymous().send(Method::GET, "/record/checkpoint", None, Vec::new()).await;
    let size: u64 = checkpoint.text().lines().nth(1).unwrap().parse().unwrap();
    assert_eq!(size, world.app.store().size().await.unwrap(), "all of it under the checkpoint");
}
