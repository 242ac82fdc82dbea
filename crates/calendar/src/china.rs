//! China standard time. China keeps one time zone, UTC+8, without summer time since 1992; every period in the
//! product is reckoned in it, so a fixed offset is exact and no time-zone database is needed.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// Hours that China standard time is ahead of UTC.
const AHEAD: Offset = Offset::constant(8);

/// The civil time in China at this moment.
pub fn china_datetime(moment: Timestamp) -> DateTime {
    AHEAD.to_datetime(moment)
}

/// The calendar day in China at this moment.
pub fn china_date(moment: Timestamp) -> Date {
    china_datetime(moment).date()
}

/// The moment at which clocks in China show this civil time. Out of range only at the very ends of jiff's calendar,
/// where the nearest moment is taken.
pub fn china_timestamp(civil: DateTime) -> Timestamp {
    AHEAD.to_timestamp(civil).unwrap_or(if civil.year() > 0 {
        Timestamp::MAX
    } else {
        Timestamp::MIN
    })
}
