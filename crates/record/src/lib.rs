//! The tamper-evident record: from the fields of an event to a leaf, a Merkle tree, published tiles, a signed
//! checkpoint, and proofs that anyone can check offline.
//!
//! The way through: [`leaf`] turns fields into 48 bytes without personal data; [`tree`] hashes leaves as RFC 6962 does;
//! [`tile`] names the files the tree is published as; [`checkpoint`] signs its head as a [`note`] with a [`key`];
//! [`bag`] is what an archive takes over; [`policy`] says whose signatures suffice; [`proof`] and [`bundle`] carry one leaf away;
//! [`folder`] checks a whole published log. [`chunks`] is the digest of a file. [`statement`] is what is said each day of all decisions. [`suite`] holds the two sets of algorithms.
//!
//! Not here: storage, sequencing, clocks, randomness, networks. Bytes come in, bytes go out; salts, seeds and
//! times are arguments.

pub mod bag;
pub mod bundle;
pub mod canonical;
pub mod checkpoint;
pub mod chunks;
pub mod folder;
mod hex;
pub mod key;
pub mod lanes;
pub mod leaf;
pub mod note;
pub mod policy;
pub mod proof;
pub mod running;
mod short;
pub mod statement;
pub mod suite;
pub mod tile;
pub mod tree;

pub use suite::{Digest, Suite};
