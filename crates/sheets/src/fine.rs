//! Amounts out of the words of a 裁量标准: `处五十万元以上七十万元以下的罚款` is from 50 万 to 70 万 yuan.
//!
//! What this is not: a reading of the law. The words stay beside what was read from them, people see both before anything is
//! published, and what cannot be read with certainty is left open.

use crate::values::chinese_number;

/// What the words say of the first fine in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fine {
    /// Least and most, in 分.
    pub amount: Option<(i64, i64)>,
    /// Least and most, in multiples of the base, as text.
    pub multiple: Option<(String, String)>,
    /// Least and most, in per cent of the base.
    pub percent: Option<(String, String)>,
    /// What multiples and per cents are of; empty if it is not said.
    pub base: String,
}

impl Fine {
    /// A value by the column that it fills: `fine_min`, `multiple_max`, `base`, …; amounts in 分.
    pub fn value(&self, column: &str) -> Option<serde_json::Value> {
        let pair = |pair: &Option<(String, String)>, low: bool| {
            pair.as_ref().map(|(least, most)| if low { least } else { most }.as_str().into())
        };
        match column {
            "fine_min" => self.amount.map(|(least, _)| least.into()),
            "fine_max" => self.amount.map(|(_, most)| most.into()),
            "multiple_min" => pair(&self.multiple, true),
            "multiple_max" => pair(&self.multiple, false),
            "percent_min" => pair(&self.percent, true),
            "percent_max" => pair(&self.percent, false),
            "base" => (!self.base.is_empty()).then(|| self.base.as_str().into()),
            _ => None,
        }
    }
}

/// Reads the words up to the first 罚款. A second fine, of another person, is not read.
pub fn read(words: &str) -> Fine {
    let plain: String = words.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    // Without a fine there is no amount, whatever else is in the words.
    let Some((before, _)) = plain.split_once("罚款") else { return Fine::default() };
    let mut clause = before.rsplit(['，', '；', '。', '：']).next().unwrap_or_default();
    // 处一万元（含）以上 …: what stands in brackets says nothing about the amount.
    let stripped = without_brackets(clause);
    clause = &stripped;
    let start = clause.rfind('处').map_or(0, |at| at + '处'.len_utf8());
    let clause = clause.get(start..).unwrap_or_default();
    let clause = clause.strip_prefix('以').unwrap_or(clause).trim_end_matches('的');
    let (lower, upper) = match clause.split_once("以上") {
        Some((lower, rest)) => match rest.strip_suffix("以下") {
            Some(upper) => (Some(lower), Some(upper)),
            None if rest.is_empty() => (Some(lower), None),
            None => return Fine::default(),
        },
        None => match clause.strip_suffix("以下") {
            Some(upper) => (None, Some(upper)),
            None => (Some(clause), Some(clause)),
        },
    };
    let read = |part: &str| -> Option<(String, Number)> {
        let at = part
            .char_indices()
            .find(|(at, _)| part.get(*at..).is_some_and(|tail| number(tail).is_some()))?
            .0;
        let (base, tail) = part.split_at_checked(at)?;
        Some((base.to_owned(), number(tail)?))
    };
    // “Over so much” without an end is no range: nobody could say that it was kept.
    let (Some(high_base), Some(high)) = upper.and_then(read).unzip() else {
        return Fine::default();
    };
    let low = match lower {
        Some(lower) => match read(lower) {
            Some(low) => Some(low),
            None => return Fine::default(),
        },
        None => None,
    };
    let base = low.as_ref().map_or(high_base, |(base, _)| base.clone());
    let low = low.map(|(_, number)| number);
    match (low, high) {
        (Some(Number::Amount(least)), Number::Amount(most)) if least <= most => {
            Fine { amount: Some((least, most)), ..Fine::default() }
        }
        (None, Number::Amount(most)) => Fine { amount: Some((0, most)), ..Fine::default() },
        // 五以上七万元以下 is written so now and then; the unit is not guessed.
        (Some(Number::Multiple(least)), Number::Multiple(most)) => {
            Fine { multiple: Some((least, most)), base, ..Fine::default() }
        }
        (None, Number::Multiple(most)) => {
            Fine { multiple: Some(("0".to_owned(), most)), base, ..Fine::default() }
        }
        (Some(Number::Percent(least)), Number::Percent(most)) => {
            Fine { percent: Some((least, most)), base, ..Fine::default() }
        }
        (None, Number::Percent(most)) => {
            Fine { percent: Some(("0".to_owned(), most)), base, ..Fine::default() }
        }
        _ => Fine::default(),
    }
}

enum Number {
    Amount(i64),
    Multiple(String),
    Percent(String),
}

/// A number that is the whole of `text`.
fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("百分之") {
        return Some(Number::Percent(plain(digits)?));
    }
    if let Some(digits) = text.strip_suffix(['%', '％']) {
        return Some(Number::Percent(crate::values::decimal(digits)?));
    }
    if let Some(digits) = text.strip_suffix('倍') {
        return Some(Number::Multiple(plain(digits)?));
    }
    // 十二万以上十五万元以下: 元 is left out now and then where 万 stands.
    if !text.ends_with(['元', '万', '亿']) {
        return None;
    }
    crate::values::money(text).map(Number::Amount)
}

/// A number in figures or in Chinese numerals, as text; 一点五 is 1.5.
fn plain(text: &str) -> Option<String> {
    if let Some(decimal) = crate::values::decimal(text) {
        return Some(decimal);
    }
    let (whole, fraction) = text.split_once('点').unwrap_or((text, ""));
    let whole = chinese_number(whole)?;
    if fraction.is_empty() {
        return text.split_once('点').is_none().then(|| whole.to_string());
    }
    let digits: Option<String> = fraction
        .chars()
        .map(|c| chinese_number(&c.to_string()).filter(|n| *n < 10))
        .map(|n| n.map(|n| n.to_string()))
        .collect();
    Some(format!("{whole}.{}", digits?))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '（' | '(' => {
                depth += 1;
                false
            }
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(words: &str) -> Option<(i64, i64)> {
        read(words).amount.map(|(least, most)| (least / 100, most / 100))
    }

    #[test]
    fn amounts_are_read_as_published_standards_write_them() {
        for (words, yuan) in [
            (
                "处五十万元以上七十万元以下的罚款，并对主要负责人，处五万元以上七万元以下的罚款",
                (500_000, 700_000),
            ),
            ("责令备案，处一万元以下罚款", (0, 10_000)),
            ("责令限期改正，处二十万元罚款", (200_000, 200_000)),
            ("责令改正，处300元以上1500元以下罚款", (300, 1500)),
            ("对责任人处十二万以上十五万元以下罚款", (120_000, 150_000)),
            ("责令限期改正，并处以五万元以上六万元以下罚款", (50_000, 60_000)),
            ("处1,000元（含本数）以上2,000元以下的罚款", (1000, 2000)),
        ] {
            assert_eq!(amount(words), Some(yuan), "{words}");
        }
    }

    #[test]
    fn multiples_and_per_cents_are_read_with_what_they_are_of() {
        let fine = read("责令停止建设，处建设项目总投资额百分之一以上百分之二以下的罚款");
        assert_eq!(fine.percent, Some(("1".to_owned(), "2".to_owned())));
        assert_eq!(fine.base, "建设项目总投资额");
        let fine = read("处所收费用三倍的罚款");
        assert_eq!(fine.multiple, Some(("3".to_owned(), "3".to_owned())));
        let fine = read("并处违法所得1倍以上1.5倍以下罚款");
        assert_eq!(fine.multiple, Some(("1".to_owned(), "1.5".to_owned())));
        assert_eq!(fine.value("base"), Some("违法所得".into()));
        let fine = read("处货值金额一点五倍以上三倍以下的罚款");
        assert_eq!(fine.multiple, Some(("1.5".to_owned(), "3".to_owned())));
    }

    #[test]
    fn what_is_not_certain_is_left_open() {
        for words in [
            "给予警告",
            "处一万元以上罚款",
            "处五以上七万元以下罚款",
            "处七万元以上五万元以下罚款",
            "处数额较大的罚款",
            "没收违法所得一万元",
            "",
        ] {
            assert_eq!(read(words), Fine::default(), "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read_without_failing(words in "[处以一二三百千万亿元倍分之%0-9.，罚款上下（）点]{0,40}") {
            let _ = read(&words);
            let _ = read(&format!("{words}罚款"));
        }
    }
}
