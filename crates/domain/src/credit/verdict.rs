//! Whether the platform would take a row, and why not: what the rejection would say is said here before it is sent.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::credit::{
    CodeCheck, CreditField, CreditReport, CreditRules, CreditType, Required,
};
use zhiheng_law::{Condition, Inputs, Pack};

use super::codes::{is_citizen, is_organisation};
use super::row::Row;

/// Why a field of a row would not be taken. The value is never repeated: it may be a number of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Code of the field.
    pub field: String,
    /// Stable code: `credit.required`, `credit.long`, `credit.date`, `credit.money`, `credit.listed`, `credit.check`,
    /// `credit.repeated`.
    pub code: String,
    /// In Chinese.
    pub message: String,
}

/// Whether a decision with this row is reported at all.
pub fn is_reported(pack: &Pack, report: &CreditReport, row: &Row) -> bool {
    let only = report.only.as_deref().and_then(|text| pack.condition(text));
    only.is_none_or(|condition| holds(condition, &asked(row)))
}

/// Everything that stands against a row. `today` bounds days of birth.
pub fn faults(pack: &Pack, report: &CreditReport, row: &Row, today: Date) -> Vec<RowFault> {
    let asked = asked(row);
    report
        .fields
        .iter()
        .filter_map(|field| {
            let value = row.get(&field.code).map(String::as_str).unwrap_or_default();
            let holds =
                |text: &str| pack.condition(text).is_some_and(|condition| holds(condition, &asked));
            of_field(&pack.credit, field, value, today, &holds)
        })
        .collect()
}

/// Rows that report the same decision: each but the first, with the place of the first (文号, party and day are equal).
pub fn repeated<'r>(
    report: &CreditReport,
    rows: impl Iterator<Item = &'r Row>,
) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut again = Vec::new();
    for (place, row) in rows.enumerate() {
        let key: Vec<String> =
            report.key.iter().map(|code| row.get(code).cloned().unwrap_or_default()).collect();
        match first.get(&key) {
            Some(earlier) => again.push((place, *earlier)),
            None => {
                first.insert(key, place);
            }
        }
    }
    again
}

fn asked(row: &Row) -> Map<String, Value> {
    row.iter().map(|(code, value)| (code.clone(), Value::from(value.as_str()))).collect()
}

fn holds(condition: &Condition, row: &Map<String, Value>) -> bool {
    let (nothing, none) = (Map::new(), BTreeMap::<String, i64>::new());
    let inputs =
        Inputs { facts: row, fields: &nothing, done: &none, param: &none, known: &nothing };
    // A condition that cannot be answered asks for the field: an empty one is then said to be missing, not passed over.
    condition.eval(&inputs).unwrap_or(true)
}

fn of_field(
    rules: &CreditRules,
    field: &CreditField,
    value: &str,
    today: Date,
    holds: &dyn Fn(&str) -> bool,
) -> Option<RowFault> {
    let said = |code: &str, message: String| {
        Some(RowFault { field: field.code.clone(), code: code.to_owned(), message })
    };
    let title = &field.title;
    if value.is_empty() {
        let missing = match &field.required {
            Required::Always => true,
            Required::No => false,
            Required::When(condition) => holds(condition),
        };
        return missing.then(|| said("credit.required", format!("“{title}”没有填"))).flatten();
    }
    let length = value.chars().count();
    if field.limit > 0 && length > field.limit {
        let limit = field.limit;
        return said("credit.long", format!("“{title}”最多 {limit} 个字，现在 {length} 个"));
    }
    match field.kind {
        CreditType::Date if day(value).is_none() => {
            return said("credit.date", format!("“{title}”应是日期，例如 2026-03-01"));
        }
        CreditType::Money if !money(value) => {
            return said("credit.money", format!("“{title}”应是万元，保留六位小数"));
        }
        CreditType::Choice | CreditType::Choices => {
            let table = field.table.as_ref().and_then(|table| rules.tables.get(table));
            let words: BTreeSet<&str> = match field.kind {
                CreditType::Choices => value.split(';').collect(),
                _ => BTreeSet::from([value]),
            };
            let listed = table.is_some_and(|table| {
                words.iter().all(|word| table.values.iter().any(|known| known == word))
            });
            if !listed {
                let known = table.map(|table| table.values.join("、")).unwrap_or_default();
                return said("credit.listed", format!("“{title}”只能是：{known}"));
            }
        }
        CreditType::Date | CreditType::Money | CreditType::Text => {}
    }
    let checked = field.check.filter(|_| field.check_when.as_deref().is_none_or(holds));
    let right = match checked {
        Some(CodeCheck::Organisation) => is_organisation(value),
        Some(CodeCheck::Citizen) => is_citizen(value, today),
        None => true,
    };
    if right {
        None
    } else {
        said("credit.check", format!("“{title}”的位数或者校验码不对"))
    }
}

fn day(value: &str) -> Option<Date> {
    value.replace('/', "-").parse().ok()
}

fn money(value: &str) -> bool {
    value.split_once('.').is_some_and(|(whole, part)| {
        let digits = |text: &str| text.chars().all(|sign| sign.is_ascii_digit());
        !whole.is_empty() && whole.len() <= 12 && part.len() == 6 && digits(whole) && digits(part)
    })
}
