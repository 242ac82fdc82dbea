//! The state of one matter: what `evolve` builds from its events and `decide` asks.
//!
//! What this is not: a table for lists (see the read models in `app`). It is kept as a snapshot beside its events and can be
//! dropped and replayed at any time.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zhiheng_calendar::{Extension, Suspension};
use zhiheng_law::{DECIDE_AGAIN, Layout};

use crate::derivative::Derivative;
use crate::marking::HandMark;
use crate::party::PartyItem;
use crate::recording::{Explained, Recording, Span};

/// One matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// Random id.
    pub id: String,
    /// Procedure id.
    pub procedure: String,
    /// Version of the pack under which it was opened.
    pub pack: String,
    /// Agency that holds it.
    pub agency: String,
    /// Its number, once given.
    pub number: Option<String>,
    /// Day it was opened.
    pub opened: Date,
    /// Code by which its party may ask for progress.
    pub code: String,
    /// Events so far.
    pub version: u64,
    /// Visible stage.
    pub stage: String,
    /// Legal step.
    pub step: String,
    /// Going on or not.
    pub status: Status,
    /// Acts done, in order.
    pub done: Vec<Done>,
    /// Values that acts set.
    pub facts: BTreeMap<String, Value>,
    /// Files taken into the dossier: digest and version of the event that brought it.
    pub evidence: Vec<(String, u64)>,
    /// The ledger of duties, in order of creation.
    pub duties: Vec<Duty>,
    /// Papers issued, in order.
    pub papers: Vec<Paper>,
    /// Officers put on the matter.
    pub officers: Vec<Named>,
    /// Everybody who handled it, approved or registered: they may not review it.
    pub hands: Vec<Named>,
    /// Cards shown.
    pub shown: Vec<Shown>,
    /// Persons who stepped back.
    pub recused: Vec<String>,
    /// Reviewers who declared a conflict that nobody has settled yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<String>,
    /// The reviewer to whom the review was given, if to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Named>,
    /// Stretches that are to be recorded by sound and picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// Recordings in the dossier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<Recording>,
    /// Why stretches are not recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<Explained>,
    /// Files made of files of the dossier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derivatives: Vec<Derivative>,
    /// Marks set by hand on recordings, with those that were withdrawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<HandMark>,
    /// What the party itself brought forward, in the order in which it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub party_items: Vec<PartyItem>,
    /// Legal review so far.
    pub review: Review,
    /// What the party was last told.
    pub notified: Option<Notified>,
    /// Why the matter is major; empty if it is not.
    pub major: Vec<Major>,
    /// The decision, once made.
    pub decided: Option<Decided>,
    /// The public copy, once released.
    pub publication: Option<Publication>,
    /// Version at which 复议 or a court set the decision aside, with the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<(u64, String)>,
}

/// Whether a matter is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Acts are possible.
    Open,
    /// Ended.
    Closed,
    /// Dossier locked.
    Archived,
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Act id.
    pub act: String,
    /// Version of the event.
    pub version: u64,
    /// When it was entered, China standard time.
    pub at: DateTime,
    /// The day on which it took effect: of service, of the interview, otherwise the day of entry.
    pub day: Date,
    /// Person id.
    pub actor: String,
    /// Opinion written in the act's form, for sign-off histories; empty if none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
}

/// A person by id and name as of the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Person id.
    pub id: String,
    /// Name then.
    pub name: String,
    /// Card number then; empty if none.
    pub card: String,
}

/// A card was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Officer id.
    pub officer: String,
    /// When.
    pub at: DateTime,
}

/// How far legal review has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// How often the draft was submitted.
    pub rounds: u32,
    /// Digest submitted last, hex.
    pub submitted: Option<String>,
    /// Reviewed facts as submitted last, and the time before: what changed is what differs.
    pub facts: BTreeMap<String, Value>,
    /// Reviewed facts as submitted the time before.
    pub facts_before: BTreeMap<String, Value>,
    /// The last opinion.
    pub opinion: Option<Opinion>,
}

/// An opinion of legal review; frozen, superseded by the next, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Digest that it covers, hex.
    pub digest: String,
    /// `同意` or one of the others.
    pub conclusion: String,
    /// Version of its event.
    pub version: u64,
    /// Who gave it.
    pub by: Named,
}

/// What the party was told before the decision (处罚法44).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified {
    /// Reviewed facts as told.
    pub facts: BTreeMap<String, Value>,
    /// Version of the event.
    pub version: u64,
    /// A defence was stated since.
    pub defended: bool,
}

/// A condition of the review catalogue that became true. It stays: a matter once major stays major.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Major {
    /// Entry id.
    pub id: String,
    /// In words.
    pub title: String,
    /// Article.
    pub basis: String,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Act id.
    pub act: String,
    /// Version of the event.
    pub version: u64,
    /// Day.
    pub day: Date,
    /// Digest of the draft that was decided, hex.
    pub digest: String,
    /// Version of the opinion that cleared it; none where the matter was not major.
    pub opinion: Option<u64>,
}

/// A public copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Version of the event that released it.
    pub version: u64,
    /// Day.
    pub day: Date,
    /// Withdrawn on, with the reason.
    pub withdrawn: Option<(Date, String)>,
    /// Public fields.
    pub fields: BTreeMap<String, Value>,
}

/// One duty of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// Number within the matter, from 1.
    pub n: u32,
    /// Rule id within the procedure.
    pub rule: String,
    /// What is owed.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Power that owes it.
    pub owner: String,
    /// Agency that owes it.
    pub agency: String,
    /// Article.
    pub basis: String,
    /// Code of the period rule; none = without delay (及时).
    pub period: Option<String>,
    /// Day the period starts from.
    pub start: Date,
    /// Day it was created.
    pub created: Date,
    /// Due day; none while its clock stands, or where it is due without delay.
    pub due: Option<Date>,
    /// Moment from which a period in hours runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime>,
    /// Last moment of a period in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime>,
    /// How the due day came about, in Chinese.
    pub steps: Vec<String>,
    /// Warnings of the calendar, in Chinese.
    pub alarms: Vec<String>,
    /// How the period was extended.
    pub extensions: Vec<Extension>,
    /// When its clock stood.
    pub stops: Vec<Suspension>,
    /// Acts that fulfil it.
    pub fulfilled_by: Vec<String>,
    /// Version of the event that brought it about; 0 on duties from before it was kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub event: u64,
    /// State.
    pub state: DutyState,
    /// Day it ended.
    pub ended: Option<Date>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn is_zero(version: &u64) -> bool {
    *version == 0
}

/// State of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// Owed.
    Open,
    /// Owed, its clock stands.
    Stopped,
    /// Done.
    Fulfilled,
    /// Fell away lawfully.
    Excused,
}

impl DutyState {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Stopped => "stopped",
            Self::Fulfilled => "fulfilled",
            Self::Excused => "excused",
        }
    }

    /// Still owed.
    pub fn owed(self) -> bool {
        matches!(self, Self::Open | Self::Stopped)
    }
}

/// A paper as issued: its text and addressee are frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Rule id, and a running number where it was issued again.
    pub id: String,
    /// Act that issued it.
    pub act: String,
    /// Version of the event.
    pub version: u64,
    /// Title.
    pub title: String,
    /// Name of the agency that issued it, as of issue; empty on papers from before it was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub issuer: String,
    /// 文号, if it has one.
    pub number: Option<String>,
    /// Addressee as of issue.
    pub addressee: String,
    /// Day.
    pub day: Date,
    /// Text.
    pub paragraphs: Vec<String>,
    /// Goes to the party.
    pub outward: bool,
    /// Day it reached its addressee.
    pub served: Option<Date>,
    /// How it is set on the page.
    #[serde(default)]
    pub layout: Layout,
    /// Lines of its table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<PaperRow>,
    /// Sign-off history as of issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signoffs: Vec<SignOff>,
    /// Signatures that belong on it: label, and digest of the image; no digest where it is to be signed by pen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<(String, String)>,
}

/// A line of a paper's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// Label.
    pub label: String,
    /// Value; empty where `table` holds it.
    pub value: String,
    /// Heads and rows, where the value is a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<Vec<String>>,
}

/// Who signed off on what, as of a paper's issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Title of the act.
    pub act: String,
    /// Who.
    pub person: String,
    /// What was said; may be empty.
    pub opinion: String,
    /// Day.
    pub day: Date,
}

impl Matter {
    /// A matter to which nothing has happened: what the first event is applied to, and what an opening act is judged against.
    pub fn unopened(id: &str, procedure: &str, pack: &str, agency: &str, opened: Date) -> Self {
        Self {
            id: id.to_owned(),
            procedure: procedure.to_owned(),
            pack: pack.to_owned(),
            agency: agency.to_owned(),
            number: None,
            opened,
            code: String::new(),
            version: 0,
            stage: String::new(),
            step: String::new(),
            status: Status::Open,
            done: Vec::new(),
            facts: BTreeMap::new(),
            evidence: Vec::new(),
            duties: Vec::new(),
            papers: Vec::new(),
            officers: Vec::new(),
            hands: Vec::new(),
            shown: Vec::new(),
            recused: Vec::new(),
            conflicts: Vec::new(),
            reviewer: None,
            spans: Vec::new(),
            recordings: Vec::new(),
            explained: Vec::new(),
            derivatives: Vec::new(),
            marks: Vec::new(),
            party_items: Vec::new(),
            review: Review::default(),
            notified: None,
            major: Vec::new(),
            decided: None,
            publication: None,
            set_aside: None,
        }
    }

    /// Whether a decision stands: made, and not set aside with an order to decide again since.
    pub fn decision_stands(&self) -> bool {
        let Some(decided) = &self.decided else { return false };
        !self
            .set_aside
            .as_ref()
            .is_some_and(|(version, outcome)| *version > decided.version && outcome == DECIDE_AGAIN)
    }

    /// Whether the act was done at least once.
    pub fn did(&self, act: &str) -> bool {
        self.done.iter().any(|done| done.act == act)
    }

    /// The last time the act was done.
    pub fn last(&self, act: &str) -> Option<&Done> {
        self.done.iter().rev().find(|done| done.act == act)
    }

    /// A fact as text; empty if it is not one.
    pub fn text(&self, fact: &str) -> &str {
        self.facts.get(fact).and_then(Value::as_str).unwrap_or_default()
    }

    /// Title for staff, with the party's name masked where it is a person's.
    pub fn title(&self) -> String {
        let title = self.text("title");
        if title.is_empty() {
            self.number.clone().unwrap_or_else(|| "未命名事项".to_owned())
        } else {
            title.to_owned()
        }
    }

    /// Earliest due day among what the agencies still owe. What the party may or must do is no duty of theirs:
    /// a right that lapsed is not overdue.
    pub fn due(&self) -> Option<Date> {
        let owed = |duty: &&Duty| duty.state == DutyState::Open && duty.owner != "party";
        self.duties.iter().filter(owed).filter_map(|duty| duty.due).min()
    }
}
