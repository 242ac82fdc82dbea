//! Registers, progress, accounts, secrets and sessions.

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::{AccountRow, ProgressRow, RegisterFilter, RegisterRow, SessionRow};

use super::failure::Failure;
use super::rows;

/// Entries of a register, by id.
pub(super) fn register(
    connection: &Connection,
    filter: &RegisterFilter,
) -> Result<Vec<RegisterRow>, Failure> {
    let mut found = Vec::new();
    if filter.ids.is_empty() {
        let sql = format!("SELECT {} FROM register WHERE kind = ?1 ORDER BY id", rows::REGISTER);
        let mut statement = connection.prepare_cached(&sql)?;
        for row in statement.query_and_then([&filter.kind], rows::register)? {
            found.push(row?);
        }
    } else {
        let mut ids = filter.ids.clone();
        ids.sort();
        ids.dedup();
        let sql = format!("SELECT {} FROM register WHERE kind = ?1 AND id = ?2", rows::REGISTER);
        let mut statement = connection.prepare_cached(&sql)?;
        for id in ids {
            for row in statement.query_and_then(params![filter.kind, id], rows::register)? {
                found.push(row?);
            }
        }
    }
    if let Some(agencies) = &filter.agencies {
        found.retain(|row| agencies.contains(&row.agency));
    }
    Ok(found)
}

/// What a party may see.
pub(super) fn progress(
    connection: &Connection,
    number: &str,
) -> Result<Option<ProgressRow>, Failure> {
    let sql = "SELECT number, code, matter FROM progress WHERE number = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query_and_then([number], rows::progress)?;
    found.next().transpose()
}

/// One account with its secret, failures and lock.
pub(super) fn account(
    connection: &Connection,
    username: &str,
) -> Result<Option<(AccountRow, String, u32, i64)>, Failure> {
    let sql = format!("SELECT {} FROM account WHERE username = ?1", rows::ACCOUNT);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([username], rows::account)?;
    let Some(account) = found.next().transpose()? else { return Ok(None) };
    let sql = "SELECT secret, failures, locked_until FROM account_secret WHERE username = ?1";
    let secret = connection
        .prepare_cached(sql)?
        .query_row([username], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (secret, failures, locked) = secret.unwrap_or_default();
    Ok(Some((account, secret, failures, locked)))
}

/// Every account.
pub(super) fn accounts(connection: &Connection) -> Result<Vec<AccountRow>, Failure> {
    let sql = format!("SELECT {} FROM account ORDER BY username", rows::ACCOUNT);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_and_then([], rows::account)?;
    found.collect()
}

/// Sets the secret of an account.
pub(super) fn set_secret(
    connection: &Connection,
    username: &str,
    secret: &str,
) -> Result<(), Failure> {
    let sql = "INSERT INTO account_secret (username, secret, failures, locked_until)
               VALUES (?1, ?2, 0, 0)
               ON CONFLICT (username) DO UPDATE SET secret = excluded.secret";
    connection.prepare_cached(sql)?.execute(params![username, secret])?;
    Ok(())
}

/// Sets failures in a row and lock.
pub(super) fn set_failures(
    connection: &Connection,
    username: &str,
    failures: u32,
    locked_until: i64,
) -> Result<(), Failure> {
    let sql = "INSERT INTO account_secret (username, secret, failures, locked_until)
               VALUES (?1, '', ?2, ?3)
               ON CONFLICT (username) DO UPDATE
               SET failures = excluded.failures, locked_until = excluded.locked_until";
    connection.prepare_cached(sql)?.execute(params![username, failures, locked_until])?;
    Ok(())
}

/// Keeps a session.
pub(super) fn put_session(connection: &Connection, row: &SessionRow) -> Result<(), Failure> {
    let SessionRow { token, username, csrf, created, seen } = row;
    let sql = "INSERT OR REPLACE INTO session (token, username, csrf, created, seen)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![token, username, csrf, created, seen])?;
    Ok(())
}

/// One session.
pub(super) fn session(connection: &Connection, token: &str) -> Result<Option<SessionRow>, Failure> {
    let sql = "SELECT token, username, csrf, created, seen FROM session WHERE token = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query_and_then([token], rows::session)?;
    found.next().transpose()
}

/// Notes that a session was used.
pub(super) fn touch_session(
    connection: &Connection,
    token: &str,
    seen: i64,
) -> Result<(), Failure> {
    let sql = "UPDATE session SET seen = ?2 WHERE token = ?1";
    connection.prepare_cached(sql)?.execute(params![token, seen])?;
    Ok(())
}

/// Ends a session.
pub(super) fn end_session(connection: &Connection, token: &str) -> Result<(), Failure> {
    connection.prepare_cached("DELETE FROM session WHERE token = ?1")?.execute([token])?;
    Ok(())
}
