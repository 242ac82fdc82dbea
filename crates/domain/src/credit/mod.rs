//! 双公示: a decision as the row that the credit platform takes, whether the platform would take it, the delivery in which rows go,
//! and what the platform answers.
//!
//! What this is not: sending them, or the file they are sent in; nor the rules, which the pack holds (`zhiheng_law::credit`).

mod codes;
mod delivery;
mod item;
mod row;
mod verdict;

pub use codes::{is_citizen, is_organisation, organisation};
pub use delivery::{Answer, Batch, BatchLine, Candidate, Content, Count, Heading};
pub use item::{CreditItem, Operation, Present, Sending, Standing, since};
pub use row::{Reported, Row, from_dossier, mapped, ten_thousands};
pub use verdict::{RowFault, faults, is_reported, repeated};
