//! Lists of public decisions. Words and values are looked up in one index whose order is the order of the list, newest
//! first, so a page ends as soon as it is full.

use rusqlite::{Connection, params};
use zhiheng_app::ports::{DecisionFilter, DecisionRow, DecisionSort, Facet, Page};

use super::failure::{Failure, corrupt};
use super::matter_list::counted;
use super::number::count;
use super::{rows, text};
use crate::merge::Spot;
use crate::sieve::{self, COUNTED};
use crate::tokens::Phrase;
use crate::{cursor, order, tokens};

/// Keys of all published decisions between two keys, newest first.
pub(super) const ALL: &str = "SELECT key FROM decision INDEXED BY decision_shown
    WHERE state = 'published' AND key >= ?1 AND key < ?2 AND ?5 = ''
        AND (?3 = '' OR until IS NULL OR until >= ?3)
    ORDER BY key DESC LIMIT ?4";
/// Keys of the published decisions that an expression finds, newest first.
pub(super) const FOUND: &str = "SELECT rowid FROM decision_text
    WHERE decision_text MATCH ?5 AND rowid >= ?1 AND rowid < ?2 AND ?3 = ''
    ORDER BY rowid DESC LIMIT ?4";
/// The same, of those whose public period has not ended.
pub(super) const FOUND_CURRENT: &str = "SELECT t.rowid
    FROM decision_text t CROSS JOIN decision d INDEXED BY decision_shown
        ON d.state = 'published' AND d.key = t.rowid AND (d.until IS NULL OR d.until >= ?3)
    WHERE t.decision_text MATCH ?5 AND t.rowid >= ?1 AND t.rowid < ?2
    ORDER BY t.rowid DESC LIMIT ?4";
/// Whether any public period has ended before a day.
pub(super) const ENDED: &str = "SELECT 1 FROM decision INDEXED BY decision_until
    WHERE state = 'published' AND until IS NOT NULL AND until < ?1 LIMIT 1";

/// What one pass over an index looks for.
struct Pass {
    /// Empty: everything published.
    expression: String,
    low: i64,
    high: i64,
}

/// One page.
pub(super) fn page(
    connection: &Connection,
    filter: &DecisionFilter,
) -> Result<Page<DecisionRow>, Failure> {
    let limit = filter.limit.clamp(1, 100);
    let empty = Page { items: Vec::new(), next: None, total: 0, exact: true };
    let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(empty) };
    let ranked = filter.sort == DecisionSort::Relevance && !phrases.is_empty();
    let list = if ranked { "relevance" } else { "published" };
    let after = cursor::read(list, filter.cursor.as_deref())?;

    let (low, high) = days(filter);
    let values = values(filter);
    let expressions =
        if ranked { ranks(&phrases, &values) } else { vec![plain(&phrases, &values)] };
    // Periods are checked only if any has ended: most of the time none has, and then no row is read to count.
    let ended = !filter.on.is_empty() && connection.prepare_cached(ENDED)?.exists([&filter.on])?;
    let on = if ended { filter.on.as_str() } else { "" };

    let mut spots = Vec::new();
    for (rank, expression) in expressions.into_iter().enumerate() {
        let rank = rank.to_string();
        let high = match &after {
            Some(after) if after.value > rank => continue,
            Some(after) if after.value == rank => high.min(after.key),
            _ => high,
        };
        let wanted = limit + 1 - spots.len();
        let keys = keys(connection, &Pass { expression, low, high }, on, wanted)?;
        spots.extend(keys.into_iter().map(|key| Spot { value: rank.clone(), key }));
        if spots.len() > limit {
            break;
        }
    }
    let whole = Pass { expression: plain(&phrases, &values), low, high };
    let (total, exact) = sieve::bounded(total(connection, &whole, on)?);
    let next = spots.get(limit - 1).filter(|_| spots.len() > limit);
    let next = next.map(|spot| cursor::write(list, spot));
    let items =
        spots.iter().take(limit).map(|spot| row(connection, spot.key)).collect::<Result<_, _>>()?;
    Ok(Page { items, next, total, exact })
}

/// One decision.
pub(super) fn get(connection: &Connection, id: &str) -> Result<Option<DecisionRow>, Failure> {
    let sql = format!("SELECT {} FROM decision WHERE id = ?1", rows::DECISION);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([id], rows::decision)?;
    found.next().transpose()
}

/// Counts by value.
pub(super) fn facets(connection: &Connection) -> Result<Vec<Facet>, Failure> {
    let sql = "SELECT field, value, held FROM decision_facet WHERE held > 0 ORDER BY field, value";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement
        .query_map([], |row| Ok(sieve::facet(row.get(0)?, row.get(1)?, count(row.get(2)?))))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn row(connection: &Connection, key: i64) -> Result<DecisionRow, Failure> {
    let sql = format!("SELECT {} FROM decision WHERE key = ?1", rows::DECISION);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_and_then([key], rows::decision)?;
    found.next().unwrap_or_else(|| Err(corrupt("decision", &key, "row is missing")))
}

/// First key and the key after the last that the days of publication allow.
fn days(filter: &DecisionFilter) -> (i64, i64) {
    let day = |value: Option<&str>| value.filter(|day| !day.is_empty()).and_then(order::day);
    let low = filter.from.as_deref().map_or(0, |from| order::day(from).unwrap_or(0));
    let last = [filter.to.as_deref(), Some(filter.on.as_str())].map(day);
    let last = last.into_iter().flatten().min();
    (order::decision_floor(low), last.map_or(i64::MAX, |last| order::decision_floor(last + 1)))
}

/// The values that the list is narrowed to, in the language of the index.
fn values(filter: &DecisionFilter) -> Vec<String> {
    let fields = [
        ("category", &filter.category),
        ("agency", &filter.agency),
        ("region", &filter.region),
        ("kind", &filter.kind),
    ];
    let wanted = |(field, value): (&str, &Option<String>)| {
        value.as_ref().map(|value| text::among(field, [value]))
    };
    fields.into_iter().filter_map(wanted).collect()
}

fn plain(phrases: &[Phrase], values: &[String]) -> String {
    let mut all = values.to_vec();
    if !phrases.is_empty() {
        all.insert(0, text::within("head body", phrases));
    }
    all.join(" AND ")
}

/// Best first: all words at the head (number, title, party, agency), then those that need the body as well.
fn ranks(phrases: &[Phrase], values: &[String]) -> Vec<String> {
    let head = text::within("head", phrases);
    let mut first = vec![head.clone()];
    first.extend_from_slice(values);
    vec![first.join(" AND "), format!("({}) NOT ({head})", plain(phrases, values))]
}

/// The newest keys that a pass finds, at most `wanted`.
fn keys(
    connection: &Connection,
    pass: &Pass,
    on: &str,
    wanted: usize,
) -> Result<Vec<i64>, Failure> {
    let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
    let Pass { expression, low, high } = pass;
    let mut statement = connection.prepare_cached(source(pass, on))?;
    let values = params![low, high, on, wanted, expression];
    let found = statement.query_map(values, |row| row.get(0))?;
    found.map(|key| key.map_err(Failure::from)).collect()
}

/// How many there are, counted up to [`COUNTED`] + 1.
fn total(connection: &Connection, pass: &Pass, on: &str) -> Result<u64, Failure> {
    let most = i64::try_from(COUNTED + 1).unwrap_or(i64::MAX);
    let sql = format!("SELECT count(*) FROM ({})", source(pass, on));
    let Pass { expression, low, high } = pass;
    counted(connection, &sql, params![low, high, on, most, expression])
}

/// The statement that a pass reads from.
fn source(pass: &Pass, on: &str) -> &'static str {
    match (pass.expression.is_empty(), on.is_empty()) {
        (true, _) => ALL,
        (false, true) => FOUND,
        (false, false) => FOUND_CURRENT,
    }
}
