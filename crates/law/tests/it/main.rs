//! The national pack as it ships, and every fault that the checks can find, each at its line.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test stops where it meets something else than it expects"
)]

mod chart;
mod conditions;
mod coverage;
mod credit;
mod faults;
mod mini;
mod national;
mod registers;
