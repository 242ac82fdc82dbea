//! From a request to a due date with its reasoning.
//!
//! Rules: the starting day or hour is not counted; months and years end on the day of the same number, or the month's
//! last day (民法典202); stopped days are left out; an extension goes on from the nominal last day, and only the very
//! end rolls over rest days (民事诉讼法85), so that no extension gains by a rest day in between.

use jiff::Span;
use jiff::civil::Date;

use crate::clock::{Clock, Reached, Stops, midnight};
use crate::days::{Calendar, DayKind, days_between};
use crate::error::CalendarError;
use crate::period::{
    Alarm, Due, Moment, Period, Roll, Step, StepKind, Suspension, Term, TermRequest, Unit,
};
use crate::words::{day_words, moment_words};

const START: &str = "民事诉讼法第八十五条第二款";
const LAST_DAY: &str = "民事诉讼法第八十五条第三款";

impl Calendar {
    /// Computes a term. Refuses amounts of 0, reversed suspensions and results outside the range of dates.
    pub fn term(&self, request: &TermRequest) -> Result<Term, CalendarError> {
        let lengths = || request.extensions.iter().map(|e| e.period).chain([request.period]);
        if lengths().any(|period| period.amount == 0) {
            return Err(CalendarError::ZeroPeriod);
        }
        let mut run = Run::new(self, Stops::new(&request.suspensions)?);
        let reached = run.all(request)?;
        let due_if_resumed = match (reached, request.if_resumed) {
            (None, Some(day)) => Run::new(self, resumed(request, day)?).all(request)?,
            _ => None,
        };
        Ok(run.tell(request, reached, due_if_resumed))
    }
}

/// The stops, as if every open one ended on `day`.
fn resumed(request: &TermRequest, day: Date) -> Result<Stops, CalendarError> {
    let closed = |s: &Suspension| Suspension { to: Some(s.to.unwrap_or(day)), ..s.clone() };
    Stops::new(&request.suspensions.iter().map(closed).collect::<Vec<_>>())
}

struct Run<'c> {
    clock: Clock<'c>,
    steps: Vec<Step>,
    alarms: Vec<Alarm>,
    /// Where a row of months began, and how many have been added since: 31 Jan + 1 + 1 months is 31 March.
    months: Option<(Date, i64)>,
}

impl<'c> Run<'c> {
    fn new(calendar: &'c Calendar, stops: Stops) -> Self {
        Self {
            clock: Clock::new(calendar, stops),
            steps: Vec::new(),
            alarms: Vec::new(),
            months: None,
        }
    }

    /// Start, every segment, and the last day. None where the clock stands.
    fn all(&mut self, request: &TermRequest) -> Result<Option<Due>, CalendarError> {
        let mut reached = self.start(request)?;
        let first = [(request.period, None)];
        let extensions = request.extensions.iter().map(|e| (e.period, Some(e)));
        for (period, extension) in first.into_iter().chain(extensions) {
            let from = reached;
            let end = self.segment(reached, period)?;
            let outcome = match end {
                Some(Reached::Day(day)) => format!("至 {}", day_words(day)),
                Some(Reached::At(moment)) => format!("至 {}", moment_words(moment)),
                None => "其间停止计算，尚未恢复，届满日待恢复后确定".to_owned(),
            };
            self.steps.push(match extension {
                None => {
                    Step::new(StepKind::Run, format!("计 {period}，{outcome}。"), &request.basis)
                }
                Some(extension) => Step::new(
                    StepKind::Extension,
                    format!("延长 {period}（{}），{outcome}。", extension.reason),
                    &extension.basis,
                ),
            });
            let Some(end) = end else { return Ok(None) };
            self.tell_days_off(period, from, end);
            reached = end;
        }
        self.end(reached, request.roll)
    }

    fn start(&mut self, request: &TermRequest) -> Result<Reached, CalendarError> {
        if request.period.unit != Unit::Hour {
            let day = request.start.date();
            let next = day.tomorrow()?;
            let text = format!("{}为起始日，不计入；自 {next} 起算。", day_words(day));
            self.steps.push(Step::new(StepKind::Start, text, START));
            return Ok(Reached::Day(day));
        }
        let moment = match request.start {
            Moment::At(moment) => moment,
            Moment::Day(day) => {
                self.alarms.push(Alarm::TimeMissing { day });
                midnight(day)
            }
        };
        let hour = moment.date().at(moment.hour(), 0, 0, 0);
        let next = hour.checked_add(Span::new().hours(1))?;
        let text = format!(
            "{}所在的小时为起始小时，不计入；自 {} 起算。",
            moment_words(moment),
            moment_words(next)
        );
        self.steps.push(Step::new(StepKind::Start, text, START));
        Ok(Reached::At(next))
    }

    fn segment(&mut self, from: Reached, period: Period) -> Result<Option<Reached>, CalendarError> {
        let amount = i64::from(period.amount);
        let day = match from {
            Reached::Day(day) => day,
            Reached::At(moment) => moment.date(),
        };
        let (months, end) = match period.unit {
            Unit::Hour => {
                let after = match from {
                    // Hours appended to a period in days begin when its last day is over.
                    Reached::Day(day) => midnight(day.tomorrow()?),
                    Reached::At(moment) => moment,
                };
                let end = self.clock.hours(after, period.amount)?;
                (None, end.map(Reached::At))
            }
            Unit::NaturalDay => (None, self.clock.natural(day, amount)?.map(Reached::Day)),
            Unit::WorkingDay => (None, self.clock.working(day, period.amount)?.map(Reached::Day)),
            Unit::Month | Unit::Year => {
                let added = if period.unit == Unit::Year { amount * 12 } else { amount };
                let (anchor, before) = self.months.unwrap_or((day, 0));
                let months = before + added;
                let nominal = anchor.checked_add(Span::new().try_months(months)?)?;
                let end = self.clock.natural(anchor, days_between(anchor, nominal))?;
                (Some((anchor, months)), end.map(Reached::Day))
            }
        };
        self.months = months;
        Ok(end)
    }

    /// Which days a row of working days left out or took in.
    fn tell_days_off(&mut self, period: Period, from: Reached, end: Reached) {
        let (Reached::Day(from), Reached::Day(end)) = (from, end) else { return };
        if period.unit != Unit::WorkingDay {
            return;
        }
        let calendar = self.clock.calendar;
        let mut off: Vec<(String, Date, Date)> = Vec::new();
        let mut worked = Vec::new();
        for (date, name, is_off) in calendar.exceptions_between(from, end) {
            if !is_off {
                worked.push(format!("{}调休上班（{name}）", day_words(date)));
                continue;
            }
            match off.last_mut() {
                Some(last)
                    if last.0 == name && last.2.tomorrow().is_ok_and(|next| next == date) =>
                {
                    last.2 = date;
                }
                _ => off.push((name.to_owned(), date, date)),
            }
        }
        let years = from.year()..=end.year();
        let sources: Vec<&str> = years
            .filter_map(|year| calendar.notice_source(year))
            .flatten()
            .map(String::as_str)
            .collect();
        let basis = if sources.is_empty() {
            String::new()
        } else {
            format!("国务院办公厅放假安排通知 {}", sources.join(" "))
        };
        let mut parts = Vec::new();
        let weekend = |day: Date| matches!(calendar.day(day).kind, DayKind::Weekend);
        // Two weeks are enough to meet a weekend, if there is one that no notice turned into holidays or work.
        let near = from.series(Span::new().days(1)).skip(1).take(14);
        if near.take_while(|day| *day <= end).any(weekend) {
            parts.push("周末不计".to_owned());
        }
        parts.extend(off.into_iter().map(|(name, first, last)| {
            if first == last {
                format!("{}{name}放假不计", day_words(first))
            } else {
                format!("{first} 至 {last} {name}放假不计")
            }
        }));
        parts.extend(worked.into_iter().map(|day| format!("{day}计入")));
        if !parts.is_empty() {
            let text = format!("其间{}。", parts.join("；"));
            self.steps.push(Step::new(StepKind::DaysOff, text, basis));
        }
    }

    fn end(&mut self, reached: Reached, roll: Roll) -> Result<Option<Due>, CalendarError> {
        let day = match reached {
            Reached::At(moment) => return Ok(Some(Due::At(moment))),
            Reached::Day(day) => day,
        };
        let rest = !self.clock.calendar.is_working_day(day);
        match roll {
            Roll::Stay => {
                if rest {
                    let text =
                        format!("末日 {}是休息日；本期限末日不顺延，应提前办理。", day_words(day));
                    self.steps.push(Step::new(StepKind::Roll, text, ""));
                }
                Ok(Some(Due::Day(day)))
            }
            Roll::Forward => {
                let rolled = self.clock.roll(day)?;
                let text = match rolled {
                    Some(to) if to == day => return Ok(Some(Due::Day(day))),
                    Some(to) => format!(
                        "末日 {}是休息日，顺延至其后第一个工作日 {}。",
                        day_words(day),
                        day_words(to)
                    ),
                    None => {
                        format!("末日 {}是休息日，顺延期间停止计算，尚未恢复。", day_words(day))
                    }
                };
                self.steps.push(Step::new(StepKind::Roll, text, LAST_DAY));
                Ok(rolled.map(Due::Day))
            }
        }
    }

    fn tell(mut self, request: &TermRequest, due: Option<Due>, if_resumed: Option<Due>) -> Term {
        let first = request.start.date();
        let mut stops: Vec<Step> = request
            .suspensions
            .iter()
            .filter(|s| due.is_none_or(|due| s.from <= due.date()))
            .filter_map(|s| tell_suspension(s, first))
            .collect();
        if let (2.., Some(due)) = (stops.len(), due) {
            let days = self.clock.stops.days_within(first, due.date());
            let text = format!("停止计算合计 {days} 日，重叠的日子只扣一次。");
            stops.push(Step::new(StepKind::Suspension, text, ""));
        }
        self.steps.splice(1..1, stops);
        self.alarms.extend(self.clock.alarms());
        self.tell_calendar(first, due);
        match (due, if_resumed, request.if_resumed) {
            (Some(Due::Day(day)), ..) => {
                let text = format!("到期日 {}，当日 24 时止。", day_words(day));
                self.steps.push(Step::new(StepKind::Due, text, ""));
            }
            (Some(Due::At(moment)), ..) => {
                let text = format!("到期 {}。", moment_words(moment));
                self.steps.push(Step::new(StepKind::Due, text, ""));
            }
            (None, Some(then), Some(day)) => {
                let text = format!("目前停止计算；如于 {day} 恢复，到期日为 {}。", then.words());
                self.steps.push(Step::new(StepKind::Due, text, ""));
            }
            (None, ..) => {
                let text = "目前停止计算，恢复后才有到期日。";
                self.steps.push(Step::new(StepKind::Due, text, ""));
            }
        }
        Term {
            due,
            last_moment: due.map(Due::last_moment),
            due_if_resumed: if_resumed,
            suspended_now: due.is_none(),
            steps: self.steps,
            alarms: self.alarms,
        }
    }

    /// A period that reaches into a year without notice says so, even where no working day had to be judged.
    fn tell_calendar(&mut self, first: Date, due: Option<Due>) {
        let alarmed = self.alarms.iter().any(|a| matches!(a, Alarm::CalendarMissing { .. }));
        let Some(Due::Day(last)) = due else { return };
        if !alarmed && last > first && !self.clock.calendar.is_known(last) {
            let text = format!(
                "日历缺失：没有 {} 年的放假安排通知；本期限按自然日计算，日期不受影响，但末日是否放假尚不能确定。",
                last.year()
            );
            self.steps.push(Step::new(StepKind::Note, text, ""));
        }
    }
}

/// None where the stop was over before the term began to count.
fn tell_suspension(suspension: &Suspension, first: Date) -> Option<Step> {
    let Suspension { from, to, reason, basis } = suspension;
    let text = match to {
        Some(to) => {
            let days = days_between(first.tomorrow().ok()?.max(*from), *to);
            if days <= 0 {
                return None;
            }
            format!("{from} 起停止计算（{reason}），{to} 恢复，{days} 日不计入。")
        }
        None => format!("{from} 起停止计算（{reason}），尚未恢复。"),
    };
    Some(Step::new(StepKind::Suspension, text, basis))
}
