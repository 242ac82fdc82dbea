//! The count of the yearly report, made from its lines when it is asked for.

use std::collections::BTreeMap;

use zhiheng_app::ports::{TallyFilter, TallyRow, TallySum};

use super::state::State;
use crate::tally;

/// Sums by agency, cell and month.
pub(super) fn sums(state: &State, agencies: Option<&[String]>, year: i16) -> Vec<TallySum> {
    let mut sums: BTreeMap<(&str, &str, u8), (u64, i64)> = BTreeMap::new();
    for row in state.tallies.values() {
        let Ok((of_year, month)) = tally::place(row) else { continue };
        let asked = agencies.is_none_or(|agencies| agencies.contains(&row.agency));
        if of_year == year && asked {
            let (count, amount) = sums.entry((&row.agency, &row.cell, month)).or_default();
            *count += 1;
            *amount += row.amount;
        }
    }
    let sum = |((agency, cell, month), (count, amount)): ((&str, &str, u8), (u64, i64))| TallySum {
        agency: agency.to_owned(),
        cell: cell.to_owned(),
        month,
        count,
        amount,
    };
    sums.into_iter().map(sum).collect()
}

/// The lines behind a number, in the order of their days.
pub(super) fn list(state: &State, filter: &TallyFilter) -> Vec<TallyRow> {
    let TallyFilter { agency, cell, year, after, limit } = filter;
    let place = |row: &TallyRow| (row.day.clone(), row.matter.clone(), row.version);
    let mut rows: Vec<TallyRow> = state
        .tallies
        .values()
        .filter(|row| row.agency == *agency && row.cell == *cell)
        .filter(|row| tally::place(row).is_ok_and(|(of_year, _)| of_year == *year))
        .filter(|row| after.as_ref().is_none_or(|after| place(row) > *after))
        .cloned()
        .collect();
    rows.sort_by_key(place);
    rows.truncate(tally::limit(*limit));
    rows
}
