//! Asking for progress by number and code.

use axum::http::StatusCode;

use crate::visitor::{busy_city, city, get, post};

fn form(number: &str, code: &str) -> String {
    let encode =
        |text: &str| text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    format!("number={}&code={}", encode(number), encode(code))
}

#[tokio::test]
async fn the_right_pair_shows_stage_step_and_days_and_nothing_personal() {
    let (world, router, _) = busy_city().await;
    let (number, code) = world.petition().await;

    let answer = post(&router, "/progress", form(&number, &code.to_lowercase())).await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    let html = answer.text();
    for said in [
        number.as_str(),
        "信访事项",
        "受理",
        "办结",
        "登记",
        "2026年11月23日",
        "2026年12月5日",
        "在期限内，还剩 <b class=\"num\">12</b> 天",
        "尚未受理",
    ] {
        assert!(html.contains(said), "the page does not say {said}");
    }
    for hidden in ["王某", "路灯", "三号楼", "修复", "示例甲", &code, &code.to_lowercase()]
    {
        assert!(!html.contains(hidden), "the page says {hidden}");
    }
}

#[tokio::test]
async fn a_term_that_ran_out_is_said_with_a_shape_and_the_number_of_days() {
    let (world, router, _) = busy_city().await;
    let (number, code) = world.petition().await;
    world.clock.at("2026-12-08T10:00");

    let html = post(&router, "/progress", form(&number, &code)).await.text();

    assert!(html.contains("▲ 已经逾期 <b class=\"num\">3</b> 天"));
}

#[tokio::test]
async fn every_wrong_pair_gets_the_same_answer() {
    let (world, router, _) = busy_city().await;
    let (number, code) = world.petition().await;
    let wrong_code = post(&router, "/progress", form(&number, "00000000")).await;
    let wrong_number = post(&router, "/progress", form("长信信〔2026〕999号", &code)).await;
    let nonsense = post(&router, "/progress", form("\u{0}\u{1b}'; --", "\u{0}")).await;

    let bare = |html: String, typed: &str| html.replace(typed, "");
    assert_eq!(wrong_code.status, StatusCode::NOT_FOUND);
    assert_eq!(wrong_number.status, StatusCode::NOT_FOUND);
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
    assert_eq!(bare(wrong_code.text(), &number), bare(wrong_number.text(), "长信信〔2026〕999号"));
    assert!(!wrong_code.text().contains("00000000"));
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let (_world, router) = city().await;
    for (body, said) in
        [("", "请填写编号和查询码"), ("number=a", "请填写查询码"), ("code=a", "请填写编号")]
    {
        let answer = post(&router, "/progress", body.to_owned()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains(said));
    }
}

#[tokio::test]
async fn the_eleventh_question_in_a_minute_waits_and_the_form_itself_does_not() {
    let (world, router) = city().await;
    for _ in 0..10 {
        assert_eq!(post(&router, "/progress", form("a", "b")).await.status, StatusCode::NOT_FOUND);
    }
    let refused = post(&router, "/progress", form("a", "b")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "60");
    assert_eq!(get(&router, "/progress").await.status, StatusCode::OK);
    world.clock.at("2026-11-23T09:01");
    assert_eq!(post(&router, "/progress", form("a", "b")).await.status, StatusCode::NOT_FOUND);
}
