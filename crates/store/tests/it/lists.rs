//! Lists: every filter, every order, every page, compared with a store that looks at every row.

use std::sync::Arc;

use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DutyFilter, MatterFilter, MatterRow, MatterSort, Page, Status,
    Store, StoreError, View,
};
use zhiheng_store::MemoryStore;

use crate::model::{self, Draw};
use crate::samples;

type Any = Arc<dyn Store>;

/// Reads page after page until there is none.
async fn all_matters(
    store: &dyn Store,
    filter: &MatterFilter,
) -> (Vec<MatterRow>, Page<MatterRow>) {
    let mut filter = filter.clone();
    let mut rows = Vec::new();
    let mut first = None;
    loop {
        let page = store.matters(&filter).await.unwrap();
        assert!(page.items.len() <= filter.limit);
        rows.extend(page.items.clone());
        filter.cursor.clone_from(&page.next);
        first.get_or_insert(page);
        if filter.cursor.is_none() {
            return (rows, first.unwrap());
        }
    }
}

async fn all_decisions(
    store: &dyn Store,
    filter: &DecisionFilter,
) -> (Vec<DecisionRow>, Page<DecisionRow>) {
    let mut filter = filter.clone();
    let mut rows = Vec::new();
    let mut first = None;
    loop {
        let page = store.decisions(&filter).await.unwrap();
        assert!(page.items.len() <= filter.limit);
        rows.extend(page.items.clone());
        filter.cursor.clone_from(&page.next);
        first.get_or_insert(page);
        if filter.cursor.is_none() {
            return (rows, first.unwrap());
        }
    }
}

pub(crate) async fn pages_of_matters_are_the_whole_list_in_order(store: Any) {
    let mut draw = Draw::new();
    let oracle = MemoryStore::new();
    // Ids repeat, so many rows are written more than once: what is listed is how they were written last.
    let rows: Vec<View> =
        (0..150).map(|_| View::Matter(Box::new(draw.one(&model::matter())))).collect();
    store.put_views(rows.clone()).await.unwrap();
    oracle.put_views(rows).await.unwrap();

    for _ in 0..200 {
        let filter = draw.one(&model::matter_filter());
        let whole = MatterFilter { limit: 500, ..filter.clone() };
        let expected = oracle.matters(&whole).await.unwrap();
        let (rows, first) = all_matters(store.as_ref(), &filter).await;

        assert_eq!(rows, expected.items, "{filter:?}");
        assert_eq!((first.total, first.exact), (expected.total, expected.exact), "{filter:?}");
    }
}

pub(crate) async fn an_agency_never_sees_what_is_hidden_from_it(store: Any) {
    let hidden = MatterRow { hidden_from: "140402".into(), ..samples::matter("hidden") };
    let shown = samples::matter("shown");
    let mut duty = samples::duty("hidden", 1);
    duty.hidden_from = "140402".into();
    let duties = View::Duties { matter: "hidden".into(), rows: vec![duty] };
    let views = vec![View::Matter(Box::new(hidden)), View::Matter(Box::new(shown)), duties];
    store.put_views(views).await.unwrap();

    for (viewer, seen) in [("140402", 1), ("140400", 2), ("", 2)] {
        for words in ["", "供暖"] {
            for sort in [MatterSort::Due, MatterSort::OpenedLast, MatterSort::Number] {
                let filter = MatterFilter {
                    viewer: viewer.into(),
                    words: words.into(),
                    sort,
                    limit: 10,
                    ..MatterFilter::default()
                };
                let page = store.matters(&filter).await.unwrap();
                assert_eq!((page.items.len(), page.total), (seen, seen as u64), "{filter:?}");
            }
        }
        let filter = DutyFilter { viewer: viewer.into(), limit: 10, ..DutyFilter::default() };
        assert_eq!(store.duties(&filter).await.unwrap().len(), seen - 1);
        let heading = store.heading(&filter, "2026-03-18", "2026-03-25").await.unwrap();
        assert_eq!(heading.overdue, seen as u64 - 1);
    }
}

pub(crate) async fn no_agencies_means_nothing_and_all_means_everything(store: Any) {
    let rows = ["a", "b", "c"].map(|id| View::Matter(Box::new(samples::matter(id))));
    let duties = View::Duties { matter: "a".into(), rows: vec![samples::duty("a", 1)] };
    store.put_views(rows.into_iter().chain([duties]).collect()).await.unwrap();

    let count = |agencies: Option<Vec<String>>| {
        let store = store.clone();
        async move {
            let matters =
                MatterFilter { agencies: agencies.clone(), limit: 10, ..MatterFilter::default() };
            let duties = DutyFilter { agencies, limit: 10, ..DutyFilter::default() };
            let page = store.matters(&matters).await.unwrap();
            let heading = store.heading(&duties, "2026-03-17", "2026-03-20").await.unwrap();
            (
                page.items.len(),
                page.total,
                store.duties(&duties).await.unwrap().len(),
                heading.today,
            )
        }
    };
    assert_eq!(count(None).await, (3, 3, 1, 1));
    assert_eq!(count(Some(Vec::new())).await, (0, 0, 0, 0));
    assert_eq!(count(Some(vec!["140400".into(), "140400".into()])).await, (3, 3, 1, 1));
    assert_eq!(count(Some(vec!["140402".into()])).await, (0, 0, 0, 0));
}

pub(crate) async fn a_matter_that_moves_is_found_where_it_is_now(store: Any) {
    let before = samples::matter("a");
    let after = MatterRow {
        stage: "end".into(),
        status: Status::Closed,
        due: None,
        number: Some("长信〔2026〕2号".into()),
        search: "长信〔2026〕2号 王某".into(),
        version: 7,
        snapshot: "{\"now\":true}".into(),
        ..before.clone()
    };
    store.put_views(vec![View::Matter(Box::new(before))]).await.unwrap();
    store.put_views(vec![View::Matter(Box::new(after.clone()))]).await.unwrap();

    assert_eq!(store.matter("a").await.unwrap(), Some(after.clone()));
    let find = |filter: MatterFilter| {
        let store = store.clone();
        async move { store.matters(&MatterFilter { limit: 5, ..filter }).await.unwrap() }
    };
    let any = MatterFilter::default;
    let bare = MatterRow { snapshot: String::new(), ..after };
    for filter in [
        any(),
        MatterFilter { stage: Some("end".into()), ..any() },
        MatterFilter { status: Some(Status::Closed), ..any() },
        MatterFilter { words: "2026〕2号 王某".into(), ..any() },
    ] {
        let page = find(filter).await;
        assert_eq!((page.items, page.total), (vec![bare.clone()], 1));
    }
    for filter in [
        MatterFilter { stage: Some("accept".into()), ..any() },
        MatterFilter { status: Some(Status::Open), ..any() },
        MatterFilter { words: "供暖".into(), ..any() },
        MatterFilter { due_to: Some("2026-12-31".into()), ..any() },
    ] {
        let page = find(filter).await;
        assert_eq!((page.items, page.total), (vec![], 0));
    }
}

pub(crate) async fn duties_pass_the_filters_of_a_desk(store: Any) {
    let mut draw = Draw::new();
    let oracle = MemoryStore::new();
    let views: Vec<View> = (0..120)
        .map(|_| {
            let (matter, rows) = draw.one(&model::duties());
            View::Duties { matter, rows }
        })
        .collect();
    store.put_views(views.clone()).await.unwrap();
    oracle.put_views(views).await.unwrap();

    for _ in 0..200 {
        let filter = draw.one(&model::duty_filter());
        let expected = oracle.duties(&filter).await.unwrap();
        let found = store.duties(&filter).await.unwrap();
        // Rows due on one day may stand in any order, so the last day of a full list is compared by its length.
        let dues = |rows: &[_]| {
            rows.iter().map(|row: &zhiheng_app::ports::DutyRow| row.due.clone()).collect::<Vec<_>>()
        };
        assert_eq!(dues(&found), dues(&expected), "{filter:?}");
        let (mut found, mut expected) = (found, expected);
        if expected.len() < filter.limit {
            found.sort_by(|a, b| a.id.cmp(&b.id));
            expected.sort_by(|a, b| a.id.cmp(&b.id));
            assert_eq!(found, expected, "{filter:?}");
        }

        let (today, week) = ("2026-02-10", "2026-02-20");
        let expected = oracle.heading(&filter, today, week).await.unwrap();
        assert_eq!(store.heading(&filter, today, week).await.unwrap(), expected, "{filter:?}");
    }
}

pub(crate) async fn pages_of_decisions_are_the_whole_list_newest_first(store: Any) {
    let mut draw = Draw::new();
    let oracle = MemoryStore::new();
    let rows: Vec<View> =
        (0..150).map(|_| View::Decision(Box::new(draw.one(&model::decision())))).collect();
    store.put_views(rows.clone()).await.unwrap();
    oracle.put_views(rows).await.unwrap();
    assert_eq!(store.facets().await.unwrap(), oracle.facets().await.unwrap());

    for _ in 0..200 {
        let filter = draw.one(&model::decision_filter());
        let whole = DecisionFilter { limit: 100, ..filter.clone() };
        let expected = oracle.decisions(&whole).await.unwrap();
        assert_eq!(expected.next, None);
        let (rows, first) = all_decisions(store.as_ref(), &filter).await;

        assert_eq!(rows, expected.items, "{filter:?}");
        assert_eq!((first.total, first.exact), (expected.total, expected.exact), "{filter:?}");
        let mut run = Vec::new();
        let mut piece = DecisionFilter { limit: 17, ..filter.clone() };
        loop {
            let (rows, next) = store.decision_run(&piece).await.unwrap();
            run.extend(rows);
            piece.cursor = next;
            if piece.cursor.is_none() {
                break;
            }
        }
        assert_eq!(run, expected.items, "{filter:?}");
        let values = store.found_values(&filter).await.unwrap();
        assert_eq!(values, oracle.found_values(&filter).await.unwrap(), "{filter:?}");
        assert_eq!((values.looked, values.whole), (expected.total, expected.exact), "{filter:?}");
        let categories = values.values.iter().filter(|facet| facet.field == "category");
        let counted: u64 = categories.map(|facet| facet.count).sum();
        let named = rows.iter().filter(|row| !row.category.is_empty()).count();
        assert_eq!(counted, named as u64, "{filter:?}");
    }
}

pub(crate) async fn a_withdrawn_decision_leaves_lists_and_counts_but_can_be_opened(store: Any) {
    let row = samples::decision("d1");
    store.put_views(vec![View::Decision(Box::new(row.clone()))]).await.unwrap();
    let facets = store.facets().await.unwrap();
    let count = |field: &str| facets.iter().filter(|facet| facet.field == field).count();
    assert_eq!((count("kind"), count("month"), count("agency")), (2, 1, 1));
    assert!(facets.iter().all(|facet| facet.count == 1));

    let withdrawn =
        DecisionRow { state: "withdrawn".into(), reason: Some("已撤销".into()), ..row };
    store.put_views(vec![View::Decision(Box::new(withdrawn.clone()))]).await.unwrap();

    assert!(store.facets().await.unwrap().is_empty());
    for words in ["", "食品"] {
        let filter = DecisionFilter { words: words.into(), limit: 10, ..DecisionFilter::default() };
        assert!(store.decisions(&filter).await.unwrap().items.is_empty());
    }
    assert_eq!(store.decision("d1").await.unwrap(), Some(withdrawn));
}

pub(crate) async fn a_cursor_of_another_list_is_refused(store: Any) {
    let rows = ["a", "b"].map(|id| View::Matter(Box::new(samples::matter(id))));
    store.put_views(rows.into()).await.unwrap();
    let filter = MatterFilter { limit: 1, ..MatterFilter::default() };
    let next = store.matters(&filter).await.unwrap().next;
    assert!(next.is_some());

    let other = MatterFilter { sort: MatterSort::Number, cursor: next, ..filter };
    assert!(matches!(store.matters(&other).await, Err(StoreError::Input(_))));
    for bad in
        ["", "due", "due-x-", "due--1-", "due-1-zz", "due-1-00", "published-99999999999999999999-"]
    {
        let matters =
            MatterFilter { cursor: Some(bad.into()), limit: 1, ..MatterFilter::default() };
        assert!(matches!(store.matters(&matters).await, Err(StoreError::Input(_))), "{bad}");
        let cursor = Some(bad.to_owned());
        let decisions = DecisionFilter { cursor, limit: 1, ..DecisionFilter::default() };
        assert!(matches!(store.decisions(&decisions).await, Err(StoreError::Input(_))), "{bad}");
    }
}

pub(crate) async fn strange_filters_are_answered_without_failing(store: Any) {
    let row = samples::matter("a");
    store.put_views(vec![View::Matter(Box::new(row))]).await.unwrap();
    let quotes = [
        "\" OR 1=1 --",
        "供暖\"",
        "NEAR(",
        "a*b",
        "{text} : x",
        "'%_\\",
        "\u{202e}",
        "AND OR NOT",
        ":*",
        "&|!<->",
    ];
    for words in quotes {
        let matters = MatterFilter { words: words.into(), limit: 0, ..MatterFilter::default() };
        store.matters(&matters).await.unwrap();
        let decisions =
            DecisionFilter { words: words.into(), limit: 0, ..DecisionFilter::default() };
        store.decisions(&decisions).await.unwrap();
    }
    let million = "字".repeat(3_000_000);
    let matters = MatterFilter { words: million.clone(), limit: 1, ..MatterFilter::default() };
    assert!(matches!(store.matters(&matters).await, Err(StoreError::Input(_))));
    let decisions = DecisionFilter { words: million, limit: 1, ..DecisionFilter::default() };
    assert!(matches!(store.decisions(&decisions).await, Err(StoreError::Input(_))));
    let matters = MatterFilter { stage: Some("a\0b".into()), limit: 1, ..MatterFilter::default() };
    assert!(matches!(store.matters(&matters).await, Err(StoreError::Input(_))));
    let day = Some("2026-13-01".to_owned());
    let matters = MatterFilter { due_from: day.clone(), limit: 1, ..MatterFilter::default() };
    assert!(matches!(store.matters(&matters).await, Err(StoreError::Input(_))));
    let decisions = DecisionFilter { from: day, limit: 1, ..DecisionFilter::default() };
    assert!(matches!(store.decisions(&decisions).await, Err(StoreError::Input(_))));
    let nul = MatterFilter { words: "供\0暖".into(), limit: 1, ..MatterFilter::default() };
    store.matters(&nul).await.unwrap();
}
