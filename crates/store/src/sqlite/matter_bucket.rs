//! The buckets of a filter, and how many matters they hold.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};
use zhiheng_app::ports::MatterFilter;

use super::failure::Failure;
use super::matter_list::{FEW, Scope, counted};
use super::number::count;
use super::rows::status_name;
use crate::sieve::COUNTED;

/// One combination of what lists filter by.
pub(super) struct Bucket {
    pub(super) id: i64,
    /// Its matters have a due day.
    pub(super) dated: bool,
    /// Matters in it.
    held: u64,
}

/// Counts one bucket's rows between two due days.
pub(super) const COUNT_DUE: &str = "SELECT count(*) FROM (
        SELECT 1 FROM matter INDEXED BY matter_due_in
        WHERE bucket = ?1 AND due_order >= ?2 AND due_order <= ?3 AND hidden_from <> ?4
        LIMIT ?5)";

/// The buckets of all rows between two due days.
pub(super) const BUCKETS_DUE: &str = "SELECT bucket FROM matter INDEXED BY matter_due
    WHERE due_order >= ?1 AND due_order <= ?2 AND hidden_from <> ?3";

/// The buckets that pass a filter and are not empty.
pub(super) fn select(
    connection: &Connection,
    filter: &MatterFilter,
) -> Result<Vec<Bucket>, Failure> {
    let columns = "SELECT id, dated, held, procedure, stage, status FROM matter_bucket";
    let mut buckets = Vec::new();
    match &filter.agencies {
        None => {
            let mut statement = connection.prepare_cached(columns)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                buckets.extend(passing(row, filter)?);
            }
        }
        Some(agencies) => {
            let mut agencies: Vec<&String> = agencies.iter().collect();
            agencies.sort();
            agencies.dedup();
            let mut statement =
                connection.prepare_cached(&format!("{columns} WHERE agency = ?1"))?;
            for agency in agencies {
                let mut found = statement.query([agency])?;
                while let Some(row) = found.next()? {
                    buckets.extend(passing(row, filter)?);
                }
            }
        }
    }
    Ok(buckets)
}

/// How many matters there are, at least up to [`COUNTED`] + 1.
pub(super) fn total(connection: &Connection, scope: &Scope<'_>) -> Result<u64, Failure> {
    if scope.filter.due_from.is_some() || scope.filter.due_to.is_some() {
        return between(connection, scope);
    }
    let mut total: u64 = scope.buckets.iter().map(|bucket| bucket.held).sum();
    if !scope.filter.viewer.is_empty() {
        let ids: HashSet<i64> = scope.buckets.iter().map(|bucket| bucket.id).collect();
        let sql = "SELECT bucket, held FROM matter_hidden WHERE hidden_from = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let mut found = statement.query([scope.viewer])?;
        while let Some(row) = found.next()? {
            if ids.contains(&row.get(0)?) {
                total = total.saturating_sub(count(row.get(1)?));
            }
        }
    }
    Ok(total)
}

/// Counts between two due days: along the plain index if most of its rows pass, otherwise bucket by bucket.
fn between(connection: &Connection, scope: &Scope<'_>) -> Result<u64, Failure> {
    if scope.buckets.len() > FEW
        && let Some(total) = along(connection, scope)?
    {
        return Ok(total);
    }
    let mut total = 0;
    for bucket in &scope.buckets {
        let left = (COUNTED + 1).saturating_sub(total);
        if left == 0 {
            break;
        }
        let left = i64::try_from(left).unwrap_or(i64::MAX);
        let values = params![bucket.id, scope.from, scope.to, scope.viewer, left];
        total += counted(connection, COUNT_DUE, values)?;
    }
    Ok(total)
}

/// Counts along the plain index; `None` if it would have to be read much further than it counts.
fn along(connection: &Connection, scope: &Scope<'_>) -> Result<Option<u64>, Failure> {
    let ids: HashSet<i64> = scope.buckets.iter().map(|bucket| bucket.id).collect();
    let mut statement = connection.prepare_cached(BUCKETS_DUE)?;
    let mut found = statement.query(params![scope.from, scope.to, scope.viewer])?;
    let (mut total, mut read) = (0, 0);
    while let Some(row) = found.next()? {
        read += 1;
        total += u64::from(ids.contains(&row.get(0)?));
        if total > COUNTED {
            break;
        }
        if read > 2 * COUNTED {
            return Ok(None);
        }
    }
    Ok(Some(total))
}

fn passing(row: &Row<'_>, filter: &MatterFilter) -> Result<Option<Bucket>, Failure> {
    let bucket = Bucket { id: row.get(0)?, dated: row.get(1)?, held: count(row.get(2)?) };
    let asks_due = filter.due_from.is_some() || filter.due_to.is_some();
    let same = |column: usize, wanted: Option<&str>| -> Result<bool, Failure> {
        let Some(wanted) = wanted else { return Ok(true) };
        Ok(row.get_ref(column)?.as_str().is_ok_and(|value| value == wanted))
    };
    let passes = bucket.held > 0
        && (bucket.dated || !asks_due)
        && same(3, filter.procedure.as_deref())?
        && same(4, filter.stage.as_deref())?
        && same(5, filter.status.map(status_name))?;
    Ok(passes.then_some(bucket))
}
