//! The decision about one act: what is asked, in which order, and what follows from it. Pure.
//!
//! The order: may the person, can the form be read, do the gates open, what follows. Every reason that refuses is collected,
//! so that a person sees at once all that is missing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, Performer, Procedure};

use crate::authority::Power;
use crate::context::Context;
use crate::effect::{Effect, Event};
use crate::gate::{self, Sight};
use crate::paper::{self, Source};
use crate::refusal::Refusal;
use crate::review::{self, Cleared};
use crate::state::{Matter, Named, Opinion, Paper, Status};
use crate::{duty, form};

/// What a person wants to do.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Procedure; asked only when a matter is opened.
    pub procedure: &'a str,
    /// Act id.
    pub act: &'a str,
    /// The form as filled in.
    pub fields: &'a Map<String, Value>,
}

/// An act that may be done. Its numbers are still open, because they are given in the moment of writing.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    event: Event,
    series: Vec<Series>,
    sentence: String,
    mark: String,
}

/// A number that is wanted, in the order in which numbers are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Kind code, for example `罚`.
    pub kind: String,
    /// Year.
    pub year: i16,
    /// Index of the effect that takes it.
    effect: usize,
}

impl Decision {
    /// Series from which numbers are wanted.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The event before its numbers are known, for a preview.
    pub fn draft(&self) -> &Event {
        &self.event
    }

    /// The event and the sentence that tells of it, with the numbers in their places; `numbers` in the order of [`Self::series`].
    ///
    /// # Errors
    /// Fewer numbers than wanted.
    pub fn finish(&self, numbers: &[u32]) -> Result<(Event, String), String> {
        if numbers.len() != self.series.len() {
            return Err(format!("{} numbers wanted, {} given", self.series.len(), numbers.len()));
        }
        let mut event = self.event.clone();
        let (mut own, mut last_paper) = (None, None);
        for (series, n) in self.series.iter().zip(numbers) {
            let number = format!("{}{}〔{}〕{n}号", self.mark, series.kind, series.year);
            match event.effects.get_mut(series.effect) {
                Some(Effect::Numbered { number: place }) => {
                    own = Some(number.clone());
                    *place = number;
                }
                Some(Effect::PaperIssued { paper }) => {
                    last_paper = Some(number.clone());
                    for paragraph in &mut paper.paragraphs {
                        *paragraph = paragraph.replace("{number}", &number);
                    }
                    paper.number = Some(number);
                }
                _ => return Err("a series points at an effect that takes no number".to_owned()),
            }
        }
        let mut sentence = self.sentence.clone();
        if let Some(own) = own {
            sentence = sentence.replace("{number}", &own);
        }
        if let Some(paper) = last_paper {
            sentence = sentence.replace("{paper}", &paper);
        }
        Ok((event, sentence))
    }
}

/// Whether the act may be done, and what follows.
///
/// # Errors
/// Every reason that refuses it.
pub fn decide(
    matter: Option<&Matter>,
    submission: Submission<'_>,
    cx: &Context<'_>,
) -> Result<Decision, Vec<Refusal>> {
    let (procedure, act) = find(matter, submission, cx).map_err(|refusal| vec![refusal])?;
    let mut reasons = standing(matter, act, cx);
    let read = form::read(act, submission.fields, cx.moment());
    let blank = read.is_err();
    let form = match read {
        Ok(form) => form,
        Err(faults) => {
            reasons.extend(faults);
            Map::new()
        }
    };
    let room = Room::of(matter, procedure, act, &form);
    let sight = room.sight(&form, blank);
    if let Some(matter) = matter {
        reasons.extend(gate::closed(matter, procedure, act, &sight, cx));
    }
    let cleared = match (act.kind, matter) {
        (ActKind::Decide, Some(matter)) => match review::clear(matter, procedure, &sight, cx) {
            Ok(cleared) => Some(cleared),
            Err(refusal) => {
                // The pack's own gate says the same; without one the engine still refuses.
                if !reasons.iter().any(|reason| reason.code == refusal.code) {
                    reasons.push(refusal);
                }
                None
            }
        },
        _ => None,
    };
    if !reasons.is_empty() {
        return Err(reasons);
    }
    follow(matter, procedure, act, form.clone(), &sight, cleared, cx)
        .map_err(|refusal| vec![refusal])
}

/// What stands against an act before its form is filled in: authority, order, review. Empty = it can be begun.
pub fn readiness(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let form = Map::new();
    let room = Room::of(Some(matter), procedure, act, &form);
    let sight = room.sight(&form, true);
    let mut reasons = standing(Some(matter), act, cx);
    reasons.extend(gate::closed(matter, procedure, act, &sight, cx));
    reasons
}

/// Values that gates and conditions look at, owned in one place.
struct Room {
    facts: BTreeMap<String, Value>,
    files: Vec<String>,
    counts: BTreeMap<String, i64>,
    parameters: BTreeMap<String, i64>,
}

impl Room {
    fn of(
        matter: Option<&Matter>,
        procedure: &Procedure,
        act: &ActType,
        form: &Map<String, Value>,
    ) -> Self {
        let mut facts = matter.map_or_else(|| defaults(procedure), |matter| matter.facts.clone());
        for field in &act.fields {
            if let (Some(fact), Some(value)) = (&field.fact, form.get(&field.id)) {
                facts.insert(fact.clone(), value.clone());
            }
        }
        let mut counts: BTreeMap<String, i64> =
            procedure.acts.iter().map(|act| (act.id.clone(), 0)).collect();
        for done in matter.map_or(&[][..], |matter| matter.done.as_slice()) {
            *counts.entry(done.act.clone()).or_default() += 1;
        }
        let parameters = procedure
            .parameters
            .iter()
            .map(|(name, parameter)| (name.clone(), parameter.value))
            .collect();
        Self { facts, files: form::files(act, form), counts, parameters }
    }

    fn sight<'a>(&'a self, form: &'a Map<String, Value>, blank: bool) -> Sight<'a> {
        Sight {
            facts: &self.facts,
            form,
            blank,
            files: &self.files,
            counts: &self.counts,
            parameters: &self.parameters,
        }
    }
}

fn defaults(procedure: &Procedure) -> BTreeMap<String, Value> {
    procedure.facts.iter().map(|fact| (fact.id.clone(), fact.default.clone())).collect()
}

fn find<'a>(
    matter: Option<&Matter>,
    submission: Submission<'_>,
    cx: &Context<'a>,
) -> Result<(&'a Procedure, &'a ActType), Refusal> {
    let id = matter.map_or(submission.procedure, |matter| matter.procedure.as_str());
    let shown: String = id.chars().filter(|c| !c.is_control()).take(40).collect();
    let procedure =
        cx.pack.procedures.get(id).ok_or_else(|| {
            Refusal::new("law.procedure", format!("现行法律包中没有程序“{shown}”"))
        })?;
    if matter.is_none() && !procedure.in_force(cx.today()) {
        return Err(Refusal::new(
            "law.not_in_force",
            format!("“{}”在 {} 不是现行程序", procedure.title, cx.today()),
        ));
    }
    let act = if matter.is_none() && submission.act.is_empty() {
        procedure.opening()
    } else {
        procedure.act(submission.act)
    };
    let act = act.ok_or_else(|| {
        Refusal::new("act.unknown", format!("“{}”中没有这一行为", procedure.title))
    })?;
    Ok((procedure, act))
}

/// Authority and standing: the person's power, the agency, and whether the matter takes acts at all.
fn standing(matter: Option<&Matter>, act: &ActType, cx: &Context<'_>) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    match Power::parse(&act.power) {
        Some(power) if cx.actor.may(power) => {}
        Some(power) => reasons.push(Refusal::new(
            "authority.power",
            format!("“{}”需要“{}”权限,您的岗位没有这一权限", act.title, power.title()),
        )),
        None => reasons
            .push(Refusal::new("authority.power", format!("“{}”没有规定由谁行使", act.title))),
    }
    let seat = match act.by {
        Performer::Own => 0,
        Performer::Upper => 1,
        Performer::UpperUpper => 2,
    };
    match cx.chain.get(seat) {
        Some(agency) if *agency == cx.actor.agency => {}
        Some(_) => reasons.push(Refusal::new(
            "authority.agency",
            format!("“{}”应由有管辖权的机关作出", act.title),
        )),
        None => reasons.push(Refusal::new(
            "authority.agency",
            format!("“{}”应由上一级机关作出,系统中没有登记上一级机关", act.title),
        )),
    }
    match matter {
        None if act.kind != ActKind::Open => {
            reasons.push(Refusal::new("act.unknown", "这一行为只能在已有的事项中进行"))
        }
        Some(_) if act.kind == ActKind::Open => {
            reasons.push(Refusal::new("gate.opened", "事项已经登记,不能再次登记"))
        }
        Some(matter) => {
            if matter.status == Status::Archived && !act.after_lock {
                reasons.push(
                    Refusal::new(
                        "matter.locked",
                        "案卷已经归档,不得再增加、抽换或者修改;需要补充的,另行立卷",
                    )
                    .under("农业处罚程序86"),
                );
            }
            if !act.repeat && matter.did(&act.id) {
                reasons.push(Refusal::new("gate.once", format!("“{}”已经进行过", act.title)));
            }
        }
        None => {}
    }
    reasons
}

fn follow(
    matter: Option<&Matter>,
    procedure: &Procedure,
    act: &ActType,
    form: Map<String, Value>,
    sight: &Sight<'_>,
    cleared: Option<Cleared>,
    cx: &Context<'_>,
) -> Result<Decision, Refusal> {
    let today = cx.today();
    let day = form::effective_day(&form, today);
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
        if let Some(kind) = &rule.number_kind {
            series.push(Series { kind: kind.clone(), year: today.year(), effect: effects.len() });
        }
        effects.push(Effect::PaperIssued {
            paper: issue(matter, act, rule, &form, sight, version, cx),
        });
    }
    if let Some(step) = forward(matter, procedure, act) {
        effects.push(step);
    }
    if let Some(matter) = matter {
        effects.extend(duty::ended(matter, procedure, act, day));
        effects.extend(duty::moved(matter, act, &form, day, cx)?);
    }
    effects.extend(duty::created(matter, act, &form, day, sight, cx)?);
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
        effects,
    };
    Ok(Decision { event, series, sentence, mark: cx.mark.to_owned() })
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
            matter
                .and_then(|matter| matter.papers.iter().rev().find(|paper| paper.act == served))
                .map(|paper| vec![Effect::PaperServed { paper: paper.id.clone(), day }])
                .unwrap_or_default()
        }
        ActKind::Publish => {
            let public = act.fields.iter().filter(|field| field.public);
            let fields = public
                .filter_map(|field| Some((field.id.clone(), form.get(&field.id)?.clone())))
                .collect();
            vec![Effect::Published { fields }]
        }
        ActKind::Withdraw => vec![Effect::Withdrawn { reason: text("reason") }],
        ActKind::Ordinary
        | ActKind::Open
        | ActKind::Suspend
        | ActKind::Resume
        | ActKind::Extend
        | ActKind::Decide
        | ActKind::Close
        | ActKind::Archive => Vec::new(),
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

fn issue(
    matter: Option<&Matter>,
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
        (
            "officers".to_owned(),
            officers
                .iter()
                .map(|officer| format!("{}（{}）", officer.name, officer.card))
                .collect::<Vec<_>>()
                .join("、"),
        ),
    ]);
    let source = Source { form, facts: sight.facts, others: &others };
    let again =
        matter.map_or(0, |matter| matter.papers.iter().filter(|paper| paper.act == act.id).count());
    Paper {
        id: if again == 0 { rule.id.clone() } else { format!("{}-{}", rule.id, again + 1) },
        act: act.id.clone(),
        version,
        title: rule.title.clone(),
        number: None,
        addressee: text("party"),
        day: cx.today(),
        paragraphs: rule.body.iter().map(|paragraph| paper::fill(paragraph, &source)).collect(),
        outward: rule.outward,
        served: None,
    }
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
