//! The shapes of the page of one matter.
//!
//! What this is not: how they are filled (see the module above).

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::error::Reason;
use crate::light::Light;
use crate::lists::MatterListRow;
use crate::shapes::Id;
use crate::timeline::TimelineRow;

/// The page of one matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterPage {
    /// What lists show of it.
    #[serde(flatten)]
    pub row: MatterListRow,
    /// Version; an act says which one it saw.
    pub version: u64,
    /// Name of the procedure.
    pub procedure_title: String,
    /// Version of the pack under which it was opened.
    pub pack_version: String,
    /// Code by which its party asks for progress; only for those who register or handle.
    pub query_code: Option<String>,
    /// Stages with their legal steps.
    pub stages: Vec<StageView>,
    /// Acts that the law allows now.
    pub possible: Vec<ActOption>,
    /// Acts that the law does not allow yet, each with what is missing.
    pub blocked: Vec<ActOption>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineRow>,
    /// The ledger of duties.
    pub duties: Vec<DutyView>,
    /// Papers issued.
    pub papers: Vec<PaperView>,
    /// Who has a part in it.
    pub people: Vec<Participant>,
    /// Parties.
    pub parties: Vec<Party>,
    /// What is established.
    pub facts: Vec<FactView>,
    /// Legal review.
    pub review: ReviewView,
    /// Its place in the record.
    pub record: RecordSpan,
}

/// Whether something lies behind, is now, or lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// Behind.
    Done,
    /// Now.
    Now,
    /// Ahead.
    Ahead,
}

/// A visible stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageView {
    /// Stage id.
    pub id: String,
    /// Name.
    pub title: String,
    /// How far.
    pub state: Progress,
    /// Legal steps.
    pub steps: Vec<StepView>,
}

/// A legal step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepView {
    /// Name.
    pub title: String,
    /// How far.
    pub state: Progress,
}

/// An act as a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActOption {
    /// Act id.
    pub id: String,
    /// Name on the button.
    pub title: String,
    /// Legal step.
    pub step: String,
    /// What the engine knows it to be.
    pub kind: String,
    /// Help.
    pub help: String,
    /// Articles.
    pub basis: Vec<String>,
    /// The law allows it now.
    pub allowed: bool,
    /// What is missing.
    pub reasons: Vec<Reason>,
    /// The person asking may perform it.
    pub mine: bool,
}

/// One duty of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyView {
    /// Id.
    pub id: String,
    /// What is owed.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Power that owes it.
    pub owner: String,
    /// Agency that owes it.
    pub agency: Id,
    /// Day it was created.
    pub created: String,
    /// Due day.
    pub due: Option<String>,
    /// How it stands.
    pub light: Light,
    /// Article.
    pub basis: String,
    /// Code of the period rule.
    pub rule: Option<String>,
    /// How the due day came about.
    pub steps: Vec<String>,
    /// Warnings of the calendar.
    pub alarms: Vec<String>,
    /// `open`, `stopped`, `fulfilled`, `excused`.
    pub state: String,
    /// Day it ended.
    pub closed: Option<String>,
}

/// A paper issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Act that issued it.
    pub act: String,
    /// When.
    pub at: String,
    /// Goes to the party.
    pub outward: bool,
    /// Day it reached its addressee.
    pub served: Option<String>,
}

/// Somebody with a part in the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Participant {
    /// Which part.
    pub role: String,
    /// Person id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Number of the enforcement card.
    pub card: Option<String>,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Party {
    /// Name as this person may read it.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// The name is hidden in part.
    pub masked: bool,
}

/// A fact that is established.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FactView {
    /// Fact id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Value.
    pub value: Value,
    /// Type of value.
    #[serde(rename = "type")]
    pub kind: Value,
    /// Something is hidden from this person.
    pub masked: bool,
}

/// How far legal review has come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewView {
    /// The matter is a major one.
    pub major: bool,
    /// Why.
    pub why: Vec<Why>,
    /// `none`, `submitted`, `returned`, `agreed`, `void`.
    pub state: String,
    /// Digest submitted last.
    pub digest: Option<String>,
    /// Digest of the draft now.
    pub draft_digest: Option<String>,
    /// What changed since it was submitted.
    pub changed: Vec<Change>,
}

/// Why a matter is major.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Why {
    /// In words.
    pub title: String,
    /// Article.
    pub basis: String,
}

/// A fact before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// Label.
    pub label: String,
    /// As submitted.
    pub before: Value,
    /// Now.
    pub after: Value,
}

/// Place of a matter in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordSpan {
    /// Events.
    pub events: usize,
    /// Place of the first.
    pub from: u64,
    /// Place of the last.
    pub to: u64,
}
