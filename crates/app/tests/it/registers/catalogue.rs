//! 国办发〔2018〕118号（十二）: the city's review catalogue, the county's adaptation, and the matters that it rules.

use jiff::civil::date;
use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::ports::Store as _;
use zhiheng_domain::register::{Step, Wish};

use super::{codes, wish};
use crate::world::{World, conclusion, decision, object};

const KIND: &str = "catalogue";

fn listed(amount: i64) -> Value {
    json!({
        "category": "行政处罚", "matter": "对单位的罚没", "criteria": "对单位罚没达到规定金额的",
        "party": "单位和个体工商户", "amount": amount, "basis": "《示例市重大执法决定目录》",
    })
}

impl World {
    /// Collected, examined and published by three people of one seat. Answers the id.
    async fn list(&self, seat: &str, fields: Value, day: Option<jiff::civil::Date>) -> String {
        let desk = |name: &str| format!("{seat}{name}");
        let proposal =
            Wish { fields: object(fields), day, ..wish(Step::Propose, "示例文〔2026〕1号") };
        let done = self.step(&desk("officer"), KIND, None, proposal).await.unwrap();
        let id = done.entries[0].id.clone();
        self.published(seat, &id).await;
        id
    }

    async fn published(&self, seat: &str, id: &str) {
        let desk = |name: &str| format!("{seat}{name}");
        self.step(&desk("reviewer"), KIND, Some(id), wish(Step::Examine, "同意")).await.unwrap();
        self.step(&desk("editor"), KIND, Some(id), wish(Step::Publish, "")).await.unwrap();
    }

    /// Why a matter is major.
    async fn major(&self, desk: &str, matter: &str) -> Vec<String> {
        let loaded = self.app.load(&self.caller(desk).await, matter).await.unwrap();
        loaded.matter.major.into_iter().map(|major| major.title).collect()
    }

    /// Takes over the city's entry with a lower amount and publishes it.
    async fn adopted(&self, template: &str, amount: i64) -> String {
        let stricter = object(json!({ "amount": amount }));
        let caller = self.caller("officer").await;
        let done = self.app.adopt(&caller, template, stricter, "县文〔2026〕1号").await.unwrap();
        let id = done.entries[0].id.clone();
        self.published("", &id).await;
        id
    }
}

#[tokio::test]
async fn the_same_fine_is_major_in_the_county_that_is_stricter_and_not_in_the_city() {
    let world = World::new().await;
    let city = world.list("upper-", listed(4_000_000), None).await;
    world.adopted(&city, 2_000_000).await;
    let there = world.concluded_by("upper-", 3_000_000).await;
    assert_eq!(world.major("upper-officer", &there).await, Vec::<String>::new());
    let here = world.concluded(3_000_000).await;
    assert_eq!(
        world.major("officer", &here).await,
        ["本机关目录“对单位的罚没”：单位和个体工商户金额达到 20000 元"]
    );
    let refused = world.act("head", Some(&here), "decide", decision()).await.unwrap_err();
    let Error::Refused(reasons) = refused else { panic!("{refused:?}") };
    let review = reasons.iter().find(|reason| reason.code == "gate.review_cleared").unwrap();
    assert!(review.message.contains("本机关目录“对单位的罚没”"), "{}", review.message);
    // Above the city's own amount both apply, and the county's matter says by which.
    let both = world.concluded(4_500_000).await;
    assert_eq!(world.major("officer", &both).await.len(), 2);
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert_eq!(audited.findings, []);
}

#[tokio::test]
async fn an_entry_published_for_tomorrow_does_not_touch_the_act_of_today() {
    let world = World::new().await;
    world.list("", listed(2_000_000), Some(date(2026, 3, 5))).await;
    let id = world.concluded(3_000_000).await;
    assert_eq!(world.major("officer", &id).await, Vec::<String>::new(), "concluded on the 3rd");
    world.at("2026-03-04T10:00");
    world.act("officer", Some(&id), "conclude", conclusion(3_000_100)).await.unwrap();
    assert_eq!(world.major("officer", &id).await, Vec::<String>::new(), "the day before");
    world.at("2026-03-05T10:00");
    world.act("officer", Some(&id), "conclude", conclusion(3_000_000)).await.unwrap();
    assert_eq!(world.major("officer", &id).await.len(), 1, "the law in force at the time");
    assert_eq!(world.app.audit(|_, _| ()).await.unwrap().findings, []);
}

#[tokio::test]
async fn the_county_neither_loosens_nor_drops_what_the_city_lists_and_the_attempts_are_on_the_record()
 {
    let world = World::new().await;
    let city = world.list("upper-", listed(3_000_000), None).await;
    let county = world.caller("officer").await;
    let looser = object(json!({ "amount": 3_000_001 }));
    let refused = world.app.adopt(&county, &city, looser, "县文〔2026〕1号").await.unwrap_err();
    assert_eq!(codes(refused), ["catalogue.looser"]);
    let above = object(listed(6_000_000));
    let own = Wish { fields: above, ..wish(Step::Propose, "县文〔2026〕2号") };
    let refused = world.step("officer", KIND, None, own).await.unwrap_err();
    assert_eq!(codes(refused), ["catalogue.national", "catalogue.looser"]);

    let id = world.adopted(&city, 3_000_000).await;
    let refused =
        world.step("editor", KIND, Some(&id), wish(Step::Withdraw, "不再需要")).await.unwrap_err();
    assert_eq!(codes(refused), ["catalogue.dropped"]);
    let none =
        Wish { none: Some("行政处罚".to_owned()), ..wish(Step::Propose, "三定规定") };
    let refused = world.step("officer", KIND, None, none).await.unwrap_err();
    assert_eq!(codes(refused), ["catalogue.dropped"]);
    let events = world.store.journal(0, 10_000).await.unwrap();
    let refusals = events.iter().filter(|event| event.kind == "refusal");
    assert_eq!(refusals.filter(|event| event.content.contains("catalogue.")).count(), 4);
    assert_eq!(world.app.audit(|_, _| ()).await.unwrap().findings, []);
}

#[tokio::test]
async fn what_the_city_tightens_rules_in_the_county_at_once_and_shows_as_looser_there() {
    let world = World::new().await;
    let city = world.list("upper-", listed(4_000_000), None).await;
    world.adopted(&city, 3_500_000).await;
    let stricter =
        Wish { fields: object(listed(2_000_000)), ..wish(Step::Propose, "市文〔2026〕2号") };
    world.step("upper-officer", KIND, Some(&city), stricter).await.unwrap();
    world.published("upper-", &city).await;
    let page = world.app.adaptation(&world.caller("officer").await, None).await.unwrap();
    assert_eq!(page.rows[0].relation, "looser");
    let amount = page.rows[0].fields.iter().find(|side| side.column == "amount").unwrap();
    assert_eq!((amount.upper.as_str(), amount.own.as_str()), ("20000 元", "35000 元"));
    let id = world.concluded(3_000_000).await;
    assert_eq!(
        world.major("officer", &id).await,
        ["上级目录“对单位的罚没”：单位和个体工商户金额达到 20000 元"]
    );
}

#[tokio::test]
async fn the_city_sees_every_county_remarks_on_what_is_missing_and_the_county_answers() {
    let world = World::new().await;
    let city = world.list("upper-", listed(4_000_000), None).await;
    let (above, below) = (world.caller("upper-reviewer").await, world.caller("reviewer").await);
    let all = world.app.adaptations_below(&above).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].agency.id.as_str(), all[0].rows[0].relation), ("bureau", "missing"));
    assert!(all[0].may_remark && !all[0].may_adapt);
    world.app.remark(&above, &city, "bureau", "请说明为什么没有列入").await.unwrap();
    let refused = world.app.remark(&below, &city, "bureau", "自己提的").await.unwrap_err();
    assert!(matches!(refused, Error::Denied(_)), "{refused:?}");
    let page = world.app.adaptation(&below, None).await.unwrap();
    assert_eq!((page.unanswered, page.rows[0].remarks[0].n), (1, 1));
    world.app.answer_remark(&below, &city, 1, "三月底前列入").await.unwrap();
    world.adopted(&city, 4_000_000).await;
    let page = world.app.adaptation(&above, Some("bureau")).await.unwrap();
    assert_eq!((page.rows[0].relation, page.unanswered), ("same", 0));
    assert_eq!(page.rows[0].remarks[0].answers[0].text, "三月底前列入");
    // On the record: rebuilt to the same, audited without a finding.
    assert_eq!(world.app.audit(|_, _| ()).await.unwrap().findings, []);
}
