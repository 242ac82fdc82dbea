//! What follows from an act that may be done: its effects, in the order in which they are applied.
//!
//! What this is not: a judgement. Whether the act may be done is settled before (see `decide`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, FieldType, Procedure, SETS_ASIDE};

use crate::context::Context;
use crate::decide::{Decision, Series};
use crate::effect::{Effect, Event};
use crate::gate::{Sight, holds};
use crate::paper::{self, Source};
use crate::refusal::Refusal;
use crate::review::{self, Cleared};
use crate::state::{Matter, Named, Opinion, Paper, SignOff};
use crate::{derivative, duty, form, marking, party, recording, remedy};

/// The effects of the act, the numbers it wants and the sentence that tells of it.
///
/// # Errors
/// A period that cannot be computed or extended.
pub(crate) fn follow(
    matter: Option<&Matter>,
    procedure: &Procedure,
    act: &ActType,
    form: Map<String, Value>,
    sight: &Sight<'_>,
    cleared: Option<Cleared>,
    cx: &Context<'_>,
) -> Result<Decision, Refusal> {
    let today = cx.today();
    let day = sight.came.unwrap_or_else(|| form::effective_day(&form, today));
    let version = matter.map_or(0, |matter| matter.version) + 1;
    let actor = Named {
        id: cx.actor.id.clone(),
        name: cx.actor.name.clone(),
        card: cx.officer(&cx.actor.id).map(|officer| officer.card.clone()).unwrap_or_default(),
    };
    let mut effects = Vec::new();
    let mut series = Vec::new();
    if matter.is_none() {
        effects.push(Effect::Opened {
            agency: cx.actor.agency.clone(),
            facts: defaults(procedure),
            code: cx.fresh_code.to_owned(),
            stage: act.stage.clone(),
        });
    }
    if act.numbers && matter.is_none_or(|matter| matter.number.is_none()) {
        series.push(Series {
            kind: procedure.number_kind.clone(),
            year: today.year(),
            effect: effects.len(),
        });
        effects.push(Effect::Numbered { number: String::new() });
    }
    for field in &act.fields {
        if let (Some(fact), Some(value)) = (&field.fact, form.get(&field.id)) {
            effects.push(Effect::FactSet { fact: fact.clone(), value: value.clone() });
        }
    }
    if !sight.files.is_empty() {
        effects.push(Effect::EvidenceTaken { digests: sight.files.to_vec() });
    }
    effects.extend(particular(matter, procedure, act, &form, &actor, version, sight, cx));
    if let Some(cleared) = cleared {
        effects.push(Effect::Decided { decided: cleared.decided(&act.id, version, day) });
    }
    for major in review::newly_major(matter, procedure, sight, cx) {
        effects.push(Effect::BecameMajor { major });
    }
    for rule in &act.papers {
        if let Some(when) = &rule.when
            && !holds(cx, when, sight)?
        {
            continue;
        }
        if let Some(kind) = &rule.number_kind {
            series.push(Series { kind: kind.clone(), year: today.year(), effect: effects.len() });
        }
        paper::complete(rule, procedure, act, &form, sight.facts)?;
        effects.push(Effect::PaperIssued {
            paper: issue(matter, procedure, act, rule, &form, sight, version, cx),
        });
    }
    if let Some(step) = forward(matter, procedure, act) {
        effects.push(step);
    }
    let added = recording::effects(matter, act, &form, &actor, (version, day), cx.known);
    if act.kind == ActKind::ExplainGap && added.is_empty() {
        let message = "这一段已经有音像记录，或者已经说明过原因，没有要说明的";
        return Err(Refusal::new("recording.no_gap", message).at("gap_from"));
    }
    if let Some(matter) = matter {
        effects.extend(duty::ended(matter, procedure, act, day, &added));
        effects.extend(party::effects(matter, procedure, act, &form, cx));
        effects.extend(duty::moved(matter, act, &form, day, cx)?);
    }
    effects.extend(duty::created(matter, act, &form, day, (sight, &added), cx)?);
    effects.extend(added);
    effects.extend(
        derivative::brought(act, &form, &actor, version)
            .map(|derivative| Effect::Derived { derivative }),
    );
    effects.extend(marking::effect(act, &form, &actor, version));
    match act.kind {
        ActKind::Close => effects.push(Effect::Closed),
        ActKind::Archive => effects.push(Effect::Locked),
        _ => {}
    }
    let others = BTreeMap::from([(
        "number".to_owned(),
        matter.and_then(|matter| matter.number.clone()).unwrap_or_else(|| "{number}".to_owned()),
    )]);
    let sentence = paper::fill(
        &with_dues(&act.sentence, matter, &effects),
        &Source { form: &form, facts: sight.facts, others: &others },
    );
    let event = Event {
        matter: matter.map_or_else(|| cx.fresh_id.to_owned(), |matter| matter.id.clone()),
        procedure: procedure.id.clone(),
        pack: cx.pack.version.clone(),
        act: act.id.clone(),
        at: cx.moment(),
        day,
        actor,
        agency: cx.actor.agency.clone(),
        fields: form,
        known: cx.known.clone(),
        effects,
    };
    Ok(Decision { event, series, sentence, mark: cx.mark.to_owned(), reserved: None })
}

/// What follows from what the engine knows the act to be.
#[expect(
    clippy::too_many_arguments,
    reason = "one call site; a struct would only rename the arguments"
)]
fn particular(
    matter: Option<&Matter>,
    procedure: &Procedure,
    act: &ActType,
    form: &Map<String, Value>,
    actor: &Named,
    version: u64,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Effect> {
    let text = |field: &str| form.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    match act.kind {
        ActKind::Assign => {
            vec![Effect::Assigned { officers: named(&form::ids(form, "officers"), cx) }]
        }
        ActKind::ShowCredentials => {
            let at = form
                .get("shown_at")
                .and_then(Value::as_str)
                .and_then(form::moment)
                .unwrap_or_else(|| cx.moment());
            vec![Effect::CardsShown { officers: form::ids(form, "officers"), at }]
        }
        ActKind::Recuse => vec![Effect::Recused { person: text("person") }],
        ActKind::Declare => vec![Effect::ConflictDeclared { person: actor.id.clone() }],
        ActKind::Dismiss => vec![Effect::ConflictDismissed { person: text("person") }],
        ActKind::Entrust => named(&[text("person")], cx)
            .into_iter()
            .map(|reviewer| Effect::Entrusted { reviewer })
            .collect(),
        // Whoever is looked into takes no part in looking (粤审21、22): such persons step back as the matter opens.
        ActKind::Open => form::ids(form, "looked_into")
            .into_iter()
            .map(|person| Effect::Recused { person })
            .collect(),
        ActKind::Submit => {
            let mut evidence = matter.map(|matter| matter.evidence.clone()).unwrap_or_default();
            evidence.extend(sight.files.iter().map(|file| (file.clone(), version)));
            vec![Effect::Submitted {
                digest: review::digest(procedure, sight.facts, &evidence),
                facts: review::reviewed(procedure, sight.facts),
            }]
        }
        ActKind::Opine => {
            let digest =
                matter.and_then(|matter| matter.review.submitted.clone()).unwrap_or_default();
            vec![Effect::Opined {
                opinion: Opinion {
                    digest,
                    conclusion: text("conclusion"),
                    version,
                    by: actor.clone(),
                },
            }]
        }
        ActKind::Notify => {
            vec![Effect::Notified { facts: review::reviewed(procedure, sight.facts) }]
        }
        ActKind::Defend => vec![Effect::Defended],
        ActKind::Serve => {
            let day = form::effective_day(form, cx.today());
            let served = act.serves.as_deref().unwrap_or_default();
            let papers = matter.map(|matter| matter.papers.as_slice()).unwrap_or_default();
            let last = papers.iter().rev().find(|paper| paper.act == served);
            // One act may issue several papers for the party: they go together.
            papers
                .iter()
                .filter(|paper| {
                    last.is_some_and(|last| {
                        paper.id == last.id || (paper.version == last.version && paper.outward)
                    })
                })
                .map(|paper| Effect::PaperServed { paper: paper.id.clone(), day })
                .collect()
        }
        ActKind::Publish => {
            let public = act.fields.iter().filter(|field| field.public);
            let fields = public
                .filter_map(|field| Some((field.id.clone(), form.get(&field.id)?.clone())))
                .collect();
            vec![Effect::Published { fields }]
        }
        ActKind::Overturn => {
            let outcome = text("outcome");
            if SETS_ASIDE.contains(&outcome.as_str()) {
                vec![Effect::SetAside { outcome }]
            } else {
                Vec::new()
            }
        }
        ActKind::Withdraw => vec![Effect::Withdrawn { reason: text("reason") }],
        ActKind::Ordinary
        | ActKind::Suspend
        | ActKind::Resume
        | ActKind::Extend
        | ActKind::Decide
        | ActKind::Withhold
        | ActKind::Record
        | ActKind::ExplainGap
        | ActKind::Derive
        | ActKind::Mark
        | ActKind::Unmark
        | ActKind::Close
        | ActKind::Archive
        | ActKind::Gap
        | ActKind::PartySend
        | ActKind::PartyAnswer
        | ActKind::Supplement => Vec::new(),
    }
}

fn named(ids: &[String], cx: &Context<'_>) -> Vec<Named> {
    ids.iter()
        .map(|id| match cx.officer(id) {
            Some(officer) => {
                Named { id: id.clone(), name: officer.name.clone(), card: officer.card.clone() }
            }
            None => Named { id: id.clone(), name: id.clone(), card: String::new() },
        })
        .collect()
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site; a struct would only rename the arguments"
)]
fn issue(
    matter: Option<&Matter>,
    procedure: &Procedure,
    act: &ActType,
    rule: &zhiheng_law::PaperRule,
    form: &Map<String, Value>,
    sight: &Sight<'_>,
    version: u64,
    cx: &Context<'_>,
) -> Paper {
    let text =
        |name: &str| sight.facts.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let officers = matter.map(|matter| matter.officers.as_slice()).unwrap_or_default();
    let others = BTreeMap::from([
        ("agency".to_owned(), cx.agency_name.to_owned()),
        ("date".to_owned(), paper::long_date(cx.today())),
        (
            "matter_number".to_owned(),
            matter
                .and_then(|matter| matter.number.clone())
                .unwrap_or_else(|| "（未编号）".to_owned()),
        ),
        ("officers".to_owned(), words_of(officers)),
    ]);
    let mut others = others;
    if let Some(remedy) = rule.remedy {
        others.insert(
            "remedy".to_owned(),
            remedy::clause(remedy, cx.pack, cx.government, cx.superior),
        );
    }
    for field in &act.fields {
        let blank = !form.contains_key(&field.id);
        match field.kind {
            // People stand in papers by name and card, never by their id.
            FieldType::Officers | FieldType::Person if !blank => {
                let people = named(&form::ids(form, &field.id), cx);
                others.insert(field.id.clone(), words_of(&people));
            }
            // What need not be filled in and was not reads as none, not as forgotten.
            _ if blank
                && !field.required
                && field.id != "officers"
                && !paper::held(field, sight.facts) =>
            {
                others.insert(field.id.clone(), "无".to_owned());
            }
            _ => {}
        }
    }
    let source = Source { form, facts: sight.facts, others: &others };
    let first = format!("{}-", rule.id);
    let again = matter.map_or(0, |matter| {
        matter
            .papers
            .iter()
            .filter(|paper| {
                paper.id == rule.id || (paper.act == act.id && paper.id.starts_with(&first))
            })
            .count()
    });
    Paper {
        id: if again == 0 { rule.id.clone() } else { format!("{}-{}", rule.id, again + 1) },
        act: act.id.clone(),
        version,
        title: rule.title.clone(),
        issuer: cx.agency_name.to_owned(),
        number: None,
        addressee: text("party"),
        day: cx.today(),
        paragraphs: paper::paragraphs(rule, &source),
        outward: rule.outward,
        served: None,
        layout: rule.layout,
        rows: paper::rows(rule, procedure, act, &source),
        signoffs: signoffs(matter, procedure, act, rule, form, cx),
        signatures: act
            .fields
            .iter()
            .filter(|field| {
                field.kind == FieldType::Signature && rule.signatures.contains(&field.id)
            })
            .map(|field| {
                let written = form.get(&field.id).and_then(|value| value.get("digest"));
                let digest = written.and_then(Value::as_str).unwrap_or_default();
                (field.label.clone(), digest.to_owned())
            })
            .collect(),
    }
}

/// People by name, with the number of the card where there is one.
fn words_of(people: &[Named]) -> String {
    people
        .iter()
        .map(|person| match person.card.as_str() {
            "" => person.name.clone(),
            card => format!("{}（{card}）", person.name),
        })
        .collect::<Vec<_>>()
        .join("、")
}

/// Who signed off before, and the person who acts now where the paper names this act.
fn signoffs(
    matter: Option<&Matter>,
    procedure: &Procedure,
    act: &ActType,
    rule: &zhiheng_law::PaperRule,
    form: &Map<String, Value>,
    cx: &Context<'_>,
) -> Vec<SignOff> {
    let mut history: Vec<SignOff> = matter
        .map_or(&[][..], |matter| matter.done.as_slice())
        .iter()
        .filter(|done| rule.signoffs.contains(&done.act))
        .map(|done| SignOff {
            act: procedure.act(&done.act).map(|act| act.title.clone()).unwrap_or_default(),
            person: matter
                .and_then(|matter| matter.hands.iter().find(|hand| hand.id == done.actor))
                .map_or_else(|| done.actor.clone(), |hand| hand.name.clone()),
            opinion: done.opinion.clone(),
            day: done.day,
        })
        .collect();
    if rule.signoffs.contains(&act.id) {
        history.push(SignOff {
            act: act.title.clone(),
            person: cx.actor.name.clone(),
            opinion: form.get("opinion").and_then(Value::as_str).unwrap_or_default().to_owned(),
            day: form::effective_day(form, cx.today()),
        });
    }
    history
}

/// Stages are walked forwards only: taking more evidence after review does not show the matter as back at its beginning.
fn forward(matter: Option<&Matter>, procedure: &Procedure, act: &ActType) -> Option<Effect> {
    let place = |stage: &str, step: &str| {
        let index = procedure.stages.iter().position(|held| held.id == stage)?;
        let within = procedure.stages.get(index)?.steps.iter().position(|held| held == step);
        Some((index, within))
    };
    let here = matter.and_then(|matter| place(&matter.stage, &matter.step));
    let there = place(&act.stage, &act.step)?;
    (here.is_none_or(|here| there > here))
        .then(|| Effect::Moved { stage: act.stage.clone(), step: act.step.clone() })
}

/// Fills `{due:DUTY}` with the due day of a duty created or moved now, or owed already.
fn with_dues(sentence: &str, matter: Option<&Matter>, effects: &[Effect]) -> String {
    let mut out = sentence.to_owned();
    while let Some(from) = out.find("{due:") {
        let Some(length) = out.get(from..).and_then(|tail| tail.find('}')) else { break };
        let rule = out.get(from + 5..from + length).unwrap_or_default().to_owned();
        let fresh = effects.iter().rev().find_map(|effect| match effect {
            Effect::DutyCreated { duty } | Effect::DutyMoved { duty } if duty.rule == rule => {
                Some(duty.due)
            }
            _ => None,
        });
        let held = || {
            matter?
                .duties
                .iter()
                .rev()
                .find(|duty| duty.rule == rule && duty.state.owed())
                .map(|duty| duty.due)
        };
        let words = match fresh.or_else(held) {
            Some(Some(day)) => day.to_string(),
            Some(None) => "（暂停计算）".to_owned(),
            None => "（无期限）".to_owned(),
        };
        out.replace_range(from..=from + length, &words);
    }
    out
}

/// Facts before anybody said anything.
pub(crate) fn defaults(procedure: &Procedure) -> BTreeMap<String, Value> {
    procedure.facts.iter().map(|fact| (fact.id.clone(), fact.default.clone())).collect()
}
