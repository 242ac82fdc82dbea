//! Values in cells as people write them: days, money, yes and no, lists.

use jiff::civil::Date;

/// A day: `2026-03-01`, `2026/3/1`, `2026.3.1`, `20260301`, `2026年3月1日`, each with or without a time behind it.
pub fn day(text: &str) -> Option<Date> {
    let head = text.trim().split([' ', 'T']).next()?.trim_end_matches('日');
    let parts: Vec<&str> =
        head.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.parse::<i16>().ok();
    match parts.as_slice() {
        [year, month, day] => Date::new(number(year)?, month.parse().ok()?, day.parse().ok()?).ok(),
        [whole] if whole.len() == 8 && whole.chars().all(|c| c.is_ascii_digit()) => Date::new(
            whole.get(..4)?.parse().ok()?,
            whole.get(4..6)?.parse().ok()?,
            whole.get(6..)?.parse().ok()?,
        )
        .ok(),
        _ => None,
    }
}

/// Money in 分 from yuan as written: `1150000`, `1,150,000.50`, `115万`, `115万元`, `一万元`, `3.5亿元`.
pub fn money(text: &str) -> Option<i64> {
    let plain: String =
        text.trim().chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '￥' | '¥')).collect();
    let plain = plain.strip_prefix("人民币").unwrap_or(&plain).trim_end_matches(['元', '整', '圆']);
    let (digits, unit) = if let Some(digits) = plain.strip_suffix('亿') {
        (digits, 100_000_000)
    } else if let Some(digits) = plain.strip_suffix('万') {
        (digits, 10_000)
    } else {
        (plain, 1)
    };
    let fen = match hundredths(digits) {
        Some(hundredths) => hundredths.checked_mul(unit)?,
        None => chinese_number(plain)?.checked_mul(100)?,
    };
    (fen >= 0).then_some(fen)
}

/// A decimal number times one hundred; more than two places after the point are allowed only with a larger unit behind.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let hundredths: i64 = format!("{fraction:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

/// A whole number in Chinese numerals, ordinary or for accounts: 一万, 二十五万, 壹佰零伍万.
pub(crate) fn chinese_number(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let (mut total, mut section, mut digit) = (0_i64, 0_i64, 0_i64);
    for c in text.chars() {
        let value = match c {
            '零' | '〇' => 0,
            '一' | '壹' => 1,
            '二' | '贰' | '两' => 2,
            '三' | '叁' => 3,
            '四' | '肆' => 4,
            '五' | '伍' => 5,
            '六' | '陆' => 6,
            '七' | '柒' => 7,
            '八' | '捌' => 8,
            '九' | '玖' => 9,
            '十' | '拾' => {
                section = section.checked_add(digit.max(1).checked_mul(10)?)?;
                digit = 0;
                continue;
            }
            '百' | '佰' => {
                section = section.checked_add(digit.checked_mul(100)?)?;
                digit = 0;
                continue;
            }
            '千' | '仟' => {
                section = section.checked_add(digit.checked_mul(1000)?)?;
                digit = 0;
                continue;
            }
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                total = total.checked_add(section.checked_add(digit)?)?.checked_mul(unit)?;
                section = 0;
                digit = 0;
                continue;
            }
            _ => return None,
        };
        digit = value;
    }
    total.checked_add(section)?.checked_add(digit)
}

/// Yes or no.
pub fn yes(text: &str) -> Option<bool> {
    match text.trim() {
        "是" | "有" | "Y" | "y" | "1" | "true" | "√" | "启用" | "有效" => Some(true),
        "否" | "无" | "N" | "n" | "0" | "false" | "×" | "停用" | "无效" => Some(false),
        _ => None,
    }
}

/// A number with decimals as text, the sign % or 倍 behind it left out: `1.50%` is `1.5`.
pub fn decimal(text: &str) -> Option<String> {
    let plain = text.trim().trim_end_matches(['%', '％', '倍']).trim_end();
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || fraction.len() > 6 {
        return None;
    }
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

/// A list: parts between 、 , ; or line ends.
pub fn list(text: &str) -> Vec<String> {
    text.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_way_that_offices_write_it() {
        for text in [
            "2026-03-01",
            "2026/3/1",
            "2026.3.1",
            "20260301",
            "2026年3月1日",
            "2026-03-01 15:26:33",
        ] {
            assert_eq!(day(text), Some(jiff::civil::date(2026, 3, 1)), "{text}");
        }
        for text in ["2026-02-30", "三月一日", "", "2026", "2026-13-01"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn money_is_read_in_figures_units_and_chinese_numerals() {
        for (text, fen) in [
            ("1150000", 115_000_000),
            ("1,150,000.50", 115_000_050),
            ("115万元", 115_000_000),
            ("一万元", 1_000_000),
            ("二十五万", 25_000_000),
            ("壹佰零伍万元整", 105_000_000),
            ("3.5亿元", 35_000_000_000),
            ("0", 0),
        ] {
            assert_eq!(money(text), Some(fen), "{text}");
        }
        for text in ["", "-5", "约一万", "1.234", "见附件"] {
            assert_eq!(money(text), None, "{text}");
        }
    }
}
