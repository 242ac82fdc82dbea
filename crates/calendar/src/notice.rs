//! One year's official notice of holidays (国务院办公厅关于部分节假日安排的通知) as data, with every mistake named by file and field.
//!
//! A file holds exceptions only: days off and make-up working days. Ordinary weekends are not in it. A year whose
//! notice is not out yet has an empty `days`, which means unknown, not "no holidays".

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// The notice for one year, possibly assembled from several papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearNotice {
    /// The year that the notice arranges.
    pub year: i16,
    /// Addresses of the papers.
    pub papers: Vec<String>,
    /// Exceptions, by date. Days of the previous December may be among them.
    pub days: Vec<NoticeDay>,
}

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeDay {
    /// Name of the holiday that causes it, for example `国庆节`.
    pub name: String,
    /// The day.
    pub date: Date,
    /// Off (放假) or worked to make up (调休上班).
    pub off: bool,
}

/// A mistake in a notice file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}：{field}：{message}")]
pub struct NoticeFault {
    /// File as the caller named it.
    pub file: String,
    /// Field, for example `days[3].date`, or `第 5 行` where the text is not JSON.
    pub field: String,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl YearNotice {
    /// Reads `{year, papers[], days[{name, date, isOffDay}]}`; other fields are ignored.
    pub fn parse(file: &str, text: &str) -> Result<Self, NoticeFault> {
        let fault = |field: &str, message: String| NoticeFault {
            file: file.to_owned(),
            field: field.to_owned(),
            message,
        };
        let value: Value = serde_json::from_str(text).map_err(|error| {
            fault(&format!("第 {} 行", error.line()), format!("不是正确的 JSON：{error}"))
        })?;
        let year = value
            .get("year")
            .and_then(Value::as_i64)
            .and_then(|year| i16::try_from(year).ok())
            .filter(|year| (1949..=9998).contains(year))
            .ok_or_else(|| fault("year", "缺少年份，或不是 1949 至 9998 的整数".to_owned()))?;

        let mut papers = Vec::new();
        for (index, paper) in
            list(&value, "papers").map_err(|m| fault("papers", m))?.iter().enumerate()
        {
            let address = paper
                .as_str()
                .ok_or_else(|| fault(&format!("papers[{index}]"), "应为文件网址".to_owned()))?;
            papers.push(address.to_owned());
        }

        let mut days = BTreeMap::new();
        for (index, entry) in list(&value, "days").map_err(|m| fault("days", m))?.iter().enumerate()
        {
            let day = read_day(entry, year)
                .map_err(|(field, message)| fault(&format!("days[{index}].{field}"), message))?;
            if let Some(twice) = days.insert(day.date, day) {
                let message = format!("{} 出现两次", twice.date);
                return Err(fault(&format!("days[{index}].date"), message));
            }
        }
        if !days.is_empty() && papers.is_empty() {
            return Err(fault("papers", "列有放假日期却没有写明依据的通知".to_owned()));
        }
        Ok(Self { year, papers, days: days.into_values().collect() })
    }

    /// True where the notice is out; an empty one says nothing about the year.
    pub fn is_announced(&self) -> bool {
        !self.days.is_empty()
    }
}

fn list<'v>(value: &'v Value, field: &str) -> Result<&'v [Value], String> {
    value
        .get(field)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .ok_or_else(|| "缺少，或不是数组".to_owned())
}

fn read_day(entry: &Value, year: i16) -> Result<NoticeDay, (&'static str, String)> {
    let name = entry
        .get("name")
        .and_then(Value::as_str)
        .filter(|name| !name.trim().is_empty())
        .ok_or_else(|| ("name", "缺少节日名称".to_owned()))?;
    let date: Date = entry
        .get("date")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| ("date", "不是 2026-10-01 这样的日期".to_owned()))?;
    // New Year's arrangement reaches into the old December; anything else is a wrong year.
    if date.year() != year && !(date.year() == year - 1 && date.month() == 12) {
        let message = format!("{date} 不在 {year} 年，也不在上一年 12 月");
        return Err(("date", message));
    }
    let off = entry
        .get("isOffDay")
        .and_then(Value::as_bool)
        .ok_or_else(|| ("isOffDay", "应为 true（放假）或 false（上班）".to_owned()))?;
    Ok(NoticeDay { name: name.to_owned(), date, off })
}
