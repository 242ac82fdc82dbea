//! Traces: looks, requests to look, receipts.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use zhiheng_app::ports::{TraceFilter, TraceRow};

use super::failure::Failure;
use super::number::count;
use super::rows;
use crate::{cursor, trace};

const COLUMNS: &str = "kind, id, matter, agency, person, state, at, body";

/// Inserts or replaces one trace.
pub(super) fn put(connection: &Connection, row: &TraceRow) -> Result<(), Failure> {
    let TraceRow { kind, id, matter, agency, person, state, at, body } = row;
    let sql =
        format!("INSERT OR REPLACE INTO trace ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    let values = params![kind, id, matter, agency, person, state, at, body];
    connection.prepare_cached(&sql)?.execute(values)?;
    Ok(())
}

/// One trace.
pub(super) fn get(
    connection: &Connection,
    kind: &str,
    id: &str,
) -> Result<Option<TraceRow>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM trace WHERE kind = ?1 AND id = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([kind, id], read)?;
    found.next().transpose()
}

/// Every trace, for comparison.
pub(super) fn all_sql() -> String {
    format!("SELECT {COLUMNS} FROM trace ORDER BY kind, id")
}

/// A page of traces, newest first.
pub(super) fn page(
    connection: &Connection,
    filter: &TraceFilter,
) -> Result<(Vec<TraceRow>, Option<String>), Failure> {
    let after = trace::after(cursor::read(trace::LIST, filter.cursor.as_deref())?);
    let limit = trace::limit(filter);
    let mut found = Vec::new();
    for agency in trace::runs(filter) {
        let (mut text, mut values) = condition(filter, agency);
        if let Some((at, id)) = &after {
            text.push("(at, id) < (?, ?)");
            values.extend([Value::Integer(*at), Value::Text(id.clone())]);
        }
        let sql = list_sql(&text.join(" AND "), limit + 1);
        let mut statement = connection.prepare_cached(&sql)?;
        for row in statement.query_and_then(params_from_iter(&values), read)? {
            found.push(row?);
        }
    }
    Ok(trace::page(found, limit))
}

/// The statement that reads a page.
pub(super) fn list_sql(condition: &str, limit: usize) -> String {
    format!("SELECT {COLUMNS} FROM trace WHERE {condition} ORDER BY at DESC, id DESC LIMIT {limit}")
}

/// How many by hour of the day, China standard time.
pub(super) fn hours(
    connection: &Connection,
    filter: &TraceFilter,
) -> Result<Vec<(u8, u64)>, Failure> {
    let (text, values) = condition(filter, None);
    let sql = format!(
        "SELECT (at / 3600000000 + 8) % 24, count(*) FROM trace WHERE {} GROUP BY 1 ORDER BY 1",
        text.join(" AND ")
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement
        .query_and_then(params_from_iter(&values), |row| Ok((row.get(0)?, count(row.get(1)?))))?;
    found.collect()
}

/// What narrows; with an agency, only that one.
fn condition(filter: &TraceFilter, agency: Option<&str>) -> (Vec<&'static str>, Vec<Value>) {
    let mut text = vec!["kind = ?"];
    let mut values = vec![Value::Text(filter.kind.clone())];
    let mut and = |part: &'static str, value: Value| {
        text.push(part);
        values.push(value);
    };
    match (agency, &filter.agencies) {
        (Some(agency), _) => and("agency = ?", Value::Text(agency.to_owned())),
        (None, Some(agencies)) => and(
            // The plus sign keeps this from being taken for the range to walk: matter, person or moment are narrower.
            "+agency IN (SELECT value FROM json_each(?))",
            Value::Text(rows::pack(agencies)),
        ),
        (None, None) => {}
    }
    let names = [
        ("matter = ?", &filter.matter),
        ("person = ?", &filter.person),
        ("state = ? AND state <> ''", &filter.state),
    ];
    for (part, value) in names {
        if let Some(value) = value {
            and(part, Value::Text(value.clone()));
        }
    }
    for (part, value) in [("at >= ?", filter.from), ("at < ?", filter.to)] {
        if let Some(value) = value {
            and(part, Value::Integer(value));
        }
    }
    (text, values)
}

/// A row of [`COLUMNS`].
pub(super) fn read(row: &Row<'_>) -> Result<TraceRow, Failure> {
    Ok(TraceRow {
        kind: row.get(0)?,
        id: row.get(1)?,
        matter: row.get(2)?,
        agency: row.get(3)?,
        person: row.get(4)?,
        state: row.get(5)?,
        at: row.get(6)?,
        body: row.get(7)?,
    })
}
