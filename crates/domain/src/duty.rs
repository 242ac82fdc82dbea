//! Duties: what an act obliges, by when, and how an act ends, stops or extends them.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use zhiheng_calendar::{Extension, Moment, Period, Suspension, Unit};
use zhiheng_law::period::PeriodError;
use zhiheng_law::{ActKind, ActType, DutyRule, Performer, Procedure};

use crate::context::Context;
use crate::effect::Effect;
use crate::form;
use crate::gate::{Sight, holds};
use crate::refusal::Refusal;
use crate::state::{Duty, DutyState, Matter};

/// Ends the duties that this act fulfils or excuses. What an event was to record is owed until all of it is recorded or explained:
/// the recording of one questioning does not settle the next. `added` is what the act itself records or explains.
pub(crate) fn ended(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    day: Date,
    added: &[Effect],
) -> Vec<Effect> {
    matter
        .duties
        .iter()
        // Each 当事人来件 is heard on its own (see `party`).
        .filter(|duty| duty.state.owed() && duty.rule != crate::party::DUTY)
        .filter_map(|duty| {
            let (_, rule) = procedure.duty(&duty.rule)?;
            let settled = || crate::recording::settled(matter, added, duty.event).unwrap_or(true);
            let state = if rule.fulfilled_by.contains(&act.id) && settled() {
                DutyState::Fulfilled
            } else if rule.excused_by.contains(&act.id) {
                DutyState::Excused
            } else {
                return None;
            };
            Some(Effect::DutyEnded { n: duty.n, state, day })
        })
        .collect()
}

/// Creates the duties of this act. Handing in a recording is owed where a stretch of the act is to be recorded and the form does not
/// say why it was not, whatever the condition of the duty: the agency's list may ask for more than the form.
///
/// # Errors
/// Where a period cannot be computed: an unknown rule, a date out of range.
pub(crate) fn created(
    matter: Option<&Matter>,
    act: &ActType,
    form: &Map<String, Value>,
    day: Date,
    (sight, added): (&Sight<'_>, &[Effect]),
    cx: &Context<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let mut effects = Vec::new();
    let mut n = matter.map_or(0, |matter| matter.duties.len());
    for rule in &act.duties {
        let owed = if rule.kind == "record" && !act.recording.is_empty() {
            crate::recording::owes(added)
        } else {
            rule.when.as_ref().map_or(Ok(true), |when| holds(cx, when, sight))?
        };
        if !owed {
            continue;
        }
        n += 1;
        let start = rule
            .start
            .as_ref()
            .and_then(|field| form.get(field))
            .and_then(Value::as_str)
            .and_then(form::date)
            .or_else(|| since_decision(rule, matter))
            .unwrap_or(day);
        // A period in hours runs from the moment written, or from the moment of entry.
        let at = rule
            .start
            .as_ref()
            .and_then(|field| form.get(field))
            .and_then(Value::as_str)
            .and_then(form::moment)
            .or_else(|| rule.start.is_none().then(|| cx.moment()));
        let at = at.filter(|_| counted_in_hours(rule.rule.as_deref(), cx));
        let mut duty = Duty {
            n: u32::try_from(n).unwrap_or(u32::MAX),
            rule: rule.id.clone(),
            title: rule.title.clone(),
            kind: rule.kind.clone(),
            owner: rule.owner.clone(),
            agency: owing_agency(rule, cx),
            basis: rule.basis.clone(),
            period: rule.rule.clone(),
            start,
            created: cx.today(),
            started_at: at,
            due: None,
            until: None,
            steps: Vec::new(),
            alarms: Vec::new(),
            extensions: Vec::new(),
            stops: Vec::new(),
            fulfilled_by: rule.fulfilled_by.clone(),
            event: matter.map_or(0, |matter| matter.version) + 1,
            state: DutyState::Open,
            ended: None,
        };
        compute(&mut duty, cx)?;
        effects.push(Effect::DutyCreated { duty: Box::new(duty) });
    }
    Ok(effects)
}

/// Day of the decision, for a duty that runs from it and not from a field.
fn since_decision(rule: &DutyRule, matter: Option<&Matter>) -> Option<Date> {
    let from = rule.start.as_deref() == Some(zhiheng_law::disclosure::DECIDED);
    from.then(|| matter?.decided.as_ref().map(|decided| decided.day)).flatten()
}

fn counted_in_hours(code: Option<&str>, cx: &Context<'_>) -> bool {
    code.and_then(|code| cx.pack.periods.get(code))
        .and_then(zhiheng_law::period::PeriodRule::period)
        .is_some_and(|period| period.unit == Unit::Hour)
}

/// Stops, continues or extends the clocks that this act names.
///
/// # Errors
/// Nothing to stop, continue or extend; extended as often as the law allows.
pub(crate) fn moved(
    matter: &Matter,
    act: &ActType,
    form: &Map<String, Value>,
    day: Date,
    cx: &Context<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let mut effects = Vec::new();
    for duty in
        matter.duties.iter().filter(|duty| duty.state.owed() && act.clocks.contains(&duty.rule))
    {
        let mut duty = duty.clone();
        match act.kind {
            ActKind::Suspend if duty.state == DutyState::Open => {
                let reason = text(form, "reason").unwrap_or(&act.title).to_owned();
                duty.stops.push(Suspension { from: day, to: None, reason, basis: basis(act) });
                duty.state = DutyState::Stopped;
            }
            ActKind::Resume if duty.state == DutyState::Stopped => {
                if let Some(stop) = duty.stops.last_mut() {
                    stop.to = Some(day);
                }
                duty.state = DutyState::Open;
            }
            ActKind::Extend if duty.state == DutyState::Open => {
                let extension = next_extension(&duty, act, form, cx)?;
                duty.extensions.push(extension);
            }
            _ => continue,
        }
        compute(&mut duty, cx)?;
        effects.push(Effect::DutyMoved { duty: Box::new(duty) });
    }
    if effects.is_empty()
        && !act.clocks.is_empty()
        && matches!(act.kind, ActKind::Suspend | ActKind::Resume | ActKind::Extend)
    {
        return Err(Refusal::new("gate.no_clock", format!("没有可以“{}”的期限", act.title)));
    }
    Ok(effects)
}

fn owing_agency(rule: &DutyRule, cx: &Context<'_>) -> String {
    let step = match rule.by {
        Performer::Own => 0,
        Performer::Upper => 1,
        Performer::UpperUpper => 2,
    };
    cx.chain.get(step).or_else(|| cx.chain.last()).cloned().unwrap_or_default()
}

/// Computes the due day with its reasoning.
fn compute(duty: &mut Duty, cx: &Context<'_>) -> Result<(), Refusal> {
    let Some(code) = &duty.period else {
        duty.steps = vec![format!("法律没有规定期限,应当及时办理({})。", duty.basis)];
        return Ok(());
    };
    let rule = rule(code, cx)?;
    let term = rule
        .term(
            cx.calendar,
            duty.started_at.map_or(Moment::Day(duty.start), Moment::At),
            &duty.extensions,
            &duty.stops,
        )
        .map_err(|error| {
            let longer = matches!(error, PeriodError::ExtensionNotAllowed { .. });
            let code = if longer { "gate.extension" } else { "term.impossible" };
            Refusal::new(code, error.to_string()).under(&duty.basis)
        })?;
    duty.until = match term.due {
        Some(zhiheng_calendar::Due::At(moment)) => Some(moment),
        _ => None,
    };
    duty.due = term.due.map(zhiheng_calendar::Due::date);
    duty.steps = term.steps.iter().map(ToString::to_string).collect();
    duty.alarms = term.alarms.iter().map(ToString::to_string).collect();
    Ok(())
}

/// The extension that the law allows next; where it leaves the length open, the form's `days` give it.
fn next_extension(
    duty: &Duty,
    act: &ActType,
    form: &Map<String, Value>,
    cx: &Context<'_>,
) -> Result<Extension, Refusal> {
    let refuse = || {
        let times = duty.extensions.len();
        Refusal::new(
            "gate.extension",
            format!("“{}”已延长 {times} 次,法律不允许再延长", duty.title),
        )
        .under(&duty.basis)
    };
    let rule = rule(duty.period.as_deref().ok_or_else(refuse)?, cx)?;
    let next = rule
        .extensions
        .iter()
        .flat_map(|extension| {
            std::iter::repeat_n(extension, usize::try_from(extension.times).unwrap_or(1))
        })
        .nth(duty.extensions.len())
        .ok_or_else(refuse)?;
    let asked = form.get("days").and_then(Value::as_u64).and_then(|days| u32::try_from(days).ok());
    let period = match (next.period, asked) {
        (Some(most), Some(days)) if days > 0 => Period::new(days, most.unit),
        (Some(most), _) => most,
        (None, Some(days)) if days > 0 => Period::new(days, Unit::NaturalDay),
        (None, _) => {
            return Err(Refusal::new("input.required", "须写明延长的天数")
                .at("days")
                .under(&next.basis));
        }
    };
    Ok(Extension {
        period,
        reason: text(form, "reason").unwrap_or(&act.title).to_owned(),
        basis: next.basis.clone(),
    })
}

/// Whether the period that began on `since` has run out before `day`.
///
/// # Errors
/// An unknown rule or a date out of range.
pub(crate) fn elapsed(
    code: &str,
    since: Date,
    day: Date,
    cx: &Context<'_>,
) -> Result<bool, Refusal> {
    Ok(day > last_day(code, since, cx)?)
}

/// The last day of the period that began on `since`.
///
/// # Errors
/// As [`elapsed`].
pub(crate) fn last_day(code: &str, since: Date, cx: &Context<'_>) -> Result<Date, Refusal> {
    rule(code, cx)?
        .term(cx.calendar, Moment::Day(since), &[], &[])
        .ok()
        .and_then(|term| term.due)
        .map(zhiheng_calendar::Due::date)
        .ok_or_else(|| {
            Refusal::new("term.impossible", format!("从 {since} 起算不出“{code}”的期限"))
        })
}

/// The last moment of a period in hours that began at `since`.
///
/// # Errors
/// As [`elapsed`].
pub(crate) fn last_moment(
    code: &str,
    since: DateTime,
    cx: &Context<'_>,
) -> Result<DateTime, Refusal> {
    rule(code, cx)?
        .term(cx.calendar, Moment::At(since), &[], &[])
        .ok()
        .and_then(|term| term.due)
        .map(zhiheng_calendar::Due::last_moment)
        .ok_or_else(|| {
            Refusal::new("term.impossible", format!("从 {since} 起算不出“{code}”的期限"))
        })
}

/// The first day on which something may be held of which notice is given on `today`.
///
/// # Errors
/// As [`elapsed`].
pub(crate) fn notice_left(code: &str, today: Date, cx: &Context<'_>) -> Result<Date, Refusal> {
    last_day(code, today, cx)
}

pub(crate) fn rule<'a>(
    code: &str,
    cx: &Context<'a>,
) -> Result<&'a zhiheng_law::period::PeriodRule, Refusal> {
    cx.pack
        .periods
        .get(code)
        .ok_or_else(|| Refusal::new("law.rule", format!("法律包中没有期限规则“{code}”")))
}

fn text<'a>(form: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    form.get(field).and_then(Value::as_str)
}

fn basis(act: &ActType) -> String {
    act.basis.first().cloned().unwrap_or_default()
}
