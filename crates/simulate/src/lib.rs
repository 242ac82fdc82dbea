//! Chance let loose on the law: random lawful matters walked to their end, random unlawful acts tried on the way, all through the
//! application itself; and a second calculator of periods, written apart, against which the first is held.
//!
//! What this is not: a demonstration (see `demo`) and no source of truth. Nothing here names a procedure, an act or a field of a pack:
//! acts, forms, people and values come from the pack and from its worked examples, so that a pack added tomorrow is walked as well.

pub mod breach;
pub mod folder;
pub mod form;
pub mod harvest;
pub mod ledger;
pub mod oracle;
pub mod reckoner;
pub mod registers;
pub mod reviewers;
pub mod run;
pub mod walk;
pub mod world;

pub use ledger::Ledger;
pub use run::{Plan, run};
pub use world::World;
