//! Tests of the domain against the national pack: the statute's own examples, the authority table, and what no sequence of acts may reach.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests"
)]

mod authority;
mod dossier;
mod examples;
mod forms;
mod major;
mod responsibility;
mod review_gate;
mod walk;
mod world;
