//! Plays the scripts: puts the clock to the moment of each act, performs it as the person whose it is, and takes what the law says.
//!
//! An act that is refused because it is too early is tried again on a later day, as a person would; one that is refused again and
//! again is given up, and the matter stays where it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::error::Reason;
use zhiheng_app::perform::Wish;
use zhiheng_app::{App, Error};

use crate::clock::ManualClock;
use crate::dice::Dice;
use crate::equipment::Chores;
use crate::old::FIRST;
use crate::parties::DemoParty;
use crate::people::{AGENCIES, DemoAccount, settle};
use crate::reporting::Reporting;
use crate::yearly::Yearly;
use crate::{beforehand, lists, old, parties, penalty, petition};

/// Matters in which somebody may write at the end.
const WRITERS: usize = 40;

/// How large the demonstration is.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Matters.
    pub matters: usize,
    /// Seed of the dice.
    pub seed: u64,
    /// First day.
    pub from: Date,
    /// The moment at which it ends; nothing happens later.
    pub until: DateTime,
}

/// What was performed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Accounts with their passwords.
    pub accounts: Vec<DemoAccount>,
    /// Matters opened.
    pub matters: usize,
    /// Acts performed.
    pub acts: usize,
    /// Acts refused.
    pub refused: usize,
    /// Real published decisions taken over from another system.
    pub taken_over: usize,
    /// Parties who wrote on their own page, with the codes that open it.
    pub parties: Vec<DemoParty>,
    /// The last refusals of matters that were given up: act and codes.
    pub given_up: BTreeMap<String, usize>,
}

/// One act of a script.
#[derive(Debug, Clone)]
pub struct Step {
    /// Act id, with a variant behind `:`.
    pub act: &'static str,
    /// Desk whose person performs it; `upper/…` is the superior agency's.
    pub desk: &'static str,
    /// Working days that pass before.
    pub days: i64,
}

/// A step.
pub fn step(act: &'static str, desk: &'static str, days: i64) -> Step {
    Step { act, desk, days }
}

enum Story {
    Penalty(penalty::Facts),
    Petition(petition::Facts),
}

struct Thread {
    story: Story,
    agency: &'static str,
    procedure: &'static str,
    steps: std::vec::IntoIter<Step>,
    next: Option<Step>,
    matter: Option<String>,
    tries: u32,
}

/// Settles the people and plays `plan.matters` matters until `plan.until`.
///
/// # Errors
/// The store is not there. A refusal is no error.
pub async fn play(
    app: &App,
    clock: &ManualClock,
    plan: Plan,
    mut progress: impl FnMut(usize, usize),
) -> Result<Outcome, Error> {
    // A clock that stands before the first day plays what happened then; a later one begins with the two years.
    let before = app.today() <= FIRST;
    let begun = if before { FIRST } else { plan.from };
    clock.forward(zhiheng_calendar::china_timestamp(begun.at(8, 30, 0, 0)));
    let accounts = settle(app).await?;
    let callers = callers(app, &accounts).await?;
    let old = if before { old::play(app, clock, &callers).await? } else { 0 };
    clock.forward(zhiheng_calendar::china_timestamp(plan.from.at(8, 30, 0, 0)));
    lists::before(app, &callers).await?;
    beforehand::before(app, &callers).await?;
    let files = files(app).await?;
    let mut dice = Dice::new(plan.seed);
    let mut threads: Vec<Thread> = Vec::with_capacity(plan.matters);
    let mut queue: BinaryHeap<Reverse<(DateTime, usize)>> = BinaryHeap::new();
    let days = i64::from((plan.until.date() - plan.from).get_days()).max(1);
    for n in 0..plan.matters {
        let thread = thread(&mut dice, n);
        // Every seventh begins in the last weeks, so that the desks have work before them and not only behind.
        let earliest = if n % 7 == 0 { (days - 50).max(0) } else { 0 };
        let day =
            plan.from.checked_add(dice.between(earliest, days - 1).days()).unwrap_or(plan.from);
        queue.push(Reverse((office_hour(app, day, &mut dice), n)));
        threads.push(thread);
    }
    let total = threads.iter().map(|thread| thread.steps.len() + 1).sum();
    let mut outcome = Outcome {
        accounts,
        matters: 0,
        acts: old,
        refused: 0,
        taken_over: 0,
        parties: Vec::new(),
        given_up: BTreeMap::new(),
    };
    let mut seen = 0;
    let mut chores = Chores::planned(app, plan.from, plan.until);
    let mut yearly = Yearly::planned(plan.from, plan.until);
    let mut reporting = Reporting::planned(plan.from, plan.until);
    while let Some(Reverse((at, n))) = queue.pop() {
        if at > plan.until {
            continue;
        }
        chores.until(app, clock, &callers, at, |agency| open_matters(&threads, agency)).await?;
        yearly.until(app, clock, &callers, at).await?;
        reporting.until(app, clock, &callers, at).await?;
        let Some(thread) = threads.get_mut(n) else { continue };
        let Some(step) = thread.next.clone() else { continue };
        clock.forward(zhiheng_calendar::china_timestamp(at));
        let Some(caller) = callers.get(&performer(thread.agency, step.desk)) else { continue };
        let act = step.act.split(':').next().unwrap_or(step.act);
        let form = match &thread.story {
            Story::Penalty(facts) => penalty::form(facts, step.act, at, &files),
            Story::Petition(facts) => petition::form(facts, step.act, at),
        };
        let wish = Wish {
            matter: thread.matter.clone(),
            procedure: thread.procedure.to_owned(),
            act: act.to_owned(),
            fields: object(form),
            ..Wish::default()
        };
        match app.perform(caller, &wish).await {
            Ok(done) => {
                outcome.matters += usize::from(thread.matter.is_none());
                thread.matter = Some(done.matter.id);
                thread.tries = 0;
                thread.next = thread.steps.next();
                outcome.acts += 1;
                seen += 1;
                if seen % 50 == 0 {
                    progress(seen, total);
                }
                if let Some(next) = &thread.next {
                    let day = later(app, at.date(), next.days);
                    let moment = if next.days == 0 {
                        at.checked_add(95.minutes()).unwrap_or(at)
                    } else {
                        office_hour(app, day, &mut dice)
                    };
                    queue.push(Reverse((moment, n)));
                }
            }
            Err(Error::Refused(reasons) | Error::Input(reasons)) => {
                outcome.refused += 1;
                thread.tries += 1;
                if thread.tries <= 24 && reasons.iter().all(|reason| waits(&reason.code)) {
                    let day = later(app, at.date(), 1);
                    queue.push(Reverse((office_hour(app, day, &mut dice), n)));
                } else {
                    *outcome
                        .given_up
                        .entry(format!("{} {}", step.act, codes(&reasons)))
                        .or_default() += 1;
                }
            }
            Err(Error::Denied(why)) => {
                outcome.refused += 1;
                *outcome.given_up.entry(format!("{} {why}", step.act)).or_default() += 1;
            }
            Err(error) => return Err(error),
        }
    }
    let open = |agency: &str| open_matters(&threads, agency);
    chores.until(app, clock, &callers, plan.until, open).await?;
    yearly.until(app, clock, &callers, plan.until).await?;
    reporting.until(app, clock, &callers, plan.until).await?;
    progress(total, total);
    clock.forward(zhiheng_calendar::china_timestamp(plan.until));
    lists::after(app, &callers, plan.until).await?;
    beforehand::after(app, &callers).await?;
    let mut writing = open_matters(&threads, "shili");
    writing.truncate(WRITERS);
    outcome.parties = parties::write(app, &callers, "shili", writing).await?;
    outcome.taken_over = taken_over(app).await?;
    Ok(outcome)
}

/// Codes of refusals with the fields that they are about.
fn codes(reasons: &[Reason]) -> String {
    let told = |reason: &Reason| {
        format!("{}:{}", reason.code, reason.field.as_deref().unwrap_or_default())
    };
    reasons.iter().map(told).collect::<Vec<_>>().join(",")
}

/// Matters of an agency that go on, the latest first.
fn open_matters(threads: &[Thread], agency: &str) -> Vec<String> {
    let of_agency = threads.iter().rev().filter(|thread| thread.agency == agency);
    let open = of_agency.filter(|thread| thread.next.is_some());
    open.filter_map(|thread| thread.matter.clone()).collect()
}

/// Whether waiting helps against a refusal.
fn waits(code: &str) -> bool {
    matches!(code, "gate.elapsed" | "gate.hearing_settled" | "gate.notice_left")
}

fn thread(dice: &mut Dice, n: usize) -> Thread {
    let (story, agency, procedure, steps) = if dice.percent(38) {
        let facts = penalty::Facts::draw(dice, n);
        let steps = penalty::script(&facts, dice);
        (Story::Penalty(facts), "shili", "penalty.ordinary", steps)
    } else {
        let facts = petition::Facts::draw(dice, n);
        let steps = petition::script(&facts, dice);
        let agency = facts.agency;
        (Story::Petition(facts), agency, "petition", steps)
    };
    let mut steps = steps.into_iter();
    let next = steps.next();
    Thread { story, agency, procedure, steps, next, matter: None, tries: 0 }
}

fn performer(agency: &str, desk: &str) -> String {
    let above = |agency: &str| {
        AGENCIES.iter().find(|held| held.0 == agency).and_then(|held| held.5).unwrap_or("sx")
    };
    match (desk.strip_prefix("upper/"), desk.strip_prefix("upper2/")) {
        (Some(desk), _) => crate::people::person(above(agency), desk),
        (_, Some(desk)) => crate::people::person(above(above(agency)), desk),
        _ => crate::people::person(agency, desk),
    }
}

/// Everybody who acts, by account.
pub(crate) type Callers = BTreeMap<String, Caller>;

async fn callers(app: &App, accounts: &[DemoAccount]) -> Result<Callers, Error> {
    let mut callers = BTreeMap::new();
    for account in accounts {
        if let Some((row, ..)) = app.store().account(&account.username).await? {
            callers.insert(account.username.clone(), app.caller(&row).await?);
        }
    }
    Ok(callers)
}

/// A made-up recording and its captions (see `demonstration/recordings`).
const FILM: &[u8] = include_bytes!("../../../demonstration/recordings/questioning.mp4");
const CAPTIONS: &[u8] = include_bytes!("../../../demonstration/recordings/questioning.vtt");

async fn files(app: &App) -> Result<penalty::Files, Error> {
    let text = "演示材料。\n营业执照复制件与现场情况说明,均为演示所用,不涉及真实单位。\n";
    Ok(penalty::Files {
        evidence: kept(app, text.as_bytes(), "营业执照及情况说明(演示).txt").await?,
        film: kept(app, FILM, "询问(演示).mp4").await?,
        captions: kept(app, CAPTIONS, "询问(演示).vtt").await?,
    })
}

async fn kept(app: &App, content: &[u8], name: &str) -> Result<Value, Error> {
    let blob = app.blobs().put(content).await?;
    Ok(json!({ "digest": blob.digest, "name": name, "size": blob.size, "type": blob.media }))
}

/// Decisions on institutions that a regulator published, with their source (see `demonstration/decisions`).
const PUBLISHED: &[u8] =
    include_bytes!("../../../demonstration/decisions/financial-penalties.xlsx");

/// Takes over the regulator's decisions, so that the portal shows real ones beside the invented.
async fn taken_over(app: &App) -> Result<usize, Error> {
    let unreadable = |why: String| Error::Internal(format!("the demonstration's decisions: {why}"));
    let table =
        zhiheng_sheets::table::read(PUBLISHED).map_err(|fault| unreadable(fault.to_string()))?;
    let kind = zhiheng_sheets::Kind::find("decisions")
        .ok_or_else(|| unreadable("no such kind".to_owned()))?;
    let mapping = zhiheng_sheets::Mapping::guess(kind, &table);
    let report =
        app.import("system", kind, &table, &mapping, "financial-penalties.xlsx", |_, _| {}).await?;
    Ok(report.accepted)
}

/// A moment in office hours of the first working day from `day` on.
fn office_hour(app: &App, day: Date, dice: &mut Dice) -> DateTime {
    let day = app.calendar().working_day_from(day).unwrap_or(day);
    let hour = i8::try_from(dice.between(9, 16)).unwrap_or(10);
    day.at(hour, i8::try_from(dice.between(0, 59)).unwrap_or(0), 0, 0)
}

fn later(app: &App, day: Date, working_days: i64) -> Date {
    let mut day = day;
    for _ in 0..working_days {
        let next = day.tomorrow().unwrap_or(day);
        day = app.calendar().working_day_from(next).unwrap_or(next);
    }
    day
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
