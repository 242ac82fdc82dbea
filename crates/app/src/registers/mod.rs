//! The registers that procedures use: who may change an entry, what is written, what lists and the public see, and what an
//! act is told of them.
//!
//! What this is not: agencies, officers, accounts and devices, which administrators keep (see [`crate::registry`]); nor the
//! rules of an entry's life, which are pure (see `zhiheng_domain::register`).

mod adaptation;
mod catalogue;
mod change;
mod import;
mod known;
mod lists;
mod owed;
mod page;
mod public;
mod recording_list;
mod row;
mod said;

pub use adaptation::{
    Adaptation, AdaptationRow, AnswerInfo, RelationCount, RemarkInfo, SideEntry, SideField,
};
pub use change::{Changed, Done, EntryWish};
pub use import::{Imported, Manner, read_table, sheet_kind, template};
pub use known::{ITEMS, Lookup, REVIEWERS, TIERS, party_digest};
pub(crate) use known::{beginner, day_of, on_post, qualified};
pub use lists::{ColumnInfo, EntryLine, EntryList, NoneInfo, Powers, RegisterInfo, WorkingInfo};
pub use owed::{Lacking, RegistersOwed, Waiting};
pub use page::{
    CompareChange, Comparison, EntryPage, HistoryStep, MarkInfo, StepChoice, VersionInfo,
};
pub use public::{PublicEntry, PublicList, PublicRegister, PublicVersion};
pub(crate) use recording_list::Asked;
pub(crate) use said::Said;

pub use row::{entry_of, event_of, row_of, stream_of};
