//! Use cases: who asks, may they, which law, what is written. The only crate that appends to the record.
//!
//! What this is not: no rule of law stands here (see `domain` and the packs), and no SQL, HTTP or file format either:
//! those are adapters behind the traits in [`ports`].

pub mod application;
pub mod audit;
pub mod blanks;
pub mod board;
pub mod caller;
pub mod desk;
pub mod devices;
pub mod disclosure;
pub mod dossier;
pub mod error;
pub mod faces;
pub mod files;
pub mod follower;
pub mod forms;
pub mod import;
pub mod imported;
pub mod intake;
pub mod law_section;
pub mod ledgers;
pub mod letters;
pub mod life;
pub mod light;
pub mod lists;
pub mod local_parameters;
mod local_rules;
pub mod looking;
pub mod officers;
pub mod package;
pub mod page;
pub mod papers;
pub mod party;
pub mod party_receipt;
pub mod party_record;
pub mod people;
pub mod perform;
pub mod ports;
pub mod project;
pub mod public;
pub mod rebuild;
pub mod receipt;
pub mod record_folder;
pub mod record_home;
pub mod recordings;
pub mod registers;
pub mod registry;
pub mod reports;
pub mod responsibility;
pub mod retention;
pub mod review_desk;
pub mod reviewers;
pub mod rooms;
pub mod scans;
pub mod sealing;
pub mod session;
pub mod shapes;
pub mod statements;
pub mod timeline;
pub mod tree;
pub mod uploads;
pub mod veil;
pub mod verify;

pub use application::{App, Parts};
pub use error::Error;
