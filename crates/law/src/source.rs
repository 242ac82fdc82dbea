//! One TOML file of a pack, read strictly: every value knows its line, every unknown key is a fault,
//! and reading goes on after a fault so that an editor sees all of them at once.
//!
//! What this is not: it knows nothing of procedures; what keys mean is said in `parse`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::fault::PackFault;

/// A file's text with the places where its lines begin, and the faults found so far.
pub(crate) struct Source<'t> {
    pub(crate) name: &'t str,
    pub(crate) text: &'t str,
    starts: Vec<usize>,
    faults: RefCell<Vec<PackFault>>,
}

/// A table under reading. Ask for each key that may stand there, then call [`Table::finish`].
pub(crate) struct Table<'s, 't> {
    source: &'s Source<'t>,
    entries: &'s DeTable<'t>,
    /// Line of the table's first key or header.
    pub(crate) line: usize,
    what: &'static str,
    known: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(name: &'t str, text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { name, text, starts, faults: RefCell::new(Vec::new()) }
    }

    /// Parses the text as TOML; syntax faults are noted, and what could be read is returned.
    pub(crate) fn document(&self) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let line = error.span().map_or(1, |span| self.line(&span));
            self.fault(
                line,
                format!("文件不合 TOML 语法：{}", error.message()),
                "改正这一行的写法",
            );
        }
        table
    }

    /// Line (from 1) in which a span begins.
    pub(crate) fn line(&self, span: &Range<usize>) -> usize {
        self.starts.partition_point(|start| *start <= span.start).max(1)
    }

    pub(crate) fn fault(&self, line: usize, message: impl Into<String>, advice: impl Into<String>) {
        self.faults.borrow_mut().push(PackFault {
            file: self.name.to_owned(),
            line,
            message: message.into(),
            advice: advice.into(),
        });
    }

    pub(crate) fn into_faults(self) -> Vec<PackFault> {
        self.faults.into_inner()
    }
}

impl<'s, 't> Table<'s, 't> {
    pub(crate) fn new(
        source: &'s Source<'t>,
        table: &'s DeTable<'t>,
        line: usize,
        what: &'static str,
    ) -> Self {
        Self { source, entries: table, line, what, known: RefCell::default() }
    }

    /// The file that the table stands in.
    pub(crate) fn file(&self) -> &'t str {
        self.source.name
    }

    /// Notes that `key` may stand here and returns its value with its line.
    fn take(&self, key: &'static str) -> Option<(&'s DeValue<'t>, usize)> {
        self.known.borrow_mut().insert(key);
        let (_, value) = self.entries.get_key_value(key)?;
        Some((value.get_ref(), self.source.line(&value.span())))
    }

    fn wrong(&self, key: &str, line: usize, wanted: &str) {
        self.source.fault(
            line,
            format!("{}的 {key} 应当是{wanted}", self.what),
            format!("把 {key} 写成{wanted}"),
        );
    }

    fn missing(&self, key: &str) {
        self.source.fault(self.line, format!("{}缺少 {key}", self.what), format!("补上 {key}"));
    }

    /// Notes a fault where `key` is absent.
    pub(crate) fn need(&self, key: &str) {
        if !self.entries.contains_key(key) {
            self.missing(key);
        }
    }

    /// Line of a key's value, or of the table where it is absent.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.entries.get(key).map_or(self.line, |value| self.source.line(&value.span()))
    }

    /// A text that may be absent.
    pub(crate) fn text_if(&self, key: &'static str) -> Option<String> {
        let (value, line) = self.take(key)?;
        let text = value.as_str().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.wrong(key, line, "文字");
        }
        text
    }

    /// A text that must be there and not be empty; empty after a fault.
    pub(crate) fn text(&self, key: &'static str) -> String {
        let there = self.entries.contains_key(key);
        let text = self.text_if(key).unwrap_or_default();
        if text.is_empty()
            && (!there || self.entries.get(key).is_some_and(|v| v.get_ref().is_str()))
        {
            self.missing(key);
        }
        text
    }

    pub(crate) fn flag(&self, key: &'static str, default: bool) -> bool {
        let Some((value, line)) = self.take(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            self.wrong(key, line, " true 或 false");
            default
        })
    }

    pub(crate) fn integer_if(&self, key: &'static str) -> Option<i64> {
        let (value, line) = self.take(key)?;
        let number = whole(value);
        if number.is_none() {
            self.wrong(key, line, "整数");
        }
        number
    }

    pub(crate) fn integer(&self, key: &'static str) -> i64 {
        if !self.entries.contains_key(key) {
            self.missing(key);
        }
        self.integer_if(key).unwrap_or(0)
    }

    /// A calendar day, written as a TOML date.
    pub(crate) fn date_if(&self, key: &'static str) -> Option<Date> {
        let (value, line) = self.take(key)?;
        let date = value
            .as_datetime()
            .filter(|d| d.time.is_none() && d.offset.is_none())
            .and_then(|d| d.date)
            .and_then(|d| {
                let (year, month, day) = (
                    i16::try_from(d.year).ok()?,
                    i8::try_from(d.month).ok()?,
                    i8::try_from(d.day).ok()?,
                );
                Date::new(year, month, day).ok()
            });
        if date.is_none() {
            self.wrong(key, line, "日期，例如 2026-01-31，不加引号");
        }
        date
    }

    pub(crate) fn date(&self, key: &'static str) -> Date {
        if !self.entries.contains_key(key) {
            self.missing(key);
        }
        self.date_if(key).unwrap_or(Date::MIN)
    }

    /// A list of texts; absent is empty.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<String> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.wrong(key, line, "文字的列表");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push(text.trim().to_owned()),
                None => self.wrong(key, self.source.line(&item.span()), "文字的列表"),
            }
        }
        texts
    }

    /// A list of tables; absent is empty.
    pub(crate) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Table<'s, 't>> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.wrong(key, line, "表的列表");
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            let line = self.source.line(&item.span());
            match item.get_ref().as_table() {
                Some(table) => tables.push(Table::new(self.source, table, line, what)),
                None => self.wrong(key, line, "表的列表"),
            }
        }
        tables
    }

    /// The entries of a table whose keys are free, in the order of their keys.
    pub(crate) fn entries(&self, key: &'static str) -> Vec<(String, &'s DeValue<'t>, usize)> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let Some(table) = value.as_table() else {
            self.wrong(key, line, "表");
            return Vec::new();
        };
        table
            .iter()
            .map(|(name, value)| {
                (name.get_ref().to_string(), value.get_ref(), self.source.line(&name.span()))
            })
            .collect()
    }

    /// Any value, as JSON; dates become their text.
    pub(crate) fn json(&self, key: &'static str) -> Json {
        let Some((value, _)) = self.take(key) else {
            self.missing(key);
            return Json::Null;
        };
        to_json(value)
    }

    /// One of a fixed list of words.
    pub(crate) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&str, T)], default: T) -> T {
        let Some(text) = self.text_if(key) else { return default };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return *value;
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.source.fault(
            self.line_of(key),
            format!("{}的 {key} 不认识「{text}」", self.what),
            format!("{}可以写：{}", near(&text, &known), known.join("、")),
        );
        default
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let known = self.known.borrow();
        let words: Vec<&str> = known.iter().copied().collect();
        for (key, _) in self.entries {
            let name = key.get_ref().as_ref();
            if !known.contains(name) {
                self.source.fault(
                    self.source.line(&key.span()),
                    format!("{}里没有 {name} 这一项", self.what),
                    format!("{}可以写：{}", near(name, &words), words.join("、")),
                );
            }
        }
    }
}

/// Says which known word was probably meant, or nothing.
pub(crate) fn near(word: &str, known: &[&str]) -> String {
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(far, candidate)| *far <= 1 + candidate.chars().count() / 4)
        .min()
        .map(|(_, candidate)| format!("是不是「{candidate}」？"))
        .unwrap_or_default()
}

pub(crate) fn to_json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::String(text.to_string()),
        DeValue::Integer(_) => whole(value).map_or(Json::Null, Json::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(flag) => Json::Bool(*flag),
        DeValue::Datetime(when) => Json::String(when.to_string()),
        DeValue::Array(items) => Json::Array(items.iter().map(|i| to_json(i.get_ref())).collect()),
        DeValue::Table(table) => Json::Object(
            table.iter().map(|(k, v)| (k.get_ref().to_string(), to_json(v.get_ref()))).collect(),
        ),
    }
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
}

/// Levenshtein distance, for suggestions only.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((y, above), diagonal) in b.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let left = next.last().copied().unwrap_or(i);
            next.push((diagonal + usize::from(x != *y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
