//! The count of the yearly report: sums of a year, the lines behind a number.

use tokio_postgres::Row;
use zhiheng_app::ports::TallySum;

use super::append::count;
use super::failure::Failure;

/// Sums of a year; `$2` is the list of agencies, or null.
pub(super) const SUMS: &str = "SELECT agency, cell, month, count(*), sum(amount)::bigint FROM tally
    WHERE year = $1 AND ($2::text[] IS NULL OR agency = ANY ($2))
    GROUP BY agency, cell, month ORDER BY agency, cell, month";

/// A row of [`SUMS`].
pub(super) fn sum(row: &Row) -> Result<TallySum, Failure> {
    Ok(TallySum {
        agency: row.try_get(0)?,
        cell: row.try_get(1)?,
        month: u8::try_from(row.try_get::<_, i16>(2)?).unwrap_or_default(),
        count: count(row.try_get(3)?),
        amount: row.try_get(4)?,
    })
}
