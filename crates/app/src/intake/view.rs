//! The shapes in which recordings without a matter are shown.
//!
//! What this is not: how they are found (see the module above).

use serde::Serialize;
use utoipa::ToSchema;

use super::{State, Take};
use crate::files::doubt::{Beside, apart};
use crate::ports::FileFacts;
use crate::shapes::{MatterRef, moment};

/// Recordings that wait for a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Inbox {
    /// They, the earliest first.
    pub waiting: Vec<TakeLine>,
    /// Stretches of the caller's matters that still want a recording.
    pub owed: usize,
    /// Recordings that were linked or set aside.
    pub done: usize,
}

/// A recording handed in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TakeLine {
    /// Id.
    pub id: String,
    /// Digest of the file.
    pub digest: String,
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type as found.
    #[serde(rename = "type")]
    pub media: String,
    /// Device by its number; may be empty.
    pub device: String,
    /// Begins.
    pub from: String,
    /// Ends.
    pub to: String,
    /// When it was handed in.
    pub taken_at: String,
    /// `waiting`, `linked` or `aside`.
    pub state: State,
    /// What is odd about it: the file says another time.
    pub doubt: Option<String>,
    /// What the file says of itself.
    pub facts: FileFacts,
    /// Where it may belong, the likeliest first.
    pub suggestions: Vec<TakeSuggestion>,
}

/// A stretch to which a recording may belong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakeSuggestion {
    /// The matter.
    pub matter: MatterRef,
    /// Version of the event whose stretch it is.
    pub version: u64,
    /// What is to be recorded.
    pub scene: String,
    /// Begins.
    pub from: String,
    /// Ends.
    pub to: String,
    /// False where only the day is known.
    pub timed: bool,
    /// How much of the shorter of the two lies in the other, in per cent.
    pub share: u8,
    /// One tap is enough.
    pub sure: bool,
    /// The time for handing in has run out: a reason is asked for.
    pub late: bool,
}

/// A recording in a line; its time may differ by so many minutes from what it says itself.
pub(super) fn line(
    take: &Take,
    facts: &FileFacts,
    suggestions: Vec<TakeSuggestion>,
    tolerance: i64,
) -> TakeLine {
    TakeLine {
        id: take.id.clone(),
        digest: take.digest.clone(),
        name: take.name.clone(),
        size: take.size,
        media: take.media.clone(),
        device: take.device.clone(),
        from: moment(take.from),
        to: moment(take.to),
        taken_at: moment(take.taken_at),
        state: take.state,
        doubt: apart(facts, (take.from, take.from), tolerance, Beside::Recording),
        facts: facts.clone(),
        suggestions,
    }
}
