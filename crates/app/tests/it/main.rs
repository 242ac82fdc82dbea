//! Tests of the use cases over the memory store: what is written, what is refused and recorded, and what a failing store may do.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests"
)]

mod blanks;
mod devices;
mod faults;
mod gate;
mod import;
mod layers;
mod local_rules;
mod numbers;
mod officers;
mod party;
mod record;
mod registers;
mod reports;
mod retention;
mod reviewers;
mod rooms;
mod world;
