//! Papers: the text of a paper as the act issues it, with the values of the form in their places.
//!
//! What this is not: layout. A paper here is a title, a number and paragraphs; printing is another crate's work.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_law::{ActType, Field, PaperRule, Procedure};

use crate::refusal::Refusal;
use crate::state::PaperRow;

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

/// The paragraphs of a paper. In a paper that goes out, a paragraph all of whose places are empty is left out:
/// what does not concern the party is not told him as a blank.
pub fn paragraphs(rule: &PaperRule, source: &Source<'_>) -> Vec<String> {
    rule.body
        .iter()
        .filter(|text| !(rule.outward && says_nothing(text, source)))
        .map(|text| fill(text, source))
        .collect()
}

fn says_nothing(text: &str, source: &Source<'_>) -> bool {
    let mut places = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).peekable();
    places.peek().is_some()
        && places.all(|(name, _)| matches!(place(name.trim(), source).as_str(), "无" | "（未填）"))
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
        Value::Array(items) if items.first().is_some_and(Value::is_array) => items
            .iter()
            .filter_map(Value::as_array)
            .map(|row| row.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("；"),
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

/// The lines of a paper's table, in the order of its rule.
pub(crate) fn rows(
    rule: &PaperRule,
    procedure: &Procedure,
    act: &ActType,
    source: &Source<'_>,
) -> Vec<PaperRow> {
    rule.rows
        .iter()
        .map(|name| {
            let fact = name.strip_prefix("facts.").unwrap_or(name);
            let field = act.fields.iter().find(|field| field.id == *name);
            let label = field
                .map(|field| field.label.clone())
                .or_else(|| {
                    let held = procedure.facts.iter().find(|held| held.id == fact);
                    held.map(|held| held.label.clone())
                })
                .unwrap_or_default();
            if let Some(said) = source.others.get(name).filter(|_| field.is_some()) {
                return PaperRow { label, value: said.clone(), table: Vec::new() };
            }
            let value = source.form.get(name).or_else(|| source.facts.get(fact));
            let nested = value
                .and_then(Value::as_array)
                .filter(|items| items.first().is_some_and(Value::is_array));
            match (nested, columns(procedure, act, name, fact)) {
                (Some(items), Some(columns)) => PaperRow {
                    label,
                    value: String::new(),
                    table: std::iter::once(columns.to_vec())
                        .chain(items.iter().map(|row| {
                            let cells = row.as_array().map(Vec::as_slice).unwrap_or_default();
                            cells.iter().map(|cell| shown("", cell)).collect()
                        }))
                        .collect(),
                },
                _ => PaperRow {
                    label,
                    value: value.map(|value| shown(fact, value)).unwrap_or_default(),
                    table: Vec::new(),
                },
            }
        })
        .collect()
}

/// Whether the fact that a field sets holds something already.
pub(crate) fn held(field: &Field, facts: &BTreeMap<String, Value>) -> bool {
    let fact = field.fact.as_ref().and_then(|fact| facts.get(fact));
    fact.or_else(|| facts.get(&field.id)).is_some_and(|value| !shown("", value).is_empty())
}

/// Heads of the table's columns: those of the act's own field first, since fields of several acts may share a name.
fn columns<'p>(
    procedure: &'p Procedure,
    act: &'p ActType,
    name: &str,
    fact: &str,
) -> Option<&'p [String]> {
    std::iter::once(act)
        .chain(&procedure.acts)
        .flat_map(|act| &act.fields)
        .find(|field| {
            !field.columns.is_empty() && (field.id == name || field.fact.as_deref() == Some(fact))
        })
        .map(|field| field.columns.as_slice())
}

/// Whether every element that the law demands of the paper is there (处罚法52、59 and the like), before it is numbered.
///
/// # Errors
/// `paper.incomplete`, naming what is missing, under the article of the paper.
pub(crate) fn complete(
    rule: &PaperRule,
    procedure: &Procedure,
    act: &ActType,
    form: &Map<String, Value>,
    facts: &BTreeMap<String, Value>,
) -> Result<(), Refusal> {
    let missing: Vec<String> = rule
        .requires
        .iter()
        .filter(|name| {
            let fact = name.strip_prefix("facts.").unwrap_or(name);
            let value = form.get(name.as_str()).or_else(|| facts.get(fact));
            value.is_none_or(|value| shown("", value).trim().is_empty())
        })
        .map(|name| {
            let fact = name.strip_prefix("facts.").unwrap_or(name);
            act.fields
                .iter()
                .find(|field| field.id == *name)
                .map(|field| field.label.clone())
                .or_else(|| {
                    let held = procedure.facts.iter().find(|held| held.id == fact);
                    held.map(|held| held.label.clone())
                })
                .unwrap_or_else(|| name.clone())
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(
        "paper.incomplete",
        format!("《{}》缺少：{}；要素不全的不予编号", rule.title, missing.join("、")),
    );
    Err(if rule.basis.is_empty() { refusal } else { refusal.under(&rule.basis) })
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
