//! The end of a dossier's life (保管期满以后): hold, appraisal with its three answers, approval, hand-over, destruction by two people.
//!
//! What is kept here has to outlive the dossier: who appraised, approved, carried out and watched, when, and under which article
//! (档案法21；档案法实施条例24). So no word about a party stands in it, and it is no part of the matter's own events.
//!
//! What this is not: how long a dossier is kept (see `app::retention`), nor the erasing itself.

mod certificate;
mod ending;
mod holding;
mod step;
mod tombstone;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use zhiheng_law::StepRules;

use crate::context::Actor;

pub use certificate::{Certificate, Fault, FileSum};
pub use ending::{Receipt, Verdict, appraise, approve, destroy, hand_over, prepare, reject};
pub use holding::{HoldWish, hold, lift};
pub use step::{Around, Step, blocks, possible, right};
pub use tombstone::tombstone;

/// Where a dossier stands between the lock and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Kept; its period runs, or has ended and nobody has appraised it.
    Kept,
    /// Appraised for destruction; waits for approval.
    Appraised,
    /// Destruction approved.
    Approved,
    /// Sealed by who carries it out; waits for who watches.
    Prepared,
    /// To be handed over to an archive; waits for the receipt.
    Leaving,
    /// Handed over.
    Transferred,
    /// Destroyed; files may still be on their way out.
    Destroyed,
    /// Destroyed, and nothing is left to remove.
    Erased,
}

impl Standing {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Appraised => "appraised",
            Self::Approved => "approved",
            Self::Prepared => "prepared",
            Self::Leaving => "leaving",
            Self::Transferred => "transferred",
            Self::Destroyed => "destroyed",
            Self::Erased => "erased",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "保管中",
            Self::Appraised => "待批准销毁",
            Self::Approved => "待执行",
            Self::Prepared => "已封存待监销",
            Self::Leaving => "待移交",
            Self::Transferred => "已移交",
            Self::Destroyed | Self::Erased => "已销毁",
        }
    }

    /// Whether the dossier itself is gone.
    pub fn is_destroyed(self) -> bool {
        matches!(self, Self::Destroyed | Self::Erased)
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Person id.
    pub id: String,
    /// Name then.
    pub name: String,
    /// Agency then.
    pub agency: String,
    /// When, China standard time.
    pub at: DateTime,
}

impl Hand {
    /// Of somebody who acts now.
    pub fn of(actor: &Actor, at: DateTime) -> Self {
        let Actor { id, name, agency, .. } = actor;
        Self { id: id.clone(), name: name.clone(), agency: agency.clone(), at }
    }
}

/// Why a dossier must not be destroyed for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 诉讼
    Litigation,
    /// 复议、复查复核
    Review,
    /// 检查、监督
    Inspection,
    /// 审计
    Audit,
    /// 其他
    Other,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 5] =
        [Self::Litigation, Self::Review, Self::Inspection, Self::Audit, Self::Other];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Litigation => "litigation",
            Self::Review => "review",
            Self::Inspection => "inspection",
            Self::Audit => "audit",
            Self::Other => "other",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Litigation => "诉讼",
            Self::Review => "复议、复查复核",
            Self::Inspection => "检查、监督",
            Self::Audit => "审计",
            Self::Other => "其他",
        }
    }

    /// The ground with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.id() == id)
    }
}

/// 暂停销毁.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Number within the dossier, from 1.
    pub n: u32,
    /// Ground.
    pub ground: Ground,
    /// Paper or article that it rests on.
    pub basis: String,
    /// In words, without the name of a party.
    pub reason: String,
    /// Who placed it.
    pub by: Hand,
    /// Who lifted it.
    pub lifted: Option<Hand>,
    /// Why it was lifted.
    pub lifted_for: String,
}

/// The three answers of an appraisal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 销毁
    Destroy,
    /// 续存
    Keep,
    /// 移交
    Transfer,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Destroy, Self::Keep, Self::Transfer];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Destroy => "destroy",
            Self::Keep => "keep",
            Self::Transfer => "transfer",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Destroy => "销毁",
            Self::Keep => "续存",
            Self::Transfer => "移交",
        }
    }

    /// The answer with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.id() == id)
    }
}

/// One appraisal, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraisal {
    /// The sheet (鉴定清册) on which it stands, by its id.
    pub sheet: String,
    /// Answer.
    pub answer: Answer,
    /// In words, without the name of a party.
    pub reason: String,
    /// The new period where it is kept on: `永久`, `30年`, `10年`.
    pub period: String,
    /// The archive that takes it.
    pub archive: String,
    /// Who appraised.
    pub by: Hand,
    /// Who approved the destruction.
    pub approved: Option<Hand>,
    /// Who sent it back.
    pub rejected: Option<Hand>,
    /// Why.
    pub rejected_for: String,
}

/// The end of a dossier's life, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The matter.
    pub matter: String,
    /// Agency that holds it.
    pub agency: String,
    /// Number of the matter.
    pub number: String,
    /// 案卷号.
    pub volume: String,
    /// Procedure id.
    pub procedure: String,
    /// `案件` or `信访事项`.
    pub noun: String,
    /// Enforcement category.
    pub category: String,
    /// Day it was opened.
    pub opened: Date,
    /// Day it was locked.
    pub archived: Date,
    /// Pages, as counted when it was locked.
    pub pages: u64,
    /// Period: `永久`, `30年`, `10年`.
    pub period: String,
    /// Last day of the period; none for ever.
    pub until: Option<Date>,
    /// Persons who handled it, by id: they do not appraise it.
    pub handlers: Vec<String>,
    /// Where it stands.
    pub standing: Standing,
    /// Holds, lifted ones too.
    pub holds: Vec<Hold>,
    /// Appraisals, the last one counts.
    pub appraisals: Vec<Appraisal>,
    /// Who sealed it for destruction.
    pub prepared: Option<Hand>,
    /// Receipt of the archive.
    pub receipt: Option<Receipt>,
    /// The certificate of its destruction.
    pub certificate: Option<Certificate>,
    /// Events of its stream; 0 while nothing has happened since the lock.
    pub version: u64,
}

impl Life {
    /// Holds that stand.
    pub fn held(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.lifted.is_none())
    }

    /// The appraisal that counts; none where it was sent back or never made.
    pub fn appraisal(&self) -> Option<&Appraisal> {
        self.appraisals.last().filter(|last| last.rejected.is_none())
    }

    /// Whether the period has ended on a day.
    pub fn ended(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// Last day for the appraisal; none for ever.
    pub fn appraise_by(&self, rules: &StepRules) -> Option<Date> {
        let days = rules.number("appraise_within", 180);
        self.until.and_then(|until| until.checked_add(days.days()).ok())
    }

    /// What a row of the list is found by: the standing, and `held` before everything that can still be stopped.
    pub fn state(&self) -> &'static str {
        let stopped = self.held().next().is_some();
        match self.standing {
            Standing::Kept | Standing::Appraised | Standing::Approved | Standing::Prepared
                if stopped =>
            {
                "held"
            }
            standing => standing.id(),
        }
    }
}

/// Last day of a period that is counted from the first day of the year after `from`; none for ever or for words that are no period.
pub fn last_day(period: &str, from: Date) -> Option<Date> {
    let years = years(period)?;
    let first = Date::new(from.year().checked_add(1)?, 1, 1).ok()?;
    first.checked_add(years.years()).ok()?.yesterday().ok()
}

/// Years from words; none for ever, and for words that are no period.
pub fn years(period: &str) -> Option<i64> {
    period.strip_suffix('年')?.parse().ok().filter(|years| (1..=1000).contains(years))
}

#[cfg(test)]
mod tests;
