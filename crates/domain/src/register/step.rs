//! The steps of an entry, and who may take them.

use serde::{Deserialize, Serialize};

use crate::authority::Power;

/// One step of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A content is written down.
    Draft,
    /// A content is written down and handed on to examination.
    Propose,
    /// What was written is handed on to examination.
    Submit,
    /// Examined and found right.
    Examine,
    /// Examined and sent back.
    Return,
    /// Published.
    Publish,
    /// Taken down.
    Withdraw,
    /// What is under work is given up.
    Discard,
    /// A superior agency remarks on it.
    Comment,
    /// The agency remarked upon answers.
    Answer,
}

impl Step {
    /// Every step of an entry's life. Remarks and answers change nothing and are none of them, see [`Self::REMARKS`].
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Propose,
        Self::Submit,
        Self::Examine,
        Self::Return,
        Self::Publish,
        Self::Withdraw,
        Self::Discard,
    ];

    /// What is said about an entry.
    pub const REMARKS: [Self; 2] = [Self::Comment, Self::Answer];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Propose => "propose",
            Self::Submit => "submit",
            Self::Examine => "examine",
            Self::Return => "return",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
            Self::Discard => "discard",
            Self::Comment => "comment",
            Self::Answer => "answer",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Draft => "存草稿",
            Self::Propose => "采集并报审",
            Self::Submit => "报审",
            Self::Examine => "审核通过",
            Self::Return => "退回",
            Self::Publish => "公布",
            Self::Withdraw => "废止",
            Self::Discard => "放弃",
            Self::Comment => "提出意见",
            Self::Answer => "答复意见",
        }
    }

    /// The powers of which one is needed.
    pub fn powers(self) -> &'static [Power] {
        match self {
            Self::Draft | Self::Propose | Self::Submit | Self::Discard => {
                &[Power::Register, Power::Handle, Power::Publish]
            }
            Self::Examine | Self::Return => &[Power::Approve, Power::Review],
            Self::Publish | Self::Withdraw => &[Power::Publish],
            Self::Comment => &[Power::Review, Power::Approve, Power::Supervise],
            Self::Answer => {
                &[Power::Register, Power::Handle, Power::Approve, Power::Review, Power::Publish]
            }
        }
    }
}
