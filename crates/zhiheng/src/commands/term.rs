//! `zhiheng term`: one period, with its reasoning, or a file of them. Always prints JSON: programs rely on it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use zhiheng_calendar::{Calendar, Moment};
use zhiheng_law::Pack;
use zhiheng_law::period::{TermAnswer, answer};

use crate::cli::{Term, texts};
use crate::output::{Done, Fault, file_fault, say};
use crate::packs;

pub(crate) fn run(arguments: &Term) -> Result<Done, Fault> {
    let texts = texts(arguments.data.as_ref())?;
    let (pack, calendar) = (packs::pack(&texts)?, packs::calendar(&texts)?);
    if let Some(file) = &arguments.batch {
        return batch(file, &pack, &calendar);
    }
    let (rule, start) = (&arguments.rule, &arguments.start);
    let answer = one(
        rule.as_deref().unwrap_or_default(),
        start.as_deref().unwrap_or_default(),
        &pack,
        &calendar,
    )
    .map_err(|(code, why)| Fault::new(code, why))?;
    say(&format!("{} {}：{}", answer.code, answer.title, answer.due));
    for line in answer.steps.iter().chain(&answer.alarms) {
        say(&format!("  {line}"));
    }
    Ok(Done { json: told(&answer), always: true, ..Done::default() })
}

/// One term, or the code and the words of what hinders it.
fn one(
    rule: &str,
    start: &str,
    pack: &Pack,
    calendar: &Calendar,
) -> Result<TermAnswer, (&'static str, String)> {
    let start: Moment = start
        .parse()
        .map_err(|error: zhiheng_calendar::CalendarError| ("term.start", error.to_string()))?;
    answer(rule, start, calendar, &pack.periods).map_err(|error| (error.code(), error.to_string()))
}

/// Every line of the file, in its order; one that cannot be answered ends the run with its number.
fn batch(file: &Path, pack: &Pack, calendar: &Calendar) -> Result<Done, Fault> {
    let text = fs::read_to_string(file).map_err(|error| file_fault(file, &error))?;
    let mut answers = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (rule, start) = line.trim().split_once(char::is_whitespace).unwrap_or((line, ""));
        let answer = one(rule, start.trim(), pack, calendar)
            .map_err(|(code, why)| Fault::new(code, format!("第 {} 行：{why}", n + 1)))?;
        let mut told = told(&answer);
        if let Some(told) = told.as_object_mut() {
            told.insert("start".to_owned(), json!(start.trim()));
        }
        answers.push(told);
    }
    say(&format!("{} 个期限", answers.len()));
    Ok(Done { json: json!({ "answers": answers }), always: true, ..Done::default() })
}

fn told(answer: &TermAnswer) -> Value {
    serde_json::to_value(answer)
        .unwrap_or_else(|_| json!({ "due": answer.due, "steps": answer.steps }))
}
