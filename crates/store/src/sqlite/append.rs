//! Appending: what is checked, in which order, and what is written. Runs inside a savepoint of the writer.

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::{Append, AppendError, Idempotency, NumberKey, Payload, Receipt, Sealed};

use super::failure::Failure;
use super::number::{count, whole};
use super::views;
use crate::guard;

/// Appends the whole batch; any failure is the failure of all of it.
pub(super) fn run(connection: &Connection, batch: &[Append]) -> Result<Vec<Receipt>, Failure> {
    batch.iter().map(|append| one(connection, append)).collect()
}

/// The receipt kept under a key, with the digest of its request.
pub(super) fn repeated(
    connection: &Connection,
    key: &str,
) -> Result<Option<(String, Receipt)>, Failure> {
    let sql = "SELECT request, seq, version, receipt FROM idempotency WHERE key = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([key], |row| {
            let receipt = Receipt {
                seq: count(row.get(1)?),
                version: count(row.get(2)?),
                body: row.get(3)?,
                repeated: true,
            };
            Ok((row.get(0)?, receipt))
        })
        .optional()?;
    Ok(found)
}

fn one(connection: &Connection, append: &Append) -> Result<Receipt, Failure> {
    guard::append(append)?;
    // The key comes first: a request sent again must get its receipt even though the stream has moved on since.
    if let Some(once) = &append.idempotency
        && let Some((request, receipt)) = repeated(connection, &once.key)?
    {
        if request != once.request {
            return Err(AppendError::KeyReused.into());
        }
        return Ok(receipt);
    }
    let now = version(connection, &append.stream)?;
    if now != append.seen {
        let (stream, seen) = (append.stream.clone(), append.seen);
        return Err(AppendError::Conflict { stream, seen, now }.into());
    }
    match &append.payload {
        Payload::Ready(sealed) => written(connection, append, sealed),
        Payload::Numbered { keys, seal } => {
            let numbers =
                keys.iter().map(|key| next(connection, key)).collect::<Result<Vec<_>, _>>()?;
            let sealed = seal(&numbers).map_err(AppendError::Seal)?;
            written(connection, append, &sealed)
        }
    }
}

fn written(connection: &Connection, append: &Append, sealed: &Sealed) -> Result<Receipt, Failure> {
    guard::sealed(sealed)?;
    let seq = size(connection)?;
    for (place, event) in (0_u64..).zip(&sealed.events) {
        let sql = "INSERT INTO event (seq, stream, version, kind, at, actor, leaf)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        connection.prepare_cached(sql)?.execute(params![
            whole(seq + place),
            append.stream,
            whole(append.seen + place + 1),
            event.kind,
            event.at,
            event.actor,
            event.leaf,
        ])?;
        connection
            .prepare_cached("INSERT INTO content (seq, body) VALUES (?1, ?2)")?
            .execute(params![whole(seq + place), event.content])?;
    }
    for view in &sealed.views {
        views::put(connection, view)?;
    }
    let version = append.seen + u64::try_from(sealed.events.len()).unwrap_or_default();
    let receipt = Receipt { seq, version, body: sealed.receipt.clone(), repeated: false };
    if let Some(once) = &append.idempotency {
        keep(connection, once, &receipt)?;
    }
    Ok(receipt)
}

fn keep(connection: &Connection, once: &Idempotency, receipt: &Receipt) -> Result<(), Failure> {
    let sql = "INSERT INTO idempotency (key, request, seq, version, receipt)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let Idempotency { key, request } = once;
    let (seq, version) = (whole(receipt.seq), whole(receipt.version));
    connection.prepare_cached(sql)?.execute(params![key, request, seq, version, receipt.body])?;
    Ok(())
}

/// Events in the record.
pub(super) fn size(connection: &Connection) -> Result<u64, Failure> {
    let sql = "SELECT coalesce(max(seq) + 1, 0) FROM event";
    Ok(count(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

fn version(connection: &Connection, stream: &str) -> Result<u64, Failure> {
    let sql = "SELECT coalesce(max(version), 0) FROM event WHERE stream = ?1";
    Ok(count(connection.prepare_cached(sql)?.query_row([stream], |row| row.get(0))?))
}

/// The next number of a series. Given back with the savepoint if anything after it fails.
fn next(connection: &Connection, key: &NumberKey) -> Result<u32, Failure> {
    guard::name("编号机关", &key.agency)?;
    guard::name("编号种类", &key.kind)?;
    let sql = "INSERT INTO number_series (agency, kind, year, last) VALUES (?1, ?2, ?3, 1)
               ON CONFLICT (agency, kind, year) DO UPDATE SET last = last + 1
               RETURNING last";
    let given = connection
        .prepare_cached(sql)?
        .query_row(params![key.agency, key.kind, key.year], |row| row.get(0))?;
    Ok(given)
}
