//! Reading matters in the order of an index: the plain index across all buckets, or the merge of the buckets that pass.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::failure::Failure;
use super::matter_list::{Order, Scope};
use crate::merge::{Direction, Merge, Spot};
use crate::tokens::{self, Phrase};

/// Rows of the plain index read before giving it up for the merge.
const TRIES: usize = 6_000;

/// Reads the search text of one matter.
const SEARCH: &str = "SELECT search FROM matter WHERE key = ?1";

/// One stretch of an order that an index has in one piece.
pub(super) struct Round<'a> {
    /// The place before the first row.
    pub(super) start: Spot,
    /// The last sort value.
    pub(super) until: &'a str,
    /// Only matters with a due day, or only those without one.
    pub(super) dated: Option<bool>,
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

/// The statement that reads one index across all buckets.
pub(super) fn plain_sql(order: &Order) -> String {
    let Order { column, plain, .. } = order;
    let (beyond, until, way) = comparison(order.direction);
    format!(
        "SELECT {column}, place, bucket FROM matter INDEXED BY {plain}
         WHERE ({column}, place) {beyond} (?1, ?2) AND {column} {until} ?3
             AND +due_order >= ?4 AND +due_order <= ?5 AND hidden_from <> ?6
         ORDER BY {column} {way}, place {way} LIMIT ?7"
    )
}

/// Reads the plain index until one row more than a page is found; `None` if too few of its rows pass for that to be
/// worth it.
pub(super) fn plain(
    connection: &Connection,
    scope: &Scope<'_>,
    phrases: &[Phrase],
) -> Result<Option<Vec<Spot>>, Failure> {
    let allowed: HashSet<i64> = scope.buckets.iter().map(|bucket| bucket.id).collect();
    let mut statement = connection.prepare_cached(&plain_sql(&scope.order))?;
    let (mut spots, mut read) = (Vec::new(), 0);
    for Round { start, until, .. } in scope.rounds() {
        let tries = i64::try_from(TRIES - read).unwrap_or(i64::MAX);
        let values =
            params![start.value, start.key, until, scope.from, scope.to, scope.viewer, tries];
        let mut found = statement.query(values)?;
        while let Some(row) = found.next()? {
            read += 1;
            if !allowed.contains(&row.get(2)?) {
                continue;
            }
            let key = row.get(1)?;
            if has_words(connection, key, phrases)? {
                spots.push(Spot { value: row.get(0)?, key });
                if spots.len() > scope.limit {
                    return Ok(Some(spots));
                }
            }
        }
        if read >= TRIES {
            return Ok(None);
        }
    }
    Ok(Some(spots))
}

/// Merges the runs of the buckets until one row more than a page is found.
pub(super) fn merged(
    connection: &Connection,
    scope: &Scope<'_>,
    phrases: &[Phrase],
) -> Result<Vec<Spot>, Failure> {
    let mut spots = Vec::new();
    for round in scope.rounds() {
        let buckets = scope.buckets.iter();
        let runs: Vec<i64> = buckets
            .filter(|bucket| round.dated.is_none_or(|dated| bucket.dated == dated))
            .map(|bucket| bucket.id)
            .collect();
        let mut merge = Merge::new(runs.len(), scope.order.direction, |run, after| {
            fetch(connection, scope, &round, &runs, run, after)
        })?;
        while spots.len() <= scope.limit
            && let Some(spot) = merge.next()?
        {
            if has_words(connection, spot.key, phrases)? {
                spots.push(spot);
            }
        }
    }
    Ok(spots)
}

/// The next rows of one bucket.
fn fetch(
    connection: &Connection,
    scope: &Scope<'_>,
    round: &Round<'_>,
    runs: &[i64],
    run: usize,
    after: Option<&Spot>,
) -> Result<Vec<Spot>, Failure> {
    let start = after.unwrap_or(&round.start);
    let chunk = (2 * scope.limit / runs.len().max(1)).max(4).min(scope.limit + 1);
    let mut statement = connection.prepare_cached(&run_sql(&scope.order))?;
    let found = statement.query_map(
        params![
            runs.get(run),
            start.value,
            start.key,
            round.until,
            scope.from,
            scope.to,
            scope.viewer,
            i64::try_from(chunk).unwrap_or(i64::MAX)
        ],
        |row| Ok(Spot { value: row.get(0)?, key: row.get(1)? }),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn has_words(connection: &Connection, key: i64, phrases: &[Phrase]) -> Result<bool, Failure> {
    if phrases.is_empty() {
        return Ok(true);
    }
    let search: Option<String> =
        connection.prepare_cached(SEARCH)?.query_row([key], |row| row.get(0)).optional()?;
    let stream = tokens::stream([search.as_deref().unwrap_or_default()]);
    Ok(phrases.iter().all(|phrase| tokens::occurs(&stream, phrase)))
}

fn comparison(direction: Direction) -> (&'static str, &'static str, &'static str) {
    match direction {
        Direction::Up => (">", "<=", "ASC"),
        Direction::Down => ("<", ">=", "DESC"),
    }
}
