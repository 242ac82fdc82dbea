//! What the application asks of the world: a store, a place for files, a clock, randomness.
//!
//! Each trait is small and says its contract on each method. Adapters live in other crates and never see each other.

pub mod blobs;
pub mod entries;
pub mod facts;
pub mod glimpses;
pub mod leak;
pub mod partials;
pub mod press;
pub mod rows;
pub mod store;
pub mod tallies;
pub mod traces;
pub mod twin;

pub use blobs::{BlobError, BlobInfo, Blobs};
pub use entries::{EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, PartyRow};
pub use facts::{FileFacts, Place, Track};
pub use glimpses::{Glimpses, THUMBNAIL_SIDE, Waveform};
pub use leak::{LeakCheck, LeakFile, LeakFinding, LeakReport, LeakWord};
pub use partials::Partials;
pub use press::{Press, PressError};
pub use rows::{
    AccountRow, DecisionFilter, DecisionRow, DecisionSort, DutyFilter, DutyRow, Erased, Facet,
    FoundValues, Heading, MatterFilter, MatterRow, MatterSort, Page, ProgressRow, RegisterFilter,
    RegisterRow, SessionRow, Status, View,
};
pub use store::{
    Append, AppendError, Idempotency, NewEvent, NumberKey, Payload, Receipt, Seal, Sealed, Store,
    StoreError, StoredEvent,
};
pub use tallies::{TallyFilter, TallyRow, TallySum};
pub use traces::{TraceFilter, TraceRow};
pub use twin::{Awaited, ReadBack, ScanFile, Twin, TwinError};

use jiff::Timestamp;

/// Where the present moment comes from. Built once, in the binary; tests and the demonstration hand in a manual one.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Where unguessable bytes come from. Built once, in the binary; tests hand in a seeded one.
pub trait Entropy: Send + Sync {
    /// Fills `buffer` with unguessable bytes.
    fn fill(&self, buffer: &mut [u8]);
}
