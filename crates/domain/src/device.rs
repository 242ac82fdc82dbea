//! Recording devices (执法设备): 入账, 领用, 归还, 检查, 安装, 送修, 修复, 报废. Each step is decided here from the device as it is,
//! the person and the pack's rule; and who had the device at a moment is answered from what the steps left. Pure.
//!
//! What this is not: how a step is recorded, nor the judgement of a recording, which asks [`Device::holder_at`].

mod ledger;
mod standard;
mod step;
#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use serde_json::{Map, Value};
use zhiheng_law::StepRules;

pub use ledger::{Check, Device, KEPT, Kind, Loan, Repair, State};
pub use standard::{Class, Need, need};
pub use step::{Step, serial_key};

use crate::certificate::Card;
use crate::context::Actor;
use crate::refusal::Refusal;
use crate::step_right;

/// What a person wants to do with a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which step.
    pub step: Step,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
}

/// What a decision about a device depends on besides it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The pack's rules.
    pub rules: &'a StepRules,
    /// Who acts.
    pub actor: &'a Actor,
    /// The present moment, China standard time.
    pub now: DateTime,
    /// The agency that the device belongs to (on 入账: is to belong to), the one above it, ….
    pub chain: &'a [String],
    /// Code of the device.
    pub id: &'a str,
    /// The officer to whom it is to be lent, as the register has him.
    pub borrower: Option<&'a Card>,
    /// The room in which it is to be installed is one of the agency's: its name.
    pub room: Option<&'a str>,
    /// Another device bears the serial number that is asked for.
    pub serial_taken: bool,
}

/// A step, taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The device afterwards.
    pub device: Device,
    /// Article that the step rests on.
    pub article: String,
    /// What happened and what follows, in Chinese.
    pub said: String,
}

/// Whether the step may be taken, and the device afterwards.
///
/// # Errors
/// Every reason that refuses it, each with the article of the step.
pub fn decide(
    device: Option<&Device>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<Taken, Vec<Refusal>> {
    let Some(rule) = around.rules.step(wish.step.id()) else {
        return Err(vec![Refusal::new("device.step", "现行法律包没有规定这一步怎样办")]);
    };
    let mut faults = authority(device, wish.step, around);
    faults.extend(standing(device, wish.step));
    faults.extend(step_right::reason(&wish.reason, wish.step.needs_reason()));
    match step::take(device, wish, around) {
        Ok((device, said)) if faults.is_empty() => {
            Ok(Taken { device, article: rule.basis.clone(), said })
        }
        Ok(_) => Err(step_right::under(faults, "device.", &rule.basis)),
        Err(more) => {
            faults.extend(more);
            Err(step_right::under(faults, "device.", &rule.basis))
        }
    }
}

/// The steps that the person could take with a device as it is, before any form is filled in.
pub fn possible(device: &Device, around: &Around<'_>) -> Vec<Step> {
    Step::ALL
        .into_iter()
        .filter(|step| around.rules.step(step.id()).is_some())
        .filter(|step| {
            authority(Some(device), *step, around).is_empty()
                && standing(Some(device), *step).is_empty()
        })
        .collect()
}

/// Powers, agency, and different hands: who buys does not lend, who lends does not scrap, and nobody lends to himself.
fn authority(device: Option<&Device>, step: Step, around: &Around<'_>) -> Vec<Refusal> {
    let Some(rule) = around.rules.step(step.id()) else { return Vec::new() };
    // Money and the end of a thing may be settled above; what is done with it by hand is done where it lies.
    let above = matches!(step, Step::Purchase | Step::Scrap);
    let mut faults = step_right::lacking(rule, around.actor, around.chain, above, "设备所属的机关");
    let me = around.actor.id.as_str();
    let Some(device) = device else { return faults };
    let hands = |message: &str| Refusal::new("device.hands", message);
    let lent = device.loans.iter().any(|loan| loan.by == me);
    match step {
        Step::Loan if device.entered_by == me => {
            faults.push(hands("入账的人不能办这台设备的领用，请由保管人办理"));
        }
        Step::Return if device.holder().is_some_and(|loan| loan.officer == me) => {
            faults.push(hands("领用的人不能替自己登记归还，请交给保管人"));
        }
        Step::Scrap if device.entered_by == me || lent => {
            faults.push(hands("入账、领用这台设备的人不能办报废，请由别人办理"));
        }
        // Officers may look after what they carry, and after nothing else.
        Step::Check
            if !keeps(around.actor, rule)
                && device.holder().is_none_or(|loan| loan.officer != me) =>
        {
            faults.push(hands("不在您手里的设备由保管人检查"));
        }
        _ => {}
    }
    faults
}

/// Whether somebody keeps devices, and does not merely carry them: 办理 alone is what officers hold.
fn keeps(actor: &Actor, rule: &zhiheng_law::StepRule) -> bool {
    rule.powers
        .iter()
        .filter_map(|power| crate::Power::parse(power))
        .any(|power| power != crate::Power::Handle && actor.may(power))
}

/// Whether the device is in a state in which the step makes sense.
fn standing(device: Option<&Device>, step: Step) -> Vec<Refusal> {
    let refuse = |message: String| vec![Refusal::new("device.state", message)];
    let Some(device) = device else {
        return match step {
            Step::Purchase => Vec::new(),
            _ => refuse("没有这台设备，请先入账".to_owned()),
        };
    };
    let possible = match step {
        Step::Purchase => {
            return refuse(format!("编号“{}”已经入账，换一个编号", device.id));
        }
        Step::Loan => {
            if device.kind.fixed() {
                return refuse(format!("{}是固定使用的，不领用", device.kind.words()));
            }
            if let Some(loan) = device.holder() {
                return refuse(format!(
                    "{} 领用中，自 {} 起，归还以后才能再领用",
                    loan.name,
                    loan.out.strftime("%Y-%m-%d %H:%M")
                ));
            }
            device.state == State::Available
        }
        Step::Return => device.state == State::OnLoan,
        Step::Check => matches!(device.state, State::Available | State::OnLoan),
        Step::Install => device.kind == Kind::Surveillance && device.state == State::Available,
        Step::Repair => {
            if device.state == State::OnLoan {
                return refuse("设备还在领用中，请先归还再送修".to_owned());
            }
            device.state == State::Available
        }
        Step::Repaired => device.state == State::Repair,
        Step::Scrap => {
            if device.state == State::OnLoan {
                return refuse("设备还在领用中，请先归还再报废".to_owned());
            }
            matches!(device.state, State::Available | State::Repair)
        }
    };
    if possible {
        Vec::new()
    } else {
        refuse(format!("设备现在是“{}”，不能“{}”", device.words(), step.words()))
    }
}
