//! Adapters of the store port: SQLite (the embedded default), PostgreSQL (for scale) and memory (for the tests of
//! other crates). One conformance suite runs on all three.
//!
//! What this is not: nothing here knows what an act means. A store keeps events in order, counts numbers without gaps,
//! and keeps the read models it is handed in the same transaction.
//!
//! What the thief of a database file could do: read everything in it, personal data included; change it only where the
//! record's signed checkpoints show it. What they could not do: forge a checkpoint, or a password from its argon2 text.

mod cursor;
mod dump;
mod entry;
mod guard;
mod memory;
mod merge;
mod migration;
mod order;
mod postgres;
mod sieve;
mod sqlite;
mod tally;
mod tokens;
mod trace;

pub use memory::{FaultPlan, MemoryStore, Outcome};
pub use postgres::PostgresStore;
pub use sqlite::SqliteStore;
pub use tokens::{Phrase, occurs, phrases, stream, tokens};
