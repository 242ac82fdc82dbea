//! The shapes in which responsibility, checks, lessons and advice are shown.
//!
//! What this is not: how they are filled (see the module above).

use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::{Id, MatterRef, Titled};

/// Who answers for what in one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Responsibility {
    /// Its decisions, oldest first.
    pub decisions: Vec<DecisionAnswer>,
    /// Accountability checks about it that the caller may see.
    pub checks: Vec<CheckLine>,
    /// The caller may register a check.
    pub may_propose: bool,
}

/// One decision and those who answer for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionAnswer {
    /// Which act.
    pub act: Titled,
    /// Day.
    pub day: String,
    /// 文号.
    pub number: Option<String>,
    /// Version of the event.
    pub version: u64,
    /// It went through legal review.
    pub reviewed: bool,
    /// The persons in the order of their parts.
    pub chain: Vec<ChainLine>,
    /// What changed it.
    pub changes: Vec<ChangeOfDecision>,
    /// A check is proposed: the decision was revoked or changed.
    pub proposed: bool,
}

/// One act of one person on the way to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainLine {
    /// `handler`, `section`, `reviewer`, `approver`, `principal`.
    pub part: Titled,
    /// Who.
    pub person: Id,
    /// Of which agency.
    pub agency: Id,
    /// What.
    pub act: Titled,
    /// When.
    pub day: String,
    /// Article that the act rests on.
    pub article: String,
    /// Version of the event.
    pub version: u64,
    /// What an opinion concluded.
    pub conclusion: Option<String>,
}

/// What changed a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeOfDecision {
    /// Which act.
    pub act: Titled,
    /// Outcome or reason.
    pub how: String,
    /// Day.
    pub day: String,
    /// The decision itself was revoked or changed, not only its public copy or a paper.
    pub grave: bool,
}

/// An accountability check in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckLine {
    /// The check.
    pub matter: MatterRef,
    /// Agency that checks.
    pub agency: Id,
    /// Stage.
    pub stage: Titled,
    /// Why.
    pub trigger: String,
    /// What is checked, by number.
    pub checked: String,
    /// Result, once there is one.
    pub outcome: Option<String>,
    /// Day it was opened.
    pub opened: String,
    /// `open`, `closed`, `archived`.
    pub status: String,
}

/// The desk of accountability: what ought to be looked into, and what is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountabilityDesk {
    /// Matters whose decision was revoked or changed and about which nobody has decided whether to check.
    pub proposals: Vec<ProposalLine>,
    /// Checks, newest first.
    pub checks: Vec<CheckLine>,
}

/// A check that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalLine {
    /// The matter whose decision was changed.
    pub matter: MatterRef,
    /// Agency.
    pub agency: Id,
    /// Since when.
    pub since: String,
    /// Article.
    pub basis: String,
}

/// A lesson of an earlier check, for whoever reviews a case of the same category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lesson {
    /// Id of the item of legal review.
    pub item: String,
    /// Its short name.
    pub title: String,
    /// What to look for.
    pub text: String,
    /// Why there was a check.
    pub trigger: String,
    /// Day of the result.
    pub day: String,
}

/// An opinion from the pool of advisers: advice, no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Advice {
    /// The request.
    pub matter: MatterRef,
    /// Agency that asked.
    pub agency: Id,
    /// Stage.
    pub stage: Titled,
    /// Question in one sentence.
    pub title: String,
    /// What it is about, by number.
    pub checked: String,
    /// Who was chosen.
    pub adviser: Option<String>,
    /// The opinion, once given.
    pub text: Option<String>,
    /// Day of the opinion, or of the request.
    pub day: String,
    /// Always true: it clears nothing.
    pub advisory: bool,
    /// `open`, `closed`, `archived`.
    pub status: String,
}

/// What stands beside the form of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewAids {
    /// Lessons of the category, by item.
    pub lessons: Vec<Lesson>,
    /// Advice asked about this matter.
    pub advice: Vec<Advice>,
    /// To whom the review is given.
    pub reviewer: Option<Id>,
    /// Reviewers whose conflict is not settled yet.
    pub conflicts: Vec<Id>,
    /// What the caller should know before giving an opinion.
    pub warnings: Vec<String>,
}
