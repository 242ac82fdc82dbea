//! How connections are set, and how a database gets its schema.

use std::time::Duration;

use rusqlite::Connection;

use super::failure::Failure;
use crate::migration::{self, SQLITE};

/// How long to wait for another process (a command line beside the server) to finish its transaction.
const PATIENCE: Duration = Duration::from_secs(10);
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 256;

/// Settings of the connection that writes. `synchronous = FULL`: a commit returns once it is on the disk. `secure_delete`: what is
/// removed is overwritten with zeros, so that a destroyed dossier does not lie on in free pages.
pub(super) fn writer(connection: &Connection) -> Result<(), Failure> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -49152;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(())
}

/// Settings of a connection that only reads. The system's own page cache does most of the work.
pub(super) fn reader(connection: &Connection) -> Result<(), Failure> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16384;",
    )?;
    Ok(())
}

/// Brings the schema up to date: all missing steps in one transaction, each with its checksum.
///
/// # Errors
/// If a step that ran was edited since, or the database is newer than this program.
pub(super) fn migrate(connection: &Connection) -> Result<(), Failure> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
             number   INTEGER PRIMARY KEY,
             name     TEXT NOT NULL,
             checksum TEXT NOT NULL
         ) STRICT",
    )?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let result = missing(connection);
    connection.execute_batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn missing(connection: &Connection) -> Result<(), Failure> {
    let done = connection
        .prepare("SELECT number, checksum FROM migration ORDER BY number")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, String)>, _>>()?;
    let pending = migration::pending(SQLITE, &done)?;
    for step in pending {
        connection.execute_batch(step.sql)?;
        connection.execute(
            "INSERT INTO migration (number, name, checksum) VALUES (?1, ?2, ?3)",
            (step.number, step.name, step.checksum()),
        )?;
    }
    // What was written before knows nothing of the new columns: the journal does.
    if let Some(last) = pending.last().filter(|_| !done.is_empty()) {
        connection.execute("INSERT INTO stale (number) VALUES (?1)", [last.number])?;
    }
    Ok(())
}
