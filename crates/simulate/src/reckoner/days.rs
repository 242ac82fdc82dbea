//! The calendar as one long row of days, laid out one after another from the first of January 1990.

use std::collections::BTreeMap;

/// A place in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(usize);

/// One day of the row.
#[derive(Debug, Clone, Copy)]
struct Laid {
    year: u32,
    month: u32,
    day: u32,
    works: bool,
    holiday: bool,
}

/// The row, with what the notices say of its days.
#[derive(Debug, Clone)]
pub struct Almanac {
    row: Vec<Laid>,
    places: BTreeMap<(u32, u32, u32), usize>,
}

/// The first year of the row; its first of January was a Monday.
const FIRST: u32 = 1990;
/// The year before which the row ends.
const END: u32 = 2060;

impl Almanac {
    /// Lays the row; `notices` are the yearly files, in the order of their years, as JSON.
    ///
    /// # Errors
    /// A notice that cannot be read.
    pub fn new(notices: &[String]) -> Result<Self, String> {
        let mut row = Vec::new();
        let mut places = BTreeMap::new();
        let mut weekday = 0; // Monday
        for year in FIRST..END {
            for month in 1..=12 {
                for day in 1..=length(year, month) {
                    places.insert((year, month, day), row.len());
                    row.push(Laid { year, month, day, works: weekday < 5, holiday: false });
                    weekday = (weekday + 1) % 7;
                }
            }
        }
        let mut almanac = Self { row, places };
        for notice in notices {
            almanac.hear(notice)?;
        }
        Ok(almanac)
    }

    fn hear(&mut self, notice: &str) -> Result<(), String> {
        let read: serde_json::Value =
            serde_json::from_str(notice).map_err(|error| error.to_string())?;
        let days = read.get("days").and_then(serde_json::Value::as_array);
        for told in days.into_iter().flatten() {
            let date = told.get("date").and_then(serde_json::Value::as_str).unwrap_or_default();
            let off = told.get("isOffDay").and_then(serde_json::Value::as_bool);
            let place = self.read(date).ok_or_else(|| format!("no day {date}"))?;
            if let (Some(laid), Some(off)) = (self.row.get_mut(place.0), off) {
                laid.works = !off;
                laid.holiday = off;
            }
        }
        Ok(())
    }

    /// The day written `2026-03-01`.
    pub fn read(&self, text: &str) -> Option<Day> {
        let mut parts = text.get(..10)?.split('-').map(|part| part.parse::<u32>().ok());
        self.find(parts.next()??, parts.next()??, parts.next()??)
    }

    /// The day of this date.
    pub fn find(&self, year: u32, month: u32, day: u32) -> Option<Day> {
        self.places.get(&(year, month, day)).map(|place| Day(*place))
    }

    /// Year, month, day; zeros where there is no such day.
    pub fn date(&self, day: Day) -> (u32, u32, u32) {
        self.row.get(day.0).map_or((0, 0, 0), |laid| (laid.year, laid.month, laid.day))
    }

    /// The day as `2026-03-01`.
    pub fn write(&self, day: Day) -> String {
        let (year, month, day) = self.date(day);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The day after.
    pub fn next(&self, day: Day) -> Option<Day> {
        (day.0 + 1 < self.row.len()).then_some(Day(day.0 + 1))
    }

    /// The day before.
    pub fn previous(&self, day: Day) -> Option<Day> {
        day.0.checked_sub(1).map(Day)
    }

    /// Whether it is worked.
    pub fn works(&self, day: Day) -> bool {
        self.row.get(day.0).is_some_and(|laid| laid.works)
    }

    /// Whether a notice makes it a holiday.
    pub fn is_holiday(&self, day: Day) -> bool {
        self.row.get(day.0).is_some_and(|laid| laid.holiday)
    }

    /// How many days lie between two days; 0 where the second is not later.
    pub fn between(&self, earlier: Day, later: Day) -> usize {
        later.0.saturating_sub(earlier.0)
    }

    /// How many days it takes to the day of the same number so many months on, or to that month's last day.
    pub fn days_in_months(&self, from: Day, months: u32) -> Option<u32> {
        let (mut year, mut month, day) = self.date(from);
        for _ in 0..months {
            month += 1;
            if month == 13 {
                (year, month) = (year + 1, 1);
            }
        }
        let end = self.find(year, month, day.min(length(year, month)))?;
        u32::try_from(self.between(from, end)).ok()
    }
}

fn length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
