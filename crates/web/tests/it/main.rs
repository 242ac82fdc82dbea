//! The whole web side in one process: the real router, the real pack, a store in memory, a clock set by hand.
//! Folders mirror addresses; requests are made by clients who are somebody.

mod access;
mod api;
mod bad_input;
mod client;
mod console;
mod document;
mod operators;
mod world;
