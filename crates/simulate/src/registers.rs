//! Entries of registers that the walks need: items and tiers that answer as the registers of the worked examples do.
//!
//! They are collected, examined and published by three people, like any other entry.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use zhiheng_app::registers::EntryWish;
use zhiheng_app::{App, Error};
use zhiheng_domain::register::{Step, Wish};

use crate::harvest::Harvest;
use crate::world::People;

/// An item and, where it has one, a tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What the registers answer about it, of what examples ask.
    pub answers: Map<String, Value>,
    /// Code of the item.
    pub item: String,
    /// Id of the tier; empty if none.
    pub tier: String,
}

/// Answers that follow from the item and its tier; the others follow from other matters.
const OF_ITEM: [&str; 6] = ["published", "cap", "major", "tiered", "fine_min", "fine_max"];

/// What is asked about the item itself.
pub fn of_item(known: &Map<String, Value>) -> Map<String, Value> {
    let own = known.iter().filter(|(name, value)| {
        OF_ITEM.contains(&name.as_str()) && **value != json!(false) && **value != json!(0)
    });
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Enters an item, with its tier, for every answer that the examples know.
///
/// # Errors
/// The store is not there. A pack without these registers is no error.
pub async fn enter(app: &App, people: &People, harvest: &Harvest) -> Result<Vec<Listed>, Error> {
    let mut wanted: Vec<Map<String, Value>> =
        vec![Map::from_iter([("published".to_owned(), json!(true))])];
    wanted.extend(harvest.known().map(of_item));
    let mut seen = BTreeSet::new();
    wanted.retain(|answers| !answers.is_empty() && seen.insert(json!(answers).to_string()));
    let mut listed = Vec::new();
    if app.register_of("items").is_err() {
        return Ok(listed);
    }
    for (n, answers) in wanted.into_iter().enumerate() {
        let item = format!("MN-{:03}", n + 1);
        let told = |name: &str| answers.get(name).cloned().unwrap_or_default();
        let fields = json!({
            "code": item, "category": "其他行政执法", "name": format!("模拟事项{}", n + 1), "basis": "《模拟条例》第一条",
            "most_inspections": told("cap"), "review": told("major"),
        });
        publish(app, people, "items", fields).await?;
        let tier = if answers.contains_key("tiered") {
            let fields = json!({
                "item": item, "act": format!("模拟违法行为{}", n + 1), "basis": "《模拟条例》第二条", "tier": "一般",
                "circumstance": "初次", "fine": "罚款",
                "fine_min": told("fine_min"), "fine_max": told("fine_max"),
            });
            publish(app, people, "discretion", fields).await?
        } else {
            String::new()
        };
        listed.push(Listed { answers, item, tier });
    }
    Ok(listed)
}

/// Collected by one, examined by another, published by a third; the id of the entry.
pub async fn publish(
    app: &App,
    people: &People,
    kind: &str,
    fields: Value,
) -> Result<String, Error> {
    let Value::Object(mut fields) = fields else { return Ok(String::new()) };
    fields.retain(|_, value| !value.is_null());
    let mut id = None;
    for (who, step) in [
        ("officer-a", Step::Propose),
        ("head-of-section", Step::Examine),
        ("editor", Step::Publish),
    ] {
        let Some(caller) = people.get(who) else { break };
        let fields = if step == Step::Propose { fields.clone() } else { Map::new() };
        let wish = Wish { step, fields, none: None, day: None, words: "模拟".to_owned() };
        let wish = EntryWish { id: id.clone(), agency: None, seen: None, wish };
        let done = app.change_entries(caller, kind, vec![wish]).await?;
        id = done.entries.first().map(|entry| entry.id.clone());
    }
    Ok(id.unwrap_or_default())
}
