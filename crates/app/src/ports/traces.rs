//! Rows of what is left beside matters: looks at their files, requests to look, receipts in the hands of parties.
//!
//! What this is not: what they mean (see [`crate::looking`] and [`crate::party_receipt`]). A row repeats what lists ask for.

use serde::{Deserialize, Serialize};

/// One trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRow {
    /// `look`, `access`, `receipt`, `sheet`, `letter`, `credit` or `delivery`.
    pub kind: String,
    /// Id within the kind.
    pub id: String,
    /// The matter; of a letter the page that it is about.
    pub matter: String,
    /// Agency that holds the matter.
    pub agency: String,
    /// Who looked, asked or handed out.
    pub person: String,
    /// Of a look empty or `unusual`; of a request `asked`, `approved`, `refused`, `withdrawn`.
    pub state: String,
    /// When, µs.
    pub at: i64,
    /// The whole of it as canonical JSON.
    pub body: String,
}

/// Which traces are wanted, newest first. Every field narrows; an empty list of agencies shows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraceFilter {
    /// Kind.
    pub kind: String,
    /// Agencies that hold the matters; `None` = all.
    pub agencies: Option<Vec<String>>,
    /// Of this matter.
    pub matter: Option<String>,
    /// Of this person.
    pub person: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// At or after, µs.
    pub from: Option<i64>,
    /// Before, µs.
    pub to: Option<i64>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows wanted, 1..=500.
    pub limit: usize,
}
