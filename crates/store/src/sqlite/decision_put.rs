//! Writing one public decision with its search text and the counts of its values.

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::{AppendError, DecisionRow};

use super::failure::Failure;
use super::number::whole;
use super::rows::{self, pack};
use super::text;
use crate::{order, sieve};

/// Inserts or replaces the row.
pub(super) fn put(connection: &Connection, row: &DecisionRow) -> Result<(), Failure> {
    unique(connection, row)?;
    remove(connection, &row.id)?;
    let key = free_key(connection, row)?;
    insert(connection, key, row)?;
    if row.state == sieve::PUBLISHED {
        let (head, body) = sieve::decision_streams(row);
        let facets = sieve::facets(row);
        let facets = facets.iter().map(|(field, value)| text::facet(field, value));
        let facets = facets.collect::<Vec<_>>().join(" ");
        connection
            .prepare_cached(
                "INSERT INTO decision_text (rowid, head, body, facet) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![key, head, body, facets])?;
    }
    shift(connection, row, 1)
}

/// Removes a decision with its words and counts, where there is one.
pub(super) fn remove(connection: &Connection, id: &str) -> Result<(), Failure> {
    let Some((key, was)) = known(connection, id)? else { return Ok(()) };
    connection.prepare_cached("DELETE FROM decision WHERE key = ?1")?.execute([key])?;
    connection.prepare_cached("DELETE FROM decision_text WHERE rowid = ?1")?.execute([key])?;
    shift(connection, &was, -1)
}

/// A 文号 stands for one decision of its agency.
fn unique(connection: &Connection, row: &DecisionRow) -> Result<(), Failure> {
    if row.agency.is_empty() || row.number.is_empty() {
        return Ok(());
    }
    let sql = "SELECT id FROM decision
               WHERE agency = ?1 AND number = ?2 AND agency <> '' AND number <> ''";
    let holder: Option<String> = connection
        .prepare_cached(sql)?
        .query_row(params![row.agency, row.number], |found| found.get(0))
        .optional()?;
    match holder {
        Some(holder) if holder != row.id => {
            Err(AppendError::Duplicate { what: format!("文号 {}", row.number) }.into())
        }
        _ => Ok(()),
    }
}

fn known(connection: &Connection, id: &str) -> Result<Option<(i64, DecisionRow)>, Failure> {
    let sql = format!("SELECT {}, key FROM decision WHERE id = ?1", rows::DECISION);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([id], |row| -> Result<_, Failure> {
        Ok((row.get(21)?, rows::decision(row)?))
    })?;
    found.next().transpose()
}

/// The key that the row asks for, or the next one that nobody has.
fn free_key(connection: &Connection, row: &DecisionRow) -> Result<i64, Failure> {
    let mut key = order::decision_key(order::day(&row.published).unwrap_or(0), &row.id);
    let mut taken = connection.prepare_cached("SELECT 1 FROM decision WHERE key = ?1")?;
    while taken.exists([key])? {
        key += 1;
    }
    Ok(key)
}

fn insert(connection: &Connection, key: i64, row: &DecisionRow) -> Result<(), Failure> {
    let sql = format!(
        "INSERT INTO decision ({}, key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22)",
        rows::DECISION
    );
    connection.prepare_cached(&sql)?.execute(params![
        row.id,
        row.number,
        row.agency,
        row.agency_name,
        row.category,
        row.title,
        row.party,
        row.facts,
        row.basis,
        row.result,
        pack(&row.kinds),
        row.fine,
        row.region,
        row.decided,
        row.published,
        row.until,
        row.state,
        row.reason,
        row.source,
        row.stream,
        whole(row.version),
        key,
    ])?;
    Ok(())
}

/// Counts the values of a decision in or out.
fn shift(connection: &Connection, row: &DecisionRow, by: i64) -> Result<(), Failure> {
    let sql = "INSERT INTO decision_facet (field, value, held) VALUES (?1, ?2, ?3)
               ON CONFLICT (field, value) DO UPDATE SET held = held + excluded.held";
    for (field, value) in sieve::facets(row) {
        connection.prepare_cached(sql)?.execute(params![field, value, by])?;
    }
    Ok(())
}
