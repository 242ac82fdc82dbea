//! The whole web side in one process: the real router, the real pack, a store in memory, a clock set by hand.
//! Folders mirror addresses; requests are made by clients who are somebody.

#[cfg(test)]
mod access;
#[cfg(test)]
mod api;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod client;
#[cfg(test)]
mod console;
#[cfg(test)]
mod document;
#[cfg(test)]
mod log;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod press;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod twin;
#[cfg(test)]
mod unforeseen;
#[cfg(test)]
mod world;
