//! The sums of a year over very many matters: the query behind the yearly report, beside the same sums without the index.
//!
//! What this is not: the making of the files, which does not grow with the matters.

use std::time::Instant;

use zhiheng_app::ports::{Store as _, TallyRow, View};
use zhiheng_store::SqliteStore;

use crate::figures::{percentile, print};

/// Agencies among which the matters lie.
const AGENCIES: usize = 13;
/// Lines written in one step.
const STEP: usize = 20_000;
/// How often the year is asked for.
const TIMES: usize = 7;

/// Writes `matters` matters of one year, each counting once in a kind and once with an amount, and asks for the year's sums.
pub(crate) async fn run(matters: usize) -> Result<(), Box<dyn std::error::Error>> {
    const KINDS: [&str; 8] = [
        "penalty.warning",
        "penalty.fine",
        "penalty.confiscation",
        "licence.granted",
        "inspection.count",
        "coercion.seal",
        "petition.registered",
        "published.count",
    ];
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("zhiheng.db");
    let store = SqliteStore::open(&path)?;
    let mut views = Vec::with_capacity(STEP);
    for n in 0..matters {
        let line = |cell: &str, amount: i64| {
            View::Tally(TallyRow {
                matter: format!("{n:026}"),
                version: 7,
                cell: cell.to_owned(),
                agency: format!("agency-{}", n % AGENCIES),
                day: format!("2025-{:02}-{:02}", n % 12 + 1, n % 28 + 1),
                amount,
            })
        };
        let kind = KINDS.get(n % KINDS.len()).copied().unwrap_or_default();
        views.push(line(kind, 0));
        views.push(line("penalty.amount", i64::try_from(n % 100_000)?));
        if views.len() >= STEP {
            store.put_views(std::mem::take(&mut views)).await?;
        }
    }
    store.put_views(views).await?;
    let mut samples = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        let sums = store.tally_sums(None, 2025).await?;
        samples.push(started.elapsed());
        let counted: u64 = sums.iter().map(|sum| sum.count).sum();
        if counted != 2 * u64::try_from(matters)? {
            return Err(format!("{counted} lines were counted").into());
        }
    }
    drop(store);
    // The same sums by reading every line: what the index saves.
    let plain = rusqlite::Connection::open(&path)?;
    let started = Instant::now();
    let mut statement = plain.prepare(
        "SELECT agency, cell, month, count(*), sum(amount) FROM tally NOT INDEXED
         WHERE year = 2025 GROUP BY agency, cell, month",
    )?;
    let rows = statement.query_map([], |_| Ok(()))?.count();
    let scanned = started.elapsed().as_secs_f64() * 1000.0;
    if rows == 0 {
        return Err("nothing was counted".into());
    }
    print("annual.sums.p50", percentile(&mut samples, 0.5), "ms", Some(scanned), "<= 2000 ms");
    Ok(())
}
