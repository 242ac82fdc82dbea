//! Fields of a TOML table taken by name, every mistake noted with its line and the reading going on.
//!
//! What this is not: it knows no period; `reading` asks for the fields that a rule has.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zhiheng_calendar::{Period, Unit};

use crate::fault::PackFault;

const UNITS: &[(&str, Unit)] = &[
    ("hour", Unit::Hour),
    ("natural_day", Unit::NaturalDay),
    ("working_day", Unit::WorkingDay),
    ("month", Unit::Month),
    ("year", Unit::Year),
];

pub(super) struct Faults<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) found: Vec<PackFault>,
}

impl Faults<'_> {
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().iter().take(span.start);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    pub(super) fn add(&mut self, span: Range<usize>, message: String, advice: &str) {
        let line = self.line(&span);
        self.found.push(PackFault {
            file: self.file.to_owned(),
            line,
            message,
            advice: advice.to_owned(),
        });
    }
}

/// One table of the file, whose fields are taken by name.
pub(super) struct Entry<'d, 'i> {
    pub(super) table: &'d DeTable<'i>,
    pub(super) span: Range<usize>,
    /// How it is called in messages: the code of its rule once known.
    pub(super) name: String,
}

impl<'d, 'i> Entry<'d, 'i> {
    pub(super) fn new(value: &'d Spanned<DeValue<'i>>, faults: &mut Faults<'_>) -> Option<Self> {
        let Some(table) = value.get_ref().as_table() else {
            faults.add(value.span(), "应为一个表".to_owned(), "写成 [[rule]] 或 { … }");
            return None;
        };
        let name = table.get("code").and_then(|code| code.get_ref().as_str()).unwrap_or_default();
        Some(Self { table, span: value.span(), name: name.to_owned() })
    }

    pub(super) fn known_fields(&self, fields: &[&str], faults: &mut Faults<'_>) {
        for key in self.table.keys().filter(|key| !fields.contains(&key.get_ref().as_ref())) {
            let message = format!("{} 有不认识的字段 {}", self.name, key.get_ref());
            faults.add(key.span(), message, &format!("可用的字段：{}", fields.join("、")));
        }
    }

    /// A text; empty where it is missing and not required.
    pub(super) fn text(&self, field: &str, required: bool, faults: &mut Faults<'_>) -> String {
        match self.table.get(field) {
            Some(value) => match value.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() || !required => {
                    return text.trim().to_owned();
                }
                Some(_) => faults.add(value.span(), self.says(field, "是空的"), "写明内容"),
                None => faults.add(value.span(), self.says(field, "应为文字"), "用引号括起来"),
            },
            None if required && field == "basis" => {
                faults.add(
                    self.span.clone(),
                    self.says(field, "没有写"),
                    "写明条文，例如 处罚法60",
                );
            }
            None if required => {
                faults.add(self.span.clone(), self.says(field, "没有写"), "补上这个字段");
            }
            None => {}
        }
        String::new()
    }

    pub(super) fn texts(&self, field: &str, faults: &mut Faults<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items(field, faults) {
            match item.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => texts.push(text.to_owned()),
                None => faults.add(
                    item.span(),
                    self.says(field, "里有空的或不是文字的一项"),
                    "改成文字",
                ),
            }
        }
        texts
    }

    pub(super) fn items(&self, field: &str, faults: &mut Faults<'_>) -> &'d [Spanned<DeValue<'i>>] {
        let Some(value) = self.table.get(field) else { return &[] };
        let Some(items) = value.get_ref().as_array() else {
            faults.add(value.span(), self.says(field, "应为数组"), "写成 [ … ]");
            return &[];
        };
        items
    }

    pub(super) fn number(
        &self,
        field: &str,
        required: bool,
        faults: &mut Faults<'_>,
    ) -> Option<u32> {
        let Some(value) = self.table.get(field) else {
            if required {
                faults.add(self.span.clone(), self.says(field, "没有写"), "写一个正整数");
            }
            return None;
        };
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(0) => {
                faults.add(value.span(), self.says(field, "不能是 0"), "写一个正整数");
                None
            }
            None => {
                faults.add(value.span(), self.says(field, "应为正整数"), "写一个正整数");
                None
            }
            some => some,
        }
    }

    pub(super) fn choice<T: Copy>(
        &self,
        field: &str,
        choices: &[(&str, T)],
        default: Option<T>,
        faults: &mut Faults<'_>,
    ) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let advice = format!("可写：{}", names.join("、"));
        let Some(value) = self.table.get(field) else {
            if default.is_none() {
                faults.add(self.span.clone(), self.says(field, "没有写"), &advice);
            }
            return default;
        };
        let given = value.get_ref().as_str().unwrap_or_default();
        let found = choices.iter().find(|(name, _)| *name == given).map(|(_, value)| *value);
        if found.is_none() {
            let message = self.says(field, &format!("不认识“{given}”"));
            faults.add(value.span(), message, &advice);
        }
        found
    }

    pub(super) fn period(&self, faults: &mut Faults<'_>) -> Option<Period> {
        let amount = self.number("amount", true, faults);
        let unit = self.choice("unit", UNITS, None, faults);
        Some(Period::new(amount?, unit?))
    }

    pub(super) fn says(&self, field: &str, what: &str) -> String {
        if self.name.is_empty() {
            format!("{field} {what}")
        } else {
            format!("{} 的 {field} {what}", self.name)
        }
    }
}
