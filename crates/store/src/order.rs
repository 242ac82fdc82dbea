//! The values that lists are sorted by, the same in every store: pure functions of a row.

use sha2::{Digest as _, Sha256};

/// Sorts after every date and every number: stands where a row has none.
pub(crate) const LAST: &str = "\u{10FFFF}";

/// Width of the part of a decision's key that tells decisions of one day apart.
const DAY_SHIFT: u32 = 41;

/// Sort value of a due day: those without one come last.
pub(crate) fn due(day: Option<&str>) -> &str {
    day.unwrap_or(LAST)
}

/// Sort value of a document number: digits by their value, so that 2号 comes before 12号; no number comes last.
pub(crate) fn number(number: Option<&str>) -> String {
    let Some(number) = number else { return LAST.to_owned() };
    let mut out = String::with_capacity(number.len() + 16);
    let mut digits = String::new();
    for character in number.chars() {
        if character.is_ascii_digit() {
            digits.push(character);
        } else {
            pad(&mut out, &mut digits);
            out.push(character);
        }
    }
    pad(&mut out, &mut digits);
    out
}

/// Place of a day in a sequence of days, for days written `YYYY-MM-DD`; 0 where there is none. `None` if it is no day.
pub(crate) fn day(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    let part = |range| text.get(range).and_then(|digits: &str| digits.parse::<i64>().ok());
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    // Not a count of days: it only has to grow with them, and leave no day out.
    valid.then_some((year * 12 + month - 1) * 31 + day)
}

/// First key of a day: decisions of the day have keys from here to the first of the next, exclusively.
pub(crate) fn decision_floor(day: i64) -> i64 {
    day << DAY_SHIFT
}

/// Key of a decision: grows with the day of publication; within a day the order is that of a digest of the id.
pub(crate) fn decision_key(day: i64, id: &str) -> i64 {
    let digest = Sha256::digest(id.as_bytes());
    let spread = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let within = spread >> (64 - DAY_SHIFT);
    decision_floor(day) | i64::try_from(within).unwrap_or(0)
}

fn pad(out: &mut String, digits: &mut String) {
    if !digits.is_empty() {
        for _ in digits.len()..12 {
            out.push('0');
        }
        out.push_str(digits);
        digits.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_sort_by_their_value_and_none_comes_last() {
        assert!(number(Some("长信〔2026〕2号")) < number(Some("长信〔2026〕12号")));
        assert!(number(Some("长信〔2026〕12号")) < number(None));
    }

    #[test]
    fn only_days_are_days() {
        assert_eq!(day(""), Some(0));
        for wrong in ["2026-13-01", "2026-00-01", "2026-1-1", "２０２６-01-01", "2026-01-32", "x"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn keys_of_decisions_grow_with_the_day(
            a in (1_i64..9999, 1_i64..=12, 1_i64..=31), b in (1_i64..9999, 1_i64..=12, 1_i64..=31),
            one in any::<String>(), other in any::<String>(),
        ) {
            let text = |(y, m, d): (i64, i64, i64)| format!("{y:04}-{m:02}-{d:02}");
            let (x, y) = (text(a), text(b));
            let (x_day, y_day) = (day(&x).unwrap(), day(&y).unwrap());
            prop_assert_eq!(x.cmp(&y), x_day.cmp(&y_day));
            if x_day < y_day {
                prop_assert!(decision_key(x_day, &one) < decision_key(y_day, &other));
            }
            prop_assert!(decision_key(x_day, &one) >= decision_floor(x_day));
        }
    }
}
