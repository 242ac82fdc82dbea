//! From a decision to its row: where each value comes from, and in which form the platform takes it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_law::credit::{CreditField, CreditReport, CreditRules, CreditTable, CreditType};

/// Values by the code of their field; an empty one is not there.
pub type Row = BTreeMap<String, String>;

/// A decision that is reported.
#[derive(Debug, Clone)]
pub struct Reported<'a> {
    /// Facts of the matter.
    pub facts: &'a BTreeMap<String, Value>,
    /// 文号 of the decision.
    pub number: &'a str,
    /// Name of its paper.
    pub paper: &'a str,
    /// Day on which it was made.
    pub day: Option<Date>,
    /// Last day of its public period.
    pub until: Option<Date>,
    /// Name of the agency.
    pub agency: &'a str,
    /// 统一社会信用代码 of the agency.
    pub agency_code: &'a str,
    /// What was typed for the report, by code: it stands where the dossier says nothing, and never over what it says.
    pub entered: &'a Row,
}

/// The row of a decision.
pub fn mapped(rules: &CreditRules, report: &CreditReport, decision: &Reported<'_>) -> Row {
    let mut row = Row::new();
    for field in &report.fields {
        let held = from_dossier(rules, field, decision);
        let value = if held.is_empty() {
            decision
                .entered
                .get(&field.code)
                .map(|typed| typed.trim().to_owned())
                .unwrap_or_default()
        } else {
            held
        };
        row.insert(field.code.clone(), value);
    }
    row
}

/// 分 as 万元 with six decimals.
pub fn ten_thousands(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:06}", fen / 1_000_000, fen % 1_000_000)
}

/// What the dossier says for a field; empty where it says nothing.
pub fn from_dossier(rules: &CreditRules, field: &CreditField, decision: &Reported<'_>) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match field.source.as_str() {
        "entry" => String::new(),
        "decision.number" => decision.number.to_owned(),
        "decision.paper" => decision.paper.to_owned(),
        "decision.day" => day(decision.day),
        "decision.until" => day(decision.until),
        "agency.name" => decision.agency.to_owned(),
        "agency.code" => decision.agency_code.to_owned(),
        source => match (source.strip_prefix('='), source.strip_prefix("facts.")) {
            (Some(fixed), _) => fixed.to_owned(),
            (None, Some(fact)) => {
                let table = field.table.as_ref().and_then(|table| rules.tables.get(table));
                decision.facts.get(fact).map(|value| told(field, table, value)).unwrap_or_default()
            }
            (None, None) => String::new(),
        },
    }
}

fn told(field: &CreditField, table: Option<&CreditTable>, value: &Value) -> String {
    let meant = |word: &str| {
        table.and_then(|table| table.means.get(word)).cloned().unwrap_or_else(|| word.to_owned())
    };
    match (field.kind, value) {
        // No fine is no field, and not a fine of nothing.
        (CreditType::Money, Value::Number(_)) => {
            value.as_i64().filter(|fen| *fen != 0).map(ten_thousands).unwrap_or_default()
        }
        (CreditType::Choices, Value::Array(words)) => {
            let mut meanings: Vec<String> = Vec::new();
            for word in words.iter().filter_map(Value::as_str).map(meant) {
                if !meanings.contains(&word) {
                    meanings.push(word);
                }
            }
            // The list divides by a half-width semicolon; a value of the list holds none.
            meanings.join(";")
        }
        (CreditType::Choice, Value::String(word)) => meant(word.trim()),
        (_, Value::String(text)) => text.trim().to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn given_any_amount_then_ten_thousands_have_six_decimals_and_lose_nothing(fen in 0_i64..10_000_000_000_000) {
            let text = ten_thousands(fen);
            let (whole, part) = text.split_once('.').unwrap();
            prop_assert_eq!(part.len(), 6);
            let back: i64 = whole.parse::<i64>().unwrap() * 1_000_000 + part.parse::<i64>().unwrap();
            prop_assert_eq!(back, fen);
        }
    }

    #[test]
    fn given_five_hundred_yuan_then_it_is_0_05_of_ten_thousand() {
        assert_eq!(ten_thousands(50_000), "0.050000");
        assert_eq!(ten_thousands(1), "0.000001");
    }
}
