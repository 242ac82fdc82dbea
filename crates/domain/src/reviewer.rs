//! Who may give the opinion of legal review on a matter (法制审核人员): in the register, qualified, of another section than the one
//! that handles the matter, without a conflict of interest (处罚法58; 蒙244第27、28; 粤审21).
//!
//! What this is not: the register, which the caller looked up (see [`crate::known`]), nor the articles, which stand in the pack.
//! That whoever handled the matter may not review it is a gate of the act itself.

use serde_json::Value;
use zhiheng_law::{ActKind, ActType, Procedure, Values as _};

use crate::context::Context;
use crate::gate::Sight;
use crate::refusal::Refusal;
use crate::state::Matter;

/// What stands against an act of review because of the person who does it, or to whom it is given.
pub(crate) fn closed(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let person = sight.form.get("person").and_then(Value::as_str).unwrap_or_default();
    match act.kind {
        ActKind::Opine => opinion(matter, procedure, cx),
        ActKind::Dismiss if !sight.blank => dismissal(matter, person, cx),
        ActKind::Dismiss if matter.conflicts.is_empty() => vec![undeclared()],
        ActKind::Entrust if !sight.blank => entrusted(matter, procedure, person, cx),
        _ => Vec::new(),
    }
}

/// Whether the person who acts may give the opinion.
fn opinion(matter: &Matter, procedure: &Procedure, cx: &Context<'_>) -> Vec<Refusal> {
    let yes = |name: &str| cx.known.value(name).and_then(Value::as_bool).unwrap_or_default();
    let mut reasons = Vec::new();
    // An agency that has published no register yet is warned, not stopped.
    if yes("reviewers") {
        if !yes("reviewer") {
            reasons.extend(refuse("unlisted", procedure, cx));
        }
        if yes("reviewer_unqualified") {
            reasons.extend(refuse("unqualified", procedure, cx));
        }
        if yes("reviewer_handles") {
            reasons.extend(refuse("section", procedure, cx));
        }
    }
    if matter.conflicts.contains(&cx.actor.id) {
        reasons.extend(refuse("conflict", procedure, cx));
    }
    if let Some(reviewer) = &matter.reviewer
        && reviewer.id != cx.actor.id
    {
        reasons.push(Refusal::new(
            "authority.entrusted",
            format!("本件已指派{}审核；要由您审核的，请负责人改派", reviewer.name),
        ));
    }
    reasons
}

/// Nobody settles one's own conflict, and only one that was declared can be settled.
fn dismissal(matter: &Matter, person: &str, cx: &Context<'_>) -> Vec<Refusal> {
    if person == cx.actor.id {
        let message = "本人申报的利害关系由负责人决定，不能自己认定不必回避";
        return vec![Refusal::new("reviewer.own_conflict", message).at("person")];
    }
    if matter.conflicts.iter().any(|held| held == person) {
        return Vec::new();
    }
    vec![undeclared().at("person")]
}

fn undeclared() -> Refusal {
    Refusal::new("reviewer.undeclared", "没有待决定的利害关系申报")
}

/// A matter is given to nobody who stepped back, has a conflict open, or handled it.
fn entrusted(
    matter: &Matter,
    procedure: &Procedure,
    person: &str,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    if matter.conflicts.iter().chain(&matter.recused).any(|held| held == person) {
        reasons.extend(refuse("conflict", procedure, cx).map(|refusal| Refusal {
            message: "这名人员已经回避，或者申报的利害关系还没有决定，不能指派其审核".to_owned(),
            ..refusal.at("person")
        }));
    }
    if matter.officers.iter().any(|officer| officer.id == person) {
        reasons.extend(refuse("section", procedure, cx).map(|refusal| Refusal {
            message: "承办本件的人员不能审核本件".to_owned(),
            ..refusal.at("person")
        }));
    }
    reasons
}

/// The refusal that the pack words; none where the law of this category has no such rule.
fn refuse(id: &str, procedure: &Procedure, cx: &Context<'_>) -> Option<Refusal> {
    let rule = cx.pack.reviewers.rule(id, &procedure.category)?;
    Some(Refusal::new(format!("reviewer.{id}"), rule.message.clone()).under(&rule.basis))
}
