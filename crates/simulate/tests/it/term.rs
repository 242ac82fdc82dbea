//! Every period rule of the national pack against the second calculator: thousands of days of 2018 to 2026, all of them drawn from
//! fixed dice, with extensions and stopped clocks.

use zhiheng_calendar::{Extension, Moment, Period, Suspension, Unit as PackUnit};
use zhiheng_demo::dice::Dice;
use zhiheng_simulate::reckoner::{self, Almanac, Count, Day, End, Rule, RuleBook, Start, Unit};

use crate::law;

/// Draws for each rule.
const DRAWS: usize = 1_000;

struct Second {
    almanac: Almanac,
    book: RuleBook,
}

fn second(texts: &zhiheng_simulate::world::Texts) -> Second {
    Second {
        almanac: Almanac::new(&texts.notices).unwrap(),
        book: RuleBook::read(&texts.periods).unwrap(),
    }
}

/// A day of 2018 to 2026; every third one lies within ten days before a holiday.
fn day(dice: &mut Dice, almanac: &Almanac) -> Day {
    let mut part = |low, high| u32::try_from(dice.between(low, high)).unwrap();
    let mut thrown = || almanac.find(part(2018, 2026), part(1, 12), part(1, 31));
    let near = thrown().is_some_and(|day| almanac.date(day).2.is_multiple_of(3));
    loop {
        match thrown() {
            Some(day) if !near || near_holiday(almanac, day) => return day,
            _ => {}
        }
    }
}

fn near_holiday(almanac: &Almanac, day: Day) -> bool {
    let mut at = day;
    (0..10).any(|_| {
        at = almanac.next(at).unwrap();
        almanac.is_holiday(at)
    })
}

fn moment(dice: &mut Dice, almanac: &Almanac, day: Day, hourly: bool) -> (Start, Moment) {
    if !hourly {
        return (Start::Day(day), almanac.write(day).parse().unwrap());
    }
    let hour = u32::try_from(dice.between(0, 23)).unwrap();
    let minute = u32::try_from(dice.between(0, 59)).unwrap();
    let text = format!("{}T{hour:02}:{minute:02}", almanac.write(day));
    (Start::Moment(day, hour, minute), text.parse().unwrap())
}

fn pack_unit(unit: Unit) -> PackUnit {
    match unit {
        Unit::Hour => PackUnit::Hour,
        Unit::Day => PackUnit::NaturalDay,
        Unit::WorkingDay => PackUnit::WorkingDay,
        Unit::Month => PackUnit::Month,
        Unit::Year => PackUnit::Year,
    }
}

fn words(almanac: &Almanac, end: Option<End>) -> String {
    match end {
        Some(End::Day(day)) => almanac.write(day),
        Some(End::Hour(day, hour)) => format!("{}T{hour:02}:00", almanac.write(day)),
        Some(End::Standing) => "stands".to_owned(),
        None => "nothing".to_owned(),
    }
}

/// Some of the extensions that the rule allows, each at most as long as it allows.
fn extensions(dice: &mut Dice, rule: &Rule) -> Vec<(u32, Unit)> {
    let Count::Forward(_, unit) = rule.count else { return Vec::new() };
    let times = usize::try_from(dice.between(0, i64::try_from(rule.extensions.len()).unwrap()));
    rule.extensions
        .iter()
        .take(times.unwrap())
        .map(|most| match most {
            Some((amount, unit)) => {
                (u32::try_from(dice.between(1, i64::from(*amount))).unwrap(), *unit)
            }
            None if unit == Unit::Hour => (u32::try_from(dice.between(1, 48)).unwrap(), unit),
            None => (u32::try_from(dice.between(1, 60)).unwrap(), Unit::Day),
        })
        .collect()
}

/// Up to two stretches in which the clock stands, the last one perhaps without end.
fn stops(dice: &mut Dice, almanac: &Almanac, from: Day) -> Vec<reckoner::Stop> {
    let mut stops = Vec::new();
    let mut day = from;
    for _ in 0..dice.between(0, 2) {
        for _ in 0..dice.between(0, 25) {
            day = almanac.next(day).unwrap();
        }
        let begin = day;
        for _ in 0..dice.between(0, 20) {
            day = almanac.next(day).unwrap();
        }
        stops.push((begin, (!dice.percent(12)).then_some(day)));
    }
    stops
}

#[test]
fn every_rule_gives_the_day_that_the_second_calculator_finds_from_thousands_of_days() {
    let law = law();
    let Second { almanac, book } = second(&law.texts);
    let codes: Vec<&str> = law.pack.periods.codes().collect();
    let own: Vec<&str> =
        book.rules.iter().map(|rule| rule.code.as_str()).filter(|c| !c.contains('/')).collect();
    assert_eq!(codes, own, "both read the same rules");
    let mut dice = Dice::new(20_260_101);
    let mut differing = Vec::new();
    let mut compared = 0_usize;
    for rule in &book.rules {
        let held = law.pack.periods.get(&rule.code).unwrap();
        let hourly = matches!(rule.count, Count::Forward(_, Unit::Hour));
        let forward = matches!(rule.count, Count::Forward(..));
        for draw in 0..DRAWS {
            let from = day(&mut dice, &almanac);
            let (start, moment) = moment(&mut dice, &almanac, from, hourly);
            let plain = draw % 2 == 0 || !forward;
            let longer = if plain { Vec::new() } else { extensions(&mut dice, rule) };
            let standing = if plain { Vec::new() } else { stops(&mut dice, &almanac, from) };
            let found = reckoner::due(&almanac, rule, start, &longer, &standing);
            let longer: Vec<Extension> = longer
                .iter()
                .map(|(amount, unit)| Extension {
                    period: Period::new(*amount, pack_unit(*unit)),
                    reason: "试".to_owned(),
                    basis: String::new(),
                })
                .collect();
            let standing: Vec<Suspension> = standing
                .iter()
                .map(|(from, to)| Suspension {
                    from: almanac.write(*from).parse().unwrap(),
                    to: to.map(|to| almanac.write(to).parse().unwrap()),
                    reason: "试".to_owned(),
                    basis: String::new(),
                })
                .collect();
            let term = held.term(&law.calendar, moment, &longer, &standing).unwrap();
            let given = term.due.map_or_else(|| "stands".to_owned(), |due| due.to_string());
            let wanted = words(&almanac, found);
            compared += 1;
            if given != wanted {
                let how = format!("{start:?} {longer:?} {standing:?}");
                differing.push(format!("{}: {given}, not {wanted}: {how}", rule.code));
            }
        }
    }
    assert!(compared >= DRAWS * book.rules.len());
    let few: Vec<&String> = differing.iter().take(20).collect();
    assert!(differing.is_empty(), "{} of {compared} differ\n{few:#?}", differing.len());
}

#[test]
fn a_day_is_worked_for_the_calendar_exactly_where_it_is_for_the_second_one() {
    let law = law();
    let Second { almanac, .. } = second(&law.texts);
    let mut at = almanac.find(2018, 1, 1).unwrap();
    let end = almanac.find(2028, 1, 1).unwrap();
    while at < end {
        let date = almanac.write(at).parse().unwrap();
        assert_eq!(law.calendar.is_working_day(date), almanac.works(at), "{date}");
        at = almanac.next(at).unwrap();
    }
}
