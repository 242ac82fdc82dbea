//! What the list of recordings (音像记录清单) that an agency has published says of the stretches of an act.
//!
//! What this is not: the duty. The list can raise a stretch that the law leaves open to 全程; it cannot lower one, see
//! `zhiheng_domain::recording`.

use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_domain::register::Entry;
use zhiheng_domain::{Known, Matter};
use zhiheng_law::{ActType, Procedure, RecordingLevel};

use super::row::entry_of;
use crate::application::App;
use crate::error::Error;
use crate::ports::EntryFilter;

/// Register of recordings.
pub(crate) const RECORDINGS: &str = "recording";
/// Entries read at once; a list of recordings has a few dozen.
const MOST: usize = 500;

/// The stretches about which an act asks the list, with the item of the matter.
pub(crate) struct Asked<'a> {
    act: &'a ActType,
    category: &'a str,
    item: String,
    day: Date,
}

impl<'a> Asked<'a> {
    /// What an act asks; none where it is not to be recorded.
    pub(crate) fn of(
        procedure: &'a Procedure,
        act: &str,
        matter: Option<&Matter>,
        fields: &Map<String, Value>,
        day: Date,
    ) -> Option<Self> {
        let act = if act.is_empty() { procedure.opening() } else { procedure.act(act) }?;
        if act.recording.is_empty() {
            return None;
        }
        let item = fields.get("item").or_else(|| matter?.facts.get("item"));
        let item = item.and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { act, category: &procedure.category, item, day })
    }

    /// What these entries of the agency's list say, added to what is known.
    pub(crate) fn answer(&self, mut known: Known, entries: &[&Entry]) -> Known {
        for rule in &self.act.recording {
            if let Some(level) =
                entries.iter().filter_map(|entry| self.says(entry, &rule.scene)).max()
            {
                known = known.with_recording(&rule.scene, level);
            }
        }
        known
    }

    /// Whether an act was told what these entries say.
    pub(crate) fn told(&self, known: &Known, entries: &[&Entry]) -> bool {
        let answers = self.answer(Known::default(), entries);
        self.act
            .recording
            .iter()
            .all(|rule| known.recording(&rule.scene) == answers.recording(&rule.scene))
    }

    fn says(&self, entry: &Entry, scene: &str) -> Option<RecordingLevel> {
        let version = entry.on(self.day).filter(|version| !version.none)?;
        let text = |column: &str| {
            version.fields.get(column).and_then(Value::as_str).map(str::trim).unwrap_or_default()
        };
        let own = text("category") == self.category
            && text("step") == scene
            && (text("item").is_empty() || text("item") == self.item);
        RecordingLevel::parse(text("level")).filter(|_| own)
    }
}

impl App {
    /// What is known, with what the agency's published list says of the stretches of an act.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn with_recording_list(
        &self,
        known: Known,
        agency: &str,
        asked: &Asked<'_>,
    ) -> Result<Known, Error> {
        let filter = EntryFilter {
            kind: RECORDINGS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            category: Some(asked.category.to_owned()),
            on: Some(asked.day.to_string()),
            limit: MOST,
            ..EntryFilter::default()
        };
        let rows = self.store().entries(&filter).await?.items;
        let entries = rows.iter().map(entry_of).collect::<Result<Vec<_>, _>>()?;
        Ok(asked.answer(known, &entries.iter().collect::<Vec<_>>()))
    }
}
