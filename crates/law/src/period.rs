//! Periods as data: one rule for each code, with its length, direction, limits, article and certainty.
//!
//! What this is not: it counts no day (see the `calendar` crate) and reads no file; the text of a file arrives as an argument.

mod answer;
mod fields;
mod reading;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;
use zhiheng_calendar::{CalendarError, Period, Roll};

pub use answer::{Surcharge, TermAnswer, answer};
pub use table::PeriodTable;

/// One period rule of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodRule {
    /// Stable code, for example `PEN_DECIDE`.
    pub code: String,
    /// Name in Chinese.
    pub title: String,
    /// Event that starts it.
    pub from: String,
    /// What has to happen, or may happen, by then.
    pub to: String,
    /// Length, rate or fixed day.
    #[serde(flatten)]
    pub kind: RuleKind,
    /// Which way it counts.
    pub direction: Direction,
    /// Whose time it is.
    pub bearer: Bearer,
    /// What happens to a last day that is not worked.
    pub roll: Roll,
    /// The rule states its `roll` itself; the table's switch for the agency's own periods does not reach it.
    pub own_roll: bool,
    /// Extensions that the law allows, in order.
    pub extensions: Vec<ExtensionRule>,
    /// Reasons that stop the clock.
    pub stops: Vec<String>,
    /// Articles.
    pub basis: String,
    /// Set where an agency may set the amount, with the limits.
    pub parameter: Option<Limits>,
    /// Other lengths, each also a rule of its own under `CODE/5Y` and the like.
    pub options: Vec<OptionRule>,
    /// How well the source is known.
    pub certainty: Certainty,
    /// Other spellings of the code.
    pub aliases: Vec<String>,
    /// What follows from letting it pass, or another remark; may be empty.
    pub note: String,
    /// Set where a local pack changed the amount.
    pub changed: Option<Changed>,
    /// Line in the pack file, from 1.
    pub line: usize,
}

/// What happens to the last day of the agency's own periods. The statutes do not say, so it is a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastDay {
    /// In force now.
    pub agency: Roll,
    /// What the choice rests on.
    pub basis: String,
    /// How well that is known.
    pub certainty: Certainty,
}

/// What a rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RuleKind {
    /// A length of time.
    Term(Period),
    /// So many percent a day of a sum, up to the sum itself (加处罚款: 处罚法72).
    Rate {
        /// Percent a day.
        percent: u32,
    },
    /// A fixed day of the following year.
    Annual {
        /// Month, 1 to 12.
        month: i8,
        /// Day of the month.
        day: i8,
    },
}

/// Which way a period counts, and what its last day means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To be done by the last day.
    Deadline,
    /// The event may be held on the last day at the earliest (举行听证的七日前通知).
    Minimum,
    /// Something may be done once the last day is over (催告书送达十日后).
    Elapsed,
    /// Counted back from the event: to be done by the day found (届满三十日前申请).
    Before,
}

/// Whose time a period is; decides what happens to a last day that is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// The party's: the last day rolls forward.
    Party,
    /// The agency's own: the table's switch decides.
    Agency,
    /// Nobody's to use up, for example 处罚时效; never moved by the switch.
    Law,
}

/// How well the source of a number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Read in full.
    Read,
    /// Seen in excerpt.
    Excerpt,
    /// Not verified; the agency's lawyers must confirm it.
    Unverified,
}

/// An extension that the law allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionRule {
    /// The most by which one extension may lengthen; none where the law leaves the length to a decision.
    pub period: Option<Period>,
    /// How often.
    pub times: u32,
    /// Who or what must agree, in Chinese; may be empty.
    pub condition: String,
    /// Article.
    pub basis: String,
}

/// Between which amounts an agency may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Lowest amount.
    pub min: u32,
    /// Highest amount.
    pub max: u32,
}

/// Another length of the same period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionRule {
    /// Code of the rule with this length, for example `PEN_LIMIT/5Y`.
    pub code: String,
    /// The length.
    pub period: Period,
    /// When it applies, in Chinese.
    pub when: String,
    /// Article.
    pub basis: String,
}

/// What a local pack changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The national pack's length.
    pub national: Period,
    /// The local rule that sets the other length.
    pub basis: String,
}

/// Why a period cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// No rule of this code.
    #[error("没有期限代码 {code}")]
    UnknownCode {
        /// What was asked for.
        code: String,
    },
    /// The law fixes the number.
    #[error("{code} 由法律定死（{basis}），不能改动")]
    NotAParameter {
        /// Code of the rule.
        code: String,
        /// Its article.
        basis: String,
    },
    /// Outside what the national pack allows.
    #[error("{code} 只能在 {min} 至 {max} 之间选定，不能是 {amount}")]
    OutsideLimits {
        /// Code of the rule.
        code: String,
        /// What was wanted.
        amount: u32,
        /// Lowest.
        min: u32,
        /// Highest.
        max: u32,
    },
    /// Not one of the lengths that the national pack offers.
    #[error("{code} 没有“{period}”这一选项")]
    NoSuchOption {
        /// Code of the rule.
        code: String,
        /// What was wanted.
        period: Period,
    },
    /// A local number without the rule that sets it.
    #[error("改动 {code} 须写明依据")]
    BasisMissing {
        /// Code of the rule.
        code: String,
    },
    /// The law allows no such extension.
    #[error("{code} 的第 {number} 次延长（{period}）没有依据；{allowed}")]
    ExtensionNotAllowed {
        /// Code of the rule.
        code: String,
        /// Which extension, from 1.
        number: usize,
        /// By how much.
        period: Period,
        /// What is allowed, in Chinese.
        allowed: String,
    },
    /// The arithmetic refused.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl PeriodError {
    /// The stable code that goes with the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } => "period.unknown_code",
            Self::NotAParameter { .. } => "period.not_a_parameter",
            Self::OutsideLimits { .. } => "period.outside_limits",
            Self::NoSuchOption { .. } => "period.no_such_option",
            Self::BasisMissing { .. } => "period.basis_missing",
            Self::ExtensionNotAllowed { .. } => "period.extension_not_allowed",
            Self::Calendar(error) => error.code(),
        }
    }
}

impl PeriodRule {
    /// Its length; none for rates and fixed days.
    pub fn period(&self) -> Option<Period> {
        match self.kind {
            RuleKind::Term(period) => Some(period),
            RuleKind::Rate { .. } | RuleKind::Annual { .. } => None,
        }
    }
}
