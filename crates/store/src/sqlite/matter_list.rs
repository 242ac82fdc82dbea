//! Lists of matters.
//!
//! Three ways lead to a page, and the cheapest is taken: reading one index in its order and leaving out what does not
//! pass (when most rows pass); merging the runs of the buckets that pass (when few do); or sorting the hits of a search
//! (when the words are rare).

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _};
use zhiheng_app::ports::{MatterFilter, MatterRow, MatterSort, Page};

use super::failure::Failure;
use super::matter_bucket::{self, Bucket};
use super::matter_read::{self, Round};
use super::number::count;
use super::{matter_words, rows};
use crate::merge::{Direction, Spot};
use crate::tokens::Phrase;
use crate::{cursor, order, sieve, tokens};

/// Up to so many buckets are merged at once without trying the plain index first.
pub(super) const FEW: usize = 32;
/// One order: its column, its indexes, its direction and its name in cursors.
pub(super) struct Order {
    pub(super) name: &'static str,
    pub(super) column: &'static str,
    /// Index of the rows of one bucket.
    pub(super) within: &'static str,
    /// Index of all rows.
    pub(super) plain: &'static str,
    pub(super) direction: Direction,
}

/// What a list is narrowed to, in the terms of the indexes.
pub(super) struct Scope<'a> {
    pub(super) filter: &'a MatterFilter,
    pub(super) order: Order,
    pub(super) buckets: Vec<Bucket>,
    pub(super) after: Option<Spot>,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) viewer: &'a str,
    pub(super) limit: usize,
}

/// One page.
pub(super) fn page(
    connection: &Connection,
    filter: &MatterFilter,
) -> Result<Page<MatterRow>, Failure> {
    let order = order_of(filter.sort);
    let after = cursor::read(order.name, filter.cursor.as_deref())?;
    let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(empty()) };
    let scope = Scope {
        buckets: matter_bucket::select(connection, filter)?,
        after,
        from: filter.due_from.as_deref().unwrap_or_default(),
        to: filter.due_to.as_deref().unwrap_or(order::LAST),
        // No agency has this name, so nothing is hidden from it.
        viewer: if filter.viewer.is_empty() { "\u{1}" } else { &filter.viewer },
        limit: filter.limit.clamp(1, 500),
        order,
        filter,
    };
    if scope.buckets.is_empty() {
        return Ok(empty());
    }
    if !phrases.is_empty() {
        return matter_words::page(connection, &scope, &phrases);
    }
    let (total, exact) = sieve::bounded(matter_bucket::total(connection, &scope)?);
    let (items, next) = ordered(connection, &scope, &[])?;
    Ok(Page { items, next, total, exact })
}

/// The rows of a page in the order of an index, each with all phrases, and the cursor after it.
pub(super) fn ordered(
    connection: &Connection,
    scope: &Scope<'_>,
    phrases: &[Phrase],
) -> Result<(Vec<MatterRow>, Option<String>), Failure> {
    if scope.buckets.len() > FEW
        && let Some(spots) = matter_read::plain(connection, scope, phrases)?
    {
        return load(connection, scope, spots);
    }
    load(connection, scope, matter_read::merged(connection, scope, phrases)?)
}

/// Loads the rows at these places; one more than the page holds tells that there is a next page.
pub(super) fn load(
    connection: &Connection,
    scope: &Scope<'_>,
    spots: Vec<Spot>,
) -> Result<(Vec<MatterRow>, Option<String>), Failure> {
    let more = spots.len() > scope.limit;
    let shown: Vec<Spot> = spots.into_iter().take(scope.limit).collect();
    let next = shown.last().filter(|_| more).map(|spot| cursor::write(scope.order.name, spot));
    let items = shown.iter().map(|spot| row(connection, spot.key)).collect::<Result<_, _>>()?;
    Ok((items, next))
}

/// One row by its key.
pub(super) fn row(connection: &Connection, key: i64) -> Result<MatterRow, Failure> {
    let sql = format!("SELECT {} FROM matter WHERE key = ?1", rows::MATTER);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([key], rows::matter)?;
    found.next().unwrap_or_else(|| Err(super::failure::corrupt("matter", &key, "row is missing")))
}

/// One matter with its snapshot.
pub(super) fn get(connection: &Connection, id: &str) -> Result<Option<MatterRow>, Failure> {
    let sql = format!(
        "SELECT {}, snapshot FROM matter m JOIN matter_snapshot s ON s.key = m.key WHERE id = ?1",
        rows::MATTER
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([id], |row| {
        let snapshot = row.get(17)?;
        rows::matter(row).map(|matter| MatterRow { snapshot, ..matter })
    })?;
    found.next().transpose()
}

/// Every order with its indexes.
pub(super) fn order_of(sort: MatterSort) -> Order {
    let due = Order {
        name: "due",
        column: "due_order",
        within: "matter_due_in",
        plain: "matter_due",
        direction: Direction::Up,
    };
    let opened = Order {
        name: "opened",
        column: "opened",
        within: "matter_opened_in",
        plain: "matter_opened",
        direction: Direction::Up,
    };
    match sort {
        MatterSort::Due => due,
        MatterSort::DueLast => Order { name: "due_last", direction: Direction::Down, ..due },
        MatterSort::Opened => opened,
        MatterSort::OpenedLast => {
            Order { name: "opened_last", direction: Direction::Down, ..opened }
        }
        MatterSort::Number => Order {
            name: "number",
            column: "number_order",
            within: "matter_number_in",
            plain: "matter_number",
            direction: Direction::Up,
        },
    }
}

/// A page with nothing on it.
pub(super) fn empty() -> Page<MatterRow> {
    Page { items: Vec::new(), next: None, total: 0, exact: true }
}

impl Scope<'_> {
    /// The stretches of the order that are still to be read, each from its beginning or from the cursor.
    pub(super) fn rounds(&self) -> Vec<Round<'_>> {
        let spot = |value: &str, key| Spot { value: value.to_owned(), key };
        let by_due = self.order.column == "due_order";
        let (from, to) = if by_due { (self.from, self.to) } else { ("", order::LAST) };
        let after = self.after.clone();
        if self.order.direction == Direction::Up {
            let start = after.into_iter().chain([spot(from, -1)]).max();
            let start = start.unwrap_or_else(|| spot(from, -1));
            return vec![Round { start, until: to, dated: None }];
        }
        let begin =
            |top: Spot| self.after.clone().into_iter().chain([top.clone()]).min().unwrap_or(top);
        if !by_due {
            return vec![Round { start: begin(spot(to, i64::MAX)), until: from, dated: None }];
        }
        // Latest due first still means that those without a due day come last: they are read after the others.
        let mut rounds = Vec::new();
        let undated = after.filter(|after| after.value == order::LAST);
        if undated.is_none() {
            let top = spot(to, i64::MAX).min(spot(order::LAST, -1));
            rounds.push(Round { start: begin(top), until: from, dated: Some(true) });
        }
        if self.filter.due_from.is_none() && self.filter.due_to.is_none() {
            let start = undated.unwrap_or_else(|| spot(order::LAST, i64::MAX));
            rounds.push(Round { start, until: order::LAST, dated: Some(false) });
        }
        rounds
    }
}

/// What a hit of the search needs to be sifted and sorted: bucket, sort value, due day and the agency it is hidden from.
pub(super) fn sifted(
    connection: &Connection,
    scope: &Scope<'_>,
    keys: &[i64],
) -> Result<Vec<Spot>, Failure> {
    let allowed: HashSet<i64> = scope.buckets.iter().map(|bucket| bucket.id).collect();
    let sql = format!(
        "SELECT bucket, {}, due_order, hidden_from FROM matter WHERE key = ?1",
        scope.order.column
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut spots = Vec::new();
    for key in keys {
        let found = statement
            .query_row([key], |row| {
                let bucket: i64 = row.get(0)?;
                let (due, hidden): (String, String) = (row.get(2)?, row.get(3)?);
                let passes = allowed.contains(&bucket)
                    && due.as_str() >= scope.from
                    && due.as_str() <= scope.to
                    && hidden != scope.viewer;
                Ok(passes.then_some(Spot { value: row.get(1)?, key: *key }))
            })
            .optional()?;
        spots.extend(found.flatten());
    }
    Ok(spots)
}

/// A count that SQLite gave.
pub(super) fn counted(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<u64, Failure> {
    Ok(count(connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?))
}
