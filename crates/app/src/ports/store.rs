//! The store: an append-only journal with the read models beside it, in one transaction.

use std::sync::Arc;

use async_trait::async_trait;

use super::entries::{EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait};
use super::rows::{
    AccountRow, DecisionFilter, DecisionRow, DutyFilter, DutyRow, Facet, FoundValues, Heading,
    MatterFilter, MatterRow, Page, ProgressRow, RegisterFilter, RegisterRow, SessionRow, View,
};
use super::tallies::{TallyFilter, TallyRow, TallySum};
use super::traces::{TraceFilter, TraceRow};

/// A series of numbers without gaps: 文号 or 案号 of one agency, kind and year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumberKey {
    /// Agency id.
    pub agency: String,
    /// Kind code, for example `罚`.
    pub kind: String,
    /// Year.
    pub year: i16,
}

/// One event as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Kind: `act`, `refusal`, `register`, `import`, `look`.
    pub kind: String,
    /// Moment, µs since 1970 UTC.
    pub at: i64,
    /// Person id of who acted.
    pub actor: String,
    /// Bytes of the leaf: no personal data.
    pub leaf: Vec<u8>,
    /// Fields with their salts, as canonical JSON.
    pub content: String,
}

/// What one stream gains, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// Events in order; they take the versions after the one that was seen.
    pub events: Vec<NewEvent>,
    /// Changes to the read models.
    pub views: Vec<View>,
    /// What the caller is told, as JSON; kept under the idempotency key.
    pub receipt: String,
}

/// Finishes the events once the numbers are known. Pure: called inside the transaction, perhaps more than once.
pub type Seal = Arc<dyn Fn(&[u32]) -> Result<Sealed, String> + Send + Sync>;

/// What is to be written.
#[derive(Clone)]
pub enum Payload {
    /// Complete already.
    Ready(Sealed),
    /// Needs numbers, given in the order of the keys; a key named twice gets two numbers.
    Numbered {
        /// The series.
        keys: Vec<NumberKey>,
        /// Finishes the events.
        seal: Seal,
    },
}

/// A request that may be sent twice and must act once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Key from the client, with the account in front.
    pub key: String,
    /// Digest of the request, hex.
    pub request: String,
}

/// One append to one stream.
#[derive(Clone)]
pub struct Append {
    /// Stream id: `matter:<id>`, `agencies:<id>`, …
    pub stream: String,
    /// The version that the decision was made on; 0 for a new stream.
    pub seen: u64,
    /// What to write.
    pub payload: Payload,
    /// Set where the client asked for it.
    pub idempotency: Option<Idempotency>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Sequence number of the first event, counted from 0: its place in the record.
    pub seq: u64,
    /// Version of the stream now.
    pub version: u64,
    /// The JSON that `Sealed::receipt` gave.
    pub body: String,
    /// True where an earlier append with the same key gave this receipt.
    pub repeated: bool,
}

/// One event as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Place in the record, from 0, without gaps.
    pub seq: u64,
    /// Stream.
    pub stream: String,
    /// Version within the stream, from 1, without gaps.
    pub version: u64,
    /// Kind.
    pub kind: String,
    /// Moment, µs.
    pub at: i64,
    /// Person id.
    pub actor: String,
    /// Bytes of the leaf.
    pub leaf: Vec<u8>,
    /// Fields with salts, as canonical JSON; empty where they were destroyed lawfully (see [`StoredEvent::is_erased`]).
    pub content: String,
}

impl StoredEvent {
    /// Whether the content was destroyed under a certificate. A content that is missing for any other reason is not read at all.
    pub fn is_erased(&self) -> bool {
        self.content.is_empty()
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else wrote to the stream first. Nothing was written.
    #[error("stream {stream} is at version {now}, not {seen}")]
    Conflict {
        /// The stream.
        stream: String,
        /// Version the caller saw.
        seen: u64,
        /// Version now.
        now: u64,
    },
    /// The idempotency key was used for another request. Nothing was written.
    #[error("the key was used for another request")]
    KeyReused,
    /// A unique value exists already (文号, progress number). Nothing was written.
    #[error("{what} exists already")]
    Duplicate {
        /// What, for people, in Chinese.
        what: String,
    },
    /// The events could not be finished. Nothing was written.
    #[error("sealing failed: {0}")]
    Seal(String),
    /// It may or may not have been written: reload and compare before trying again.
    #[error("outcome unknown: {0}")]
    Unknown(String),
    /// The store failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not reachable, locked, disk full.
    #[error("store unavailable: {0}")]
    Unavailable(String),
    /// What was handed in cannot be stored or looked for: too long, a NUL byte, a cursor or date that is none.
    #[error("{0}")]
    Input(String),
    /// What is stored cannot be understood.
    #[error("{table} {row}: {reason}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Row.
        row: String,
        /// Why.
        reason: String,
    },
}

/// The journal and its read models.
#[async_trait]
pub trait Store: Send + Sync {
    /// Appends all of the batch or none of it; durable on return. This is the commit point of every act.
    /// Sequence numbers are given in commit order without gaps; numbers likewise, from 1 in each series.
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Receipt>, AppendError>;

    /// Events in the record: the size of the tree.
    async fn size(&self) -> Result<u64, StoreError>;
    /// Events of one stream after `version`, in order.
    async fn stream(&self, stream: &str, after: u64) -> Result<Vec<StoredEvent>, StoreError>;
    /// Events of the whole record from `seq` on, in order, at most `limit`.
    async fn journal(&self, seq: u64, limit: usize) -> Result<Vec<StoredEvent>, StoreError>;
    /// Leaf bytes from `seq` on, in order, at most `limit`; cheaper than `journal`.
    async fn leaves(&self, seq: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError>;
    /// The receipt kept under an idempotency key, with the digest of its request.
    async fn repeated(&self, key: &str) -> Result<Option<(String, Receipt)>, StoreError>;

    /// One matter.
    async fn matter(&self, id: &str) -> Result<Option<MatterRow>, StoreError>;
    /// A page of matters; the snapshots are left empty.
    async fn matters(&self, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError>;
    /// Duties by due day, those without one last.
    async fn duties(&self, filter: &DutyFilter) -> Result<Vec<DutyRow>, StoreError>;
    /// Counts of open duties under the filter: before `today`, on it, and after it until `week`.
    async fn heading(
        &self,
        filter: &DutyFilter,
        today: &str,
        week: &str,
    ) -> Result<Heading, StoreError>;
    /// One public decision.
    async fn decision(&self, id: &str) -> Result<Option<DecisionRow>, StoreError>;
    /// A page of public decisions. Withdrawn ones are left out; they are opened by their id alone.
    async fn decisions(&self, filter: &DecisionFilter) -> Result<Page<DecisionRow>, StoreError>;
    /// The same without how many there are, up to 1 000 rows at once: for reading on and on. The second value is the cursor of
    /// what follows.
    async fn decision_run(
        &self,
        filter: &DecisionFilter,
    ) -> Result<(Vec<DecisionRow>, Option<String>), StoreError>;
    /// Counts of public decisions by value; a bounded cost at any size (kept beside the rows, not counted anew).
    /// Withdrawn ones are not counted; by field and value.
    async fn facets(&self) -> Result<Vec<Facet>, StoreError>;
    /// Values that the newest of the decisions found have: at most 10 000 are looked at, whatever there is. Place and order are left aside.
    async fn found_values(&self, filter: &DecisionFilter) -> Result<FoundValues, StoreError>;
    /// Entries of a register, by id.
    async fn register(&self, filter: &RegisterFilter) -> Result<Vec<RegisterRow>, StoreError>;
    /// One entry of a register that procedures use.
    async fn entry(&self, kind: &str, id: &str) -> Result<Option<EntryRow>, StoreError>;
    /// A page of entries by their place.
    async fn entries(&self, filter: &EntryFilter) -> Result<Page<EntryRow>, StoreError>;
    /// How many entries there are, by register, agency, group, state and whether they state that there are none.
    async fn entry_tallies(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryTally>, StoreError>;
    /// How many entries wait to be published, by day since when, register, agency and how far the work is; by that order. `None` =
    /// every agency. The cost grows with what waits, not with what there is.
    async fn entries_waiting(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryWait>, StoreError>;
    /// How many matters of one family an agency opened about one party between two days; counted up to 1 000.
    async fn earlier(&self, filter: &EarlierFilter) -> Result<u64, StoreError>;
    /// What a party may see, by its number.
    async fn progress(&self, number: &str) -> Result<Option<ProgressRow>, StoreError>;
    /// One trace by its kind and id.
    async fn trace(&self, kind: &str, id: &str) -> Result<Option<TraceRow>, StoreError>;
    /// A page of traces, newest first, with the cursor of the next; the cost grows with the page, not with what there is.
    async fn traces(
        &self,
        filter: &TraceFilter,
    ) -> Result<(Vec<TraceRow>, Option<String>), StoreError>;
    /// How many traces there are by hour of the day (China standard time). Name a span of days: its rows are counted.
    async fn trace_hours(&self, filter: &TraceFilter) -> Result<Vec<(u8, u64)>, StoreError>;
    /// What the lines of a year add up to, by agency, cell and month, in that order; `None` = every agency. From one index alone.
    async fn tally_sums(
        &self,
        agencies: Option<&[String]>,
        year: i16,
    ) -> Result<Vec<TallySum>, StoreError>;
    /// The lines behind one number by day, matter and version; the cost grows with the page.
    async fn tallies(&self, filter: &TallyFilter) -> Result<Vec<TallyRow>, StoreError>;
    /// Which of these files a matter other than `but` cites.
    async fn cited(&self, digests: &[String], but: &str) -> Result<Vec<String>, StoreError>;
    /// Overwrites what removed rows have left in the files of the database, as far as the program can: free pages, the write-ahead
    /// log, removed entries of text indexes. May be called again; costs time with the size of the indexes, and acts go on beside it.
    async fn scrub(&self) -> Result<(), StoreError>;
    /// Last number given in each series, by agency, kind and year.
    async fn numbers(&self) -> Result<Vec<(NumberKey, u32)>, StoreError>;

    /// One account with its secret (argon2 string), failures in a row and lock (µs).
    async fn account(
        &self,
        username: &str,
    ) -> Result<Option<(AccountRow, String, u32, i64)>, StoreError>;
    /// Every account.
    async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError>;
    /// Sets the secret of an account.
    async fn set_secret(&self, username: &str, secret: &str) -> Result<(), StoreError>;
    /// Sets failures in a row and lock.
    async fn set_failures(
        &self,
        username: &str,
        failures: u32,
        locked_until: i64,
    ) -> Result<(), StoreError>;
    /// Keeps a session.
    async fn put_session(&self, session: &SessionRow) -> Result<(), StoreError>;
    /// One session by the digest of its token.
    async fn session(&self, token: &str) -> Result<Option<SessionRow>, StoreError>;
    /// Notes that a session was used.
    async fn touch_session(&self, token: &str, seen: i64) -> Result<(), StoreError>;
    /// Ends a session.
    async fn end_session(&self, token: &str) -> Result<(), StoreError>;

    /// Whether the schema grew over existing data since the read models were built: then they are to be rebuilt before anybody
    /// relies on them. Ends with [`Store::drop_views`].
    async fn stale(&self) -> Result<bool, StoreError>;
    /// Drops every read model (not the journal, numbers, accounts' secrets or sessions).
    async fn drop_views(&self) -> Result<(), StoreError>;
    /// Writes views during a rebuild, in one transaction.
    async fn put_views(&self, views: Vec<View>) -> Result<(), StoreError>;
    /// Every row of every read model as text in a fixed order, for comparing a rebuild with what was live.
    async fn dump_views(&self) -> Result<Vec<String>, StoreError>;
}
