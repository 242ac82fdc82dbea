//! How much of a term is left, in counts and in Chinese words. Which colour that deserves is for the face to say.

use jiff::civil::DateTime;
use serde::Serialize;

use crate::days::{Calendar, days_between};
use crate::period::Due;

/// Whether a term is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 逾期.
    Overdue,
    /// 今日到期.
    Today,
    /// 未到期.
    Ahead,
}

/// What is left of a term at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remaining {
    /// Over, today or ahead.
    pub state: State,
    /// Calendar days: overdue by so many, or so many left. 0 within the day itself.
    pub days: u32,
    /// Working days left, today not counted, the due day counted; 0 unless ahead.
    pub working_days: u32,
    /// In words: `逾期 3 天`, `今日到期`, `还剩 2 个工作日`.
    pub words: String,
}

impl Calendar {
    /// What is left of a term due at `due`, seen at `now` (China standard time).
    pub fn remaining(&self, now: DateTime, due: Due) -> Remaining {
        let today = now.date();
        let distance = days_between(today, due.date());
        let days = u32::try_from(distance.unsigned_abs()).unwrap_or(u32::MAX);
        let over = now > due.last_moment() && !matches!(due, Due::Day(day) if day == today);
        let (state, working_days, words) = if over && days > 0 {
            (State::Overdue, 0, format!("逾期 {days} 天"))
        } else if over {
            (State::Overdue, 0, "逾期不足 1 天".to_owned())
        } else if days == 0 {
            let words = match due {
                Due::Day(_) => "今日到期".to_owned(),
                Due::At(moment) => format!("今日 {} 到期", moment.strftime("%H:%M")),
            };
            (State::Today, 0, words)
        } else {
            let working = self.working_days_between(today, due.date());
            let words = if working == 0 {
                format!("还剩 {days} 天，其间没有工作日")
            } else {
                format!("还剩 {working} 个工作日")
            };
            (State::Ahead, working, words)
        };
        Remaining { state, days, working_days, words }
    }
}
