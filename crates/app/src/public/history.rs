//! The public copies of one decision before the one that stands: when each was released, its digest in the record, what changed after it and
//! why. Their texts are not shown again: a copy is corrected because it should not be read as it was.
//!
//! What this is not: the copy that stands, nor a withdrawal (see the module above).

use serde_json::{Map, Value};
use zhiheng_law::ActKind;
use zhiheng_law::disclosure::CORRECTION;

use crate::application::App;
use crate::error::Error;
use crate::ports::DecisionRow;
use crate::sealing;

/// A public copy that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Day on which it was released.
    pub released: String,
    /// Day on which it was replaced.
    pub replaced: String,
    /// Digest of its leaf in the record: who kept the old copy can prove that it was this one.
    pub digest: String,
    /// Labels of the fields that changed.
    pub changed: Vec<String>,
    /// Why it was corrected, as told to the public; empty where nothing was told.
    pub reason: String,
}

/// One publication in the stream.
struct Copy {
    day: String,
    digest: String,
    reason: String,
    fields: Map<String, Value>,
    labels: Vec<(String, String)>,
}

impl App {
    /// Public copies that were replaced, newest first; none where the first one stands.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn replaced_copies(&self, row: &DecisionRow) -> Result<Vec<Replaced>, Error> {
        // What was taken over from elsewhere is not corrected here.
        if !row.source.is_empty() {
            return Ok(Vec::new());
        }
        let mut copies: Vec<Copy> = Vec::new();
        for event in self.store().stream(&row.stream, 0).await? {
            if event.version > row.version || event.is_erased() || event.kind != sealing::kind::ACT
            {
                continue;
            }
            let values = sealing::values_of(&event.content)?;
            let text = |name: &str| {
                values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let procedure = self.pack().procedures.get(&text("procedure"));
            let Some(act) = procedure.and_then(|procedure| procedure.act(&text("act"))) else {
                continue;
            };
            if act.kind != ActKind::Publish {
                continue;
            }
            let public = act.fields.iter().filter(|field| field.public && field.id != CORRECTION);
            let labels: Vec<(String, String)> =
                public.map(|field| (field.id.clone(), field.label.clone())).collect();
            copies.push(Copy {
                day: text("day"),
                digest: self.suite().leaf_hash(&event.leaf).to_string(),
                reason: text(&format!("fields.{CORRECTION}")),
                fields: labels
                    .iter()
                    .filter_map(|(id, _)| {
                        Some((id.clone(), values.get(&format!("fields.{id}"))?.clone()))
                    })
                    .collect(),
                labels,
            });
        }
        let mut replaced: Vec<Replaced> = copies
            .windows(2)
            .filter_map(|pair| {
                let [old, new] = pair else { return None };
                let changed = new
                    .labels
                    .iter()
                    .filter(|(id, _)| old.fields.get(id) != new.fields.get(id))
                    .map(|(_, label)| label.clone())
                    .collect();
                Some(Replaced {
                    released: old.day.clone(),
                    replaced: new.day.clone(),
                    digest: old.digest.clone(),
                    changed,
                    reason: new.reason.clone(),
                })
            })
            .collect();
        replaced.reverse();
        Ok(replaced)
    }
}
