//! Entries of registers, and how often a party was dealt with.

use std::sync::Arc;

use proptest::prelude::*;
use zhiheng_app::ports::{EarlierFilter, EntryFilter, EntryRow, EntryTally, PartyRow, Store, View};
use zhiheng_store::MemoryStore;

use crate::model::Draw;

type Any = Arc<dyn Store>;

pub(crate) fn entry(kind: &str, id: &str) -> EntryRow {
    EntryRow {
        kind: kind.into(),
        id: id.into(),
        agency: "140400".into(),
        name: format!("事项{id}"),
        category: "行政检查".into(),
        code: String::new(),
        state: "published".into(),
        none: false,
        held_from: "2026-01-01".into(),
        held_until: None,
        place: id.into(),
        search: format!("事项{id} abc"),
        waits: None,
        work: String::new(),
        version: 1,
        body: "{}".into(),
    }
}

/// Any entry of a small world, so that filters find some and miss others.
pub(crate) fn drawn() -> impl Strategy<Value = EntryRow> {
    let one = |values: &'static [&'static str]| prop::sample::select(values);
    (
        (one(&["items", "discretion"]), 0..60_u32, one(&["1", "2", "3"]), 0..4_u32),
        one(&["draft", "pending", "published", "repealed", "discarded"]),
        (one(&["行政检查", "行政处罚", ""]), one(&["", "JC-1", "CF-2"]), any::<bool>()),
        (
            one(&["", "2026-01-01", "2026-03-01"]),
            prop::option::of(one(&["2026-02-01", "2027-01-01"])),
            prop::option::of((one(&["2026-01-05", "2026-01-06"]), one(&["pending", "examined"]))),
        ),
        one(&["食品 检查 abc", "药品 abd", "Ünïcode 检查"]),
    )
        .prop_map(
            |(
                (kind, n, agency, place),
                state,
                (category, code, none),
                (from, until, waits),
                text,
            )| {
                EntryRow {
                    agency: agency.into(),
                    category: category.into(),
                    code: code.into(),
                    state: state.into(),
                    none,
                    held_from: from.into(),
                    held_until: until.map(Into::into),
                    place: format!("{place}"),
                    search: text.to_lowercase(),
                    waits: waits.map(|(since, _)| since.into()),
                    work: waits.map(|(_, work)| work.into()).unwrap_or_default(),
                    version: u64::from(n) + 1,
                    ..entry(kind, &format!("e{n}"))
                }
            },
        )
}

fn filters() -> Vec<EntryFilter> {
    let all = EntryFilter { kind: "items".into(), limit: 7, ..EntryFilter::default() };
    let some = |text: &str| Some(text.to_owned());
    vec![
        all.clone(),
        EntryFilter { kind: "discretion".into(), ..all.clone() },
        EntryFilter { agencies: Some(vec!["1".into(), "3".into()]), ..all.clone() },
        EntryFilter { agencies: Some(Vec::new()), ..all.clone() },
        EntryFilter { state: some("published"), ..all.clone() },
        EntryFilter { state: some("discarded"), ..all.clone() },
        EntryFilter { category: some("行政检查"), ..all.clone() },
        EntryFilter { category: some(""), ..all.clone() },
        EntryFilter { code: some("JC-1"), ..all.clone() },
        EntryFilter { code: some(""), ..all.clone() },
        EntryFilter { on: some("2026-01-31"), ..all.clone() },
        EntryFilter { waiting: true, ..all.clone() },
        EntryFilter { on: some("2026-02-01"), state: some("published"), ..all.clone() },
        EntryFilter { words: "检查".into(), ..all.clone() },
        EntryFilter { words: "ABC 食品".into(), ..all.clone() },
        EntryFilter { words: "ÜNÏ".into(), ..all.clone() },
        EntryFilter { words: "没有这个词".into(), ..all },
    ]
}

async fn whole(store: &dyn Store, filter: &EntryFilter) -> (Vec<EntryRow>, u64) {
    let mut filter = filter.clone();
    let mut rows = Vec::new();
    loop {
        let page = store.entries(&filter).await.unwrap();
        assert!(page.items.len() <= filter.limit && page.exact);
        rows.extend(page.items);
        match page.next {
            Some(next) => filter.cursor = Some(next),
            None => return (rows, page.total),
        }
    }
}

pub(crate) async fn pages_of_entries_are_the_whole_list_in_order(store: Any) {
    let right = MemoryStore::new();
    let mut draw = Draw::new();
    // More rows than ids: some are replaced, and then only the last one counts.
    let views: Vec<View> = (0..150).map(|_| View::Entry(Box::new(draw.one(&drawn())))).collect();
    store.put_views(views.clone()).await.unwrap();
    right.put_views(views).await.unwrap();
    let mut found = 0;
    for filter in filters() {
        let (rows, total) = whole(&*store, &filter).await;
        assert_eq!(
            (&rows, total),
            (&whole(&right, &filter).await.0, rows.len() as u64),
            "{filter:?}"
        );
        assert!(rows.is_sorted_by_key(|row| (row.place.clone(), row.id.clone())));
        found += rows.len();
        for row in rows.iter().take(2) {
            assert_eq!(store.entry(&row.kind, &row.id).await.unwrap().as_ref(), Some(row));
        }
    }
    assert!(found > 100, "the filters find something");
    assert_eq!(store.entry("items", "nowhere").await.unwrap(), None);
    assert_eq!(store.entry("items", "no\0where").await.unwrap(), None);
    let agencies = ["1".to_owned(), "2".to_owned()];
    for agencies in [None, Some(&agencies[..]), Some(&[][..])] {
        assert_eq!(
            store.entry_tallies(agencies).await.unwrap(),
            right.entry_tallies(agencies).await.unwrap()
        );
        let waiting = store.entries_waiting(agencies).await.unwrap();
        assert_eq!(waiting, right.entries_waiting(agencies).await.unwrap());
        assert_eq!(waiting.is_empty(), agencies.is_some_and(<[String]>::is_empty));
        assert!(waiting.is_sorted());
    }
}

pub(crate) async fn entries_are_counted_without_the_discarded_ones(store: Any) {
    let gone = EntryRow { state: "discarded".into(), ..entry("items", "c") };
    let none = EntryRow { none: true, category: "行政强制".into(), ..entry("items", "d") };
    let rows = [entry("items", "a"), entry("items", "b"), gone, none];
    store.put_views(rows.map(|row| View::Entry(Box::new(row))).to_vec()).await.unwrap();
    let tally = |category: &str, none, held| EntryTally {
        kind: "items".into(),
        agency: "140400".into(),
        category: category.into(),
        state: "published".into(),
        none,
        held,
    };
    let counted = store.entry_tallies(None).await.unwrap();
    assert_eq!(counted, [tally("行政强制", true, 1), tally("行政检查", false, 2)]);
}

pub(crate) async fn a_cursor_and_days_that_are_none_are_refused_for_entries(store: Any) {
    let filter = EntryFilter { kind: "items".into(), limit: 5, ..EntryFilter::default() };
    for cursor in ["", "due-1-00", "entry-1-zz", "entry"] {
        let odd = EntryFilter { cursor: Some(cursor.into()), ..filter.clone() };
        assert!(store.entries(&odd).await.is_err(), "{cursor}");
    }
    let odd = EntryFilter { on: Some("gestern".into()), ..filter.clone() };
    assert!(store.entries(&odd).await.is_err());
    let odd = EntryFilter { words: "'; DROP TABLE entry; -- %_\\".into(), ..filter };
    assert!(store.entries(&odd).await.unwrap().items.is_empty());
}

pub(crate) async fn earlier_matters_are_counted_by_party_family_agency_and_day(store: Any) {
    let row = |matter: &str, party: &str, opened: &str| PartyRow {
        matter: matter.into(),
        family: "inspection".into(),
        agency: "1".into(),
        party: party.into(),
        opened: opened.into(),
    };
    let rows = [
        row("a", "p", "2025-12-31"),
        row("b", "p", "2026-01-01"),
        row("c", "p", "2026-07-01"),
        row("d", "q", "2026-07-01"),
        PartyRow { family: "penalty".into(), ..row("e", "p", "2026-07-01") },
        PartyRow { agency: "2".into(), ..row("f", "p", "2026-07-01") },
    ];
    store.put_views(rows.map(View::Party).to_vec()).await.unwrap();
    let filter = EarlierFilter {
        family: "inspection".into(),
        agency: "1".into(),
        party: "p".into(),
        from: "2026-01-01".into(),
        to: "2026-12-31".into(),
        but: String::new(),
    };
    assert_eq!(store.earlier(&filter).await.unwrap(), 2);
    let but = EarlierFilter { but: "b".into(), ..filter.clone() };
    assert_eq!(store.earlier(&but).await.unwrap(), 1);

    // The party of a matter turned out to be another one: the matter is counted there and no longer here.
    store.put_views(vec![View::Party(row("c", "q", "2026-07-01"))]).await.unwrap();
    assert_eq!(store.earlier(&filter).await.unwrap(), 1);
    let other = EarlierFilter { party: "q".into(), ..filter };
    assert_eq!(store.earlier(&other).await.unwrap(), 2);
}
