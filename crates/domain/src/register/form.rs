//! The values of an entry: read against the columns of its register, named, and told in words.

use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_law::{Column, ColumnType, Register};

use crate::refusal::Refusal;

/// Name of a statement that there is no such entry.
pub const NONE: &str = "无此类事项";

/// Longest list of a column.
const LONGEST_LIST: usize = 200;

/// The values in the form in which they are kept: texts trimmed, empty ones left out, the columns' order of no matter.
///
/// # Errors
/// Every value that is not what its column asks.
pub fn read(
    register: &Register,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Refusal>> {
    let mut kept = Map::new();
    let mut faults = Vec::new();
    for name in given.keys().filter(|name| register.column(name).is_none()) {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        let message = format!("“{}”没有“{shown}”这一栏", register.title);
        faults.push(Refusal::new("input.unknown", message).at(&shown));
    }
    for column in &register.columns {
        match value(column, given.get(&column.id)) {
            Ok(Some(value)) => {
                kept.insert(column.id.clone(), value);
            }
            Ok(None) if column.required => {
                let message = format!("“{}”没有填写", column.title);
                faults.push(Refusal::new("input.required", message).at(&column.id));
            }
            Ok(None) => {}
            Err((code, message)) => faults.push(Refusal::new(code, message).at(&column.id)),
        }
    }
    for (low, high) in
        [("fine_min", "fine_max"), ("multiple_min", "multiple_max"), ("percent_min", "percent_max")]
    {
        let number = |name: &str| kept.get(name).and_then(thousandths);
        if let (Some(least), Some(most)) = (number(low), number(high))
            && least > most
        {
            let title = |id: &str| {
                register.column(id).map_or_else(String::new, |column| column.title.clone())
            };
            let message = format!("“{}”大于“{}”", title(low), title(high));
            faults.push(Refusal::new("input.range", message).at(low));
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// Id of an entry that belongs to an agency: the agency's id with the code, where the key is one code, else with the
/// first digits of `digest` over the key's values.
pub fn id_of(
    register: &Register,
    agency: &str,
    fields: &Map<String, Value>,
    digest: impl FnOnce(&str) -> String,
) -> String {
    let own = single_code(register).and_then(|key| fields.get(key)?.as_str());
    if let Some(code) = own {
        return format!("{agency}.{code}");
    }
    let values: Vec<String> = register.key.iter().map(|key| words_of(fields.get(key))).collect();
    let digest: String = digest(&values.join("\n")).chars().take(12).collect();
    format!("{agency}.{digest}")
}

/// The key, where it is one column of codes: the id then shows it, and it cannot change.
pub(super) fn single_code(register: &Register) -> Option<&str> {
    let [key] = register.key.as_slice() else { return None };
    register.column(key).filter(|column| column.kind == ColumnType::Code).map(|_| key.as_str())
}

/// Place of an entry in lists: the beginnings of its key's values, numbers in their order.
pub fn place(register: &Register, fields: &Map<String, Value>) -> String {
    const BEGINNING: usize = 24;
    let part = |key: &String| {
        let mut place = String::new();
        let mut digits = String::new();
        for c in words_of(fields.get(key)).chars().take(BEGINNING).chain(['\0']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                let zeros = 8_usize.saturating_sub(digits.len());
                place.extend(std::iter::repeat_n('0', zeros));
                place.push_str(&digits);
                digits.clear();
            }
            place.extend((!c.is_control()).then_some(c));
        }
        place
    };
    register.key.iter().map(part).collect::<Vec<_>>().join("/")
}

/// A value as people read it; empty where there is none.
pub fn words(column: &Column, value: Option<&Value>) -> String {
    match (column.kind, value) {
        (ColumnType::Money, Some(Value::Number(fen))) => {
            fen.as_i64().map_or_else(String::new, yuan)
        }
        (_, value) => words_of(value),
    }
}

fn words_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、")
        }
        Some(other) => other.to_string(),
    }
}

/// 元 with 分 only where there are some.
fn yuan(fen: i64) -> String {
    match fen % 100 {
        0 => format!("{} 元", fen / 100),
        rest => format!("{}.{:02} 元", fen / 100, rest.abs()),
    }
}

/// A number or a decimal text times one thousand.
pub fn thousandths(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64()?.checked_mul(1000),
        Value::String(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
            if whole.is_empty() || whole.len() > 12 || !digits(whole) || !digits(fraction) {
                return None;
            }
            let fraction: i64 =
                format!("{:0<3}", fraction.get(..3.min(fraction.len()))?).parse().ok()?;
            whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(fraction)
        }
        _ => None,
    }
}

fn value(column: &Column, given: Option<&Value>) -> Result<Option<Value>, (&'static str, String)> {
    let title = &column.title;
    let wrong = |code: &'static str, what: &str| Err((code, format!("“{title}”应当是{what}")));
    let Some(given) = given.filter(|given| !given.is_null()) else { return Ok(None) };
    match column.kind {
        ColumnType::YesNo => match given {
            Value::Bool(_) => Ok(Some(given.clone())),
            _ => wrong("input.yes_no", "“是”或者“否”"),
        },
        ColumnType::Money | ColumnType::Integer => match given.as_i64() {
            Some(0..=1_000_000_000_000_000) => Ok(Some(given.clone())),
            _ => wrong("input.integer", "不小于 0 的整数"),
        },
        ColumnType::List => {
            let Some(items) = given.as_array() else { return wrong("input.list", "列表") };
            let mut kept = Vec::new();
            for item in items {
                let Some(text) = item.as_str() else {
                    return wrong("input.list", "文字的列表");
                };
                if let Some(text) = line(column, text)? {
                    kept.push(Value::String(text));
                }
            }
            if kept.len() > LONGEST_LIST {
                return Err(("input.too_long", format!("“{title}”超过 {LONGEST_LIST} 项")));
            }
            Ok((!kept.is_empty()).then_some(Value::Array(kept)))
        }
        _ => {
            let Some(text) = given.as_str() else { return wrong("input.text", "文字") };
            let Some(text) = line(column, text)? else { return Ok(None) };
            match column.kind {
                ColumnType::Day if text.parse::<Date>().is_err() => {
                    wrong("input.date", "存在的日期，例如 2026-03-01")
                }
                ColumnType::Decimal if thousandths(&Value::from(text.as_str())).is_none() => {
                    wrong("input.decimal", "数字，例如 1.5")
                }
                ColumnType::Code
                | ColumnType::Item
                | ColumnType::Agency
                | ColumnType::Procedure
                    if !is_code(&text) =>
                {
                    wrong("input.code", "字母、数字、-、_ 和 . 组成的编码")
                }
                ColumnType::Choice if !column.options.contains(&text) => {
                    wrong("input.choice", &format!("其中之一：{}", column.options.join("、")))
                }
                _ => Ok(Some(Value::String(text))),
            }
        }
    }
}

/// A text that can be shown; none where it is empty.
fn line(column: &Column, text: &str) -> Result<Option<String>, (&'static str, String)> {
    let text = text.trim();
    let long = column.kind == ColumnType::Long;
    if text.chars().any(|c| c.is_control() && !(long && matches!(c, '\n' | '\r' | '\t'))) {
        return Err(("input.control", format!("“{}”含有不能显示的控制字符", column.title)));
    }
    if text.chars().count() > column.limit {
        return Err(("input.too_long", format!("“{}”超过 {} 个字", column.title, column.limit)));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn is_code(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
