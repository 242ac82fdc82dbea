//! The suite that every store passes, run on each of them, and what is particular to one.

#[cfg(test)]
mod appends;
#[cfg(test)]
mod cluster;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod erased;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod model;
#[cfg(test)]
mod people;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rebuild;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod sqlite;
#[cfg(test)]
mod tallies;
#[cfg(test)]
mod traces;
#[cfg(test)]
mod words;
#[cfg(test)]
mod worlds;
