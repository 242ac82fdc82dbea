//! The count of the yearly report: lines added, sums of a year, the lines behind a number.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params, params_from_iter, types::Value};
use zhiheng_app::ports::{TallyFilter, TallyRow, TallySum};

use super::failure::Failure;
use super::number::{count, whole};
use crate::tally;

/// Columns of a line.
pub(super) const TALLY: &str = "matter, version, cell, agency, day, amount";
/// Sums of a year for one agency.
pub(super) const SUMS: &str = "SELECT agency, cell, month, count(*), sum(amount) FROM tally
    WHERE year = ?1 AND agency = ?2 GROUP BY cell, month ORDER BY cell, month";
/// Sums of a year for every agency.
pub(super) const SUMS_ALL: &str = "SELECT agency, cell, month, count(*), sum(amount) FROM tally
    WHERE year = ?1 GROUP BY agency, cell, month ORDER BY agency, cell, month";

/// Inserts or replaces one line.
pub(super) fn put(connection: &Connection, row: &TallyRow) -> Result<(), Failure> {
    let (year, month) = tally::place(row)?;
    let sql = "INSERT INTO tally (matter, version, cell, agency, year, month, day, amount)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (matter, version, cell) DO UPDATE SET agency = excluded.agency,
                   year = excluded.year, month = excluded.month, day = excluded.day,
                   amount = excluded.amount";
    let TallyRow { matter, version, cell, agency, day, amount } = row;
    let version = whole(*version);
    connection
        .prepare_cached(sql)?
        .execute(params![matter, version, cell, agency, year, month, day, amount])?;
    Ok(())
}

/// Sums by agency, cell and month.
pub(super) fn sums(
    connection: &Connection,
    agencies: Option<&[String]>,
    year: i16,
) -> Result<Vec<TallySum>, Failure> {
    let Some(agencies) = agencies else {
        let mut statement = connection.prepare_cached(SUMS_ALL)?;
        return statement.query_and_then([year], sum)?.collect();
    };
    let mut statement = connection.prepare_cached(SUMS)?;
    let mut sums = Vec::new();
    // One walk along the index for each agency: no sorting, at any size.
    for agency in agencies.iter().collect::<BTreeSet<_>>() {
        for found in statement.query_and_then(params![year, agency], sum)? {
            sums.push(found?);
        }
    }
    Ok(sums)
}

fn sum(row: &Row<'_>) -> Result<TallySum, Failure> {
    Ok(TallySum {
        agency: row.get(0)?,
        cell: row.get(1)?,
        month: row.get(2)?,
        count: count(row.get(3)?),
        amount: row.get(4)?,
    })
}

/// How the lines behind a number are found; `more` narrows to those after a place.
pub(super) fn list_sql(more: bool, limit: usize) -> String {
    let after = if more { " AND (day, matter, version) > (?4, ?5, ?6)" } else { "" };
    format!(
        "SELECT {TALLY} FROM tally WHERE year = ?1 AND agency = ?2 AND cell = ?3{after}
         ORDER BY day, matter, version LIMIT {limit}"
    )
}

/// The lines behind a number, in the order of their days.
pub(super) fn list(
    connection: &Connection,
    filter: &TallyFilter,
) -> Result<Vec<TallyRow>, Failure> {
    let TallyFilter { agency, cell, year, after, limit } = filter;
    let mut values =
        vec![Value::from(i64::from(*year)), Value::from(agency.clone()), Value::from(cell.clone())];
    if let Some((day, matter, version)) = after {
        values.extend([day.clone().into(), matter.clone().into(), whole(*version).into()]);
    }
    let sql = list_sql(after.is_some(), tally::limit(*limit));
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_and_then(params_from_iter(values), read)?.collect()
}

/// A line of [`TALLY`].
pub(super) fn read(row: &Row<'_>) -> Result<TallyRow, Failure> {
    Ok(TallyRow {
        matter: row.get(0)?,
        version: count(row.get(1)?),
        cell: row.get(2)?,
        agency: row.get(3)?,
        day: row.get(4)?,
        amount: row.get(5)?,
    })
}
