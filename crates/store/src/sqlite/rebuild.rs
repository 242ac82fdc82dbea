//! Dropping the read models, and writing all of them down as text for comparison.

use rusqlite::Connection;
use serde::Serialize;

use super::failure::Failure;
use super::{rows, tallies, traces};
use crate::dump::{self, IndexDigest};

/// Empties every read model. The journal, the numbers, secrets and sessions stay.
pub(super) fn clear(connection: &Connection) -> Result<(), Failure> {
    connection.execute_batch(
        "DELETE FROM matter;
         DELETE FROM matter_snapshot;
         DELETE FROM matter_bucket;
         DELETE FROM matter_hidden;
         INSERT INTO matter_text (matter_text) VALUES ('delete-all');
         DELETE FROM duty;
         DELETE FROM duty_handler;
         DELETE FROM duty_bucket;
         DELETE FROM decision;
         INSERT INTO decision_text (decision_text) VALUES ('delete-all');
         DELETE FROM decision_facet;
         DELETE FROM register;
         DELETE FROM entry;
         DELETE FROM party;
         DELETE FROM progress;
         DELETE FROM trace;
         DELETE FROM tally;
         DELETE FROM cite;
         DELETE FROM account;
         DELETE FROM stale;",
    )?;
    Ok(())
}

/// Whether a migration ran over data since the read models were built.
pub(super) fn stale(connection: &Connection) -> Result<bool, Failure> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM stale)", [], |row| row.get(0))?)
}

/// Every row of every read model, in a fixed order that does not depend on when a row was written.
pub(super) fn dump(connection: &Connection) -> Result<Vec<String>, Failure> {
    let mut out = Vec::new();
    let matter = format!(
        "SELECT {}, snapshot FROM matter m JOIN matter_snapshot s ON s.key = m.key ORDER BY id",
        rows::MATTER
    );
    each(connection, &matter, &mut out, "matter", |row| {
        let snapshot = row.get(17)?;
        rows::matter(row).map(|matter| zhiheng_app::ports::MatterRow { snapshot, ..matter })
    })?;
    let buckets = "SELECT agency, procedure, stage, status, dated, held FROM matter_bucket
                   WHERE held > 0 ORDER BY 1, 2, 3, 4, 5";
    each(connection, buckets, &mut out, "matter_bucket", |row| {
        let names: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((names, row.get::<_, bool>(4)?, row.get::<_, i64>(5)?))
    })?;
    let hidden = "SELECT hidden_from, sum(held) FROM matter_hidden WHERE held > 0
                  GROUP BY hidden_from ORDER BY hidden_from";
    each(connection, hidden, &mut out, "matter_hidden", counted)?;
    let duty = format!("SELECT {} FROM duty ORDER BY id", rows::DUTY);
    each(connection, &duty, &mut out, "duty", rows::duty)?;
    let handlers = "SELECT person, h.state, h.due_order, id FROM duty_handler h
                    JOIN duty d ON d.key = h.duty ORDER BY 1, 2, 3, 4";
    each(connection, handlers, &mut out, "duty_handler", |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?])
    })?;
    let buckets = "SELECT agency, state, owner, held FROM duty_bucket WHERE held > 0
                   ORDER BY 1, 2, 3";
    each(connection, buckets, &mut out, "duty_bucket", |row| {
        let names: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
        Ok((names, row.get::<_, i64>(3)?))
    })?;
    let decision = format!("SELECT {} FROM decision ORDER BY id", rows::DECISION);
    each(connection, &decision, &mut out, "decision", rows::decision)?;
    let facets = "SELECT field, value, held FROM decision_facet WHERE held > 0 ORDER BY 1, 2";
    each(connection, facets, &mut out, "decision_facet", |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })?;
    let register = format!("SELECT {} FROM register ORDER BY kind, id", rows::REGISTER);
    each(connection, &register, &mut out, "register", rows::register)?;
    let entry = format!("SELECT {} FROM entry ORDER BY kind, id", rows::ENTRY);
    each(connection, &entry, &mut out, "entry", rows::entry)?;
    let party = "SELECT matter, family, agency, party, opened FROM party ORDER BY matter";
    each(connection, party, &mut out, "party", rows::party)?;
    let progress = "SELECT number, code, matter FROM progress ORDER BY number";
    each(connection, progress, &mut out, "progress", rows::progress)?;
    each(connection, &traces::all_sql(), &mut out, "trace", traces::read)?;
    let tally = format!("SELECT {} FROM tally ORDER BY matter, version, cell", tallies::TALLY);
    each(connection, &tally, &mut out, "tally", tallies::read)?;
    each(connection, "SELECT digest, matter FROM cite ORDER BY 1, 2", &mut out, "cite", |row| {
        Ok([row.get(0)?, row.get::<_, String>(1)?])
    })?;
    let account = format!("SELECT {} FROM account ORDER BY username", rows::ACCOUNT);
    each(connection, &account, &mut out, "account", rows::account)?;
    for (table, rows) in [("matter_text", "matter"), ("decision_text", "decision")] {
        out.push(dump::line(table, &index(connection, table, rows)?)?);
    }
    Ok(out)
}

fn counted(row: &rusqlite::Row<'_>) -> Result<(String, i64), Failure> {
    Ok((row.get(0)?, row.get(1)?))
}

fn each<T: Serialize>(
    connection: &Connection,
    sql: &str,
    out: &mut Vec<String>,
    table: &str,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T, Failure>,
) -> Result<(), Failure> {
    let mut statement = connection.prepare(sql)?;
    for row in statement.query_and_then([], read)? {
        out.push(dump::line(table, &row?)?);
    }
    Ok(())
}

/// Digest of what a text index holds: each token at each place of each row, by the id of the row.
fn index(connection: &Connection, table: &str, rows: &str) -> Result<String, Failure> {
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_vocab USING fts5vocab (main, {table}, instance)"
    ))?;
    let sql = format!(
        "SELECT r.id, v.col, v.term, v.offset FROM temp.{table}_vocab v
         LEFT JOIN {rows} r ON r.key = v.doc"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query([])?;
    let mut digest = IndexDigest::default();
    while let Some(row) = found.next()? {
        let (id, column, term): (Option<String>, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        digest.add(id.as_deref().unwrap_or("?"), &column, &term, row.get(3)?);
    }
    Ok(digest.finish())
}
