//! What a law pack says, as plain values: procedures, act types, gates, duties, papers, the review catalogue.
//!
//! What this is not: it reads no file (see `parse`) and decides nothing (see the `domain` crate).
//! Every type here can be shown to a person or sent to the console as it is.

mod act;
mod gate;
mod public_files;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::annual::AnnualRules;
use crate::condition::Condition;
use crate::credit::CreditRules;
use crate::disclosure::DisclosureRules;
use crate::dossiers::DossierRules;
use crate::local::LocalReading;
use crate::looking::LookingRules;
use crate::period::PeriodTable;
use crate::register::Register;
use crate::reviewers::ReviewerRules;
use crate::step_rules::StepRules;
use crate::text::StatuteText;

pub use act::{
    ActKind, ActType, DECIDE_AGAIN, DERIVED_CLIP, DERIVED_TRANSCRIPT, DutyRule, Field, FieldType,
    Layout, PARTY, PARTY_ITEM, PaperRule, PartyRule, Performer, RecordingLevel, RecordingRule,
    Remedy, SETS_ASIDE,
};
pub use gate::{Gate, GateCheck, Place};
pub use public_files::PUBLIC_FILES;

/// The law that one deployment runs: a national pack, with what the agency's own pack overrides already applied.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Stable id, for example `national`.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Version of the pack's text; a matter remembers the version that each of its acts was judged by.
    pub version: String,
    /// Statutes that citations refer to, by short code.
    pub statutes: Vec<Statute>,
    /// Every period rule, by code.
    pub periods: PeriodTable,
    /// Procedures by id.
    pub procedures: BTreeMap<String, Procedure>,
    /// The review catalogue (法制审核目录).
    pub catalogue: Vec<CatalogueEntry>,
    /// How the catalogues that agencies publish are read, by procedure.
    pub local: Vec<LocalReading>,
    /// Registers that procedures use, in the order in which they are listed.
    pub registers: Vec<Register>,
    /// Who takes which step in the life of an enforcement card.
    pub officers: StepRules,
    /// Who takes which step in the life of a recording device, and how many there ought to be.
    pub devices: StepRules,
    /// Who takes which step with a room and its bookings.
    pub rooms: StepRules,
    /// Who takes which step when the period of keeping of a dossier has ended.
    pub retention: StepRules,
    /// Who may look at a dossier, and what is put on the record of it.
    pub looking: LookingRules,
    /// What a publication must hide, the six settings of each kind of decision, for how long it stays public.
    pub disclosure: DisclosureRules,
    /// What each yearly report counts, and how it is set out; that of law enforcement first.
    pub reports: Vec<AnnualRules>,
    /// 双公示: the fields of each kind of decision.
    pub credit: CreditRules,
    /// Texts of statutes that are held, by code and version.
    pub texts: Vec<StatuteText>,
    /// Who may give the opinion of legal review, and how many there ought to be.
    pub reviewers: ReviewerRules,
    /// How dossiers are arranged, what they must hold, how long they are kept.
    pub dossiers: DossierRules,
    /// Every condition of the pack, compiled, by its text; see [`Pack::condition`].
    pub conditions: BTreeMap<String, Condition>,
}

/// A statute as cited in packs.
#[derive(Debug, Clone, Serialize)]
pub struct Statute {
    /// Short code used in citations, for example `处罚法`.
    pub code: String,
    /// Full title.
    pub title: String,
    /// Date of the version meant.
    pub version: Date,
    /// In force from.
    pub from: Date,
    /// In force until, exclusive; open if none.
    pub to: Option<Date>,
    /// Number of articles, so that a citation of an article that does not exist is noticed.
    pub articles: Option<u32>,
}

/// One procedure: what may happen to a matter of this kind, in which order, by whom.
#[derive(Debug, Clone, Serialize)]
pub struct Procedure {
    /// Stable id, for example `penalty.ordinary`.
    pub id: String,
    /// What its versions have in common; the id where there is one version only.
    pub family: String,
    /// Name, for example `行政处罚·普通程序`.
    pub title: String,
    /// One of the ten enforcement categories, or `信访`.
    pub category: String,
    /// What one matter of it is called: `案件` or `信访事项`.
    pub noun: String,
    /// Short code in the matter's own number, for example `处` in `长信处〔2026〕12号`.
    pub number_kind: String,
    /// In force from.
    pub from: Date,
    /// In force until, exclusive; open if none.
    pub to: Option<Date>,
    /// Version of the pack it was read from.
    pub version: String,
    /// Runs inside the administration only (责任核查、咨询): every agency has it, and the public is not shown it.
    pub internal: bool,
    /// Articles that the procedure rests on.
    pub basis: Vec<String>,
    /// The visible stages, in order (查 · 审 · 办结).
    pub stages: Vec<Stage>,
    /// Values that conditions may ask about, with their value before anybody said anything.
    pub facts: Vec<FactType>,
    /// Numbers that an agency may set, each with its basis.
    pub parameters: BTreeMap<String, Parameter>,
    /// What an applicant brings, for the service guide.
    pub materials: Vec<Material>,
    /// Every act type, in the order of use.
    pub acts: Vec<ActType>,
    /// Worked examples, which run as tests.
    pub examples: Vec<Example>,
}

/// Something an applicant brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Material {
    /// Name.
    pub title: String,
    /// Must be brought.
    pub required: bool,
    /// How many.
    pub copies: u32,
    /// Article that asks for it.
    pub basis: String,
    /// How to get or fill it in.
    pub help: String,
    /// Labels of its sample form; empty where there is none.
    pub form: Vec<String>,
}

/// A visible stage; the legal steps are folded inside it.
#[derive(Debug, Clone, Serialize)]
pub struct Stage {
    /// Stable id.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Legal steps inside the stage, in order; an act names one of them.
    pub steps: Vec<String>,
}

/// A value about the matter that acts set and conditions read.
#[derive(Debug, Clone, Serialize)]
pub struct FactType {
    /// Name in conditions (`facts.<id>`).
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Value before any act set it; gives the type as well.
    pub default: serde_json::Value,
    /// Part of the digest that legal review covers: facts, evidence, law, sanction (处罚法58).
    pub reviewed: bool,
}

/// A number with its basis, which an agency may set within limits.
#[derive(Debug, Clone, Serialize)]
pub struct Parameter {
    /// Name shown to people.
    pub label: String,
    /// The value in force. Money is in 分.
    pub value: i64,
    /// Unit shown to people: `元`, `人`, `项`.
    pub unit: String,
    /// Lowest value a local pack may set.
    pub min: Option<i64>,
    /// Highest value a local pack may set.
    pub max: Option<i64>,
    /// Article or paper that the value rests on.
    pub basis: String,
    /// Whether the source was read in full, in excerpt, or is unverified.
    pub certainty: String,
    /// Set where an agency's own pack changed the value.
    pub changed: Option<ParameterChange>,
}

/// What an agency changed, so that its superior can see the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterChange {
    /// The national pack's value.
    pub national: i64,
    /// The local rule that sets the other value.
    pub basis: String,
}

/// One entry of the review catalogue: when its condition becomes true, the matter is major.
#[derive(Debug, Clone, Serialize)]
pub struct CatalogueEntry {
    /// Stable id.
    pub id: String,
    /// What is reviewed, in words.
    pub title: String,
    /// Procedures it applies to.
    pub procedures: Vec<String>,
    /// CEL over `facts`, `done`, `param`.
    pub condition: String,
    /// Article.
    pub basis: String,
    /// A local pack may not remove it.
    pub mandatory: bool,
}

/// A worked example: acts in order, with what is expected of each.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// A sentence.
    pub title: String,
    /// File it stands in.
    pub file: String,
    /// Line it begins at.
    pub line: usize,
    /// The acts.
    pub steps: Vec<ExampleStep>,
}

/// One act of a worked example.
#[derive(Debug, Clone, Serialize)]
pub struct ExampleStep {
    /// Moment, China standard time, `2026-03-02T09:00`.
    pub at: String,
    /// Who: the id of an invented person (`officer-a`, `officer-b`, `head-of-section`, `reviewer`, `principal`, `editor`, `archivist`, `upper-…`).
    pub who: String,
    /// Which act.
    pub act: String,
    /// What the form holds.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Code of the refusal that is expected, for example `gate.review_cleared`.
    pub refused: Option<String>,
    /// Article that the refusal must name.
    pub basis: Option<String>,
    /// Duties expected to be open afterwards, with their due day: `publish = "2026-03-11"`.
    pub due: BTreeMap<String, String>,
    /// What the registers say at that moment, for conditions over `known`.
    pub known: serde_json::Map<String, serde_json::Value>,
    /// Line in the file.
    pub line: usize,
}

impl Procedure {
    /// The act type with this id.
    pub fn act(&self, id: &str) -> Option<&ActType> {
        self.acts.iter().find(|act| act.id == id)
    }

    /// The act that opens a matter of this procedure.
    pub fn opening(&self) -> Option<&ActType> {
        self.acts.iter().find(|act| act.kind == ActKind::Open)
    }

    /// The rule of a duty, with the act that creates it.
    pub fn duty(&self, id: &str) -> Option<(&ActType, &DutyRule)> {
        self.acts
            .iter()
            .find_map(|act| act.duties.iter().find(|duty| duty.id == id).map(|duty| (act, duty)))
    }

    /// True where the procedure is in force on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}
