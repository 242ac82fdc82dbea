//! Rule, start and calendar to a due date with its reasoning; and the answer that the command line prints.

use jiff::civil::Date;
use serde::Serialize;
use zhiheng_calendar::{
    Calendar, Due, Extension, Moment, Step, StepKind, Suspension, Term, TermRequest, Threshold,
    day_words,
};

use super::{Certainty, Direction, PeriodError, PeriodRule, PeriodTable, RuleKind};

/// What `zhiheng term` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermAnswer {
    /// Code of the rule that answered.
    pub code: String,
    /// Its name.
    pub title: String,
    /// `2026-10-15`, or `2026-03-03T15:00` for periods in hours.
    pub due: String,
    /// The reasoning, one sentence each, with its basis.
    pub steps: Vec<String>,
    /// What makes the answer uncertain.
    pub alarms: Vec<String>,
    /// Articles.
    pub basis: String,
}

/// What a daily surcharge has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Surcharge {
    /// Days counted: from the day after the last day of payment to the day asked about, without stopped days.
    pub days: u32,
    /// The surcharge in 分, never more than the principal; parts of a 分 are left off, in the party's favour.
    pub amount: u64,
    /// The cap is reached.
    pub capped: bool,
}

/// Computes the term of `code` from `start`, without extension or suspension.
pub fn answer(
    code: &str,
    start: Moment,
    calendar: &Calendar,
    table: &PeriodTable,
) -> Result<TermAnswer, PeriodError> {
    let rule = table.require(code)?;
    let term = rule.term(calendar, start, &[], &[])?;
    let mut alarms: Vec<String> = term.alarms.iter().map(ToString::to_string).collect();
    if rule.certainty == Certainty::Unverified {
        alarms.push(format!("{} 的规定尚未核实，请以法规部门意见为准。{}", rule.code, rule.note));
    }
    Ok(TermAnswer {
        code: rule.code.clone(),
        title: rule.title.clone(),
        due: term.due.map(|due| due.to_string()).unwrap_or_default(),
        steps: term.steps.iter().map(ToString::to_string).collect(),
        alarms,
        basis: rule.basis.clone(),
    })
}

impl PeriodRule {
    /// The term from `start`, with what lengthened or stopped it.
    ///
    /// What `due` means follows the direction: the last day to act; for `Minimum` the first day on which the event may
    /// be held; for `Elapsed` the last day of waiting; for `Before` (where `start` is the event) the last working day
    /// that is in time. For a rate it is the first day that bears the surcharge. `Minimum`, `Before`, fixed days and
    /// rates know no extension or suspension; those given are refused or, for stops, not applied.
    pub fn term(
        &self,
        calendar: &Calendar,
        start: Moment,
        extensions: &[Extension],
        suspensions: &[Suspension],
    ) -> Result<Term, PeriodError> {
        self.term_if_resumed(calendar, start, extensions, suspensions, None)
    }

    /// Like [`term`](Self::term); where the clock stands, also the due day were it to go on on `if_resumed`.
    pub fn term_if_resumed(
        &self,
        calendar: &Calendar,
        start: Moment,
        extensions: &[Extension],
        suspensions: &[Suspension],
        if_resumed: Option<Date>,
    ) -> Result<Term, PeriodError> {
        self.check_extensions(extensions)?;
        let day = start.date();
        let basis = self.full_basis();
        let period = match self.kind {
            RuleKind::Term(period) => period,
            RuleKind::Annual { month, day: of_month } => {
                return Ok(calendar.annual(day.year(), month, of_month, self.roll, &basis)?);
            }
            RuleKind::Rate { percent } => return self.first_day_of_rate(day, percent),
        };
        match self.direction {
            Direction::Minimum => {
                let threshold = calendar.earliest_after(day, period, &basis)?;
                let due = threshold.day;
                return Ok(term_of(threshold, due));
            }
            Direction::Before => {
                let threshold = calendar.latest_before(day, period, &basis)?;
                let due = threshold.working_day;
                return Ok(term_of(threshold, due));
            }
            Direction::Deadline | Direction::Elapsed => {}
        }
        let mut term = calendar.term(&TermRequest {
            start,
            period,
            roll: self.roll,
            basis: basis.clone(),
            extensions: extensions.to_vec(),
            suspensions: suspensions.to_vec(),
            if_resumed,
        })?;
        if let (Direction::Elapsed, Some(due)) = (self.direction, term.due) {
            let next = due.date().tomorrow().map_err(zhiheng_calendar::CalendarError::from)?;
            let text = format!("期满后，即自 {}起，{}。", day_words(next), self.to);
            term.steps.push(Step { kind: StepKind::Note, text, basis });
        }
        Ok(term)
    }

    /// Refuses extensions that the rule does not allow: too many, or longer than the law says.
    pub fn check_extensions(&self, extensions: &[Extension]) -> Result<(), PeriodError> {
        let mut allowed = self
            .extensions
            .iter()
            .flat_map(|rule| std::iter::repeat_n(rule, usize::try_from(rule.times).unwrap_or(1)));
        for (index, extension) in extensions.iter().enumerate() {
            let fits = allowed.next().is_some_and(|rule| {
                rule.period.is_none_or(|most| {
                    most.unit == extension.period.unit && extension.period.amount <= most.amount
                })
            });
            if !fits {
                return Err(PeriodError::ExtensionNotAllowed {
                    code: self.code.clone(),
                    number: index + 1,
                    period: extension.period,
                    allowed: self.allowed_extensions(),
                });
            }
        }
        Ok(())
    }

    /// The surcharge on `principal` (分) at the end of `until`, when payment was due by `last_day` (处罚法72、73).
    /// Stopped days (复议、诉讼期间) bear none. None where the rule is no rate.
    pub fn surcharge(
        &self,
        principal: u64,
        last_day: Date,
        until: Date,
        suspensions: &[Suspension],
    ) -> Option<Surcharge> {
        let RuleKind::Rate { percent } = self.kind else { return None };
        let stopped =
            |day: Date| suspensions.iter().any(|s| s.from <= day && s.to.is_none_or(|to| day < to));
        // The cap ends the count, so no more than 100 days that bear a surcharge are ever walked with 1 % a day;
        // stopped days in between are skipped one by one, bounded by `until`.
        let enough = 100_u32.div_ceil(percent.max(1));
        let mut days = 0;
        let mut day = last_day;
        while days < enough && day < until {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if !stopped(day) {
                days += 1;
            }
        }
        let share = u128::from(percent) * u128::from(days);
        let amount = (u128::from(principal) * share / 100).min(u128::from(principal));
        Some(Surcharge {
            days,
            amount: u64::try_from(amount).unwrap_or(principal),
            capped: share >= 100,
        })
    }

    fn first_day_of_rate(&self, last_day: Date, percent: u32) -> Result<Term, PeriodError> {
        let refused = zhiheng_calendar::CalendarError::from;
        let first = last_day.tomorrow().map_err(refused)?;
        let days = 100_u32.div_ceil(percent.max(1));
        let cap = last_day
            .checked_add(jiff::Span::new().days(i64::from(days.min(100))))
            .map_err(refused)?;
        let texts = [
            format!("缴款期限届满日 {}，不计入；自次日 {first} 起计。", day_words(last_day)),
            format!("逾期每日按罚款数额的 {percent}% 加处罚款，总额不超过罚款数额。"),
            format!("没有停止计算的，第 {days} 日即 {}到顶。", day_words(cap)),
        ];
        let steps = texts.map(|text| Step { kind: StepKind::Run, text, basis: self.basis.clone() });
        Ok(finished(Due::Day(first), steps.to_vec(), Vec::new()))
    }

    /// The article, with the local rule where one changed the length.
    fn full_basis(&self) -> String {
        match &self.changed {
            Some(changed) => format!("{}；{}", changed.basis, self.basis),
            None => self.basis.clone(),
        }
    }

    fn allowed_extensions(&self) -> String {
        if self.extensions.is_empty() {
            return format!("{}没有规定可以延长", self.basis);
        }
        let each = self.extensions.iter().map(|rule| {
            let most = rule.period.map_or_else(
                || format!("{}（长度由决定写明）", rule.condition),
                |period| format!("每次不超过 {period}，{} 次", rule.times),
            );
            format!("{most}，依据{}", rule.basis)
        });
        format!("可以延长：{}", each.collect::<Vec<_>>().join("；"))
    }
}

fn term_of(threshold: Threshold, due: Date) -> Term {
    finished(Due::Day(due), threshold.steps, threshold.alarms)
}

fn finished(due: Due, steps: Vec<Step>, alarms: Vec<zhiheng_calendar::Alarm>) -> Term {
    Term {
        due: Some(due),
        last_moment: Some(due.last_moment()),
        due_if_resumed: None,
        steps,
        alarms,
        suspended_now: false,
    }
}
