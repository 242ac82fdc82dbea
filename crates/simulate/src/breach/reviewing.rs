//! Who may not give the opinion of legal review, known from outside: from what the world itself published about its reviewers, and from
//! what was declared and entrusted in the matter.
//!
//! What this is not: the rules of `domain` about reviewers. None of their code is used; only which article a rule has is the pack's.

use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, Pack, Procedure};

use super::{Scenery, Way, fitting};

/// What may stand against a reviewer.
pub(super) const RULES: [&str; 7] = [
    "reviewer.unlisted",
    "reviewer.unqualified",
    "reviewer.section",
    "reviewer.conflict",
    "authority.entrusted",
    "reviewer.own_conflict",
    "reviewer.undeclared",
];

/// Whether the rule is about acts of this kind at all.
pub(super) fn is_about(code: &str, act: &ActType) -> bool {
    match code {
        "reviewer.own_conflict" | "reviewer.undeclared" => act.kind == ActKind::Dismiss,
        _ => act.kind == ActKind::Opine,
    }
}

/// The article of a rule; empty where it has none. None where the law of this category has no such rule.
pub(super) fn article(code: &str, pack: &Pack, procedure: &Procedure) -> Option<String> {
    let worded = ["unlisted", "unqualified", "section", "conflict"];
    match code.strip_prefix("reviewer.").filter(|id| worded.contains(id)) {
        Some(id) => {
            let mut rules = pack.reviewers.rules.iter().filter(|rule| rule.id == id);
            rules
                .find(|rule| {
                    rule.categories.is_empty() || rule.categories.contains(&procedure.category)
                })
                .map(|rule| rule.basis.clone())
        }
        None => Some(String::new()),
    }
}

/// Somebody who would break the rule by doing the act now, with the form.
pub(super) fn way(
    on: Scenery<'_>,
    act: &ActType,
    code: &str,
    mut fields: Map<String, Value>,
) -> Option<Way> {
    article(code, on.world.app.pack(), on.procedure)?;
    for person in fitting(on.world, act) {
        let about = match code {
            "reviewer.own_conflict" => Some(person.clone()),
            "reviewer.undeclared" => {
                let others = on.world.people.keys();
                others.into_iter().find(|id| *id != person && !declared(on, id)).cloned()
            }
            _ => None,
        };
        if let Some(about) = &about {
            fields.insert("person".to_owned(), Value::from(about.as_str()));
        }
        if broken(on, code, person, about.as_deref()) {
            return Some((person.clone(), fields));
        }
    }
    None
}

fn declared(on: Scenery<'_>, person: &str) -> bool {
    on.matter.conflicts.iter().any(|held| held == person)
}

/// Whether the act breaks the rule where this person does it.
fn broken(on: Scenery<'_>, code: &str, person: &str, about: Option<&str>) -> bool {
    let seat = on.world.reviewers.iter().find(|held| held.person == person);
    match code {
        "reviewer.unlisted" => seat.is_none(),
        "reviewer.unqualified" => seat.is_some_and(|held| !held.qualified),
        "reviewer.section" => {
            seat.is_some_and(|held| held.undertakes.contains(&on.procedure.category))
        }
        "reviewer.conflict" => declared(on, person),
        "authority.entrusted" => {
            on.matter.reviewer.as_ref().is_some_and(|given| given.id != person)
        }
        "reviewer.own_conflict" => about == Some(person),
        _ => about.is_some_and(|about| about != person && !declared(on, about)),
    }
}
