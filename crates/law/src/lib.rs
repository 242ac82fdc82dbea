//! The law as data: procedures, acts, gates, duties, papers, periods and the review catalogue, read from packs.
//!
//! What this is not: it performs nothing. Which act is lawful now is decided in `domain`, with the law handed over as an argument.

pub mod fault;
pub mod period;
pub mod model;

pub use fault::PackFault;
pub use model::{
    ActKind, ActType, CatalogueEntry, DutyRule, Example, ExampleStep, FactType, Field, FieldType, Gate, GateCheck, Pack,
    PaperRule, Parameter, Performer, Procedure, Stage, Statute,
};
