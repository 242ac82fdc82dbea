//! The count of the yearly report (统计年报) as stores keep it: one line for each number that an act added to.
//!
//! Days are `YYYY-MM-DD` in China standard time, amounts are 分.

use serde::{Deserialize, Serialize};

/// One line. A matter, a version and a cell have one line at most; lines are added and never taken away but in a rebuild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyRow {
    /// The matter.
    pub matter: String,
    /// Version of the event that counts.
    pub version: u64,
    /// Cell of the pack.
    pub cell: String,
    /// Agency that holds the matter.
    pub agency: String,
    /// Day that decides the year and the month.
    pub day: String,
    /// 分; 0 where the cell counts how often.
    pub amount: i64,
}

/// The lines of one agency, cell and month added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallySum {
    /// Agency.
    pub agency: String,
    /// Cell.
    pub cell: String,
    /// Month, 1..=12.
    pub month: u8,
    /// Lines.
    pub count: u64,
    /// Their amounts, 分.
    pub amount: i64,
}

/// Which lines are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyFilter {
    /// Agency.
    pub agency: String,
    /// Cell.
    pub cell: String,
    /// Year.
    pub year: i16,
    /// Day, matter and version of the last line of the page before.
    pub after: Option<(String, String, u64)>,
    /// Lines wanted, 1..=500.
    pub limit: usize,
}
