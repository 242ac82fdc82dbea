//! Traces in memory: every row is looked at. What the databases are compared with.

use std::collections::BTreeMap;

use zhiheng_app::ports::{StoreError, TraceFilter, TraceRow};

use super::state::State;
use crate::{cursor, trace};

/// A page of traces.
pub(super) fn page(
    state: &State,
    filter: &TraceFilter,
) -> Result<(Vec<TraceRow>, Option<String>), StoreError> {
    let after = trace::after(cursor::read(trace::LIST, filter.cursor.as_deref())?);
    let rows = state.traces.values().filter(|row| fits(row, filter));
    let found = rows
        .filter(|row| after.as_ref().is_none_or(|(at, id)| (row.at, &row.id) < (*at, id)))
        .cloned()
        .collect();
    Ok(trace::page(found, trace::limit(filter)))
}

/// How many by hour of the day, China standard time.
pub(super) fn hours(state: &State, filter: &TraceFilter) -> Vec<(u8, u64)> {
    let mut counts: BTreeMap<u8, u64> = BTreeMap::new();
    for row in state.traces.values().filter(|row| fits(row, filter)) {
        let hour = (row.at.div_euclid(3_600_000_000) + 8).rem_euclid(24);
        *counts.entry(u8::try_from(hour).unwrap_or(0)).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn fits(row: &TraceRow, filter: &TraceFilter) -> bool {
    let is = |wanted: &Option<String>, held: &String| wanted.as_ref().is_none_or(|w| w == held);
    row.kind == filter.kind
        && filter.agencies.as_ref().is_none_or(|all| all.contains(&row.agency))
        && is(&filter.matter, &row.matter)
        && is(&filter.person, &row.person)
        && is(&filter.state, &row.state)
        && filter.from.is_none_or(|from| row.at >= from)
        && filter.to.is_none_or(|to| row.at < to)
}
