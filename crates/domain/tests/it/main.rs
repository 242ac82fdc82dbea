//! Tests of the domain against the national pack: the statute's own examples, the authority table, and what no sequence of acts may reach.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests"
)]

mod authority;
mod catalogue;
mod credit;
mod delivery;
mod derivatives;
mod disclosure;
mod dossier;
mod examples;
mod forms;
mod linking;
mod major;
mod party;
mod recordings;
mod responsibility;
mod review_gate;
mod tallies;
mod walk;
mod world;
