//! Traces: pages newest first, found by matter, person, agency, state and span, and counted by hour.

use std::sync::Arc;

use proptest::prelude::*;
use zhiheng_app::ports::{Store, TraceFilter, TraceRow, View};
use zhiheng_store::MemoryStore;

use crate::model::Draw;

type Any = Arc<dyn Store>;

/// 1 January 2026, in China.
const START: i64 = 1_767_196_800_000_000;

fn drawn() -> impl Strategy<Value = TraceRow> {
    let one = |values: &'static [&'static str]| prop::sample::select(values);
    (
        one(&["look", "access"]),
        0..90_u32,
        one(&["m1", "m2", "m3"]),
        one(&["1", "2", "3"]),
        one(&["p", "q"]),
        one(&["", "unusual", "asked"]),
        0..60_i64,
    )
        .prop_map(|(kind, n, matter, agency, person, state, hours)| TraceRow {
            kind: kind.into(),
            id: format!("t{n}"),
            matter: matter.into(),
            agency: agency.into(),
            person: person.into(),
            state: state.into(),
            at: START + hours * 3_600_000_000,
            body: "{}".into(),
        })
}

fn filters() -> Vec<TraceFilter> {
    let all = TraceFilter { kind: "look".into(), limit: 7, ..TraceFilter::default() };
    let some = |value: &str| Some(value.to_owned());
    vec![
        all.clone(),
        TraceFilter { agencies: Some(vec!["1".into(), "3".into()]), ..all.clone() },
        TraceFilter { agencies: Some(Vec::new()), ..all.clone() },
        TraceFilter { matter: some("m1"), ..all.clone() },
        TraceFilter { person: some("p"), agencies: Some(vec!["2".into()]), ..all.clone() },
        TraceFilter { state: some("unusual"), agencies: Some(vec!["2".into()]), ..all.clone() },
        TraceFilter { from: Some(START + 1), to: Some(START + 90_000_000_000), ..all.clone() },
        TraceFilter { kind: "access".into(), state: some("asked"), ..all },
    ]
}

async fn whole(store: &dyn Store, filter: &TraceFilter) -> Vec<TraceRow> {
    let mut filter = filter.clone();
    let mut rows = Vec::new();
    loop {
        let (page, next) = store.traces(&filter).await.unwrap();
        assert!(page.len() <= filter.limit);
        rows.extend(page);
        match next {
            Some(next) => filter.cursor = Some(next),
            None => return rows,
        }
    }
}

pub(crate) async fn pages_of_traces_are_the_whole_list_newest_first(store: Any) {
    let right = MemoryStore::new();
    let mut draw = Draw::new();
    let views: Vec<View> = (0..150).map(|_| View::Trace(Box::new(draw.one(&drawn())))).collect();
    store.put_views(views.clone()).await.unwrap();
    right.put_views(views).await.unwrap();
    let mut found = 0;
    for filter in filters() {
        let rows = whole(&*store, &filter).await;
        assert_eq!(rows, whole(&right, &filter).await, "{filter:?}");
        let order = |row: &TraceRow| std::cmp::Reverse((row.at, row.id.clone()));
        assert!(rows.is_sorted_by_key(order));
        let hours = store.trace_hours(&filter).await.unwrap();
        assert_eq!(hours, right.trace_hours(&filter).await.unwrap(), "{filter:?}");
        assert_eq!(hours.iter().map(|(_, count)| count).sum::<u64>(), rows.len() as u64);
        found += rows.len();
        for row in rows.iter().take(2) {
            assert_eq!(store.trace(&row.kind, &row.id).await.unwrap().as_ref(), Some(row));
        }
    }
    assert!(found > 100, "the filters find something");
    assert_eq!(store.trace("look", "nowhere").await.unwrap(), None);
    assert_eq!(store.trace("look", "no\0where").await.unwrap(), None);
    let odd = TraceFilter { cursor: Some("due-1-00".into()), ..TraceFilter::default() };
    assert!(store.traces(&odd).await.is_err(), "a cursor of another list");
}
