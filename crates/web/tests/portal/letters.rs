//! Letters of the public: written without account or script, answered by a person, read by code.

use axum::http::StatusCode;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::account_entry;
use zhiheng_domain::Role;

use crate::visitor::{Answer, busy_city, city, get, post};
use crate::world::World;

fn code_of(answer: &Answer) -> String {
    let html = answer.text();
    html.split("class=\"bigcode num\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn written(kind: &str, place: &str, text: &str) -> String {
    format!("kind={kind}&place={}&text={}", place.replace('/', "%2F"), encode(text))
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

async fn editor(world: &World, agency: &str) -> zhiheng_app::caller::Caller {
    let row = AccountRow {
        username: format!("editor-{agency}"),
        person: format!("editor-{agency}"),
        name: "示例丁".to_owned(),
        agency: agency.to_owned(),
        roles: vec![Role::DisclosureEditor.id().to_owned()],
        active: true,
    };
    world.app.enter("system", vec![account_entry(&row)]).await.unwrap();
    world.app.caller(&row).await.unwrap()
}

#[tokio::test]
async fn a_correction_reaches_the_agency_of_the_page_and_its_answer_is_read_by_code_and_told_on_the_page()
 {
    let (world, router, id) = busy_city().await;
    let place = format!("/decisions/{id}");
    let page = get(&router, &place).await.text();
    assert!(
        page.contains("/letters/new?kind=correction&#38;place=%2Fdecisions%2F")
            || page.contains("/letters/new?kind=correction&amp;place=%2Fdecisions%2F")
    );

    let sent = post(
        &router,
        "/letters/new",
        written("correction", &place, "罚款的数额写错了，应为三千元"),
    )
    .await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let code = code_of(&sent);
    assert_eq!(code.len(), 19, "{code}");

    let asked =
        post(&router, "/letters", format!("code={}", code.to_lowercase().replace('-', ""))).await;
    assert!(asked.text().contains("等待答复") && asked.text().contains("应为三千元"));

    let editor = editor(&world, "cz").await;
    let held = world.app.letters(&editor).await.unwrap();
    assert_eq!(held.waiting.len(), 1);
    let letter = &held.waiting[0];
    assert_eq!(
        (letter.kind.id.as_str(), letter.place.as_str(), letter.about.id.as_str()),
        ("correction", place.as_str(), "cz")
    );
    world.app.answer_letter(&editor, &letter.id, "属实，已经改为三千元。", true).await.unwrap();

    let read = post(&router, "/letters", format!("code={code}")).await.text();
    assert!(read.contains("已更正") && read.contains("属实，已经改为三千元。"));
    assert!(!read.contains("示例丁"), "the person who answered is not named to the public");
    world.clock.at("2026-11-23T09:00:02");
    let page = get(&router, &place).await.text();
    assert!(page.contains("已经更正 1 次") && page.contains("2026年11月23日"));
    assert!(!page.contains("应为三千元"), "the letter itself is not public");
    let again = world.app.answer_letter(&editor, &letter.id, "再答复一次。", false).await;
    assert!(again.is_err());
    let held = world.app.letters(&editor).await.unwrap();
    assert_eq!((held.waiting.len(), held.answered.len()), (0, 1));
}

#[tokio::test]
async fn a_complaint_goes_above_the_agency_complained_of_which_cannot_see_it() {
    let (world, router) = city().await;
    let form = format!("{}&agency=cz03", written("complaint", "", "窗口的人态度很差"));

    let sent = post(&router, "/letters/new", form).await;

    assert!(sent.text().contains("长治市信访局"));
    let (above, below) = (editor(&world, "cz").await, editor(&world, "cz03").await);
    let held = world.app.letters(&above).await.unwrap();
    assert_eq!((held.waiting.len(), held.waiting[0].about.id.as_str()), (1, "cz03"));
    assert!(world.app.letters(&below).await.unwrap().waiting.is_empty());
    let answer = world.app.answer_letter(&below, &held.waiting[0].id, "我们没有错。", false).await;
    assert!(matches!(answer, Err(zhiheng_app::Error::Missing { .. })));
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_beside_what_was_written() {
    let (world, router) = city().await;
    let long = "字".repeat(1001);
    for (body, said) in [
        (written("correction", "/decisions", "短"), "内容至少写 5 个字"),
        (written("correction", "/decisions", &long), "内容最多 1000 个字"),
        (written("rant", "/decisions", "内容够长了吧"), "请选择纠错、投诉或者咨询"),
        (written("correction", "//evil.example", "内容够长了吧"), "不知道说的是哪一页"),
        (written("complaint", "", "没有说是哪个机关"), "请选择机关"),
        (format!("{}&agency=dragon", written("question", "", "内容够长了吧")), "没有这个机关"),
        (
            format!("{}&contact={}", written("question", "", "内容够长了吧"), "9".repeat(101)),
            "联系方式最多",
        ),
    ] {
        let answer = post(&router, "/letters/new", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(answer.text().contains(said), "{said} is not said");
    }
    let missing = written("correction", "/decisions/none", "内容够长了吧");
    assert_eq!(post(&router, "/letters/new", missing).await.status, StatusCode::NOT_FOUND);
    assert!(world.app.letters(&editor(&world, "cz").await).await.unwrap().waiting.is_empty());
    let form = get(&router, "/letters/new?kind=correction&place=javascript:alert(1)").await.text();
    assert!(!form.contains("javascript:"));
}

#[tokio::test]
async fn the_fourth_letter_in_a_minute_waits_and_a_wrong_code_finds_nothing() {
    let (_world, router) = city().await;
    for _ in 0..3 {
        let sent =
            post(&router, "/letters/new", written("question", "/letters", "几点上班，周末开门吗"))
                .await;
        assert_eq!(sent.status, StatusCode::CREATED);
    }
    let fourth =
        post(&router, "/letters/new", written("question", "/letters", "几点上班，周末开门吗"))
            .await;
    assert_eq!(fourth.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!fourth.header("retry-after").is_empty());
    let wrong = post(&router, "/letters", "code=AAAA-BBBB-CCCC-DDDD").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert!(wrong.text().contains("没有这个查询码的来信"));
}

#[tokio::test]
async fn no_word_of_a_letter_stands_in_a_leaf_and_a_rebuild_gives_the_same_rows() {
    let (world, router) = city().await;
    post(
        &router,
        "/letters/new",
        format!("{}&contact=13800000000", written("question", "/letters", "特别的内容")),
    )
    .await;
    let store = world.app.store();
    let events = store.journal(0, 1000).await.unwrap();
    let letter = events.iter().find(|event| event.kind == "letter").unwrap();
    let leaf = String::from_utf8_lossy(&letter.leaf);
    assert!(!leaf.contains("特别的内容") && !leaf.contains("13800000000"));
    let before = store.dump_views().await.unwrap();
    world.app.rebuild(false, |_, _| {}).await.unwrap();
    assert_eq!(store.dump_views().await.unwrap(), before);
}
