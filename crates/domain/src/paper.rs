//! Papers: the text of a paper as the act issues it, with the values of the form in their places.
//!
//! What this is not: layout. A paper here is a title, a number and paragraphs; printing is another crate's work.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

/// What the places in a paper's text can be filled with.
pub struct Source<'a> {
    /// The form.
    pub form: &'a Map<String, Value>,
    /// Facts after the act.
    pub facts: &'a BTreeMap<String, Value>,
    /// Other values by name: `agency`, `date`, `matter_number`, `officers`, `number`.
    pub others: &'a BTreeMap<String, String>,
}

/// Fills `{name}` and `{facts.name}`. A place without a value stays visible as `（未填）`.
pub fn fill(text: &str, source: &Source<'_>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&place(name.trim(), source));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn place(name: &str, source: &Source<'_>) -> String {
    // Numbers are known only when the act is written; the place is kept until then.
    if name == "number" || name == "paper" || name.starts_with("due:") {
        return source.others.get(name).cloned().unwrap_or_else(|| format!("{{{name}}}"));
    }
    if let Some(value) = source.others.get(name) {
        return value.clone();
    }
    let value = match name.strip_prefix("facts.") {
        Some(fact) => source.facts.get(fact),
        None => source.form.get(name).or_else(|| source.facts.get(name)),
    };
    let shown = value.map(|value| shown(name, value)).unwrap_or_default();
    if shown.is_empty() { "（未填）".to_owned() } else { shown }
}

/// A value as it stands in a paper: money in 元, days in full, lists joined.
pub fn shown(name: &str, value: &Value) -> String {
    match value {
        Value::String(text) => match text.parse::<Date>() {
            Ok(day) => long_date(day),
            Err(_) => match crate::form::moment(text) {
                Some(at) if text.contains('T') => {
                    format!("{}{}时{:02}分", long_date(at.date()), at.hour(), at.minute())
                }
                _ => text.clone(),
            },
        },
        Value::Number(number) => {
            match (name.ends_with("fine") || name.ends_with("amount"), number.as_i64()) {
                (true, Some(fen)) => yuan(fen),
                _ => number.to_string(),
            }
        }
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                item.as_str().map_or_else(
                    || item.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
                    ToOwned::to_owned,
                )
            })
            .collect::<Vec<_>>()
            .join("、"),
        Value::Object(object) => {
            object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Value::Null => String::new(),
    }
}

/// Money in 元, without 分 where there are none.
pub fn yuan(fen: i64) -> String {
    if fen % 100 == 0 {
        format!("{}元", fen / 100)
    } else {
        format!("{}.{:02}元", fen / 100, fen % 100)
    }
}

/// A day as papers write it: 2026年3月1日.
pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
