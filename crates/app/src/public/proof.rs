//! Proof that an event is in the record: its public copy and the path to a signed checkpoint, built from the published files.
//!
//! What this is not: publishing the record (the follower does that), nor reading files: they come through `FolderSource`.

use zhiheng_record::Digest;
use zhiheng_record::bundle::Bundle;
use zhiheng_record::checkpoint::SignedCheckpoint;
use zhiheng_record::folder::FolderSource;
use zhiheng_record::leaf::PublicCopy;
use zhiheng_record::proof::TlogProof;
use zhiheng_record::tile::{TilePath, TileReader};
use zhiheng_record::tree::{inclusion_proof, verify_inclusion};

use crate::application::App;
use crate::error::Error;
use crate::ports::{StoreError, StoredEvent};
use crate::sealing;

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
pub enum ProofFault {
    /// The newest checkpoint does not reach the event yet; it will within moments.
    #[error("记录的检查点尚未覆盖这一条（第 {seq} 条），请稍后再试")]
    NotCovered {
        /// Place of the event in the record, from 0.
        seq: u64,
    },
    /// The published files are missing, unreadable or contradict the journal. For the log; an operator must look.
    #[error("record files: {0}")]
    Record(String),
    /// The stored event cannot be read.
    #[error(transparent)]
    Event(#[from] Error),
}

impl From<ProofFault> for Error {
    fn from(fault: ProofFault) -> Self {
        match fault {
            ProofFault::NotCovered { .. } => {
                Self::Store(StoreError::Unavailable(fault.to_string()))
            }
            ProofFault::Record(reason) => Self::Internal(reason),
            ProofFault::Event(error) => error,
        }
    }
}

/// Whether a field of an event belongs in the public copy of a decision.
pub fn is_public_field(name: &str) -> bool {
    name.starts_with("fields.public_")
        || name.starts_with("public.")
        || matches!(name, "act" | "agency" | "day" | "number")
        // When it was written and as what: of a decision taken over, that is all the record can prove beside the text.
        || matches!(name, "@at" | "@kind")
}

impl App {
    /// The copy of an event that shows the fields `shown` accepts, with the proof that the event is in the record.
    /// `files` reads the published files of the record by their path below its folder.
    ///
    /// # Errors
    /// [`ProofFault`]; nothing is handed out that does not verify.
    pub fn proof(
        &self,
        event: &StoredEvent,
        shown: impl Fn(&str) -> bool,
        files: &dyn FolderSource,
    ) -> Result<Bundle, ProofFault> {
        let fields = sealing::salted_fields(&event.content)?;
        let corrupt = |reason: String| {
            ProofFault::Record(format!(
                "event {} ({} v{}): {reason}",
                event.seq, event.stream, event.version
            ))
        };
        let copy = PublicCopy::reveal(self.suite(), &fields, shown)
            .map_err(|fault| corrupt(fault.to_string()))?;
        let leaf = copy.leaf_bytes(self.suite()).map_err(|fault| corrupt(fault.to_string()))?;
        if leaf != event.leaf {
            return Err(corrupt("the leaf is not the commitment to the content".to_owned()));
        }
        let tlog_proof = self.tlog_proof(event, files)?;
        Ok(Bundle { copy, tlog_proof: tlog_proof.to_string() })
    }

    /// The proof that the leaf of an event is in the record at the newest checkpoint.
    ///
    /// # Errors
    /// As [`App::proof`].
    pub fn tlog_proof(
        &self,
        event: &StoredEvent,
        files: &dyn FolderSource,
    ) -> Result<TlogProof, ProofFault> {
        let record = |reason: String| ProofFault::Record(reason);
        let checkpoint = newest(files)?.ok_or(ProofFault::NotCovered { seq: event.seq })?;
        let head = checkpoint.checkpoint();
        if event.seq >= head.size {
            return Err(ProofFault::NotCovered { seq: event.seq });
        }
        let tiles = |path: &TilePath| files.read(&path.to_string());
        let reader = TileReader::new(self.suite(), head.size, &tiles);
        let path = inclusion_proof(self.suite(), &reader, event.seq, head.size)
            .map_err(|fault| record(fault.to_string()))?;
        let leaf: Digest = self.suite().leaf_hash(&event.leaf);
        verify_inclusion(self.suite(), &leaf, event.seq, head.size, &path, &head.root).map_err(
            |fault| record(format!("event {} is not what the record holds: {fault}", event.seq)),
        )?;
        Ok(TlogProof { extra: None, index: event.seq, path, checkpoint })
    }

    /// The newest published checkpoint; none where the record was not published yet.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn newest_checkpoint(
        &self,
        files: &dyn FolderSource,
    ) -> Result<Option<SignedCheckpoint>, ProofFault> {
        newest(files)
    }
}

fn newest(files: &dyn FolderSource) -> Result<Option<SignedCheckpoint>, ProofFault> {
    let Some(bytes) = files.read("checkpoint").map_err(ProofFault::Record)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| ProofFault::Record("the checkpoint is not UTF-8".to_owned()))?;
    text.parse().map(Some).map_err(|fault: zhiheng_record::checkpoint::CheckpointFault| {
        ProofFault::Record(fault.to_string())
    })
}
