//! Dates in words, as they stand in explanations.

use jiff::civil::{Date, DateTime, Weekday};

/// `周三` and so on.
pub fn weekday_words(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// `2026-10-15（周四）`.
pub fn day_words(date: Date) -> String {
    format!("{date}（{}）", weekday_words(date))
}

/// `2026-10-15（周四）15:00`.
pub(crate) fn moment_words(moment: DateTime) -> String {
    format!("{}{}", day_words(moment.date()), moment.strftime("%H:%M"))
}
