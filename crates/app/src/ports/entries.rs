//! Rows of the registers that procedures use, and of who a matter is about.
//!
//! What this is not: the state machine of an entry (see `zhiheng_domain::register`). A row repeats what lists ask for; the
//! body carries the whole entry.

use serde::{Deserialize, Serialize};

/// One entry of a register, for lists; the body carries its whole state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Register.
    pub kind: String,
    /// Id within the register.
    pub id: String,
    /// Agency it belongs to.
    pub agency: String,
    /// Name shown.
    pub name: String,
    /// Value of the grouping column; empty if none.
    pub category: String,
    /// Code of the item that it is about; empty if none.
    pub code: String,
    /// `draft`, `pending`, `published`, `repealed`, `discarded`.
    pub state: String,
    /// It says that there is no such entry.
    pub none: bool,
    /// First day on which it holds; empty where it never did since it was last withdrawn.
    pub held_from: String,
    /// First day on which it does not hold any more.
    pub held_until: Option<String>,
    /// Place in lists.
    pub place: String,
    /// Text that searches look into, in lower case.
    pub search: String,
    /// Day since which a content of it waits to be published; none where nothing waits.
    pub waits: Option<String>,
    /// How far the work on that content is: `draft`, `pending`, `examined`; empty where nothing waits.
    pub work: String,
    /// Version of its stream.
    pub version: u64,
    /// The entry as canonical JSON.
    pub body: String,
}

/// What a list of entries shows. Every field narrows; an empty list of agencies shows nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntryFilter {
    /// Register.
    pub kind: String,
    /// Agencies; `None` = all.
    pub agencies: Option<Vec<String>>,
    /// Words, each of which must occur.
    pub words: String,
    /// State; `None` = every state but `discarded`.
    pub state: Option<String>,
    /// Value of the grouping column.
    pub category: Option<String>,
    /// Code of the item.
    pub code: Option<String>,
    /// Only those of which a content waits to be published.
    pub waiting: bool,
    /// Only what holds on this day.
    pub on: Option<String>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows wanted, 1..=500.
    pub limit: usize,
}

/// How many entries there are of a kind. Discarded ones are not counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryTally {
    /// Register.
    pub kind: String,
    /// Agency.
    pub agency: String,
    /// Value of the grouping column.
    pub category: String,
    /// State.
    pub state: String,
    /// Statements that there is no such entry.
    pub none: bool,
    /// How many.
    pub held: u64,
}

/// How many contents of a register wait to be published since one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryWait {
    /// Day since which they wait.
    pub since: String,
    /// Register.
    pub kind: String,
    /// Agency.
    pub agency: String,
    /// `draft` (sent back), `pending`, `examined`.
    pub work: String,
    /// How many.
    pub held: u64,
}

/// Whom a matter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRow {
    /// The matter.
    pub matter: String,
    /// Enforcement category of its procedure: all inspections of a party count together.
    pub family: String,
    /// Agency that opened it.
    pub agency: String,
    /// Digest of the party's name, hex: enough to find the same name again.
    pub party: String,
    /// Day it was opened.
    pub opened: String,
}

/// Which matters are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierFilter {
    /// Enforcement category.
    pub family: String,
    /// Agency that opened them.
    pub agency: String,
    /// Digest of the party's name.
    pub party: String,
    /// Opened on or after.
    pub from: String,
    /// Opened on or before.
    pub to: String,
    /// The matter that is not counted.
    pub but: String,
}
