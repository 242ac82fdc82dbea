//! Entries of registers: what may be done with one, by whom, and what it says on a day.
//!
//! An entry is collected, examined and published by three different people (国办发〔2018〕118号: 采集、传递、审核、发布). Nothing
//! is overwritten: each content is a version of its own, and what was published stays readable with its days.
//!
//! What this is not: which registers there are and which columns they have (that is data, see `zhiheng_law::register`),
//! nor where entries are kept. Pure: the moment, the person and the register arrive as arguments.

mod change;
mod difference;
mod entry;
mod evolve;
mod form;
mod step;

pub use change::{Around, Content, EntryEvent, RemarkOn, Wish, decide, readiness};
pub use difference::{Change, ChangeKind, compare};
pub use entry::{Entry, Mark, Remark, State, Version, Work};
pub use evolve::evolve;
pub use form::{NONE, id_of, place, read, thousandths, words};
pub use step::Step;

#[cfg(test)]
mod tests;
