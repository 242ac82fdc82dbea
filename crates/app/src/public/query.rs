//! What a reader asks of the list of decisions, taken from the address and checked field by field.
//!
//! What this is not: percent-decoding (the web crate does that) and the search itself.

use jiff::civil::Date;

use crate::error::Reason;

/// Parameters that the list understands, with the names people see.
pub const QUERY_FIELDS: [(&str, &str); 9] = [
    ("q", "关键词"),
    ("category", "类别"),
    ("agency", "机关"),
    ("region", "地区"),
    ("kind", "处理种类"),
    ("from", "公开日期（起）"),
    ("to", "公开日期（止）"),
    ("cursor", "翻页位置"),
    ("page", "页码"),
];

const LONGEST_WORDS: usize = 100;
const LONGEST_VALUE: usize = 100;
const LONGEST_CURSOR: usize = 400;

/// A checked question to the list of decisions. Empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionQuery {
    /// Words, each of which must occur; blanks between them are single spaces.
    pub words: String,
    /// Category.
    pub category: Option<String>,
    /// Agency's name.
    pub agency: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of sanction.
    pub kind: Option<String>,
    /// Published on or after.
    pub from: Option<Date>,
    /// Published on or before.
    pub to: Option<Date>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Number of the page for people, from 1; it moves nothing.
    pub page: u32,
}

impl DecisionQuery {
    /// Reads name and value pairs. `categories` are the categories that exist. Parameters with other names are left alone:
    /// addresses are passed on with additions of all kinds.
    ///
    /// # Errors
    /// Every field that is wrong, beside what could be read of the others.
    pub fn parse(
        pairs: &[(String, String)],
        categories: &[&str],
    ) -> Result<Self, Box<(Self, Vec<Reason>)>> {
        let mut reading = Reading { pairs, faults: Vec::new() };
        let words = reading.text("q", LONGEST_WORDS).unwrap_or_default();
        let category = reading.text("category", LONGEST_VALUE).filter(|value| {
            let known = categories.contains(&value.as_str());
            if !known {
                reading.fault("input.unknown", "category", "没有这个类别，请从列表中选择");
            }
            known
        });
        let mut query = Self {
            words,
            category,
            agency: reading.text("agency", LONGEST_VALUE),
            region: reading.text("region", LONGEST_VALUE),
            kind: reading.text("kind", LONGEST_VALUE),
            from: reading.day("from"),
            to: reading.day("to"),
            cursor: reading.text("cursor", LONGEST_CURSOR),
            page: reading.page(),
        };
        if let (Some(from), Some(to)) = (query.from, query.to)
            && to < from
        {
            reading.fault("input.order", "to", "截止日期早于起始日期");
            query.to = None;
        }
        if query.cursor.is_none() {
            query.page = 1;
        }
        if reading.faults.is_empty() { Ok(query) } else { Err(Box::new((query, reading.faults))) }
    }

    /// The same question as pairs for an address, without the place in the list. Empty fields are left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Self { words, category, agency, region, kind, from, to, cursor: _, page: _ } = self;
        let mut pairs = Vec::new();
        let mut put = |name, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                pairs.push((name, value));
            }
        };
        put("q", Some(words.clone()));
        put("category", category.clone());
        put("agency", agency.clone());
        put("region", region.clone());
        put("kind", kind.clone());
        put("from", from.map(|day| day.to_string()));
        put("to", to.map(|day| day.to_string()));
        pairs
    }

    /// True where anything but words narrows the list.
    pub fn is_narrowed(&self) -> bool {
        self.pairs().iter().any(|(name, _)| *name != "q")
    }
}

struct Reading<'p> {
    pairs: &'p [(String, String)],
    faults: Vec<Reason>,
}

impl Reading<'_> {
    fn fault(&mut self, code: &str, field: &str, message: &str) {
        let label =
            QUERY_FIELDS.iter().find(|(name, _)| *name == field).map_or(field, |held| held.1);
        self.faults.push(Reason {
            code: code.to_owned(),
            message: format!("{label}：{message}"),
            article: None,
            field: Some(field.to_owned()),
            supply: None,
        });
    }

    /// The value of a parameter, its blanks tidied; none where it is absent or blank.
    fn text(&mut self, field: &str, longest: usize) -> Option<String> {
        let mut values = self.pairs.iter().filter(|(name, _)| name == field).map(|pair| &pair.1);
        let value = values.next()?;
        if values.any(|other| other != value) {
            self.fault("input.twice", field, "给了两个不同的值，请只留一个");
            return None;
        }
        // Measured before anything is copied: the value may be very long.
        if value.chars().take(longest.saturating_add(1)).count() > longest {
            self.fault("input.long", field, &format!("最多 {longest} 个字"));
            return None;
        }
        if value
            .chars()
            .any(|c| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || c == '\u{fffd}')
        {
            self.fault("input.characters", field, "含有无法显示的字符，请重新输入");
            return None;
        }
        let tidy = value.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(tidy).filter(|text| !text.is_empty())
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.text(field, LONGEST_VALUE)?;
        let plain =
            text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        match text.parse::<Date>() {
            Ok(day) if plain && (1949..=2999).contains(&day.year()) => Some(day),
            Ok(_) | Err(_) => {
                self.fault("input.date", field, "不是有效的日期，请按 2026-03-01 的样子填写");
                None
            }
        }
    }

    fn page(&mut self) -> u32 {
        let Some(text) = self.text("page", LONGEST_VALUE) else { return 1 };
        match text.parse::<u32>() {
            Ok(page) if (1..=100_000).contains(&page) => page,
            Ok(_) | Err(_) => {
                self.fault("input.number", "page", "应为 1 以上的整数");
                1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<DecisionQuery, Vec<String>> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        DecisionQuery::parse(&pairs, &["行政处罚"])
            .map_err(|wrong| wrong.1.into_iter().filter_map(|fault| fault.field).collect())
    }

    #[test]
    fn what_was_read_is_written_back_as_the_same_question() {
        let query = read(&[("q", "  食品  安全 "), ("from", "2026-01-01"), ("utm", "x")]).unwrap();
        assert_eq!(query.words, "食品 安全");
        let back: Vec<(String, String)> =
            query.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(DecisionQuery::parse(&back, &[]), Ok(query));
    }

    #[test]
    fn each_wrong_field_is_named_and_the_others_are_kept() {
        let long = "字".repeat(101);
        for (pairs, named) in [
            (vec![("q", "\0")], vec!["q"]),
            (vec![("q", long.as_str())], vec!["q"]),
            (vec![("q", "a\u{1b}[2J")], vec!["q"]),
            (vec![("q", "\u{fffd}")], vec!["q"]),
            (vec![("category", "行政惩罚")], vec!["category"]),
            (vec![("from", "2026-02-30")], vec!["from"]),
            (vec![("from", "2026-02-03T00:00"), ("to", "-009999-01-01")], vec!["from", "to"]),
            (vec![("from", "2026-03-02"), ("to", "2026-03-01")], vec!["to"]),
            (vec![("page", "0")], vec!["page"]),
            (vec![("kind", "罚款"), ("kind", "警告")], vec!["kind"]),
        ] {
            assert_eq!(read(&pairs), Err(named.iter().map(|name| (*name).to_owned()).collect()));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_whatever_breaks_the_reading(
            pairs in proptest::collection::vec(("(q|from|to|category|page|cursor)", ".{0,300}"), 0..8),
        ) {
            let pairs: Vec<(String, String)> = pairs;
            match DecisionQuery::parse(&pairs, &[]) {
                Ok(query) => proptest::prop_assert!(query.words.chars().count() <= LONGEST_WORDS),
                Err(wrong) => proptest::prop_assert!(!wrong.1.is_empty()),
            }
        }
    }
}
