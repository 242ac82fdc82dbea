//! A second opinion on periods: written apart from `calendar` and `law`, from the statutes' own words, and slow on purpose.
//!
//! It reads the yearly notices and `periods.toml` by itself, knows the calendar as one long row of days, and counts by walking along
//! that row one day, or one hour, at a time. It shares no code, no types and no date library with what it checks.
//!
//! What it holds to be the law: the day or hour in which a period begins is not counted (民事诉讼法85); a period in months or years ends
//! on the day of the same number, or on the month's last day (民法典202); a working day is Monday to Friday without holiday, and a
//! make-up day (放假办法 and the yearly notices); a last day that is off moves to the next working day where the rule says so; a period
//! that is extended goes on from its own last day, and only the very end moves; days on which the clock stands do not count.

mod days;
mod rules;

pub use days::{Almanac, Day};
pub use rules::{Count, Rule, RuleBook, Unit};

/// Where a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// On a day.
    Day(Day),
    /// At a moment: day, hour, minute.
    Moment(Day, u32, u32),
}

/// Where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a day.
    Day(Day),
    /// At a full hour.
    Hour(Day, u32),
    /// Nowhere yet: its clock stands.
    Standing,
}

/// A stretch that does not count: from its first day to the day before the second one, or without end.
pub type Stop = (Day, Option<Day>);

/// The due day of a rule, as a person with a wall calendar would find it. None where the row of days is too short.
pub fn due(
    almanac: &Almanac,
    rule: &Rule,
    start: Start,
    extensions: &[(u32, Unit)],
    stops: &[Stop],
) -> Option<End> {
    let from = match start {
        Start::Day(day) | Start::Moment(day, ..) => day,
    };
    match rule.count {
        Count::Rate => almanac.next(from).map(End::Day),
        Count::Annual { month, day } => {
            let fixed = almanac.find(almanac.date(from).0 + 1, month, day)?;
            rolled(almanac, rule, fixed, &[])
        }
        Count::Back(amount, unit) => before(almanac, from, amount, unit).map(End::Day),
        Count::Forward(amount, Unit::Hour) => {
            let (day, hour) = match start {
                Start::Day(day) => (day, 0),
                Start::Moment(day, hour, _) => (day, hour),
            };
            let longer: u32 = extensions.iter().map(|(amount, _)| *amount).sum();
            // The hour of the beginning does not count.
            let (day, hour) = if hour == 23 { (almanac.next(day)?, 0) } else { (day, hour + 1) };
            hours(almanac, day, hour, amount + longer, stops)
        }
        Count::Forward(amount, unit) | Count::Notice(amount, unit) => {
            let notice = matches!(rule.count, Count::Notice(..));
            let mut last = Some(from);
            for (amount, unit) in std::iter::once(&(amount, unit)).chain(extensions) {
                if *unit == Unit::Hour {
                    // Hours that follow days begin when the last day is over.
                    return hours(almanac, almanac.next(last?)?, 0, *amount, stops);
                }
                last = match run(almanac, last?, *amount, *unit, stops)? {
                    Reached::Day(day) => Some(day),
                    Reached::Standing => return Some(End::Standing),
                };
            }
            if notice { last.map(End::Day) } else { rolled(almanac, rule, last?, stops) }
        }
    }
}

enum Reached {
    Day(Day),
    Standing,
}

/// Walks on until so many days, working days, months or years have counted.
fn run(almanac: &Almanac, from: Day, amount: u32, unit: Unit, stops: &[Stop]) -> Option<Reached> {
    let mut left = match unit {
        Unit::Day | Unit::WorkingDay => amount,
        Unit::Month => almanac.days_in_months(from, amount)?,
        Unit::Year => almanac.days_in_months(from, amount * 12)?,
        Unit::Hour => return None,
    };
    let mut day = from;
    while left > 0 {
        day = almanac.next(day)?;
        if stands(stops, day) {
            return Some(Reached::Standing);
        }
        let counts = !stopped(stops, day) && (unit != Unit::WorkingDay || almanac.works(day));
        left -= u32::from(counts);
    }
    Some(Reached::Day(day))
}

/// Ticks hour by hour, from the beginning of an hour.
fn hours(
    almanac: &Almanac,
    mut day: Day,
    mut hour: u32,
    amount: u32,
    stops: &[Stop],
) -> Option<End> {
    let mut left = amount;
    while left > 0 {
        // The tick is the hour that begins now; it counts unless its day is stopped.
        if stands(stops, day) {
            return Some(End::Standing);
        }
        left -= u32::from(!stopped(stops, day));
        hour += 1;
        if hour == 24 {
            (day, hour) = (almanac.next(day)?, 0);
        }
    }
    Some(End::Hour(day, hour))
}

/// The latest day from which the period runs out no later than on the event, moved back to a working day.
fn before(almanac: &Almanac, event: Day, amount: u32, unit: Unit) -> Option<Day> {
    let mut day = event;
    loop {
        // Tried one day after another, forwards: the first from the event back that leaves enough.
        if let Some(Reached::Day(end)) = run(almanac, day, amount, unit, &[])
            && end <= event
        {
            break;
        }
        day = almanac.previous(day)?;
    }
    while !almanac.works(day) {
        day = almanac.previous(day)?;
    }
    Some(day)
}

fn rolled(almanac: &Almanac, rule: &Rule, last: Day, stops: &[Stop]) -> Option<End> {
    let mut day = last;
    while rule.rolls && (!almanac.works(day) || stopped(stops, day)) {
        if stands(stops, day) {
            return Some(End::Standing);
        }
        day = almanac.next(day)?;
    }
    Some(End::Day(day))
}

fn stopped(stops: &[Stop], day: Day) -> bool {
    stops.iter().any(|(from, to)| *from <= day && to.is_none_or(|to| day < to))
}

fn stands(stops: &[Stop], day: Day) -> bool {
    stops.iter().any(|(from, to)| *from <= day && to.is_none())
}
