//! Entries of registers, and whom matters are about.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};
use zhiheng_app::ports::{
    EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, Page, PartyRow,
};

use super::failure::Failure;
use super::number::{count, whole};
use super::rows;
use crate::sieve::{self, COUNTED};
use crate::{cursor, entry};

/// Matters of one family about one party, counted up to a bound.
pub(super) const EARLIER: &str = "SELECT count(*) FROM (
    SELECT 1 FROM party
    WHERE party = ?3 AND agency = ?1 AND family = ?2 AND opened BETWEEN ?4 AND ?5 AND matter <> ?6
    LIMIT 1000)";

/// A condition in the making.
#[derive(Default)]
struct Condition {
    text: Vec<String>,
    values: Vec<Value>,
}

impl Condition {
    /// Adds a part in which `?` stands for the value.
    fn and(&mut self, part: &str, value: &str) {
        self.text.push(part.to_owned());
        self.values.push(Value::Text(value.to_owned()));
    }

    fn and_some(&mut self, part: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.and(part, value);
        }
    }
}

/// Inserts or replaces one entry.
pub(super) fn put(connection: &Connection, row: &EntryRow) -> Result<(), Failure> {
    let sql = "INSERT INTO entry (kind, id, agency, name, category, code, state, none, held_from,
                   held_until, place, search, version, body, waits, work)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
               ON CONFLICT (kind, id) DO UPDATE SET agency = excluded.agency, name = excluded.name,
                   category = excluded.category, code = excluded.code, state = excluded.state,
                   none = excluded.none, held_from = excluded.held_from,
                   held_until = excluded.held_until, place = excluded.place,
                   search = excluded.search, version = excluded.version, body = excluded.body,
                   waits = excluded.waits, work = excluded.work";
    connection.prepare_cached(sql)?.execute(params![
        row.kind,
        row.id,
        row.agency,
        row.name,
        row.category,
        row.code,
        row.state,
        row.none,
        row.held_from,
        row.held_until,
        row.place,
        row.search,
        whole(row.version),
        row.body,
        row.waits,
        row.work,
    ])?;
    Ok(())
}

/// Inserts or replaces whom a matter is about.
pub(super) fn put_party(connection: &Connection, row: &PartyRow) -> Result<(), Failure> {
    let PartyRow { matter, family, agency, party, opened } = row;
    let sql = "INSERT OR REPLACE INTO party (matter, family, agency, party, opened)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![matter, family, agency, party, opened])?;
    Ok(())
}

/// One entry.
pub(super) fn get(
    connection: &Connection,
    kind: &str,
    id: &str,
) -> Result<Option<EntryRow>, Failure> {
    let sql = format!("SELECT {} FROM entry WHERE kind = ?1 AND id = ?2", rows::ENTRY);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([kind, id], rows::entry)?;
    found.next().transpose()
}

/// A page of entries.
pub(super) fn page(
    connection: &Connection,
    filter: &EntryFilter,
) -> Result<Page<EntryRow>, Failure> {
    let after = entry::after(cursor::read(entry::LIST, filter.cursor.as_deref())?);
    let limit = entry::limit(filter);
    let mut narrowed = Condition::default();
    narrowed.and("kind = ?", &filter.kind);
    if let Some(code) = filter.code.as_deref() {
        // The second half lets SQLite use the index of rows that have a code.
        let part = if code.is_empty() { "code = ?" } else { "code = ? AND code <> ''" };
        narrowed.and(part, code);
    }
    if let Some(agencies) = &filter.agencies {
        narrowed.and("agency IN (SELECT value FROM json_each(?))", &rows::pack(agencies));
    }
    match filter.state.as_deref() {
        Some(state) => narrowed.and("state = ?", state),
        None => narrowed.and("state <> ?", entry::DISCARDED),
    }
    narrowed.and_some("category = ?", filter.category.as_deref());
    if filter.waiting {
        narrowed.text.push("waits IS NOT NULL".to_owned());
    }
    if let Some(day) = filter.on.as_deref() {
        narrowed.and("held_from <> '' AND held_from <= ?", day);
        narrowed.and("(held_until IS NULL OR held_until > ?)", day);
    }
    for word in entry::words(&filter.words) {
        narrowed.and("instr(search, ?) > 0", &word);
    }
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM entry WHERE {} LIMIT {})",
        narrowed.text.join(" AND "),
        COUNTED + 1
    );
    let total: i64 = connection
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&narrowed.values), |row| row.get(0))?;
    if let Some((place, id)) = after {
        narrowed.text.push("(place, id) > (?, ?)".to_owned());
        narrowed.values.extend([Value::Text(place), Value::Text(id)]);
    }
    let sql = list_sql(&narrowed.text.join(" AND "), limit + 1);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_and_then(params_from_iter(&narrowed.values), rows::entry)?;
    let mut items = found.collect::<Result<Vec<EntryRow>, Failure>>()?;
    let next = entry::next(&items, limit);
    items.truncate(limit);
    let (total, exact) = sieve::bounded(count(total));
    Ok(Page { items, next, total, exact })
}

/// The statement that reads a page.
pub(super) fn list_sql(condition: &str, limit: usize) -> String {
    format!("SELECT {} FROM entry WHERE {condition} ORDER BY place, id LIMIT {limit}", rows::ENTRY)
}

/// Counts by register, agency, group, state and statement.
pub(super) fn tallies(
    connection: &Connection,
    agencies: Option<&[String]>,
) -> Result<Vec<EntryTally>, Failure> {
    let sql = "SELECT kind, agency, category, state, none, count(*) FROM entry
               WHERE state <> 'discarded'
                   AND (?1 IS NULL OR agency IN (SELECT value FROM json_each(?1)))
               GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_and_then([agencies.map(rows::pack)], |row| {
        Ok(EntryTally {
            kind: row.get(0)?,
            agency: row.get(1)?,
            category: row.get(2)?,
            state: row.get(3)?,
            none: row.get(4)?,
            held: count(row.get(5)?),
        })
    })?;
    found.collect()
}

/// The statement for what waits to be published, by day, register, agency and work; `narrowed` adds a condition.
pub(super) fn waiting_sql(narrowed: &str) -> String {
    format!(
        "SELECT waits, kind, agency, work, count(*) FROM entry WHERE waits > ''{narrowed}
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
}

/// What waits to be published.
pub(super) fn waiting(
    connection: &Connection,
    agencies: Option<&[String]>,
) -> Result<Vec<EntryWait>, Failure> {
    let own = " AND agency IN (SELECT value FROM json_each(?))";
    let sql = waiting_sql(agencies.map_or("", |_| own));
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_and_then(params_from_iter(agencies.map(rows::pack)), |row| {
        Ok(EntryWait {
            since: row.get(0)?,
            kind: row.get(1)?,
            agency: row.get(2)?,
            work: row.get(3)?,
            held: count(row.get(4)?),
        })
    })?;
    found.collect()
}

/// Matters of one family about one party.
pub(super) fn earlier(connection: &Connection, filter: &EarlierFilter) -> Result<u64, Failure> {
    let EarlierFilter { family, agency, party, from, to, but } = filter;
    let held: Option<i64> = connection
        .prepare_cached(EARLIER)?
        .query_row(params![agency, family, party, from, to, but], |row| row.get(0))
        .optional()?;
    Ok(count(held.unwrap_or_default()))
}
