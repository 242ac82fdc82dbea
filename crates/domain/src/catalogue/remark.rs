//! Remarks (意见) of a superior agency on an entry of a catalogue, and the answers of the agency remarked upon: said by named people,
//! kept on the record with the entry.
//!
//! What this is not: a step of the entry's life. A remark publishes, changes and withdraws nothing.

use crate::context::Actor;
use crate::refusal::Refusal;
use crate::register::{Entry, EntryEvent, Mark, RemarkOn, Step};

/// Longest remark or answer, in characters.
const LONGEST: usize = 2000;

/// A superior's remark to an agency, on the agency's entry or on an entry of a superior that the agency lacks.
///
/// `chain` is the agency remarked upon and those above it, nearest first.
///
/// # Errors
/// Every reason against it.
pub fn comment(
    entry: &Entry,
    to: &str,
    text: &str,
    (actor, chain): (&Actor, &[String]),
    now: jiff::civil::DateTime,
) -> Result<EntryEvent, Vec<Refusal>> {
    let mut reasons = powers(Step::Comment, actor);
    let above = chain.get(1..).unwrap_or_default();
    if !above.contains(&actor.agency) {
        let message = "意见由上级机关提出".to_owned();
        reasons.push(Refusal::new("authority.agency", message).under(super::BASIS));
    }
    if entry.agency != to && !above.contains(&entry.agency) {
        let message = "这一条既不是该机关的，也不是它上级的".to_owned();
        reasons.push(Refusal::new("catalogue.entry", message).at("entry"));
    }
    told(entry, Step::Comment, RemarkOn { to: to.to_owned(), n: 0 }, text, actor, now, reasons)
}

/// The answer of the agency remarked upon, to the remark with this number, from 1.
///
/// # Errors
/// Every reason against it.
pub fn answer(
    entry: &Entry,
    n: u32,
    text: &str,
    actor: &Actor,
    now: jiff::civil::DateTime,
) -> Result<EntryEvent, Vec<Refusal>> {
    let mut reasons = powers(Step::Answer, actor);
    let remark = entry.remarks.iter().find(|remark| remark.n == n);
    let to = remark.map(|remark| remark.to.clone()).unwrap_or_default();
    if remark.is_none() {
        reasons.push(Refusal::new("catalogue.remark", "没有这一条意见").at("remark"));
    } else if to != actor.agency {
        reasons.push(Refusal::new("authority.agency", "答复由被提意见的机关作出"));
    }
    told(entry, Step::Answer, RemarkOn { to, n }, text, actor, now, reasons)
}

fn powers(step: Step, actor: &Actor) -> Vec<Refusal> {
    if step.powers().iter().any(|power| actor.may(*power)) {
        return Vec::new();
    }
    let names: Vec<&str> = step.powers().iter().map(|power| power.title()).collect();
    let message = format!("“{}”需要“{}”权限，您的岗位没有", step.title(), names.join("”或者“"));
    vec![Refusal::new("authority.power", message)]
}

fn told(
    entry: &Entry,
    step: Step,
    on: RemarkOn,
    text: &str,
    actor: &Actor,
    now: jiff::civil::DateTime,
    mut reasons: Vec<Refusal>,
) -> Result<EntryEvent, Vec<Refusal>> {
    let text = text.trim();
    if text.is_empty() {
        reasons.push(Refusal::new("input.required", "没有写内容").at("text"));
    }
    if text.chars().count() > LONGEST {
        let message = format!("文字超过 {LONGEST} 个字");
        reasons.push(Refusal::new("input.too_long", message).at("text"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        reasons.push(Refusal::new("input.control", "含有不能显示的控制字符").at("text"));
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(EntryEvent {
        register: entry.register.clone(),
        id: entry.id.clone(),
        agency: entry.agency.clone(),
        step,
        n: entry.shown().map_or(0, |version| version.n),
        mark: Mark {
            person: actor.id.clone(),
            name: actor.name.clone(),
            at: now,
            opinion: text.to_owned(),
        },
        content: None,
        until: None,
        remark: Some(on),
    })
}
