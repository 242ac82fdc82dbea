//! Why a period could not be computed. Each variant has a stable code and a Chinese sentence for the reader.

use jiff::civil::Date;

/// A period that cannot be computed; never a wrong date instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The result lies outside the years that dates can express (公元前 9999 年至公元 9999 年).
    #[error("期间超出可表示的日期范围（至 9999 年），请核对起始日和期限长度")]
    OutOfRange,
    /// The period or an extension has the amount 0.
    #[error("期限长度不能为 0")]
    ZeroPeriod,
    /// A suspension ends before it begins.
    #[error("停止计算的起止颠倒：{from} 起、{to} 恢复")]
    SuspensionReversed {
        /// First stopped day.
        from: Date,
        /// Day on which the clock goes on.
        to: Date,
    },
    /// Hours where only days make sense.
    #[error("提前通知、届满前申请一类期限不能以小时计")]
    HoursNotAllowed,
    /// A text that is no date and no date with time.
    #[error("“{text}”不是日期；请写成 2026-03-02 或 2026-03-02T09:30")]
    NotAMoment {
        /// What was given.
        text: String,
    },
}

impl CalendarError {
    /// The stable code that goes with the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange => "calendar.out_of_range",
            Self::ZeroPeriod => "calendar.zero_period",
            Self::SuspensionReversed { .. } => "calendar.suspension_reversed",
            Self::HoursNotAllowed => "calendar.hours_not_allowed",
            Self::NotAMoment { .. } => "calendar.not_a_moment",
        }
    }
}

/// jiff refuses only what leaves its range, so every refusal of its arithmetic has this one meaning here.
impl From<jiff::Error> for CalendarError {
    fn from(_: jiff::Error) -> Self {
        Self::OutOfRange
    }
}
