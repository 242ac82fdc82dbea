//! What must hold for every date, and agreement with a second, plain calculator on thousands of random terms.

use std::sync::LazyLock;

use crate::naive::{Naive, official};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use zhiheng_calendar::{
    Calendar, Due, Extension, Moment, Period, Roll, Suspension, TermRequest, Unit,
};

static OFFICIAL: LazyLock<Calendar> = LazyLock::new(official);
static NAIVE: LazyLock<Naive> = LazyLock::new(Naive::new);

/// Days from 2017 to 2028: known years, and unknown ones on both sides.
fn near() -> impl Strategy<Value = Date> {
    (0_i64..4380).prop_map(|days| date(2017, 1, 1).saturating_add(jiff::Span::new().days(days)))
}

fn any_date() -> impl Strategy<Value = Date> {
    let all = (-9999_i16..=9999, 1_i8..=12, 1_i8..=28);
    prop_oneof![
        all.prop_map(|(year, month, day)| date(year, month, day)),
        (0_i64..40).prop_map(|days| Date::MAX.saturating_sub(jiff::Span::new().days(days))),
        (0_i64..40).prop_map(|days| Date::MIN.saturating_add(jiff::Span::new().days(days))),
    ]
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::Hour,
        Unit::NaturalDay,
        Unit::WorkingDay,
        Unit::Month,
        Unit::Year,
    ])
}

fn roll() -> impl Strategy<Value = Roll> {
    prop::sample::select(vec![Roll::Forward, Roll::Stay])
}

/// Up to three closed stops around `start`.
fn stops(start: Date) -> impl Strategy<Value = Vec<Suspension>> {
    prop::collection::vec((-30_i64..120, 0_i64..60), 0..4).prop_map(move |stops| {
        let later = |days| start.saturating_add(jiff::Span::new().days(days));
        let stop = |(from, length): (i64, i64)| stop(later(from), Some(later(from + length)));
        stops.into_iter().map(stop).collect()
    })
}

fn stop(from: Date, to: Option<Date>) -> Suspension {
    Suspension { from, to, reason: "中止".to_owned(), basis: "法".to_owned() }
}

fn request(start: Date, amount: u32, unit: Unit, roll: Roll) -> TermRequest {
    TermRequest::new(start, Period::new(amount, unit), roll)
}

fn due(asked: &TermRequest) -> Date {
    OFFICIAL.term(asked).unwrap().due.unwrap().date()
}

fn stopped(stops: &[Suspension], day: Date) -> bool {
    stops.iter().any(|s| s.from <= day && s.to.is_none_or(|to| day < to))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_product_agrees_with_the_plain_calculator(
        (start, stops) in near().prop_flat_map(|start| (Just(start), stops(start))),
        amount in 1_u32..130,
        unit in prop::sample::select(vec![Unit::NaturalDay, Unit::WorkingDay]),
        roll in roll(),
        extra in prop::option::of(1_u32..40),
    ) {
        let mut asked = request(start, amount, unit, roll);
        asked.suspensions.clone_from(&stops);
        let extension = |amount| Extension {
            period: Period::new(amount, unit),
            reason: "批准".to_owned(),
            basis: "法".to_owned(),
        };
        asked.extensions.extend(extra.map(extension));
        let worked = unit == Unit::WorkingDay;
        let held = |day: Date| stopped(&stops, day);
        let mut expected = NAIVE.nth(start, amount + extra.unwrap_or(0), worked, held);
        while roll == Roll::Forward && (held(expected) || !NAIVE.works(expected)) {
            expected = expected.tomorrow().unwrap();
        }
        prop_assert_eq!(due(&asked), expected);
    }

    #[test]
    fn months_and_years_agree_with_the_plain_calculator(start in near(), months in 1_u32..80, years in 1_u32..9) {
        let asked = request(start, months, Unit::Month, Roll::Stay);
        prop_assert_eq!(due(&asked), Naive::months(start, months));
        let asked = request(start, years, Unit::Year, Roll::Stay);
        prop_assert_eq!(due(&asked), Naive::months(start, years * 12));
    }

    #[test]
    fn every_day_is_what_the_plain_calculator_says(day in near(), length in 0_i64..900) {
        prop_assert_eq!(OFFICIAL.is_working_day(day), NAIVE.works(day));
        let until = day.saturating_add(jiff::Span::new().days(length));
        let counted = OFFICIAL.working_days_between(day, until);
        prop_assert_eq!(counted, NAIVE.working_days(day, until));
        prop_assert_eq!(OFFICIAL.working_days_between(until.tomorrow().unwrap(), day), 0);
    }
}

proptest! {
    #[test]
    fn working_days_from_start_to_due_are_as_many_as_asked(start in near(), amount in 1_u32..200) {
        let last = due(&request(start, amount, Unit::WorkingDay, Roll::Stay));
        prop_assert_eq!(NAIVE.working_days(start, last), amount);
        prop_assert!(NAIVE.works(last));
    }

    #[test]
    fn a_later_start_never_ends_earlier(start in near(), later in 0_i64..40, amount in 1_u32..90, unit in unit(), roll in roll()) {
        let second = start.saturating_add(jiff::Span::new().days(later));
        prop_assert!(due(&request(start, amount, unit, roll)) <= due(&request(second, amount, unit, roll)));
    }

    #[test]
    fn a_longer_period_or_one_more_stop_never_ends_earlier(
        (start, stops) in near().prop_flat_map(|start| (Just(start), stops(start))),
        amount in 1_u32..90, unit in unit(), roll in roll(),
    ) {
        let plain = request(start, amount, unit, roll);
        let mut held = plain.clone();
        held.suspensions = stops;
        prop_assert!(due(&plain) <= due(&held));
        let mut longer = held.clone();
        longer.period.amount += 1;
        prop_assert!(due(&held) <= due(&longer));
    }

    #[test]
    fn a_rolled_term_never_ends_on_a_rest_day(start in near(), amount in 1_u32..200, unit in unit()) {
        prop_assume!(unit != Unit::Hour);
        prop_assert!(NAIVE.works(due(&request(start, amount, unit, Roll::Forward))));
    }

    #[test]
    fn the_last_day_of_notice_is_the_last_from_which_the_event_can_be_reached(event in near(), amount in 1_u32..60, working in any::<bool>()) {
        let unit = if working { Unit::WorkingDay } else { Unit::NaturalDay };
        let period = Period::new(amount, unit);
        let latest = OFFICIAL.latest_before(event, period, "法").unwrap();
        let reach = |day: Date| OFFICIAL.earliest_after(day, period, "法").unwrap().day;
        prop_assert!(reach(latest.day) <= event);
        prop_assert!(reach(latest.day.tomorrow().unwrap()) > event);
        prop_assert!(latest.working_day <= latest.day && NAIVE.works(latest.working_day));
    }

    #[test]
    fn months_before_an_event_leave_the_whole_period(event in near(), months in 1_u32..30) {
        let period = Period::new(months, Unit::Month);
        let latest = OFFICIAL.latest_before(event, period, "法").unwrap().day;
        prop_assert!(OFFICIAL.earliest_after(latest, period, "法").unwrap().day <= event);
    }

    #[test]
    fn an_open_stop_leaves_nothing_due_and_resuming_equals_a_closed_one(start in near(), after in 1_i64..20, length in 0_i64..50, amount in 20_u32..60, unit in unit()) {
        prop_assume!(unit != Unit::Hour);
        let later = |days| start.saturating_add(jiff::Span::new().days(days));
        let mut open = request(start, amount, unit, Roll::Forward);
        open.suspensions.push(stop(later(after), None));
        open.if_resumed = Some(later(after + length));
        let term = OFFICIAL.term(&open).unwrap();
        prop_assert!(term.suspended_now && term.due.is_none());
        let mut closed = open.clone();
        closed.suspensions = vec![stop(later(after), open.if_resumed)];
        prop_assert_eq!(term.due_if_resumed, OFFICIAL.term(&closed).unwrap().due);
    }

    #[test]
    fn no_date_makes_it_panic_or_wrap(
        start in any_date(), amount in prop_oneof![0_u32..3000, any::<u32>()], unit in unit(), roll in roll(),
        from in any_date(), to in prop::option::of(any_date()), resumed in prop::option::of(any_date()),
        hour in prop::option::of(0_i8..24),
    ) {
        // Millions of working days are walked one by one; that is checked once, with u32::MAX, among the examples.
        prop_assume!(unit != Unit::WorkingDay || !(3000..8_000_000).contains(&amount));
        let mut asked = request(start, amount, unit, roll);
        if let Some(hour) = hour {
            asked.start = Moment::At(start.at(hour, 59, 59, 999_999_999));
        }
        asked.suspensions.push(stop(from, to));
        asked.if_resumed = resumed;
        match OFFICIAL.term(&asked) {
            Ok(term) => {
                prop_assert!(!term.steps.is_empty());
                prop_assert_eq!(term.due.is_none(), term.suspended_now);
                prop_assert!(term.due.is_none_or(|due| due.last_moment() > start.at(0, 0, 0, 0)));
            }
            Err(error) => prop_assert!(error.code().starts_with("calendar.")),
        }
        // Neither do the other questions.
        let _ = OFFICIAL.latest_before(start, asked.period, "");
        let _ = OFFICIAL.earliest_after(start, asked.period, "");
        let _ = OFFICIAL.annual(start.year(), 1, 31, roll, "");
        let _ = OFFICIAL.remaining(start.at(0, 0, 0, 0), Due::Day(from));
        let _ = (OFFICIAL.working_day_from(start), OFFICIAL.working_day_until(start), OFFICIAL.day(start));
    }
}
