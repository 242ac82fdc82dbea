//! Full text: Chinese words of any length, in the right order, together with filters.

use std::sync::Arc;

use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DecisionSort, MatterFilter, MatterRow, Store, View,
};

use crate::samples;

type Any = Arc<dyn Store>;

async fn decisions(store: &Any, words: &str, sort: DecisionSort) -> Vec<String> {
    let filter =
        DecisionFilter { words: words.into(), sort, limit: 50, ..DecisionFilter::default() };
    let page = store.decisions(&filter).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|row| row.id).collect()
}

pub(crate) async fn two_characters_are_found_wherever_they_stand(store: Any) {
    let row = |id: &str, facts: &str| {
        View::Decision(Box::new(DecisionRow { facts: facts.into(), ..samples::decision(id) }))
    };
    let matter = MatterRow {
        search: "长信〔2026〕12号 张三反映食品问题".into(),
        ..samples::matter("m")
    };
    store
        .put_views(vec![
            row("d1", "未经法制审核即对张三作出决定"),
            row("d2", "生产不符合食品安全标准的食品"),
            row("d3", "食用品审查核对张某三次"),
            View::Matter(Box::new(matter)),
        ])
        .await
        .unwrap();

    for (words, found) in [
        ("审核", vec!["d1"]),
        ("张三", vec!["d1"]),
        ("食品安全标准", vec!["d2"]),
        ("品", vec!["d1", "d2", "d3"]),
        ("食", vec!["d1", "d2", "d3"]),
        ("核", vec!["d1", "d3"]),
        ("审核 张三", vec!["d1"]),
        ("食品 张三", vec!["d1"]),
        ("长信罚〔2026〕d2号", vec!["d2"]),
        ("安标", vec![]),
        ("三张", vec![]),
    ] {
        let mut ids = decisions(&store, words, DecisionSort::Published).await;
        ids.sort();
        assert_eq!(ids, found, "{words}");
    }
    for (words, found) in
        [("食品", 1), ("张三", 1), ("2026 食品", 1), ("〔2026〕12号", 1), ("202", 0), ("审核", 0)]
    {
        let filter = MatterFilter { words: words.into(), limit: 5, ..MatterFilter::default() };
        assert_eq!(store.matters(&filter).await.unwrap().total, found, "{words}");
    }
}

pub(crate) async fn words_at_the_head_come_before_words_in_the_body(store: Any) {
    let row = |id: &str, day: &str, title: &str, facts: &str| {
        let row = samples::decision(id);
        View::Decision(Box::new(DecisionRow {
            published: day.into(),
            title: title.into(),
            facts: facts.into(),
            ..row
        }))
    };
    store
        .put_views(vec![
            row("old-head", "2025-01-01", "供暖处罚", ""),
            row("new-body", "2026-01-01", "处罚", "擅自停止供暖"),
            row("old-body", "2024-01-01", "处罚", "供暖"),
            row("new-head", "2025-06-01", "供暖许可", "供暖"),
        ])
        .await
        .unwrap();

    let ranked = decisions(&store, "供暖", DecisionSort::Relevance).await;
    assert_eq!(ranked, ["new-head", "old-head", "new-body", "old-body"]);
    let newest = decisions(&store, "供暖", DecisionSort::Published).await;
    assert_eq!(newest, ["new-body", "new-head", "old-head", "old-body"]);
}

pub(crate) async fn words_and_filters_narrow_together(store: Any) {
    let row = |id: &str, region: &str, kinds: &[&str]| {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        View::Decision(Box::new(DecisionRow {
            region: region.into(),
            kinds,
            ..samples::decision(id)
        }))
    };
    let views = vec![
        row("a", "山西省", &["罚款"]),
        row("b", "山西省", &["警告"]),
        row("c", "北京市", &["罚款"]),
    ];
    store.put_views(views).await.unwrap();

    let filter = DecisionFilter {
        words: "食品".into(),
        region: Some("山西省".into()),
        kind: Some("罚款".into()),
        on: "2026-04-01".into(),
        limit: 10,
        ..DecisionFilter::default()
    };
    let page = store.decisions(&filter).await.unwrap();
    assert_eq!((page.items.len(), page.total), (1, 1));
    assert_eq!(page.items[0].id, "a");

    // A value that only looks like the search of one is none.
    let filter =
        DecisionFilter { region: Some("山西".into()), limit: 10, ..DecisionFilter::default() };
    assert_eq!(store.decisions(&filter).await.unwrap().total, 0);
}
