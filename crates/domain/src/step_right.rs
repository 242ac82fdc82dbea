//! Who may take a step in the life of a card, a device or a room: the powers that the pack names, and the agency whose it is.
//!
//! What this is not: hands that must differ and states that must fit; those each kind of life has of its own.

use zhiheng_law::StepRule;

use crate::authority::Power;
use crate::context::Actor;
use crate::refusal::Refusal;

/// What the person lacks: one of the powers, or belonging to the agency. `chain` is the agency whose thing it is, the one above it,
/// …; `above`: the agencies above may take the step as well.
pub(crate) fn lacking(
    rule: &StepRule,
    actor: &Actor,
    chain: &[String],
    above: bool,
    whose: &str,
) -> Vec<Refusal> {
    let mut faults = Vec::new();
    let powers: Vec<Power> = rule.powers.iter().filter_map(|power| Power::parse(power)).collect();
    if !powers.iter().any(|power| actor.may(*power)) {
        let titles: Vec<&str> = powers.iter().map(|power| power.title()).collect();
        faults.push(Refusal::new(
            "authority.power",
            format!("“{}”需要“{}”权限，您的岗位没有这一权限", rule.title, titles.join("”或者“")),
        ));
    }
    let home = chain.first().is_some_and(|held| *held == actor.agency);
    if !(home || (above && chain.contains(&actor.agency))) {
        let who = if above { "或者它的上级机关" } else { "" };
        faults.push(Refusal::new(
            "authority.agency",
            format!("“{}”应由{whose}{who}办理", rule.title),
        ));
    }
    faults
}

/// Refusals of the law (`prefix…`) get the article of the step where they bear none of their own.
pub(crate) fn under(faults: Vec<Refusal>, prefix: &str, basis: &str) -> Vec<Refusal> {
    faults
        .into_iter()
        .map(|fault| {
            let law = fault.code.starts_with(prefix) && fault.article.is_none();
            if law { fault.under(basis) } else { fault }
        })
        .collect()
}

/// Longest reason, in characters.
const LONGEST: usize = 500;

/// What is wrong with the reason that was given.
pub(crate) fn reason(given: &str, needed: bool) -> Vec<Refusal> {
    let mut faults = Vec::new();
    if needed && given.trim().is_empty() {
        faults.push(Refusal::new("input.required", "请写明原因").at("reason"));
    }
    if given.chars().count() > LONGEST {
        faults.push(
            Refusal::new("input.too_long", format!("原因不超过 {LONGEST} 个字")).at("reason"),
        );
    }
    faults
}
