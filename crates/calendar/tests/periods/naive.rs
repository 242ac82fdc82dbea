//! A second calculator, slow and plain, written apart from the product: it reads the official files by itself, finds
//! weekdays by congruence and counts one day at a time. The product is compared with it.

use std::collections::HashMap;

use jiff::civil::Date;
use zhiheng_calendar::{Calendar, YearNotice};

const FILES: [&str; 10] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2018.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2019.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2020.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2021.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2022.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2023.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2024.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2025.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2026.json")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/calendar/2027.json")),
];

/// The product's calendar with every official file.
pub(crate) fn official() -> Calendar {
    Calendar::new(FILES.map(|text| YearNotice::parse("packs/calendar", text).unwrap()))
}

/// The product's calendar with the files of these years alone.
pub(crate) fn only(years: &[i16]) -> Calendar {
    let notices = FILES.map(|text| YearNotice::parse("packs/calendar", text).unwrap());
    Calendar::new(notices.into_iter().filter(|notice| years.contains(&notice.year)))
}

/// The second calculator.
pub(crate) struct Naive {
    off: HashMap<String, bool>,
}

impl Naive {
    pub(crate) fn new() -> Self {
        let mut off = HashMap::new();
        for text in FILES {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            for day in value["days"].as_array().unwrap() {
                off.insert(
                    day["date"].as_str().unwrap().to_owned(),
                    day["isOffDay"].as_bool().unwrap(),
                );
            }
        }
        Self { off }
    }

    pub(crate) fn works(&self, day: Date) -> bool {
        let weekday = sakamoto(i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
        let text = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
        self.off.get(&text).map_or((1..=5).contains(&weekday), |off| !off)
    }

    /// Working days after `after`, until `until` included.
    pub(crate) fn working_days(&self, after: Date, until: Date) -> u32 {
        let mut count = 0;
        let mut day = after;
        while day < until {
            day = day.tomorrow().unwrap();
            count += u32::from(self.works(day));
        }
        count
    }

    /// The `count`-th day after `after` that is not stopped and, if asked, worked.
    pub(crate) fn nth(
        &self,
        after: Date,
        count: u32,
        worked: bool,
        stopped: impl Fn(Date) -> bool,
    ) -> Date {
        let mut left = count;
        let mut day = after;
        while left > 0 {
            day = day.tomorrow().unwrap();
            if !stopped(day) && (!worked || self.works(day)) {
                left -= 1;
            }
        }
        day
    }

    /// The same day `months` later, or the month's last day.
    pub(crate) fn months(start: Date, months: u32) -> Date {
        let total = i32::from(start.month()) - 1 + i32::try_from(months).unwrap();
        let (year, month) = (i32::from(start.year()) + total / 12, total % 12 + 1);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        let (year, month) = (i16::try_from(year).unwrap(), i8::try_from(month).unwrap());
        Date::new(year, month, start.day().min(last)).unwrap()
    }
}

/// 0 Sunday … 6 Saturday.
fn sakamoto(year: i32, month: i32, day: i32) -> i32 {
    let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let month = usize::try_from(month - 1).unwrap();
    (year + year / 4 - year / 100 + year / 400 + shift[month] + day).rem_euclid(7)
}
