//! What an act asks about files before it is judged: how long the original is, and whether captions can be read.
//!
//! What this is not: the judgement (see `zhiheng_domain::derivative` and `zhiheng_domain::marking`). What was read stands in the
//! event, so that a later audit judges by the same.

use serde_json::{Map, Value};
use zhiheng_domain::Known;
use zhiheng_law::{ActKind, DERIVED_TRANSCRIPT, Procedure};

use crate::application::App;
use crate::error::Error;

/// The files that an act asks about.
pub(crate) struct FilesAsked {
    original: String,
    /// The file that should hold captions.
    captions: Option<String>,
}

impl FilesAsked {
    /// What the act asks; none where it neither marks a recording nor registers what was made of a file.
    pub(crate) fn of(
        procedure: &Procedure,
        act: &str,
        fields: &Map<String, Value>,
    ) -> Option<Self> {
        let act = procedure.act(act)?;
        if !matches!(act.kind, ActKind::Derive | ActKind::Mark) {
            return None;
        }
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        let file = || fields.get("file")?.get("digest")?.as_str().map(ToOwned::to_owned);
        let captions = act.kind == ActKind::Derive && text("derived") == DERIVED_TRANSCRIPT;
        Some(Self {
            original: text("of").to_owned(),
            captions: captions.then(|| file().unwrap_or_default()),
        })
    }
}

impl App {
    /// What is known, with what was read in the files that the act names.
    ///
    /// # Errors
    /// A file is not as it was, or the store is not there.
    pub(crate) async fn with_files(
        &self,
        known: Known,
        asked: &FilesAsked,
    ) -> Result<Known, Error> {
        let original = self.blobs().facts(&asked.original).await?;
        let cues = match &asked.captions {
            None => None,
            Some(digest) => {
                let facts = self.blobs().facts(digest).await?;
                Some(facts.and_then(|facts| facts.cues).map_or(0, u64::from))
            }
        };
        Ok(known.with_files(original.and_then(|facts| facts.duration_ms), cues))
    }
}
