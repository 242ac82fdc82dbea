//! Edges that the random dates hardly ever meet: two papers on one day, a stop that begins as the last hour ends.

use jiff::civil::{date, datetime};
use zhiheng_calendar::{
    Calendar, DayKind, Due, Period, Roll, Suspension, TermRequest, Unit, YearNotice,
};

use crate::naive::official;

fn notice(year: i16, off: bool) -> YearNotice {
    let text = format!(
        r#"{{"year":{year},"papers":["p"],"days":[{{"name":"元旦","date":"2025-12-31","isOffDay":{off}}}]}}"#
    );
    YearNotice::parse("notice", &text).unwrap()
}

#[test]
fn given_two_notices_on_one_december_day_when_merged_in_any_order_then_the_later_year_prevails() {
    for notices in
        [[notice(2025, false), notice(2026, true)], [notice(2026, true), notice(2025, false)]]
    {
        let day = Calendar::new(notices).day(date(2025, 12, 31));
        assert_eq!(day.kind, DayKind::Holiday("元旦".to_owned()));
    }
}

#[test]
fn given_two_papers_for_one_year_when_merged_then_the_one_given_later_prevails() {
    let day = |first, second| {
        Calendar::new([notice(2025, first), notice(2025, second)])
            .is_working_day(date(2025, 12, 31))
    };
    assert!(day(true, false) && !day(false, true));
}

#[test]
fn given_hours_that_end_at_midnight_when_a_stop_begins_there_then_it_comes_too_late() {
    let start = datetime(2026, 3, 2, 22, 30, 0, 0);
    let mut asked = TermRequest::new(start, Period::new(1, Unit::Hour), Roll::Stay);
    let end = Some(Due::At(datetime(2026, 3, 3, 0, 0, 0, 0)));
    for to in [Some(date(2026, 3, 9)), None] {
        asked.suspensions = vec![Suspension {
            from: date(2026, 3, 3),
            to,
            reason: "中止".to_owned(),
            basis: "法".to_owned(),
        }];
        let term = official().term(&asked).unwrap();
        assert_eq!((term.due, term.suspended_now), (end, false));
    }
}
