//! What the steps have in common: who may, which state they need, what stands against destruction, which words are taken.

use jiff::civil::{Date, DateTime};
use zhiheng_law::{StepRule, StepRules};

use super::{Hand, Life, Standing};
use crate::context::Actor;
use crate::refusal::Refusal;
use crate::step_right::{lacking, under};

/// Longest words of a form, in characters.
const LONGEST: usize = 500;
/// Shortest reason, in characters: a word is no reason for what cannot be undone.
const SHORTEST: usize = 4;
/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 暂停销毁
    Hold,
    /// 解除暂停
    Lift,
    /// 鉴定
    Appraise,
    /// 批准
    Approve,
    /// 退回
    Reject,
    /// 执行: seals the dossier for destruction.
    Prepare,
    /// 监销: the second person confirms, and it is destroyed.
    Destroy,
    /// 登记移交回执
    HandOver,
}

impl Step {
    /// Every step, in the order of use.
    pub const ALL: [Self; 8] = [
        Self::Appraise,
        Self::Approve,
        Self::Reject,
        Self::Prepare,
        Self::Destroy,
        Self::HandOver,
        Self::Hold,
        Self::Lift,
    ];

    /// Stable id, as in the pack.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Lift => "lift",
            Self::Appraise => "appraise",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Prepare => "prepare",
            Self::Destroy => "destroy",
            Self::HandOver => "hand_over",
        }
    }

    /// The step with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }
}

/// What a step is judged against.
pub struct Around<'a> {
    /// Who takes which step; the numbers.
    pub rules: &'a StepRules,
    /// Who acts.
    pub actor: &'a Actor,
    /// The present moment, China standard time.
    pub now: DateTime,
    /// The agency that holds the dossier and those above it.
    pub chain: &'a [String],
    /// The decision is still shown to the public.
    pub published: bool,
    /// Names of the parties: they may not stand in what outlives the dossier.
    pub parties: &'a [String],
}

impl Around<'_> {
    pub(super) fn today(&self) -> Date {
        self.now.date()
    }

    pub(super) fn hand(&self) -> Hand {
        Hand::of(self.actor, self.now)
    }
}

/// What the person lacks for a step, whoever's form it is.
pub fn right(step: Step, life: &Life, around: &Around<'_>) -> Vec<Refusal> {
    let Some(rule) = around.rules.step(step.id()) else {
        return vec![Refusal::new("retention.no_rule", "法律包没有规定这一步由谁办")];
    };
    let above = matches!(step, Step::Hold | Step::Lift | Step::Destroy);
    lacking(rule, around.actor, around.chain, above, &whose(life))
}

fn whose(life: &Life) -> String {
    format!("保管{}案卷的机关", life.number)
}

/// What stands against destruction whoever carries it out: a hold, a decision that the public still sees.
pub fn blocks(life: &Life, around: &Around<'_>) -> Vec<Refusal> {
    let mut faults = Vec::new();
    if let Some(hold) = life.held().next() {
        let said = format!(
            "{}暂停销毁（{}，{}），解除以前不得销毁",
            life.number,
            hold.ground.words(),
            hold.by.name
        );
        faults.push(Refusal::new("retention.held", said));
    }
    if around.published {
        let said = format!("{}的决定还在公示清单里，撤下以后再销毁", life.number);
        faults.push(Refusal::new("retention.published", said));
    }
    faults
}

/// Steps that the person may take now, before any form is filled in.
pub fn possible(life: &Life, around: &Around<'_>) -> Vec<Step> {
    Step::ALL
        .into_iter()
        .filter(|step| {
            right(*step, life, around).is_empty() && wrong_state(*step, life, around).is_empty()
        })
        .collect()
}

pub(super) fn advanced(life: &Life) -> Life {
    Life { version: life.version.saturating_add(1), ..life.clone() }
}

pub(super) fn begin(step: Step, life: &Life, around: &Around<'_>) -> Vec<Refusal> {
    let mut faults = right(step, life, around);
    faults.extend(wrong_state(step, life, around));
    faults
}

/// What is wrong with the state for a step.
fn wrong_state(step: Step, life: &Life, around: &Around<'_>) -> Vec<Refusal> {
    let gone = life.standing.is_destroyed() || life.standing == Standing::Transferred;
    let not = |code: &str, said: String| vec![Refusal::new(code, said)];
    if gone {
        return not("retention.over", format!("{}{}", life.number, life.standing.words()));
    }
    let number = &life.number;
    let (fits, code, said) = match step {
        Step::Hold => return Vec::new(),
        Step::Appraise => return unripe(life, around),
        Step::Lift => {
            let held = life.held().next().is_some();
            (held, "retention.no_hold", format!("{number}没有暂停销毁"))
        }
        Step::Approve => {
            let waits = life.standing == Standing::Appraised;
            (waits, "retention.not_appraised", format!("{number}没有待批准的鉴定意见"))
        }
        Step::Reject => {
            let under = matches!(
                life.standing,
                Standing::Appraised | Standing::Approved | Standing::Prepared | Standing::Leaving
            );
            (under, "retention.not_appraised", format!("{number}没有可以退回的鉴定意见"))
        }
        Step::Prepare => {
            let approved = life.standing == Standing::Approved;
            (approved, "retention.not_approved", format!("{number}的销毁还没有批准"))
        }
        Step::Destroy => {
            let prepared = life.standing == Standing::Prepared;
            (prepared, "retention.not_prepared", format!("{number}还没有由执行人封存"))
        }
        Step::HandOver => {
            let leaving = life.standing == Standing::Leaving;
            (leaving, "retention.not_leaving", format!("{number}没有待移交的鉴定意见"))
        }
    };
    if fits { Vec::new() } else { not(code, said) }
}

fn unripe(life: &Life, around: &Around<'_>) -> Vec<Refusal> {
    let mut faults = Vec::new();
    match life.until {
        None => faults.push(Refusal::new(
            "retention.permanent",
            format!("{}永久保管，不鉴定销毁", life.number),
        )),
        Some(until) if until >= around.today() => faults.push(Refusal::new(
            "retention.not_ended",
            format!("{}保管到 {until}，期限还没有届满", life.number),
        )),
        Some(_) => {}
    }
    if life.standing != Standing::Kept {
        let said = format!("{}已经鉴定（{}），要改的先退回", life.number, life.standing.words());
        faults.push(Refusal::new("retention.appraised", said));
    }
    if life.handlers.contains(&around.actor.id) {
        let said = format!("您是{}的承办、经手人，应由别人鉴定", life.number);
        faults.push(Refusal::new("retention.handler", said));
    }
    faults
}

/// Words that outlive the dossier: neither empty nor endless, and without the name of a party.
pub(super) fn words(field: &str, label: &str, text: &str, around: &Around<'_>) -> Vec<Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) || text.chars().any(|c| c.is_control() && c != '\n')
    {
        let said = format!("请写明{label}（{SHORTEST} 至 {LONGEST} 字）");
        return vec![Refusal::new("input.required", said).at(field)];
    }
    let named = |name: &&String| name.chars().count() > 1 && text.contains(name.as_str());
    if around.parties.iter().any(|name| named(&name)) {
        let said = format!("{label}里有当事人的姓名：这段话在案卷销毁以后还要留下，请写成“当事人”");
        return vec![Refusal::new("retention.names_party", said).at(field)];
    }
    Vec::new()
}

pub(super) fn cited(step: Step, faults: Vec<Refusal>, around: &Around<'_>) -> Vec<Refusal> {
    let basis = around.rules.step(step.id()).map_or("", |rule: &StepRule| rule.basis.as_str());
    under(faults, "retention.", basis)
}
