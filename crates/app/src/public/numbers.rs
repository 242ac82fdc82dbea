//! The year in numbers, each of which leads to its list.
//!
//! What this is not: a statistic of fines. Amounts are neither summed nor ranked anywhere (处罚法74).

use jiff::civil::{Date, date};

use super::query::DecisionQuery;
use crate::application::App;
use crate::error::Error;
use crate::ports::Facet;

/// Most values of one field that are counted for the page.
const MOST_VALUES: usize = 12;

/// A count that may have stopped at its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many, or the bound.
    pub number: u64,
    /// False where there are more.
    pub exact: bool,
}

/// Public decisions of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearNumbers {
    /// The year: the present one, or the latest that has decisions.
    pub year: i16,
    /// True where it is the present year.
    pub present: bool,
    /// How many in the year.
    pub total: Count,
    /// How many ever published and still public.
    pub ever: Count,
    /// By month of publication: first and last day, count. Months that have not come yet are left out.
    pub months: Vec<(Date, Date, Count)>,
    /// By category, in the order of their names.
    pub categories: Vec<(String, Count)>,
    /// By kind of sanction, in the order of their names.
    pub kinds: Vec<(String, Count)>,
}

impl App {
    /// The public decisions of this year, or of the latest year that has some.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn public_year(&self) -> Result<YearNumbers, Error> {
        let facets = self.public_facets().await?;
        let today = self.today();
        let year = year_shown(&facets, today.year());
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let within =
            DecisionQuery { from: Some(first), to: Some(last), ..DecisionQuery::default() };
        let mut months = Vec::new();
        for month in 1..=12 {
            let start = date(year, month, 1);
            if start > today {
                break;
            }
            let end = start.last_of_month();
            let query = DecisionQuery { from: Some(start), to: Some(end), ..within.clone() };
            let mut count = self.public_count(&query).await?;
            if !count.exact {
                // Beyond the bound the kept count tells more; it may hold some whose public period has ended.
                let kept = value_of(&facets, "month", &format!("{year:04}-{month:02}"));
                count.number = kept.max(count.number);
            }
            months.push((start, end, count));
        }
        let mut categories = Vec::new();
        for value in values(&facets, "category") {
            let query = DecisionQuery { category: Some(value.clone()), ..within.clone() };
            categories.push((value, self.public_count(&query).await?));
        }
        let mut kinds = Vec::new();
        for value in values(&facets, "kind") {
            let query = DecisionQuery { kind: Some(value.clone()), ..within.clone() };
            kinds.push((value, self.public_count(&query).await?));
        }
        categories.retain(|(_, count)| count.number > 0);
        kinds.retain(|(_, count)| count.number > 0);
        Ok(YearNumbers {
            year,
            present: year == today.year(),
            total: self.public_count(&within).await?,
            ever: self.public_count(&DecisionQuery::default()).await?,
            months,
            categories,
            kinds,
        })
    }
}

/// The present year where it has decisions, otherwise the latest that has; the present one where there are none at all.
fn year_shown(facets: &[Facet], present: i16) -> i16 {
    facets
        .iter()
        .filter(|facet| facet.field == "month")
        .filter_map(|facet| facet.value.get(..4)?.parse::<i16>().ok())
        .filter(|year| (1949..=present).contains(year))
        .max()
        .unwrap_or(present)
}

/// The commonest values of a field, in the order of their names.
fn values(facets: &[Facet], field: &str) -> Vec<String> {
    let mut held: Vec<&Facet> = facets.iter().filter(|facet| facet.field == field).collect();
    held.sort_by(|one, other| {
        other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
    });
    let mut values: Vec<String> =
        held.into_iter().take(MOST_VALUES).map(|facet| facet.value.clone()).collect();
    values.sort();
    values
}

fn value_of(facets: &[Facet], field: &str, value: &str) -> u64 {
    facets
        .iter()
        .find(|facet| facet.field == field && facet.value == value)
        .map_or(0, |facet| facet.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(value: &str) -> Facet {
        Facet { field: "month".to_owned(), value: value.to_owned(), count: 1 }
    }

    #[test]
    fn the_present_year_is_shown_unless_it_is_empty() {
        assert_eq!(year_shown(&[month("2024-03"), month("2026-01")], 2026), 2026);
        assert_eq!(year_shown(&[month("2024-03"), month("2025-01")], 2026), 2025);
        assert_eq!(year_shown(&[month("?")], 2026), 2026);
    }
}
