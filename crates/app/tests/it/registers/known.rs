//! What an act is told of registers and of other matters, and that the audit finds it again in the record.

use serde_json::{Value, json};
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::Store as _;
use zhiheng_app::{Error, sealing};
use zhiheng_domain::register::Step;

use super::{ASKING, item, wish};
use crate::world::{World, object};

/// Opens an inspection of an item, of a party.
async fn open(world: &World, party: &str, item: &str) -> Result<String, Error> {
    let wish = Wish {
        procedure: "test.asking".to_owned(),
        act: "open".to_owned(),
        fields: object(json!({ "party": party, "item": item })),
        ..Wish::default()
    };
    world.app.perform(&world.caller("officer").await, &wish).await.map(|done| done.matter.id)
}

fn articles(error: Error) -> Vec<String> {
    match error {
        Error::Refused(reasons) => {
            reasons.into_iter().filter_map(|reason| reason.article).collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn told(world: &World, matter: &str, version: usize) -> Value {
    let events = world.store.stream(&format!("matter:{matter}"), 0).await.unwrap();
    sealing::values_of(&events[version - 1].content)
        .unwrap()
        .get("known")
        .cloned()
        .unwrap_or_default()
}

fn capped(cap: i64) -> Value {
    let mut fields = item("JC-1", "路灯检查");
    fields["most_inspections"] = json!(cap);
    fields
}

#[tokio::test]
async fn an_item_must_be_published_and_its_cap_not_used_up() {
    let world = World::under(&ASKING).await;
    assert_eq!(articles(open(&world, "示例公司", "JC-1").await.unwrap_err()), ["处罚法55"]);
    world.publish("items", capped(2), None).await;
    let first = open(&world, "示例（长治）公司", "JC-1").await.unwrap();
    assert_eq!(told(&world, &first, 1).await["earlier"], 0);
    let second = open(&world, "示例(长治) 公司", "JC-1").await.unwrap();
    let known = told(&world, &second, 1).await;
    assert_eq!(
        (&known["earlier"], &known["cap"], &known["published"]),
        (&json!(1), &json!(2), &json!(true))
    );
    assert_eq!(articles(open(&world, "示例（长治）公司", "JC-1").await.unwrap_err()), ["处罚法54"]);
    // Another party is not counted, nor are matters of last year.
    open(&world, "别的公司", "JC-1").await.unwrap();
    world.at("2027-01-01T09:00");
    open(&world, "示例（长治）公司", "JC-1").await.unwrap();

    // An item that was taken down is none any more.
    world.step("editor", "items", Some("bureau.JC-1"), wish(Step::Withdraw, "取消")).await.unwrap();
    assert_eq!(articles(open(&world, "又一公司", "JC-1").await.unwrap_err()), ["处罚法55"]);
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
    let rebuilt = world.app.rebuild(true, |_, _| ()).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn an_item_of_another_agency_is_not_ones_own() {
    let world = World::under(&ASKING).await;
    world.publish("items", item("JC-1", "路灯检查"), None).await;
    let fields = object(json!({ "party": "示例公司", "item": "JC-1" }));
    let wish = Wish {
        procedure: "test.asking".to_owned(),
        act: "open".to_owned(),
        fields,
        ..Wish::default()
    };
    let stranger = world.caller("stranger").await;
    assert_eq!(articles(world.app.perform(&stranger, &wish).await.unwrap_err()), ["处罚法55"]);
    let preview = world.app.preview(&stranger, &wish).await.unwrap();
    assert!(!preview.allowed);
    let officer = world.caller("officer").await;
    assert!(world.app.preview(&officer, &wish).await.unwrap().allowed);
}

#[tokio::test]
async fn a_fine_is_held_to_the_tier_that_was_chosen_by_amount_or_by_multiple() {
    let world = World::under(&ASKING).await;
    world.publish("items", item("JC-1", "路灯检查"), None).await;
    let tier = |tier: &str, fine: &str| {
        json!({
            "item": "JC-1", "act": "不亮灯", "basis": "《示例条例》第二条", "tier": tier, "circumstance": "初次", "fine": fine
        })
    };
    let amount =
        world.publish("discretion", tier("轻微", "处一千元以上二千元以下罚款"), None).await;
    let multiple =
        world.publish("discretion", tier("严重", "处违法所得一倍以上三倍以下罚款"), None).await;
    let matter = open(&world, "示例公司", "JC-1").await.unwrap();
    let fine = |tier: &str, amount: i64, base: i64| {
        let fields = json!({ "tier": tier, "amount": amount, "fine_base": base });
        let wish = Wish {
            matter: Some(matter.clone()),
            act: "fine".to_owned(),
            fields: object(fields),
            ..Wish::default()
        };
        let world = &world;
        async move {
            let officer = world.caller("officer").await;
            world.app.preview(&officer, &wish).await.unwrap().allowed
        }
    };
    assert!(fine(&amount, 150_000, 0).await);
    assert!(!fine(&amount, 250_000, 0).await);
    assert!(!fine(&amount, 50_000, 0).await);
    assert!(fine(&multiple, 250_000, 100_000).await);
    assert!(!fine(&multiple, 350_000, 100_000).await);
    assert!(!fine("bureau.nowhere", 150_000, 0).await);
}

#[tokio::test]
async fn an_act_that_says_it_was_told_otherwise_is_found_by_the_audit() {
    use zhiheng_app::ports::{Append, Payload, Sealed};

    let world = World::under(&ASKING).await;
    world.publish("items", item("JC-1", "路灯检查"), None).await;
    world.at("2026-03-03T09:00");
    let matter = open(&world, "示例公司", "JC-1").await.unwrap();
    // The same act once more for an item that nobody published, written past the application with the answers made up.
    let events = world.store.stream(&format!("matter:{matter}"), 0).await.unwrap();
    let mut event = sealing::event_of(&events[0].content).unwrap();
    event.matter = "forged".to_owned();
    event.fields.insert("item".to_owned(), json!("JC-9"));
    let named = sealing::fields_of(&event, &[]).unwrap();
    let event = world.app.seal("act", "officer", named).unwrap();
    let sealed = Sealed { events: vec![event], views: Vec::new(), receipt: "{}".to_owned() };
    let append = Append {
        stream: "matter:forged".to_owned(),
        seen: 0,
        payload: Payload::Ready(sealed),
        idempotency: None,
    };
    world.store.append(vec![append]).await.unwrap();
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    let codes: Vec<&str> =
        audited.findings.iter().map(|found| found.finding.code.as_str()).collect();
    assert!(codes.contains(&"audit.known"), "{codes:?}");
}
