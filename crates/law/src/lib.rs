//! The law as data: procedures, acts, gates, duties, papers, periods and the review catalogue, read from packs.
//!
//! What this is not: it performs nothing. Which act is lawful now is decided in `domain`, with the law handed over as an argument.

pub mod annual;
pub mod chart;
pub mod citation;
pub mod cited;
pub mod compare;
pub mod condition;
pub mod coverage;
pub mod credit;
pub mod disclosure;
pub mod dossiers;
mod family;
pub mod fault;
pub mod guide;
pub mod local;
pub mod looking;
pub mod model;
pub mod period;
pub mod period_words;
pub mod register;
pub mod reviewers;
pub mod step_rules;
pub mod summary;
pub mod text;

mod check;
mod overrides;
mod parse;
mod source;

pub use annual::{
    Across, AnnualRules, Balance, FormColumn, FormLine, FormTable, Measure, ReportForm,
    ReportSection, TallyCell,
};
pub use check::CATEGORIES;
pub use condition::{Condition, Counts, Inputs, KNOWN, Values};
pub use disclosure::{
    Channel, DecisionSetting, DisclosureRule, DisclosureRules, PeriodClass, SettingItem,
    TreatmentRule,
};
pub use dossiers::{Arrangement, DossierRules, Keeping, Requirement, Rest, Section, Volume};
pub use family::{Family, OwnValues};
pub use fault::PackFault;
pub use local::{LocalLimit, LocalReading};
pub use looking::LookingRules;
pub use model::{
    ActKind, ActType, CatalogueEntry, DECIDE_AGAIN, DERIVED_CLIP, DERIVED_TRANSCRIPT, DutyRule,
    Example, ExampleStep, FactType, Field, FieldType, Gate, GateCheck, Layout, Material, PARTY,
    PARTY_ITEM, PUBLIC_FILES, Pack, PaperRule, Parameter, ParameterChange, PartyRule, Performer,
    Place, Procedure, RecordingLevel, RecordingRule, Remedy, SETS_ASIDE, Stage, Statute,
};
pub use register::{Column, ColumnType, Register};
pub use reviewers::{ReviewerRule, ReviewerRules};
pub use step_rules::{StepRule, StepRules};
