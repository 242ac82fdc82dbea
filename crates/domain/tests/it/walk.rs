//! Random walks through a procedure: mostly the ordinary way, now and then any act, any person, any value.

use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiheng_domain::{Event, Matter, Submission, decide, evolve};
use zhiheng_law::{ActKind, ActType, Field, FieldType, PARTY_ITEM, Procedure};

use crate::world::{context, person};

/// One throw of the dice per step.
#[derive(Debug, Clone)]
pub(crate) struct Throw {
    /// Below 200 of 256: the next act of the ordinary way; otherwise any act.
    pub(crate) way: u8,
    /// Which act, person and values.
    pub(crate) pick: u32,
    /// Hours that pass before.
    pub(crate) hours: i64,
}

pub(crate) fn throws(length: usize) -> impl Strategy<Value = Vec<Throw>> {
    proptest::collection::vec(
        (any::<u8>(), any::<u32>(), prop_oneof![4 => 1..30_i64, 1 => 100..400_i64])
            .prop_map(|(way, pick, hours)| Throw { way, pick, hours }),
        length,
    )
}

/// What a walk gave: the matter, its events, and how many acts were refused.
pub(crate) struct Walked {
    pub(crate) matter: Option<Matter>,
    pub(crate) events: Vec<Event>,
    pub(crate) refused: usize,
}

/// Walks; `seen` is called with the state after each act.
pub(crate) fn walk(
    procedure: &Procedure,
    way: &[&str],
    throws: &[Throw],
    mut seen: impl FnMut(&Matter),
) -> Walked {
    let mut now = date(2025, 3, 3).at(9, 0, 0, 0);
    let mut walked = Walked { matter: None, events: Vec::new(), refused: 0 };
    let mut next = 0;
    for throw in throws {
        now = now.checked_add(throw.hours.hours()).unwrap();
        let ordinary = throw.way < 200 && next < way.len();
        let act = if ordinary {
            procedure.act(way[next]).unwrap()
        } else {
            &procedure.acts[throw.pick as usize % procedure.acts.len()]
        };
        let who = person(who_does(&act.power, &act.id, if ordinary { 0 } else { throw.pick }));
        let mut fields = fill(act, throw.pick, now);
        take_over(&mut fields, walked.matter.as_ref(), act);
        let cx = context(&who, now);
        let submission = Submission { procedure: &procedure.id, act: &act.id, fields: &fields };
        match decide(walked.matter.as_ref(), submission, &cx) {
            Ok(decision) => {
                let numbers: Vec<u32> = decision.series().iter().map(|_| 1).collect();
                let (event, _) = decision.finish(&numbers).unwrap();
                let matter = evolve(walked.matter.take(), &event);
                seen(&matter);
                walked.matter = Some(matter);
                walked.events.push(event);
                if ordinary {
                    next += 1;
                }
            }
            Err(refusals) => {
                assert!(!refusals.is_empty(), "a refusal says why");
                walked.refused += 1;
            }
        }
    }
    walked
}

/// What a party brought forward for this act is taken over by it.
fn take_over(fields: &mut Map<String, Value>, matter: Option<&Matter>, act: &ActType) {
    let items = matter.map(|matter| matter.party_items.as_slice()).unwrap_or_default();
    let answers = act.kind == ActKind::PartyAnswer;
    let item = items.iter().find(|item| item.heard.is_none() && (answers || item.about == act.id));
    if let Some(item) = item {
        fields.insert(PARTY_ITEM.to_owned(), json!(item.version));
    }
}

fn who_does(power: &str, act: &str, pick: u32) -> &'static str {
    if pick % 7 == 1 {
        return ["officer-a", "head-of-section", "reviewer", "principal", "editor", "archivist"]
            [pick as usize / 7 % 6];
    }
    match power {
        "approve" => "head-of-section",
        "review" => "reviewer",
        "decide" if act.starts_with("review") => "upper-head",
        "decide" if act.starts_with("recheck") => "upper-upper-head",
        "decide" => "principal",
        "publish" => "editor",
        "archive" => "archivist",
        "party" => "party",
        _ => "officer-a",
    }
}

/// A form filled in plausibly; `pick` varies amounts, kinds and choices.
pub(crate) fn fill(act: &ActType, pick: u32, now: DateTime) -> Map<String, Value> {
    act.fields
        .iter()
        .filter(|field| field.id != PARTY_ITEM)
        .map(|field| (field.id.clone(), value(field, pick, now)))
        .collect()
}

fn value(field: &Field, pick: u32, now: DateTime) -> Value {
    let earlier = now.checked_sub(30.minutes()).unwrap();
    let option = |n: u32| {
        field.options.get(n as usize % field.options.len().max(1)).cloned().unwrap_or_default()
    };
    match field.kind {
        FieldType::Text | FieldType::Long => match field.id.as_str() {
            "accused_agency" => json!(""),
            "about" => json!(["defend", "request_hearing", "collect_evidence"][pick as usize % 3]),
            id if id.contains("party") || id.contains("name") => json!("甲某某"),
            // Sometimes the text changes, so that what was reviewed is no longer what is decided.
            "facts" if pick % 11 == 3 => json!("经查,事实另有出入"),
            _ => json!("经查,事实清楚"),
        },
        FieldType::Date if field.id.contains("hearing") => {
            json!(now.date().checked_add(30.days()).unwrap().to_string())
        }
        FieldType::Date => json!(now.date().to_string()),
        FieldType::Moment if field.id == "ended_at" => json!(now.to_string()),
        FieldType::Moment if field.id == "shown_at" => {
            json!(now.checked_sub(90.minutes()).unwrap().to_string())
        }
        FieldType::Moment => json!(earlier.to_string()),
        FieldType::Money => json!([50_000, 500_000, 2_000_000, 30_000_000][pick as usize / 13 % 4]),
        FieldType::Integer => json!(3),
        FieldType::Bool => json!(pick % 17 != 5),
        // The first choice leads on: 同意, 立案, 受理.
        FieldType::Choice => {
            json!(if pick.is_multiple_of(5) { option(pick / 5) } else { option(0) })
        }
        FieldType::Choices => json!([option(pick / 3)]),
        FieldType::Officers => json!(["officer-a", "officer-b"]),
        FieldType::Person => json!("officer-c"),
        FieldType::File => file(pick),
        FieldType::Files => json!([file(pick)]),
        FieldType::Item | FieldType::Tier | FieldType::Matter => json!("某"),
        FieldType::Table => json!([vec!["某"; field.columns.len()]]),
        FieldType::Signature => {
            let mut picture = file(pick);
            picture["type"] = json!("image/png");
            picture
        }
        FieldType::Held => json!("7".repeat(64)),
        FieldType::ReviewItems => json!([{ "item": "主体合法", "mark": "符合", "reason": "" }]),
    }
}

fn file(pick: u32) -> Value {
    json!({ "digest": format!("{:064x}", pick % 3), "name": "材料.pdf", "size": 10, "type": "application/pdf" })
}
