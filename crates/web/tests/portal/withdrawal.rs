//! What is withdrawn or over is no longer shown, and that is said.

use axum::http::StatusCode;

use crate::visitor::{busy_city, get};
use crate::world::penalty;

#[tokio::test]
async fn a_withdrawn_decision_shows_the_notice_and_the_reason_but_not_the_decision() {
    let (world, router, id) = busy_city().await;
    let path = format!("/decisions/{id}");
    assert!(get(&router, &path).await.text().contains("食用油"));

    world.withdraw(&id, "行政复议决定撤销原处罚决定").await;
    world.clock.at("2026-11-23T09:00:02");

    let answer = get(&router, &path).await;
    assert_eq!(answer.status, StatusCode::OK);
    let html = answer.text();
    for said in [
        "已经撤回公开",
        "行政复议决定撤销原处罚决定",
        "长信罚〔2026〕12号",
        "第48条",
        "2026年11月23日",
    ] {
        assert!(html.contains(said), "the page does not say {said}");
    }
    for gone in ["食用油", "示例餐饮", "伍仟元", "5,000 元", "下载证明"] {
        assert!(!html.contains(gone), "the page still says {gone}");
    }
    assert_eq!(get(&router, &format!("{path}/proof.json")).await.status, StatusCode::GONE);
    assert!(!get(&router, "/decisions?q=12").await.text().contains(&path));
}

#[tokio::test]
async fn a_decision_whose_public_period_is_over_leaves_the_portal_on_the_day_after() {
    let (world, router, _) = busy_city().await;
    let mut row = penalty(31);
    row.until = Some("2026-11-23".to_owned());
    let id = world.decide(row, "").await;
    let path = format!("/decisions/{id}");
    assert!(get(&router, &path).await.text().contains("食用油"));

    world.clock.at("2026-11-24T00:00:01");

    let html = get(&router, &path).await.text();
    assert!(html.contains("公示期已满") && !html.contains("食用油") && !html.contains("示例餐饮"));
    assert_eq!(get(&router, &format!("{path}/proof.json")).await.status, StatusCode::GONE);
    assert!(!get(&router, "/decisions").await.text().contains(&path));
}
