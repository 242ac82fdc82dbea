//! The people who enforce: the life of a card on the record, what a table from elsewhere may not change, and the code that an
//! officer shows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::officers::{CardStep, CardWish, CodeFault, OfficerFilter};
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::account_entry;

use crate::world::{World, object};

/// Somebody new with an account and no card.
async fn newcomer(world: &World) {
    let account = AccountRow {
        username: "new".to_owned(),
        person: "new".to_owned(),
        name: "示例新人".to_owned(),
        agency: "bureau".to_owned(),
        roles: vec!["officer".to_owned()],
        active: true,
    };
    world.app.enter("system", vec![account_entry(&account)]).await.unwrap();
}

async fn step(
    world: &World,
    desk: &str,
    id: &str,
    step: &str,
    fields: Value,
) -> Result<CardStep, Error> {
    let wish = CardWish {
        step: step.to_owned(),
        fields: object(fields),
        reason: "示例原因".to_owned(),
        seen: None,
    };
    world.app.card_step(&world.caller(desk).await, id, &wish).await
}

fn application() -> Value {
    json!({ "fields": ["行政处罚"], "regions": ["140400"], "post": "科员", "staffed": true, "examined": true })
}

async fn issued(world: &World) {
    newcomer(world).await;
    step(world, "section", "new", "apply", application()).await.unwrap();
    step(world, "reviewer", "new", "examine", json!({})).await.unwrap();
    step(
        world,
        "head",
        "new",
        "issue",
        json!({ "card": "14040001", "valid_from": "2026-03-02", "valid_until": "2031-03-01" }),
    )
    .await
    .unwrap();
}

async fn in_use(world: &World) {
    issued(world).await;
    let training = json!({ "before_post": true, "day": "2026-03-01", "hours": 40, "subject": "行政处罚法", "passed": true });
    step(world, "section", "new", "train", training).await.unwrap();
    step(world, "section", "new", "activate", json!({})).await.unwrap();
}

/// A phone of the officer `new`: the key and the id under which it is enrolled.
async fn phone(world: &World, seed: u8) -> (SigningKey, String) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let point = URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let done = step(world, "new", "new", "enrol", json!({ "label": "手机", "key": point })).await;
    (key, done.unwrap().device.unwrap())
}

fn token(key: &SigningKey, parts: &Value) -> String {
    let payload = URL_SAFE_NO_PAD.encode(parts.to_string());
    let signature: Signature = key.sign(format!("zhiheng/officer-code/v1\n{payload}").as_bytes());
    format!("{payload}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

async fn realm(world: &World) -> String {
    world.app.my_code(&world.caller("new").await).await.unwrap().realm
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Refused(reasons) | Error::Input(reasons) => {
            reasons.into_iter().map(|reason| reason.code).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_lives_through_its_steps_each_on_the_record_with_who_when_why_and_the_article() {
    let world = World::new().await;
    in_use(&world).await;
    step(&world, "supervisor", "new", "suspend", json!({})).await.unwrap();
    let caller = world.caller("head").await;
    let page = world.app.officer(&caller, "new").await.unwrap();
    let steps: Vec<&str> = page.life.iter().map(|step| step.step.as_str()).collect();
    assert_eq!(steps, ["suspend", "activate", "train", "issue", "examine", "apply"]);
    let last = &page.life[0];
    assert_eq!((last.by.id.as_str(), last.reason.as_str()), ("supervisor", "示例原因"));
    assert!(!last.article.is_empty() && last.at.starts_with("2026-03-02"));
    assert_eq!(page.line.standing, "suspended");
    let can: Vec<&str> = page.can.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(can, ["train", "transfer", "resume", "withdraw"]);
}

#[tokio::test]
async fn an_officer_whose_card_is_not_put_into_use_or_suspended_is_refused_by_every_gate_at_once() {
    let world = World::new().await;
    issued(&world).await;
    let id = world.concluded(10_000).await;
    let assign = json!({ "officers": ["officer", "new"] });
    let refused = world.act("section", Some(&id), "assign", assign.clone()).await.unwrap_err();
    assert!(codes(refused).contains(&"gate.officers".to_owned()));
    let training = json!({ "before_post": true, "day": "2026-03-01", "hours": 40, "subject": "处罚法", "passed": true });
    step(&world, "section", "new", "train", training).await.unwrap();
    step(&world, "section", "new", "activate", json!({})).await.unwrap();
    step(&world, "supervisor", "new", "suspend", json!({})).await.unwrap();
    let refused = world.act("section", Some(&id), "assign", assign.clone()).await.unwrap_err();
    let Error::Refused(reasons) = refused else { panic!() };
    let gate = reasons.iter().find(|reason| reason.code == "gate.officers").unwrap();
    assert!(gate.message.contains("示例新人的执法证件正在暂扣期间"), "{}", gate.message);
    assert_eq!(gate.article.as_deref(), Some("处罚法42"));
    step(&world, "head", "new", "resume", json!({})).await.unwrap();
    world.act("section", Some(&id), "assign", assign).await.unwrap();
}

#[tokio::test]
async fn no_table_from_elsewhere_lifts_a_suspension_or_makes_a_card_valid_that_lives_here() {
    let world = World::new().await;
    in_use(&world).await;
    step(&world, "supervisor", "new", "suspend", json!({})).await.unwrap();
    let csv = "编号,姓名,机关编号,执法证号,有效期自,有效期至,暂扣\nnew,示例新人,bureau,9,2020-01-01,2040-01-01,否\n";
    let report = crate::import::import(&world, "officers", csv).await;
    assert_eq!((report.accepted, report.report[0].code), (0, "import.kept_here"));
    // One that was issued elsewhere may still come from a table, and keeps its training.
    let training = json!({ "before_post": false, "day": "2026-03-01", "hours": 12, "subject": "处罚法", "passed": true });
    step(&world, "section", "officer", "train", training).await.unwrap();
    let csv = "编号,姓名,机关编号,执法证号,有效期自,有效期至\nofficer,示例甲,bureau,SL1,2020-01-01,2029-01-01\n";
    assert_eq!(crate::import::import(&world, "officers", csv).await.accepted, 1);
    let page = world.app.officer(&world.caller("head").await, "officer").await.unwrap();
    assert_eq!((page.line.hours, page.line.valid_until.as_deref()), (12, Some("2029-01-01")));
}

#[tokio::test]
async fn refused_steps_are_on_the_record_and_change_nothing() {
    let world = World::new().await;
    issued(&world).await;
    let before = world.app.store().size().await.unwrap();
    let refused = step(&world, "section", "new", "activate", json!({})).await.unwrap_err();
    assert_eq!(codes(refused), ["card.untrained"]);
    assert!(matches!(
        step(&world, "officer", "new", "issue", json!({})).await,
        Err(Error::Denied(_) | Error::Refused(_))
    ));
    assert!(world.app.store().size().await.unwrap() > before);
    let page = world.app.officer(&world.caller("head").await, "new").await.unwrap();
    assert_eq!((page.line.standing.as_str(), page.life.len()), ("issued", 3));
}

#[tokio::test]
async fn a_stranger_neither_sees_nor_touches_an_officer_of_another_agency() {
    let world = World::new().await;
    in_use(&world).await;
    assert!(matches!(
        step(&world, "stranger", "new", "train", json!({})).await,
        Err(Error::Missing { .. })
    ));
    let stranger = world.caller("stranger").await;
    assert!(matches!(world.app.officer(&stranger, "new").await, Err(Error::Missing { .. })));
    let list = world.app.officers(&stranger, &OfficerFilter::default()).await.unwrap();
    assert!(list.items.iter().all(|line| line.agency.id == "other"));
}

#[tokio::test]
async fn a_fresh_code_says_who_and_what_for_and_never_whom_it_is_about() {
    let world = World::new().await;
    in_use(&world).await;
    let (key, device) = phone(&world, 7).await;
    let id = world.concluded(10_000).await;
    world
        .act("section", Some(&id), "assign", json!({ "officers": ["officer", "new"] }))
        .await
        .unwrap();
    let mine = world.app.my_code(&world.caller("new").await).await.unwrap();
    assert!(mine.tasks.iter().any(|task| task.id == id));
    assert!(!serde_json::to_string(&mine).unwrap().contains("示例公司"));
    let now = world.app.now().as_second();
    let text = token(&key, &json!([mine.realm, "new", device, now - 20, id]));
    let shown = world.app.officer_code(&text).await.unwrap();
    assert_eq!(shown.fault, None, "{shown:?}");
    let officer = shown.officer.clone().unwrap();
    assert_eq!((officer.name.as_str(), officer.card.as_str()), ("示例新人", "14040001"));
    let task = shown.task.clone().unwrap();
    assert!(task.basis.iter().any(|basis| basis.starts_with("处罚法")));
    assert!(!serde_json::to_string(&shown).unwrap().contains("示例公司"));
    // A matter that is not the officer's own is no task of his.
    world.at("2026-03-05T09:00");
    let other = world.concluded(20_000).await;
    let now = world.app.now().as_second();
    let text = token(&key, &json!([mine.realm, "new", device, now, other]));
    assert_eq!(world.app.officer_code(&text).await.unwrap().task, None);
}

#[tokio::test]
async fn a_code_that_is_old_early_forged_of_a_stopped_phone_or_of_another_platform_is_refused() {
    let world = World::new().await;
    in_use(&world).await;
    let (key, device) = phone(&world, 7).await;
    let realm = realm(&world).await;
    let now = world.app.now().as_second();
    let at = |seconds: i64| json!([realm, "new", device, seconds, ""]);
    let fault = async |text: String| world.app.officer_code(&text).await.unwrap();
    assert_eq!(fault(token(&key, &at(now - 90))).await.fault, None);
    let old = fault(token(&key, &at(now - 91))).await;
    assert_eq!(old.fault, Some(CodeFault::Old));
    assert_eq!(old.officer, None);
    assert_eq!(fault(token(&key, &at(now + 60))).await.fault, None);
    assert_eq!(fault(token(&key, &at(now + 61))).await.fault, Some(CodeFault::Ahead));
    let thief = SigningKey::from_slice(&[9; 32]).unwrap();
    assert_eq!(fault(token(&thief, &at(now))).await.fault, Some(CodeFault::Forged));
    assert_eq!(fault("nonsense".to_owned()).await.fault, Some(CodeFault::Forged));
    let elsewhere = json!(["000000000000", "new", device, now, ""]);
    assert_eq!(fault(token(&key, &elsewhere)).await.fault, Some(CodeFault::Elsewhere));
    step(&world, "new", "new", "revoke", json!({ "device": device })).await.unwrap();
    assert_eq!(fault(token(&key, &at(now))).await.fault, Some(CodeFault::Revoked));
}

#[tokio::test]
async fn a_code_of_a_suspended_lapsed_or_withdrawn_card_shows_the_officer_and_says_why_not() {
    let world = World::new().await;
    in_use(&world).await;
    let (key, device) = phone(&world, 7).await;
    let realm = realm(&world).await;
    let shown = async || {
        let now = world.app.now().as_second();
        world.app.officer_code(&token(&key, &json!([realm, "new", device, now, ""]))).await.unwrap()
    };
    step(&world, "supervisor", "new", "suspend", json!({})).await.unwrap();
    let suspended = shown().await;
    assert_eq!(suspended.fault, Some(CodeFault::Card));
    assert!(suspended.said.contains("暂扣") && suspended.officer.is_some());
    step(&world, "head", "new", "resume", json!({})).await.unwrap();
    world.at("2031-03-02T09:00");
    assert!(shown().await.said.contains("到期"));
    step(&world, "head", "new", "withdraw", json!({})).await.unwrap();
    let withdrawn = shown().await;
    assert_eq!(withdrawn.fault, Some(CodeFault::Card));
    assert!(withdrawn.said.contains("收回"));
}

#[tokio::test]
async fn cards_with_their_lives_are_rebuilt_to_the_same_bytes_and_audited_as_lawful() {
    let world = World::new().await;
    in_use(&world).await;
    phone(&world, 7).await;
    let id = world.concluded(10_000).await;
    world
        .act("section", Some(&id), "assign", json!({ "officers": ["officer", "new"] }))
        .await
        .unwrap();
    step(&world, "supervisor", "new", "suspend", json!({})).await.unwrap();
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}
