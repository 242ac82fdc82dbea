//! Reading the journal.

use rusqlite::{Connection, Row, params};
use zhiheng_app::ports::{NumberKey, StoredEvent};

use super::failure::Failure;
use super::number::{count, whole};

/// Events with their content; one that was destroyed lawfully is empty, one that is missing otherwise leaves a gap.
const EVENTS: &str = "SELECT e.seq, stream, version, kind, at, actor, leaf, coalesce(body, '')
    FROM event e LEFT JOIN content c ON c.seq = e.seq
    WHERE (c.seq IS NOT NULL OR EXISTS (SELECT 1 FROM erasure WHERE seq = e.seq))";

/// Events of one stream after a version.
pub(super) fn stream(
    connection: &Connection,
    stream: &str,
    after: u64,
) -> Result<Vec<StoredEvent>, Failure> {
    let sql = format!("{EVENTS} AND stream = ?1 AND version > ?2 ORDER BY version");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![stream, whole(after)], event)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Events of the whole record from `seq` on.
pub(super) fn journal(
    connection: &Connection,
    seq: u64,
    limit: usize,
) -> Result<Vec<StoredEvent>, Failure> {
    let sql = format!("{EVENTS} AND e.seq >= ?1 ORDER BY e.seq LIMIT ?2");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![whole(seq), limit], event)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Leaf bytes from `seq` on.
pub(super) fn leaves(
    connection: &Connection,
    seq: u64,
    limit: usize,
) -> Result<Vec<Vec<u8>>, Failure> {
    let sql = "SELECT leaf FROM event WHERE seq >= ?1 ORDER BY seq LIMIT ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![whole(seq), limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Last number given in each series.
pub(super) fn numbers(connection: &Connection) -> Result<Vec<(NumberKey, u32)>, Failure> {
    let sql = "SELECT agency, kind, year, last FROM number_series ORDER BY agency, kind, year";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let key = NumberKey { agency: row.get(0)?, kind: row.get(1)?, year: row.get(2)? };
        Ok((key, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn event(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    Ok(StoredEvent {
        seq: count(row.get(0)?),
        stream: row.get(1)?,
        version: count(row.get(2)?),
        kind: row.get(3)?,
        at: row.get(4)?,
        actor: row.get(5)?,
        leaf: row.get(6)?,
        content: row.get(7)?,
    })
}
