//! Files for the public that are released with a decision: named anew, looked into before they go out, shown afterwards.
//!
//! What this is not: masking, nor the looking itself (see [`crate::ports::leak`]); nor the text of the public copy, which the
//! publishing form holds.

mod paper;
mod release;
mod shown;

use serde_json::Value;
use zhiheng_domain::Event;
use zhiheng_law::{ActKind, PUBLIC_FILES, Procedure};

pub use shown::PublicFile;

use crate::error::Error;
use crate::ports::LeakWord;
use crate::sealing;
use crate::veil::Veil;

/// Types that are released, with the ending of their names. What runs in a browser is not among them.
const RELEASED: [(&str, &str); 4] = [
    ("application/pdf", "pdf"),
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("text/plain", "txt"),
];

/// The ending of a released type.
fn ending(media: &str) -> Option<&'static str> {
    RELEASED.into_iter().find(|(known, _)| *known == media).map(|(_, ending)| ending)
}

/// Digests in a form's list of files.
fn digests(fields: &serde_json::Map<String, Value>) -> Vec<String> {
    let files = fields.get(PUBLIC_FILES).and_then(Value::as_array);
    files
        .into_iter()
        .flatten()
        .filter_map(|file| file.get("digest")?.as_str().map(ToOwned::to_owned))
        .collect()
}

/// Whether an act releases public copies.
fn releases(procedure: &Procedure, act: &str) -> bool {
    procedure.act(act).is_some_and(|act| act.kind == ActKind::Publish)
}

/// What is hidden from the public in a matter, each with the label of the field in which it was said.
fn hidden(procedure: &Procedure, events: &[(u64, Event)]) -> Vec<LeakWord> {
    let veil = Veil::over(procedure, events.iter().map(|(_, event)| event));
    let kind = |word: &str| {
        events
            .iter()
            .filter_map(|(_, event)| Some((procedure.act(&event.act)?, event)))
            .flat_map(|(act, event)| act.fields.iter().map(move |field| (field, event)))
            .find(|(field, event)| {
                event.fields.get(&field.id).and_then(Value::as_str) == Some(word)
            })
            .map_or_else(|| "遮盖的内容".to_owned(), |(field, _)| field.label.clone())
    };
    veil.words().map(|word| LeakWord { kind: kind(word), text: word.to_owned() }).collect()
}

/// The stored value of the released files of an event.
///
/// # Errors
/// The event cannot be read.
fn released(content: &str) -> Result<Vec<Value>, Error> {
    let mut values = sealing::values_of(content)?;
    match values.remove(&format!("fields.{PUBLIC_FILES}")) {
        Some(Value::Array(files)) => Ok(files),
        _ => Ok(Vec::new()),
    }
}
