//! Whether the time that a file says agrees with the time that people say. A camera's clock is often wrong; what differs is told,
//! never refused.

use jiff::civil::DateTime;

use crate::ports::FileFacts;

/// Minutes by which times may differ where the pack does not say.
pub(crate) const OTHERWISE: i64 = 5;
/// Minutes from which on a difference is told in days.
const DAYS: i64 = 2 * 1440;

/// What a file's time is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The stretch in which the act was done that brought the file.
    Act,
    /// The beginning of the recording, as it was filled in.
    Recording,
}

/// What is odd about the time of a file: it says one that lies more than `tolerance` minutes outside the stretch.
pub(crate) fn apart(
    facts: &FileFacts,
    (from, to): (DateTime, DateTime),
    tolerance: i64,
    beside: Beside,
) -> Option<String> {
    let said = recorded(facts.recorded.as_deref()?)?;
    let (early, late) = (from.duration_since(said).as_mins(), said.duration_since(to).as_mins());
    let (minutes, how) = if early > tolerance {
        (early, "早")
    } else if late > tolerance {
        (late, "晚")
    } else {
        return None;
    };
    let by = match minutes {
        minutes if minutes >= DAYS => format!("{} 天", minutes / 1440),
        minutes if minutes >= 120 => format!("{} 小时", minutes / 60),
        minutes => format!("{minutes} 分钟"),
    };
    let beside = match beside {
        Beside::Act => "办理的时间",
        Beside::Recording => "填写的记录开始",
    };
    Some(format!(
        "文件自述的拍摄时间是 {}，比{beside}{how} {by}；请核对设备的时钟",
        said.strftime("%Y-%m-%d %H:%M")
    ))
}

/// What a file says of its time, in China standard time.
pub(crate) fn recorded(said: &str) -> Option<DateTime> {
    match said.parse::<jiff::Timestamp>() {
        Ok(at) => Some(zhiheng_calendar::china_datetime(at)),
        Err(_) => said.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn facts(recorded: &str) -> FileFacts {
        FileFacts { recorded: Some(recorded.to_owned()), ..FileFacts::default() }
    }

    fn stretch() -> (DateTime, DateTime) {
        (date(2026, 3, 2).at(9, 0, 0, 0), date(2026, 3, 2).at(10, 0, 0, 0))
    }

    #[test]
    fn given_a_time_within_the_stretch_or_near_it_then_nothing_is_told() {
        for said in ["2026-03-02T01:30:00Z", "2026-03-02T08:55:00", "2026-03-02T10:05:59"] {
            assert_eq!(apart(&facts(said), stretch(), 5, Beside::Act), None, "{said}");
        }
        assert_eq!(apart(&FileFacts::default(), stretch(), 5, Beside::Act), None);
        assert_eq!(apart(&facts("昨天"), stretch(), 5, Beside::Act), None);
    }

    #[test]
    fn given_a_time_outside_then_it_is_told_by_how_much_and_which_way() {
        let told = |said: &str| apart(&facts(said), stretch(), 5, Beside::Act).unwrap();
        assert!(told("2026-03-02T08:00:00").contains("比办理的时间早 60 分钟"));
        assert!(told("2026-03-02T14:00:00").contains("比办理的时间晚 4 小时"));
        assert!(told("2020-01-01T00:00:00").contains("早 2252 天"));
        assert!(told("2026-03-02T08:00:00+08:00").contains("2026-03-02 08:00"));
    }

    proptest! {
        #[test]
        fn whatever_the_clock_says_it_is_told_exactly_when_it_lies_further_out_than_the_tolerance(
            minutes in -3000_i64..3000, tolerance in 1_i64..200,
        ) {
            let (from, to) = stretch();
            let said = from.checked_add(jiff::Span::new().minutes(minutes)).unwrap();
            let outside = (-minutes).max(minutes - to.duration_since(from).as_mins());
            let told = apart(&facts(&said.to_string()), stretch(), tolerance, Beside::Act);
            prop_assert_eq!(told.is_some(), outside > tolerance);
        }
    }
}
