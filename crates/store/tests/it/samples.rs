//! Rows and appends for the tests.

use std::sync::Arc;

use zhiheng_app::ports::{
    Append, DecisionRow, DutyRow, Idempotency, MatterRow, NewEvent, NumberKey, Payload, Seal,
    Sealed, Status, View,
};

pub(crate) fn event(text: &str) -> NewEvent {
    NewEvent {
        kind: "act".into(),
        at: 1_790_000_000_000_000,
        actor: "p-1".into(),
        leaf: text.as_bytes().to_vec(),
        content: format!("{{\"text\":\"{text}\"}}"),
    }
}

pub(crate) fn sealed(texts: &[&str], views: Vec<View>) -> Sealed {
    let receipt = format!("{{\"events\":{}}}", texts.len());
    Sealed { events: texts.iter().map(|text| event(text)).collect(), views, receipt }
}

pub(crate) fn append(stream: &str, seen: u64, texts: &[&str]) -> Append {
    with_views(stream, seen, texts, Vec::new())
}

pub(crate) fn with_views(stream: &str, seen: u64, texts: &[&str], views: Vec<View>) -> Append {
    Append {
        stream: stream.into(),
        seen,
        payload: Payload::Ready(sealed(texts, views)),
        idempotency: None,
    }
}

pub(crate) fn keyed(append: Append, key: &str, request: &str) -> Append {
    let idempotency = Some(Idempotency { key: key.into(), request: request.into() });
    Append { idempotency, ..append }
}

pub(crate) fn series(kind: &str) -> NumberKey {
    NumberKey { agency: "140400".into(), kind: kind.into(), year: 2026 }
}

/// An append whose event and receipt say which numbers it got.
pub(crate) fn numbered(stream: &str, keys: Vec<NumberKey>, fails: bool) -> Append {
    let seal: Seal = Arc::new(move |numbers| {
        if fails {
            return Err("as planned".into());
        }
        let text = format!("{numbers:?}");
        Ok(Sealed { receipt: text.clone(), ..sealed(&[&text], Vec::new()) })
    });
    Append {
        stream: stream.into(),
        seen: 0,
        payload: Payload::Numbered { keys, seal },
        idempotency: None,
    }
}

pub(crate) fn matter(id: &str) -> MatterRow {
    MatterRow {
        id: id.into(),
        number: None,
        title: "反映小区供暖问题".into(),
        procedure: "petition".into(),
        noun: "信访事项".into(),
        category: "信访".into(),
        stage: "accept".into(),
        step: "受理".into(),
        agency: "140400".into(),
        opened: "2026-03-02".into(),
        due: Some("2026-05-01".into()),
        handlers: vec!["李四".into()],
        status: Status::Open,
        major: false,
        hidden_from: String::new(),
        search: "反映小区供暖问题 张某".into(),
        version: 1,
        snapshot: format!("{{\"id\":\"{id}\"}}"),
    }
}

pub(crate) fn duty(matter: &str, n: u32) -> DutyRow {
    DutyRow {
        id: format!("{matter}/{n}"),
        matter: matter.into(),
        matter_number: Some("长信〔2026〕1号".into()),
        matter_title: "反映小区供暖问题".into(),
        procedure: "petition".into(),
        agency: "140400".into(),
        hidden_from: String::new(),
        rule: "accept_notice".into(),
        title: "受理告知".into(),
        kind: "notify".into(),
        owner: "handle".into(),
        state: "open".into(),
        created: "2026-03-02".into(),
        due: Some("2026-03-17".into()),
        ended: None,
        basis: "信访工作条例第二十三条".into(),
        act: Some("accept".into()),
        handlers: vec!["p-1".into()],
    }
}

pub(crate) fn decision(id: &str) -> DecisionRow {
    DecisionRow {
        id: id.into(),
        number: format!("长信罚〔2026〕{id}号"),
        agency: "140400".into(),
        agency_name: "长治市信访局".into(),
        category: "行政处罚".into(),
        title: "行政处罚决定".into(),
        party: "某某公司".into(),
        facts: "未按规定公示食品经营许可。".into(),
        basis: "食品安全法".into(),
        result: "警告，罚款 5000 元。".into(),
        kinds: vec!["警告".into(), "罚款".into()],
        fine: Some(500_000),
        region: "山西省".into(),
        decided: "2026-03-01".into(),
        published: "2026-03-05".into(),
        until: None,
        state: "published".into(),
        reason: None,
        source: String::new(),
        stream: format!("matter:{id}"),
        version: 3,
    }
}
