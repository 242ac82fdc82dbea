//! Traces: looks, requests to look, receipts.

use deadpool_postgres::Object;
use zhiheng_app::ports::{TraceFilter, TraceRow};

use super::append::count;
use super::failure::Failure;
use super::query::Condition;
use super::rows;
use crate::{cursor, trace};

/// A page of traces, newest first.
pub(super) async fn page(
    client: &Object,
    filter: &TraceFilter,
) -> Result<(Vec<TraceRow>, Option<String>), Failure> {
    let after = trace::after(cursor::read(trace::LIST, filter.cursor.as_deref())?);
    let limit = trace::limit(filter);
    let mut found = Vec::new();
    for agency in trace::runs(filter) {
        let mut narrowed = condition(filter, agency);
        if let Some((at, id)) = &after {
            let (at, id) = (narrowed.bind(*at), narrowed.bind(id.clone()));
            narrowed.and_plain(format!("(t.at, t.id) < ({at}, {id})"));
        }
        let sql = format!(
            "{} WHERE {} ORDER BY t.at DESC, t.id DESC LIMIT {}",
            rows::TRACE.select(),
            narrowed.text(),
            limit + 1
        );
        let statement = client.prepare_cached(&sql).await?;
        let rows = client.query(&statement, &narrowed.values()).await?;
        found.extend(rows::read_all::<TraceRow>(&rows::TRACE, &rows)?);
    }
    Ok(trace::page(found, limit))
}

/// How many by hour of the day, China standard time.
pub(super) async fn hours(
    client: &Object,
    filter: &TraceFilter,
) -> Result<Vec<(u8, u64)>, Failure> {
    let narrowed = condition(filter, None);
    let sql = format!(
        "SELECT (t.at / 3600000000 + 8) % 24, count(*) FROM trace t WHERE {} GROUP BY 1 ORDER BY 1",
        narrowed.text()
    );
    let statement = client.prepare_cached(&sql).await?;
    let found = client.query(&statement, &narrowed.values()).await?;
    found
        .iter()
        .map(|row| {
            let hour: i64 = row.try_get(0)?;
            Ok((u8::try_from(hour).unwrap_or(0), count(row.try_get(1)?)))
        })
        .collect()
}

/// What narrows; with an agency, only that one.
fn condition(filter: &TraceFilter, agency: Option<&str>) -> Condition {
    let mut narrowed = Condition::default();
    narrowed.and("t.kind = ?", filter.kind.clone());
    match (agency, &filter.agencies) {
        (Some(agency), _) => narrowed.and("t.agency = ?", agency.to_owned()),
        (None, Some(agencies)) => narrowed.and("t.agency = ANY (?)", agencies.clone()),
        (None, None) => {}
    }
    if let Some(matter) = filter.matter.clone() {
        narrowed.and("t.matter = ?", matter);
    }
    if let Some(person) = filter.person.clone() {
        narrowed.and("t.person = ?", person);
    }
    if let Some(state) = filter.state.clone() {
        narrowed.and("t.state = ? AND t.state <> ''", state);
    }
    if let Some(from) = filter.from {
        narrowed.and("t.at >= ?", from);
    }
    if let Some(to) = filter.to {
        narrowed.and("t.at < ?", to);
    }
    narrowed
}
