//! The statute's examples, each counted by hand from the official notices.

use crate::naive::{official, only};
use jiff::civil::{Date, date, datetime};
use zhiheng_calendar::{
    Alarm, Calendar, CalendarError, DayKind, Due, Extension, Moment, Period, Roll, State, StepKind,
    Suspension, Term, TermRequest, Unit, YearNotice, china_date, china_datetime,
};

fn request(start: impl Into<Moment>, amount: u32, unit: Unit, roll: Roll) -> TermRequest {
    TermRequest::new(start, Period::new(amount, unit), roll)
}

fn term(start: Date, amount: u32, unit: Unit, roll: Roll) -> Term {
    official().term(&request(start, amount, unit, roll)).unwrap()
}

fn due(start: Date, amount: u32, unit: Unit, roll: Roll) -> Date {
    term(start, amount, unit, roll).due.unwrap().date()
}

fn stop(from: Date, to: Option<Date>) -> Suspension {
    Suspension { from, to, reason: "鉴定".to_owned(), basis: "市监64".to_owned() }
}

fn text(term: &Term) -> String {
    term.steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn given_a_decision_on_the_eve_of_national_day_when_seven_working_days_run_then_they_end_on_the_fifteenth()
 {
    // 30 September is not counted. 1–7 October are off. Counted: Thu 8, Fri 9, Sat 10 (made up), Mon 12, Tue 13,
    // Wed 14, Thu 15. Sunday 11 is off.
    let term = term(date(2026, 9, 30), 7, Unit::WorkingDay, Roll::Stay);
    assert_eq!(term.due, Some(Due::Day(date(2026, 10, 15))));
    assert_eq!(term.last_moment, Some(datetime(2026, 10, 15, 23, 59, 59, 0)));
    assert!(term.alarms.is_empty() && !term.suspended_now);
    let text = text(&term);
    for said in [
        "2026-09-30（周三）为起始日，不计入",
        "民事诉讼法第八十五条",
        "2026-10-01 至 2026-10-07 国庆节放假不计",
        "2026-10-10（周六）调休上班（国庆节）计入",
        "content_7047091",
        "到期日 2026-10-15（周四）",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}

#[test]
fn given_spring_festival_2026_when_working_days_run_then_the_long_holiday_is_left_out_and_made_up_saturdays_count()
 {
    // From Fri 13 February: Sat 14 (made up) 1; 15–23 off; Tue 24 to Fri 27: 2–5; Sat 28 (made up) 6.
    assert_eq!(due(date(2026, 2, 13), 5, Unit::WorkingDay, Roll::Stay), date(2026, 2, 27));
    assert_eq!(due(date(2026, 2, 13), 6, Unit::WorkingDay, Roll::Stay), date(2026, 2, 28));
}

#[test]
fn given_2020_when_the_second_paper_lengthened_the_holiday_then_terms_across_it_are_longer() {
    let first = r#"{"year":2020,"papers":["a"],"days":[
        {"name":"春节","date":"2020-01-19","isOffDay":false},
        {"name":"春节","date":"2020-01-24","isOffDay":true},{"name":"春节","date":"2020-01-27","isOffDay":true},
        {"name":"春节","date":"2020-01-28","isOffDay":true},{"name":"春节","date":"2020-01-29","isOffDay":true},
        {"name":"春节","date":"2020-01-30","isOffDay":true},{"name":"春节","date":"2020-02-01","isOffDay":false}]}"#;
    let second = r#"{"year":2020,"papers":["b"],"days":[
        {"name":"春节","date":"2020-01-31","isOffDay":true},{"name":"春节","date":"2020-02-01","isOffDay":true},
        {"name":"春节","date":"2020-02-02","isOffDay":true}]}"#;
    let [first, second] = [first, second].map(|text| YearNotice::parse("2020.json", text).unwrap());
    let asked = request(date(2020, 1, 23), 5, Unit::WorkingDay, Roll::Stay);
    let on = |calendar: Calendar| calendar.term(&asked).unwrap().due.unwrap().date();
    // First paper: Fri 31 January, Sat 1 February (made up), Mon 3, Tue 4, Wed 5.
    assert_eq!(on(Calendar::new([first.clone()])), date(2020, 2, 5));
    // With the second: off until Sun 2; Mon 3 to Fri 7.
    let both = Calendar::new([first, second]);
    assert_eq!(both.notice_source(2020).unwrap(), ["a", "b"]);
    assert_eq!(on(both), date(2020, 2, 7));
    assert_eq!(on(official()), date(2020, 2, 7));
    assert_eq!(official().notice_source(2020).unwrap().len(), 2);
}

#[test]
fn given_months_when_the_target_month_is_shorter_then_the_term_ends_on_its_last_day() {
    assert_eq!(due(date(2026, 1, 31), 1, Unit::Month, Roll::Stay), date(2026, 2, 28));
    assert_eq!(due(date(2024, 1, 31), 1, Unit::Month, Roll::Stay), date(2024, 2, 29));
    assert_eq!(due(date(2024, 2, 29), 2, Unit::Year, Roll::Stay), date(2026, 2, 28));
    assert_eq!(due(date(2026, 3, 2), 6, Unit::Month, Roll::Stay), date(2026, 9, 2));
    // 30 November + 3 months is Saturday 28 February 2026, a made-up working day: nothing to roll.
    assert_eq!(due(date(2025, 11, 30), 3, Unit::Month, Roll::Forward), date(2026, 2, 28));
    // An extension by a month does not lose the 31st on the way: 31 January + 1 + 1 months.
    let mut asked = request(date(2026, 1, 31), 1, Unit::Month, Roll::Stay);
    asked.extensions.push(Extension {
        period: Period::new(1, Unit::Month),
        reason: "批准".to_owned(),
        basis: "法".to_owned(),
    });
    assert_eq!(official().term(&asked).unwrap().due, Some(Due::Day(date(2026, 3, 31))));
}

#[test]
fn given_the_turn_of_2018_when_the_next_years_notice_moves_december_then_it_prevails() {
    // The notice for 2019: Sat 29 December 2018 made up, 30 and 31 off, 1 January off. So Sat 29, then Wed 2 January.
    assert_eq!(due(date(2018, 12, 28), 2, Unit::WorkingDay, Roll::Stay), date(2019, 1, 2));
    // Without it, only 2018 is known: Mon 31 December, Tue 1 January (no notice), and both gaps are said.
    let asked = request(date(2018, 12, 28), 2, Unit::WorkingDay, Roll::Stay);
    let alone = only(&[2018]).term(&asked).unwrap();
    assert_eq!(alone.due, Some(Due::Day(date(2019, 1, 1))));
    assert_eq!(alone.alarms, [Alarm::CalendarMissing { year: 2019 }]);
    let one = request(date(2018, 12, 28), 1, Unit::WorkingDay, Roll::Stay);
    assert_eq!(only(&[2018]).term(&one).unwrap().alarms, [Alarm::DecemberOpen { year: 2019 }]);
}

#[test]
fn given_fifteen_days_that_end_on_national_day_when_the_term_is_the_partys_then_it_rolls_past_the_holiday()
 {
    let rolled = term(date(2026, 9, 16), 15, Unit::NaturalDay, Roll::Forward);
    assert_eq!(rolled.due, Some(Due::Day(date(2026, 10, 8))));
    let roll = rolled.steps.iter().find(|step| step.kind == StepKind::Roll).unwrap();
    assert!(roll.text.contains("2026-10-01（周四）是休息日") && roll.basis.contains("第八十五条"));
    let stays = term(date(2026, 9, 16), 15, Unit::NaturalDay, Roll::Stay);
    assert_eq!(stays.due, Some(Due::Day(date(2026, 10, 1))));
    assert!(text(&stays).contains("不顺延"));
}

#[test]
fn given_a_last_day_on_a_made_up_saturday_when_it_could_roll_then_it_does_not() {
    // 30 September + 10 days is Sat 10 October 2026, worked.
    assert_eq!(due(date(2026, 9, 30), 10, Unit::NaturalDay, Roll::Forward), date(2026, 10, 10));
}

#[test]
fn given_twenty_four_hours_when_the_starting_hour_is_left_out_then_they_end_on_a_full_hour() {
    let hours =
        |start: Moment| official().term(&request(start, 24, Unit::Hour, Roll::Forward)).unwrap();
    let term = hours(datetime(2026, 9, 30, 14, 37, 0, 0).into());
    assert_eq!(term.due, Some(Due::At(datetime(2026, 10, 1, 15, 0, 0, 0))));
    assert_eq!(term.due.unwrap().to_string(), "2026-10-01T15:00");
    let no_time = hours(date(2026, 9, 30).into());
    assert_eq!(no_time.due, Some(Due::At(datetime(2026, 10, 1, 1, 0, 0, 0))));
    assert_eq!(no_time.alarms, [Alarm::TimeMissing { day: date(2026, 9, 30) }]);
}

#[test]
fn given_a_closed_suspension_when_natural_days_run_then_they_shift_by_the_days_within_the_term() {
    let mut asked = request(date(2026, 3, 2), 90, Unit::NaturalDay, Roll::Stay);
    // 90 days end on 31 May; 20 stopped days (10–29 April, the 30th counts again) move that to 20 June.
    asked.suspensions.push(stop(date(2026, 4, 10), Some(date(2026, 4, 30))));
    let term = official().term(&asked).unwrap();
    assert_eq!(term.due, Some(Due::Day(date(2026, 6, 20))));
    assert!(
        text(&term).contains(
            "2026-04-10 起停止计算（鉴定），2026-04-30 恢复，20 日不计入。（依据：市监64）"
        )
    );
    // Overlapping stops leave a day out once: five more days.
    asked.suspensions.push(stop(date(2026, 4, 20), Some(date(2026, 5, 5))));
    let term = official().term(&asked).unwrap();
    assert_eq!(term.due, Some(Due::Day(date(2026, 6, 25))));
    assert!(text(&term).contains("合计 25 日"));
    // A stop that began before the start counts only from the first day of the term; one after the end not at all.
    asked.suspensions = vec![
        stop(date(2026, 2, 1), Some(date(2026, 3, 5))),
        stop(date(2026, 7, 1), Some(date(2026, 7, 9))),
    ];
    let term = official().term(&asked).unwrap();
    assert_eq!(term.due, Some(Due::Day(date(2026, 6, 2))));
    assert!(!text(&term).contains("2026-07"));
}

#[test]
fn given_a_clock_stopped_and_started_on_one_day_when_it_runs_then_nothing_is_lost() {
    let mut asked = request(date(2026, 3, 2), 5, Unit::WorkingDay, Roll::Stay);
    asked.suspensions.push(stop(date(2026, 3, 4), Some(date(2026, 3, 4))));
    assert_eq!(official().term(&asked).unwrap().due, Some(Due::Day(date(2026, 3, 9))));
}

#[test]
fn given_a_suspension_when_working_days_run_then_they_skip_it() {
    // Wed 4 to Sun 8 March stopped: Tue 3, then Mon 9 to Thu 12.
    let mut asked = request(date(2026, 3, 2), 5, Unit::WorkingDay, Roll::Stay);
    asked.suspensions.push(stop(date(2026, 3, 4), Some(date(2026, 3, 9))));
    assert_eq!(official().term(&asked).unwrap().due, Some(Due::Day(date(2026, 3, 12))));
}

#[test]
fn given_an_open_suspension_when_asked_then_the_clock_stands_and_nothing_is_due() {
    let mut asked = request(date(2026, 3, 2), 90, Unit::NaturalDay, Roll::Stay);
    asked.suspensions.push(stop(date(2026, 4, 10), None));
    let term = official().term(&asked).unwrap();
    assert_eq!((term.due, term.last_moment, term.due_if_resumed), (None, None, None));
    assert!(term.suspended_now && text(&term).contains("尚未恢复"));
    asked.if_resumed = Some(date(2026, 4, 30));
    let term = official().term(&asked).unwrap();
    assert_eq!((term.due, term.due_if_resumed), (None, Some(Due::Day(date(2026, 6, 20)))));
    assert!(text(&term).contains("如于 2026-04-30 恢复，到期日为 2026-06-20"));
    // Opened after the term had run out, it stops nothing.
    asked.suspensions = vec![stop(date(2026, 6, 1), None)];
    let term = official().term(&asked).unwrap();
    assert_eq!((term.due, term.suspended_now), (Some(Due::Day(date(2026, 5, 31))), false));
}

#[test]
fn given_a_term_in_hours_when_days_are_stopped_then_their_hours_are_left_out() {
    let mut asked = request(datetime(2026, 3, 2, 14, 37, 0, 0), 24, Unit::Hour, Roll::Stay);
    asked.suspensions.push(stop(date(2026, 3, 3), Some(date(2026, 3, 5))));
    let due = official().term(&asked).unwrap().due;
    assert_eq!(due, Some(Due::At(datetime(2026, 3, 5, 15, 0, 0, 0))));
}

#[test]
fn given_a_term_ending_on_a_rest_day_when_extended_then_it_goes_on_from_the_nominal_last_day() {
    // 15 days end on 1 October; 15 more on 16 October, a Friday. The holiday between gives nothing.
    let mut asked = request(date(2026, 9, 16), 15, Unit::NaturalDay, Roll::Forward);
    asked.extensions.push(Extension {
        period: Period::new(15, Unit::NaturalDay),
        reason: "负责人批准".to_owned(),
        basis: "处罚法66".to_owned(),
    });
    let term = official().term(&asked).unwrap();
    assert_eq!(term.due, Some(Due::Day(date(2026, 10, 16))));
    assert!(
        text(&term).contains("延长 15 日（负责人批准），至 2026-10-16（周五）。（依据：处罚法66）")
    );
}

#[test]
fn given_a_year_without_notice_when_it_is_reached_then_the_answer_is_computed_and_says_so() {
    let working = term(date(2026, 12, 30), 5, Unit::WorkingDay, Roll::Stay);
    assert_eq!(working.due, Some(Due::Day(date(2027, 1, 6))));
    assert_eq!(working.alarms, [Alarm::CalendarMissing { year: 2027 }]);
    assert!(working.alarms[0].to_string().contains("没有 2027 年的放假安排通知"));
    // Counted in natural days the date stands, and the gap is still said.
    let natural = term(date(2026, 12, 30), 5, Unit::NaturalDay, Roll::Stay);
    assert!(natural.alarms.is_empty() && text(&natural).contains("日历缺失"));
    let rolled = term(date(2026, 12, 30), 5, Unit::NaturalDay, Roll::Forward);
    assert_eq!(rolled.alarms, [Alarm::CalendarMissing { year: 2027 }]);
    assert!(!official().day(date(2027, 1, 4)).known && official().notice_source(2027).is_none());
}

#[test]
fn a_day_says_what_it_is() {
    let kind = |day| official().day(day).kind;
    assert_eq!(kind(date(2026, 9, 30)), DayKind::Workday);
    assert_eq!(kind(date(2026, 10, 11)), DayKind::Weekend);
    assert_eq!(kind(date(2026, 10, 4)), DayKind::Holiday("国庆节".to_owned()));
    assert_eq!(kind(date(2026, 10, 10)), DayKind::MakeUpWorkday("国庆节".to_owned()));
    assert_eq!(kind(date(2022, 12, 31)), DayKind::Holiday("元旦".to_owned()));
}

#[test]
fn given_notice_seven_working_days_before_when_a_hearing_is_set_then_first_and_last_day_agree() {
    let seven = Period::new(7, Unit::WorkingDay);
    let calendar = official();
    let earliest = calendar.earliest_after(date(2026, 3, 2), seven, "处罚法64").unwrap();
    assert_eq!((earliest.day, earliest.working_day), (date(2026, 3, 11), date(2026, 3, 11)));
    let latest = calendar.latest_before(date(2026, 3, 11), seven, "处罚法64").unwrap();
    assert_eq!(latest.day, date(2026, 3, 2));
    assert!(latest.steps.iter().all(|step| !step.text.is_empty()));
    // Set for Mon 12 October: Sat 10, Fri 9, Thu 8 count, then Wed 30, Tue 29, Mon 28 September; the seventh is the
    // Monday itself. Notice by Sun 27 September, which is off (中秋), as are the two days before: Thu 24.
    let holiday = calendar.latest_before(date(2026, 10, 12), seven, "处罚法64").unwrap();
    assert_eq!((holiday.day, holiday.working_day), (date(2026, 9, 27), date(2026, 9, 24)));
    let hours = calendar.earliest_after(date(2026, 3, 2), Period::new(1, Unit::Hour), "x");
    assert_eq!(hours.unwrap_err(), CalendarError::HoursNotAllowed);
}

#[test]
fn given_a_yearly_report_when_asked_then_it_is_due_on_31_january_of_the_next_year() {
    let term = official().annual(2025, 1, 31, Roll::Stay, "国办发〔2018〕118号").unwrap();
    assert_eq!(term.due, Some(Due::Day(date(2026, 1, 31))));
    assert!(text(&term).contains("2025 年度"));
    // Saturday 31 January 2026, were it to roll.
    let rolled = official().annual(2025, 1, 31, Roll::Forward, "").unwrap();
    assert_eq!(rolled.due, Some(Due::Day(date(2026, 2, 2))));
    assert!(official().annual(2025, 2, 30, Roll::Stay, "").is_err());
    assert!(official().annual(9999, 1, 31, Roll::Stay, "").is_err());
}

#[test]
fn given_now_and_a_due_day_when_asked_then_what_is_left_is_said_in_working_days() {
    let calendar = official();
    let left = |hour, day, due| calendar.remaining(Date::at(day, hour, 0, 0, 0), due);
    let due = Due::Day(date(2026, 10, 9));
    let ahead = left(9, date(2026, 9, 30), due);
    assert_eq!((ahead.state, ahead.days, ahead.working_days), (State::Ahead, 9, 2));
    assert_eq!(ahead.words, "还剩 2 个工作日");
    assert_eq!(left(23, date(2026, 10, 9), due).words, "今日到期");
    let over = left(0, date(2026, 10, 12), due);
    assert_eq!((over.state, over.days, over.words.as_str()), (State::Overdue, 3, "逾期 3 天"));
    let rest = left(9, date(2026, 10, 1), Due::Day(date(2026, 10, 3)));
    assert_eq!(rest.words, "还剩 2 天，其间没有工作日");
    let moment = Due::At(datetime(2026, 10, 9, 15, 0, 0, 0));
    assert_eq!(left(15, date(2026, 10, 9), moment).words, "今日 15:00 到期");
    assert_eq!(left(16, date(2026, 10, 9), moment).words, "逾期不足 1 天");
}

#[test]
fn a_moment_is_read_as_day_or_as_day_and_time_and_nothing_else() {
    let read = |text: &str| text.parse::<Moment>();
    assert_eq!(read("2026-03-02"), Ok(Moment::Day(date(2026, 3, 2))));
    assert_eq!(read("2026-03-02T09:30"), Ok(Moment::At(datetime(2026, 3, 2, 9, 30, 0, 0))));
    assert_eq!(read("2026-03-02 09:30"), Ok(Moment::At(datetime(2026, 3, 2, 9, 30, 0, 0))));
    for wrong in [
        "",
        "2026-02-30",
        "2026/03/02",
        "2026-3-2",
        "明天",
        "2026-03-02T09:30Z",
        "2026-03-02T09:30+08:00",
    ] {
        assert_eq!(read(wrong).unwrap_err().code(), "calendar.not_a_moment", "{wrong}");
    }
}

#[test]
fn china_is_eight_hours_ahead_of_utc_all_year() {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(china_date(at("2026-06-30T15:59:59Z")), date(2026, 6, 30));
    assert_eq!(china_date(at("2026-06-30T16:00:00Z")), date(2026, 7, 1));
    assert_eq!(china_datetime(at("2026-12-31T16:30:00Z")), datetime(2027, 1, 1, 0, 30, 0, 0));
    china_datetime(jiff::Timestamp::MAX);
    china_datetime(jiff::Timestamp::MIN);
}

#[test]
fn given_nonsense_when_a_term_is_asked_then_it_is_refused_with_its_code() {
    let code = |asked: &TermRequest| official().term(asked).unwrap_err().code();
    assert_eq!(
        code(&request(date(2026, 3, 2), 0, Unit::Month, Roll::Stay)),
        "calendar.zero_period"
    );
    let mut reversed = request(date(2026, 3, 2), 9, Unit::NaturalDay, Roll::Stay);
    reversed.suspensions.push(stop(date(2026, 3, 9), Some(date(2026, 3, 8))));
    assert_eq!(code(&reversed), "calendar.suspension_reversed");
    for unit in [Unit::NaturalDay, Unit::WorkingDay, Unit::Month, Unit::Year, Unit::Hour] {
        for start in [date(2026, 3, 2), Date::MAX] {
            assert_eq!(
                code(&request(start, u32::MAX, unit, Roll::Forward)),
                "calendar.out_of_range"
            );
        }
    }
}

#[test]
fn given_a_mistake_in_a_notice_when_read_then_file_and_field_are_named() {
    let field = |text: &str| {
        let fault = YearNotice::parse("2026.json", text).unwrap_err();
        assert!(fault.to_string().starts_with("2026.json：") && !fault.message.is_empty());
        fault.field
    };
    let days = |day: &str| format!(r#"{{"year":2026,"papers":["p"],"days":[{day}]}}"#);
    assert_eq!(field("{\n\"year\": 2026,\n!"), "第 3 行");
    assert_eq!(field(r#"{"papers":[],"days":[]}"#), "year");
    assert_eq!(field(r#"{"year":2026,"days":[]}"#), "papers");
    assert_eq!(field(r#"{"year":2026,"papers":[7],"days":[]}"#), "papers[0]");
    assert_eq!(field(r#"{"year":2026,"papers":[]}"#), "days");
    assert_eq!(field(&days(r#"{"date":"2026-01-01","isOffDay":true}"#)), "days[0].name");
    assert_eq!(
        field(&days(r#"{"name":"元旦","date":"2026-13-01","isOffDay":true}"#)),
        "days[0].date"
    );
    assert_eq!(
        field(&days(r#"{"name":"元旦","date":"2025-11-30","isOffDay":true}"#)),
        "days[0].date"
    );
    assert_eq!(
        field(&days(r#"{"name":"元旦","date":"2026-01-01","isOffDay":1}"#)),
        "days[0].isOffDay"
    );
    let day = r#"{"name":"元旦","date":"2026-01-01","isOffDay":true}"#;
    assert_eq!(field(&days(&format!("{day},{day}"))), "days[1].date");
    assert_eq!(field(&format!(r#"{{"year":2026,"papers":[],"days":[{day}]}}"#)), "papers");
}
