//! Minimum notice (举行听证的七日前通知) and fixed days of the year (每年 1 月 31 日前).
//!
//! `n 日前通知` is read as: the day of notice is not counted, and the event may be held on the n-th day after it.
//! Where a statute wants the n days to be over first (催告书送达十日后), take the term and add a day.

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::plus_days;
use crate::days::Calendar;
use crate::error::CalendarError;
use crate::period::{Alarm, Moment, Period, Roll, Step, StepKind, Term, TermRequest, Unit};
use crate::words::day_words;

/// The first or the last day that a minimum allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// The first day (or the last one) that is lawful.
    pub day: Date,
    /// The same, moved to a working day on the safe side.
    pub working_day: Date,
    /// The reasoning; never empty.
    pub steps: Vec<Step>,
    /// What makes the result uncertain.
    pub alarms: Vec<Alarm>,
}

impl Calendar {
    /// The first day on which the event may be held when notice reached its addressee on `start`.
    pub fn earliest_after(
        &self,
        start: Date,
        period: Period,
        basis: &str,
    ) -> Result<Threshold, CalendarError> {
        if period.unit == Unit::Hour {
            return Err(CalendarError::HoursNotAllowed);
        }
        let mut request = TermRequest::new(start, period, Roll::Stay);
        basis.clone_into(&mut request.basis);
        let term = self.term(&request)?;
        let day = term.due.ok_or(CalendarError::OutOfRange)?.date();
        let keep =
            |step: &Step| matches!(step.kind, StepKind::Start | StepKind::Run | StepKind::DaysOff);
        let mut steps: Vec<Step> = term.steps.into_iter().filter(keep).collect();
        let text = format!("最早可在 {}进行，不得早于该日。", day_words(day));
        steps.push(Step::new(StepKind::Due, text, basis));
        Ok(Threshold { day, working_day: self.working_day_from(day)?, steps, alarms: term.alarms })
    }

    /// The last day on which notice (or an application) is in time for an event on `event`.
    ///
    /// In days it is the latest `d` with `earliest_after(d) ≤ event`; in months and years the day of the same number
    /// so many months before, or that month's last day.
    pub fn latest_before(
        &self,
        event: Date,
        period: Period,
        basis: &str,
    ) -> Result<Threshold, CalendarError> {
        if period.amount == 0 {
            return Err(CalendarError::ZeroPeriod);
        }
        let amount = i64::from(period.amount);
        let day = match period.unit {
            Unit::Hour => return Err(CalendarError::HoursNotAllowed),
            Unit::NaturalDay => plus_days(event, -amount)?,
            Unit::WorkingDay => self.working_days_back(event, period.amount)?,
            Unit::Month => event.checked_sub(Span::new().try_months(amount)?)?,
            Unit::Year => event.checked_sub(Span::new().try_years(amount)?)?,
        };
        let working_day = self.working_day_until(day)?;
        let mut steps = vec![
            Step::new(
                StepKind::Start,
                format!("以 {}为准，向前留足 {period}。", day_words(event)),
                basis,
            ),
            Step::new(StepKind::Due, format!("最迟应在 {}办理。", day_words(day)), ""),
        ];
        if working_day != day {
            let text =
                format!("该日是休息日，稳妥起见应在其前的工作日 {}办理。", day_words(working_day));
            steps.push(Step::new(StepKind::Roll, text, ""));
        }
        let mut alarms = Vec::new();
        if period.unit == Unit::WorkingDay {
            for year in working_day.year()..=event.year() {
                if self.notice_source(year).is_none() {
                    alarms.push(Alarm::CalendarMissing { year });
                }
            }
        }
        Ok(Threshold { day, working_day, steps, alarms })
    }

    /// The latest day after which `count` working days lie up to and including `event`.
    fn working_days_back(&self, event: Date, count: u32) -> Result<Date, CalendarError> {
        plus_days(event, -i64::from(count))?;
        let mut day = event;
        let mut left = count;
        while left > 0 {
            if self.is_working_day(day) {
                left -= 1;
            }
            day = day.yesterday()?;
        }
        Ok(day)
    }

    /// A fixed day of the year after `reported` (年报: 次年 1 月 31 日前).
    ///
    /// Refuses a day that the month does not have.
    pub fn annual(
        &self,
        reported: i16,
        month: i8,
        day: i8,
        roll: Roll,
        basis: &str,
    ) -> Result<Term, CalendarError> {
        let year = reported.checked_add(1).ok_or(CalendarError::OutOfRange)?;
        let fixed = Date::new(year, month, day)?;
        // The day before as the start and one day as the length: the same end, roll and alarms as any other term.
        let start = Moment::Day(fixed.yesterday()?);
        let mut term =
            self.term(&TermRequest::new(start, Period::new(1, Unit::NaturalDay), roll))?;
        term.steps.retain(|step| !matches!(step.kind, StepKind::Start | StepKind::Run));
        let text =
            format!("{reported} 年度的事项，最迟在次年 {month} 月 {day} 日办理，即 {fixed}。");
        term.steps.insert(0, Step::new(StepKind::Start, text, basis));
        Ok(term)
    }
}
