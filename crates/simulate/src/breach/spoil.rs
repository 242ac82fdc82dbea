//! Ways in which a form, or the choice of who acts, can be spoilt for each kind of gate. Which of them breaks the rule is not
//! decided here.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};
use zhiheng_demo::dice::Dice;
use zhiheng_law::condition::Root;
use zhiheng_law::{ActType, Field, FieldType, Gate, GateCheck};

use super::{Scenery, Way, fitting};
use crate::reckoner::{self, End, Start};

/// Most combinations of values that are tried for a condition.
const COMBINATIONS: usize = 240;

/// Ways to spoil a submission for a gate.
pub(super) fn ways(
    on: Scenery<'_>,
    act: &ActType,
    gate: &Gate,
    right: &str,
    form: &Map<String, Value>,
    dice: &mut Dice,
) -> Vec<Way> {
    let with = |changes: &[(&str, Value)]| {
        let mut form = form.clone();
        for (field, value) in changes {
            if act.fields.iter().any(|known| known.id == *field) {
                form.insert((*field).to_owned(), value.clone());
            }
        }
        form
    };
    let mut ways: Vec<Way> = match &gate.check {
        GateCheck::Officers { count } => {
            let few: Vec<&str> = ["officer-a", "officer-b", "officer-c"]
                .into_iter()
                .take(count.saturating_sub(1))
                .collect();
            let bad = ["suspended", "withdrawn", "untrained", "elsewhere", "otherwise"];
            let spoilt = bad.map(|why| {
                let ids = json!(["officer-a", format!("officer-{why}")]);
                (right.to_owned(), with(&[("officers", ids)]))
            });
            vec![
                (right.to_owned(), with(&[("officers", json!(few))])),
                (right.to_owned(), with(&[("officers", json!(["officer-a", "officer-expired"]))])),
                (right.to_owned(), with(&[("officers", json!(["officer-a", "upper-upper-head"]))])),
            ]
            .into_iter()
            .chain(spoilt)
            .filter(|(_, form)| form.get("officers") != Some(&json!([])))
            .collect()
        }
        GateCheck::CredentialsShown => vec![
            (right.to_owned(), with(&[("officers", json!(["officer-a", "officer-c"]))])),
            (right.to_owned(), with(&[("officers", json!(["officer-b", "officer-c"]))])),
            (right.to_owned(), with(&[("started_at", at(on.now, -26 * 60))])),
        ],
        GateCheck::DifferentPerson { .. } => people(on, act, form),
        GateCheck::NotRecused => {
            let mut ways = people(on, act, form);
            for id in &on.matter.recused {
                ways.push((right.to_owned(), with(&[("officers", json!([id, "officer-b"]))])));
                ways.push((right.to_owned(), with(&[("officers", json!([id, "officer-a"]))])));
            }
            ways
        }
        GateCheck::NotHeavier | GateCheck::SameAsNotified | GateCheck::ReviewCleared => {
            drafts(on, act, right, form)
        }
        GateCheck::Within { field: Some(field), .. } => {
            let far = [40_i64, 100, 400, 800, 2000];
            let old = far.iter().map(|days| {
                let day = on.now.date().checked_sub(days.days()).unwrap_or(on.now.date());
                let moment = act
                    .fields
                    .iter()
                    .any(|held| held.id == *field && held.kind == FieldType::Moment);
                let text = if moment { format!("{day}T09:00") } else { day.to_string() };
                (right.to_owned(), with(&[(field.as_str(), json!(text))]))
            });
            old.collect()
        }
        GateCheck::NoticeLeft { field, rule } => too_soon(on, rule)
            .into_iter()
            .map(|text| {
                let moment = form.get(field).and_then(Value::as_str).is_some_and(|t| t.len() > 10);
                let text = if moment { format!("{text}T09:30") } else { text };
                (right.to_owned(), with(&[(field.as_str(), json!(text))]))
            })
            .collect(),
        GateCheck::Daytime { field } => {
            let night = on.now.date().yesterday().unwrap_or(on.now.date());
            let late = json!(format!("{night}T23:10"));
            let early = json!(format!("{}T03:40", on.now.date()));
            [late, early].into_iter().map(|v| (right.to_owned(), with(&[(field, v)]))).collect()
        }
        GateCheck::Surcharge { field, .. } => {
            let held = form.get(field).and_then(Value::as_i64).unwrap_or(0);
            vec![
                (right.to_owned(), with(&[(field.as_str(), json!(held + 100))])),
                (right.to_owned(), with(&[(field.as_str(), json!(held + 1))])),
            ]
        }
        GateCheck::InOrder { first, second } => {
            let moment = |id: &String| {
                act.fields.iter().any(|held| held.id == *id && held.kind == FieldType::Moment)
            };
            let written = |id: &String, minutes: i64, days: i64| {
                if moment(id) { at(on.now, minutes) } else { json!(before(on.now, days)) }
            };
            vec![(
                right.to_owned(),
                with(&[
                    (first.as_str(), written(first, -30, 0)),
                    (second.as_str(), written(second, -3 * 1440, 3)),
                ]),
            )]
        }
        GateCheck::Holds { condition } => {
            conditions(on, act, &[Some(condition), gate.when.as_ref()], right, form, dice)
        }
        _ => Vec::new(),
    };
    // The rule may apply only where another condition is true: values are sought for that as well.
    if let Some(when) = &gate.when
        && !matches!(gate.check, GateCheck::Holds { .. })
    {
        let bases: Vec<Way> =
            ways.iter().take(3).cloned().chain([(right.to_owned(), form.clone())]).collect();
        for (person, base) in bases {
            ways.extend(conditions(on, act, &[Some(when), None], &person, &base, dice));
        }
    }
    ways
}

fn at(now: DateTime, minutes: i64) -> Value {
    let moment = now.checked_add(minutes.minutes()).unwrap_or(now);
    json!(moment.strftime("%Y-%m-%dT%H:%M").to_string())
}

fn before(now: DateTime, days: i64) -> String {
    now.date().checked_sub(days.days()).unwrap_or(now.date()).to_string()
}

/// Everybody who may act, those who had a hand in the matter first; then everybody else of the agency.
fn people(on: Scenery<'_>, act: &ActType, form: &Map<String, Value>) -> Vec<Way> {
    let mut ids: Vec<String> = fitting(on.world, act).into_iter().cloned().collect();
    ids.extend(on.matter.done.iter().map(|done| done.actor.clone()));
    ids.extend(on.matter.recused.iter().cloned());
    ids.into_iter()
        .filter(|id| on.world.people.contains_key(id))
        .map(|id| (id, form.clone()))
        .collect()
}

/// The draft changed by one character or one 分 in each field that sets a fact.
fn drafts(on: Scenery<'_>, act: &ActType, right: &str, form: &Map<String, Value>) -> Vec<Way> {
    let mut ways = Vec::new();
    for field in &act.fields {
        let Some(fact) = &field.fact else { continue };
        let held = form.get(&field.id).or_else(|| on.matter.facts.get(fact));
        let changed = match (field.kind, held) {
            (FieldType::Text | FieldType::Long, Some(Value::String(text))) => {
                json!(format!("{text}另"))
            }
            (FieldType::Money, Some(Value::Number(number))) => {
                let told = on.matter.notified.as_ref().and_then(|told| told.facts.get(fact));
                let told = told.and_then(Value::as_i64).unwrap_or(0);
                json!(number.as_i64().unwrap_or(0).max(told) + 1)
            }
            _ => continue,
        };
        let mut form = form.clone();
        form.insert(field.id.clone(), changed);
        ways.push((right.to_owned(), form));
    }
    ways
}

/// The day before the first one that leaves enough notice, and today.
fn too_soon(on: Scenery<'_>, rule: &str) -> Vec<String> {
    let almanac = &on.world.almanac;
    let found = || {
        let today = almanac.read(&on.now.date().to_string())?;
        let rule = on.world.rules.get(rule)?;
        let End::Day(first) = reckoner::due(almanac, rule, Start::Day(today), &[], &[])? else {
            return None;
        };
        Some(vec![almanac.write(almanac.previous(first)?), almanac.write(today)])
    };
    found().unwrap_or_default()
}

/// Forms in which the fields that conditions ask about take other values, one at a time and two at a time.
fn conditions(
    on: Scenery<'_>,
    act: &ActType,
    texts: &[Option<&String>],
    right: &str,
    form: &Map<String, Value>,
    dice: &mut Dice,
) -> Vec<Way> {
    let pack = on.world.app.pack();
    let mut asked: Vec<&Field> = Vec::new();
    for condition in texts.iter().flatten().filter_map(|text| pack.condition(text)) {
        for reference in condition.references() {
            let meant = act.fields.iter().find(|field| match reference.root {
                Root::Fields => field.id == reference.name,
                Root::Facts => field.fact.as_ref() == Some(&reference.name),
                _ => false,
            });
            if let Some(field) = meant
                && asked.iter().all(|held| held.id != field.id)
            {
                asked.push(field);
            }
        }
    }
    let values: Vec<(&Field, Vec<Option<Value>>)> =
        asked.into_iter().map(|field| (field, values(on, field, form))).collect();
    let set = |form: &Map<String, Value>, field: &Field, value: &Option<Value>| {
        let mut form = form.clone();
        match value {
            Some(value) => form.insert(field.id.clone(), value.clone()),
            None => form.remove(&field.id),
        };
        form
    };
    let mut forms: Vec<Map<String, Value>> = Vec::new();
    for (field, values) in &values {
        forms.extend(values.iter().map(|value| set(form, field, value)));
    }
    let singles = forms.len();
    for (n, (first, ones)) in values.iter().enumerate() {
        for (second, others) in values.iter().skip(n + 1) {
            for one in ones {
                for other in others {
                    forms.push(set(&set(form, first, one), second, other));
                }
            }
        }
    }
    // All fields at once, thrown.
    for _ in 0..40 {
        let thrown = values.iter().fold(form.clone(), |form, (field, values)| {
            if values.is_empty() || dice.percent(25) {
                form
            } else {
                set(&form, field, dice.pick(values))
            }
        });
        forms.insert(singles.min(forms.len()), thrown);
    }
    forms.truncate(COMBINATIONS);
    forms.into_iter().map(|form| (right.to_owned(), form)).collect()
}

/// Values that a field may take; none = left out.
fn values(on: Scenery<'_>, field: &Field, form: &Map<String, Value>) -> Vec<Option<Value>> {
    let mut values: Vec<Value> = match field.kind {
        FieldType::Bool => vec![json!(true), json!(false)],
        FieldType::Choice => field.options.iter().map(|option| json!(option)).collect(),
        FieldType::Choices => {
            let mut sets: Vec<Value> = field.options.iter().map(|option| json!([option])).collect();
            sets.push(json!(field.options));
            sets
        }
        FieldType::Money | FieldType::Integer => {
            let mut amounts: Vec<i64> = vec![0, 1, 2, 3, 5, 6, 10, 11, 31, 91, 1_000_000_000];
            for parameter in on.procedure.parameters.values() {
                amounts.extend([parameter.value - 1, parameter.value, parameter.value + 1]);
            }
            amounts
                .into_iter()
                .filter(|amount| (0..=1_000_000_000).contains(amount))
                .map(Value::from)
                .collect()
        }
        FieldType::Date => [0, 1, 5, 20, 100, 800]
            .into_iter()
            .map(|days| json!(before(on.now, days)))
            .chain([json!(before(on.now, -30))])
            .collect(),
        FieldType::Moment => vec![at(on.now, -10), at(on.now, -600), at(on.now, -3000)],
        FieldType::Text | FieldType::Long => {
            // What the matter says elsewhere: a name that must not stand here, for example.
            let said = on.matter.facts.values().filter(|value| {
                value.as_str().is_some_and(|text| (1..=60).contains(&text.chars().count()))
            });
            said.cloned().chain([json!("另")]).collect()
        }
        FieldType::Item => {
            let listed = on.world.listed.iter().map(|entry| json!(entry.item));
            listed.chain([json!("未公布-000")]).collect()
        }
        FieldType::Tier => on
            .world
            .listed
            .iter()
            .filter(|entry| !entry.tier.is_empty())
            .map(|entry| json!(entry.tier))
            .collect(),
        FieldType::Officers => vec![json!(["officer-a"]), json!(["officer-a", "officer-b"])],
        _ => Vec::new(),
    };
    if let Some(held) = form.get(&field.id) {
        values.push(held.clone());
    }
    let mut values: Vec<Option<Value>> = values.into_iter().map(Some).collect();
    if !field.required {
        values.push(None);
    }
    values
}
