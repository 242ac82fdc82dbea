//! The count of the yearly report: sums and the lines behind a number, against a count over every line.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use zhiheng_app::ports::{Store, TallyFilter, TallyRow, TallySum, View};

use crate::model::Draw;

type Any = Arc<dyn Store>;

fn drawn() -> impl Strategy<Value = TallyRow> {
    let one = |values: &'static [&'static str]| prop::sample::select(values);
    (
        0..40_u32,
        1..4_u64,
        one(&["penalty.fine", "penalty.amount", "licence.granted"]),
        one(&["1", "2", "3"]),
        one(&["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-12-31", "2027-01-01"]),
        0..100_000_i64,
    )
        .prop_map(|(n, version, cell, agency, day, amount)| TallyRow {
            matter: format!("m{n}"),
            version,
            cell: cell.into(),
            agency: agency.into(),
            day: day.into(),
            amount,
        })
}

fn sums(
    rows: &BTreeMap<(String, u64, String), TallyRow>,
    year: &str,
    of: &[&str],
) -> Vec<TallySum> {
    let mut sums: BTreeMap<(String, String, u8), (u64, i64)> = BTreeMap::new();
    for row in
        rows.values().filter(|row| row.day.starts_with(year) && of.contains(&row.agency.as_str()))
    {
        let month = row.day[5..7].parse().unwrap();
        let sum = sums.entry((row.agency.clone(), row.cell.clone(), month)).or_default();
        *sum = (sum.0 + 1, sum.1 + row.amount);
    }
    let sum =
        |((agency, cell, month), (count, amount))| TallySum { agency, cell, month, count, amount };
    sums.into_iter().map(sum).collect()
}

pub(crate) async fn sums_and_lines_are_those_of_every_line(store: Any) {
    let mut draw = Draw::new();
    let rows: Vec<TallyRow> = (0..200).map(|_| draw.one(&drawn())).collect();
    let mut kept: BTreeMap<(String, u64, String), TallyRow> = BTreeMap::new();
    for row in &rows {
        kept.insert((row.matter.clone(), row.version, row.cell.clone()), row.clone());
    }
    store.put_views(rows.into_iter().map(View::Tally).collect()).await.unwrap();
    assert_eq!(store.tally_sums(None, 2026).await.unwrap(), sums(&kept, "2026", &["1", "2", "3"]));
    let some = vec!["3".to_owned(), "1".to_owned(), "3".to_owned(), "none".to_owned()];
    assert_eq!(
        store.tally_sums(Some(&some), 2026).await.unwrap(),
        sums(&kept, "2026", &["1", "3"])
    );
    assert_eq!(store.tally_sums(Some(&[]), 2026).await.unwrap(), Vec::new());
    assert_eq!(store.tally_sums(None, 2027).await.unwrap(), sums(&kept, "2027", &["1", "2", "3"]));

    let mut filter = TallyFilter {
        agency: "2".into(),
        cell: "penalty.fine".into(),
        year: 2026,
        after: None,
        limit: 3,
    };
    let mut wanted: Vec<TallyRow> = kept
        .values()
        .filter(|row| {
            row.agency == "2" && row.cell == "penalty.fine" && row.day.starts_with("2026")
        })
        .cloned()
        .collect();
    wanted.sort_by_key(|row| (row.day.clone(), row.matter.clone(), row.version));
    assert!(wanted.len() > 3, "there is more than one page");
    let mut found = Vec::new();
    loop {
        let page = store.tallies(&filter).await.unwrap();
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 3);
        filter.after = Some((last.day.clone(), last.matter.clone(), last.version));
        found.extend(page);
    }
    assert_eq!(found, wanted);

    store.drop_views().await.unwrap();
    assert_eq!(store.tally_sums(None, 2026).await.unwrap(), Vec::new());
    for day in ["", "2026-2-3", "someday"] {
        let broken = TallyRow { day: day.into(), ..wanted[0].clone() };
        assert!(store.put_views(vec![View::Tally(broken)]).await.is_err(), "{day}");
    }
    assert_eq!(
        store.dump_views().await.unwrap().iter().filter(|line| line.starts_with("tally ")).count(),
        0
    );
    store.put_views(wanted.iter().cloned().map(View::Tally).collect()).await.unwrap();
    assert_eq!(
        store.dump_views().await.unwrap().iter().filter(|line| line.starts_with("tally ")).count(),
        wanted.len()
    );
}
