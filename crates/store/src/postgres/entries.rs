//! Entries of registers, and whom matters are about.

use deadpool_postgres::Object;
use tokio_postgres::Row;
use zhiheng_app::ports::{EntryFilter, EntryRow, EntryTally, EntryWait, Page};

use super::append::count;
use super::failure::Failure;
use super::query::Condition;
use super::rows;
use crate::{cursor, entry, sieve};

/// Counts by register, agency, group, state and statement: `$1` is the list of agencies, or null.
pub(super) const TALLIES: &str = "SELECT kind, agency, category, state, none, count(*) FROM entry
    WHERE state <> 'discarded' AND ($1::text[] IS NULL OR agency = ANY ($1))
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
/// What waits to be published, by day, register, agency and work: `$1` is the list of agencies, or null.
pub(super) const WAITING: &str = "SELECT waits, kind, agency, work, count(*) FROM entry
    WHERE waits IS NOT NULL AND ($1::text[] IS NULL OR agency = ANY ($1))
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
/// Matters of one family about one party, counted up to a bound.
pub(super) const EARLIER: &str = "SELECT count(*) FROM (
    SELECT 1 FROM party
    WHERE party = $3 AND agency = $1 AND family = $2 AND opened BETWEEN $4 AND $5 AND matter <> $6
    LIMIT 1000) counted";

/// A page of entries.
pub(super) async fn page(client: &Object, filter: &EntryFilter) -> Result<Page<EntryRow>, Failure> {
    let after = entry::after(cursor::read(entry::LIST, filter.cursor.as_deref())?);
    let limit = entry::limit(filter);
    let mut narrowed = Condition::default();
    narrowed.and("t.kind = ?", filter.kind.clone());
    if let Some(code) = filter.code.clone() {
        // The second half lets the index of rows that have a code be used.
        let part = if code.is_empty() { "t.code = ?" } else { "t.code = ? AND t.code <> ''" };
        narrowed.and(part, code);
    }
    if let Some(agencies) = filter.agencies.clone() {
        narrowed.and("t.agency = ANY (?)", agencies);
    }
    match filter.state.clone() {
        Some(state) => narrowed.and("t.state = ?", state),
        None => narrowed.and("t.state <> ?", entry::DISCARDED.to_owned()),
    }
    if filter.waiting {
        narrowed.and_plain("t.waits IS NOT NULL".to_owned());
    }
    if let Some(category) = filter.category.clone() {
        narrowed.and("t.category = ?", category);
    }
    if let Some(day) = filter.on.clone() {
        narrowed.and("t.held_from <> '' AND t.held_from <= ?", day.clone());
        narrowed.and("(t.held_until IS NULL OR t.held_until > ?)", day);
    }
    for word in entry::words(&filter.words) {
        narrowed.and("position(? in t.search) > 0", word);
    }
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM entry t WHERE {} LIMIT {}) counted",
        narrowed.text(),
        sieve::COUNTED + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    let total = client.query_one(&statement, &narrowed.values()).await?.try_get(0)?;
    if let Some((place, id)) = after {
        let (place, id) = (narrowed.bind(place), narrowed.bind(id));
        narrowed.and_plain(format!("(t.place, t.id) > ({place}, {id})"));
    }
    let sql = format!(
        "{} WHERE {} ORDER BY t.place, t.id LIMIT {}",
        rows::ENTRY.select(),
        narrowed.text(),
        limit + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    let found = client.query(&statement, &narrowed.values()).await?;
    let mut items: Vec<EntryRow> = rows::read_all(&rows::ENTRY, &found)?;
    let next = entry::next(&items, limit);
    items.truncate(limit);
    let (total, exact) = sieve::bounded(count(total));
    Ok(Page { items, next, total, exact })
}

/// A row of [`TALLIES`].
pub(super) fn tally(row: &Row) -> Result<EntryTally, Failure> {
    Ok(EntryTally {
        kind: row.try_get(0)?,
        agency: row.try_get(1)?,
        category: row.try_get(2)?,
        state: row.try_get(3)?,
        none: row.try_get(4)?,
        held: count(row.try_get(5)?),
    })
}

/// A row of [`WAITING`].
pub(super) fn wait(row: &Row) -> Result<EntryWait, Failure> {
    Ok(EntryWait {
        since: row.try_get(0)?,
        kind: row.try_get(1)?,
        agency: row.try_get(2)?,
        work: row.try_get(3)?,
        held: count(row.try_get(4)?),
    })
}
