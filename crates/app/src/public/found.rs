//! What a question to the list finds, by value: which categories, agencies, regions, kinds, months and years, and how many of each.
//!
//! What this is not: a statistic of fines (处罚法74). At most 10 000 decisions are looked at, whatever there is; beyond that every
//! count is a lower bound, and says so.

use std::collections::BTreeMap;

use super::numbers::Count;
use super::query::DecisionQuery;
use crate::application::App;
use crate::error::Error;
use crate::ports::{DecisionFilter, DecisionSort, Facet, FoundValues};

/// Values of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Decisions that were looked at, newest first.
    pub looked: u64,
    /// Every count is exact.
    pub whole: bool,
    /// By field: `category`, `agency`, `region`, `kind`, `month` (`YYYY-MM`), `year`; values in the order of their names.
    values: BTreeMap<String, Vec<(String, Count)>>,
}

impl Found {
    /// Values of one field in the order of their names: months and years in time.
    pub fn of(&self, field: &str) -> &[(String, Count)] {
        self.values.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many have one value.
    pub fn count(&self, field: &str, value: &str) -> Count {
        let held = self.of(field).iter().find(|(held, _)| held == value);
        held.map_or(Count { number: 0, exact: self.whole }, |(_, count)| *count)
    }

    fn new(looked: u64, whole: bool, facets: Vec<Facet>) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for Facet { field, value, count } in facets {
            if field == "month"
                && let Some(year) = value.get(..4)
            {
                *counts
                    .entry("year".to_owned())
                    .or_default()
                    .entry(year.to_owned())
                    .or_default() += count;
            }
            *counts.entry(field).or_default().entry(value).or_default() += count;
        }
        let counted = |(value, number)| (value, Count { number, exact: whole });
        let values = counts
            .into_iter()
            .map(|(field, values)| (field, values.into_iter().map(counted).collect()))
            .collect();
        Self { looked, whole, values }
    }
}

impl App {
    /// The values of what a question finds today; its place in the list is left aside. A question without any condition that
    /// finds more than can be looked at is answered from the counts kept beside the decisions.
    ///
    /// # Errors
    /// As [`App::public_decisions`].
    pub async fn public_found(&self, query: &DecisionQuery) -> Result<Found, Error> {
        let filter =
            DecisionFilter { sort: DecisionSort::Published, cursor: None, ..self.filter(query, 1) };
        if query.pairs().is_empty() {
            let all = self.store().decisions(&filter).await?;
            if !all.exact {
                let kept = self.public_facets().await?;
                let held = kept.iter().filter(|facet| facet.field == "category");
                return Ok(Found::new(held.map(|facet| facet.count).sum(), true, kept));
            }
        }
        let FoundValues { looked, whole, values } = self.store().found_values(&filter).await?;
        Ok(Found::new(looked, whole, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(value: &str, count: u64) -> Facet {
        Facet { field: "month".to_owned(), value: value.to_owned(), count }
    }

    #[test]
    fn years_are_the_sum_of_their_months_in_time() {
        let found = Found::new(
            6,
            true,
            vec![month("2026-01", 3), month("2025-12", 2), month("2026-02", 1)],
        );
        let years: Vec<(&str, u64)> =
            found.of("year").iter().map(|(year, count)| (year.as_str(), count.number)).collect();
        assert_eq!(years, [("2025", 2), ("2026", 4)]);
        assert_eq!(found.count("year", "1999"), Count { number: 0, exact: true });
    }

    #[test]
    fn where_not_all_was_looked_at_no_count_is_called_exact() {
        let found = Found::new(10_000, false, vec![month("2026-01", 10_000)]);
        assert!(found.of("month").iter().chain(found.of("year")).all(|(_, count)| !count.exact));
    }
}
