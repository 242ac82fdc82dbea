//! `zhiheng term`: one period, with its reasoning. Always prints JSON: programs rely on it.

use serde_json::json;
use zhiheng_calendar::Moment;
use zhiheng_law::period::answer;

use crate::cli::{Term, texts};
use crate::output::{Done, Fault, say};
use crate::packs;

pub(crate) fn run(arguments: &Term) -> Result<Done, Fault> {
    let start: Moment =
        arguments.start.parse().map_err(|error: zhiheng_calendar::CalendarError| {
            Fault::new("term.start", error.to_string())
        })?;
    let texts = texts(arguments.data.as_ref())?;
    let (pack, calendar) = (packs::pack(&texts)?, packs::calendar(&texts)?);
    let answer = answer(&arguments.rule, start, &calendar, &pack.periods)
        .map_err(|error| Fault::new(error.code(), error.to_string()))?;
    say(&format!("{} {}：{}", answer.code, answer.title, answer.due));
    for line in answer.steps.iter().chain(&answer.alarms) {
        say(&format!("  {line}"));
    }
    let json = serde_json::to_value(&answer)
        .unwrap_or_else(|_| json!({ "due": answer.due, "steps": answer.steps }));
    Ok(Done { json, always: true, ..Done::default() })
}
