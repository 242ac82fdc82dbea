//! Copies that were masked badly, each in its own way, and copies that were masked well: the first are caught and named, the
//! second pass. Every file is made here; the people are invented.

#[cfg(test)]
mod clean;
#[cfg(test)]
mod maker;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod planted_files;
#[cfg(test)]
mod planted_states;
#[cfg(test)]
mod sight;
