//! What can go wrong inside the SQLite adapter, and what the port is told of it. Never carries the content of a row.

use rusqlite::{Error, ErrorCode};
use zhiheng_app::ports::{AppendError, StoreError};

/// A failure on its way to the port.
#[derive(Debug)]
pub(super) enum Failure {
    /// The database refused or failed.
    Sql(Error),
    /// Already in the words of the port.
    Store(StoreError),
    /// Already in the words of the port, about an append.
    Append(AppendError),
    /// The transaction was given up: nothing was written.
    Lost(String),
    /// The transaction may or may not have been written.
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
            Failure::Lost(reason) | Failure::Unknown(reason) => Self::Unavailable(reason),
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

/// The failure of a commit. A full disk leaves nothing behind; of anything else it is not known.
pub(super) fn commit(error: &Error) -> Failure {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::ConstraintViolation) => {
            Failure::Lost(reason(error))
        }
        _ => Failure::Unknown(reason(error)),
    }
}

/// A row that cannot be understood.
pub(super) fn corrupt(
    table: &'static str,
    row: &(impl ToString + ?Sized),
    reason: &str,
) -> Failure {
    Failure::Store(StoreError::Corrupt { table, row: row.to_string(), reason: reason.to_owned() })
}

/// What an operator may read: the kind of failure and SQLite's own sentence, which names tables and columns. The full
/// text index quotes the query in its sentences, so these are left out.
pub(super) fn reason(error: &Error) -> String {
    match error {
        Error::SqliteFailure(code, Some(text)) if !text.starts_with("fts5") => {
            format!("sqlite {}: {text}", code.extended_code)
        }
        Error::SqliteFailure(code, _) => format!("sqlite {}", code.extended_code),
        Error::InvalidColumnType(column, name, kind) => {
            format!("sqlite: column {column} {name} is {kind}")
        }
        Error::QueryReturnedNoRows => "sqlite: no row".to_owned(),
        _ => "sqlite: unexpected failure".to_owned(),
    }
}
