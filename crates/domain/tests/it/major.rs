//! 处罚法58; 国办发〔2018〕118号（十二）: every kind of major decision in the catalogue, tried by every way past legal review.
//! Given a draft that is ready for its decision in all else, when review is missing, unanswered, against it, of another draft, or
//! superseded, then nobody decides; when the last opinion agrees to exactly this draft, the decision stands.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::{Map, Value, json};
use zhiheng_domain::example::{actor, run};
use zhiheng_domain::review::{AGREED, digest};
use zhiheng_domain::state::{Major, Named, Opinion};
use zhiheng_domain::{Actor, Known, Matter, Submission, decide};
use zhiheng_law::{ActKind, Example, GateCheck, Procedure};

use crate::world::{CALENDAR, PACK, context};

/// A draft at the moment of its decision, as a worked example brought it there.
struct Ready {
    matter: Matter,
    act: String,
    fields: Map<String, Value>,
    who: Actor,
    at: DateTime,
    known: Known,
}

/// Everybody of the agency, so that no role decides past the review.
const EVERYBODY: [&str; 9] = [
    "officer-a",
    "head-of-section",
    "reviewer",
    "principal",
    "acting-head",
    "reviewing-officer",
    "editor",
    "archivist",
    "upper-head",
];

/// The decisions of the worked examples of a procedure, each up to the step before.
fn ready(procedure: &Procedure) -> Vec<Ready> {
    let mut found = Vec::new();
    for example in &procedure.examples {
        for (n, step) in example.steps.iter().enumerate() {
            let decides = procedure.act(&step.act).is_some_and(|act| {
                act.kind == ActKind::Decide
                    && act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared)
            });
            if !decides || step.refused.is_some() {
                continue;
            }
            let before = Example { steps: example.steps[..n].to_vec(), ..example.clone() };
            let matter = run(&before, procedure, &PACK, &CALENDAR).unwrap().unwrap();
            found.push(Ready {
                matter,
                act: step.act.clone(),
                fields: step.fields.clone(),
                who: actor(&step.who).unwrap(),
                at: step.at.parse().unwrap(),
                known: Known::new(&step.known).unwrap(),
            });
        }
    }
    found
}

/// Codes of the refusals; none where it was decided.
fn tried(ready: &Ready, matter: &Matter, who: &Actor) -> Vec<(String, Option<String>)> {
    let mut cx = context(who, ready.at);
    cx.known = &ready.known;
    let submission =
        Submission { procedure: &matter.procedure, act: &ready.act, fields: &ready.fields };
    match decide(Some(matter), submission, &cx) {
        Ok(_) => Vec::new(),
        Err(reasons) => reasons.into_iter().map(|reason| (reason.code, reason.article)).collect(),
    }
}

/// The facts as the decision's own form leaves them.
fn facts_of(ready: &Ready, matter: &Matter, procedure: &Procedure) -> BTreeMap<String, Value> {
    let mut facts = matter.facts.clone();
    let fields = procedure.act(&ready.act).into_iter().flat_map(|act| &act.fields);
    for field in fields {
        if let (Some(fact), Some(value)) = (&field.fact, ready.fields.get(&field.id)) {
            facts.insert(fact.clone(), value.clone());
        }
    }
    facts
}

/// An opinion given after all that was done before.
fn opinion(digest: &str, conclusion: &str) -> Option<Opinion> {
    Some(Opinion {
        digest: digest.to_owned(),
        conclusion: conclusion.to_owned(),
        version: u64::MAX,
        by: Named {
            id: "reviewer".to_owned(),
            name: "示例人员reviewer".to_owned(),
            card: String::new(),
        },
    })
}

#[test]
fn no_kind_of_major_decision_is_made_by_any_way_past_legal_review() {
    let (mut kinds, mut refused) = (0, 0);
    for entry in &PACK.catalogue {
        for id in &entry.procedures {
            let procedure = &PACK.procedures[id];
            let drafts = ready(procedure);
            if drafts.is_empty() {
                // Measures are not decisions of their own; their act carries the gate and is tried by its examples.
                let gated = procedure
                    .acts
                    .iter()
                    .any(|act| act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared));
                assert!(gated, "{id} has catalogue entries and no review");
                continue;
            }
            kinds += 1;
            let ready = &drafts[0];
            let mut matter = ready.matter.clone();
            matter.major = vec![Major {
                id: entry.id.clone(),
                title: entry.title.clone(),
                basis: entry.basis.clone(),
            }];
            let now = digest(procedure, &facts_of(ready, &matter, procedure), &matter.evidence);
            let reviewed = |submitted: Option<&str>, opinion: Option<Opinion>| {
                let mut matter = matter.clone();
                matter.review.submitted = submitted.map(ToOwned::to_owned);
                matter.review.opinion = opinion;
                matter
            };
            let stale = "0".repeat(64);
            let mut ways = vec![
                ("never sent", reviewed(None, None)),
                ("sent and not answered", reviewed(Some(&now), None)),
                ("agreed without being sent", reviewed(None, opinion(&now, AGREED))),
                ("agreed to another draft", reviewed(Some(&stale), opinion(&stale, AGREED))),
                ("sent anew after it was agreed", reviewed(Some(&now), opinion(&stale, AGREED))),
            ];
            for conclusion in ["建议补正材料", "建议补充调查", "建议纠正", "不同意", "建议移送"]
            {
                ways.push((conclusion, reviewed(Some(&now), opinion(&now, conclusion))));
            }
            let mut changed = reviewed(Some(&now), opinion(&now, AGREED));
            let fact = procedure.facts.iter().find(|fact| {
                fact.reviewed && changed.facts.get(&fact.id).is_some_and(Value::is_string)
            });
            changed.facts.insert(fact.unwrap().id.clone(), json!("审核以后改了一个字"));
            ways.push(("a word changed after it was agreed", changed));
            let mut added = reviewed(Some(&now), opinion(&now, AGREED));
            added.evidence.push(("f".repeat(64), added.version));
            ways.push(("evidence added after it was agreed", added));

            for (way, matter) in &ways {
                let reasons = tried(ready, matter, &ready.who);
                assert!(
                    reasons.iter().any(|(code, _)| code == "gate.review_cleared"),
                    "{id} {}: {way}: {reasons:?}",
                    entry.id
                );
                for who in EVERYBODY {
                    let reasons = tried(ready, matter, &actor(who).unwrap());
                    assert!(!reasons.is_empty(), "{id} {}: {way}: {who} decided", entry.id);
                    refused += 1;
                }
            }
            let agreed = reviewed(Some(&now), opinion(&now, AGREED));
            assert_eq!(tried(ready, &agreed, &ready.who), [], "{id} {}: agreed", entry.id);
        }
    }
    assert!(kinds >= 40 && refused > 4_000, "{kinds} kinds, {refused} attempts");
}
