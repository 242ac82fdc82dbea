//! Working days and legal periods: which days are worked in China, when a period runs out, and why.
//!
//! What this is not: it reads no file and no clock, and it knows no statute's numbers. Notices about holidays, amounts
//! and articles arrive as arguments; the arithmetic of periods (民事诉讼法85) lives here.
//!
//! All dates and times are China standard time, a fixed UTC+8 (see [`china_date`]).

mod china;
mod clock;
mod days;
mod error;
mod notice;
mod period;
mod remaining;
mod term;
mod threshold;
mod words;

pub use china::{china_date, china_datetime, china_timestamp};
pub use days::{Calendar, Day, DayKind};
pub use error::CalendarError;
pub use notice::{NoticeDay, NoticeFault, YearNotice};
pub use period::{
    Alarm, Due, Extension, Moment, Period, Roll, Step, StepKind, Suspension, Term, TermRequest,
    Unit,
};
pub use remaining::{Remaining, State};
pub use threshold::Threshold;
pub use words::{day_words, weekday_words};
