//! Acts: what a person may do, with its form, its duties and its papers.
//!
//! What this is not: who holds which power; that is the authority table of `domain`.

use serde::Serialize;

use super::Gate;

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
    /// A reviewer declares a conflict of interest; until it is settled this person gives no opinion.
    Declare,
    /// The declared conflict is found to be none (field `person`).
    Dismiss,
    /// The review of this matter is given to one reviewer (field `person`).
    Entrust,
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
    /// It was approved that the decision stays closed (field `reason`).
    Withhold,
    /// A public copy is withdrawn with its reason.
    Withdraw,
    /// Review or a court spoke about the decision (field `outcome`); see [`SETS_ASIDE`].
    Overturn,
    /// A recording comes into the dossier (fields `started_at`, `ended_at`, `files`; `scene` where there are several).
    Record,
    /// Why a stretch that was to be recorded is not (field `reason`; `gap_from` and `gap_to` where it is not all of it).
    ExplainGap,
    /// A file made of a file of the dossier is registered (fields `of`, `derived`, `file`, `reason`; `from_second`, `to_second`).
    Derive,
    /// A mark is set on a recording (fields `of`, `second`, `mark`).
    Mark,
    /// A mark is withdrawn (fields `marked`, `reason`).
    Unmark,
    /// The matter ends without more to do; duties left open by law stay.
    Close,
    /// The dossier is locked.
    Archive,
    /// What the dossier lacks is explained, and it may be locked all the same (案卷缺漏).
    Gap,
    /// Something is put to a locked dossier, behind what lies in it (补充归档).
    Supplement,
    /// The party itself brings something forward (当事人来件; fields `about`, `text`, `files`).
    PartySend,
    /// What a party brought forward is answered without being taken over (fields [`PARTY_ITEM`], `said`).
    PartyAnswer,
}

/// Power of an act that only the party of the matter performs; no role holds it.
pub const PARTY: &str = "party";

/// Field by which an act says which 当事人来件 it takes over or answers: the version of its event. The platform gives it to every act
/// that a party can start.
pub const PARTY_ITEM: &str = "party_item";

/// Outcomes of 复议 or 诉讼 that set the decision aside (复议法63—65、67; 行诉法70、74、75、77). The others let it stand.
pub const SETS_ASIDE: &[&str] = &["变更", "撤销", "撤销并责令重作", "确认违法", "确认无效"];

/// The outcome that orders the agency to decide again.
pub const DECIDE_AGAIN: &str = "撤销并责令重作";

/// The word under which a span of a recording is registered (field `derived`).
pub const DERIVED_CLIP: &str = "节选";

/// The word under which captions written later are registered (field `derived`).
pub const DERIVED_TRANSCRIPT: &str = "字幕或者转写稿";

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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own, written as such in packs"
)]
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
    /// Done inside the administration: flow chart and guide leave it out.
    pub internal: bool,
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
    /// On an act of kind `decide`: the articles by which it needs no legal review (处罚法51: decided on the spot); none for all others.
    pub review_exempt: Option<String>,
    /// On an opening act: the date field that says which law applies; the day of entry if none.
    pub law_day: Option<String>,
    /// Stretches of this act that are to be recorded by sound and picture (音像记录).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recording: Vec<RecordingRule>,
    /// The party itself may bring this forward on its own page; none where only the agency records it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyRule>,
    /// What decides between them, for the diamond of the flow chart: `是否符合立案条件`; may be empty.
    pub question: String,
}

/// How a party itself brings forward what an act records, and what of it goes where when an officer takes it over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartyRule {
    /// What it is called to the party: `陈述、申辩`.
    pub title: String,
    /// One or two sentences for somebody doing it the first time.
    pub help: String,
    /// Field that takes what the party wrote.
    pub text: String,
    /// Field that takes the files; none where nothing is to be handed in.
    pub files: Option<String>,
    /// Field that takes the day on which it was brought forward.
    pub day: Option<String>,
    /// Further fields with their values.
    pub fill: serde_json::Map<String, serde_json::Value>,
    /// What the party confirms by one button, where there is nothing to write.
    pub confirms: Option<String>,
    /// Article by which nothing is decided or closed before it was taken over or answered; none where it holds nothing up.
    pub unheard: Option<String>,
    /// Only where this condition is true; asked without a form.
    pub when: Option<String>,
}

/// A stretch of an act that is to be recorded by sound and picture (国办发〔2018〕118号（八）).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordingRule {
    /// How far it is to be recorded.
    pub level: RecordingLevel,
    /// What it is called in the list of recordings, for example `询问`.
    pub scene: String,
    /// Field with the moment at which it begins; none where the form knows only the day.
    pub from: Option<String>,
    /// Field with the moment at which it ends.
    pub to: Option<String>,
    /// Article.
    pub basis: String,
}

/// How far a stretch is to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingLevel {
    /// 可不录
    Free,
    /// 视情: what the field `recorded` says was recorded is owed.
    AsNeeded,
    /// 全程: without a break, whatever the form says.
    Full,
}

impl RecordingLevel {
    /// Its name in the list of recordings (音像清单).
    pub fn words(self) -> &'static str {
        match self {
            Self::Free => "可不录",
            Self::AsNeeded => "视情",
            Self::Full => "全程",
        }
    }

    /// As written in the list of recordings.
    pub fn parse(words: &str) -> Option<Self> {
        [Self::Free, Self::AsNeeded, Self::Full].into_iter().find(|level| level.words() == words)
    }
}

/// One field of an act's form.
#[derive(Debug, Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own, written as such in packs"
)]
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
    /// Heads of the columns, for `table`.
    pub columns: Vec<String>,
    /// For files: part of the draft under legal review. A receipt or a signature is not.
    pub evidence: bool,
    /// The platform fills it in; what a client sends in its place is not looked at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub filled: bool,
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
    /// Code of a 事项 in the register; a string.
    Item,
    /// Discretion tier of that item; a string.
    Tier,
    /// A handwritten signature: an image, by digest as `file`. Never evidence.
    Signature,
    /// Rows of text under `columns`: `[["名称","2"]]`.
    Table,
    /// Number of another matter; a string.
    Matter,
    /// A file that the matter holds already, by its digest; a string.
    Held,
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
    /// Condition; where it does not hold, the act does not issue this paper.
    pub when: Option<String>,
    /// Text of the paper; `{field}` and `{facts.x}` are filled in. One entry per paragraph.
    pub body: Vec<String>,
    /// Goes to the party (outer) or stays inside (inner).
    pub outward: bool,
    /// How it is set on the page.
    pub layout: Layout,
    /// Fields and `facts.x` without which it is not numbered.
    pub requires: Vec<String>,
    /// Article that those elements rest on; may be empty.
    pub basis: String,
    /// Which remedies it tells of, where its text says `{remedy}`.
    pub remedy: Option<Remedy>,
    /// Fields and `facts.x` that it shows as lines of a table.
    pub rows: Vec<String>,
    /// Acts whose person, opinion and day it shows as sign-off history.
    pub signoffs: Vec<String>,
    /// Fields of type `signature` that are placed on it.
    pub signatures: Vec<String>,
    /// May be printed beforehand as a numbered blank form.
    pub blank: bool,
}

/// How a paper is set on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// 决定书.
    Decision,
    /// 通知书、告知书.
    #[default]
    Notice,
    /// 函.
    Letter,
    /// 审批表, with its sign-off history.
    Approval,
    /// 登记表.
    Register,
    /// 笔录.
    Record,
    /// 清单.
    List,
    /// 回证、收据.
    Receipt,
    /// 报告、意见书 that stay inside.
    Report,
    /// 卷宗封面.
    Cover,
    /// 卷内目录.
    Catalogue,
    /// 备考表.
    Remarks,
    /// 当事人回执, A5. No pack names it: it belongs to no act.
    Slip,
}

/// Which remedies a paper tells of. The clause is made from the facts and never typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// 复议 or 诉讼, as the party chooses (复议法20; 行诉法46).
    Ordinary,
    /// 复议 before 诉讼 (复议法23).
    ReviewFirst,
    /// 诉讼 over an adjudication between parties.
    Adjudication,
    /// 复查 (信访工作条例35).
    PetitionRecheck,
    /// 复核 (信访工作条例36).
    PetitionReview,
}
