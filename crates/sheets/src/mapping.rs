//! Which column means which field, and what every row says once read by it.
//!
//! A mapping is guessed from the header, shown to a person, corrected and saved as TOML, and used again the next time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::kinds::{FieldSpec, Kind, Shape};
use crate::table::Table;
use crate::values;

/// Field by field the column it is read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Kind of import.
    pub kind: String,
    /// Column name by field.
    pub columns: BTreeMap<String, String>,
}

/// A cell that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// Worksheet, where the file has several that were read; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row in the file.
    pub row: usize,
    /// Column as the file names it.
    pub column: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in Chinese.
    pub reason: String,
}

/// What an import said and did; printed as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows in the file.
    pub rows: usize,
    /// Rows taken.
    pub accepted: usize,
    /// Rows refused.
    pub rejected: usize,
    /// Why, by row and column.
    pub report: Vec<RowFault>,
    /// The mapping that was used.
    pub mapping: Mapping,
}

/// One row by field; fields that are empty are left out.
pub type Values = Map<String, Value>;

/// A row with its number in the file.
pub type Numbered = (usize, Values);

impl Mapping {
    /// The mapping that the header suggests.
    pub fn guess(kind: &Kind, table: &Table) -> Self {
        let simple = |name: &str| {
            name.chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| match c {
                    '（' => '(',
                    '）' => ')',
                    other => other,
                })
                .collect::<String>()
        };
        let mut columns = BTreeMap::new();
        for field in &kind.fields {
            let found = field.columns.iter().chain([&field.label]).find_map(|known| {
                table.columns.iter().find(|column| {
                    let column = simple(column);
                    column == simple(known)
                        || column.rsplit('/').next() == Some(simple(known).as_str())
                })
            });
            if let Some(column) = found {
                columns.insert(field.id.clone(), column.clone());
            }
        }
        Self { kind: kind.id.clone(), columns }
    }

    /// A saved mapping.
    ///
    /// # Errors
    /// A sentence in Chinese with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("列对应文件写得不对:{error}"))
    }

    /// The mapping as a person edits it.
    ///
    /// # Errors
    /// Never in practice; the serialiser's own message.
    pub fn text(&self) -> Result<String, String> {
        toml::to_string_pretty(self).map_err(|error| error.to_string())
    }
}

/// Reads every row by the mapping: the right ones by field, the wrong ones as faults. A row with a fault is in no list but that.
pub fn read_rows(kind: &Kind, table: &Table, mapping: &Mapping) -> (Vec<Numbered>, Vec<RowFault>) {
    let (rows, faults) = read_places(kind, table, mapping);
    let number = |place: usize| table.rows.get(place).map_or(place, |row| row.number);
    (rows.into_iter().map(|(place, values)| (number(place), values)).collect(), faults)
}

/// As [`read_rows`], each right row with its place in the table's rows, counted from 0: numbers alone do not tell the rows
/// of several worksheets apart.
pub fn read_places(
    kind: &Kind,
    table: &Table,
    mapping: &Mapping,
) -> (Vec<Numbered>, Vec<RowFault>) {
    let mut faults = Vec::new();
    for (field, column) in &mapping.columns {
        if kind.fields.iter().all(|known| known.id != *field) {
            faults.push(head(
                column,
                "import.unknown_field",
                format!("列对应中的“{field}”不是“{}”的栏目", kind.title),
            ));
        } else if !table.columns.contains(column) {
            faults.push(head(column, "import.unknown_column", "文件中没有这一列".to_owned()));
        }
    }
    for field in kind
        .fields
        .iter()
        .filter(|field| field.required && !mapping.columns.contains_key(&field.id))
    {
        faults.push(head(
            &field.label,
            "import.missing_column",
            format!("缺少必需的列“{}”,可写作 {}", field.label, field.columns.join("、")),
        ));
    }
    if !faults.is_empty() {
        return (Vec::new(), faults);
    }
    let places: Vec<(&FieldSpec, &str, usize)> = kind
        .fields
        .iter()
        .filter_map(|field| {
            let column = mapping.columns.get(&field.id)?;
            Some((field, column.as_str(), table.columns.iter().position(|held| held == column)?))
        })
        .collect();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate() {
        let mut values = Values::new();
        let before = faults.len();
        for (field, column, place) in &places {
            let text = row.cells.get(*place).map(String::as_str).unwrap_or_default().trim();
            match value(field, text) {
                Ok(Some(value)) => {
                    values.insert(field.id.clone(), value);
                }
                Ok(None) => {}
                Err((code, reason)) => faults.push(RowFault {
                    sheet: row.sheet.clone(),
                    row: row.number,
                    column: (*column).to_owned(),
                    code,
                    reason,
                }),
            }
        }
        if faults.len() == before {
            rows.push((at, values));
        }
    }
    (rows, faults)
}

fn head(column: &str, code: &'static str, reason: String) -> RowFault {
    RowFault { sheet: String::new(), row: 1, column: column.to_owned(), code, reason }
}

fn value(field: &FieldSpec, text: &str) -> Result<Option<Value>, (&'static str, String)> {
    if text.is_empty() {
        return if field.required {
            Err(("import.required", format!("“{}”是空的", field.label)))
        } else {
            Ok(None)
        };
    }
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err((
            "import.control",
            format!("含有不能显示的控制字符 U+{:04X}", u32::from(control)),
        ));
    }
    let shown: String = text.chars().take(30).collect();
    Ok(Some(match &field.shape {
        Shape::Text(limit) => {
            if text.chars().count() > *limit {
                return Err(("import.too_long", format!("超过 {limit} 个字")));
            }
            Value::from(text)
        }
        Shape::Day => Value::from(
            values::day(text)
                .ok_or_else(|| ("import.date", format!("“{shown}”不是存在的日期")))?
                .to_string(),
        ),
        Shape::Money => Value::from(
            values::money(text).ok_or_else(|| ("import.money", format!("“{shown}”不是金额")))?,
        ),
        Shape::YesNo => Value::from(
            values::yes(text)
                .ok_or_else(|| ("import.yes_no", format!("“{shown}”应为“是”或“否”")))?,
        ),
        Shape::List => Value::from(values::list(text)),
        Shape::Id => {
            if text.len() > 64
                || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            {
                return Err(("import.id", format!("“{shown}”只能由字母、数字、- 和 _ 组成")));
            }
            Value::from(text)
        }
        Shape::Code(limit) => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if text.len() > *limit || !text.chars().all(plain) {
                let reason = format!("“{shown}”应是不超过 {limit} 位的字母、数字、-、_ 和 .");
                return Err(("import.code", reason));
            }
            Value::from(text)
        }
        Shape::Choice(options) => {
            let wanted = options.iter().find(|option| *option == text);
            let known = || format!("“{shown}”应是其中之一：{}", options.join("、"));
            Value::from(wanted.ok_or_else(|| ("import.choice", known()))?.as_str())
        }
        Shape::Integer => {
            let digits = text.trim_end_matches(".0");
            let number = digits.parse::<i64>().ok().filter(|number| *number >= 0);
            Value::from(
                number
                    .ok_or_else(|| ("import.integer", format!("“{shown}”应是不小于 0 的整数")))?,
            )
        }
        Shape::Decimal => Value::from(
            values::decimal(text)
                .ok_or_else(|| ("import.decimal", format!("“{shown}”应是数字，例如 1.5")))?,
        ),
    }))
}
