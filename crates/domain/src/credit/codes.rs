//! Check digits: 统一社会信用代码 (GB 32100-2015) and 公民身份号码 (GB 11643-1999).

use jiff::civil::Date;

/// Signs of GB 32100: no I, O, S, V, Z.
const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of GB 32100: powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of GB 11643.
const CITIZEN: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check digits of GB 11643 by remainder.
const LAST: &str = "10X98765432";

/// The 统一社会信用代码 of which these are the first seventeen signs; none where they are not signs of such a code.
pub fn organisation(body: &str) -> Option<String> {
    let values: Vec<usize> = body.chars().map(|sign| SIGNS.find(sign)).collect::<Option<_>>()?;
    if values.len() != WEIGHTS.len() {
        return None;
    }
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let last = SIGNS.chars().nth((31 - sum % 31) % 31)?;
    Some(format!("{body}{last}"))
}

/// Whether a code is a 统一社会信用代码: eighteen signs, the last one right.
pub fn is_organisation(code: &str) -> bool {
    code.split_at_checked(WEIGHTS.len())
        .and_then(|(body, _)| organisation(body))
        .is_some_and(|right| right == code)
}

/// Whether a number is a 公民身份号码: eighteen signs, a day of birth that is a day and not after `today`, the last one right.
pub fn is_citizen(number: &str, today: Date) -> bool {
    let Some((body, last)) = number.split_at_checked(17).filter(|(_, last)| last.len() == 1) else {
        return false;
    };
    let digits: Option<Vec<u32>> = body.chars().map(|sign| sign.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 17) else { return false };
    let sum: u32 = digits.iter().zip(CITIZEN).map(|(digit, weight)| digit * weight).sum();
    let right = usize::try_from(sum % 11).ok().and_then(|place| LAST.chars().nth(place));
    let born = body.get(6..14).and_then(day);
    right.is_some_and(|right| last.eq_ignore_ascii_case(right.encode_utf8(&mut [0; 4])))
        && born.is_some_and(|born| born <= today)
}

fn day(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |number: i16| i8::try_from(number).ok();
    Date::new(number(0, 4)?, small(number(4, 6)?)?, small(number(6, 8)?)?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const REAL: [&str; 5] = [
        "91230500MA1B3N1N2M",
        "11230500001755309F",
        "91320105780688132K",
        "92610822MA707NAX4Q",
        "11420000MB15291767",
    ];

    #[test]
    fn given_codes_in_use_then_they_are_right_and_with_one_sign_changed_they_are_not() {
        for code in REAL {
            assert!(is_organisation(code), "{code}");
            for place in 0..18 {
                let changed: String = code
                    .chars()
                    .enumerate()
                    .map(|(n, sign)| if n == place { next(sign) } else { sign })
                    .collect();
                assert!(!is_organisation(&changed), "{changed}");
            }
        }
        for wrong in ["", "9123", "91230500MA1B3N1N2I", "91230500MA1B3N1N2M0"] {
            assert!(!is_organisation(wrong));
        }
    }

    fn next(sign: char) -> char {
        let place = SIGNS.find(sign).unwrap();
        SIGNS.chars().nth((place + 1) % 31).unwrap()
    }

    #[test]
    fn given_the_example_of_the_standard_then_it_is_right_and_a_day_that_is_none_is_not() {
        let today = date(2026, 3, 1);
        assert!(is_citizen("11010519491231002X", today));
        assert!(is_citizen("11010519491231002x", today));
        assert!(!is_citizen("110105194912310021", today));
        assert!(!is_citizen("11010519491331002X", today));
        assert!(!is_citizen("11010519491231002X", date(1949, 12, 30)));
        assert!(!is_citizen("一10105194912310021", today));
    }

    proptest! {
        #[test]
        fn given_any_text_then_the_checks_answer(text in ".{0,24}") {
            let _ = (is_organisation(&text), is_citizen(&text, date(2026, 3, 1)));
        }
    }
}
