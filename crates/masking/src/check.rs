//! Check digits: 公民身份号码 (GB 11643), 银行卡号 (GB/T 15694, Luhn), 统一社会信用代码 (GB 32100).
//!
//! What this is not: proof that a number was ever given to anybody.

/// Weights of GB 11643, first place first.
const CITIZEN: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check characters of GB 11643 by remainder.
const REST: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// Weights of GB 32100.
const CREDIT: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Characters of GB 32100 by value.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether 18 plain characters are a citizen's number with the right check digit.
pub fn citizen(number: &str) -> bool {
    let mut sum = 0;
    let mut places = number.chars();
    for weight in CITIZEN {
        let Some(digit) = places.next().and_then(|c| c.to_digit(10)) else { return false };
        sum += digit * weight;
    }
    let last = places.next().map(|c| c.to_ascii_uppercase());
    last.is_some()
        && places.next().is_none()
        && usize::try_from(sum % 11).ok().and_then(|rest| REST.get(rest).copied()) == last
}

/// Whether plain digits are a bank card's number by their last digit.
pub fn bank_card(number: &str) -> bool {
    if !(15..=19).contains(&number.len()) {
        return false;
    }
    let mut sum = 0;
    for (place, c) in number.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        let weighed = if place % 2 == 1 { digit * 2 } else { digit };
        sum += if weighed > 9 { weighed - 9 } else { weighed };
    }
    sum % 10 == 0
}

/// Whether 18 plain characters are a unified social credit code with the right check character. Such a code is public.
pub fn credit_code(code: &str) -> bool {
    let value = |c: char| {
        ALPHABET.chars().position(|held| held == c).and_then(|place| u32::try_from(place).ok())
    };
    let mut sum = 0;
    let mut places = code.chars();
    for weight in CREDIT {
        let Some(value) = places.next().and_then(value) else { return false };
        sum += value * weight;
    }
    let last = places.next().and_then(value);
    places.next().is_none() && last == Some((31 - sum % 31) % 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_right_and_one_changed_digit_is_not() {
        assert!(citizen("11010519491231002X"), "the example of GB 11643");
        assert!(citizen("11010519491231002x"));
        assert!(!citizen("110105194912310021"));
        assert!(!citizen("11010519491231002"));
    }

    #[test]
    fn a_bank_card_is_known_by_its_last_digit() {
        assert!(bank_card("4539578763621486"));
        assert!(!bank_card("4539578763621487"));
        assert!(!bank_card("45395787"));
    }

    #[test]
    fn a_credit_code_is_known_by_its_last_character() {
        assert!(credit_code("91350100M000100Y43"), "the example of GB 32100");
        assert!(!credit_code("91350100M000100Y44"));
    }
}
