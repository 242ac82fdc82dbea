//! The law held against chance and against a second calculator.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it meets something else than it expects"
)]

mod codes;
mod term;
mod walks;

use std::path::{Path, PathBuf};

use zhiheng_simulate::folder::Law;

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn law() -> Law {
    Law::read(&packs()).unwrap_or_else(|error| panic!("{error}"))
}
