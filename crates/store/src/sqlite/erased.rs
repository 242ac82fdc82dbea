//! What goes with a destroyed matter, and what its removal leaves in the files.
//!
//! `secure_delete` overwrites what leaves a page; two places keep more: the write-ahead log, until it is truncated, and the segments
//! of a text index, which forget a removed row only when they are merged.

use std::path::Path;

use rusqlite::{Connection, params};
use zhiheng_app::ports::Erased;

use super::failure::Failure;
use super::number::whole;
use super::{decision_put, settings};
use crate::trace;

/// Text indexes, by table.
pub(super) const INDEXES: [&str; 2] = ["matter_text", "decision_text"];
/// Pages that one piece of a merge writes.
const PIECE: i64 = 500;

/// Notes which files a matter cites.
pub(super) fn cites(
    connection: &Connection,
    matter: &str,
    digests: &[String],
) -> Result<(), Failure> {
    let sql = "INSERT OR IGNORE INTO cite (digest, matter) VALUES (?1, ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    for digest in digests {
        statement.execute([digest.as_str(), matter])?;
    }
    Ok(())
}

/// Which of these files a matter other than `but` cites.
pub(super) fn cited(
    connection: &Connection,
    digests: &[String],
    but: &str,
) -> Result<Vec<String>, Failure> {
    let sql = "SELECT 1 FROM cite WHERE digest = ?1 AND matter <> ?2 LIMIT 1";
    let mut held = connection.prepare_cached(sql)?;
    let mut found = Vec::new();
    for digest in digests {
        if held.exists([digest.as_str(), but])? {
            found.push(digest.clone());
        }
    }
    Ok(found)
}

/// Removes what is kept of a matter that was destroyed.
pub(super) fn put(connection: &Connection, gone: &Erased) -> Result<(), Failure> {
    let Erased { matter, decision, seqs, entries } = gone;
    for seq in seqs {
        let seq = whole(*seq);
        // First the place, then the content: the trigger lets nothing go that is not written there.
        for sql in [
            "INSERT OR IGNORE INTO erasure (seq) VALUES (?1)",
            "DELETE FROM content WHERE seq = ?1",
            "DELETE FROM idempotency WHERE seq = ?1",
        ] {
            connection.prepare_cached(sql)?.execute([seq])?;
        }
    }
    for sql in [
        "DELETE FROM party WHERE matter = ?1",
        "DELETE FROM cite WHERE matter = ?1",
        // The year's report is frozen in its own event; what stands behind a number cannot be counted again.
        "DELETE FROM tally WHERE matter = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([matter])?;
    }
    for kind in trace::ERASED {
        let sql = "DELETE FROM trace WHERE kind = ?1 AND matter = ?2";
        connection.prepare_cached(sql)?.execute(params![kind, matter])?;
    }
    for (kind, id) in entries {
        let sql = "DELETE FROM register WHERE kind = ?1 AND id = ?2";
        connection.prepare_cached(sql)?.execute(params![kind, id])?;
    }
    decision_put::remove(connection, decision)
}

/// Merges a piece of a text index, so that removed rows leave it. True while there is more to do.
pub(super) fn merge(connection: &Connection, index: &str, first: bool) -> Result<bool, Failure> {
    let before = connection.total_changes();
    let pages = if first { -PIECE } else { PIECE };
    // The name is one of [`INDEXES`].
    let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)");
    connection.prepare_cached(&sql)?.execute([pages])?;
    // As the index documents it: a change of one is the statement alone, and nothing was left to merge.
    Ok(connection.total_changes() - before >= 2)
}

/// Empties the write-ahead log.
pub(super) fn truncate(path: &Path) -> Result<(), Failure> {
    let connection = Connection::open(path)?;
    settings::writer(&connection)?;
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(Failure::Lost("the write-ahead log is in use".to_owned()));
    }
    Ok(())
}
