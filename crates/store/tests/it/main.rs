//! The suite that every store passes, run on each of them, and what is particular to one.

mod appends;
mod cluster;
mod conformance;
mod faults;
mod lists;
mod model;
mod people;
mod postgres;
mod rebuild;
mod samples;
mod sqlite;
mod words;
mod worlds;
