//! Lists of matters.
//!
//! Three ways lead to a page, and the cheapest is taken: reading one index in its order and leaving out what does not
//! pass (when most rows pass); merging the runs of the buckets that pass (when few do); or sorting the hits of a search
//! (when the words are rare). None reads more than it shows by more than a fixed bound.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};
use zhiheng_app::ports::{MatterFilter, MatterRow, MatterSort, Page};

use super::failure::Failure;
use super::matter_bucket::{self, Bucket};
use super::number::count;
use super::{matter_words, rows};
use crate::merge::{Direction, Merge, Spot};
use crate::tokens::Phrase;
use crate::{cursor, order, sieve, tokens};

/// Up to so many buckets are merged at once without trying the plain index first.
const FEW: usize = 128;
/// Rows of the plain index read before giving it up for the merge.
const TRIES: usize = 6_000;

/// One order: its column, its indexes, its direction and its name in cursors.
pub(super) struct Order {
    pub(super) name: &'static str,
    pub(super) column: &'static str,
    within: &'static str,
    plain: Option<&'static str>,
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
    if phrases.is_empty()
        && scope.buckets.len() > FEW
        && let Some(spots) = plain(connection, scope)?
    {
        return load(connection, scope, spots);
    }
    merged(connection, scope, phrases)
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

/// The statement that reads the next rows of one bucket. The plus before `due_order` keeps SQLite from taking that
/// condition, and not the place where the page before ended, for where to begin.
pub(super) fn run_sql(order: &Order) -> String {
    let Order { column, within, .. } = order;
    let (beyond, until, way) = comparison(order.direction);
    format!(
        "SELECT {column}, place FROM matter INDEXED BY {within}
         WHERE bucket = ?1 AND ({column}, place) {beyond} (?2, ?3) AND {column} {until} ?4
             AND +due_order >= ?5 AND +due_order <= ?6 AND hidden_from <> ?7
         ORDER BY {column} {way}, place {way} LIMIT ?8"
    )
}

/// The statement that reads one index across all buckets; none for an order without such an index.
pub(super) fn plain_sql(order: &Order) -> Option<String> {
    let Order { column, plain, .. } = order;
    let (beyond, until, way) = comparison(order.direction);
    plain.map(|index| {
        format!(
            "SELECT {column}, place, bucket FROM matter INDEXED BY {index}
             WHERE ({column}, place) {beyond} (?1, ?2) AND {column} {until} ?3
                 AND +due_order >= ?4 AND +due_order <= ?5 AND hidden_from <> ?6
             ORDER BY {column} {way}, place {way} LIMIT ?7"
        )
    })
}

/// Every order with its indexes.
pub(super) fn order_of(sort: MatterSort) -> Order {
    let due = Order {
        name: "due",
        column: "due_order",
        within: "matter_due_in",
        plain: Some("matter_due"),
        direction: Direction::Up,
    };
    let opened = Order {
        name: "opened",
        column: "opened",
        within: "matter_opened_in",
        plain: Some("matter_opened"),
        direction: Direction::Up,
    };
    match sort {
        MatterSort::Due => due,
        // Those without a due day come last here as well, so the plain index, where they are first, does not serve.
        MatterSort::DueLast => {
            Order { name: "due_last", plain: None, direction: Direction::Down, ..due }
        }
        MatterSort::Opened => opened,
        MatterSort::OpenedLast => {
            Order { name: "opened_last", direction: Direction::Down, ..opened }
        }
        MatterSort::Number => Order {
            name: "number",
            column: "number_order",
            within: "matter_number_in",
            plain: None,
            direction: Direction::Up,
        },
    }
}

/// A page with nothing on it.
pub(super) fn empty() -> Page<MatterRow> {
    Page { items: Vec::new(), next: None, total: 0, exact: true }
}

impl Scope<'_> {
    /// Where reading begins and the last sort value it may reach: the cursor, and the due days where they are the order.
    fn bounds(&self) -> (Spot, &str) {
        let by_due = self.order.column == "due_order";
        match self.order.direction {
            Direction::Up => {
                let floor = if by_due { self.from } else { "" };
                let start = Spot { value: floor.to_owned(), key: -1 };
                let start = self.after.clone().map_or(start.clone(), |after| after.max(start));
                (start, if by_due { self.to } else { order::LAST })
            }
            Direction::Down => {
                let ceiling = if by_due { self.to } else { order::LAST };
                let start = Spot { value: ceiling.to_owned(), key: i64::MAX };
                let start = self.after.clone().map_or(start.clone(), |after| after.min(start));
                (start, if by_due { self.from } else { "" })
            }
        }
    }
}

/// Reads the plain index; `None` if too few of its rows pass for that to be worth it.
fn plain(connection: &Connection, scope: &Scope<'_>) -> Result<Option<Vec<Spot>>, Failure> {
    let Some(sql) = plain_sql(&scope.order) else { return Ok(None) };
    let allowed: HashSet<i64> = scope.buckets.iter().map(|bucket| bucket.id).collect();
    let (start, until) = scope.bounds();
    let tries = i64::try_from(TRIES).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![start.value, start.key, until, scope.from, scope.to, scope.viewer, tries];
    let mut found = statement.query(values)?;
    let mut spots = Vec::new();
    let mut read = 0;
    while let Some(row) = found.next()? {
        read += 1;
        if allowed.contains(&row.get(2)?) {
            spots.push(Spot { value: row.get(0)?, key: row.get(1)? });
            if spots.len() > scope.limit {
                break;
            }
        }
    }
    Ok((spots.len() > scope.limit || read < TRIES).then_some(spots))
}

/// Merges the runs of the buckets; with words, reads on until enough rows have them.
fn merged(
    connection: &Connection,
    scope: &Scope<'_>,
    phrases: &[Phrase],
) -> Result<(Vec<MatterRow>, Option<String>), Failure> {
    let mut spots = Vec::new();
    let mut items = Vec::new();
    // Latest due first still means that those without a due day come last: they are merged after the others.
    let rounds: &[Option<bool>] =
        if scope.order.name == "due_last" { &[Some(true), Some(false)] } else { &[None] };
    for dated in rounds {
        let passed = scope.after.as_ref().is_some_and(|after| after.value == order::LAST);
        if *dated == Some(true) && passed {
            continue;
        }
        let runs: Vec<i64> = scope
            .buckets
            .iter()
            .filter(|bucket| dated.is_none_or(|dated| bucket.dated == dated))
            .map(|bucket| bucket.id)
            .collect();
        let mut merge = Merge::new(runs.len(), scope.order.direction, |run, after| {
            fetch(connection, scope, &runs, run, after, *dated)
        })?;
        while spots.len() <= scope.limit
            && let Some(spot) = merge.next()?
        {
            if !phrases.is_empty() {
                let matter = row(connection, spot.key)?;
                if !sieve::matter_words(&matter, phrases) {
                    continue;
                }
                items.push(matter);
            }
            spots.push(spot);
        }
    }
    if phrases.is_empty() {
        return load(connection, scope, spots);
    }
    let more = spots.len() > scope.limit;
    spots.truncate(scope.limit);
    items.truncate(scope.limit);
    let next = spots.last().filter(|_| more).map(|spot| cursor::write(scope.order.name, spot));
    Ok((items, next))
}

/// The next rows of one bucket.
fn fetch(
    connection: &Connection,
    scope: &Scope<'_>,
    runs: &[i64],
    run: usize,
    after: Option<&Spot>,
    dated: Option<bool>,
) -> Result<Vec<Spot>, Failure> {
    let (mut start, until) = scope.bounds();
    // In the second of two phases the cursor of the first one lies behind everything.
    if dated == Some(false) && start.value != order::LAST {
        start = Spot { value: order::LAST.to_owned(), key: i64::MAX };
    }
    let start = after.unwrap_or(&start);
    let chunk = i64::try_from((2 * scope.limit / runs.len().max(1)).max(4).min(scope.limit + 1));
    let mut statement = connection.prepare_cached(&run_sql(&scope.order))?;
    let found = statement.query_map(
        params![
            runs.get(run),
            start.value,
            start.key,
            until,
            scope.from,
            scope.to,
            scope.viewer,
            chunk.unwrap_or(4)
        ],
        |row| Ok(Spot { value: row.get(0)?, key: row.get(1)? }),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn comparison(direction: Direction) -> (&'static str, &'static str, &'static str) {
    match direction {
        Direction::Up => (">", "<=", "ASC"),
        Direction::Down => ("<", ">=", "DESC"),
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
