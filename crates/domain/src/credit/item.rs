//! Where a decision stands with the credit platform: what was sent of it, what the platform said, and what is owed to it now.
//!
//! What this is not: the rows themselves (see `row`), nor the delivery in which they go together (see `delivery`).

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// What a row asks the platform to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// 新报: the platform does not have it.
    New,
    /// 更正: the platform took it, and it says something else now.
    Correct,
    /// 状态: the platform took it, and it is public no more.
    Change,
}

impl Operation {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Correct => "correct",
            Self::Change => "change",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::New => "新报",
            Self::Correct => "更正",
            Self::Change => "状态",
        }
    }
}

/// One time that a decision was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The delivery.
    pub batch: String,
    /// What was asked.
    pub operation: Operation,
    /// Id of the change, where one was sent.
    pub change: String,
    /// Version of the publication that was sent.
    pub version: u64,
    /// Digest of the row that was sent.
    pub digest: String,
    /// When.
    pub at: DateTime,
}

/// A decision as far as it is reported. It is written only once there is something to say: typed values, or a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditItem {
    /// Public id of the decision.
    pub decision: String,
    /// Id of the report.
    pub report: String,
    /// 文号.
    pub number: String,
    /// Codes of the fields that were typed; the values stand in the event and on no page.
    pub filled: Vec<String>,
    /// When they were typed last.
    pub filled_at: Option<DateTime>,
    /// Sent, and not answered yet.
    pub waiting: Option<Sending>,
    /// What the platform took last.
    pub accepted: Option<Sending>,
    /// What the platform did not take, and why; until it is sent again.
    pub rejected: Option<(Sending, String)>,
    /// Version of its stream.
    pub version: u64,
}

/// A decision as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present<'a> {
    /// It is public.
    pub public: bool,
    /// Digest of the row that would be sent.
    pub digest: &'a str,
}

/// Where a decision stands, for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing was sent yet.
    Unsent,
    /// Sent, not answered.
    Sent,
    /// The platform took it.
    Accepted,
    /// The platform did not take it.
    Rejected,
}

impl Standing {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unsent => "unsent",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Unsent => "待报送",
            Self::Sent => "待回执",
            Self::Accepted => "已接收",
            Self::Rejected => "被退回",
        }
    }
}

impl CreditItem {
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        match (&self.waiting, &self.rejected, &self.accepted) {
            (Some(_), ..) => Standing::Sent,
            (None, Some(_), _) => Standing::Rejected,
            (None, None, Some(_)) => Standing::Accepted,
            (None, None, None) => Standing::Unsent,
        }
    }

    /// Whether its row may say something else than what the platform took: it was published anew, or typed anew.
    pub fn may_differ(&self, version: u64) -> bool {
        let Some(accepted) = &self.accepted else { return true };
        accepted.version != version
            || self.rejected.is_some()
            || self.filled_at.is_some_and(|at| at > accepted.at)
    }

    /// What is owed to the platform now; none where nothing is, or where an answer is waited for.
    pub fn owed(&self, now: &Present<'_>) -> Option<Operation> {
        if self.waiting.is_some() {
            return None;
        }
        match &self.accepted {
            None => now.public.then_some(Operation::New),
            Some(accepted) if accepted.operation == Operation::Change => {
                // Public again: the platform has taken it down and is told anew.
                now.public.then_some(Operation::New)
            }
            Some(_) if !now.public => Some(Operation::Change),
            Some(accepted) => (accepted.digest != now.digest).then_some(Operation::Correct),
        }
    }

    /// With typed values; which ones, not what they say.
    #[must_use]
    pub fn with_typed(&self, filled: Vec<String>, at: DateTime) -> Self {
        Self { filled, filled_at: Some(at), version: self.version + 1, ..self.clone() }
    }

    /// Sent.
    #[must_use]
    pub fn sent(&self, sending: Sending) -> Self {
        Self { waiting: Some(sending), rejected: None, version: self.version + 1, ..self.clone() }
    }

    /// Answered: taken, or not for a reason. Where nothing is waited for, nothing changes.
    #[must_use]
    pub fn answered(&self, refused: Option<&str>) -> Self {
        let mut item = self.clone();
        let Some(sending) = item.waiting.take() else { return item };
        item.version += 1;
        match refused {
            None => item.accepted = Some(sending),
            Some(reason) => item.rejected = Some((sending, reason.to_owned())),
        }
        item
    }
}

/// From which day the term of what is owed runs: the decision, or the day on which it was taken from the public.
pub fn since(operation: Operation, decided: Date, away: Option<Date>) -> Date {
    match operation {
        Operation::New | Operation::Correct => decided,
        Operation::Change => away.unwrap_or(decided),
    }
}
