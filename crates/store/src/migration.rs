//! Numbered migrations, forward only: the list, and the judgement of what a database has already had.
//!
//! This module runs no SQL: each adapter asks [`pending`] and runs what it is told, one file in one transaction.

use sha2::{Digest as _, Sha256};
use zhiheng_app::ports::StoreError;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    /// Place in the sequence, from 1.
    pub(crate) number: i64,
    /// File name.
    pub(crate) name: &'static str,
    /// Statements.
    pub(crate) sql: &'static str,
}

/// The steps of the SQLite schema.
pub(crate) const SQLITE: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_journal.sql",
        sql: include_str!("../migrations/sqlite/0001_journal.sql"),
    },
    Migration {
        number: 2,
        name: "0002_views.sql",
        sql: include_str!("../migrations/sqlite/0002_views.sql"),
    },
    Migration {
        number: 3,
        name: "0003_people.sql",
        sql: include_str!("../migrations/sqlite/0003_people.sql"),
    },
    Migration {
        number: 4,
        name: "0004_registers.sql",
        sql: include_str!("../migrations/sqlite/0004_registers.sql"),
    },
    Migration {
        number: 5,
        name: "0005_traces.sql",
        sql: include_str!("../migrations/sqlite/0005_traces.sql"),
    },
    Migration {
        number: 6,
        name: "0006_tallies.sql",
        sql: include_str!("../migrations/sqlite/0006_tallies.sql"),
    },
    Migration {
        number: 7,
        name: "0007_retention.sql",
        sql: include_str!("../migrations/sqlite/0007_retention.sql"),
    },
    Migration {
        number: 11,
        name: "0011_waiting.sql",
        sql: include_str!("../migrations/sqlite/0011_waiting.sql"),
    },
    Migration {
        number: 12,
        name: "0012_stale.sql",
        sql: include_str!("../migrations/sqlite/0012_stale.sql"),
    },
];

/// The steps of the PostgreSQL schema.
pub(crate) const POSTGRES: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_journal.sql",
        sql: include_str!("../migrations/postgres/0001_journal.sql"),
    },
    Migration {
        number: 2,
        name: "0002_views.sql",
        sql: include_str!("../migrations/postgres/0002_views.sql"),
    },
    Migration {
        number: 3,
        name: "0003_people.sql",
        sql: include_str!("../migrations/postgres/0003_people.sql"),
    },
    Migration {
        number: 4,
        name: "0004_registers.sql",
        sql: include_str!("../migrations/postgres/0004_registers.sql"),
    },
    Migration {
        number: 5,
        name: "0005_traces.sql",
        sql: include_str!("../migrations/postgres/0005_traces.sql"),
    },
    Migration {
        number: 6,
        name: "0006_tallies.sql",
        sql: include_str!("../migrations/postgres/0006_tallies.sql"),
    },
    Migration {
        number: 7,
        name: "0007_retention.sql",
        sql: include_str!("../migrations/postgres/0007_retention.sql"),
    },
    Migration {
        number: 11,
        name: "0011_waiting.sql",
        sql: include_str!("../migrations/postgres/0011_waiting.sql"),
    },
    Migration {
        number: 12,
        name: "0012_stale.sql",
        sql: include_str!("../migrations/postgres/0012_stale.sql"),
    },
];

impl Migration {
    /// Digest of the statements, hex. An edited file has another one.
    pub(crate) fn checksum(&self) -> String {
        use std::fmt::Write as _;

        Sha256::digest(self.sql.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// What is left to run on a database that has had `done` (number and checksum, in order).
///
/// # Errors
/// If a file was edited after it ran, or the database was written by a newer version.
pub(crate) fn pending<'a>(
    all: &'a [Migration],
    done: &[(i64, String)],
) -> Result<&'a [Migration], StoreError> {
    for (place, (number, checksum)) in done.iter().enumerate() {
        let Some(known) = all.get(place) else {
            return Err(corrupt(*number, "数据库由更新的版本写成，请使用新版程序打开"));
        };
        if known.number != *number || known.checksum() != *checksum {
            return Err(corrupt(*number, "数据库结构与程序不一致：已执行过的迁移文件被改动"));
        }
    }
    Ok(all.get(done.len()..).unwrap_or_default())
}

fn corrupt(number: i64, reason: &str) -> StoreError {
    StoreError::Corrupt { table: "migration", row: number.to_string(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn had(count: usize) -> Vec<(i64, String)> {
        SQLITE.iter().take(count).map(|step| (step.number, step.checksum())).collect()
    }

    #[test]
    fn only_what_has_not_run_is_left() {
        assert_eq!(pending(SQLITE, &had(0)).unwrap().len(), SQLITE.len());
        assert_eq!(pending(SQLITE, &had(2)).unwrap()[0].name, "0003_people.sql");
        assert!(pending(SQLITE, &had(SQLITE.len())).unwrap().is_empty());
    }

    #[test]
    fn an_edited_file_and_a_newer_database_are_refused() {
        let mut edited = had(2);
        edited[0].1.push('0');
        assert!(matches!(pending(SQLITE, &edited), Err(StoreError::Corrupt { .. })));

        let mut newer = had(SQLITE.len());
        newer.push((99, String::new()));
        assert!(matches!(pending(SQLITE, &newer), Err(StoreError::Corrupt { .. })));
    }
}
