//! Lists of public decisions. Words and values are looked up in one index whose order is the order of the list, newest
//! first, so a page ends as soon as it is full.

use rusqlite::{Connection, params};
use zhiheng_app::ports::{DecisionFilter, DecisionRow, DecisionSort, Facet, FoundValues, Page};

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
    let empty = Page { items: Vec::new(), next: None, total: 0, exact: true };
    let Some(sought) = Sought::new(connection, filter)? else { return Ok(empty) };
    let (items, next) = sought.rows(connection, filter, sieve::LIST)?;
    let (total, exact) = sieve::bounded(total(connection, &sought.whole(), sought.on)?);
    Ok(Page { items, next, total, exact })
}

/// A longer piece of the list, without how many there are.
pub(super) fn run(
    connection: &Connection,
    filter: &DecisionFilter,
) -> Result<(Vec<DecisionRow>, Option<String>), Failure> {
    match Sought::new(connection, filter)? {
        Some(sought) => sought.rows(connection, filter, sieve::RUN),
        None => Ok((Vec::new(), None)),
    }
}

/// What a filter looks for, in the language of the index.
struct Sought<'f> {
    phrases: Vec<Phrase>,
    values: Vec<String>,
    /// First key and the key after the last.
    keys: (i64, i64),
    /// Day that public periods must include; empty where none has ended.
    on: &'f str,
    ranked: bool,
}

impl<'f> Sought<'f> {
    /// None where the words can occur nowhere.
    fn new(connection: &Connection, filter: &'f DecisionFilter) -> Result<Option<Self>, Failure> {
        let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(None) };
        Ok(Some(Self {
            ranked: filter.sort == DecisionSort::Relevance && !phrases.is_empty(),
            values: values(filter),
            keys: days(filter),
            on: ended(connection, filter)?,
            phrases,
        }))
    }

    /// Everything that is found, in one pass.
    fn whole(&self) -> Pass {
        let (low, high) = self.keys;
        Pass { expression: plain(&self.phrases, &self.values), low, high }
    }

    /// A piece of the list with the cursor of what follows.
    fn rows(
        &self,
        connection: &Connection,
        filter: &DecisionFilter,
        most: usize,
    ) -> Result<(Vec<DecisionRow>, Option<String>), Failure> {
        let limit = filter.limit.clamp(1, most);
        let list = if self.ranked { "relevance" } else { "published" };
        let after = cursor::read(list, filter.cursor.as_deref())?;
        let expressions = if self.ranked {
            ranks(&self.phrases, &self.values)
        } else {
            vec![plain(&self.phrases, &self.values)]
        };
        let (low, high) = self.keys;
        let mut spots = Vec::new();
        for (rank, expression) in expressions.into_iter().enumerate() {
            let rank = rank.to_string();
            let high = match &after {
                Some(after) if after.value > rank => continue,
                Some(after) if after.value == rank => high.min(after.key),
                _ => high,
            };
            let wanted = limit + 1 - spots.len();
            let keys = keys(connection, &Pass { expression, low, high }, self.on, wanted)?;
            spots.extend(keys.into_iter().map(|key| Spot { value: rank.clone(), key }));
            if spots.len() > limit {
                break;
            }
        }
        let next = spots.get(limit - 1).filter(|_| spots.len() > limit);
        let next = next.map(|spot| cursor::write(list, spot));
        let items = spots.iter().take(limit).map(|spot| row(connection, spot.key));
        Ok((items.collect::<Result<_, _>>()?, next))
    }
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

/// The values of the newest decisions that a filter finds.
pub(super) fn found_values(
    connection: &Connection,
    filter: &DecisionFilter,
) -> Result<FoundValues, Failure> {
    let mut values = sieve::Values::default();
    let Some(sought) = Sought::new(connection, filter)? else { return Ok(values.found()) };
    let (pass, on) = (sought.whole(), sought.on);
    let most = i64::try_from(COUNTED + 1).unwrap_or(i64::MAX);
    let sql = format!(
        "WITH found (key) AS ({})
         SELECT d.category, d.agency_name, d.region, d.published, d.kinds
         FROM found CROSS JOIN decision d ON d.key = found.key",
        source(&pass, on)
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params![pass.low, pass.high, on, most, pass.expression])?;
    while let Some(row) = found.next()? {
        let text = |place: usize| row.get_ref(place)?.as_str().map_err(rusqlite::Error::from);
        let kinds = rows::unpack(row, 4, "decision", "")?;
        values.add(sieve::values([text(0)?, text(1)?, text(2)?, text(3)?], kinds));
    }
    Ok(values.found())
}

/// The day against which public periods are checked: empty where none has ended, which is most of the time, and then no row
/// is read to count.
fn ended<'f>(connection: &Connection, filter: &'f DecisionFilter) -> Result<&'f str, Failure> {
    let ended = !filter.on.is_empty() && connection.prepare_cached(ENDED)?.exists([&filter.on])?;
    Ok(if ended { filter.on.as_str() } else { "" })
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
