//! What the stores agree on for traces: pages newest first, and how rows of several agencies become one page.

use zhiheng_app::ports::{TraceFilter, TraceRow};

use crate::cursor;
use crate::merge::Spot;

/// Kinds whose words are about a party or were written by one: they go with the matter. Looks stay: they say who looked at what.
pub(crate) const ERASED: [&str; 3] = ["access", "receipt", "credit"];

/// Name of the list in cursors.
pub(crate) const LIST: &str = "trace";

/// Rows of one page.
pub(crate) fn limit(filter: &TraceFilter) -> usize {
    filter.limit.clamp(1, 500)
}

/// Moment and id after which a page begins.
pub(crate) fn after(spot: Option<Spot>) -> Option<(i64, String)> {
    spot.map(|spot| (spot.key, spot.value))
}

/// The agencies that are asked one after the other, each by its own range of the index; none where one range serves for all.
pub(crate) fn runs(filter: &TraceFilter) -> Vec<Option<&str>> {
    match &filter.agencies {
        Some(agencies) if filter.matter.is_none() && filter.person.is_none() => {
            agencies.iter().map(|agency| Some(agency.as_str())).collect()
        }
        _ => vec![None],
    }
}

/// One page of the rows found in all runs, and where the next begins.
pub(crate) fn page(mut found: Vec<TraceRow>, limit: usize) -> (Vec<TraceRow>, Option<String>) {
    found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next =
        last.map(|row| cursor::write(LIST, &Spot { value: row.id.clone(), key: row.at.max(0) }));
    (found, next)
}
