//! The form of an act: what was filled in is checked against the pack's fields and brought to one shape.
//!
//! What this is not: the law. Whether the act may be done is for the gates; here only whether the form can be read.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use zhiheng_law::{ActType, Field, FieldType};

use crate::refusal::Refusal;

/// Longest text that a field without its own limit takes, in characters.
const TEXT_LIMIT: usize = 20_000;
/// Most money a field takes, in 分: ten thousand times a hundred million yuan.
const MONEY_LIMIT: i64 = 100_000_000_000_000;
/// Fields that say when something happened: never in the future.
const PAST: [&str; 7] =
    ["served_on", "happened_on", "on", "started_at", "ended_at", "shown_at", "violation_ended"];

/// The form in one shape: texts trimmed, empty values left out.
///
/// # Errors
/// Every mistake found, each with its field.
pub fn read(
    act: &ActType,
    given: &Map<String, Value>,
    now: DateTime,
) -> Result<Map<String, Value>, Vec<Refusal>> {
    let mut form = Map::new();
    let mut faults = Vec::new();
    for name in given.keys() {
        if act.fields.iter().all(|field| field.id != *name) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            faults.push(
                Refusal::new("input.unknown", format!("“{}”的表单没有“{shown}”这一栏", act.title))
                    .at(&shown),
            );
        }
    }
    for field in &act.fields {
        match given.get(&field.id).filter(|value| !blank(value)) {
            None if field.required => faults.push(
                Refusal::new("input.required", format!("“{}”必须填写", field.label))
                    .under(&field.basis)
                    .at(&field.id),
            ),
            None => {}
            Some(value) => match shape(field, value, now) {
                Ok(value) => {
                    form.insert(field.id.clone(), value);
                }
                Err((code, message)) => {
                    faults.push(Refusal::new(code, message).under(&field.basis).at(&field.id));
                }
            },
        }
    }
    if faults.is_empty() { Ok(form) } else { Err(faults) }
}

/// The day an act takes effect: `served_on`, `happened_on` or `on` of its form, otherwise the day of entry.
pub fn effective_day(form: &Map<String, Value>, today: Date) -> Date {
    ["served_on", "happened_on", "on"]
        .iter()
        .find_map(|name| form.get(*name).and_then(Value::as_str).and_then(date))
        .unwrap_or(today)
}

/// A calendar day as forms write it.
pub fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// A moment as forms write it.
pub fn moment(text: &str) -> Option<DateTime> {
    text.parse().ok()
}

/// Ids in a field of officers.
pub fn ids(form: &Map<String, Value>, field: &str) -> Vec<String> {
    match form.get(field) {
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
        }
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// Digests of the files in a form that belong to the draft under legal review; receipts and signatures do not.
pub fn files(act: &ActType, form: &Map<String, Value>) -> Vec<String> {
    act.fields
        .iter()
        .filter(|field| field.evidence)
        .filter_map(|field| form.get(&field.id))
        .flat_map(|value| match value {
            Value::Array(items) => items.clone(),
            other => vec![other.clone()],
        })
        .filter_map(|file| file.get("digest").and_then(Value::as_str).map(ToOwned::to_owned))
        .collect()
}

fn blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

type Fault = (&'static str, String);

fn shape(field: &Field, value: &Value, now: DateTime) -> Result<Value, Fault> {
    let label = &field.label;
    match field.kind {
        FieldType::Text | FieldType::Item | FieldType::Tier | FieldType::Matter => {
            text(field, value, false)
        }
        FieldType::Long => text(field, value, true),
        FieldType::Date => {
            let read = value.as_str().and_then(|text| text.parse::<Date>().ok());
            let day = read.ok_or_else(|| {
                ("input.date", format!("“{label}”应是存在的日期,写作 2026-03-01"))
            })?;
            not_future(field, day > now.date())?;
            in_era(label, day)?;
            Ok(Value::String(day.to_string()))
        }
        FieldType::Moment => {
            let read = value
                .as_str()
                .and_then(|text| text.get(..16))
                .and_then(|text| text.parse::<DateTime>().ok());
            let at = read.ok_or_else(|| {
                ("input.moment", format!("“{label}”应是存在的时刻,写作 2026-03-01T09:30"))
            })?;
            not_future(field, at > now)?;
            in_era(label, at.date())?;
            Ok(Value::String(at.to_string()))
        }
        FieldType::Money => match value.as_i64() {
            Some(fen) if (0..=MONEY_LIMIT).contains(&fen) => Ok(value.clone()),
            _ => Err(("input.money", format!("“{label}”应是不小于 0 的金额,以分为单位的整数"))),
        },
        FieldType::Integer => match value.as_i64() {
            Some(n) if (0..=1_000_000_000).contains(&n) => Ok(value.clone()),
            _ => Err(("input.integer", format!("“{label}”应是不小于 0 的整数"))),
        },
        FieldType::Bool => match value {
            Value::Bool(_) => Ok(value.clone()),
            _ => Err(("input.bool", format!("“{label}”只能是“是”或“否”"))),
        },
        FieldType::Choice => match value.as_str() {
            Some(chosen) if field.options.iter().any(|option| option == chosen) => {
                Ok(value.clone())
            }
            _ => Err(("input.choice", format!("“{label}”只能选:{}", field.options.join("、")))),
        },
        FieldType::Choices => choices(field, value),
        FieldType::Officers => list_of_ids(field, value),
        FieldType::Person => match value.as_str() {
            Some(id) if id_like(id) => Ok(value.clone()),
            _ => Err(("input.person", format!("“{label}”应选一名在册人员"))),
        },
        FieldType::File => file(label, value),
        FieldType::Held => held(label, value),
        FieldType::Files => match value {
            Value::Array(items) if items.len() <= 200 => Ok(Value::Array(
                items.iter().map(|item| file(label, item)).collect::<Result<_, _>>()?,
            )),
            _ => Err(("input.files", format!("“{label}”应是不超过 200 个已上传的文件"))),
        },
        FieldType::ReviewItems => review_items(label, value),
        FieldType::Signature => signature(label, value),
        FieldType::Table => table(field, value),
    }
}

fn text(field: &Field, value: &Value, lines: bool) -> Result<Value, Fault> {
    let label = &field.label;
    let text = value.as_str().ok_or_else(|| ("input.text", format!("“{label}”应是文字")))?.trim();
    let limit = if field.max == 0 { TEXT_LIMIT } else { field.max };
    if text.chars().count() > limit {
        return Err(("input.too_long", format!("“{label}”最多 {limit} 个字")));
    }
    if text.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) {
        return Err(("input.control", format!("“{label}”含有不能显示的控制字符")));
    }
    Ok(Value::String(text.replace("\r\n", "\n")))
}

fn choices(field: &Field, value: &Value) -> Result<Value, Fault> {
    let wrong =
        || ("input.choice", format!("“{}”只能选:{}", field.label, field.options.join("、")));
    let Value::Array(items) = value else { return Err(wrong()) };
    let mut chosen: Vec<&str> = Vec::new();
    for item in items {
        let item = item
            .as_str()
            .filter(|item| field.options.iter().any(|option| option == item))
            .ok_or_else(wrong)?;
        if !chosen.contains(&item) {
            chosen.push(item);
        }
    }
    Ok(Value::from(chosen))
}

fn list_of_ids(field: &Field, value: &Value) -> Result<Value, Fault> {
    let wrong = || ("input.officers", format!("“{}”应选在册的执法人员", field.label));
    let Value::Array(items) = value else { return Err(wrong()) };
    if items.len() > 20 {
        return Err(wrong());
    }
    let mut ids: Vec<&str> = Vec::new();
    for item in items {
        let id = item.as_str().filter(|id| id_like(id)).ok_or_else(wrong)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(Value::from(ids))
}

fn file(label: &str, value: &Value) -> Result<Value, Fault> {
    let wrong = || ("input.file", format!("“{label}”应是已上传的文件"));
    let digest = value.get("digest").and_then(Value::as_str).ok_or_else(wrong)?;
    let name = value.get("name").and_then(Value::as_str).ok_or_else(wrong)?;
    if !is_digest(digest) || name.chars().count() > 255 || name.chars().any(char::is_control) {
        return Err(wrong());
    }
    let size = value.get("size").and_then(Value::as_u64).unwrap_or(0);
    let media = value
        .get("type")
        .and_then(Value::as_str)
        .filter(|media| media.len() <= 100)
        .unwrap_or_default();
    Ok(serde_json::json!({ "digest": digest, "name": name, "size": size, "type": media }))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())
}

/// A file of the matter, by its digest. Whether the matter holds it is for the act to ask.
fn held(label: &str, value: &Value) -> Result<Value, Fault> {
    match value.as_str() {
        Some(digest) if is_digest(digest) => Ok(value.clone()),
        _ => Err(("input.held", format!("“{label}”应从本件的文件里选"))),
    }
}

/// A signature is a picture that was uploaded.
fn signature(label: &str, value: &Value) -> Result<Value, Fault> {
    let read = file(label, value)?;
    match read.get("type").and_then(Value::as_str) {
        Some("image/png" | "image/jpeg") => Ok(read),
        _ => Err(("input.signature", format!("“{label}”应是签名图片"))),
    }
}

fn table(field: &Field, value: &Value) -> Result<Value, Fault> {
    let label = &field.label;
    let Value::Array(rows) = value else {
        return Err(("input.table", format!("“{label}”应逐行填写")));
    };
    if rows.len() > field.max.max(1) {
        return Err(("input.too_long", format!("“{label}”最多 {} 行", field.max)));
    }
    let mut read = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let cells = row.as_array().filter(|cells| cells.len() == field.columns.len());
        let wrong = || {
            let columns = field.columns.join("、");
            ("input.table", format!("“{label}”第 {} 行应有 {columns}", n + 1))
        };
        let mut line = Vec::new();
        for cell in cells.ok_or_else(wrong)? {
            let text = cell.as_str().ok_or_else(wrong)?.trim();
            if text.chars().count() > 500 || text.chars().any(char::is_control) {
                return Err(("input.table", format!("“{label}”第 {} 行过长或含控制字符", n + 1)));
            }
            line.push(Value::from(text));
        }
        read.push(Value::Array(line));
    }
    Ok(Value::Array(read))
}

/// Marks that an item of legal review may carry (law.md 4.2).
const MARKS: [&str; 3] = ["符合", "不符合", "不适用"];

fn review_items(label: &str, value: &Value) -> Result<Value, Fault> {
    let wrong = |why: &str| ("input.review_items", format!("“{label}”{why}"));
    let Value::Array(items) = value else { return Err(wrong("应逐项填写")) };
    if items.len() > 40 {
        return Err(wrong("项数过多"));
    }
    let mut read = Vec::new();
    for entry in items {
        let item =
            entry.get("item").and_then(Value::as_str).filter(|item| item.chars().count() <= 60);
        let mark = entry.get("mark").and_then(Value::as_str).filter(|mark| MARKS.contains(mark));
        let reason = entry.get("reason").and_then(Value::as_str).unwrap_or_default().trim();
        let (Some(item), Some(mark)) = (item, mark) else {
            return Err(wrong("每项须标明符合、不符合或不适用"));
        };
        if mark == "不符合" && reason.is_empty() {
            return Err(wrong(&format!("中“{item}”标为不符合,须写明理由")));
        }
        if reason.chars().count() > 2000 || reason.chars().any(|c| c.is_control() && c != '\n') {
            return Err(wrong(&format!("中“{item}”的理由过长或含控制字符")));
        }
        read.push(serde_json::json!({ "item": item, "mark": mark, "reason": reason }));
    }
    Ok(Value::Array(read))
}

fn id_like(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 64
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn not_future(field: &Field, future: bool) -> Result<(), Fault> {
    if future && PAST.contains(&field.id.as_str()) {
        return Err(("input.future", format!("“{}”不能晚于现在", field.label)));
    }
    Ok(())
}

/// Whether forms may hold this day at all.
pub fn in_use(day: Date) -> bool {
    (1949..=2199).contains(&day.year())
}

fn in_era(label: &str, day: Date) -> Result<(), Fault> {
    if in_use(day) {
        Ok(())
    } else {
        Err(("input.date", format!("“{label}”的年份不在 1949 至 2199 之间")))
    }
}
