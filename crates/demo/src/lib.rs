//! The demonstration: two years of a city's petition bureaus and one penalty agency, performed through the application itself.
//!
//! What this is not: rows put into tables. Every act here went through authority, form and gates, was refused where it was unlawful,
//! and stands on the record. All people are invented, and plainly so.

mod beforehand;
pub mod clock;
pub mod dice;
mod equipment;
pub mod lists;
mod old;
mod parties;
pub mod penalty;
pub mod people;
pub mod petition;
pub mod play;
mod reporting;
mod yearly;

pub use clock::ManualClock;
pub use old::FIRST;
pub use parties::DemoParty;
pub use people::DemoAccount;
pub use play::{Outcome, Plan, play};
