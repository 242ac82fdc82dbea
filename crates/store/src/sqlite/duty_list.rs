//! Lists of duties, and the counts at the head of a desk.

use std::cmp::Ordering;

use rusqlite::{Connection, params};
use zhiheng_app::ports::{DutyFilter, DutyRow, Heading};

use super::failure::{Failure, corrupt};
use super::matter_list::counted;
use super::number::count;
use super::rows;
use crate::merge::{Direction, Merge, Spot};
use crate::{order, sieve};

/// Reads the next duties of one agency, state and power.
pub(super) const RUN: &str = "SELECT due_order, place FROM duty INDEXED BY duty_due_in
    WHERE agency = ?1 AND state = ?2 AND owner = ?3 AND (due_order, place) > (?4, ?5)
        AND due_order <= ?6 AND hidden_from <> ?7
    ORDER BY due_order, place LIMIT ?8";
/// Reads the next duties of one person in one state.
pub(super) const MINE: &str = "SELECT due_order, duty FROM duty_handler
    WHERE person = ?1 AND state = ?2 AND (due_order, duty) > (?3, ?4)
        AND due_order <= ?5
    ORDER BY due_order, duty LIMIT ?6";
/// Counts the duties of one agency, state and power between two days.
pub(super) const COUNT: &str = "SELECT count(*) FROM duty INDEXED BY duty_due_in
    WHERE agency = ?1 AND state = ?2 AND owner = ?3 AND due_order >= ?4 AND due_order <= ?5
        AND hidden_from <> ?6";
/// States that a duty can have.
const STATES: [&str; 4] = ["open", "stopped", "fulfilled", "excused"];
/// Rows read at a time from one run.
const CHUNK: i64 = 16;

/// One run of the index: duties of one agency, state and power.
struct Run {
    agency: String,
    state: String,
    owner: String,
}

/// Duties by due day.
pub(super) fn list(connection: &Connection, filter: &DutyFilter) -> Result<Vec<DutyRow>, Failure> {
    let limit = filter.limit.clamp(1, 500);
    if let Some(matter) = &filter.matter {
        let mut rows = of_matter(connection, matter, filter)?;
        rows.truncate(limit);
        return Ok(rows);
    }
    if let Some(person) = &filter.handler {
        return of_person(connection, person, filter, limit);
    }
    let runs = runs(connection, filter)?;
    let (from, to, viewer) = bounds(filter);
    let mut merge = Merge::new(runs.len(), Direction::Up, |run, after: Option<&Spot>| {
        let Some(Run { agency, state, owner }) = runs.get(run) else { return Ok(Vec::new()) };
        let (value, key) = after.map_or((from, -1), |spot| (spot.value.as_str(), spot.key));
        let values = params![agency, state, owner, value, key, to, viewer, CHUNK];
        spots(connection, RUN, values)
    })?;
    take(connection, filter, limit, || merge.next())
}

/// Counts of open duties before `today`, on it, and after it until `week`.
pub(super) fn heading(
    connection: &Connection,
    filter: &DutyFilter,
    today: &str,
    week: &str,
) -> Result<Heading, Failure> {
    let filter = DutyFilter { states: vec!["open".to_owned()], ..filter.clone() };
    let mut heading = Heading::default();
    if filter.matter.is_some() || filter.handler.is_some() || !filter.kinds.is_empty() {
        let days = each_day(connection, &filter)?;
        for (day, held) in days {
            if let Some(slot) = slot(&mut heading, &day, today, week) {
                *slot += held;
            }
        }
        return Ok(heading);
    }
    let (from, to, viewer) = bounds(&filter);
    let ranges = [("", today), (today, today), (today, week)];
    for Run { agency, state, owner } in runs(connection, &filter)? {
        let upto = |low: &str, high: &str| -> Result<u64, Failure> {
            let (low, high) = (low.max(from), high.min(to));
            counted(connection, COUNT, params![agency, state, owner, low, high, viewer])
        };
        let mut counts = [0; 3];
        for (slot, (low, high)) in counts.iter_mut().zip(ranges) {
            *slot = upto(low, high)?;
        }
        let [until_today, on_today, until_week] = counts;
        heading.overdue += until_today.saturating_sub(on_today);
        heading.today += on_today;
        heading.week += until_week.saturating_sub(on_today);
    }
    Ok(heading)
}

fn of_matter(
    connection: &Connection,
    matter: &str,
    filter: &DutyFilter,
) -> Result<Vec<DutyRow>, Failure> {
    let sql = format!("SELECT {}, key FROM duty WHERE matter = ?1", rows::DUTY);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_and_then([matter], |row| -> Result<_, Failure> {
        Ok((row.get::<_, i64>(18)?, rows::duty(row)?))
    })?;
    let mut rows = found.collect::<Result<Vec<_>, Failure>>()?;
    rows.retain(|(_, row)| sieve::duty(row, filter));
    rows.sort_by(|(key, row), (other_key, other)| {
        let due = |row: &DutyRow| order::due(row.due.as_deref()).to_owned();
        (due(row), key).cmp(&(due(other), other_key))
    });
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn of_person(
    connection: &Connection,
    person: &str,
    filter: &DutyFilter,
    limit: usize,
) -> Result<Vec<DutyRow>, Failure> {
    let states = states(filter);
    let (from, to, _) = bounds(filter);
    let mut merge = Merge::new(states.len(), Direction::Up, |run, after: Option<&Spot>| {
        let (value, key) = after.map_or((from, -1), |spot| (spot.value.as_str(), spot.key));
        let values = params![person, states.get(run), value, key, to, CHUNK];
        spots(connection, MINE, values)
    })?;
    take(connection, filter, limit, || merge.next())
}

/// Loads rows in the order given until the list is full; rows that do not pass are left out.
fn take(
    connection: &Connection,
    filter: &DutyFilter,
    limit: usize,
    mut next: impl FnMut() -> Result<Option<Spot>, Failure>,
) -> Result<Vec<DutyRow>, Failure> {
    let sql = format!("SELECT {} FROM duty WHERE key = ?1", rows::DUTY);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut taken = Vec::new();
    while taken.len() < limit
        && let Some(spot) = next()?
    {
        let mut found = statement.query_and_then([spot.key], rows::duty)?;
        let row =
            found.next().unwrap_or_else(|| Err(corrupt("duty", &spot.key, "row is missing")))?;
        if sieve::duty(&row, filter) {
            taken.push(row);
        }
    }
    Ok(taken)
}

/// How many duties are due on each day, where the index alone cannot tell.
fn each_day(connection: &Connection, filter: &DutyFilter) -> Result<Vec<(String, u64)>, Failure> {
    if let Some(matter) = &filter.matter {
        let rows = of_matter(connection, matter, filter)?;
        return Ok(rows.into_iter().filter_map(|row| Some((row.due?, 1))).collect());
    }
    let mut days = Vec::new();
    if let Some(person) = &filter.handler {
        let sql = format!(
            "SELECT {} FROM duty_handler h JOIN duty d ON d.key = h.duty
             WHERE h.person = ?1 AND h.state = 'open' AND h.due_order < ?2",
            rows::DUTY
                .split(", ")
                .map(|column| format!("d.{column}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let found = statement.query_and_then(params![person, order::LAST], rows::duty)?;
        for row in found {
            let row = row?;
            if sieve::duty(&row, filter) {
                days.extend(row.due.map(|due| (due, 1)));
            }
        }
        return Ok(days);
    }
    let sql = "SELECT due_order, count(*) FROM duty INDEXED BY duty_due_in
               WHERE agency = ?1 AND state = ?2 AND owner = ?3 AND due_order >= ?4
                   AND due_order <= ?5 AND due_order < ?6 AND hidden_from <> ?7 AND kind = ?8
               GROUP BY due_order";
    let (from, to, viewer) = bounds(filter);
    let mut statement = connection.prepare_cached(sql)?;
    let mut kinds = filter.kinds.clone();
    kinds.sort();
    kinds.dedup();
    for Run { agency, state, owner } in runs(connection, filter)? {
        for kind in &kinds {
            let values = params![agency, state, owner, from, to, order::LAST, viewer, kind];
            let found = statement.query_map(values, |row| Ok((row.get(0)?, count(row.get(1)?))))?;
            days.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(days)
}

/// The count that a due day belongs to; a day after the week belongs to none.
fn slot<'a>(heading: &'a mut Heading, day: &str, today: &str, week: &str) -> Option<&'a mut u64> {
    match day.cmp(today) {
        Ordering::Less => Some(&mut heading.overdue),
        Ordering::Equal => Some(&mut heading.today),
        Ordering::Greater => (day <= week).then_some(&mut heading.week),
    }
}

fn spots(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Spot>, Failure> {
    let mut statement = connection.prepare_cached(sql)?;
    let found =
        statement.query_map(values, |row| Ok(Spot { value: row.get(0)?, key: row.get(1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The runs that a filter needs.
fn runs(connection: &Connection, filter: &DutyFilter) -> Result<Vec<Run>, Failure> {
    let mut runs = Vec::new();
    let sql = "SELECT agency, state, owner FROM duty_bucket WHERE held > 0";
    let passes = |run: &Run| {
        (filter.states.is_empty() || filter.states.contains(&run.state))
            && (filter.owners.is_empty() || filter.owners.contains(&run.owner))
    };
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Run { agency: row.get(0)?, state: row.get(1)?, owner: row.get(2)? })
    };
    match &filter.agencies {
        None => {
            for run in connection.prepare_cached(sql)?.query_map([], read)? {
                runs.push(run?);
            }
        }
        Some(agencies) => {
            let mut agencies: Vec<&String> = agencies.iter().collect();
            agencies.sort();
            agencies.dedup();
            let mut statement = connection.prepare_cached(&format!("{sql} AND agency = ?1"))?;
            for agency in agencies {
                for run in statement.query_map([agency], read)? {
                    runs.push(run?);
                }
            }
        }
    }
    runs.retain(passes);
    Ok(runs)
}

fn states(filter: &DutyFilter) -> Vec<&str> {
    let wanted =
        |state: &&str| filter.states.is_empty() || filter.states.iter().any(|s| s == state);
    STATES.into_iter().filter(wanted).collect()
}

/// First and last due day, and the agency that looks; without any bound those without a due day are included.
fn bounds(filter: &DutyFilter) -> (&str, &str, &str) {
    let from = filter.due_from.as_deref().unwrap_or_default();
    let any = if filter.due_from.is_some() { "\u{FFFFF}" } else { order::LAST };
    let to = filter.due_to.as_deref().unwrap_or(any);
    (from, to, if filter.viewer.is_empty() { "\u{1}" } else { &filter.viewer })
}
