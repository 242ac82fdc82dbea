//! Writing one matter with its buckets and its search text. What has not changed is not written again: most acts move
//! neither the due day nor the stage, and then no index is touched.

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::MatterRow;

use super::failure::Failure;
use super::number::whole;
use super::rows::{pack, status_name};
use super::text;
use crate::{order, tokens};

/// What the indexes know of a matter.
#[derive(PartialEq, Eq)]
struct Place {
    bucket: i64,
    opened: String,
    due_order: String,
    number_order: String,
    hidden_from: String,
}

/// Inserts or replaces the row.
pub(super) fn put(connection: &Connection, row: &MatterRow) -> Result<(), Failure> {
    let place = Place {
        bucket: bucket(connection, row)?,
        opened: row.opened.clone(),
        due_order: order::due(row.due.as_deref()).to_owned(),
        number_order: order::number(row.number.as_deref()),
        hidden_from: row.hidden_from.clone(),
    };
    let Some((key, was, searched)) = known(connection, &row.id)? else {
        let key = insert(connection, row, &place)?;
        index(connection, key, row)?;
        return shift(connection, &place, 1);
    };
    update(connection, key, row)?;
    if was != place {
        replace(connection, key, &place)?;
        shift(connection, &was, -1)?;
        shift(connection, &place, 1)?;
    }
    if searched != (row.search.clone(), row.agency.clone(), row.procedure.clone()) {
        connection.prepare_cached("DELETE FROM matter_text WHERE rowid = ?1")?.execute([key])?;
        index(connection, key, row)?;
    }
    Ok(())
}

/// What the text index was made of: search text, agency, procedure.
type Searched = (String, String, String);

fn known(connection: &Connection, id: &str) -> Result<Option<(i64, Place, Searched)>, Failure> {
    let sql = "SELECT key, bucket, opened, due_order, number_order, hidden_from, search, agency,
                   procedure
               FROM matter WHERE id = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([id], |row| {
            let place = Place {
                bucket: row.get(1)?,
                opened: row.get(2)?,
                due_order: row.get(3)?,
                number_order: row.get(4)?,
                hidden_from: row.get(5)?,
            };
            Ok((row.get(0)?, place, (row.get(6)?, row.get(7)?, row.get(8)?)))
        })
        .optional()?;
    Ok(found)
}

fn insert(connection: &Connection, row: &MatterRow, place: &Place) -> Result<i64, Failure> {
    let key: i64 = connection
        .prepare_cached("SELECT coalesce(max(key), 0) + 1 FROM matter")?
        .query_row([], |row| row.get(0))?;
    let sql = "INSERT INTO matter (key, place, id, bucket, number, title, procedure, noun, category,
                   stage, step, agency, opened, due, handlers, status, major, hidden_from, version, due_order,
                   number_order, search)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                   ?18, ?19, ?20, ?21, ?22)";
    connection.prepare_cached(sql)?.execute(params![
        key,
        key,
        row.id,
        place.bucket,
        row.number,
        row.title,
        row.procedure,
        row.noun,
        row.category,
        row.stage,
        row.step,
        row.agency,
        row.opened,
        row.due,
        pack(&row.handlers),
        status_name(row.status),
        row.major,
        row.hidden_from,
        whole(row.version),
        place.due_order,
        place.number_order,
        row.search,
    ])?;
    connection
        .prepare_cached("INSERT INTO matter_snapshot (key, snapshot) VALUES (?1, ?2)")?
        .execute(params![key, row.snapshot])?;
    Ok(key)
}

/// Writes every column that no index holds.
fn update(connection: &Connection, key: i64, row: &MatterRow) -> Result<(), Failure> {
    let sql = "UPDATE matter SET number = ?2, title = ?3, procedure = ?4, noun = ?5, category = ?6,
                   stage = ?7, step = ?8, agency = ?9, due = ?10, handlers = ?11, status = ?12,
                   major = ?13, version = ?14, search = ?15
               WHERE key = ?1";
    connection.prepare_cached(sql)?.execute(params![
        key,
        row.number,
        row.title,
        row.procedure,
        row.noun,
        row.category,
        row.stage,
        row.step,
        row.agency,
        row.due,
        pack(&row.handlers),
        status_name(row.status),
        row.major,
        whole(row.version),
        row.search,
    ])?;
    connection
        .prepare_cached("UPDATE matter_snapshot SET snapshot = ?2 WHERE key = ?1")?
        .execute(params![key, row.snapshot])?;
    Ok(())
}

/// Writes the columns that the indexes hold.
fn replace(connection: &Connection, key: i64, place: &Place) -> Result<(), Failure> {
    let Place { bucket, opened, due_order, number_order, hidden_from } = place;
    let sql = "UPDATE matter SET bucket = ?2, opened = ?3, due_order = ?4, number_order = ?5,
                   hidden_from = ?6
               WHERE key = ?1";
    let values = params![key, bucket, opened, due_order, number_order, hidden_from];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn index(connection: &Connection, key: i64, row: &MatterRow) -> Result<(), Failure> {
    let agency = text::facet("agency", &row.agency);
    let procedure = text::facet("procedure", &row.procedure);
    connection
        .prepare_cached("INSERT INTO matter_text (rowid, text, facet) VALUES (?1, ?2, ?3)")?
        .execute(params![
            key,
            tokens::stream([row.search.as_str()]),
            format!("{agency} {procedure}")
        ])?;
    Ok(())
}

fn bucket(connection: &Connection, row: &MatterRow) -> Result<i64, Failure> {
    let values =
        params![row.agency, row.procedure, row.stage, status_name(row.status), row.due.is_some()];
    let find = "SELECT id FROM matter_bucket
                WHERE agency = ?1 AND procedure = ?2 AND stage = ?3 AND status = ?4 AND dated = ?5";
    let found = connection.prepare_cached(find)?.query_row(values, |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let add = "INSERT INTO matter_bucket (agency, procedure, stage, status, dated, held)
               VALUES (?1, ?2, ?3, ?4, ?5, 0)";
    connection.prepare_cached(add)?.execute(values)?;
    Ok(connection.last_insert_rowid())
}

/// Counts a matter into its bucket or out of it.
fn shift(connection: &Connection, place: &Place, by: i64) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE matter_bucket SET held = held + ?2 WHERE id = ?1")?
        .execute(params![place.bucket, by])?;
    if !place.hidden_from.is_empty() {
        let sql = "INSERT INTO matter_hidden (bucket, hidden_from, held) VALUES (?1, ?2, ?3)
                   ON CONFLICT (hidden_from, bucket) DO UPDATE SET held = held + excluded.held";
        let values = params![place.bucket, place.hidden_from, by];
        connection.prepare_cached(sql)?.execute(values)?;
    }
    Ok(())
}
