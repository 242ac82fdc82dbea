//! What PostgreSQL says, in the words of the port. Its messages quote values, so only codes and names go on.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use zhiheng_app::ports::{AppendError, StoreError};

/// A failure on its way to the port.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server refused, or the connection was lost, before the commit: nothing was written.
    Sql(Error),
    /// No connection could be had.
    Pool(String),
    /// Already in the words of the port.
    Store(StoreError),
    /// Already in the words of the port, about an append.
    Append(AppendError),
    /// The connection was lost during the commit.
    Unknown(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        Self::Append(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Sql(error) => Self::Unavailable(reason(&error)),
            Failure::Store(error) | Failure::Append(AppendError::Store(error)) => error,
            Failure::Append(other) => Self::Unavailable(other.to_string()),
            Failure::Pool(reason) | Failure::Unknown(reason) => Self::Unavailable(reason),
        }
    }
}

impl From<Failure> for AppendError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Append(error) => error,
            Failure::Unknown(reason) => Self::Unknown(reason),
            other => Self::Store(other.into()),
        }
    }
}

/// The failure of a commit. Where the server itself says no, nothing was written; where it says nothing, nobody knows.
pub(super) fn commit(error: Error) -> Failure {
    match error.code() {
        // The server ended the connection on purpose, perhaps after writing.
        Some(&SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN) | None => {
            Failure::Unknown(reason(&error))
        }
        Some(_) => Failure::Sql(error),
    }
}

/// A row that cannot be understood.
pub(super) fn corrupt(table: &'static str, row: &str, reason: &str) -> Failure {
    Failure::Store(StoreError::Corrupt { table, row: row.to_owned(), reason: reason.to_owned() })
}

/// What an operator may read: code, table and constraint, never a value.
fn reason(error: &Error) -> String {
    let Some(said) = error.as_db_error() else {
        return if error.is_closed() {
            "postgres: connection lost".to_owned()
        } else {
            "postgres: connection failed".to_owned()
        };
    };
    let mut reason = format!("postgres {}", said.code().code());
    for part in [said.table(), said.column(), said.constraint()].into_iter().flatten() {
        reason.push(' ');
        reason.push_str(part);
    }
    reason
}
