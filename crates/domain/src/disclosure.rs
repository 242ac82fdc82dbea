//! What stands against a publication because of what it would show: personal data that is neither masked nor kept with a reason
//! (政府信息公开条例15；个人信息保护法28), a public period outside the limits of its class (信用修复管理办法).
//!
//! What this is not: a proposal; the console shows one. The rules are the engine's: every act that publishes is held to them, in
//! every procedure, and no pack file can leave them out.

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_law::disclosure::{CORRECTION, KEPT, PORTAL, UNTIL, UNTIL_REASON};
use zhiheng_law::{ActKind, ActType, DisclosureRules, FieldType, Procedure};
use zhiheng_masking::{Certainty, Find, Treatment, looks_like_name};

use crate::context::Context;
use crate::form;
use crate::gate::Sight;
use crate::mask;
use crate::refusal::Refusal;
use crate::state::Matter;

/// Longest stretch that a refusal quotes.
const QUOTED: usize = 20;
/// The act that grants a credit repair.
const GRANT: &str = "grant_repair";

/// For how long a decision stays public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Class: 轻微, 一般, 严重.
    pub class: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
    /// First day on which it may end.
    pub first: Date,
    /// Day on which it ends at the latest.
    pub last: Date,
    /// Proposed last day.
    pub proposed: Date,
}

/// Personal data that must not be in this text, for a channel: certain finds of a kind that the channel does not keep.
pub fn held_back(text: &str, known: &[&str], rules: &DisclosureRules, channel: &str) -> Vec<Find> {
    zhiheng_masking::find(text, known)
        .into_iter()
        .filter(|find| {
            find.certainty == Certainty::Certain
                && rules.treatment(channel, find.kind) != Treatment::Keep
        })
        .collect()
}

/// Names of natural persons that the matter itself holds: the party first, then what its procedure marks as personal and looks
/// like a name.
pub fn known_names<'m>(matter: &'m Matter, procedure: &Procedure) -> Vec<&'m str> {
    let (party, kind) = (matter.text("party"), matter.text("party_kind"));
    let person = mask::party(party, kind) != party;
    let mut names: Vec<&str> = person.then_some(party).into_iter().collect();
    let fields = procedure.acts.iter().flat_map(|act| &act.fields).filter(|field| field.personal);
    for name in fields.filter_map(|field| field.fact.as_deref()).map(|fact| matter.text(fact)) {
        if looks_like_name(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names.retain(|name| name.chars().count() >= 2);
    names
}

/// For how long the decision of a matter stays public; none where its category has no classes, or nothing was decided.
/// `own` gives the agency's value of a parameter, where it set one.
pub fn term(
    matter: &Matter,
    procedure: &Procedure,
    rules: &DisclosureRules,
    own: impl Fn(&str) -> Option<i64>,
) -> Option<Term> {
    let decided = matter.decided.as_ref()?.day;
    let sanctions = matter.facts.get("sanctions").and_then(Value::as_array);
    let sanctions: Vec<&str> = sanctions.into_iter().flatten().filter_map(Value::as_str).collect();
    let class = rules.class(procedure, &sanctions, decided)?;
    let after = |months: i64| {
        let span = Span::new().try_months(months).ok()?;
        decided.checked_add(span).ok()
    };
    let months = own(&class.parameter()).unwrap_or(class.months);
    let proposed = months.clamp(class.min, class.max);
    Some(Term {
        class: class.title.clone(),
        basis: class.basis.clone(),
        certainty: class.certainty.clone(),
        first: after(class.min)?,
        last: after(class.max)?,
        proposed: after(proposed)?,
    })
}

/// What stands against the act.
pub(crate) fn closed(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let rules = &cx.pack.disclosure;
    if act.id == GRANT {
        let term = term(matter, procedure, rules, |id| sight.parameters.get(id).copied());
        return term
            .filter(|term| cx.today() < term.first)
            .map(|term| {
                let message =
                    format!("“{}”的决定最短公示到 {}，在那以前不能修复", term.class, term.first);
                Refusal::new("disclosure.repair_early", message).under(&term.basis)
            })
            .into_iter()
            .collect();
    }
    if sight.blank || !matches!(act.kind, ActKind::Publish | ActKind::Withdraw) {
        return Vec::new();
    }
    let mut reasons = personal(matter, procedure, act, sight.form, rules);
    if act.kind == ActKind::Publish {
        let term = term(matter, procedure, rules, |id| sight.parameters.get(id).copied());
        reasons.extend(term.and_then(|term| outside(&term, sight.form, rules)));
        reasons.extend(uncorrected(matter, act, sight.form, rules));
    }
    reasons
}

/// The form, with the last day of the public period where a publication names none and its class proposes one.
pub(crate) fn dated(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Map<String, Value> {
    let mut form = sight.form.clone();
    let asked = act.kind == ActKind::Publish && act.fields.iter().any(|field| field.id == UNTIL);
    if asked && !form.contains_key(UNTIL) {
        let own = |id: &str| sight.parameters.get(id).copied();
        if let Some(term) = term(matter, procedure, &cx.pack.disclosure, own) {
            form.insert(UNTIL.to_owned(), Value::from(term.proposed.to_string()));
        }
    }
    form
}

/// Personal data in what would be public.
fn personal(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    form: &Map<String, Value>,
    rules: &DisclosureRules,
) -> Vec<Refusal> {
    let Some(rule) = rules.rule("personal") else { return Vec::new() };
    let (kept, mut reasons) = kept(form, rules);
    let known = known_names(matter, procedure);
    // What files show is looked for by the leak checker, before the act is done.
    let shown = act.fields.iter().filter(|field| field.public && field.kind != FieldType::Files);
    for field in shown {
        let Some(value) = form.get(&field.id) else { continue };
        let mut texts = Vec::new();
        strings(value, &mut texts);
        let left: Vec<Find> = texts
            .iter()
            .flat_map(|text| held_back(text, &known, rules, PORTAL))
            .filter(|find| {
                !kept.iter().any(|(kind, text)| *kind == find.kind.title() && *text == find.text)
            })
            .collect();
        if left.is_empty() {
            continue;
        }
        let told: Vec<String> = left
            .iter()
            .map(|find| {
                let text: String = find.text.chars().take(QUOTED).collect();
                format!("{}“{text}”（{}）", find.kind.title(), find.why)
            })
            .collect();
        let message = format!("{}：{}", rule.message, told.join("、"));
        reasons.push(
            Refusal::new("disclosure.personal", format!("“{}”{message}", field.label))
                .under(&rule.basis)
                .at(&field.id),
        );
    }
    reasons
}

/// Every text inside a value.
fn strings<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(object) => object.values().for_each(|item| strings(item, into)),
        _ => {}
    }
}

/// What a person keeps: kind and text. A row without a reason keeps nothing and is refused.
fn kept<'f>(
    form: &'f Map<String, Value>,
    rules: &DisclosureRules,
) -> (Vec<(&'f str, &'f str)>, Vec<Refusal>) {
    let (mut held, mut reasons) = (Vec::new(), Vec::new());
    let rows = form.get(KEPT).and_then(Value::as_array);
    for row in rows.into_iter().flatten().filter_map(Value::as_array) {
        let cell = |n: usize| row.get(n).and_then(Value::as_str).unwrap_or_default().trim();
        if row.iter().all(|cell| cell.as_str().unwrap_or_default().trim().is_empty()) {
            continue;
        }
        if cell(0).is_empty() || cell(1).is_empty() || cell(2).is_empty() {
            if let Some(rule) = rules.rule("kept") {
                reasons.push(
                    Refusal::new("disclosure.kept", rule.message.clone())
                        .under(&rule.basis)
                        .at(KEPT),
                );
            }
            continue;
        }
        held.push((cell(0), cell(1)));
    }
    (held, reasons)
}

/// What the public reads is put right without a word to the public (政府信息公开条例41).
fn uncorrected(
    matter: &Matter,
    act: &ActType,
    form: &Map<String, Value>,
    rules: &DisclosureRules,
) -> Option<Refusal> {
    let shown = matter.publication.as_ref().is_some_and(|held| held.withdrawn.is_none());
    let asked = act.fields.iter().any(|field| field.id == CORRECTION);
    let said = form.get(CORRECTION).and_then(Value::as_str).unwrap_or_default();
    if !shown || !asked || !said.trim().is_empty() {
        return None;
    }
    let rule = rules.rule("correction")?;
    let refusal = Refusal::new("disclosure.correction", rule.message.clone());
    Some(refusal.under(&rule.basis).at(CORRECTION))
}

/// A last day outside the limits, or another one than proposed without a reason.
fn outside(term: &Term, form: &Map<String, Value>, rules: &DisclosureRules) -> Option<Refusal> {
    let until = form.get(UNTIL).and_then(Value::as_str).and_then(form::date)?;
    if until < term.first || until > term.last {
        let rule = rules.rule("period")?;
        let message = format!(
            "{}：“{}”的决定，公示截止应当在 {} 至 {} 之间",
            rule.message, term.class, term.first, term.last
        );
        return Some(Refusal::new("disclosure.period", message).under(&rule.basis).at(UNTIL));
    }
    let said = form.get(UNTIL_REASON).and_then(Value::as_str).unwrap_or_default();
    if until != term.proposed && said.trim().is_empty() {
        let rule = rules.rule("period_reason")?;
        let message = format!("{}（建议为 {}）", rule.message, term.proposed);
        return Some(
            Refusal::new("disclosure.period_reason", message).under(&rule.basis).at(UNTIL_REASON),
        );
    }
    None
}
