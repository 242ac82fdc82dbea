//! The gates: each checks one thing that must hold before an act, and refuses with the article that the pack gives.
//!
//! What this is not: no number and no order of acts stands here. Which gates an act has, with which periods and in which cases,
//! is data in the packs; here is only what each gate means.

#[cfg(test)]
mod officer_table;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use zhiheng_calendar::{DayKind, Unit};
use zhiheng_law::condition::Inputs;
use zhiheng_law::{ActType, Gate, GateCheck, Procedure};

use crate::context::Context;
use crate::duty::{self, elapsed, last_day, last_moment, notice_left};
use crate::form;
use crate::refusal::Refusal;
use crate::review;
use crate::state::Matter;
use crate::surcharge::{disputes, surcharge};

/// What conditions and gates look at: the facts as they would be after the act, its form, and its files.
pub(crate) struct Sight<'a> {
    /// Facts with those that the form sets.
    pub facts: &'a BTreeMap<String, Value>,
    /// The form, already read; empty while a person only asks what is possible.
    pub form: &'a Map<String, Value>,
    /// The form is not filled in yet: gates about its fields are not asked.
    pub blank: bool,
    /// Files that the act itself brings.
    pub files: &'a [String],
    /// How often each act was done.
    pub counts: &'a BTreeMap<String, i64>,
    /// Numbers that the agency may set.
    pub parameters: &'a BTreeMap<String, i64>,
    /// Day on which the party brought forward what the act takes over; none where it takes nothing over.
    pub came: Option<Date>,
}

/// Whether a condition of the pack is true.
///
/// # Errors
/// The condition cannot be evaluated: a mistake in the pack, which the checker finds before it is published.
pub(crate) fn holds(cx: &Context<'_>, condition: &str, sight: &Sight<'_>) -> Result<bool, Refusal> {
    let inputs = Inputs {
        facts: sight.facts,
        fields: sight.form,
        done: sight.counts,
        param: sight.parameters,
        known: cx.known,
    };
    cx.pack.holds(condition, &inputs).map_err(|reason| {
        Refusal::new("law.condition", format!("法律包中的条件“{condition}”不能判断:{reason}"))
    })
}

/// Every reason why the gates of an act do not let it through.
pub(crate) fn closed(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    act.gates
        .iter()
        .filter_map(|gate| check(matter, procedure, act, gate, sight, cx).err())
        .collect()
}

#[expect(clippy::too_many_lines, reason = "one arm for each gate, to be read as a list")]
fn check(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    gate: &Gate,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    if let Some(when) = &gate.when {
        match holds(cx, when, sight) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // A condition about the form cannot be asked before the form is filled in.
            Err(_) if sight.blank => return Ok(()),
            Err(refusal) => return Err(refusal),
        }
    }
    let refuse = |more: &str| {
        let message = match (gate.message.is_empty(), more.is_empty()) {
            (false, true) => gate.message.clone(),
            (false, false) => format!("{};{more}", gate.message),
            (true, _) => more.to_owned(),
        };
        Err(Refusal::new(format!("gate.{}", gate.check.code()), message)
            .under(&gate.basis)
            .supplied_by(gate.supply.as_deref()))
    };
    let titles = |acts: &[&String]| {
        acts.iter()
            .filter_map(|id| procedure.act(id))
            .map(|act| format!("“{}”", act.title))
            .collect::<Vec<_>>()
            .join("、")
    };
    let today = cx.today();
    match &gate.check {
        GateCheck::After { acts } => {
            let missing: Vec<&String> = acts.iter().filter(|id| !matter.did(id)).collect();
            if missing.is_empty() { Ok(()) } else { refuse(&format!("尚未{}", titles(&missing))) }
        }
        GateCheck::AnyOf { acts } => {
            if acts.iter().any(|id| matter.did(id)) {
                Ok(())
            } else {
                refuse("")
            }
        }
        GateCheck::NotAfter { acts } => match acts.iter().find(|id| matter.did(id)) {
            Some(done) => refuse(&format!("已经{}", titles(&[done]))),
            None => Ok(()),
        },
        GateCheck::Elapsed { since, rule, unless } => {
            if unless.iter().any(|id| matter.did(id)) {
                return Ok(());
            }
            let Some(done) = matter.last(since) else { return Ok(()) };
            if in_hours(rule, cx)? {
                let end = last_moment(rule, done.at, cx)?;
                return if cx.moment() > end {
                    Ok(())
                } else {
                    refuse(&format!("期限至 {} 届满", words(end)))
                };
            }
            if elapsed(rule, done.day, today, cx)? {
                return Ok(());
            }
            refuse(&format!("期限至 {} 届满", last_day(rule, done.day, cx)?))
        }
        GateCheck::Within { since, field, rule } => {
            if in_hours(rule, cx)? {
                let start = match (since, field) {
                    (_, Some(field)) => {
                        sight.form.get(field).and_then(Value::as_str).and_then(form::moment)
                    }
                    (Some(since), None) => matter.last(since).map(|done| done.at),
                    (None, None) => None,
                };
                let Some(start) = start else { return Ok(()) };
                let end = last_moment(rule, start, cx)?;
                return if cx.moment() > end {
                    refuse(&format!("期限已于 {} 届满", words(end)))
                } else {
                    Ok(())
                };
            }
            let start = match (since, field) {
                (_, Some(field)) => {
                    sight.form.get(field).and_then(Value::as_str).and_then(form::date)
                }
                (Some(since), None) => matter.last(since).map(|done| done.day),
                (None, None) => None,
            };
            let Some(start) = start else { return Ok(()) };
            let day = sight.came.unwrap_or_else(|| form::effective_day(sight.form, today));
            if elapsed(rule, start, day, cx)? {
                return refuse(&format!("期限已于 {} 届满", last_day(rule, start, cx)?));
            }
            Ok(())
        }
        GateCheck::NoticeLeft { field, rule } => {
            let Some(planned) = sight.form.get(field).and_then(Value::as_str).and_then(form::date)
            else {
                return Ok(());
            };
            let earliest = notice_left(rule, today, cx)?;
            if planned < earliest { refuse(&format!("最早可定在 {earliest}")) } else { Ok(()) }
        }
        GateCheck::Officers { count } => {
            officers(*count, &procedure.category, sight, cx).or_else(|why| refuse(&why))
        }
        GateCheck::CredentialsShown => {
            shown(matter, &procedure.category, sight, cx).or_else(|why| refuse(&why))
        }
        GateCheck::DifferentPerson { acts } => {
            let me = &cx.actor.id;
            let did = matter.done.iter().any(|done| acts.contains(&done.act) && done.actor == *me);
            let named = matter.officers.iter().any(|officer| officer.id == *me)
                || matter.shown.iter().any(|shown| shown.officer == *me);
            if did || named { refuse("") } else { Ok(()) }
        }
        GateCheck::NotRecused => {
            let named = form::ids(sight.form, "officers");
            if matter.recused.iter().any(|person| *person == cx.actor.id || named.contains(person))
            {
                refuse("")
            } else {
                Ok(())
            }
        }
        GateCheck::NotHeavier => match &matter.notified {
            Some(told) if told.defended => match heavier(procedure, &told.facts, sight.facts) {
                Some(how) => refuse(&how),
                None => Ok(()),
            },
            _ => Ok(()),
        },
        GateCheck::SameAsNotified => match &matter.notified {
            Some(told) => changed(procedure, &told.facts, sight.facts, told.defended)
                .map_or(Ok(()), |how| refuse(&how)),
            None => Ok(()),
        },
        // Outside penalties it is 国办发〔2018〕118号 that asks for review; the pack says which article refuses.
        GateCheck::ReviewCleared => review::clear(matter, procedure, sight, cx)
            .map(|_| ())
            .map_err(|refusal| refusal.under(&gate.basis)),
        GateCheck::HearingSettled { notice, request, hearing, waiver, rule } => {
            let Some(told) = matter.last(notice) else { return refuse("尚未告知听证权利") };
            if let Some(asked) = matter.last(request) {
                return match matter.last(hearing) {
                    None if matter
                        .last(waiver)
                        .is_some_and(|waived| waived.version > asked.version) =>
                    {
                        Ok(())
                    }
                    None => refuse("当事人已要求听证,听证尚未举行"),
                    Some(heard) => match &matter.review.opinion {
                        // 处罚法58 一款二项: a case that went through a hearing is reviewed after it.
                        Some(opinion) if opinion.version < heard.version => {
                            refuse("听证以后尚未再次进行法制审核")
                        }
                        _ => Ok(()),
                    },
                };
            }
            if matter.did(waiver) || elapsed(rule, told.day, today, cx)? {
                return Ok(());
            }
            refuse(&format!("当事人要求听证的期限至 {} 届满", last_day(rule, told.day, cx)?))
        }
        GateCheck::Holds { condition } => match holds(cx, condition, sight) {
            Ok(true) => Ok(()),
            Ok(false) if sight.blank && condition.contains("fields.") => Ok(()),
            Ok(false) => refuse(""),
            Err(_) if sight.blank => Ok(()),
            Err(refusal) => Err(refusal),
        },
        GateCheck::Daytime { field } => {
            let at = sight.form.get(field).and_then(Value::as_str).and_then(form::moment);
            let Some(at) = at else { return Ok(()) };
            let hour = |name: &str| sight.parameters.get(name).copied().unwrap_or_default();
            let (from, to) = (hour("night_from"), hour("night_to"));
            let now = i64::from(at.hour());
            // Night runs over midnight where it begins later than it ends.
            let night = if from > to { now >= from || now < to } else { now >= from && now < to };
            if night {
                return refuse(&format!("“{}”在夜间（{from} 时至 {to} 时）", label(act, field)));
            }
            match cx.calendar.day(at.date()).kind {
                DayKind::Holiday(name) => refuse(&format!("{} 是{name}假期", at.date())),
                _ => Ok(()),
            }
        }
        GateCheck::Surcharge { field, principal, duty, stop, go } => {
            let Some(asked) = sight.form.get(field).and_then(Value::as_i64) else { return Ok(()) };
            let owed = sight.facts.get(principal).and_then(Value::as_i64).unwrap_or(0);
            let due = matter.duties.iter().rev().find(|held| held.rule == *duty);
            let Some(due) = due.and_then(|held| held.due) else {
                return refuse("缴款期限还没有起算");
            };
            let rate = sight.parameters.get("surcharge_rate").copied().unwrap_or_default();
            let spans = disputes(matter, stop, go);
            let day = form::effective_day(sight.form, today);
            let most = surcharge(owed, rate, due, day, &spans);
            if asked == most.amount {
                return Ok(());
            }
            refuse(&format!(
                "自 {due} 期满次日至 {day} 计 {} 日，应为 {}",
                most.days,
                crate::paper::yuan(most.amount)
            ))
        }
        GateCheck::Undecided => {
            if matter.decision_stands() {
                refuse("已经作出决定")
            } else {
                Ok(())
            }
        }
        GateCheck::InOrder { first, second } => {
            let at =
                |name: &str| sight.form.get(name).and_then(Value::as_str).and_then(form::moment);
            match (at(first), at(second)) {
                (Some(a), Some(b)) if a > b => {
                    refuse(&format!("“{}”不能晚于“{}”", label(act, first), label(act, second)))
                }
                _ => Ok(()),
            }
        }
    }
}

/// Whether a period is counted in hours.
fn in_hours(rule: &str, cx: &Context<'_>) -> Result<bool, Refusal> {
    Ok(duty::rule(rule, cx)?.period().is_some_and(|period| period.unit == Unit::Hour))
}

fn words(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn label<'a>(act: &'a ActType, field: &'a str) -> &'a str {
    act.fields.iter().find(|held| held.id == field).map_or(field, |held| held.label.as_str())
}

/// The moment of the act itself: when the interview began, otherwise now.
fn act_moment(sight: &Sight<'_>, cx: &Context<'_>) -> DateTime {
    ["started_at", "shown_at"]
        .iter()
        .find_map(|name| sight.form.get(*name).and_then(Value::as_str).and_then(form::moment))
        .unwrap_or_else(|| cx.moment())
}

/// Not fewer than `count` people, each an officer of the acting agency whose card serves on the day of the act, for this category
/// and in this area. Every defect of every person is told.
fn officers(
    count: usize,
    category: &str,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Result<(), String> {
    if sight.blank {
        return Ok(());
    }
    let mut ids = form::ids(sight.form, "officers");
    // The same person twice is one person.
    ids.sort_unstable();
    ids.dedup();
    let mut faults = cards(&ids, category, sight, cx);
    if ids.len() < count {
        faults.insert(0, format!("需要不少于 {count} 名执法人员,现有 {} 名", ids.len()));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join(";")) }
}

/// Everything that stands against the cards of these people on the day of the act.
fn cards(ids: &[String], category: &str, sight: &Sight<'_>, cx: &Context<'_>) -> Vec<String> {
    let day: Date = act_moment(sight, cx).date();
    ids.iter()
        .filter_map(|id| match cx.officer(id) {
            None => Some(format!("{id} 不是在册执法人员")),
            Some(officer) if officer.agency != cx.actor.agency => {
                Some(format!("{} 不是本机关执法人员", officer.name))
            }
            Some(officer) => officer
                .defect(day, category, cx.division)
                .map(|defect| format!("{}{}", officer.name, defect.words())),
        })
        .collect()
}

/// Everybody named showed a card on that day before it began, and the card serves.
fn shown(
    matter: &Matter,
    category: &str,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Result<(), String> {
    if sight.blank {
        return if matter.shown.is_empty() {
            Err("还没有亮证记录".to_owned())
        } else {
            Ok(())
        };
    }
    let faults = cards(&form::ids(sight.form, "officers"), category, sight, cx);
    if !faults.is_empty() {
        return Err(faults.join("；"));
    }
    let begun = act_moment(sight, cx);
    let missing: Vec<String> = form::ids(sight.form, "officers")
        .into_iter()
        .filter(|id| {
            !matter.shown.iter().any(|shown| {
                shown.officer == *id && shown.at <= begun && shown.at.date() == begun.date()
            })
        })
        .map(|id| cx.officer(&id).map_or(id, |officer| officer.name.clone()))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("{} 当日开始前没有亮证记录", missing.join("、")))
    }
}

/// Kinds of sanction from light to heavy, as the pack lists them.
fn scale(procedure: &Procedure) -> &[String] {
    procedure
        .acts
        .iter()
        .flat_map(|act| &act.fields)
        .find(|field| field.fact.as_deref() == Some("sanctions") && !field.options.is_empty())
        .map_or(&[], |field| field.options.as_slice())
}

fn sanctions(facts: &BTreeMap<String, Value>) -> Vec<&str> {
    facts
        .get("sanctions")
        .and_then(Value::as_array)
        .map(|items| items.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

fn fine(facts: &BTreeMap<String, Value>) -> i64 {
    facts.get("fine").and_then(Value::as_i64).unwrap_or(0)
}

/// How the sanction is heavier than the one told, if it is (处罚法45): a higher fine, or a kind that was not told.
/// A kind not told is lighter only where it replaces a heavier one that was dropped.
fn heavier(
    procedure: &Procedure,
    told: &BTreeMap<String, Value>,
    now: &BTreeMap<String, Value>,
) -> Option<String> {
    let yuan = |fen: i64| format!("{}.{:02} 元", fen / 100, fen % 100);
    if fine(now) > fine(told) {
        return Some(format!("告知的罚款为 {},拟决定为 {}", yuan(fine(told)), yuan(fine(now))));
    }
    let order = scale(procedure);
    let weight = |kind: &str| order.iter().position(|held| held == kind).unwrap_or(order.len());
    let (before, after) = (sanctions(told), sanctions(now));
    let heaviest = before.iter().map(|kind| weight(kind)).max();
    let dropped = before.iter().filter(|kind| !after.contains(kind)).map(|kind| weight(kind)).max();
    for kind in after.iter().filter(|kind| !before.contains(kind)) {
        let replaces = dropped.is_some_and(|dropped| weight(kind) < dropped);
        if !replaces || heaviest.is_none_or(|heaviest| weight(kind) > heaviest) {
            return Some(format!("“{kind}”没有告知过当事人"));
        }
    }
    None
}

/// What differs from what the party was told, so that it must be told again. A lighter sanction needs no new notice.
fn changed(
    procedure: &Procedure,
    told: &BTreeMap<String, Value>,
    now: &BTreeMap<String, Value>,
    defended: bool,
) -> Option<String> {
    let differing: Vec<&str> = procedure
        .facts
        .iter()
        .filter(|fact| {
            fact.reviewed && matches!(fact.id.as_str(), "facts" | "basis" | "party" | "cause")
        })
        .filter(|fact| told.get(&fact.id) != now.get(&fact.id))
        .map(|fact| fact.label.as_str())
        .collect();
    if !differing.is_empty() {
        return Some(format!("{}与告知的不同,须重新告知", differing.join("、")));
    }
    // After a defence, heavier is refused outright by the gate `not_heavier`; here it only means telling again.
    if defended {
        None
    } else {
        heavier(procedure, told, now).map(|how| format!("{how},须重新告知"))
    }
}
