//! The life of an enforcement card (执法证): apply, examine, issue, put into use, transfer, suspend, resume, withdraw; training; the
//! phones that show the officer code. Each step is decided here from the card as it is, the person and the pack's rule. Pure.
//!
//! What this is not: what a card is good for (see [`crate::officer`]), nor how a step is recorded. That a card runs out by its
//! date is no step: it follows from the date on every day anew.

mod card;
mod step;
#[cfg(test)]
mod tests;

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use zhiheng_law::StepRules;

pub use card::{Asked, Card, Device, State, Training, standing_words};
pub use step::Step;

use crate::context::Actor;
use crate::refusal::Refusal;
use crate::step_right;

/// Most phones that one officer may have in use.
pub const MOST_DEVICES: usize = 5;
/// Days before its end from which a card may be renewed.
const RENEWAL: i32 = 90;

/// What a person wants to do with a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which step.
    pub step: Step,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
}

/// What a decision about a card depends on besides it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The pack's rules.
    pub rules: &'a StepRules,
    /// Who acts.
    pub actor: &'a Actor,
    /// The present moment, China standard time.
    pub now: DateTime,
    /// The person's agency, the one above it, …: who may act on the card.
    pub chain: &'a [String],
    /// The person, where there is no card yet: id, name, agency.
    pub person: (&'a str, &'a str, &'a str),
    /// Name of the agency that acts, which stands on the card as its issuer.
    pub agency_name: &'a str,
    /// Another card of the agency bears the number that is asked for.
    pub number_taken: bool,
    /// The agency to which the officer is to go is on the platform.
    pub target_known: bool,
    /// Categories of enforcement that there are.
    pub categories: &'a [&'a str],
    /// Id for a phone that is enrolled.
    pub fresh_id: &'a str,
}

/// A step, taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The card afterwards.
    pub card: Card,
    /// Article that the step rests on.
    pub article: String,
    /// What happened and what follows, in Chinese.
    pub said: String,
}

/// Whether the step may be taken, and the card afterwards.
///
/// # Errors
/// Every reason that refuses it, each with the article of the step.
pub fn decide(
    card: Option<&Card>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<Taken, Vec<Refusal>> {
    let Some(rule) = around.rules.step(wish.step.id()) else {
        return Err(vec![Refusal::new("card.step", "现行法律包没有规定这一步怎样办")]);
    };
    let mut faults = authority(card, wish, around);
    faults.extend(standing(card, wish, around));
    faults.extend(step_right::reason(&wish.reason, wish.step.needs_reason()));
    match step::take(card, wish, around) {
        Ok((card, said)) if faults.is_empty() => {
            Ok(Taken { card, article: rule.basis.clone(), said })
        }
        Ok(_) => Err(step_right::under(faults, "card.", &rule.basis)),
        Err(more) => {
            faults.extend(more);
            Err(step_right::under(faults, "card.", &rule.basis))
        }
    }
}

/// The steps that the person could take with a card as it is, before any form is filled in.
pub fn possible(card: &Card, around: &Around<'_>) -> Vec<Step> {
    Step::ALL
        .into_iter()
        .filter(|step| !matches!(step, Step::Enrol | Step::Revoke))
        .filter(|step| around.rules.step(step.id()).is_some())
        .filter(|step| {
            let wish = Wish { step: *step, fields: Map::new(), reason: String::new() };
            authority(Some(card), &wish, around).is_empty()
                && standing(Some(card), &wish, around).is_empty()
        })
        .collect()
}

/// Powers, agency, and different hands.
fn authority(card: Option<&Card>, wish: &Wish, around: &Around<'_>) -> Vec<Refusal> {
    let mut faults = Vec::new();
    let Some(rule) = around.rules.step(wish.step.id()) else { return faults };
    let me = around.actor.id.as_str();
    let own = card.map_or(around.person.0, |card| card.officer.id.as_str()) == me;
    let above = wish.step != Step::Apply;
    faults.extend(step_right::lacking(rule, around.actor, around.chain, above, "本人所在机关"));
    match wish.step {
        Step::Enrol if !own => {
            faults.push(Refusal::new("card.own", "手机由本人登记，不能替别人登记"));
        }
        Step::Revoke if !own => {
            let heads = [crate::Power::Approve, crate::Power::Supervise, crate::Power::Decide];
            if !heads.iter().any(|power| around.actor.may(*power)) {
                faults.push(Refusal::new(
                    "authority.power",
                    "只有本人、负责人或者监督人员可以停用手机",
                ));
            }
        }
        Step::Apply | Step::Enrol | Step::Revoke => {}
        _ if own => {
            faults.push(Refusal::new(
                "card.self",
                format!("不能给自己的执法证件“{}”，请由别人办理", rule.title),
            ));
        }
        _ => {}
    }
    let Some(card) = card else { return faults };
    let applied = card.applied_by == me;
    let examined = card.examined_by == me;
    if matches!(wish.step, Step::Examine | Step::Return) && applied {
        faults.push(Refusal::new("card.hands", "申领和审核不能是同一个人"));
    }
    if wish.step == Step::Issue && (applied || examined) {
        faults.push(Refusal::new("card.hands", "发证的人不能是申领或者审核的人"));
    }
    faults
}

/// Whether the card is in a state in which the step makes sense.
fn standing(card: Option<&Card>, wish: &Wish, around: &Around<'_>) -> Vec<Refusal> {
    let refuse = |message: String| vec![Refusal::new("card.state", message)];
    let Some(card) = card else {
        return match wish.step {
            Step::Apply => Vec::new(),
            _ => refuse("这个人还没有申领执法证件".to_owned()),
        };
    };
    let today = around.now.date();
    let issued = !card.officer.card.is_empty();
    let (withdrawn, suspended) = (card.officer.withdrawn, card.officer.suspended);
    let possible = match wish.step {
        Step::Apply => match card.state {
            State::Applied | State::Examined | State::Issued => false,
            State::Returned | State::Transferred | State::Withdrawn => true,
            State::Active => !issued || (!suspended && soon(card, today)),
        },
        Step::Examine | Step::Return => card.state == State::Applied,
        Step::Issue => card.state == State::Examined,
        Step::Activate => card.state == State::Issued,
        Step::Train => !withdrawn,
        Step::Revoke => true,
        Step::Transfer => !withdrawn && issued && card.state != State::Transferred,
        Step::Suspend => !withdrawn && !suspended && issued && !card.officer.waiting,
        Step::Resume => !withdrawn && suspended,
        Step::Enrol | Step::Withdraw => !withdrawn && issued,
    };
    if !possible {
        let now = card.words(today);
        return refuse(format!("执法证件现在是“{now}”，不能“{}”", wish.step.words()));
    }
    if wish.step == Step::Activate && !card.officer.trained {
        return vec![
            Refusal::new("card.untrained", "岗前培训还没有登记为合格，不能启用；请先登记岗前培训")
                .under("处罚法42"),
        ];
    }
    Vec::new()
}

/// Whether the card has run out or is about to.
fn soon(card: &Card, today: Date) -> bool {
    use jiff::ToSpan as _;
    let from = card.officer.valid_until.and_then(|day| day.checked_sub(RENEWAL.days()).ok());
    from.is_none_or(|from| from <= today)
}
