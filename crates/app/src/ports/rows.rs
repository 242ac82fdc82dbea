//! Rows of the read models. They can be dropped and rebuilt from the record to the same bytes.
//!
//! Dates are `YYYY-MM-DD` in China standard time, moments are microseconds since 1970 in UTC, money is 分.

use serde::{Deserialize, Serialize};

use super::entries::{EntryRow, PartyRow};
use super::tallies::TallyRow;
use super::traces::TraceRow;

/// One change to the read models, made in the transaction that appends the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum View {
    /// Inserts or replaces the row of one matter.
    Matter(Box<MatterRow>),
    /// Replaces all duty rows of one matter.
    Duties {
        /// The matter.
        matter: String,
        /// All its duties, open and closed.
        rows: Vec<DutyRow>,
    },
    /// Inserts or replaces one public decision, with its search text.
    Decision(Box<DecisionRow>),
    /// Inserts or replaces one entry of a register.
    Register(RegisterRow),
    /// Inserts or replaces one entry of a register that procedures use.
    Entry(Box<EntryRow>),
    /// Inserts or replaces whom a matter is about.
    Party(PartyRow),
    /// Inserts or replaces what a party may ask for by number and code.
    Progress(ProgressRow),
    /// Inserts or replaces a look, a request to look, or a receipt.
    Trace(Box<TraceRow>),
    /// Inserts or replaces one line of the count of the yearly report.
    Tally(TallyRow),
    /// Inserts or replaces an account; its secret, failures and lock stay as they are.
    Account(AccountRow),
    /// The matter cites these files, besides those that it cites already.
    Cites {
        /// The matter.
        matter: String,
        /// Digests, hex.
        digests: Vec<String>,
    },
    /// Removes what is kept of a matter that was destroyed.
    Erased(Box<Erased>),
}

/// What goes when a matter is destroyed: the contents of its events, receipts of repeated requests, and its rows: whom it is about,
/// public decision, requests to look, receipts of parties, citations of files. Its row, its duties and its progress are left to the
/// views beside this one. What is gone already is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The matter.
    pub matter: String,
    /// Id of its public decision; empty if it has none.
    pub decision: String,
    /// Places in the record of the contents that go.
    pub seqs: Vec<u64>,
    /// Entries of registers that go as well: kind and id.
    pub entries: Vec<(String, String)>,
}

/// Whether a matter is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Acts are possible.
    Open,
    /// Ended; only what follows an end is possible.
    Closed,
    /// The dossier is locked.
    Archived,
    /// The dossier was destroyed lawfully: nothing but the certificate is left.
    Destroyed,
}

/// One matter, for lists; the snapshot carries its whole state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatterRow {
    /// Random id, 26 characters.
    pub id: String,
    /// The matter's own number, once given.
    pub number: Option<String>,
    /// Title shown to staff.
    pub title: String,
    /// Procedure id.
    pub procedure: String,
    /// `案件` or `信访事项`.
    pub noun: String,
    /// Enforcement category.
    pub category: String,
    /// Stage id.
    pub stage: String,
    /// Legal step.
    pub step: String,
    /// Agency that holds it.
    pub agency: String,
    /// Day it was opened.
    pub opened: String,
    /// Earliest due day of its open duties.
    pub due: Option<String>,
    /// Names of those who handle it.
    pub handlers: Vec<String>,
    /// Going on or not.
    pub status: Status,
    /// Marked major by the review catalogue.
    pub major: bool,
    /// Agency that may never see it (the unit complained of, 信访工作条例30); empty if none.
    pub hidden_from: String,
    /// Text that the search of staff finds: number, title, masked parties.
    pub search: String,
    /// Version of the stream this row reflects.
    pub version: u64,
    /// Whole state as canonical JSON; what `domain` evolves from.
    pub snapshot: String,
}

/// One duty of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DutyRow {
    /// `<matter>/<n>`.
    pub id: String,
    /// The matter.
    pub matter: String,
    /// Number and title of the matter, as shown in lists.
    pub matter_number: Option<String>,
    /// Title of the matter.
    pub matter_title: String,
    /// Procedure of the matter.
    pub procedure: String,
    /// Agency that owes it.
    pub agency: String,
    /// Agency that may never see the matter; empty if none.
    pub hidden_from: String,
    /// Rule id within the procedure.
    pub rule: String,
    /// What is owed.
    pub title: String,
    /// Kind: publish, record, review, serve, decide, notify, archive, handle.
    pub kind: String,
    /// Power of those who owe it.
    pub owner: String,
    /// `open`, `stopped`, `fulfilled`, `excused`.
    pub state: String,
    /// Day it was created.
    pub created: String,
    /// Due day; none while its clock stands or when it is due without delay.
    pub due: Option<String>,
    /// Day it was fulfilled or excused.
    pub ended: Option<String>,
    /// Article.
    pub basis: String,
    /// Act that fulfils it.
    pub act: Option<String>,
    /// Persons who handle the matter, by id; a duty is theirs first.
    pub handlers: Vec<String>,
}

/// One public decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// Public id, short and stable.
    pub id: String,
    /// 文号; empty where the source had none.
    pub number: String,
    /// Agency id; empty for imported ones.
    pub agency: String,
    /// Agency's name.
    pub agency_name: String,
    /// Kind of act: `行政处罚`, `行政许可`, `信访`, …
    pub category: String,
    /// Public title.
    pub title: String,
    /// Public name of the party, masked where it must be.
    pub party: String,
    /// Facts.
    pub facts: String,
    /// Legal basis.
    pub basis: String,
    /// What was decided.
    pub result: String,
    /// Kinds of sanction.
    pub kinds: Vec<String>,
    /// Fine, if any.
    pub fine: Option<i64>,
    /// Province or region name, for the filter.
    pub region: String,
    /// Day of the decision; empty where the source had none.
    pub decided: String,
    /// Day it was published.
    pub published: String,
    /// Last day of the public period; none = until withdrawn.
    pub until: Option<String>,
    /// `published` or `withdrawn`.
    pub state: String,
    /// Reason of the withdrawal.
    pub reason: Option<String>,
    /// Where the datum came from: empty for our own acts, otherwise a link or file name.
    pub source: String,
    /// Stream and version of the event whose public copy this is.
    pub stream: String,
    /// Version within the stream.
    pub version: u64,
}

/// One entry of a register: agency, officer, item, device, institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// `agencies`, `officers`, `items`, `devices`, …
    pub kind: String,
    /// Id within the kind.
    pub id: String,
    /// Agency it belongs to; empty if none.
    pub agency: String,
    /// Name shown.
    pub name: String,
    /// The entry as canonical JSON.
    pub body: String,
    /// In use.
    pub active: bool,
    /// Version of its stream.
    pub version: u64,
}

/// What the public may see of a matter by its number and code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressRow {
    /// Number that the party holds.
    pub number: String,
    /// Digest of the code, hex.
    pub code: String,
    /// The matter.
    pub matter: String,
}

/// An account and who stands behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Name at sign-in.
    pub username: String,
    /// Person id in the register of officers.
    pub person: String,
    /// Person's name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Roles by id.
    pub roles: Vec<String>,
    /// May sign in.
    pub active: bool,
}

/// A signed-in session; the token itself is never stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Digest of the token, hex.
    pub token: String,
    /// Whose.
    pub username: String,
    /// Value that a changing request must repeat.
    pub csrf: String,
    /// Created, µs.
    pub created: i64,
    /// Last used, µs.
    pub seen: i64,
}

/// Order of a list of matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MatterSort {
    /// Earliest due first, those without a due day last.
    #[default]
    Due,
    /// Latest due first, those without a due day last all the same.
    DueLast,
    /// Oldest first.
    Opened,
    /// Newest first.
    OpenedLast,
    /// By number.
    Number,
}

/// What a list of matters shows. Every field narrows; an empty list of agencies shows nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatterFilter {
    /// Agencies the caller may see; `None` = all.
    pub agencies: Option<Vec<String>>,
    /// The caller's own agency: matters hidden from it are left out.
    pub viewer: String,
    /// Words, each of which must occur.
    pub words: String,
    /// Procedure id.
    pub procedure: Option<String>,
    /// Stage id.
    pub stage: Option<String>,
    /// Status.
    pub status: Option<Status>,
    /// Due on or after this day.
    pub due_from: Option<String>,
    /// Due on or before this day.
    pub due_to: Option<String>,
    /// Order.
    pub sort: MatterSort,
    /// Where the last page ended: `Page::next` of the page before.
    pub cursor: Option<String>,
    /// Rows wanted, 1..=500.
    pub limit: usize,
}

/// What a list of duties shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DutyFilter {
    /// Agencies that owe; `None` = all.
    pub agencies: Option<Vec<String>>,
    /// The caller's own agency: matters hidden from it are left out.
    pub viewer: String,
    /// Powers that owe; empty = all.
    pub owners: Vec<String>,
    /// Kinds; empty = all.
    pub kinds: Vec<String>,
    /// Only matters that this person handles.
    pub handler: Option<String>,
    /// Only of this matter.
    pub matter: Option<String>,
    /// States; empty = all.
    pub states: Vec<String>,
    /// Due on or after this day.
    pub due_from: Option<String>,
    /// Due on or before this day.
    pub due_to: Option<String>,
    /// Rows wanted, 1..=500.
    pub limit: usize,
}

/// Order of public decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecisionSort {
    /// Newest publication first.
    #[default]
    Published,
    /// Best match of the words first.
    Relevance,
}

/// What a list of public decisions shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DecisionFilter {
    /// Words, each of which must occur (number, title, party, facts, basis, result, agency).
    pub words: String,
    /// Category.
    pub category: Option<String>,
    /// Agency name.
    pub agency: Option<String>,
    /// Region name.
    pub region: Option<String>,
    /// Kind of sanction.
    pub kind: Option<String>,
    /// Published on or after.
    pub from: Option<String>,
    /// Published on or before.
    pub to: Option<String>,
    /// Only with a public period that includes this day.
    pub on: String,
    /// Order.
    pub sort: DecisionSort,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows wanted, 1..=100.
    pub limit: usize,
}

/// What a list of a register shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegisterFilter {
    /// Kind.
    pub kind: String,
    /// Agencies; `None` = all.
    pub agencies: Option<Vec<String>>,
    /// Ids; empty = all.
    pub ids: Vec<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many there are; counted exactly up to 10 000. Where words occur in more rows than that and are narrowed
    /// further, a lower bound.
    pub total: u64,
    /// False where there are, or may be, more than were counted.
    pub exact: bool,
}

/// A value of a filter with how many public decisions have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// Field: `category`, `agency`, `region`, `kind`, `month`.
    pub field: String,
    /// Value.
    pub value: String,
    /// Count.
    pub count: u64,
}

/// The values that the newest of the decisions found have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundValues {
    /// Decisions that were looked at, newest first.
    pub looked: u64,
    /// All that were found were looked at, so that every count is exact; otherwise each is a lower bound.
    pub whole: bool,
    /// By field and value; the fields of [`Facet`].
    pub values: Vec<Facet>,
}

/// Counts for the head of a desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Past due.
    pub overdue: u64,
    /// Due today.
    pub today: u64,
    /// Due within the days asked for.
    pub week: u64,
}
