//! Lists of matters in which words occur.

use rusqlite::{Connection, params};
use zhiheng_app::ports::{MatterRow, Page};

use super::failure::Failure;
use super::matter_list::{Scope, load, ordered, sifted};
use super::text;
use crate::merge::{Direction, Spot};
use crate::order;
use crate::sieve::{self, COUNTED};
use crate::tokens::Phrase;

/// Hits that are sifted one by one where there are too many to sort them all: enough to say "at least so many".
const SAMPLE: usize = 2_000;

/// Most agencies named in a search; more are sifted afterwards.
const HANDFUL: usize = 32;

/// The hits of an expression, in the order of the index.
pub(super) const HITS: &str =
    "SELECT rowid FROM matter_text WHERE matter_text MATCH ?1 ORDER BY rowid LIMIT ?2";

/// One page. Rare words: all hits are sifted and sorted, and counted exactly. Frequent words: the list is read in its
/// order and each row checked, which soon fills a page just because the words are frequent; the total is then a lower
/// bound.
pub(super) fn page(
    connection: &Connection,
    scope: &Scope<'_>,
    phrases: &[Phrase],
) -> Result<Page<MatterRow>, Failure> {
    let limit = i64::try_from(COUNTED + 1).unwrap_or(i64::MAX);
    let hits = connection
        .prepare_cached(HITS)?
        .query_map(params![expression(scope, phrases), limit], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    if u64::try_from(hits.len()).unwrap_or(u64::MAX) > COUNTED {
        let sample = hits.get(..SAMPLE).unwrap_or(&hits);
        let known = sifted(connection, scope, sample)?.len();
        let (items, next) = ordered(connection, scope, phrases)?;
        let total = if known == sample.len() { COUNTED } else { known.max(items.len()) as u64 };
        return Ok(Page { items, next, total, exact: false });
    }
    let mut spots = sifted(connection, scope, &hits)?;
    let (total, exact) = sieve::bounded(spots.len() as u64);
    sort(&mut spots, scope);
    let (items, next) = load(connection, scope, spots)?;
    Ok(Page { items, next, total, exact })
}

/// The words, and of the filter what the text index knows.
fn expression(scope: &Scope<'_>, phrases: &[Phrase]) -> String {
    let mut all = vec![text::within("text", phrases)];
    if let Some(agencies) = scope.filter.agencies.as_ref().filter(|all| all.len() <= HANDFUL) {
        all.push(text::among("agency", agencies));
    }
    all.extend(scope.filter.procedure.as_ref().map(|value| text::among("procedure", [value])));
    all.join(" AND ")
}

/// Sorts, and leaves out what earlier pages have shown.
fn sort(spots: &mut Vec<Spot>, scope: &Scope<'_>) {
    // Without a due day comes last, whichever end is first.
    let late = |spot: &Spot| scope.order.name == "due_last" && spot.value == order::LAST;
    let rank = |one: &Spot, other: &Spot| {
        let along = match scope.order.direction {
            Direction::Up => one.cmp(other),
            Direction::Down => other.cmp(one),
        };
        late(one).cmp(&late(other)).then(along)
    };
    if let Some(after) = &scope.after {
        spots.retain(|spot| rank(spot, after).is_gt());
    }
    spots.sort_unstable_by(rank);
}
