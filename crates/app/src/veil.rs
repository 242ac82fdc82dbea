//! The veil over personal data: what a person without a part in the matter reads in place of names, numbers and addresses.
//!
//! What this is not: the public copy, which an editor composes and releases (see `zhiheng_domain::mask` and the act `publish`),
//! nor what keeps a matter from being seen at all (信访工作条例30; see [`App::load`](crate::App::load)).

use std::collections::BTreeMap;

use serde_json::Value;
use zhiheng_domain::mask;
use zhiheng_domain::{Event, Matter, Power};
use zhiheng_law::{Field, Performer, Procedure};

use crate::caller::Caller;
use crate::tree::Tree;

/// What stands in place of a hidden value.
pub const HIDDEN: &str = zhiheng_masking::HIDDEN;
/// Longest value that may be a name.
const LONGEST_NAME: usize = 4;

/// Words that are hidden in one matter, with what is shown instead.
#[derive(Debug, Clone, Default)]
pub struct Veil {
    drawn: bool,
    /// Longest first, so that a name inside an address does not break the address.
    words: Vec<(String, String)>,
}

/// Whether a person may read the personal data of a matter: one who registers, handles, reviews or decides in the agency that
/// holds it, or in a superior agency that the procedure gives a part (复查、复核).
pub fn sees_personal(caller: &Caller, matter: &Matter, procedure: &Procedure, tree: &Tree) -> bool {
    let part = [Power::Register, Power::Handle, Power::Review, Power::Decide]
        .into_iter()
        .any(|power| caller.actor.may(power));
    let chain = tree.chain(&matter.agency);
    let seat = chain.iter().position(|agency| *agency == caller.actor.agency);
    let performer = match seat {
        Some(0) => return part,
        Some(1) => Performer::Upper,
        Some(2) => Performer::UpperUpper,
        _ => return false,
    };
    part && procedure.acts.iter().any(|act| act.by == performer)
}

impl Veil {
    /// Nothing is hidden.
    pub fn open() -> Self {
        Self::default()
    }

    /// Hides what the procedure marks as personal in these events, and the party where it is a person.
    pub fn over<'a>(procedure: &Procedure, events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut words = BTreeMap::new();
        let mut kind = String::new();
        let mut parties = Vec::new();
        for event in events {
            let Some(act) = procedure.act(&event.act) else { continue };
            for field in &act.fields {
                let Some(text) = event.fields.get(&field.id).and_then(Value::as_str) else {
                    continue;
                };
                match field.fact.as_deref() {
                    Some("party_kind") => text.clone_into(&mut kind),
                    Some("party") => parties.push(text.to_owned()),
                    _ if field.personal => note(&mut words, text, &shortened(text)),
                    _ => {}
                }
            }
        }
        for party in parties {
            let shown = mask::party(&party, &kind);
            note(&mut words, &party, &shown);
        }
        let mut words: Vec<(String, String)> = words.into_iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { drawn: true, words }
    }

    /// The same veil for somebody who reads of himself: his own name stays.
    #[must_use]
    pub fn but(mut self, own: &str) -> Self {
        self.words.retain(|(word, _)| word != own);
        self
    }

    /// Whether anything may be hidden.
    pub fn drawn(&self) -> bool {
        self.drawn
    }

    /// The words that are hidden.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(word, _)| word.as_str())
    }

    /// A text with every hidden word replaced.
    pub fn text(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (word, shown)| text.replace(word, shown))
    }

    /// A value with every hidden word replaced, and whether any was.
    pub fn value(&self, value: &Value) -> (Value, bool) {
        if !self.drawn {
            return (value.clone(), false);
        }
        let veiled = self.through(value);
        let changed = veiled != *value;
        (veiled, changed)
    }

    /// The value of a field: a personal one is hidden whole.
    pub fn field(&self, field: &Field, value: &Value) -> (Value, bool) {
        match value {
            Value::String(text) if self.drawn && field.personal => {
                let shown = self.text(text);
                let shown = if shown == *text { shortened(text) } else { shown };
                (Value::String(shown), true)
            }
            _ => self.value(value),
        }
    }

    fn through(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.through(item)).collect(),
            Value::Object(object) => Value::Object(
                object.iter().map(|(name, value)| (name.clone(), self.through(value))).collect(),
            ),
            other => other.clone(),
        }
    }
}

fn note(words: &mut BTreeMap<String, String>, text: &str, shown: &str) {
    // One character would tear every text that happens to contain it.
    if text.chars().count() >= 2 && text != shown {
        words.insert(text.to_owned(), shown.to_owned());
    }
}

/// A name keeps its surname; anything longer is hidden whole.
fn shortened(text: &str) -> String {
    let name = text.chars().count() <= LONGEST_NAME && !text.is_ascii();
    if name { mask::person(text) } else { HIDDEN.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_word_is_hidden_wherever_it_stands_and_the_longest_first() {
        let mut words = BTreeMap::new();
        note(&mut words, "张小明", "张某");
        note(&mut words, "张小明路 3 号", HIDDEN);
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_by_key(|(word, _): &(String, String)| std::cmp::Reverse(word.len()));
        let veil = Veil { drawn: true, words };
        assert_eq!(veil.text("张小明住张小明路 3 号"), "张某住（已隐去）");
        let (value, masked) = veil.value(&serde_json::json!(["张小明", { "name": "张小明.pdf" }]));
        assert_eq!((value, masked), (serde_json::json!(["张某", { "name": "张某.pdf" }]), true));
    }

    #[test]
    fn an_open_veil_changes_nothing() {
        let value = serde_json::json!({ "name": "张小明" });
        assert_eq!(Veil::open().value(&value), (value.clone(), false));
    }
}
