//! The clock of a period: it counts days, working days or hours forward and stands during suspensions.
//!
//! What this is not: it knows no words; `term` tells what the clock did.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

use crate::days::{Calendar, days_between};
use crate::error::CalendarError;
use crate::period::{Alarm, Suspension};

/// How far the clock has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// To the end of this day.
    Day(Date),
    /// To this moment.
    At(DateTime),
}

/// Stopped stretches, disjoint and in order, each from its first stopped day to the first day counted again.
#[derive(Debug)]
pub(crate) struct Stops {
    closed: Vec<(Date, Date)>,
    /// First day of a stop without end; everything from here on is stopped.
    open: Option<Date>,
}

impl Stops {
    pub(crate) fn new(suspensions: &[Suspension]) -> Result<Self, CalendarError> {
        let open = suspensions.iter().filter(|s| s.to.is_none()).map(|s| s.from).min();
        let mut closed = Vec::new();
        for suspension in suspensions {
            let (from, Some(to)) = (suspension.from, suspension.to) else { continue };
            if to < from {
                return Err(CalendarError::SuspensionReversed { from, to });
            }
            closed.push((from, open.map_or(to, |open| to.min(open))));
        }
        closed.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::new();
        for (from, to) in closed {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ if from < to => merged.push((from, to)),
                _ => {}
            }
        }
        Ok(Self { closed: merged, open })
    }

    /// True where `day` is not counted.
    pub(crate) fn stopped(&self, day: Date) -> bool {
        self.open.is_some_and(|open| open <= day)
            || self.closed.iter().any(|(from, to)| *from <= day && day < *to)
    }

    /// Stopped days after `first` up to and including `last`, each once.
    pub(crate) fn days_within(&self, first: Date, last: Date) -> i64 {
        let clipped = self.closed.iter().map(|(from, to)| {
            // Counted from `first`, so that no day beyond the range of dates is needed.
            let start = days_between(first, *from).max(1);
            let end = days_between(first, *to).min(days_between(first, last) + 1);
            (end - start).max(0)
        });
        clipped.sum()
    }

    fn stands_at(&self, day: Date) -> bool {
        self.open.is_some_and(|open| open <= day)
    }
}

/// Counts forward and remembers which days' kinds the result depends on.
#[derive(Debug)]
pub(crate) struct Clock<'c> {
    pub(crate) calendar: &'c Calendar,
    pub(crate) stops: Stops,
    missing: BTreeSet<i16>,
    december: BTreeSet<i16>,
}

/// `None` inside `Ok` means that the clock came to stand before the end.
type Ran<T> = Result<Option<T>, CalendarError>;

impl<'c> Clock<'c> {
    pub(crate) fn new(calendar: &'c Calendar, stops: Stops) -> Self {
        Self { calendar, stops, missing: BTreeSet::new(), december: BTreeSet::new() }
    }

    /// The `count`-th running day after `after`.
    pub(crate) fn natural(&self, after: Date, count: i64) -> Ran<Date> {
        let first = after.tomorrow()?;
        let mut last = plus_days(after, count)?;
        for (from, to) in &self.stops.closed {
            if *to <= first {
                continue;
            }
            if last < *from {
                break;
            }
            last = plus_days(last, days_between((*from).max(first), *to))?;
        }
        Ok((!self.stops.stands_at(last)).then_some(last))
    }

    /// The `count`-th running working day after `after`.
    pub(crate) fn working(&mut self, after: Date, count: u32) -> Ran<Date> {
        // Refuses at once what cannot end within the range, instead of walking there.
        plus_days(after, i64::from(count))?;
        let mut day = after;
        let mut left = count;
        while left > 0 {
            day = day.tomorrow()?;
            if self.stops.stands_at(day) {
                return Ok(None);
            }
            if !self.stops.stopped(day) && self.judge(day) {
                left -= 1;
            }
        }
        Ok(Some(day))
    }

    /// `count` running hours after `after`.
    pub(crate) fn hours(&self, after: DateTime, count: u32) -> Ran<DateTime> {
        let mut last = after.checked_add(SignedDuration::from_hours(i64::from(count)))?;
        for (from, to) in &self.stops.closed {
            let (from, to) = (midnight(*from), midnight(*to));
            if to <= after {
                continue;
            }
            if last <= from {
                break;
            }
            last = last.checked_add(to.duration_since(from.max(after)))?;
        }
        let stands = self.stops.open.is_some_and(|open| midnight(open) < last);
        Ok((!stands).then_some(last))
    }

    /// The first running working day on or after `day`.
    pub(crate) fn roll(&mut self, day: Date) -> Ran<Date> {
        let mut day = day;
        while !self.judge(day) || self.stops.stopped(day) {
            if self.stops.stands_at(day) {
                return Ok(None);
            }
            day = day.tomorrow()?;
        }
        Ok(Some(day))
    }

    /// Is `day` worked? Remembers if no official notice says so.
    fn judge(&mut self, day: Date) -> bool {
        let year = day.year();
        if !self.calendar.is_known(day) {
            self.missing.insert(year);
        } else if day.month() == 12 && day.day() > 24 && year < i16::MAX {
            // New Year's arrangement of the next year has reached back as far as 29 December (2018); a week is taken.
            if self.calendar.notice_source(year + 1).is_none() {
                self.december.insert(year + 1);
            }
        }
        self.calendar.is_working_day(day)
    }

    /// What makes the result uncertain.
    pub(crate) fn alarms(&self) -> impl Iterator<Item = Alarm> + '_ {
        let december = self.december.iter().filter(|year| !self.missing.contains(year));
        let december = december.map(|year| Alarm::DecemberOpen { year: *year });
        december.chain(self.missing.iter().map(|year| Alarm::CalendarMissing { year: *year }))
    }
}

/// `count` days after `date`.
pub(crate) fn plus_days(date: Date, count: i64) -> Result<Date, CalendarError> {
    let hours = count.checked_mul(24).ok_or(CalendarError::OutOfRange)?;
    Ok(date.checked_add(SignedDuration::from_hours(hours))?)
}

pub(crate) fn midnight(day: Date) -> DateTime {
    day.to_datetime(jiff::civil::Time::midnight())
}
