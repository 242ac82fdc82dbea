//! What the stores agree on for entries of registers: words, pages, bounds.

use zhiheng_app::ports::{EntryFilter, EntryRow};

use crate::cursor;
use crate::merge::Spot;

/// Name of the list in cursors.
pub(crate) const LIST: &str = "entry";
/// State that no list shows unless it is asked for.
pub(crate) const DISCARDED: &str = "discarded";
/// Matters about one party that are counted one by one.
pub(crate) const MOST_EARLIER: usize = 1000;
/// Most words looked for at once.
const WORDS: usize = 16;
/// Stands between place and id in a cursor. No place holds it.
const BETWEEN: char = '\u{1}';

/// The words of a query as they stand in `EntryRow::search`.
pub(crate) fn words(query: &str) -> Vec<String> {
    query
        .split_whitespace()
        .take(WORDS)
        .map(|word| word.to_lowercase().replace('\0', "\u{fffd}"))
        .collect()
}

/// Rows of one page.
pub(crate) fn limit(filter: &EntryFilter) -> usize {
    filter.limit.clamp(1, 500)
}

/// Place and id after which a page begins.
pub(crate) fn after(spot: Option<Spot>) -> Option<(String, String)> {
    let spot = spot?;
    let (place, id) = spot.value.split_once(BETWEEN).unwrap_or((&spot.value, ""));
    Some((place.to_owned(), id.to_owned()))
}

/// The cursor after the last row shown, if a row follows it.
pub(crate) fn next<R: std::borrow::Borrow<EntryRow>>(found: &[R], limit: usize) -> Option<String> {
    let last = found.get(limit - 1).filter(|_| found.len() > limit)?.borrow();
    let value = format!("{}{BETWEEN}{}", last.place, last.id);
    Some(cursor::write(LIST, &Spot { value, key: 0 }))
}
