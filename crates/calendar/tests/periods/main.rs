//! Tests of terms: by example, by property, and against a second calculator.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets none of what it unwraps has failed"
)]

mod edges;
mod naive;
mod properties;
mod statute;
