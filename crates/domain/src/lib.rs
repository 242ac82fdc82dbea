//! What may happen to a matter: `decide` turns an act into effects or a refusal, `evolve` turns effects into the next state.
//!
//! What this is not: it knows no clock, store, network or file. Time, the actor, the law and the calendar arrive in [`Context`];
//! every number, order and text of law comes from a pack. Nor does it know how events are recorded.
//!
//! Invariants:
//! - INV-1: an effect `Decided` can be built only with a [`review::Cleared`] witness, and the witness only from a matter
//!   that is not major or whose last opinion 同意 covers the digest of exactly this draft (处罚法58).
//! - INV-2: `evolve` needs no law: what an act obliged is written in its effects, so replay equals live state for ever.
//! - INV-3: an archived dossier takes no act but those that the pack allows after the lock.

pub mod audit;
pub mod authority;
pub mod catalogue;
pub mod certificate;
mod consequence;
pub mod context;
pub mod credit;
pub mod decide;
pub mod derivative;
pub mod device;
pub mod disclosure;
pub mod dossier;
mod duty;
pub mod effect;
pub mod evolve;
pub mod example;
pub mod form;
mod gate;
pub mod known;
pub mod letter;
pub mod linking;
pub mod looking;
pub mod marking;
pub mod mask;
pub mod officer;
pub mod paper;
pub mod party;
pub mod recording;
pub mod refusal;
pub mod register;
pub mod remedy;
pub mod responsibility;
pub mod retention;
pub mod review;
mod reviewer;
pub mod room;
pub mod state;
mod step_form;
mod step_right;
pub mod surcharge;
pub mod tally;

pub use authority::{Power, Role};
pub use context::{Actor, Context};
pub use decide::{Decision, Submission, decide};
pub use effect::{Effect, Event};
pub use evolve::evolve;
pub use known::Known;
pub use officer::Officer;
pub use refusal::Refusal;
pub use state::{Duty, DutyState, Matter, Paper, PaperRow, SignOff, Status};
