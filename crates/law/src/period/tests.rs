//! Tests of the period table: the national pack is complete, mistakes are found at their line, answers are the statute's.

use jiff::civil::{Date, date, datetime};
use proptest::prelude::*;
use zhiheng_calendar::{Calendar, Extension, Moment, Period, Roll, Suspension, Unit, YearNotice};

use super::*;

const NATIONAL: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/national/periods.toml"));

fn table() -> PeriodTable {
    PeriodTable::parse("periods.toml", NATIONAL).unwrap()
}

fn calendar() -> Calendar {
    let texts = [
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2025.json")),
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2026.json")),
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2027.json")),
    ];
    Calendar::new(texts.map(|text| YearNotice::parse("notice", text).unwrap()))
}

fn due(code: &str, start: &str) -> String {
    answer(code, start.parse().unwrap(), &calendar(), &table()).unwrap().due
}

/// One rule of a file, with `change` put in place of a line.
fn file_with(from: &str, to: &str) -> String {
    let rule = "# a comment first\n[[rule]]\ncode = \"X\"\ntitle = \"名\"\nfrom = \"起\"\nto = \"止\"\n\
                amount = 5\nunit = \"natural_day\"\nbearer = \"agency\"\nroll = \"stay\"\n\
                basis = \"法1\"\ncertainty = \"read\"\n";
    assert!(rule.contains(from), "the line to change must be there");
    rule.replace(from, to)
}

fn faults(text: &str) -> Vec<(usize, String)> {
    let found = PeriodTable::parse("periods.toml", text).unwrap_err();
    assert!(found.iter().all(|f| f.file == "periods.toml" && !f.advice.is_empty()));
    found.into_iter().map(|fault| (fault.line, fault.message)).collect()
}

#[test]
fn the_national_pack_holds_every_code_and_every_spelling() {
    let table = table();
    let wanted = [
        "PEN_VERIFY",
        "PEN_LIMIT",
        "PEN_REG",
        "PEN_EMERG",
        "PEN_DEFEND",
        "PEN_HEAR_REQ",
        "PEN_HEAR_NOTICE",
        "PEN_HEAR_REPORT",
        "PEN_LEGAL",
        "PEN_DECIDE",
        "PEN_SERVE",
        "PEN_ANNOUNCE",
        "PEN_PUBLISH",
        "PEN_WITHDRAW",
        "PEN_PAY",
        "PEN_CASH1",
        "PEN_CASH2",
        "PEN_CASH1/2",
        "PEN_SURCHARGE",
        "PEN_URGE",
        "PEN_COURT",
        "PEN_SIMPLE_FILE",
        "PEN_CLOSE",
        "PEN_ARCHIVE",
        "LIC_CORRECT",
        "LIC_DECIDE",
        "LIC_JOINT",
        "LIC_HEAR_REQ",
        "LIC_HEAR_HOLD",
        "LIC_HEAR_NOTICE",
        "LIC_HEAR_REQ / HOLD / NOTICE",
        "LIC_DELIVER",
        "LIC_RENEW",
        "LIC_PUBLISH",
        "COE_SEAL",
        "COE_FREEZE",
        "COE_FREEZE / DOC",
        "COE_FREEZE_DOC",
        "COE_SUBST",
        "COE_RESUME",
        "INS_LATE",
        "INS_RESULT",
        "ANY_PUBLISH",
        "ANY_EXOFFICIO",
        "ANY_APPLY",
        "ADJ_DECIDE",
        "CRIM_APPROVE",
        "CRIM_APPROVE / SEND",
        "CRIM_SEND",
        "PET_ROUTE",
        "PET_NOTICE",
        "PET_OBJECT",
        "PET_HANDLE",
        "PET_REVIEW_REQ / DO",
        "PET_REVIEW_REQ",
        "PET_REVIEW_DO",
        "PET_RECHECK_REQ / DO",
        "PET_RECHECK_REQ",
        "PET_RECHECK_DO",
        "PET_FEEDBACK",
        "CRIM_OBJECT",
        "FOI_CORRECT / REPLY / THIRD",
        "FOI_CORRECT",
        "FOI_REPLY",
        "FOI_THIRD",
        "REV_ANSWER",
        "REV_ANSWER/5W",
        "LIT_ANSWER",
        "RIGHT_REVIEW / SUE",
        "RIGHT_REVIEW",
        "RIGHT_SUE",
        "AV_UPLOAD",
        "AV_UPLOAD/1W",
        "AV_UPLOAD/2W",
        "REPORT_YEAR",
        "PRE_PUBLISH",
        "REVIEW_SCORE",
        "REVIEW_SCORE_REQ",
        "REVIEW_SCORE_ANSWER",
        "PEN_LIMIT/5Y",
        "pen_decide",
    ];
    for code in wanted {
        assert!(table.get(code).is_some(), "{code}");
    }
    for code in table.codes() {
        // Procedures bring rules of their own; each rests on an article.
        let rule = table.get(code).unwrap();
        assert!(wanted.contains(&code) || !rule.basis.is_empty(), "{code} rests on nothing");
    }
    assert!(table.get("PEN_NOTHING").is_none());
    assert_eq!(table.codes().next(), Some("PEN_VERIFY"));
}

#[test]
fn every_rule_of_the_national_pack_answers_with_reasons_and_its_article() {
    let (table, calendar) = (table(), calendar());
    let options = table.rules().flat_map(|rule| rule.options.iter().map(|o| o.code.as_str()));
    for code in table.codes().chain(options) {
        let answer = answer(code, Moment::Day(date(2026, 3, 2)), &calendar, &table).unwrap();
        assert!(answer.due.parse::<Moment>().is_ok(), "{code} {}", answer.due);
        assert!(!answer.steps.is_empty() && !answer.basis.is_empty(), "{code}");
    }
}

#[test]
fn no_rule_rolls_the_agencys_own_time_unless_the_agency_switches_it() {
    let table = table();
    let agency = |t: &PeriodTable, roll| {
        let mut switched = t.rules().filter(|r| r.bearer == Bearer::Agency && !r.own_roll);
        switched.all(|r| r.roll == roll)
    };
    assert!(agency(&table, Roll::Stay));
    assert_eq!(table.last_day().certainty, Certainty::Unverified);
    assert!(table.with_agency_roll(Roll::Forward, "").is_err());
    let switched = table.with_agency_roll(Roll::Forward, "本机关规定").unwrap();
    assert!(agency(&switched, Roll::Forward));
    assert_eq!(switched.last_day().basis, "本机关规定");
    assert_eq!(switched.get("PEN_LIMIT").unwrap().roll, Roll::Stay);
    // A seizure may not last longer because its end falls on a holiday.
    assert_eq!(switched.get("COE_SEAL").unwrap().roll, Roll::Stay);
    // 60 days from 2026-08-07 end on 2026-10-06, within the National Day holiday; 8 October is the next working day.
    let start = Moment::Day(date(2026, 8, 7));
    let day = |t: &PeriodTable| answer("PET_HANDLE", start, &calendar(), t).unwrap().due;
    assert_eq!(day(&table), "2026-10-06");
    assert_eq!(day(&switched), "2026-10-08");
    let written = NATIONAL.replacen("agency = \"stay\"", "agency = \"forward\"", 1);
    assert_eq!(day(&PeriodTable::parse("periods.toml", &written).unwrap()), "2026-10-08");
}

#[test]
fn given_no_switch_in_the_file_when_a_rule_of_the_agency_leaves_out_roll_then_that_is_a_mistake() {
    let found = faults(&file_with("roll = \"stay\"\n", ""));
    assert!(found[0].1.contains("roll 没有写"), "{found:?}");
}

#[test]
fn given_the_statutes_examples_when_asked_then_the_days_are_those_counted_by_hand() {
    // Oct 1–7 off; 8, 9, Sat 10 (made up), 12, 13, 14, 15 are the seven working days.
    assert_eq!(due("PEN_PUBLISH", "2026-09-30"), "2026-10-15");
    // 90 calendar days: 29 left in March, 30 in April, 31 in May; the 31st is a Sunday and stays.
    assert_eq!(due("PEN_DECIDE", "2026-03-02"), "2026-05-31");
    // 15 days end on 1 October; the party's term rolls to 8 October.
    assert_eq!(due("PEN_PAY", "2026-09-16"), "2026-10-08");
    // Hours: the starting hour is not counted.
    assert_eq!(due("PEN_EMERG", "2026-03-02T14:37"), "2026-03-03T15:00");
    // Notice on 2 March leaves 3–6 and 9–11 March: seven working days, the hearing on the 11th at the earliest.
    assert_eq!(due("PEN_HEAR_NOTICE", "2026-03-02"), "2026-03-11");
    assert_eq!(due("REPORT_YEAR", "2026-06-30"), "2027-01-31");
    assert_eq!(due("PEN_LIMIT", "2024-02-29"), "2026-02-28");
    assert_eq!(due("PEN_LIMIT/5Y", "2024-02-29"), "2029-02-28");
    assert_eq!(due("RIGHT_SUE", "2026-03-02"), "2026-09-02");
}

#[test]
fn given_a_licence_that_expires_when_renewal_is_asked_then_thirty_working_days_lie_before() {
    // Expiry Tue 2026-06-30. Back through June: 22 weekdays less Fri 19 (端午) = 21, so nine more in May:
    // 29, 28, 27, 26, 25, 22, 21, 20, 19 May; to leave thirty whole days the last is the working day before, 18 May.
    assert_eq!(due("LIC_RENEW", "2026-06-30"), "2026-05-18");
}

#[test]
fn given_a_waiting_period_when_answered_then_the_next_day_is_named_as_the_first_to_act() {
    let answer = answer("PEN_URGE", "2026-03-02".parse().unwrap(), &calendar(), &table()).unwrap();
    assert_eq!(answer.due, "2026-03-16");
    assert!(answer.steps.last().unwrap().contains("2026-03-17"), "{:?}", answer.steps);
}

#[test]
fn given_a_year_without_notice_when_answered_then_the_answer_says_so() {
    let answer =
        answer("PEN_PUBLISH", "2026-12-30".parse().unwrap(), &calendar(), &table()).unwrap();
    assert!(answer.alarms.iter().any(|alarm| alarm.contains("日历缺失") && alarm.contains("2027")));
}

#[test]
fn given_an_unverified_number_when_answered_then_the_answer_says_so() {
    let answer =
        answer("CRIM_APPROVE", "2026-03-02".parse().unwrap(), &calendar(), &table()).unwrap();
    assert!(answer.alarms.iter().any(|alarm| alarm.contains("尚未核实")));
}

#[test]
fn the_answer_is_the_json_that_the_command_line_prints() {
    let answer =
        answer("PEN_PUBLISH", "2026-09-30".parse().unwrap(), &calendar(), &table()).unwrap();
    let json = serde_json::to_value(&answer).unwrap();
    assert_eq!(json["due"], "2026-10-15");
    assert_eq!(json["code"], "PEN_PUBLISH");
    assert!(json["steps"][0].as_str().unwrap().contains("2026-09-30"));
    assert!(json["alarms"].as_array().unwrap().is_empty());
}

#[test]
fn given_an_extension_when_the_law_allows_it_then_it_lengthens_and_otherwise_it_is_refused() {
    let (table, calendar) = (table(), calendar());
    let by = |amount, unit| Extension {
        period: Period::new(amount, unit),
        reason: "案情复杂".to_owned(),
        basis: "市监64".to_owned(),
    };
    let start = Moment::Day(date(2026, 3, 2));
    let decide = table.get("PEN_DECIDE").unwrap();
    let term = |extensions: &[Extension]| decide.term(&calendar, start, extensions, &[]);
    let longer = term(&[by(30, Unit::NaturalDay)]).unwrap();
    assert_eq!(longer.due.unwrap().to_string(), "2026-06-30");
    // The second one is open: the length is for the collective discussion to settle.
    assert!(term(&[by(30, Unit::NaturalDay), by(45, Unit::NaturalDay)]).is_ok());
    let refused = |result: Result<_, PeriodError>| {
        result.map(|_: zhiheng_calendar::Term| ()).unwrap_err().code()
    };
    assert_eq!(refused(term(&[by(31, Unit::NaturalDay)])), "period.extension_not_allowed");
    assert_eq!(refused(term(&[by(1, Unit::Month)])), "period.extension_not_allowed");
    let thrice = vec![by(30, Unit::NaturalDay); 3];
    assert_eq!(refused(term(&thrice)), "period.extension_not_allowed");
    let serve = table.get("PEN_SERVE").unwrap();
    let result = serve.term(&calendar, start, &[by(1, Unit::WorkingDay)], &[]);
    assert_eq!(refused(result), "period.extension_not_allowed");
}

#[test]
fn given_a_parameter_when_a_local_pack_sets_it_then_only_within_the_limits_and_with_a_basis() {
    let table = table();
    let local = table.with_parameter("PEN_LEGAL", 10, "长治市规定第 3 条").unwrap();
    let rule = local.get("PEN_LEGAL").unwrap();
    assert_eq!(rule.period(), Some(Period::new(10, Unit::WorkingDay)));
    let changed = rule.changed.as_ref().unwrap();
    assert_eq!(changed.national, Period::new(5, Unit::WorkingDay));
    assert_eq!(changed.basis, "长治市规定第 3 条");
    let twice = local.with_parameter("PEN_LEGAL", 7, "修订").unwrap();
    let changed = twice.get("PEN_LEGAL").unwrap().changed.as_ref().unwrap();
    assert_eq!(changed.national.amount, 5, "the difference is always to the national pack");
    let code = |result: Result<PeriodTable, PeriodError>| result.unwrap_err().code();
    assert_eq!(code(table.with_parameter("PEN_LEGAL", 11, "x")), "period.outside_limits");
    assert_eq!(code(table.with_parameter("PEN_LEGAL", 0, "x")), "period.outside_limits");
    assert_eq!(code(table.with_parameter("PEN_DECIDE", 60, "x")), "period.not_a_parameter");
    assert_eq!(code(table.with_parameter("PEN_LEGAL", 6, " ")), "period.basis_missing");
    assert_eq!(code(table.with_parameter("NONE", 6, "x")), "period.unknown_code");
    assert_eq!(code(table.with_parameter("AV_UPLOAD/1W", 6, "x")), "period.not_a_parameter");
    let upload = table.with_option("AV_UPLOAD", Period::new(2, Unit::WorkingDay), "x").unwrap();
    assert_eq!(upload.get("AV_UPLOAD").unwrap().period(), Some(Period::new(2, Unit::WorkingDay)));
    let week = Period::new(7, Unit::NaturalDay);
    assert_eq!(code(table.with_option("AV_UPLOAD", week, "x")), "period.no_such_option");
}

#[test]
fn given_a_mistake_in_the_pack_when_read_then_it_is_named_at_its_line() {
    let one = |text: &str| {
        let found = faults(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    };
    let (line, message) = one(&file_with("natural_day", "fortnight"));
    assert_eq!((line, message.contains("fortnight")), (8, true));
    let (line, message) = one(&file_with("amount = 5", "amount = 0"));
    assert_eq!((line, message.contains("不能是 0")), (7, true));
    let (line, message) = one(&file_with("basis = \"法1\"\n", ""));
    assert_eq!((line, message.contains("basis 没有写")), (2, true));
    let (line, message) = one(&file_with("basis = \"法1\"", "basis = \" \""));
    assert_eq!((line, message.contains("basis")), (11, true));
    let (line, _) = one(&file_with("amount = 5", "amount = 5\nparameter = true\nmin = 6\nmax = 9"));
    assert_eq!(line, 7);
    let (line, _) = one(&file_with("amount = 5", "amount = 5\nspeed = 9"));
    assert_eq!(line, 8);
    let (line, _) = one(&file_with("amount = 5", "amount = = 5"));
    assert_eq!(line, 7);
    let (line, _) = one(&file_with("amount = 5", "amount = -5"));
    assert_eq!(line, 7);
    let twice = format!("{0}{0}", file_with("X", "X"));
    let (line, message) = one(&twice);
    assert_eq!((line, message.contains("重复")), (14, true));
    assert_eq!(faults("").len(), 1);
}

#[test]
fn given_several_mistakes_when_read_then_all_are_reported_in_the_order_of_the_file() {
    let text = file_with("amount = 5", "amount = 0").replace("stay", "later");
    let found = faults(&text);
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [7, 10]);
}

#[test]
fn given_a_fine_unpaid_when_days_pass_then_three_percent_a_day_up_to_the_fine() {
    let table = table();
    let rule = table.get("PEN_SURCHARGE").unwrap();
    let last: Date = date(2026, 3, 31);
    let on = |until, stops: &[Suspension]| rule.surcharge(100_000, last, until, stops).unwrap();
    assert_eq!(on(date(2026, 3, 31), &[]).amount, 0);
    assert_eq!(on(date(2026, 4, 1), &[]).amount, 3_000);
    // Day 33 is 99 %, day 34 reaches the cap.
    assert_eq!(
        (on(date(2026, 5, 3), &[]).amount, on(date(2026, 5, 3), &[]).capped),
        (99_000, false)
    );
    assert_eq!(
        (on(date(2026, 5, 4), &[]).amount, on(date(2026, 5, 4), &[]).capped),
        (100_000, true)
    );
    assert_eq!(on(date(2036, 5, 4), &[]).amount, 100_000);
    let review = Suspension {
        from: date(2026, 4, 3),
        to: Some(date(2026, 4, 13)),
        reason: "复议".to_owned(),
        basis: "处罚法73".to_owned(),
    };
    // 1 and 2 April before, 13 April after.
    assert_eq!(on(date(2026, 4, 13), std::slice::from_ref(&review)).days, 3);
    let open = Suspension { to: None, ..review };
    assert_eq!(on(date(2030, 1, 1), &[open]).days, 2);
    assert!(table.get("PEN_PAY").unwrap().surcharge(1, last, last, &[]).is_none());
}

#[test]
fn given_hours_with_a_time_when_the_term_is_asked_then_the_due_moment_is_exact() {
    let table = table();
    let term = table
        .get("CRIM_SEND")
        .unwrap()
        .term(&calendar(), Moment::At(datetime(2026, 12, 31, 9, 5, 0, 0)), &[], &[])
        .unwrap();
    assert_eq!(term.due.unwrap().to_string(), "2027-01-01T10:00");
}

proptest! {
    #[test]
    fn whatever_the_text_reading_never_panics_and_every_fault_has_a_real_line(text in "[\\[\\]a-z=\"0-9{},\n\r\u{4e00} -]{0,200}") {
        if let Err(faults) = PeriodTable::parse("f", &text) {
            prop_assert!(!faults.is_empty());
            let lines = text.matches('\n').count() + 1;
            prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
        }
    }

    #[test]
    fn whatever_the_start_no_rule_panics(year in -9999_i16..=9999, ordinal in 0_i64..366, at in 0_usize..70) {
        let (table, calendar) = (table(), calendar());
        let start = date(year, 1, 1).checked_add(jiff::Span::new().days(ordinal)).unwrap_or(Date::MAX);
        if let Some(rule) = table.rules().nth(at) {
            match rule.term(&calendar, Moment::Day(start), &[], &[]) {
                Ok(term) => prop_assert!(!term.steps.is_empty() && term.due.is_some()),
                Err(error) => prop_assert_eq!(error.code(), "calendar.out_of_range"),
            }
        }
    }
}
