//! Writing the duties of one matter: only those that differ from what is there.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use zhiheng_app::ports::DutyRow;

use super::failure::Failure;
use super::rows::{self, pack};
use crate::order;

/// Makes the duties of a matter exactly these.
pub(super) fn put(connection: &Connection, matter: &str, rows: &[DutyRow]) -> Result<(), Failure> {
    let mut had = known(connection, matter)?;
    let mut fresh = Vec::new();
    for row in rows {
        match had.remove(&row.id) {
            Some((_, was)) if was == *row => {}
            Some((key, was)) => {
                remove(connection, key, &was)?;
                fresh.push((Some(key), row));
            }
            None => fresh.push((None, row)),
        }
    }
    for (key, was) in had.values() {
        remove(connection, *key, was)?;
    }
    fresh.into_iter().try_for_each(|(key, row)| insert(connection, key, row))
}

fn known(
    connection: &Connection,
    matter: &str,
) -> Result<BTreeMap<String, (i64, DutyRow)>, Failure> {
    let sql = format!("SELECT {}, key FROM duty WHERE matter = ?1", rows::DUTY);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_and_then([matter], |row| -> Result<_, Failure> {
        let duty = rows::duty(row)?;
        Ok((duty.id.clone(), (row.get(18)?, duty)))
    })?;
    found.collect()
}

fn remove(connection: &Connection, key: i64, row: &DutyRow) -> Result<(), Failure> {
    connection.prepare_cached("DELETE FROM duty WHERE key = ?1")?.execute([key])?;
    let sql = "DELETE FROM duty_handler
               WHERE person = ?1 AND state = ?2 AND due_order = ?3 AND duty = ?4";
    let due = order::due(row.due.as_deref());
    for person in &row.handlers {
        connection.prepare_cached(sql)?.execute(params![person, row.state, due, key])?;
    }
    shift(connection, row, -1)
}

fn insert(connection: &Connection, key: Option<i64>, row: &DutyRow) -> Result<(), Failure> {
    let due = order::due(row.due.as_deref());
    let key: i64 = match key {
        Some(key) => key,
        None => connection
            .prepare_cached("SELECT coalesce(max(key), 0) + 1 FROM duty")?
            .query_row([], |row| row.get(0))?,
    };
    let sql =
        "INSERT INTO duty (key, place, id, matter, matter_number, matter_title, procedure, agency,
                   hidden_from, rule, title, kind, owner, state, created, due, ended, basis, act,
                   handlers, due_order)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                   ?18, ?19, ?20, ?21)";
    connection.prepare_cached(sql)?.execute(params![
        key,
        key,
        row.id,
        row.matter,
        row.matter_number,
        row.matter_title,
        row.procedure,
        row.agency,
        row.hidden_from,
        row.rule,
        row.title,
        row.kind,
        row.owner,
        row.state,
        row.created,
        row.due,
        row.ended,
        row.basis,
        row.act,
        pack(&row.handlers),
        due,
    ])?;
    let sql = "INSERT OR IGNORE INTO duty_handler (person, state, due_order, duty)
               VALUES (?1, ?2, ?3, ?4)";
    for person in &row.handlers {
        connection.prepare_cached(sql)?.execute(params![person, row.state, due, key])?;
    }
    shift(connection, row, 1)
}

/// Counts a duty into its bucket or out of it.
fn shift(connection: &Connection, row: &DutyRow, by: i64) -> Result<(), Failure> {
    let sql = "INSERT INTO duty_bucket (agency, state, owner, held) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (agency, state, owner) DO UPDATE SET held = held + excluded.held";
    let values = params![row.agency, row.state, row.owner, by];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
