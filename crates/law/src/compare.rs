//! What differs between two versions of a procedure, path by path, so that a lawyer reads the difference and not the two files.
//!
//! What this is not: a judgement which of them applies; that follows from the day (see `domain::decide`).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::Procedure;

/// What happened to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only in the right version.
    Added,
    /// Only in the left version.
    Removed,
    /// In both, not the same.
    Changed,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Where, for example `acts/decide/duties/publish/rule`.
    pub path: String,
    /// What happened.
    pub kind: ChangeKind,
    /// Value in the left version; null where it is not there.
    pub left: Value,
    /// Value in the right version; null where it is not there.
    pub right: Value,
}

/// Parts that say nothing about the law: worked examples, and what every version has of its own.
const APART: &[&str] = &["examples", "version", "id", "from", "to"];

/// Every difference, in the order of the parts' names. Lists of named parts are compared by name, not by place.
pub fn changes(left: &Procedure, right: &Procedure) -> Vec<Change> {
    let tree = |procedure: &Procedure| {
        let mut value = serde_json::to_value(procedure).unwrap_or_default();
        if let Some(map) = value.as_object_mut() {
            map.retain(|key, _| !APART.contains(&key.as_str()));
        }
        value
    };
    let mut found = Vec::new();
    walk("", &tree(left), &tree(right), &mut found);
    found
}

fn walk(path: &str, left: &Value, right: &Value, into: &mut Vec<Change>) {
    if left == right {
        return;
    }
    let (Some(a), Some(b)) = (parts(left), parts(right)) else {
        into.push(Change {
            path: path.to_owned(),
            kind: ChangeKind::Changed,
            left: left.clone(),
            right: right.clone(),
        });
        return;
    };
    let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        match (a.get(name), b.get(name)) {
            (Some(left), Some(right)) => walk(&path, left, right, into),
            (Some(left), None) => into.push(Change {
                path,
                kind: ChangeKind::Removed,
                left: (*left).clone(),
                right: Value::Null,
            }),
            (None, Some(right)) => into.push(Change {
                path,
                kind: ChangeKind::Added,
                left: Value::Null,
                right: (*right).clone(),
            }),
            (None, None) => {}
        }
    }
}

/// The parts of a value by name; none for plain values and for lists of them.
fn parts(value: &Value) -> Option<BTreeMap<String, &Value>> {
    match value {
        Value::Object(map) => Some(map.iter().map(|(name, part)| (name.clone(), part)).collect()),
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            let mut seen: BTreeMap<String, &Value> = BTreeMap::new();
            for (n, item) in items.iter().enumerate() {
                let name = ["id", "gate", "title"]
                    .iter()
                    .find_map(|key| item.get(*key).and_then(Value::as_str))
                    .map_or_else(|| n.to_string(), ToOwned::to_owned);
                // Gates have no ids: the second of one kind is `after-2`.
                let mut unique = name.clone();
                let mut again = 1;
                while seen.contains_key(&unique) {
                    again += 1;
                    unique = format!("{name}-{again}");
                }
                seen.insert(unique, item);
            }
            Some(seen)
        }
        _ => None,
    }
}
