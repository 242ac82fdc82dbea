//! Use cases: who asks, may they, which law, what is written. The only crate that appends to the record.
//!
//! What this is not: no rule of law stands here (see `domain` and the packs), and no SQL, HTTP or file format either:
//! those are adapters behind the traits in [`ports`].

pub mod application;
pub mod caller;
pub mod error;
pub mod import;
pub mod imported;
pub mod perform;
pub mod ports;
pub mod project;
pub mod public;
pub mod registry;
pub mod sealing;
pub mod tree;

pub use application::{App, Parts};
pub use error::Error;
