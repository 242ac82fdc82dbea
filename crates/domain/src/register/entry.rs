//! The state of one entry: what was published with its days, and what is under work.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One entry of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Register.
    pub register: String,
    /// Id within the register.
    pub id: String,
    /// Agency it belongs to.
    pub agency: String,
    /// Events so far.
    pub seen: u64,
    /// What was published, in order; never changed but for the day on which it ended.
    pub published: Vec<Version>,
    /// What is under work.
    pub working: Option<Version>,
    /// Number of the last version that was begun.
    pub last: u32,
    /// What a superior agency remarked, with the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// A remark of a superior agency on an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Number, from 1.
    pub n: u32,
    /// Agency that it is for.
    pub to: String,
    /// Who, when, and what was remarked.
    pub said: Mark,
    /// What the agency answered.
    pub answers: Vec<Mark>,
}

/// One content of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Number, from 1.
    pub n: u32,
    /// Name shown.
    pub name: String,
    /// Value of the grouping column; empty if there is none.
    pub category: String,
    /// Code of the item that the entry is about; empty if none.
    pub code: String,
    /// It says that there is no such entry (“无此类事项”).
    pub none: bool,
    /// First day on which it holds.
    pub effective: Date,
    /// Where it comes from: a paper's number, a decision, a file.
    pub source: String,
    /// Its values by column.
    pub fields: Map<String, Value>,
    /// How far the work on it is.
    pub work: Work,
    /// Who collected it.
    pub collected: Mark,
    /// Since when it waits to be published: the first time that it was handed on, whatever was sent back since. None while it is
    /// still being written (政府信息公开条例26 counts from the day on which the information was formed or changed).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime>,
    /// Who examined it, or sent it back.
    pub examined: Option<Mark>,
    /// Who published it.
    pub published: Option<Mark>,
    /// Who withdrew it.
    pub withdrawn: Option<Mark>,
    /// First day on which it does not hold any more.
    pub until: Option<Date>,
}

/// How far the work on a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Still being written, or sent back.
    Draft,
    /// Waits for its examination.
    Pending,
    /// Examined; waits for its publication.
    Examined,
    /// Published.
    Published,
}

/// Who did something with a version, when, and in which words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Person id.
    pub person: String,
    /// Name then.
    pub name: String,
    /// Moment, China standard time.
    pub at: DateTime,
    /// Opinion or reason; empty if none.
    pub opinion: String,
}

/// Publication state of an entry as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 草稿
    Draft,
    /// 待审
    Pending,
    /// 已公布
    Published,
    /// 已废止
    Repealed,
    /// Given up before it was ever published; no list shows it.
    Discarded,
}

impl Work {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Examined => "examined",
            Self::Published => "published",
        }
    }
}

impl State {
    /// Those that lists show, in their order.
    pub const SHOWN: [Self; 4] = [Self::Draft, Self::Pending, Self::Published, Self::Repealed];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Published => "published",
            Self::Repealed => "repealed",
            Self::Discarded => "discarded",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Pending => "待审",
            Self::Published => "已公布",
            Self::Repealed => "已废止",
            Self::Discarded => "已放弃",
        }
    }

    /// The state with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::SHOWN.into_iter().find(|state| state.id() == id)
    }
}

impl Version {
    /// Publication state of this version.
    pub fn state(&self) -> State {
        match self.work {
            Work::Draft => State::Draft,
            Work::Pending | Work::Examined => State::Pending,
            Work::Published if self.withdrawn.is_some() => State::Repealed,
            Work::Published => State::Published,
        }
    }

    /// Whether what it says is what another one says.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.name, &self.category, &self.code, self.none, self.effective, &self.fields)
            == (
                &other.name,
                &other.category,
                &other.code,
                other.none,
                other.effective,
                &other.fields,
            )
    }
}

impl Entry {
    /// What waits to be published, with the moment since which it does.
    pub fn waiting(&self) -> Option<(&Version, DateTime)> {
        let working = self.working.as_ref().filter(|version| version.work != Work::Published)?;
        Some((working, working.since?))
    }

    /// Publication state.
    pub fn state(&self) -> State {
        if self.live().is_some() {
            State::Published
        } else if let Some(working) = &self.working {
            working.state()
        } else if self.published.is_empty() {
            State::Discarded
        } else {
            State::Repealed
        }
    }

    /// The newest published version, if it was not withdrawn; it may begin to hold on a coming day.
    pub fn live(&self) -> Option<&Version> {
        self.published.last().filter(|version| version.withdrawn.is_none())
    }

    /// The version that holds on `day`: of those that began by then the last one, unless it ended.
    pub fn on(&self, day: Date) -> Option<&Version> {
        self.published
            .iter()
            .filter(|version| version.effective <= day)
            .max_by_key(|version| (version.effective, version.n))
            .filter(|version| version.until.is_none_or(|until| day < until))
    }

    /// The version that a list shows: the last published one, else what is under work; so nobody sees what is not public yet.
    pub fn shown(&self) -> Option<&Version> {
        self.published.last().or(self.working.as_ref())
    }

    /// A version by its number.
    pub fn version(&self, n: u32) -> Option<&Version> {
        self.published.iter().chain(&self.working).find(|version| version.n == n)
    }

    /// First day of the span in which the entry holds, and the first day after it; none if it never held since it was
    /// last withdrawn.
    pub fn span(&self) -> Option<(Date, Option<Date>)> {
        let last = self.published.last()?;
        let from = self
            .published
            .iter()
            .rev()
            .take_while(|version| version.until == last.until)
            .map(|version| version.effective)
            .min()?;
        Some((from, last.until))
    }
}
