//! The paper twin over pages that were drawn, printed to a picture and scanned by a machine that is none too good.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "tests: a failure here is a failed test, and pages are a few thousand dots wide"
)]

mod desk;
mod dossiers;
mod files;
mod marks;
mod scanner;
