//! The search page: counts that follow the question, pictures with their numbers, and the pages of bodies, officers, inspections.

use axum::http::StatusCode;

use crate::visitor::{busy_city, city, get};
use crate::world::penalty;

/// Links and counts of the list beside the results that bears this heading.
fn beside(html: &str, heading: &str) -> Vec<(String, String)> {
    let Some(list) = html.split(&format!("<section><h2>{heading}</h2>")).nth(1) else {
        return Vec::new();
    };
    list.split("</ul>")
        .next()
        .unwrap()
        .split("<li><a href=\"")
        .skip(1)
        .map(|line| {
            let link = line.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            let count = line.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
            (link, count.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn given_a_question_then_every_count_beside_it_is_that_of_the_list_it_leads_to() {
    let (_world, router, _) = busy_city().await;
    // 山西省 and the word for a bank: words, and a value of a field.
    let path = "/decisions?q=%E9%93%B6%E8%A1%8C&region=%E5%B1%B1%E8%A5%BF%E7%9C%81";

    let html = get(&router, path).await.text();

    let mut followed = 0;
    for heading in ["处理种类", "公开的年份", "机关", "类别", "地区"] {
        for (link, count) in beside(&html, heading) {
            assert!(link.contains("q=%E9%93%B6%E8%A1%8C"), "{link} forgets the words");
            let list = get(&router, &link).await.text();
            let said = format!("共 <span class=\"num\">{count}</span> 份");
            assert!(list.contains(&said), "{link} should hold {count}");
            followed += 1;
        }
    }
    assert!(followed >= 2, "nothing stands beside the list");
    // The region is chosen, so it is not offered again.
    assert!(beside(&html, "地区").is_empty());
}

#[tokio::test]
async fn given_pictures_then_their_numbers_stand_below_and_lead_to_their_lists() {
    let (_world, router, _) = busy_city().await;

    let html = get(&router, "/numbers").await.text();

    for title in ["按公开的月份", "按处理种类", "按执法类别", "按地区"] {
        assert!(html.contains(&format!("{title}</title>")), "{title}");
    }
    assert_eq!(html.matches("<svg role=\"img\"").count(), html.matches("<desc id=").count());
    // Amounts are counted nowhere.
    assert!(!html.contains("万元") && html.contains("不相加、不排名"));
    let rows: Vec<(String, String)> = html
        .split("<tr><th scope=\"row\"><a href=\"")
        .skip(1)
        .map(|row| {
            let link = row.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            let count = row.split("<td class=\"num\">").nth(1).unwrap().split('<').next().unwrap();
            (link, count.to_owned())
        })
        .collect();
    assert!(rows.len() > 15);
    for (link, count) in rows {
        let list = get(&router, &link).await.text();
        let said = format!("共 <span class=\"num\">{count}</span> 份");
        assert!(list.contains(&said), "{link} should hold {count}");
    }
}

#[tokio::test]
async fn given_a_decision_published_now_then_the_counts_follow_at_once() {
    let (world, router, _) = busy_city().await;
    let path = "/numbers?category=%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A";
    assert!(get(&router, path).await.text().contains("共 <b class=\"num\">46</b> 份"));

    world.decide(penalty(99), "").await;

    assert!(get(&router, path).await.text().contains("共 <b class=\"num\">47</b> 份"));
}

#[tokio::test]
async fn given_a_wrong_condition_then_the_pictures_say_which() {
    let (_world, router) = city().await;
    let answer = get(&router, "/numbers?from=2026-02-30").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("不是有效的日期"));
}

#[tokio::test]
async fn the_page_of_an_agency_shows_what_it_decided_and_the_address_it_had_before_leads_there() {
    let (_world, router, id) = busy_city().await;

    let html = get(&router, "/bodies/cz").await.text();
    let moved = get(&router, "/about/cz").await;
    let all = get(&router, "/about").await;

    assert!(html.contains(&format!("/decisions/{id}")) && html.contains("复议机关"));
    assert!(moved.status.is_redirection() && all.status.is_redirection());
    assert_eq!(
        (moved.header("location"), all.header("location")),
        ("/bodies/cz".to_owned(), "/bodies".to_owned())
    );
    assert_eq!(get(&router, "/bodies/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_of_officers_shows_what_the_law_makes_public_and_nothing_else() {
    let (world, router) = city().await;
    world.officer("k1", "示例乙", "晋长 001", "2027-12-31").await;
    world.officer("k2", "示例丙", "晋长 002", "2026-01-31").await;

    let html = get(&router, "/officers?agency=cz").await.text();

    for said in [
        "示例乙",
        "晋长 001",
        "○ 有效",
        "示例丙",
        "▲ 失效（已过期）",
        "共 <b class=\"num\">2</b> 人",
    ] {
        assert!(html.contains(said), "{said} is missing");
    }
    for kept in ["140400199001010000", "13800000000"] {
        assert!(!html.contains(kept), "{kept} must stay inside");
    }
    assert!(get(&router, "/officers?q=%E4%B9%99").await.text().contains("示例乙"));
    assert_eq!(get(&router, "/officers?agency=dragon").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/officers?page=0").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_hall_board_has_five_blocks_refreshes_itself_and_names_nobody() {
    let (world, router) = city().await;
    let (number, _) = world.petition().await;

    let answer = get(&router, "/board/cz").await;

    let html = answer.text();
    for said in [
        "岗位职责",
        "材料",
        "办到哪一步",
        "咨询",
        "投诉",
        "0355-000 0000",
        &number,
        "截至",
        "http-equiv=\"refresh\"",
    ] {
        assert!(html.contains(said), "{said} is missing");
    }
    assert!(!html.contains("王某甲") && !html.contains("路灯"), "no name and no subject");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
    let script = html.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for path in [script.as_str(), "/board/worker.js"] {
        let file = get(&router, path).await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (StatusCode::OK, "text/javascript; charset=utf-8".to_owned())
        );
    }
    // A county's board names the city for complaints.
    assert!(get(&router, "/board/cz03").await.text().contains("长治市信访局"));
    assert_eq!(get(&router, "/board/dragon").await.status, StatusCode::NOT_FOUND);
}
