//! Entries of registers in memory: every row is looked at. What the databases are compared with.

use std::collections::BTreeMap;

use zhiheng_app::ports::{
    EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, Page, PartyRow, StoreError,
};

use super::state::State;
use crate::{cursor, entry, sieve};

/// A page of entries.
pub(super) fn page(state: &State, filter: &EntryFilter) -> Result<Page<EntryRow>, StoreError> {
    let after = entry::after(cursor::read(entry::LIST, filter.cursor.as_deref())?);
    let limit = entry::limit(filter);
    let words = entry::words(&filter.words);
    let fits = |row: &&EntryRow| {
        let is = |wanted: &Option<String>, held: &String| wanted.as_ref().is_none_or(|w| w == held);
        row.kind == filter.kind
            && filter.agencies.as_ref().is_none_or(|all| all.contains(&row.agency))
            && words.iter().all(|word| row.search.contains(word))
            && is(&filter.state, &row.state)
            && (filter.state.is_some() || row.state != entry::DISCARDED)
            && is(&filter.category, &row.category)
            && is(&filter.code, &row.code)
            && (!filter.waiting || row.waits.is_some())
            && filter.on.as_ref().is_none_or(|day| holds(row, day))
    };
    let mut found: Vec<&EntryRow> = state.entries.values().filter(fits).collect();
    found.sort_by_key(|row| (&row.place, &row.id));
    let (total, exact) = sieve::bounded(found.len() as u64);
    if let Some((place, id)) = &after {
        found.retain(|row| (&row.place, &row.id) > (place, id));
    }
    let next = entry::next(&found, limit);
    Ok(Page { items: found.into_iter().take(limit).cloned().collect(), next, total, exact })
}

fn holds(row: &EntryRow, day: &str) -> bool {
    !row.held_from.is_empty()
        && row.held_from.as_str() <= day
        && row.held_until.as_deref().is_none_or(|until| day < until)
}

/// Counts by register, agency, group, state and statement.
pub(super) fn tallies(state: &State, agencies: Option<&[String]>) -> Vec<EntryTally> {
    let mut counts: BTreeMap<(&str, &str, &str, &str, bool), u64> = BTreeMap::new();
    for row in state.entries.values() {
        let seen = agencies.is_none_or(|all| all.contains(&row.agency));
        if seen && row.state != entry::DISCARDED {
            let EntryRow { kind, agency, category, state, none, .. } = row;
            *counts.entry((kind, agency, category, state, *none)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((kind, agency, category, state, none), held)| EntryTally {
            kind: kind.to_owned(),
            agency: agency.to_owned(),
            category: category.to_owned(),
            state: state.to_owned(),
            none,
            held,
        })
        .collect()
}

/// What waits to be published, by day, register, agency and work.
pub(super) fn waiting(state: &State, agencies: Option<&[String]>) -> Vec<EntryWait> {
    let mut counts: BTreeMap<(&str, &str, &str, &str), u64> = BTreeMap::new();
    for row in state.entries.values() {
        let Some(since) = &row.waits else { continue };
        if agencies.is_none_or(|all| all.contains(&row.agency)) {
            *counts.entry((since, &row.kind, &row.agency, &row.work)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((since, kind, agency, work), held)| EntryWait {
            since: since.to_owned(),
            kind: kind.to_owned(),
            agency: agency.to_owned(),
            work: work.to_owned(),
            held,
        })
        .collect()
}

/// Matters of one family about one party.
pub(super) fn earlier(state: &State, filter: &EarlierFilter) -> u64 {
    let EarlierFilter { family, agency, party, from, to, but } = filter;
    let fits = |row: &&PartyRow| {
        (&row.family, &row.agency, &row.party) == (family, agency, party)
            && (from..=to).contains(&&row.opened)
            && row.matter != *but
    };
    state.parties.values().filter(fits).take(entry::MOST_EARLIER).count() as u64
}
