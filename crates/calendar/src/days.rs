//! What kind of day a date is: ordinary, weekend, holiday or make-up working day, and whether the official notice is out.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::error::CalendarError;
use crate::notice::YearNotice;

/// The working calendar that one deployment runs, merged from the yearly notices it holds.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    exceptions: BTreeMap<Date, Exception>,
    /// Years whose notice is out, with the papers.
    sources: BTreeMap<i16, Vec<String>>,
}

#[derive(Debug, Clone)]
struct Exception {
    name: String,
    off: bool,
}

/// What a date is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, worked.
    Workday,
    /// Saturday or Sunday, off.
    Weekend,
    /// Off by notice, with the name of the holiday.
    Holiday(String),
    /// Worked by notice although it would be off (调休上班), with the name of the holiday it makes up for.
    MakeUpWorkday(String),
}

/// A date's kind, and whether that is official.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// Its kind.
    pub kind: DayKind,
    /// False where the year's notice is not held: the kind is then only Monday to Friday.
    pub known: bool,
}

impl Calendar {
    /// Merges notices. A later year's notice prevails over an earlier year's on December dates; of two notices
    /// for one year, the one given later prevails day by day (a year may be amended, as 2020 was).
    pub fn new(notices: impl IntoIterator<Item = YearNotice>) -> Self {
        let mut sorted: Vec<YearNotice> = notices.into_iter().collect();
        // Stable: papers of one year keep the order in which they were given.
        sorted.sort_by_key(|notice| notice.year);
        let mut calendar = Self::default();
        for notice in sorted.into_iter().filter(YearNotice::is_announced) {
            let papers = calendar.sources.entry(notice.year).or_default();
            for paper in notice.papers {
                if !papers.contains(&paper) {
                    papers.push(paper);
                }
            }
            for day in notice.days {
                let exception = Exception { name: day.name, off: day.off };
                calendar.exceptions.insert(day.date, exception);
            }
        }
        calendar
    }

    /// What `date` is. Never fails; look at `known` before relying on it.
    pub fn day(&self, date: Date) -> Day {
        let kind = match self.exceptions.get(&date) {
            Some(exception) if exception.off => DayKind::Holiday(exception.name.clone()),
            Some(exception) => DayKind::MakeUpWorkday(exception.name.clone()),
            None if is_weekend(date) => DayKind::Weekend,
            None => DayKind::Workday,
        };
        Day { date, kind, known: self.is_known(date) }
    }

    /// True on Monday to Friday without holiday, and on make-up working days.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.exceptions.get(&date).map_or_else(|| !is_weekend(date), |exception| !exception.off)
    }

    /// True where an official notice settles what `date` is.
    pub fn is_known(&self, date: Date) -> bool {
        self.sources.contains_key(&date.year()) || self.exceptions.contains_key(&date)
    }

    /// Papers that arrange `year`; none where its notice is not held.
    pub fn notice_source(&self, year: i16) -> Option<&[String]> {
        self.sources.get(&year).map(Vec::as_slice)
    }

    /// Years whose notice is held, in order.
    pub fn announced_years(&self) -> impl Iterator<Item = i16> + '_ {
        self.sources.keys().copied()
    }

    /// The first working day on or after `date`.
    pub fn working_day_from(&self, date: Date) -> Result<Date, CalendarError> {
        let mut day = date;
        while !self.is_working_day(day) {
            day = day.tomorrow()?;
        }
        Ok(day)
    }

    /// The last working day on or before `date`.
    pub fn working_day_until(&self, date: Date) -> Result<Date, CalendarError> {
        let mut day = date;
        while !self.is_working_day(day) {
            day = day.yesterday()?;
        }
        Ok(day)
    }

    /// Working days after `after` up to and including `until`; 0 where `until` is not later.
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        // Whole weeks first: five days each, then what the notices change, then the rest day by day.
        let span = days_between(after, until);
        if span <= 0 {
            return 0;
        }
        let mut weekdays = (span / 7) * 5;
        let mut day = until;
        for _ in 0..span % 7 {
            if !is_weekend(day) {
                weekdays += 1;
            }
            let Ok(earlier) = day.yesterday() else { break };
            day = earlier;
        }
        let bounds = (std::ops::Bound::Excluded(after), std::ops::Bound::Included(until));
        for (date, exception) in self.exceptions.range(bounds) {
            match (is_weekend(*date), exception.off) {
                (false, true) => weekdays -= 1,
                (true, false) => weekdays += 1,
                _ => {}
            }
        }
        u32::try_from(weekdays).unwrap_or(0)
    }

    /// Exceptions after `after` up to and including `until`.
    pub(crate) fn exceptions_between(
        &self,
        after: Date,
        until: Date,
    ) -> impl Iterator<Item = (Date, &str, bool)> {
        let bounds = (std::ops::Bound::Excluded(after), std::ops::Bound::Included(until));
        // A range whose bounds are reversed would panic, so it is not asked for.
        let held = (after < until).then(|| self.exceptions.range(bounds));
        held.into_iter().flatten().map(|(date, e)| (*date, e.name.as_str(), e.off))
    }
}

/// Days from `earlier` to `later`; negative where they are the other way round.
pub(crate) fn days_between(earlier: Date, later: Date) -> i64 {
    later.duration_since(earlier).as_hours() / 24
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
