//! A bucket of any store that speaks the S3 protocol, as [`zhiheng_evidence::Objects`].
//!
//! What this is not: it knows no digest and believes nothing; `zhiheng_evidence::BucketBlobs` compares what comes back.
//! It stands apart from `evidence` so that only the program itself is linked with an HTTP client and TLS: the tests of
//! every other crate use `evidence` and do without.

mod bucket;
mod place;
mod words;

pub use bucket::{Bucket, Keys, Reached};
pub use place::{Place, PlaceFault};
