//! What a law pack says, as plain values: procedures, act types, gates, duties, papers, the review catalogue.
//!
//! What this is not: it reads no file (see `parse`) and decides nothing (see the `domain` crate).
//! Every type here can be shown to a person or sent to the console as it is.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::condition::Condition;
use crate::period::PeriodTable;

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
    /// Articles that the procedure rests on.
    pub basis: Vec<String>,
    /// The visible stages, in order (查 · 审 · 办结).
    pub stages: Vec<Stage>,
    /// Values that conditions may ask about, with their value before anybody said anything.
    pub facts: Vec<FactType>,
    /// Numbers that an agency may set, each with its basis.
    pub parameters: BTreeMap<String, Parameter>,
    /// Every act type, in the order of use.
    pub acts: Vec<ActType>,
    /// Worked examples, which run as tests.
    pub examples: Vec<Example>,
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
}

/// What the engine knows an act to be, beyond its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Nothing special: gates, fields, duties and papers say all.
    Ordinary,
    /// Opens a matter.
    Open,
    /// Puts named officers on the matter (field `officers`).
    Assign,
    /// Officers show their cards (fields `officers`, `shown_at`).
    ShowCredentials,
    /// A named person steps back (field `person`).
    Recuse,
    /// The clock of a duty stops.
    Suspend,
    /// The clock goes on.
    Resume,
    /// The period of a duty is extended.
    Extend,
    /// The draft goes to legal review; fixes the digest that is reviewed.
    Submit,
    /// The reviewer's opinion (field `conclusion`); only `同意` clears.
    Opine,
    /// The party is told what is intended (fixes the notified sanction).
    Notify,
    /// The party states a defence.
    Defend,
    /// The decision. Needs the witness that legal review gives.
    Decide,
    /// A paper reaches its addressee.
    Serve,
    /// A public copy is released.
    Publish,
    /// A public copy is withdrawn with its reason.
    Withdraw,
    /// The matter ends without more to do; duties left open by law stay.
    Close,
    /// The dossier is locked.
    Archive,
}

/// Whose people may perform an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    /// The agency that holds the matter.
    Own,
    /// Its superior agency (复查).
    Upper,
    /// The superior of the superior (复核).
    UpperUpper,
}

/// One act type.
#[derive(Debug, Clone, Serialize)]
pub struct ActType {
    /// Stable id, for example `decide`.
    pub id: String,
    /// Name on the button, for example `作出处罚决定`.
    pub title: String,
    /// What the engine knows it to be.
    pub kind: ActKind,
    /// Stage it belongs to.
    pub stage: String,
    /// Legal step inside the stage.
    pub step: String,
    /// Row of the authority table: `register`, `handle`, `approve`, `review`, `decide`, `publish`, `archive`.
    pub power: String,
    /// Whose people may do it.
    pub by: Performer,
    /// May be done more than once.
    pub repeat: bool,
    /// May be done when the dossier is locked.
    pub after_lock: bool,
    /// Articles.
    pub basis: Vec<String>,
    /// One or two sentences for somebody doing it the first time.
    pub help: String,
    /// What is said when it succeeded; `{number}`, `{paper}` and `{due:DUTY}` are filled in.
    pub sentence: String,
    /// The form, in the order of the paper.
    pub fields: Vec<Field>,
    /// What must hold before.
    pub gates: Vec<Gate>,
    /// What it obliges.
    pub duties: Vec<DutyRule>,
    /// Papers it issues.
    pub papers: Vec<PaperRule>,
    /// Gives the matter its number (案号, 信访件号) of the procedure's `number_kind`.
    pub numbers: bool,
    /// Duties whose clock this act stops, lets go on or extends (kinds Suspend, Resume, Extend).
    pub clocks: Vec<String>,
    /// For papers served: the act whose paper reaches the addressee.
    pub serves: Option<String>,
    /// Other acts that can follow, for the flow chart and the guide.
    pub next: Vec<String>,
    /// What decides between them, for the diamond of the flow chart: `是否符合立案条件`; may be empty.
    pub question: String,
}

/// One field of an act's form.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Stable id.
    pub id: String,
    /// Label on the form.
    pub label: String,
    /// Type of value.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Must be given.
    pub required: bool,
    /// Choices, for `choice` and `choices`.
    pub options: Vec<String>,
    /// Longest text in characters, or most entries of a list.
    pub max: usize,
    /// Help beside the field.
    pub help: String,
    /// Article beside the field.
    pub basis: String,
    /// Personal data: masked by default, never shown to the public.
    pub personal: bool,
    /// Shown in the public copy when the act is a publication.
    pub public: bool,
    /// Tells who informed or what was reported: never shown to the unit or person complained of (信访工作条例30).
    pub sealed: bool,
    /// The fact that this field sets.
    pub fact: Option<String>,
}

/// Type of a field's value and how it is written in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line of text; a string.
    Text,
    /// Several paragraphs; a string.
    Long,
    /// A calendar day; `"2026-03-01"`.
    Date,
    /// A moment in China standard time; `"2026-03-01T09:30"`.
    Moment,
    /// Money in 分; an integer.
    Money,
    /// A whole number.
    Integer,
    /// Yes or no.
    Bool,
    /// One of `options`.
    Choice,
    /// Several of `options`; an array.
    Choices,
    /// Enforcement officers by person id; an array.
    Officers,
    /// One person of the platform by id.
    Person,
    /// A file by digest: `{"digest","name","size","type"}`.
    File,
    /// Several files.
    Files,
    /// The twelve items of legal review: `[{"item","mark","reason"}]` (law.md 4.2).
    ReviewItems,
}

/// What must hold before an act. If it does not, the act is refused with the article.
#[derive(Debug, Clone, Serialize)]
pub struct Gate {
    /// The check, by its name in Rust.
    #[serde(flatten)]
    pub check: GateCheck,
    /// Only where this condition (CEL over `facts`, `fields`, `done`, `param`) is true.
    pub when: Option<String>,
    /// Article that refuses.
    pub basis: String,
    /// What is said to the person refused: what, and why.
    pub message: String,
    /// The act that would supply what is missing.
    pub supply: Option<String>,
    /// The period of the check in words, for example `5 个工作日`; none where the check has no period.
    pub period: Option<String>,
}

/// The checks that gates can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "gate", rename_all = "snake_case")]
pub enum GateCheck {
    /// Each of these acts was done.
    After {
        /// Act ids.
        acts: Vec<String>,
    },
    /// At least one of these acts was done.
    AnyOf {
        /// Act ids.
        acts: Vec<String>,
    },
    /// None of these acts was done.
    NotAfter {
        /// Act ids.
        acts: Vec<String>,
    },
    /// The period has run out since the (last) act, unless one of the others was done.
    Elapsed {
        /// Act whose day the period starts from.
        since: String,
        /// Period rule.
        rule: String,
        /// Acts any of which makes waiting needless.
        unless: Vec<String>,
    },
    /// The period since the (last) act, or since the date in `field`, has not yet run out.
    Within {
        /// Act whose day the period starts from.
        since: Option<String>,
        /// Field of the form that holds the date.
        field: Option<String>,
        /// Period rule.
        rule: String,
    },
    /// The date in `field` leaves at least the period after today (听证七日前通知).
    NoticeLeft {
        /// Field of the form that holds the date.
        field: String,
        /// Period rule.
        rule: String,
    },
    /// The field `officers` names at least `count` officers whose cards are valid on the day.
    Officers {
        /// How many at least.
        count: usize,
    },
    /// Every officer of this act showed the card earlier, on the day of this act and before its `started_at`.
    CredentialsShown,
    /// The person who acts did none of these acts (办审分离).
    DifferentPerson {
        /// Act ids.
        acts: Vec<String>,
    },
    /// Neither the person who acts nor an officer named was recused.
    NotRecused,
    /// The sanction is not heavier than what the party was told, once a defence was stated.
    NotHeavier,
    /// Facts, basis and sanction are what the party was told; otherwise tell again.
    SameAsNotified,
    /// Legal review agreed to exactly this draft, or the matter is not major.
    ReviewCleared,
    /// If the party had a right to a hearing: it was told, and the hearing was held, waived, or not asked for in time.
    HearingSettled {
        /// Act that told the party of its right.
        notice: String,
        /// Act by which the party asks.
        request: String,
        /// Act that holds the hearing.
        hearing: String,
        /// Act by which the party gives the right up.
        waiver: String,
        /// Period rule.
        rule: String,
    },
    /// The condition is true.
    Holds {
        /// CEL over `facts`, `fields`, `done`, `param`.
        condition: String,
    },
    /// The moment in `first` is not later than the one in `second`.
    InOrder {
        /// Field of the earlier moment.
        first: String,
        /// Field of the later moment.
        second: String,
    },
}

/// What an act obliges.
#[derive(Debug, Clone, Serialize)]
pub struct DutyRule {
    /// Stable id within the procedure, for example `publish`.
    pub id: String,
    /// What is owed, for example `公开处罚决定`.
    pub title: String,
    /// What the agency owes: `publish`, `record`, `review`, `serve`, `decide`, `notify`, `archive`, `handle`.
    /// What the party may or must do: `pay`, which can be overdue, and `right`, which lapses without fault.
    pub kind: String,
    /// Power of those who owe it; `party` where it is the party's own.
    pub owner: String,
    /// Whose people owe it.
    pub by: Performer,
    /// Period rule; none means without delay (及时).
    pub rule: Option<String>,
    /// The period in words, for example `90 日`; `及时` where there is no rule.
    pub period: String,
    /// Field of the act in which the period's start is written; the act's day if none.
    pub start: Option<String>,
    /// Acts that fulfil it.
    pub fulfilled_by: Vec<String>,
    /// Acts that make it fall away, lawfully.
    pub excused_by: Vec<String>,
    /// Only where this condition is true.
    pub when: Option<String>,
    /// Article.
    pub basis: String,
}

/// A paper that an act issues.
#[derive(Debug, Clone, Serialize)]
pub struct PaperRule {
    /// Stable id.
    pub id: String,
    /// Title on the paper.
    pub title: String,
    /// Kind code of its 文号, for example `罚决`; none for papers without a number.
    pub number_kind: Option<String>,
    /// Text of the paper; `{field}` and `{facts.x}` are filled in. One entry per paragraph.
    pub body: Vec<String>,
    /// Goes to the party (outer) or stays inside (inner).
    pub outward: bool,
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

impl GateCheck {
    /// The stable code a refusal by this gate carries, without its `gate.` prefix.
    pub fn code(&self) -> &'static str {
        match self {
            Self::After { .. } => "after",
            Self::AnyOf { .. } => "any_of",
            Self::NotAfter { .. } => "not_after",
            Self::Elapsed { .. } => "elapsed",
            Self::Within { .. } => "within",
            Self::NoticeLeft { .. } => "notice_left",
            Self::Officers { .. } => "officers",
            Self::CredentialsShown => "credentials_shown",
            Self::DifferentPerson { .. } => "different_person",
            Self::NotRecused => "not_recused",
            Self::NotHeavier => "not_heavier",
            Self::SameAsNotified => "same_as_notified",
            Self::ReviewCleared => "review_cleared",
            Self::HearingSettled { .. } => "hearing_settled",
            Self::Holds { .. } => "holds",
            Self::InOrder { .. } => "in_order",
        }
    }
}
