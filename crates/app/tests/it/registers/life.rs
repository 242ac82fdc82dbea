//! From collection to repeal, for staff, for the public, and on the record.

use jiff::civil::date;
use serde_json::json;
use zhiheng_app::Error;
use zhiheng_app::ports::Store as _;
use zhiheng_app::registers::stream_of;
use zhiheng_domain::register::{Step, Wish};

use super::{FIREWOOD, codes, entry, item, wish};
use crate::world::{World, object};

#[tokio::test]
async fn an_entry_is_collected_examined_and_published_by_three_people_and_each_step_is_on_the_record()
 {
    let world = World::new().await;
    let proposal =
        Wish { fields: object(item("JC-1", "路灯检查")), ..wish(Step::Propose, "文件") };
    let done = world.step("officer", "items", None, proposal).await.unwrap();
    assert_eq!(
        (done.entries[0].id.as_str(), done.entries[0].state.as_str()),
        ("bureau.JC-1", "pending")
    );
    assert_eq!(done.said, "“路灯检查”已报审");
    let id = Some("bureau.JC-1");
    // The section head collected nothing, but may not publish; the editor may not publish what nobody examined.
    let early = world.step("editor", "items", id, wish(Step::Publish, "")).await.unwrap_err();
    assert_eq!(codes(early), ["register.not_examined"]);
    let denied = world.step("officer", "items", id, wish(Step::Examine, "")).await.unwrap_err();
    assert!(matches!(denied, Error::Refused(_)), "{denied:?}");
    world.step("reviewer", "items", id, wish(Step::Examine, "同意")).await.unwrap();
    let done = world.step("editor", "items", id, wish(Step::Publish, "")).await.unwrap();
    assert_eq!((done.entries[0].state.as_str(), done.entries[0].seen), ("published", 3));

    let events = world.store.stream(&stream_of("items", "bureau.JC-1"), 0).await.unwrap();
    let actors: Vec<&str> = events.iter().map(|event| event.actor.as_str()).collect();
    assert_eq!(actors, ["officer", "reviewer", "editor"]);
    // Refusals are on the record too: two attempts.
    let journal = world.store.journal(0, 1000).await.unwrap();
    assert_eq!(journal.iter().filter(|event| event.kind == "refusal").count(), 2);
    // The leaf names nothing: digests alone.
    assert!(!String::from_utf8_lossy(&events[0].leaf).contains("路灯"));
}

#[tokio::test]
async fn many_entries_take_a_step_together_or_not_at_all() {
    let world = World::new().await;
    for code in ["JC-1", "JC-2"] {
        let proposal = Wish { fields: object(item(code, code)), ..wish(Step::Propose, "文件") };
        world.step("officer", "items", None, proposal).await.unwrap();
    }
    let reviewer = world.caller("reviewer").await;
    world.step("reviewer", "items", Some("bureau.JC-2"), wish(Step::Examine, "")).await.unwrap();
    let size = world.store.size().await.unwrap();
    let both =
        ["bureau.JC-1", "bureau.JC-2"].map(|id| entry(Some(id), wish(Step::Examine, "同意")));
    let error = world.app.change_entries(&reviewer, "items", both.to_vec()).await.unwrap_err();
    let Error::Refused(reasons) = error else { panic!("{error:?}") };
    assert_eq!(reasons[0].message, "JC-2：没有等待审核的内容");
    let first = world.store.entry("items", "bureau.JC-1").await.unwrap().unwrap();
    assert_eq!((first.state.as_str(), first.version), ("pending", 1));
    assert_eq!(world.store.size().await.unwrap(), size + 1, "only the refusal was written");
    let again = vec![entry(Some("bureau.JC-1"), wish(Step::Examine, "")); 2];
    let error = world.app.change_entries(&reviewer, "items", again).await.unwrap_err();
    assert_eq!(codes(error), ["input.repeated"]);
}

#[tokio::test]
async fn who_saw_an_older_version_is_told_and_writes_nothing() {
    let world = World::new().await;
    world.publish("items", item("JC-1", "路灯检查"), None).await;
    let mut stale = entry(
        Some("bureau.JC-1"),
        Wish { fields: object(item("JC-1", "新名")), ..wish(Step::Propose, "文件") },
    );
    stale.seen = Some(2);
    let officer = world.caller("officer").await;
    let error = world.app.change_entries(&officer, "items", vec![stale.clone()]).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { now: 3 }), "{error:?}");
    stale.seen = Some(3);
    world.app.change_entries(&officer, "items", vec![stale]).await.unwrap();
}

#[tokio::test]
async fn other_agencies_see_nothing_of_an_entry_and_the_superior_sees_it() {
    let world = World::new().await;
    world.publish("items", item("JC-1", "路灯检查"), None).await;
    let stranger = world.caller("stranger").await;
    assert!(world.app.entry_page(&stranger, "items", "bureau.JC-1").await.is_err());
    assert!(world.app.entry_list(&stranger, "items", &[]).await.unwrap().items.is_empty());
    let step = world.step("stranger", "items", Some("bureau.JC-1"), wish(Step::Discard, "")).await;
    assert!(step.is_err());
    let upper = world.caller("upper").await;
    assert_eq!(world.app.entry_list(&upper, "items", &[]).await.unwrap().total, 1);
    let page = world.app.entry_page(&upper, "items", "bureau.JC-1").await.unwrap();
    let withdraw = page.can.iter().find(|choice| choice.step == "withdraw").unwrap();
    assert!(withdraw.reasons.iter().any(|reason| reason.code == "authority.agency"));
}

#[tokio::test]
async fn versions_hold_from_their_days_and_are_compared_word_by_word() {
    let world = World::new().await;
    let id = world.publish("items", item("JC-1", "旧名"), Some(date(2026, 1, 1))).await;
    let mut second = item("JC-1", "新名");
    second["review"] = json!(true);
    world.publish("items", second, Some(date(2026, 6, 1))).await;
    let officer = world.caller("officer").await;
    let page = world.app.entry_page(&officer, "items", &id).await.unwrap();
    assert_eq!(page.current.as_ref().unwrap().fields["name"], "旧名");
    assert_eq!(page.versions.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(page.history.len(), 6);
    assert_eq!(page.history[0].who, "示例editor");
    let compared = world.app.entry_comparison(&officer, "items", &id, (1, 2)).await.unwrap();
    let told: Vec<(&str, &str, &str, &str)> = compared
        .changes
        .iter()
        .map(|change| {
            (change.title.as_str(), change.kind, change.left.as_str(), change.right.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("事项名称", "changed", "旧名", "新名"),
            ("法制审核", "added", "", "是"),
            ("生效日期", "changed", "2026-01-01", "2026-06-01"),
        ]
    );
    world.at("2026-06-01T00:00");
    let page = world.app.entry_page(&officer, "items", &id).await.unwrap();
    assert_eq!(page.current.unwrap().fields["name"], "新名");
    let missing = world.app.entry_comparison(&officer, "items", &id, (1, 9)).await;
    assert!(matches!(missing, Err(Error::Missing { .. })));
}

#[tokio::test]
async fn that_there_is_none_cannot_be_said_beside_an_entry_and_an_entry_not_beside_it() {
    let world = World::new().await;
    let none =
        Wish { none: Some("行政检查".to_owned()), ..wish(Step::Propose, "三定规定") };
    let done = world.step("officer", "items", None, none.clone()).await.unwrap();
    let none_id = done.entries[0].id.clone();
    world.step("section", "items", Some(&none_id), wish(Step::Examine, "")).await.unwrap();
    world.step("editor", "items", Some(&none_id), wish(Step::Publish, "")).await.unwrap();
    let officer = world.caller("officer").await;
    let registers = world.app.registers(&officer).await.unwrap();
    let items = registers.iter().find(|register| register.id == "items").unwrap();
    assert_eq!(
        (items.none[0].group.as_str(), items.none[0].effective.as_str()),
        ("行政检查", "2026-03-02")
    );
    assert_eq!(items.counts["published"], 0, "a statement is no entry");

    let proposal =
        Wish { fields: object(item("JC-1", "路灯检查")), ..wish(Step::Propose, "文件") };
    world.step("officer", "items", None, proposal).await.unwrap();
    let id = Some("bureau.JC-1");
    world.step("reviewer", "items", id, wish(Step::Examine, "")).await.unwrap();
    let refused = world.step("editor", "items", id, wish(Step::Publish, "")).await.unwrap_err();
    assert_eq!(codes(refused), ["register.none_stated"]);
    world.step("editor", "items", Some(&none_id), wish(Step::Withdraw, "新设事项")).await.unwrap();
    world.step("editor", "items", id, wish(Step::Publish, "")).await.unwrap();

    // Of another group it may still be said; of the whole register it may not.
    let all = Wish { none: Some(String::new()), ..none.clone() };
    let done = world.step("officer", "items", None, all).await.unwrap();
    let all_id = Some(done.entries[0].id.as_str());
    world.step("reviewer", "items", all_id, wish(Step::Examine, "")).await.unwrap();
    let refused = world.step("editor", "items", all_id, wish(Step::Publish, "")).await.unwrap_err();
    assert_eq!(codes(refused), ["register.not_none"]);
    let other = Wish { none: Some("行政许可".to_owned()), ..none };
    let done = world.step("officer", "items", None, other).await.unwrap();
    let other_id = Some(done.entries[0].id.as_str());
    world.step("reviewer", "items", other_id, wish(Step::Examine, "")).await.unwrap();
    world.step("editor", "items", other_id, wish(Step::Publish, "")).await.unwrap();
}

#[tokio::test]
async fn the_public_reads_what_is_published_and_nothing_of_drafts_or_private_columns() {
    let world = World::under(&[FIREWOOD]).await;
    let id = world.publish("firewood", json!({ "name": "松木", "keeper": "王某甲" }), None).await;
    let draft = Wish {
        fields: object(json!({ "name": "松木", "keeper": "李某乙" })),
        ..wish(Step::Draft, "文件")
    };
    world.step("officer", "firewood", Some(&id), draft).await.unwrap();
    let secret =
        Wish { fields: object(json!({ "name": "桦木" })), ..wish(Step::Draft, "文件") };
    world.step("officer", "firewood", None, secret).await.unwrap();

    let list = world.app.public_entries("firewood", ("", None, None), None).await.unwrap();
    assert_eq!((list.total, list.entries.len()), (1, 1));
    let now = list.entries[0].now.as_ref().unwrap();
    assert_eq!(now.cells, [("名称".to_owned(), "松木".to_owned())]);
    for words in ["王某甲", "李某乙", "桦木"] {
        let found = world.app.public_entries("firewood", (words, None, None), None).await.unwrap();
        assert_eq!(found.total, 0, "{words}");
    }
    let (shown, _) = world.app.public_entry("firewood", &id).await.unwrap();
    assert_eq!(shown.versions.len(), 1);
    world.step("editor", "firewood", Some(&id), wish(Step::Withdraw, "烧完了")).await.unwrap();
    let list = world.app.public_entries("firewood", ("", None, None), None).await.unwrap();
    assert_eq!(list.total, 0);
    let (shown, _) = world.app.public_entry("firewood", &id).await.unwrap();
    assert_eq!(shown.now, None);
    assert_eq!(shown.versions[0].until, Some(("2026-03-02".to_owned(), "烧完了".to_owned())));
    let registers = world.app.public_registers().await.unwrap();
    assert_eq!(registers.last().unwrap().register.id, "firewood", "a register is one file more");
}

#[tokio::test]
async fn what_an_entry_names_must_exist() {
    let world = World::new().await;
    let mut odd = item("JC-1", "路灯检查");
    odd["procedure"] = json!("penalty.nowhere");
    let proposal = Wish { fields: object(odd), ..wish(Step::Propose, "文件") };
    let refused = world.step("officer", "items", None, proposal).await.unwrap_err();
    assert_eq!(codes(refused), ["input.reference"]);
    let tier = json!({
        "item": "CF-1", "act": "未批先建", "basis": "环评法31", "tier": "1", "circumstance": "轻微", "fine": "处一万元以下罚款"
    });
    let proposal = Wish { fields: object(tier.clone()), ..wish(Step::Propose, "文件") };
    let refused = world.step("officer", "discretion", None, proposal.clone()).await.unwrap_err();
    assert_eq!(codes(refused), ["input.reference"]);
    world.publish("items", item("CF-1", "未批先建"), None).await;
    world.step("officer", "discretion", None, proposal).await.unwrap();
    let officer = world.caller("officer").await;
    let tiers = [("item".to_owned(), "CF-1".to_owned())];
    let list = world.app.entry_list(&officer, "discretion", &tiers).await.unwrap();
    assert_eq!(list.items[0].fields["fine_max"], 1_000_000, "read out of the words");
}

#[tokio::test]
async fn registers_are_rebuilt_to_the_same_bytes_and_audited_clean() {
    let world = World::under(&[FIREWOOD]).await;
    world.publish("items", item("JC-1", "旧名"), Some(date(2026, 1, 1))).await;
    world.publish("items", item("JC-1", "新名"), Some(date(2026, 6, 1))).await;
    world.publish("firewood", json!({ "name": "松木" }), None).await;
    let draft = Wish { fields: object(item("JC-2", "草稿")), ..wish(Step::Draft, "文件") };
    world.step("officer", "items", None, draft).await.unwrap();
    world.step("officer", "items", Some("bureau.JC-2"), wish(Step::Discard, "")).await.unwrap();
    world.step("editor", "items", Some("bureau.JC-1"), wish(Step::Withdraw, "取消")).await.unwrap();
    world.concluded(100_000).await;
    let rebuilt = world.app.rebuild(true, |_, _| ()).await.unwrap();
    let comparison = rebuilt.comparison.unwrap();
    assert!(comparison.is_same(), "{comparison:?}");
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn an_entry_that_one_person_took_to_its_publication_is_found_by_the_audit() {
    use zhiheng_app::ports::{Append, Payload, Sealed};

    let world = World::new().await;
    let id = world.publish("items", item("JC-1", "检查"), None).await;
    // Written past the application, as somebody with the database in hand would: the publication again, by the collector.
    let mut forged = Vec::new();
    for step in ["propose", "examine", "publish"] {
        let mut named = vec![
            ("agency".to_owned(), json!("bureau")),
            ("actor".to_owned(), json!("section")),
            ("actor_name".to_owned(), json!("示例section")),
            ("at".to_owned(), json!("2026-03-02T09:00:00")),
            ("id".to_owned(), json!(id)),
            ("n".to_owned(), json!(2)),
            ("opinion".to_owned(), json!("")),
            ("register".to_owned(), json!("items")),
            ("step".to_owned(), json!(step)),
        ];
        if step == "propose" {
            for (name, value) in [
                ("category", json!("行政检查")),
                ("code", json!("JC-1")),
                ("effective", json!("2026-03-02")),
                ("name", json!("随便检查")),
                ("none", json!(false)),
                ("source", json!("无")),
                ("fields.code", json!("JC-1")),
                ("fields.name", json!("随便检查")),
                ("fields.category", json!("行政检查")),
                ("fields.basis", json!("无")),
            ] {
                named.push((name.to_owned(), value));
            }
        }
        forged.push(world.app.seal("entry", "section", named).unwrap());
    }
    let sealed = Sealed { events: forged, views: Vec::new(), receipt: "{}".to_owned() };
    let stream = stream_of("items", &id);
    let append = Append { stream, seen: 3, payload: Payload::Ready(sealed), idempotency: None };
    world.store.append(vec![append]).await.unwrap();
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    let found: Vec<(&str, &str)> = audited
        .findings
        .iter()
        .map(|found| (found.finding.act.as_str(), found.finding.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("register.examine", "register.same_person"),
            ("register.publish", "authority.power"),
            ("register.publish", "register.same_person"),
        ]
    );
}

#[tokio::test]
async fn filters_that_are_none_are_named() {
    let world = World::new().await;
    let officer = world.caller("officer").await;
    for (name, value, code) in [
        ("state", "gone", "input.choice"),
        ("agency", "other", "input.choice"),
        ("in_force", "maybe", "input.choice"),
        ("limit", "0", "input.integer"),
        ("cursor", "x", "input.query"),
        ("odd", "1", "input.unknown"),
        ("words", "\u{7}", "input.too_long"),
    ] {
        let given = [(name.to_owned(), value.to_owned())];
        let error = world.app.entry_list(&officer, "items", &given).await.unwrap_err();
        assert_eq!(codes(error), [code], "{name}={value}");
    }
    assert!(matches!(
        world.app.entry_list(&officer, "nowhere", &[]).await,
        Err(Error::Missing { .. })
    ));
}
