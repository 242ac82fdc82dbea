//! Lights: how a due day stands today, in a state, a number and words; and the range of due days that each light means.
//!
//! What this is not: the computing of due days, which is the calendar's and was done when the duty was created.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiheng_calendar::{Calendar, Due};

use crate::application::App;

/// Working days ahead within which a light is yellow.
pub const SOON: u32 = 3;
/// Days looked ahead for the last day that is still soon: no holiday is that long.
const HORIZON: usize = 40;

/// State of a light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LightState {
    /// 逾期
    Overdue,
    /// 今日到期
    Today,
    /// Due within three working days.
    Soon,
    /// Later, or without a due day.
    Ok,
    /// The clock stands.
    Stopped,
    /// 已办结
    Done,
    /// Fell away lawfully.
    Excused,
}

/// A light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Light {
    /// State.
    pub state: LightState,
    /// Calendar days overdue or left; 0 where there is no due day.
    pub days: u32,
    /// In words, for example `逾期 3 天`.
    pub text: String,
}

/// How something stands whose state is `open`, `stopped`, `fulfilled` or `excused`.
pub fn light(calendar: &Calendar, today: Date, due: Option<Date>, state: &str) -> Light {
    let without = |state, text: &str| Light { state, days: 0, text: text.to_owned() };
    match (state, due) {
        ("stopped", _) => without(LightState::Stopped, "期限中止"),
        ("fulfilled", _) => without(LightState::Done, "已完成"),
        ("excused", _) => without(LightState::Excused, "依法免除"),
        (_, None) => without(LightState::Ok, "应当及时办理"),
        (_, Some(day)) => {
            let remaining = calendar.remaining(today.at(12, 0, 0, 0), Due::Day(day));
            let state = match remaining.state {
                zhiheng_calendar::State::Overdue => LightState::Overdue,
                zhiheng_calendar::State::Today => LightState::Today,
                zhiheng_calendar::State::Ahead if remaining.working_days <= SOON => {
                    LightState::Soon
                }
                zhiheng_calendar::State::Ahead => LightState::Ok,
            };
            Light { state, days: remaining.days, text: remaining.words }
        }
    }
}

/// Kind of a duty that is the party's own right: whoever does not use it in time loses it and is late with nothing.
pub const RIGHT: &str = "right";

/// Whether a right ran out unused.
pub fn lapsed(today: Date, due: Option<Date>, kind: &str, state: &str) -> bool {
    kind == RIGHT && state == "open" && due.is_some_and(|due| due < today)
}

/// How a duty stands: like [`light`], but a right that ran out is no delay.
pub fn duty_light(
    calendar: &Calendar,
    today: Date,
    due: Option<Date>,
    kind: &str,
    state: &str,
) -> Light {
    if lapsed(today, due, kind, state) {
        return Light { state: LightState::Excused, days: 0, text: "期满未行使".to_owned() };
    }
    light(calendar, today, due, state)
}

/// How a matter stands: by its earliest due day, or ended.
pub fn matter_light(calendar: &Calendar, today: Date, due: Option<Date>, open: bool) -> Light {
    match (due, open) {
        (Some(_), _) => light(calendar, today, due, "open"),
        (None, true) => {
            Light { state: LightState::Ok, days: 0, text: "没有计算中的期限".to_owned() }
        }
        (None, false) => Light { state: LightState::Done, days: 0, text: "已办结".to_owned() },
    }
}

/// First and last due day that show a light; none where no due day does.
pub fn due_range(
    calendar: &Calendar,
    today: Date,
    state: LightState,
) -> Option<(Option<Date>, Option<Date>)> {
    let tomorrow = today.tomorrow().ok()?;
    let last_soon = today
        .series(jiff::Span::new().days(1))
        .take(HORIZON)
        .take_while(|day| calendar.working_days_between(today, *day) <= SOON)
        .last()
        .unwrap_or(today);
    match state {
        LightState::Overdue => Some((None, Some(today.yesterday().ok()?))),
        LightState::Today => Some((Some(today), Some(today))),
        LightState::Soon => Some((Some(tomorrow), Some(last_soon))),
        LightState::Ok => Some((Some(last_soon.tomorrow().ok()?), None)),
        LightState::Stopped | LightState::Done | LightState::Excused => None,
    }
}

impl App {
    /// The light of a stored due day today.
    pub fn light(&self, due: Option<&str>, state: &str) -> Light {
        light(self.calendar(), self.today(), due.and_then(|day| day.parse().ok()), state)
    }

    /// The light of a stored duty today.
    pub fn duty_light(&self, due: Option<&str>, kind: &str, state: &str) -> Light {
        let due = due.and_then(|day| day.parse().ok());
        duty_light(self.calendar(), self.today(), due, kind, state)
    }

    /// The light of a stored matter row today.
    pub fn matter_light(&self, due: Option<&str>, open: bool) -> Light {
        matter_light(self.calendar(), self.today(), due.and_then(|day| day.parse().ok()), open)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> Calendar {
        Calendar::new([])
    }

    #[test]
    fn a_light_says_how_many_days_it_is_over_and_never_by_colour_alone() {
        let today = date(2026, 3, 4);
        let overdue = light(&calendar(), today, Some(date(2026, 3, 1)), "open");
        assert_eq!(
            (overdue.state, overdue.days, overdue.text.as_str()),
            (LightState::Overdue, 3, "逾期 3 天")
        );
        assert_eq!(
            light(&calendar(), today, Some(date(2026, 3, 1)), "stopped").state,
            LightState::Stopped
        );
        assert_eq!(light(&calendar(), today, None, "open").text, "应当及时办理");
        let unused = duty_light(&calendar(), today, Some(date(2026, 3, 1)), RIGHT, "open");
        assert_eq!((unused.state, unused.text.as_str()), (LightState::Excused, "期满未行使"));
    }

    proptest! {
        /// A list filtered by a light shows exactly the rows that bear it.
        #[test]
        fn the_range_of_a_light_holds_exactly_the_days_that_bear_it(from in 0_i64..700, ahead in -60_i64..60) {
            let today = date(2025, 1, 1).checked_add(jiff::Span::new().days(from)).unwrap();
            let due = today.checked_add(jiff::Span::new().days(ahead)).unwrap();
            let shown = light(&calendar(), today, Some(due), "open").state;
            for state in [LightState::Overdue, LightState::Today, LightState::Soon, LightState::Ok] {
                let (first, last) = due_range(&calendar(), today, state).unwrap();
                let within = first.is_none_or(|first| first <= due) && last.is_none_or(|last| due <= last);
                prop_assert_eq!(within, shown == state, "{:?} on {} due {}", state, today, due);
            }
        }
    }
}
