//! What all stores agree on about the count of the yearly report: the year and month of a line, and how long a page is.

use zhiheng_app::ports::{StoreError, TallyRow};

use crate::order;

/// Most lines of a page.
const MOST: usize = 500;

/// Year and month of a line.
///
/// # Errors
/// Its day is none.
pub(crate) fn place(row: &TallyRow) -> Result<(i16, u8), StoreError> {
    let wrong = || StoreError::Input("日期应写作 2026-01-31 的样子".to_owned());
    order::day(&row.day).ok_or_else(wrong)?;
    let mut parts = row.day.split('-');
    let year = parts.next().and_then(|year| year.parse().ok());
    let month = parts.next().and_then(|month| month.parse().ok());
    year.zip(month).ok_or_else(wrong)
}

/// Lines of a page.
pub(crate) fn limit(wanted: usize) -> usize {
    wanted.clamp(1, MOST)
}
