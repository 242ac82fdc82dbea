//! The decision about one act: what is asked, in which order, and what follows from it. Pure.
//!
//! The order: may the person, can the form be read, do the gates open, what follows. Every reason that refuses is collected,
//! so that a person sees at once all that is missing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, PARTY, PartyRule, Performer, Procedure};

use crate::authority::Power;
use crate::consequence::{defaults, follow};
use crate::context::Context;
use crate::effect::{Effect, Event};
use crate::gate::{self, Sight};
use crate::known::Known;
use crate::party::Opening;
use crate::refusal::Refusal;
use crate::state::{Matter, Paper, Status};
use crate::{derivative, disclosure, dossier, form, marking, party, recording, review, reviewer};

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
    pub(crate) event: Event,
    pub(crate) series: Vec<Series>,
    pub(crate) sentence: String,
    pub(crate) mark: String,
    /// Number that was on the paper before the act: it came from a numbered blank form.
    pub(crate) reserved: Option<String>,
}

/// A number that is wanted, in the order in which numbers are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Kind code, for example `罚`.
    pub kind: String,
    /// Year.
    pub year: i16,
    /// Index of the effect that takes it.
    pub(crate) effect: usize,
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

    /// The same act on a numbered blank form (事先编号的空白文书) that was filled in by pen: its paper bears that number and takes
    /// none from the series. `paper` is the id of the form's rule, `kind` the kind code of its number.
    ///
    /// # Errors
    /// `number.other_paper`: the act issues no such paper, or it is no form that is printed beforehand.
    pub fn under(mut self, paper: &str, kind: &str, number: &str) -> Result<Self, Refusal> {
        let again = format!("{paper}-");
        let place = self.series.iter().position(|series| {
            series.kind == kind
                && matches!(
                    self.event.effects.get(series.effect),
                    Some(Effect::PaperIssued { paper: held })
                        if held.id == paper || held.id.starts_with(&again)
                )
        });
        let Some(place) = place else {
            let message =
                format!("文号{number}印在另一种文书上，不能用于这一行为；请核对空白文书的名称");
            return Err(Refusal::new("number.other_paper", message));
        };
        let series = self.series.remove(place);
        if let Some(Effect::PaperIssued { paper }) = self.event.effects.get_mut(series.effect) {
            number_paper(paper, number.to_owned());
        }
        self.reserved = Some(number.to_owned());
        Ok(self)
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
        let (mut own, mut last_paper) = (None, self.reserved.clone());
        for (series, n) in self.series.iter().zip(numbers) {
            let number = format!("{}{}〔{}〕{n}号", self.mark, series.kind, series.year);
            match event.effects.get_mut(series.effect) {
                Some(Effect::Numbered { number: place }) => {
                    own = Some(number.clone());
                    *place = number;
                }
                Some(Effect::PaperIssued { paper }) => {
                    last_paper = Some(number.clone());
                    number_paper(paper, number);
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

fn number_paper(paper: &mut Paper, number: String) {
    for paragraph in &mut paper.paragraphs {
        *paragraph = paragraph.replace("{number}", &number);
    }
    paper.number = Some(number);
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
    let room = Room::of(matter, procedure, act, &form, cx.known);
    let came = matter.and_then(|matter| party::came_on(matter, act, &form));
    let sight = Sight { came, ..room.sight(&form, blank) };
    // An opening act has gates too (信访工作条例20: no more than five representatives).
    let unopened;
    let judged = if let Some(matter) = matter {
        matter
    } else {
        let (id, agency) = (cx.fresh_id, &cx.actor.agency);
        unopened = Matter::unopened(id, &procedure.id, &cx.pack.version, agency, cx.today());
        &unopened
    };
    reasons.extend(gate::closed(judged, procedure, act, &sight, cx));
    reasons.extend(reviewer::closed(judged, procedure, act, &sight, cx));
    reasons.extend(disclosure::closed(judged, procedure, act, &sight, cx));
    reasons.extend(recording::closed(judged, procedure, act));
    reasons.extend(recording::foreign(act, &form, cx.known));
    reasons.extend(derivative::closed(judged, act, &form, cx.known));
    reasons.extend(marking::closed(judged, act, &form, cx.known));
    reasons.extend(dossier::closed(judged, procedure, act, cx));
    reasons.extend(party::closed(judged, procedure, act, &sight, cx));
    let cleared = match (act.kind, matter) {
        (ActKind::Decide, Some(matter)) if act.review_exempt.is_some() => {
            Some(review::exempt(matter, procedure, &sight))
        }
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
    let filled = disclosure::dated(judged, procedure, act, &sight, cx);
    follow(matter, procedure, act, filled, &sight, cleared, cx).map_err(|refusal| vec![refusal])
}

/// What stands against an act before its form is filled in: authority, order, review. Empty = it can be begun.
pub fn readiness(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let form = Map::new();
    let room = Room::of(Some(matter), procedure, act, &form, cx.known);
    let sight = room.sight(&form, true);
    let mut reasons = standing(Some(matter), act, cx);
    reasons.extend(gate::closed(matter, procedure, act, &sight, cx));
    reasons.extend(reviewer::closed(matter, procedure, act, &sight, cx));
    reasons.extend(disclosure::closed(matter, procedure, act, &sight, cx));
    reasons.extend(recording::closed(matter, procedure, act));
    reasons.extend(dossier::closed(matter, procedure, act, cx));
    reasons.extend(party::closed(matter, procedure, act, &sight, cx));
    reasons
}

/// What the party may bring forward today, and what is over.
///
/// # Errors
/// A condition of the pack cannot be evaluated.
pub fn openings<'p>(
    matter: &Matter,
    procedure: &'p Procedure,
    cx: &Context<'_>,
) -> Result<Vec<(&'p ActType, &'p PartyRule, Opening)>, Refusal> {
    let form = Map::new();
    party::rules(procedure)
        .map(|(act, rule)| {
            let room = Room::of(Some(matter), procedure, act, &form, cx.known);
            let sight = room.sight(&form, true);
            Ok((act, rule, party::opening(matter, procedure, (act, rule), &sight, cx)?))
        })
        .collect()
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
        known: &Known,
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
        let mut parameters: BTreeMap<String, i64> = procedure
            .parameters
            .iter()
            .map(|(name, parameter)| (name.clone(), parameter.value))
            .collect();
        for (name, value) in known.parameters() {
            // Outside the limits of the national pack nothing holds, whoever wrote it down.
            if procedure.parameters.get(name).is_some_and(|parameter| parameter.allows(value)) {
                parameters.insert(name.to_owned(), value);
            }
        }
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
            came: None,
        }
    }
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
    if matter.is_none() {
        in_force(procedure, submission, cx)?;
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

/// The law of its day: a matter begins under the version in force on the day that its opening act names, otherwise today
/// (程序从新; a petition received before 2022-05-01 runs under the regulations of 2005).
fn in_force(
    procedure: &Procedure,
    submission: Submission<'_>,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let day = procedure
        .opening()
        .and_then(|act| act.law_day.as_ref())
        .and_then(|field| submission.fields.get(field))
        .and_then(Value::as_str)
        .and_then(form::date)
        // A day that no form may hold is the form's fault, and is told as such.
        .filter(|day| form::in_use(*day))
        .unwrap_or_else(|| cx.today());
    if procedure.in_force(day) {
        return Ok(());
    }
    let other = cx
        .pack
        .procedures
        .values()
        .find(|other| other.family == procedure.family && other.in_force(day));
    let advice = other
        .map(|other| format!("；{day} 适用“{}”（{}）", other.title, other.id))
        .unwrap_or_default();
    Err(Refusal::new(
        "law.not_in_force",
        format!("“{}”在 {day} 不是现行程序{advice}", procedure.title),
    ))
}

/// Authority and standing: the person's power, the agency, and whether the matter takes acts at all.
fn standing(matter: Option<&Matter>, act: &ActType, cx: &Context<'_>) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    match Power::parse(&act.power) {
        // Only the party of this very matter; no role holds it.
        None if act.power == PARTY
            && matter.is_some_and(|matter| party::actor_of(&matter.id) == cx.actor.id) => {}
        None if act.power == PARTY => reasons.push(Refusal::new(
            "authority.party",
            format!("“{}”由当事人自己提出，工作人员不能代办", act.title),
        )),
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
            reasons.push(Refusal::new("act.unknown", "这一行为只能在已有的事项中进行"));
        }
        Some(_) if act.kind == ActKind::Open => {
            reasons.push(Refusal::new("gate.opened", "事项已经登记,不能再次登记"));
        }
        Some(matter) => {
            if matter.status == Status::Archived && !act.after_lock {
                reasons.push(
                    Refusal::new(
                        "matter.locked",
                        "案卷已经归档,不得再增加、抽换或者修改;以后收到的材料,用“补充归档”附在卷后",
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
