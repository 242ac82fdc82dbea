//! Whether a row passes a filter: the meaning of every filter in one place, without any database.
//!
//! The memory store lists by these; the databases use them to check what an index alone cannot decide.

use std::collections::BTreeMap;

use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DutyFilter, DutyRow, Facet, FoundValues, MatterFilter, MatterRow,
};

use crate::tokens::{self, Phrase};

/// Most public decisions on one page, and in one piece of a run.
pub(crate) const LIST: usize = 100;
pub(crate) const RUN: usize = 1_000;

/// Most rows counted exactly.
pub(crate) const COUNTED: u64 = 10_000;

/// The state of a decision that the public may read in lists.
pub(crate) const PUBLISHED: &str = "published";

/// A count as a page states it: exact up to [`COUNTED`].
pub(crate) fn bounded(count: u64) -> (u64, bool) {
    (count.min(COUNTED), count <= COUNTED)
}

/// Whether a matter is hidden from the agency that looks (信访工作条例30).
pub(crate) fn hidden(hidden_from: &str, viewer: &str) -> bool {
    !hidden_from.is_empty() && hidden_from == viewer
}

/// Whether a matter passes, its words aside.
pub(crate) fn matter(row: &MatterRow, filter: &MatterFilter) -> bool {
    among(filter.agencies.as_ref(), &row.agency)
        && !hidden(&row.hidden_from, &filter.viewer)
        && equals(filter.procedure.as_ref(), &row.procedure)
        && equals(filter.stage.as_ref(), &row.stage)
        && filter.status.is_none_or(|status| status == row.status)
        && within(row.due.as_ref(), filter.due_from.as_ref(), filter.due_to.as_ref())
}

/// Whether the text that staff search holds every phrase.
pub(crate) fn matter_words(row: &MatterRow, phrases: &[Phrase]) -> bool {
    if phrases.is_empty() {
        return true;
    }
    let stream = tokens::stream([row.search.as_str()]);
    phrases.iter().all(|phrase| tokens::occurs(&stream, phrase))
}

/// Whether a duty passes.
pub(crate) fn duty(row: &DutyRow, filter: &DutyFilter) -> bool {
    among(filter.agencies.as_ref(), &row.agency)
        && !hidden(&row.hidden_from, &filter.viewer)
        && any_of(&filter.owners, &row.owner)
        && any_of(&filter.kinds, &row.kind)
        && any_of(&filter.states, &row.state)
        && equals(filter.matter.as_ref(), &row.matter)
        && filter.handler.as_ref().is_none_or(|person| row.handlers.contains(person))
        && within(row.due.as_ref(), filter.due_from.as_ref(), filter.due_to.as_ref())
}

/// Whether a decision is in the public list at all and passes, its words aside.
pub(crate) fn decision(row: &DecisionRow, filter: &DecisionFilter) -> bool {
    row.state == PUBLISHED
        && equals(filter.category.as_ref(), &row.category)
        && equals(filter.agency.as_ref(), &row.agency_name)
        && equals(filter.region.as_ref(), &row.region)
        && filter.kind.as_ref().is_none_or(|kind| row.kinds.contains(kind))
        && filter.from.as_ref().is_none_or(|from| row.published >= *from)
        && filter.to.as_ref().is_none_or(|to| row.published <= *to)
        && current(row, &filter.on)
}

/// Whether the public period includes the day; every day if none is asked.
pub(crate) fn current(row: &DecisionRow, on: &str) -> bool {
    let ended = row.until.as_ref().is_some_and(|until| until.as_str() < on);
    on.is_empty() || (row.published.as_str() <= on && !ended)
}

/// The two search texts of a decision: what stands at its head, and its body.
pub(crate) fn decision_streams(row: &DecisionRow) -> (String, String) {
    let head = [&row.number, &row.title, &row.party, &row.agency_name];
    let body = [&row.facts, &row.basis, &row.result];
    (tokens::stream(head.map(String::as_str)), tokens::stream(body.map(String::as_str)))
}

/// The values by which a public decision is counted: field and value; none for a withdrawn one.
pub(crate) fn facets(row: &DecisionRow) -> Vec<(&'static str, String)> {
    if row.state != PUBLISHED {
        return Vec::new();
    }
    let DecisionRow { category, agency_name, region, published, kinds, .. } = row;
    values([category, agency_name, region, published].map(String::as_str), kinds.clone())
}

/// Field and value of everything that a decision is counted by: its category, agency's name, region, day and kinds.
pub(crate) fn values(
    [category, agency, region, published]: [&str; 4],
    mut kinds: Vec<String>,
) -> Vec<(&'static str, String)> {
    let month = published.get(..7).unwrap_or_default();
    let mut all: Vec<(&'static str, String)> =
        [("category", category), ("agency", agency), ("region", region), ("month", month)]
            .into_iter()
            .map(|(field, value)| (field, value.to_owned()))
            .collect();
    kinds.sort();
    kinds.dedup();
    all.extend(kinds.into_iter().map(|kind| ("kind", kind)));
    all.retain(|(_, value)| !value.is_empty());
    all
}

/// Counts the values of decisions as they come, newest first, and stops at [`COUNTED`].
#[derive(Debug, Default)]
pub(crate) struct Values {
    looked: u64,
    counts: BTreeMap<(&'static str, String), u64>,
}

impl Values {
    /// Takes the values of one decision.
    pub(crate) fn add(&mut self, values: Vec<(&'static str, String)>) {
        self.looked += 1;
        if self.looked > COUNTED {
            return;
        }
        for pair in values {
            *self.counts.entry(pair).or_default() += 1;
        }
    }

    /// What was counted, by field and value.
    pub(crate) fn found(self) -> FoundValues {
        let (looked, whole) = bounded(self.looked);
        let each =
            |((field, value), count): ((&str, String), u64)| facet(field.to_owned(), value, count);
        FoundValues { looked, whole, values: self.counts.into_iter().map(each).collect() }
    }
}

/// A stored count as a facet.
pub(crate) fn facet(field: String, value: String, count: u64) -> Facet {
    Facet { field, value, count }
}

fn among(allowed: Option<&Vec<String>>, value: &String) -> bool {
    allowed.is_none_or(|all| all.contains(value))
}

fn any_of(wanted: &[String], value: &String) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

fn equals(wanted: Option<&String>, value: &String) -> bool {
    wanted.is_none_or(|wanted| wanted == value)
}

/// A row without a due day is outside every interval.
fn within(due: Option<&String>, from: Option<&String>, to: Option<&String>) -> bool {
    if from.is_none() && to.is_none() {
        return true;
    }
    due.is_some_and(|due| from.is_none_or(|from| due >= from) && to.is_none_or(|to| due <= to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_very_many_decisions_are_counted_up_to_the_bound_and_said_to_be_lower_bounds() {
        let each =
            || values(["行政处罚", "", "山西省", "2026-03-01"], vec!["警告".into(), "警告".into()]);
        let counted = |rows: u64| {
            let mut all = Values::default();
            (0..rows).for_each(|_| all.add(each()));
            all.found()
        };

        let (some, many) = (counted(COUNTED), counted(COUNTED + 5));

        assert!(some.whole && !many.whole);
        assert_eq!((some.looked, many.looked), (COUNTED, COUNTED));
        assert_eq!(some.values, many.values);
        let fields: Vec<&str> = many.values.iter().map(|facet| facet.field.as_str()).collect();
        assert_eq!(fields, ["category", "kind", "month", "region"]);
        assert!(many.values.iter().all(|facet| facet.count == COUNTED));
    }
}
