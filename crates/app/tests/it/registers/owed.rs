//! What the public is owed of the registers: twenty working days from the day on which a content was handed on (政府信息公开条例26).

use serde_json::json;
use zhiheng_app::light::LightState;
use zhiheng_domain::register::{Step, Wish};

use super::wish;
use crate::world::{World, object};

fn channel(kind: &str) -> Wish {
    Wish {
        fields: object(json!({ "kind": kind, "title": "示例", "content": "示例内容" })),
        ..wish(Step::Propose, "示例文件")
    }
}

#[tokio::test]
async fn given_a_content_handed_on_then_it_is_owed_in_twenty_working_days_and_sending_it_back_does_not_start_anew()
 {
    let world = World::new().await;
    let editor = world.caller("editor").await;
    world.at("2026-03-02T09:00");
    let done = world.step("officer", "petition-public", None, channel("通信地址")).await.unwrap();
    let id = done.entries[0].id.clone();
    let owed = world.app.registers_owed(&editor).await.unwrap();
    let [row] = owed.waiting.as_slice() else { panic!("{owed:?}") };
    assert_eq!(
        (&*row.since, row.due.as_deref(), &*row.work, row.held),
        ("2026-03-02", Some("2026-03-30"), "pending", 1)
    );

    world.at("2026-03-10T09:00");
    world
        .step("reviewer", "petition-public", Some(&id), wish(Step::Return, "门牌不对"))
        .await
        .unwrap();
    let owed = world.app.registers_owed(&editor).await.unwrap();
    assert_eq!((&*owed.waiting[0].work, &*owed.waiting[0].since), ("draft", "2026-03-02"));
    world.step("officer", "petition-public", Some(&id), channel("通信地址")).await.unwrap();
    world.at("2026-03-31T09:00");
    let owed = world.app.registers_owed(&editor).await.unwrap();
    assert_eq!(owed.waiting[0].due.as_deref(), Some("2026-03-30"));
    assert_eq!(owed.waiting[0].light.state, LightState::Overdue);

    world
        .step("reviewer", "petition-public", Some(&id), wish(Step::Examine, "同意"))
        .await
        .unwrap();
    assert_eq!(world.app.registers_owed(&editor).await.unwrap().waiting[0].work, "examined");
    world.step("editor", "petition-public", Some(&id), wish(Step::Publish, "")).await.unwrap();
    assert!(world.app.registers_owed(&editor).await.unwrap().waiting.is_empty());

    // A change of what is public is owed like what is new.
    let changed = Wish {
        fields: object(json!({ "kind": "通信地址", "title": "示例", "content": "新的地址" })),
        ..wish(Step::Propose, "示例文件")
    };
    world.step("officer", "petition-public", Some(&id), changed).await.unwrap();
    assert_eq!(world.app.registers_owed(&editor).await.unwrap().waiting[0].since, "2026-03-31");
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn given_a_draft_that_nobody_handed_on_then_nothing_is_owed() {
    let world = World::new().await;
    let draft = Wish { step: Step::Draft, ..channel("通信地址") };
    world.step("officer", "petition-public", None, draft).await.unwrap();
    let owed = world.app.registers_owed(&world.caller("editor").await).await.unwrap();
    assert!(owed.waiting.is_empty());
}

#[tokio::test]
async fn given_what_every_petition_office_must_publish_then_each_missing_kind_is_named_until_it_is_public_or_stated_to_be_none()
 {
    let world = World::new().await;
    let editor = world.caller("editor").await;
    let lacking = async || {
        let owed = world.app.registers_owed(&editor).await.unwrap();
        owed.lacking
            .iter()
            .find(|row| row.register.id == "petition-public")
            .map(|row| row.kinds.clone())
    };
    assert_eq!(lacking().await.unwrap().len(), 7);
    world
        .publish(
            "petition-public",
            json!({ "kind": "通信地址", "title": "示例", "content": "示例" }),
            None,
        )
        .await;
    let left = lacking().await.unwrap();
    assert_eq!(left.len(), 6);
    assert!(!left.contains(&"通信地址".to_owned()));
    for kind in left {
        let none = Wish { none: Some(kind), ..wish(Step::Propose, "示例文件") };
        let done = world.step("officer", "petition-public", None, none).await.unwrap();
        let id = done.entries[0].id.clone();
        world
            .step("reviewer", "petition-public", Some(&id), wish(Step::Examine, "同意"))
            .await
            .unwrap();
        world.step("editor", "petition-public", Some(&id), wish(Step::Publish, "")).await.unwrap();
    }
    assert_eq!(lacking().await, None);
}
