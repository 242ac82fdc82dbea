//! The row with which the end of a dossier's life begins: written by the act that locks the dossier, computed from it alone.

use std::collections::BTreeSet;

use serde_json::Value;
use zhiheng_domain::retention::{Life, Standing};
use zhiheng_domain::{Event, Matter};
use zhiheng_law::{ActKind, Pack, Procedure};

use super::{keeping, row_of};
use crate::ports::View;

/// The row, where this event locked the dossier.
pub(crate) fn born(
    pack: &Pack,
    procedure: &Procedure,
    matter: &Matter,
    event: &Event,
) -> Option<View> {
    let act = procedure.act(&event.act)?;
    if act.kind != ActKind::Archive {
        return None;
    }
    let text = |name: &str| event.fields.get(name).and_then(Value::as_str);
    let kept = keeping(pack, procedure, matter, text("keeping"), Some(event.day));
    // Locking a dossier is no handling of its matter: the archivist who did it may appraise it one day.
    let keeps = |id: &str| procedure.act(id).is_some_and(|act| act.power == "archive");
    let acted = matter.done.iter().filter(|done| !keeps(&done.act)).map(|done| &done.actor);
    let handlers: BTreeSet<String> =
        matter.officers.iter().map(|person| &person.id).chain(acted).cloned().collect();
    let life = Life {
        matter: matter.id.clone(),
        agency: matter.agency.clone(),
        number: matter.number.clone().unwrap_or_default(),
        volume: text("volume").unwrap_or_default().to_owned(),
        procedure: matter.procedure.clone(),
        noun: procedure.noun.clone(),
        category: procedure.category.clone(),
        opened: matter.opened,
        archived: event.day,
        pages: event.fields.get("pages").and_then(Value::as_u64).unwrap_or(0),
        until: kept.until.and_then(|until| until.parse().ok()),
        period: kept.period,
        handlers: handlers.into_iter().collect(),
        standing: Standing::Kept,
        holds: Vec::new(),
        appraisals: Vec::new(),
        prepared: None,
        receipt: None,
        certificate: None,
        version: 0,
    };
    Some(View::Trace(Box::new(row_of(&life))))
}

/// The files that an event brings into the matter, by digest: evidence, attachments, signatures.
pub(crate) fn cited(matter: &Matter, event: &Event) -> Option<View> {
    let mut digests = BTreeSet::new();
    event.fields.values().for_each(|value| gather(value, &mut digests));
    let digests: Vec<String> = digests.into_iter().collect();
    (!digests.is_empty()).then(|| View::Cites { matter: matter.id.clone(), digests })
}

/// Every string that is a digest in hex. One that is none costs a row and is looked for in vain.
fn gather(value: &Value, digests: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_digest(text) => {
            digests.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, digests)),
        Value::Object(members) => members.values().for_each(|item| gather(item, digests)),
        _ => {}
    }
}

/// As files are named: 64 hex digits in lower case.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
