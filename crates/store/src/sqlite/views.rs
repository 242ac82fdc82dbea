//! Writing the read models: one change at a time, in the transaction of the events that caused it.

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::{AccountRow, AppendError, ProgressRow, RegisterRow, View};

use super::failure::Failure;
use super::number::whole;
use super::{decision_put, duty_put, entries, erased, matter_put, rows, tallies, traces};

/// Makes one change.
pub(super) fn put(connection: &Connection, view: &View) -> Result<(), Failure> {
    match view {
        View::Matter(row) => matter_put::put(connection, row),
        View::Duties { matter, rows } => duty_put::put(connection, matter, rows),
        View::Decision(row) => decision_put::put(connection, row),
        View::Register(row) => register(connection, row),
        View::Entry(row) => entries::put(connection, row),
        View::Party(row) => entries::put_party(connection, row),
        View::Progress(row) => progress(connection, row),
        View::Trace(row) => traces::put(connection, row),
        View::Tally(row) => tallies::put(connection, row),
        View::Account(row) => account(connection, row),
        View::Cites { matter, digests } => erased::cites(connection, matter, digests),
        View::Erased(gone) => erased::put(connection, gone),
    }
}

fn register(connection: &Connection, row: &RegisterRow) -> Result<(), Failure> {
    let RegisterRow { kind, id, agency, name, body, active, version } = row;
    let sql = "INSERT OR REPLACE INTO register (kind, id, agency, name, body, active, version)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let version = whole(*version);
    let values = params![kind, id, agency, name, body, active, version];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// A number that a party holds leads to one matter, for ever.
fn progress(connection: &Connection, row: &ProgressRow) -> Result<(), Failure> {
    let ProgressRow { number, code, matter } = row;
    let holder: Option<String> = connection
        .prepare_cached("SELECT matter FROM progress WHERE number = ?1")?
        .query_row([number], |found| found.get(0))
        .optional()?;
    if holder.is_some_and(|holder| holder != *matter) {
        return Err(AppendError::Duplicate { what: format!("查询编号 {number}") }.into());
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO progress (number, code, matter) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![number, code, matter])?;
    Ok(())
}

fn account(connection: &Connection, row: &AccountRow) -> Result<(), Failure> {
    let AccountRow { username, person, name, agency, roles, active } = row;
    let sql = "INSERT OR REPLACE INTO account (username, person, name, agency, roles, active)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![username, person, name, agency, rows::pack(roles), active];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
