//! Lists in memory: every row is looked at, sorted and cut. Slow, short, and what the databases are compared with.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DecisionSort, DutyFilter, DutyRow, Facet, FoundValues, Heading,
    MatterFilter, MatterRow, MatterSort, Page, RegisterFilter, RegisterRow, StoreError,
};

use super::state::State;
use crate::merge::Spot;
use crate::{cursor, order, sieve, tokens};

/// A page of matters.
pub(super) fn matters(state: &State, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
    let list = match filter.sort {
        MatterSort::Due => "due",
        MatterSort::DueLast => "due_last",
        MatterSort::Opened => "opened",
        MatterSort::OpenedLast => "opened_last",
        MatterSort::Number => "number",
    };
    let after = cursor::read(list, filter.cursor.as_deref())?;
    let phrases = tokens::phrases(&filter.words);
    let mut found: Vec<(Spot, &MatterRow)> = state
        .matters
        .values()
        .filter(|kept| {
            let has = |phrases: &Vec<_>| sieve::matter_words(&kept.row, phrases);
            sieve::matter(&kept.row, filter) && phrases.as_ref().is_some_and(has)
        })
        .map(|kept| (Spot { value: sort_value(&kept.row, filter.sort), key: kept.key }, &kept.row))
        .collect();
    let rank = |one: &Spot, other: &Spot| match filter.sort {
        MatterSort::Due | MatterSort::Opened | MatterSort::Number => one.cmp(other),
        MatterSort::OpenedLast => other.cmp(one),
        MatterSort::DueLast => {
            let undated = |spot: &Spot| spot.value == order::LAST;
            undated(one).cmp(&undated(other)).then(other.cmp(one))
        }
    };
    found.sort_by(|(one, _), (other, _)| rank(one, other));
    let bare = |row: &MatterRow| MatterRow { snapshot: String::new(), ..row.clone() };
    Ok(page(list, found, after.as_ref(), filter.limit.clamp(1, 500), rank, bare))
}

/// Duties by due day.
pub(super) fn duties(state: &State, filter: &DutyFilter) -> Vec<DutyRow> {
    let mut found: Vec<_> =
        state.duties.values().flatten().filter(|kept| sieve::duty(&kept.row, filter)).collect();
    found.sort_by_key(|kept| (order::due(kept.row.due.as_deref()), kept.key));
    found.into_iter().take(filter.limit.clamp(1, 500)).map(|kept| kept.row.clone()).collect()
}

/// Counts of open duties.
pub(super) fn heading(state: &State, filter: &DutyFilter, today: &str, week: &str) -> Heading {
    let filter = DutyFilter { states: vec!["open".to_owned()], ..filter.clone() };
    let mut heading = Heading::default();
    let found = state.duties.values().flatten().filter(|kept| sieve::duty(&kept.row, &filter));
    for day in found.filter_map(|kept| kept.row.due.as_deref()) {
        match day.cmp(today) {
            Ordering::Less => heading.overdue += 1,
            Ordering::Equal => heading.today += 1,
            Ordering::Greater if day <= week => heading.week += 1,
            Ordering::Greater => {}
        }
    }
    heading
}

/// A page of public decisions.
pub(super) fn decisions(
    state: &State,
    filter: &DecisionFilter,
    most: usize,
) -> Result<Page<DecisionRow>, StoreError> {
    let phrases = tokens::phrases(&filter.words);
    let ranked = filter.sort == DecisionSort::Relevance
        && phrases.as_ref().is_some_and(|all| !all.is_empty());
    let list = if ranked { "relevance" } else { "published" };
    let after = cursor::read(list, filter.cursor.as_deref())?;
    let mut found = passing(state, filter, ranked);
    let rank = |one: &Spot, other: &Spot| one.value.cmp(&other.value).then(other.key.cmp(&one.key));
    found.sort_by(|(one, _), (other, _)| rank(one, other));
    Ok(page(list, found, after.as_ref(), filter.limit.clamp(1, most), rank, DecisionRow::clone))
}

/// The decisions that a filter finds, in no order; their rank is `0` unless it is asked for and needs the body.
fn passing<'s>(
    state: &'s State,
    filter: &DecisionFilter,
    ranked: bool,
) -> Vec<(Spot, &'s DecisionRow)> {
    let Some(phrases) = tokens::phrases(&filter.words) else { return Vec::new() };
    let mut found = Vec::new();
    for row in state.decisions.values() {
        let (head, body) = sieve::decision_streams(row);
        let at_head = phrases.iter().all(|phrase| tokens::occurs(&head, phrase));
        let anywhere = phrases
            .iter()
            .all(|phrase| tokens::occurs(&head, phrase) || tokens::occurs(&body, phrase));
        if anywhere && sieve::decision(row, filter) {
            let rank = if ranked && !at_head { "1" } else { "0" };
            let key = order::decision_key(order::day(&row.published).unwrap_or(0), &row.id);
            found.push((Spot { value: rank.to_owned(), key }, row));
        }
    }
    found
}

/// The values of the newest decisions that a filter finds.
pub(super) fn found_values(state: &State, filter: &DecisionFilter) -> FoundValues {
    let mut found = passing(state, filter, false);
    found.sort_by_key(|(spot, _)| std::cmp::Reverse(spot.key));
    let mut values = sieve::Values::default();
    for (_, row) in found {
        values.add(sieve::facets(row));
    }
    values.found()
}

/// Counts of published decisions by value.
pub(super) fn facets(state: &State) -> Vec<Facet> {
    let mut counts: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for pair in state.decisions.values().flat_map(sieve::facets) {
        *counts.entry(pair).or_default() += 1;
    }
    let facet = |((field, value), count): ((&str, String), u64)| {
        sieve::facet(field.to_owned(), value, count)
    };
    counts.into_iter().map(facet).collect()
}

/// Entries of a register, by id.
pub(super) fn register(state: &State, filter: &RegisterFilter) -> Vec<RegisterRow> {
    let passes = |row: &&RegisterRow| {
        row.kind == filter.kind
            && (filter.ids.is_empty() || filter.ids.contains(&row.id))
            && filter.agencies.as_ref().is_none_or(|all| all.contains(&row.agency))
    };
    state.register.values().filter(passes).cloned().collect()
}

/// The sort value of a matter.
fn sort_value(row: &MatterRow, sort: MatterSort) -> String {
    match sort {
        MatterSort::Due | MatterSort::DueLast => order::due(row.due.as_deref()).to_owned(),
        MatterSort::Opened | MatterSort::OpenedLast => row.opened.clone(),
        MatterSort::Number => order::number(row.number.as_deref()),
    }
}

/// Cuts one page out of a sorted list.
fn page<T>(
    list: &str,
    found: Vec<(Spot, &T)>,
    after: Option<&Spot>,
    limit: usize,
    rank: impl Fn(&Spot, &Spot) -> Ordering,
    show: impl Fn(&T) -> T,
) -> Page<T> {
    let (total, exact) = sieve::bounded(found.len() as u64);
    let rest: Vec<_> = found
        .into_iter()
        .filter(|(spot, _)| after.is_none_or(|after| rank(spot, after).is_gt()))
        .take(limit + 1)
        .collect();
    let end = rest.get(limit - 1).filter(|_| rest.len() > limit);
    let next = end.map(|(spot, _)| cursor::write(list, spot));
    let items = rest.iter().take(limit).map(|(_, row)| show(row)).collect();
    Page { items, next, total, exact }
}
