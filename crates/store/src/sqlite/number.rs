//! SQLite keeps signed 64-bit integers; the port counts without sign. What cannot be expressed saturates, which no
//! record of less than 2^63 events can reach.

/// A count as SQLite keeps it.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A kept integer as a count.
pub(super) fn count(whole: i64) -> u64 {
    u64::try_from(whole).unwrap_or_default()
}
