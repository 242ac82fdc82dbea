//! The law as data: procedures, acts, gates, duties, papers, periods and the review catalogue, read from packs.
//!
//! What this is not: it performs nothing. Which act is lawful now is decided in `domain`, with the law handed over as an argument.

pub mod chart;
pub mod citation;
pub mod condition;
pub mod fault;
pub mod guide;
pub mod model;
pub mod period;
pub mod period_words;
pub mod summary;

mod check;
mod overrides;
mod parse;
mod source;

pub use condition::{Condition, Counts, Inputs, Values};
pub use fault::PackFault;
pub use model::{
    ActKind, ActType, CatalogueEntry, DutyRule, Example, ExampleStep, FactType, Field, FieldType,
    Gate, GateCheck, Pack, PaperRule, Parameter, ParameterChange, Performer, Procedure, Stage,
    Statute,
};
