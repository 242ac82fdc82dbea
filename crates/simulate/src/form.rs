//! A form filled in as a careful person would: from a worked example, moved to the present moment, and kept to what the matter says.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use zhiheng_demo::dice::Dice;
use zhiheng_domain::Matter;
use zhiheng_law::{ActType, Field, FieldType, GateCheck, PARTY_ITEM, PUBLIC_FILES, Procedure};

use crate::harvest::Sample;
use crate::oracle;
use crate::reckoner::{self, End, Start};
use crate::registers;
use crate::world::World;

/// For whom, of what and when a form is filled in.
#[derive(Clone, Copy)]
pub struct Occasion<'a> {
    /// The world.
    pub world: &'a World,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The act.
    pub act: &'a ActType,
    /// The matter; none where the act opens one.
    pub matter: Option<&'a Matter>,
    /// The present moment.
    pub now: DateTime,
}

/// How far a form strays from its example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Exactly the example, moved in time.
    Faithful,
    /// The example, with what the matter already says in its place.
    Fitting,
    /// Other options, other amounts, other optional fields.
    Wild,
}

/// A form for the occasion.
pub fn fill(
    on: Occasion<'_>,
    sample: Option<&Sample>,
    mood: Mood,
    dice: &mut Dice,
) -> Map<String, Value> {
    let mut form = Map::new();
    // A file is released only after it was looked into; who performs acts here hands in files that are none. Nor has a walk a
    // party that writes: nothing is there to be taken over.
    let skipped = [PUBLIC_FILES, PARTY_ITEM];
    for field in on.act.fields.iter().filter(|field| !skipped.contains(&field.id.as_str())) {
        let shown = sample.and_then(|sample| sample.fields.get(&field.id));
        let shown = shown.filter(|value| offered(field, value));
        if shown.is_none() && !field.required && !(mood == Mood::Wild && dice.percent(15)) {
            continue;
        }
        let value = value(on, field, sample, shown, mood, dice);
        if !(value.is_null() || value == json!("") || value == json!([])) {
            form.insert(field.id.clone(), value);
        }
    }
    settle(on, &mut form);
    form
}

fn value(
    on: Occasion<'_>,
    field: &Field,
    sample: Option<&Sample>,
    shown: Option<&Value>,
    mood: Mood,
    dice: &mut Dice,
) -> Value {
    let wild = mood == Mood::Wild;
    let party = field.fact.as_deref() == Some("party");
    if party && let Some(said) = said(on, field) {
        return said;
    }
    if mood != Mood::Faithful
        && dice.percent(if wild { 75 } else { 100 })
        && let Some(said) = said(on, field)
    {
        return said;
    }
    match field.kind {
        FieldType::Date => date(on, sample, shown),
        FieldType::Moment => moment(on, sample, shown),
        FieldType::Officers => officers(on, shown),
        FieldType::File => file(on, shown, dice),
        FieldType::Files => json!([file(on, shown, dice)]),
        FieldType::Signature => on.world.signature.clone(),
        FieldType::Bool => match shown {
            Some(value) if !wild || dice.percent(75) => value.clone(),
            _ => Value::Bool(dice.percent(60)),
        },
        FieldType::Choice => match shown {
            Some(value) if !wild || dice.percent(60) => value.clone(),
            _ => option(field, dice),
        },
        FieldType::Choices => match shown {
            Some(value) if !wild || dice.percent(70) => value.clone(),
            _ => json!([option(field, dice)]),
        },
        FieldType::Money | FieldType::Integer => number(on, field, shown, wild, dice),
        FieldType::Text | FieldType::Long => match shown.and_then(Value::as_str) {
            Some(told) if wild && field.fact.is_some() && dice.percent(40) => {
                let room = field.max.max(1).saturating_sub(4);
                let kept: String = told.chars().take(room).collect();
                json!(format!("{kept}（补充）"))
            }
            // Many parties and not one: limits for each of them would be used up at once.
            Some(told) if party && dice.percent(80) && told.chars().count() + 6 < field.max => {
                json!(format!("{told}{}", dice.between(1, 99_999)))
            }
            Some(told) => json!(told),
            None => text(field),
        },
        FieldType::Person => shown.cloned().unwrap_or_else(|| json!("officer-c")),
        FieldType::Item | FieldType::Tier => listed(on, field, sample, shown, wild, dice),
        FieldType::Matter => shown.cloned().unwrap_or_else(|| json!("模拟-001")),
        FieldType::Held => shown.cloned().unwrap_or_else(|| json!("0".repeat(64))),
        FieldType::Table => shown.cloned().unwrap_or_else(|| {
            let row: Vec<&str> = field.columns.iter().map(|_| "模拟").collect();
            json!([row])
        }),
        FieldType::ReviewItems => shown
            .cloned()
            .unwrap_or_else(|| json!([{ "item": "主体合法", "mark": "符合", "reason": "" }])),
    }
}

/// A form learnt from another procedure may hold what this one does not offer.
fn offered(field: &Field, value: &Value) -> bool {
    let known = |value: &Value| {
        value.as_str().is_some_and(|text| field.options.iter().any(|option| option == text))
    };
    match (field.kind, value) {
        (FieldType::Choice, value) => known(value),
        (FieldType::Choices, Value::Array(items)) => items.iter().all(known),
        _ => true,
    }
}

/// What the matter says already about the fact that the field sets: a careful person writes the same again.
fn said(on: Occasion<'_>, field: &Field) -> Option<Value> {
    let matter = on.matter?;
    let fact = field.fact.as_ref()?;
    let held = matter.facts.get(fact)?;
    let default = on.procedure.facts.iter().find(|known| known.id == *fact).map(|f| &f.default);
    (default != Some(held)).then(|| held.clone())
}

fn date(on: Occasion<'_>, sample: Option<&Sample>, shown: Option<&Value>) -> Value {
    let told = shown.and_then(Value::as_str).and_then(|text| text.parse::<Date>().ok());
    let away = match (told, sample) {
        (Some(day), Some(sample)) => (day - sample.at.date()).get_days(),
        _ => 0,
    };
    json!(on.now.date().checked_add(i64::from(away).days()).unwrap_or(on.now.date()).to_string())
}

fn moment(on: Occasion<'_>, sample: Option<&Sample>, shown: Option<&Value>) -> Value {
    let told = shown.and_then(Value::as_str).and_then(|text| text.parse::<DateTime>().ok());
    let minutes = match (told, sample) {
        (Some(at), Some(sample)) => at.duration_since(sample.at).as_mins(),
        _ => -20,
    };
    let at = on.now.checked_add(minutes.minutes()).unwrap_or(on.now);
    json!(at.strftime("%Y-%m-%dT%H:%M").to_string())
}

fn officers(on: Occasion<'_>, shown: Option<&Value>) -> Value {
    let assigned: Vec<&str> = on
        .matter
        .map(|matter| matter.officers.iter().map(|officer| officer.id.as_str()).collect())
        .unwrap_or_default();
    match shown {
        Some(value) => value.clone(),
        None if assigned.is_empty() => json!(["officer-a", "officer-b"]),
        None => json!(assigned),
    }
}

fn file(on: Occasion<'_>, shown: Option<&Value>, dice: &mut Dice) -> Value {
    let first = match shown {
        Some(Value::Array(items)) => items.first(),
        other => other,
    };
    // The same made-up file of an example is the same stored file, whoever shows it.
    let digest = first.and_then(|file| file.get("digest")).and_then(Value::as_str);
    let n = match digest {
        Some(digest) => digest.bytes().fold(0_usize, |sum, byte| sum + usize::from(byte)),
        None => usize::try_from(dice.between(0, 1_000)).unwrap_or(0),
    };
    let image = first.and_then(|file| file.get("type")).and_then(Value::as_str);
    if image.is_some_and(|media| media.starts_with("image/")) {
        return on.world.signature.clone();
    }
    on.world.files.get(n % on.world.files.len().max(1)).cloned().unwrap_or_default()
}

fn option(field: &Field, dice: &mut Dice) -> Value {
    if field.options.is_empty() { Value::Null } else { json!(dice.pick(&field.options)) }
}

fn number(
    on: Occasion<'_>,
    field: &Field,
    shown: Option<&Value>,
    wild: bool,
    dice: &mut Dice,
) -> Value {
    let shown = shown.and_then(Value::as_i64);
    if !wild && let Some(held) = shown {
        return json!(held);
    }
    // Amounts that other examples write in this field, the agency's own limits, and a little beside them.
    let mut known: Vec<i64> = on
        .world
        .harvest
        .forms(&on.procedure.id, &on.act.id)
        .iter()
        .filter_map(|sample| sample.fields.get(&field.id).and_then(Value::as_i64))
        .collect();
    if field.kind == FieldType::Money {
        known.extend(on.procedure.parameters.values().map(|parameter| parameter.value));
    }
    known.extend(shown);
    if known.is_empty() {
        known.push(1);
    }
    let amount = *dice.pick(&known);
    json!(match dice.between(0, 4) {
        0 => amount / 2,
        1 => amount + 1,
        2 => (amount - 1).max(0),
        _ => amount,
    })
}

/// An item, or a tier, about which the registers answer as they do in the example.
fn listed(
    on: Occasion<'_>,
    field: &Field,
    sample: Option<&Sample>,
    shown: Option<&Value>,
    wild: bool,
    dice: &mut Dice,
) -> Value {
    let asked = sample.map(|sample| registers::of_item(&sample.known)).unwrap_or_default();
    let entries = &on.world.listed;
    let found = if wild && !entries.is_empty() && dice.percent(30) {
        Some(dice.pick(entries))
    } else {
        entries.iter().find(|entry| entry.answers == asked)
    };
    match (found, field.kind) {
        (Some(entry), FieldType::Item) => json!(entry.item),
        (Some(entry), _) if !entry.tier.is_empty() => json!(entry.tier),
        _ => shown.cloned().unwrap_or_else(|| json!("模拟-001")),
    }
}

fn text(field: &Field) -> Value {
    let words: String = "经核实，情况属实。".chars().take(field.max.max(1)).collect();
    json!(words)
}

/// Fields whose value follows from a period or a count are worked out with the second calculator.
fn settle(on: Occasion<'_>, form: &mut Map<String, Value>) {
    let almanac = &on.world.almanac;
    for gate in &on.act.gates {
        match &gate.check {
            GateCheck::NoticeLeft { field, rule } if form.contains_key(field) => {
                let Some(today) = almanac.read(&on.now.date().to_string()) else { continue };
                let Some(rule) = on.world.rules.get(rule) else { continue };
                let end = reckoner::due(almanac, rule, Start::Day(today), &[], &[]);
                let Some(End::Day(mut day)) = end else { continue };
                while !almanac.works(day) {
                    let Some(next) = almanac.next(day) else { break };
                    day = next;
                }
                let mut told = almanac.write(day);
                let held = form.get(field).and_then(Value::as_str).unwrap_or_default();
                if held.len() > 10 {
                    told.push_str("T09:30");
                }
                if held < told.as_str() {
                    form.insert(field.clone(), json!(told));
                }
            }
            GateCheck::Surcharge { field, .. } if form.contains_key(field) => {
                if let Some(amount) = on.matter.and_then(|matter| {
                    oracle::surcharge(on.world, on.procedure, matter, &gate.check, form, on.now)
                }) {
                    form.insert(field.clone(), json!(amount));
                }
            }
            _ => {}
        }
    }
}
