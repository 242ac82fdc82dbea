//! What a gate ought to say, found without the gate: from the list of acts done, the second calculator, and plain comparison.
//!
//! What this is not: the gates of `domain`. None of their code is used here; only conditions (CEL) are asked of the pack, because
//! their meaning is the pack's own text.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::{Map, Value};
use zhiheng_domain::{Known, Matter};
use zhiheng_law::{ActType, DECIDE_AGAIN, Gate, GateCheck, Inputs, Procedure};

use crate::reckoner::{self, Day, End, Start, Unit};
use crate::world::World;

/// An act about to be performed.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The world.
    pub world: &'a World,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The act.
    pub act: &'a ActType,
    /// The matter as it is.
    pub matter: &'a Matter,
    /// Who acts.
    pub person: &'a str,
    /// The form.
    pub form: &'a Map<String, Value>,
    /// The present moment.
    pub now: DateTime,
    /// What registers answer.
    pub known: &'a Known,
}

/// Whether the gate must refuse. None where that cannot be said from outside.
pub fn refuses(gate: &Gate, on: Scene<'_>) -> Option<bool> {
    if let Some(when) = &gate.when
        && !holds(when, on)?
    {
        return Some(false);
    }
    let done = |id: &str| on.matter.done.iter().filter(|done| done.act == id).count();
    let today = day_of(on, &on.now.date().to_string())?;
    Some(match &gate.check {
        GateCheck::After { acts } => acts.iter().any(|id| done(id) == 0),
        GateCheck::AnyOf { acts } => acts.iter().all(|id| done(id) == 0),
        GateCheck::NotAfter { acts } => acts.iter().any(|id| done(id) > 0),
        GateCheck::Elapsed { since, rule, unless } => {
            if done(since) == 0 || unless.iter().any(|id| done(id) > 0) {
                return Some(false);
            }
            !over(on, rule, begun(on, since, rule)?, today)?
        }
        GateCheck::Within { since, field, rule } => {
            let start = match (field, since) {
                (Some(field), _) => match on.form.get(field).and_then(Value::as_str) {
                    Some(text) => start(on, text)?,
                    None => return Some(false),
                },
                (None, Some(since)) if done(since) > 0 => begun(on, since, rule)?,
                _ => return Some(false),
            };
            over(on, rule, start, effective(on).unwrap_or(today))?
        }
        GateCheck::NoticeLeft { field, rule } => {
            let planned = on.form.get(field).and_then(Value::as_str)?;
            let rule = on.world.rules.get(rule)?;
            match reckoner::due(&on.world.almanac, rule, Start::Day(today), &[], &[])? {
                End::Day(day) => day_of(on, planned)? < day,
                _ => return None,
            }
        }
        GateCheck::Officers { count } => valid_officers(on) < *count || !all_valid(on),
        GateCheck::CredentialsShown => !shown_to_all(on) || !all_valid(on),
        GateCheck::DifferentPerson { acts } => {
            on.matter.done.iter().any(|done| acts.contains(&done.act) && done.actor == on.person)
                || on.matter.officers.iter().any(|officer| officer.id == on.person)
                || on.matter.shown.iter().any(|shown| shown.officer == on.person)
        }
        GateCheck::NotRecused => {
            let named = named(on.form);
            on.matter.recused.iter().any(|id| id == on.person || named.contains(&id.as_str()))
        }
        GateCheck::NotHeavier => {
            let told = on.matter.notified.as_ref().filter(|told| told.defended)?;
            more(&told.facts, &facts(on))
        }
        GateCheck::SameAsNotified => {
            let told = on.matter.notified.as_ref()?;
            let now = facts(on);
            let differs = ["facts", "basis", "party", "cause"].iter().any(|id| {
                on.procedure.facts.iter().any(|fact| fact.id == *id && fact.reviewed)
                    && told.facts.get(*id) != now.get(*id)
            });
            differs || (!told.defended && more(&told.facts, &now))
        }
        GateCheck::ReviewCleared => return uncleared(on),
        GateCheck::HearingSettled { notice, request, hearing, waiver, rule } => {
            unsettled(on, [notice, request, hearing, waiver], rule, today)?
        }
        GateCheck::Holds { condition } => !holds(condition, on)?,
        GateCheck::Daytime { field } => at_night(on, on.form.get(field)?.as_str()?)?,
        GateCheck::Surcharge { field, .. } => {
            let asked = on.form.get(field)?.as_i64()?;
            surcharge(on.world, on.procedure, on.matter, &gate.check, on.form, on.now)
                .is_none_or(|most| most != asked)
        }
        GateCheck::Undecided => match (&on.matter.decided, &on.matter.set_aside) {
            (None, _) => false,
            (Some(decided), Some((version, outcome))) => {
                *version < decided.version || outcome != DECIDE_AGAIN
            }
            (Some(_), None) => true,
        },
        GateCheck::InOrder { first, second } => {
            let text = |name: &str| on.form.get(name).and_then(Value::as_str);
            matches!((text(first), text(second)), (Some(a), Some(b)) if later(a, b))
        }
    })
}

/// The surcharge that is due, in 分, counted day by day. None where the time for payment has not begun.
pub fn surcharge(
    world: &World,
    procedure: &Procedure,
    matter: &Matter,
    check: &GateCheck,
    form: &Map<String, Value>,
    now: DateTime,
) -> Option<i64> {
    let GateCheck::Surcharge { principal, duty, stop, go, .. } = check else { return None };
    let almanac = &world.almanac;
    let owed = matter.facts.get(principal).and_then(Value::as_i64).unwrap_or(0);
    let last = matter.duties.iter().rev().find(|held| held.rule == *duty)?.due?;
    let until = ["served_on", "happened_on", "on"]
        .iter()
        .find_map(|name| form.get(*name).and_then(Value::as_str))
        .map_or_else(|| now.date().to_string(), ToOwned::to_owned);
    let until = almanac.read(&until)?;
    let rate = procedure.parameters.get("surcharge_rate").map_or(0, |parameter| parameter.value);
    let mut day = almanac.read(&last.to_string())?;
    let mut counted = 0;
    while day < until {
        day = almanac.next(day)?;
        // The state of the dispute at the end of that day: what began or ended on it or before.
        let mut running = false;
        for done in &matter.done {
            if almanac.read(&done.day.to_string())? <= day {
                running = (running || stop.contains(&done.act)) && !go.contains(&done.act);
            }
        }
        counted += i64::from(!running);
    }
    Some((owed * rate * counted / 1000).min(owed))
}

/// Whether a condition of the pack is true in the scene.
pub fn holds(condition: &str, on: Scene<'_>) -> Option<bool> {
    let facts = facts(on);
    let mut done: BTreeMap<String, i64> =
        on.procedure.acts.iter().map(|act| (act.id.clone(), 0)).collect();
    for one in &on.matter.done {
        *done.entry(one.act.clone()).or_default() += 1;
    }
    let inputs = Inputs {
        facts: &facts,
        fields: on.form,
        done: &done,
        param: &on.procedure.parameters,
        known: on.known,
    };
    on.world.app.pack().holds(condition, &inputs).ok()
}

/// The facts as the form would leave them.
fn facts(on: Scene<'_>) -> BTreeMap<String, Value> {
    let mut facts: BTreeMap<String, Value> = on
        .procedure
        .facts
        .iter()
        .map(|fact| (fact.id.clone(), fact.default.clone()))
        .chain(on.matter.facts.clone())
        .collect();
    for field in &on.act.fields {
        if let (Some(fact), Some(value)) = (&field.fact, on.form.get(&field.id)) {
            facts.insert(fact.clone(), value.clone());
        }
    }
    facts
}

fn day_of(on: Scene<'_>, text: &str) -> Option<Day> {
    on.world.almanac.read(text)
}

/// `2026-03-01` or `2026-03-01T09:30`.
fn start(on: Scene<'_>, text: &str) -> Option<Start> {
    let day = day_of(on, text)?;
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|two| two.parse().ok());
    Some(match (part(11..13), part(14..16)) {
        (Some(hour), Some(minute)) => Start::Moment(day, hour, minute),
        _ => Start::Day(day),
    })
}

/// When an act was last done: its day, and for a period in hours the moment of entry.
fn begun(on: Scene<'_>, act: &str, rule: &str) -> Option<Start> {
    let last = on.matter.done.iter().rev().find(|done| done.act == act)?;
    if hourly(on, rule)? {
        start(on, &last.at.to_string())
    } else {
        start(on, &last.day.to_string())
    }
}

fn hourly(on: Scene<'_>, rule: &str) -> Option<bool> {
    let rule = on.world.rules.get(rule)?;
    Some(matches!(rule.count, reckoner::Count::Forward(_, Unit::Hour)))
}

/// Whether a period is over on the day (for hours: at the present moment).
fn over(on: Scene<'_>, rule: &str, from: Start, day: Day) -> Option<bool> {
    let from = match (hourly(on, rule)?, from) {
        (false, Start::Moment(day, ..)) => Start::Day(day),
        (_, from) => from,
    };
    let rule = on.world.rules.get(rule)?;
    Some(match reckoner::due(&on.world.almanac, rule, from, &[], &[])? {
        End::Day(last) => day > last,
        End::Hour(last, hour) => match start(on, &on.now.to_string())? {
            Start::Moment(day, now, minute) => (day, now, minute) > (last, hour, 0),
            Start::Day(day) => day > last,
        },
        End::Standing => false,
    })
}

/// The day that the form itself gives to the act.
fn effective(on: Scene<'_>) -> Option<Day> {
    let given = ["served_on", "happened_on", "on"];
    given.iter().find_map(|name| on.form.get(*name)?.as_str()).and_then(|text| day_of(on, text))
}

fn named(form: &Map<String, Value>) -> Vec<&str> {
    let listed = form.get("officers").and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The day on which the officers act.
fn acting_day(on: Scene<'_>) -> String {
    let written = ["started_at", "shown_at"];
    let written = written.iter().find_map(|name| on.form.get(*name)?.as_str());
    written.map_or_else(|| on.now.to_string(), ToOwned::to_owned)
}

fn is_valid(on: Scene<'_>, id: &str) -> bool {
    let day = acting_day(on);
    let day = day.get(..10).unwrap_or_default();
    on.world.officers.iter().any(|officer| {
        officer.id == id
            && on.world.people.get(on.person).is_some_and(|me| me.actor.agency == officer.agency)
            && officer.valid_from.is_some_and(|from| from.to_string().as_str() <= day)
            && officer.valid_until.is_some_and(|until| day <= until.to_string().as_str())
            && !(officer.suspended || officer.withdrawn || officer.waiting)
            && officer.trained
            // The world lies in 1404, and its cards are for everything or for nothing that a procedure is.
            && officer.regions.iter().all(|region| region.starts_with("14"))
            && officer.fields.is_empty()
    })
}

fn valid_officers(on: Scene<'_>) -> usize {
    named(on.form).into_iter().filter(|id| is_valid(on, id)).count()
}

fn all_valid(on: Scene<'_>) -> bool {
    named(on.form).into_iter().all(|id| is_valid(on, id))
}

fn shown_to_all(on: Scene<'_>) -> bool {
    let begun = acting_day(on);
    let minute = |text: &str| text.get(..16).unwrap_or_default().to_owned();
    named(on.form).into_iter().all(|id| {
        on.matter.shown.iter().any(|shown| {
            let at = shown.at.to_string();
            shown.officer == id && at.get(..10) == begun.get(..10) && minute(&at) <= minute(&begun)
        })
    })
}

fn later(a: &str, b: &str) -> bool {
    let length = a.len().min(b.len()).min(16);
    a.get(..length) > b.get(..length)
}

/// Whether the later facts weigh more: a higher fine, or a kind of sanction that was not told and replaces nothing.
fn more(told: &BTreeMap<String, Value>, now: &BTreeMap<String, Value>) -> bool {
    let fine = |facts: &BTreeMap<String, Value>| facts.get("fine").and_then(Value::as_i64);
    fine(now).unwrap_or(0) > fine(told).unwrap_or(0)
}

/// Whether a decision on this draft lacks its review. None where it was reviewed and the draft may be the same.
fn uncleared(on: Scene<'_>) -> Option<bool> {
    if on.matter.major.is_empty() {
        return None;
    }
    let agreed = on.matter.review.opinion.as_ref().is_some_and(|opinion| {
        opinion.conclusion == "同意" && on.matter.review.submitted.as_ref() == Some(&opinion.digest)
    });
    if !agreed {
        return Some(true);
    }
    let now = facts(on);
    let changed = on
        .procedure
        .facts
        .iter()
        .filter(|fact| fact.reviewed)
        .any(|fact| on.matter.review.facts.get(&fact.id) != now.get(&fact.id));
    changed.then_some(true)
}

/// Whether the right to a hearing is still open (处罚法63—65).
fn unsettled(on: Scene<'_>, acts: [&String; 4], rule: &str, today: Day) -> Option<bool> {
    let [notice, request, hearing, waiver] = acts;
    let last = |id: &str| on.matter.done.iter().rev().find(|done| done.act == id);
    if last(notice).is_none() {
        return Some(true);
    }
    if let Some(asked) = last(request) {
        if let Some(heard) = last(hearing) {
            let before = |opinion: &zhiheng_domain::state::Opinion| opinion.version < heard.version;
            return Some(on.matter.review.opinion.as_ref().is_some_and(before));
        }
        return Some(last(waiver).is_none_or(|waived| waived.version < asked.version));
    }
    if last(waiver).is_some() {
        return Some(false);
    }
    Some(!over(on, rule, begun(on, notice, rule)?, today)?)
}

/// Whether a moment lies in the night or on a holiday (强制法43).
fn at_night(on: Scene<'_>, text: &str) -> Option<bool> {
    let Start::Moment(day, hour, _) = start(on, text)? else { return None };
    let parameter = |name: &str| on.procedure.parameters.get(name).map(|held| held.value);
    let (from, to) = (parameter("night_from")?, parameter("night_to")?);
    // Hour by hour from nightfall to the end of the night.
    let mut at = from;
    let mut night = false;
    while at != to {
        night |= at == i64::from(hour);
        at = (at + 1) % 24;
    }
    Some(night || on.world.almanac.is_holiday(day))
}
