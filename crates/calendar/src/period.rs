//! The words of period arithmetic: units, periods, stops, extensions, and what comes out.
//!
//! What this is not: no arithmetic (see `term`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, time};
use serde::{Deserialize, Serialize};

use crate::error::CalendarError;
use crate::words::{day_words, moment_words};

/// What a period is counted in (民事诉讼法85: 时、日、月、年; 工作日 where the statute says so).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 小时.
    Hour,
    /// 日, every calendar day.
    NaturalDay,
    /// 工作日.
    WorkingDay,
    /// 月.
    Month,
    /// 年.
    Year,
}

/// So many of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many; 0 is refused when a term is computed.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// What happens when the last day is not worked (期间末日顺延).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// The period ends on the next working day (民事诉讼法85).
    Forward,
    /// The last day stays, though it is not worked.
    Stay,
}

/// Where a period starts: a day, or a moment for periods in hours. China standard time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A day.
    Day(Date),
    /// A day and a time.
    At(DateTime),
}

/// When a period runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Due {
    /// At the end of this day.
    Day(Date),
    /// At this moment.
    At(DateTime),
}

/// A lengthening of the period by decision (延长).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// By how much.
    pub period: Period,
    /// Why, in Chinese.
    pub reason: String,
    /// Article.
    pub basis: String,
}

/// A stretch in which the clock stands (停止计算: 中止、听证、鉴定…).
///
/// The day `from` is the first that is not counted; the day `to` is the first that counts again, so `to − from` days
/// are left out, and a clock stopped and started on one day loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// First day not counted.
    pub from: Date,
    /// Day on which the clock goes on, counted; none while it stands.
    pub to: Option<Date>,
    /// Why, in Chinese.
    pub reason: String,
    /// Article.
    pub basis: String,
}

/// Everything that a term depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRequest {
    /// The event that starts it; its own day (or hour) is not counted.
    pub start: Moment,
    /// The length.
    pub period: Period,
    /// What happens to a last day that is not worked.
    pub roll: Roll,
    /// Article that sets the length; empty if none is to be shown.
    pub basis: String,
    /// Extensions in the order of their decisions.
    pub extensions: Vec<Extension>,
    /// Suspensions in any order; overlapping days are left out once.
    pub suspensions: Vec<Suspension>,
    /// If the clock stands: also answer what the due day would be, were it to go on again on this day.
    pub if_resumed: Option<Date>,
}

/// A computed term with its reasoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// When it runs out; none while the clock stands.
    pub due: Option<Due>,
    /// The last moment that is in time (23:59:59 of a last day); none while the clock stands.
    pub last_moment: Option<DateTime>,
    /// Due, were the clock to go on on the day asked about; none unless it stands and was asked.
    pub due_if_resumed: Option<Due>,
    /// The reasoning in order; never empty.
    pub steps: Vec<Step>,
    /// What makes the result uncertain.
    pub alarms: Vec<Alarm>,
    /// The clock stands: a suspension within the term has no end yet.
    pub suspended_now: bool,
}

/// What a step of the reasoning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 起算.
    Start,
    /// 停止计算.
    Suspension,
    /// 本段期间.
    Run,
    /// 延长.
    Extension,
    /// 放假与调休.
    DaysOff,
    /// 末日顺延, or why not.
    Roll,
    /// 日历缺失 and other remarks.
    Note,
    /// 到期.
    Due,
}

/// One step of the reasoning, readable by an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it is about.
    pub kind: StepKind,
    /// The sentence, in Chinese.
    pub text: String,
    /// What it rests on; empty where it rests on the steps before.
    pub basis: String,
}

/// Why a result may still change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "alarm", rename_all = "snake_case")]
pub enum Alarm {
    /// Working days of this year were judged without its official notice, by Monday to Friday alone.
    CalendarMissing {
        /// The year.
        year: i16,
    },
    /// The last week of a December was judged while the notice of the next year, which may change it, is not held.
    DecemberOpen {
        /// The year whose notice is missing.
        year: i16,
    },
    /// A period in hours started on a day without a time; the first hour of the day was taken.
    TimeMissing {
        /// The day.
        day: Date,
    },
}

impl Period {
    /// So many of `unit`.
    pub const fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Hour => "小时",
            Unit::NaturalDay => "日",
            Unit::WorkingDay => "个工作日",
            Unit::Month => "个月",
            Unit::Year => "年",
        };
        write!(f, "{} {unit}", self.amount)
    }
}

impl Moment {
    /// The day it lies on.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::At(moment) => moment.date(),
        }
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<DateTime> for Moment {
    fn from(moment: DateTime) -> Self {
        Self::At(moment)
    }
}

impl FromStr for Moment {
    type Err = CalendarError;

    /// `2026-03-02`, `2026-03-02T09:30` or `2026-03-02 09:30`.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let text = text.trim();
        let refused = || CalendarError::NotAMoment { text: text.to_owned() };
        // jiff drops a zone silently when a civil time is asked for; here that would shift the day, so it is refused.
        let civil = text.bytes().all(|b| b.is_ascii_digit() || b"-:T .".contains(&b));
        match text.len() {
            10 if civil => text.parse().map(Self::Day).map_err(|_| refused()),
            11.. if civil => text.parse().map(Self::At).map_err(|_| refused()),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::At(moment) => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl Due {
    /// The day it lies on.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::At(moment) => moment.date(),
        }
    }

    /// The last moment in time: 23:59:59 of a day.
    pub fn last_moment(self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(time(23, 59, 59, 0)),
            Self::At(moment) => moment,
        }
    }

    /// `2026-10-15（周四）`, with the time where there is one.
    pub fn words(self) -> String {
        match self {
            Self::Day(day) => day_words(day),
            Self::At(moment) => moment_words(moment),
        }
    }
}

/// `2026-10-15`, or `2026-10-15T15:00` for periods in hours.
impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::At(moment) => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl Serialize for Due {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl TermRequest {
    /// A term without extension or suspension.
    pub fn new(start: impl Into<Moment>, period: Period, roll: Roll) -> Self {
        Self {
            start: start.into(),
            period,
            roll,
            basis: String::new(),
            extensions: Vec::new(),
            suspensions: Vec::new(),
            if_resumed: None,
        }
    }
}

impl Step {
    pub(crate) fn new(kind: StepKind, text: impl Into<String>, basis: impl Into<String>) -> Self {
        Self { kind, text: text.into(), basis: basis.into() }
    }
}

/// The sentence, with its basis in brackets.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.basis.is_empty() { Ok(()) } else { write!(f, "（依据：{}）", self.basis) }
    }
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CalendarMissing { year } => write!(
                f,
                "日历缺失：没有 {year} 年的放假安排通知，{year} 年只能按周一至周五推算；通知公布并导入后结果可能改变"
            ),
            Self::DecemberOpen { year } => write!(
                f,
                "日历缺失：没有 {year} 年的放假安排通知，{} 年 12 月末的日子可能被它调整；通知导入后结果可能改变",
                year.saturating_sub(1)
            ),
            Self::TimeMissing { day } => {
                write!(f, "期限以小时计，但只给出日期 {day}，未写时刻；已从该日零时起从严计算")
            }
        }
    }
}
