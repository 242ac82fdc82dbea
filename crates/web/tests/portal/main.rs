//! The portal as a visitor meets it: requests in, pages out, over a store that really stores.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that is not as it should be"
)]

mod bad_input;
mod letters;
mod machines;
mod pages;
mod party;
mod progress;
mod proof;
mod record;
mod registers;
mod search;
mod visitor;
mod withdrawal;
mod world;
