//! Released files as anybody may take them: only what the event of the shown publication names.

use serde_json::Value;

use super::released;
use crate::application::App;
use crate::error::Error;
use crate::ports::DecisionRow;
use crate::public::{PublicDecision, Standing};

/// A file released with a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFile {
    /// Digest; it is bound by the leaf of the publication and stands in its proof.
    pub digest: String,
    /// Name that the platform gave.
    pub name: String,
    /// Media type by content.
    pub media: String,
    /// Bytes.
    pub size: u64,
}

impl App {
    /// The files released with a decision that is shown today; none where it was withdrawn or its time is over.
    ///
    /// # Errors
    /// The store is not there, or the event cannot be read.
    pub async fn public_files(&self, decision: &PublicDecision) -> Result<Vec<PublicFile>, Error> {
        if decision.standing != Standing::Published || !of_act(&decision.row) {
            return Ok(Vec::new());
        }
        let event = self.public_event(&decision.row).await?;
        Ok(released(&event.content)?.iter().filter_map(read).collect())
    }

    /// One of them with its content.
    ///
    /// # Errors
    /// There is none of this digest, or the stores are not there.
    pub async fn public_file(
        &self,
        decision: &PublicDecision,
        digest: &str,
    ) -> Result<(PublicFile, Vec<u8>), Error> {
        let missing = || Error::Missing { what: "这份文件".to_owned() };
        let files = self.public_files(decision).await?;
        let file = files.into_iter().find(|file| file.digest == digest).ok_or_else(missing)?;
        let content = self.blobs().get(digest).await?.ok_or_else(missing)?;
        Ok((file, content))
    }
}

/// Decisions taken over from elsewhere bring no files.
fn of_act(row: &DecisionRow) -> bool {
    row.stream.starts_with("matter:")
}

fn read(file: &Value) -> Option<PublicFile> {
    let text = |name: &str| file.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    Some(PublicFile {
        digest: text("digest")?,
        name: text("name")?,
        media: text("type")?,
        size: file.get("size").and_then(Value::as_u64)?,
    })
}
