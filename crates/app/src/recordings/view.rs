//! The shapes in which recordings are shown.
//!
//! What this is not: how they are filled (see the module above).

use serde::Serialize;
use utoipa::ToSchema;

use crate::files::DerivativeView;
use crate::shapes::{Id, Titled};

/// The recordings of one matter against what was to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterRecordings {
    /// Stretches that are to be recorded, in the order of their acts.
    pub spans: Vec<SpanView>,
    /// What there is, in the order in which it came.
    pub recordings: Vec<RecordingView>,
    /// Pieces of which there is no recording and no word why.
    pub missing: usize,
    /// Act that brings a recording in; none where the procedure has none.
    pub record_act: Option<String>,
    /// Act that says why there is none.
    pub explain_act: Option<String>,
    /// Act that sets a mark; none where this person cannot set one now.
    pub mark_act: Option<String>,
    /// Act that withdraws one.
    pub unmark_act: Option<String>,
    /// Act that registers what was made of a recording.
    pub derive_act: Option<String>,
    /// Words for marks.
    pub mark_words: Vec<String>,
}

/// A stretch that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpanView {
    /// Act that was to be recorded.
    pub act: Titled,
    /// Version of its event.
    pub version: u64,
    /// What the list of recordings calls it.
    pub scene: String,
    /// 全程 or 视情.
    pub level: String,
    /// Begins, China standard time.
    pub from: String,
    /// Ends.
    pub to: String,
    /// False where only the day is known.
    pub timed: bool,
    /// Who was there.
    pub officers: Vec<Id>,
    /// Article.
    pub basis: String,
    /// The stretch cut by what there is of it, without holes.
    pub pieces: Vec<PieceView>,
    /// Papers written of it, by id within the matter.
    pub papers: Vec<String>,
    /// Until when the recording is to be handed in, while that is owed.
    pub until: Option<String>,
}

/// A piece of a stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PieceView {
    /// Begins.
    pub from: String,
    /// Ends.
    pub to: String,
    /// `recorded`, `explained` or `missing`.
    pub state: String,
    /// Why there is none.
    pub reason: Option<String>,
    /// Who says so.
    pub by: Option<Id>,
}

/// A recording in the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordingView {
    /// Version of the event that brought it.
    pub version: u64,
    /// What it shows.
    pub scene: String,
    /// Begins, by the clock of the device.
    pub from: String,
    /// Ends.
    pub to: String,
    /// Device by its number; empty if none was named.
    pub device: String,
    /// Who brought it in.
    pub by: Id,
    /// When it came in.
    pub stored: String,
    /// Why it came late; empty if it did not.
    pub late: String,
    /// The original files.
    pub files: Vec<FileRef>,
    /// Captions, where there are some.
    pub transcript: Option<FileRef>,
    /// Moments that acts name, and those that people marked, with the ones withdrawn.
    pub marks: Vec<Mark>,
    /// What was made of its files: spans, masked copies, later captions.
    pub derivatives: Vec<DerivativeView>,
}

/// A file by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileRef {
    /// Digest.
    pub digest: String,
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found.
    #[serde(rename = "type")]
    pub media: String,
    /// Bytes.
    pub size: u64,
}

/// A moment on a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mark {
    /// Seconds from its beginning.
    pub seconds: u64,
    /// The moment.
    pub at: String,
    /// Act that names it.
    pub act: Titled,
    /// What the act calls it, or the word of whoever marked it.
    pub what: String,
    /// Set by hand on one file; none where an act names the moment in its own form.
    pub hand: Option<HandSet>,
}

/// A mark that somebody set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandSet {
    /// Version of its event: its number within the matter.
    pub version: u64,
    /// Digest of the file on which it stands.
    pub file: String,
    /// More words; may be empty.
    pub note: String,
    /// Who set it.
    pub by: Id,
    /// Why it does not stand any more, and who says so; none while it stands.
    pub withdrawn: Option<String>,
}
