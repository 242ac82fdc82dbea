//! Every kind of page: whole without script, light, safe to frame by nobody, and saying what it should.

use axum::http::StatusCode;

use crate::visitor::{Answer, busy_city, city, get, get_with};
use crate::world::penalty;

/// What holds for every page whatever it says.
fn is_a_proper_page(path: &str, answer: &Answer) {
    let html = answer.text();
    assert!(answer.bytes.len() < 100_000, "{path} has {} bytes", answer.bytes.len());
    // A data block is nothing that runs.
    let running = html.replace("<script type=\"application/ld+json\">", "");
    // The one script of a decision's page is a file of ours; the page is whole without it.
    let running = running.replace("<script src=\"/assets/portal/check-", "");
    assert!(!running.contains("<script") && !running.contains("javascript:"), "{path} has script");
    assert!(!html.contains(" style=") && !html.contains("<style"), "{path} has inline style");
    assert!(!html.contains(" onclick") && !html.contains(" onload"), "{path} has handlers");
    assert!(html.contains("<html lang=\"zh-CN\""), "{path} names no language");
    for landmark in ["<header", "<nav", "<main id=\"main\"", "<footer", "href=\"#main\""] {
        assert!(html.contains(landmark), "{path} has no {landmark}");
    }
    assert_eq!(html.matches("<h1").count(), 1, "{path} has not one h1");
    headings_in_order(path, &html);
    ids_are_unique_and_labels_lead_somewhere(path, &html);
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
    assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
}

fn headings_in_order(path: &str, html: &str) {
    let mut level = 0;
    for piece in html.split("<h").skip(1) {
        let Some(digit) = piece.chars().next().and_then(|c| c.to_digit(10)) else { continue };
        if !piece[1..].starts_with([' ', '>']) {
            continue;
        }
        assert!(digit <= level + 1, "{path}: h{digit} follows h{level}");
        level = digit;
    }
}

fn ids_are_unique_and_labels_lead_somewhere(path: &str, html: &str) {
    let values = |name: &str| -> Vec<String> {
        html.split(&format!(" {name}=\""))
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let ids = values("id");
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{path} uses an id twice: {ids:?}");
    for name in ["for", "aria-labelledby", "aria-describedby"] {
        for target in values(name) {
            assert!(ids.contains(&target), "{path}: {name}={target} leads nowhere");
        }
    }
    for field in html.split("<input ").skip(1).chain(html.split("<select ").skip(1)) {
        // What nobody sees or fills in needs no label.
        if field.starts_with("type=\"hidden\"") {
            continue;
        }
        let id = field.split("id=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(html.contains(&format!("for=\"{id}\"")), "{path}: {id} has no label");
    }
}

#[tokio::test]
async fn every_page_is_proper_in_an_empty_city_and_in_a_busy_one() {
    let (_empty, empty) = city().await;
    let (_busy, busy, id) = busy_city().await;
    let paths = [
        "/",
        "/decisions",
        "/decisions?q=示例",
        "/decisions?q=没有这样的词",
        "/decisions?from=2026-02-30",
        "/progress",
        "/numbers",
        "/numbers?q=%E9%93%B6%E8%A1%8C",
        "/officers",
        "/officers?q=x",
        "/inspections",
        "/data",
        "/data/dictionary",
        "/letters",
        "/letters/new?kind=correction&place=%2Fdecisions",
        "/letters/new?kind=complaint",
        "/bodies",
        "/bodies/cz",
        "/bodies/cz03",
        "/procedures",
        "/law",
        "/law/%E5%A4%84%E7%BD%9A%E6%B3%95/2021-01-22",
        "/law/%E6%94%BE%E5%81%87%E5%8A%9E%E6%B3%95/2024-11-10",
        "/procedures/petition",
        "/procedures/penalty.ordinary",
        "/catalogue",
        "/registers",
        "/registers/items",
        "/registers/items?q=%E7%A4%BA",
        "/registers/items/none",
        "/registers/dragons",
        "/credentials",
        "/withdrawals",
        "/verify",
        "/nowhere",
        "/decisions/none",
    ];
    for path in paths {
        let path = path
            .replace('示', "%E7%A4%BA")
            .replace('例', "%E4%BE%8B")
            .replace("没有这样的词", "%E6%B2%A1");
        for router in [&empty, &busy] {
            let answer = get(router, &path).await;
            assert!(!answer.status.is_server_error(), "{path} is {}", answer.status);
            is_a_proper_page(&path, &answer);
            is_kept_in_large_type(router, &path, answer.status).await;
        }
    }
    let path = format!("/decisions/{id}");
    let answer = get(&busy, &path).await;
    assert_eq!(answer.status, StatusCode::OK);
    is_a_proper_page(&path, &answer);
    is_kept_in_large_type(&busy, &path, answer.status).await;
}

/// A browser that sends no cookie finds the page below `/large`, in large type, and every way on from it stays there.
async fn is_kept_in_large_type(router: &axum::Router, path: &str, status: StatusCode) {
    let path = format!(
        "/large{}",
        path.strip_prefix("/").filter(|rest| rest.is_empty()).map_or(path, |_| "")
    );
    let answer = get(router, &path).await;
    assert_eq!(answer.status, status, "{path}");
    is_a_proper_page(&path, &answer);
    let html = answer.text();
    assert!(html.contains("<html lang=\"zh-CN\" class=\"large\">"), "{path} is in ordinary type");
    assert_eq!(
        (answer.header("set-cookie"), answer.header("vary")),
        (String::new(), String::new()),
        "{path}"
    );
    for mark in [" href=\"/", " action=\"/"] {
        for to in html.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let place = to.split(['?', '#']).next().unwrap();
            let stays = place == "large" || place.starts_with("large/");
            let file = place.contains('.') || place.starts_with("api/");
            assert!(stays || file || to.contains("edition=standard"), "{path} leads out to /{to}");
        }
    }
}

#[tokio::test]
async fn the_home_page_puts_search_first_and_every_number_leads_to_its_list() {
    let (_world, router, _) = busy_city().await;

    let html = get(&router, "/").await.text();

    let places: Vec<usize> = ["name=\"q\"", "事前", "事中", "事后", "2026 年的数字"]
        .iter()
        .map(|words| html.find(words).unwrap_or_else(|| panic!("{words} is missing")))
        .collect();
    assert!(places.is_sorted());
    assert!(html.contains("<b class=\"num\">46</b> 份决定"));
    // Each bar is a link whose list holds as many as the bar says.
    let bars: Vec<(String, String)> = html
        .split("<ul class=\"bars")
        .skip(1)
        .flat_map(|list| list.split("</ul>").next().unwrap().split("<li><a href=\"").skip(1))
        .map(|bar| {
            let link = bar.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            let count = bar.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
            (link, count.to_owned())
        })
        .collect();
    assert!(bars.len() > 12);
    for (link, count) in bars {
        let list = get(&router, &link).await;
        assert_eq!(list.status, StatusCode::OK);
        let html = list.text();
        if count == "0" {
            assert!(html.contains("没有找到"), "{link}");
        } else {
            assert!(
                html.contains(&format!("共 <span class=\"num\">{count}</span> 份")),
                "{link} should hold {count}"
            );
        }
    }
}

#[tokio::test]
async fn paging_through_the_list_shows_every_decision_once() {
    let (_world, router, _) = busy_city().await;
    let mut seen = Vec::new();
    let mut path = "/decisions".to_owned();
    loop {
        let html = get(&router, &path).await.text();
        seen.extend(
            html.split("<h3><a href=\"/decisions/")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
        let Some(next) =
            html.split("rel=\"next\"").next().filter(|_| html.contains("rel=\"next\""))
        else {
            break;
        };
        path = next
            .rsplit("href=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
    }
    let shown = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((shown, seen.len()), (46, 46));
}

#[tokio::test]
async fn words_that_were_searched_for_are_marked_and_never_become_markup() {
    let (world, router, _) = busy_city().await;
    let mut row = penalty(77);
    row.title = "<b>食品</b> & \"引号\"".to_owned();
    world.decide(row, "").await;

    let html = get(&router, "/decisions?q=%E9%A3%9F%E5%93%81").await.text();

    assert!(html.contains("<mark>食品</mark>"));
    assert!(html.contains("&lt;b&gt;<mark>食品</mark>&lt;/b&gt; &amp; &quot;引号&quot;"));
    let echoed = get(&router, "/decisions?q=%3Cscript%3Ealert(1)%3C/script%3E").await.text();
    assert!(!echoed.contains("<script>alert"));
}

#[tokio::test]
async fn a_decision_says_who_what_which_law_what_result_when_and_until_when() {
    let (_world, router, id) = busy_city().await;

    let html = get(&router, &format!("/decisions/{id}")).await.text();

    for said in [
        "长治市信访局",
        "长信罚〔2026〕12号",
        "示例餐饮有限公司",
        "未保存二月份的食用油进货查验记录",
        "第一百二十六条",
        "罚款人民币伍仟元整",
        "2026年3月20日",
        "2026年3月27日",
        "2027年3月26日",
        "5,000 元",
        "proof.json",
        "zhiheng verify --bundle",
        "纠错",
        "0355-000 0000",
        "已在签名的记录里",
    ] {
        assert!(html.contains(said), "the page does not say {said}");
    }
    assert!(!html.contains("内部备注"));
}

#[tokio::test]
async fn a_decision_taken_over_names_its_source_and_what_the_record_proves_of_it() {
    let (_world, router, _) = busy_city().await;
    let list = get(&router, "/decisions").await.text();
    let link = list
        .split("<h3><a href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .next()
        .unwrap();

    let html = get(&router, &link).await.text();

    assert!(html.contains("https://example.org/notices/"));
    assert!(html.contains("在2026年11月23日收录了这些内容"));
    assert!(html.contains("来源没有写明"));
}

#[tokio::test]
async fn a_decision_page_is_kept_by_its_tag_and_drawn_anew_only_when_it_changed() {
    let (world, router, id) = busy_city().await;
    let path = format!("/decisions/{id}");
    let first = get(&router, &path).await;
    let tag = first.header("etag");
    assert_eq!(first.header("cache-control"), "public, max-age=60");
    assert!(tag.starts_with("W/\""));

    assert_eq!(
        get_with(&router, &path, "if-none-match", &tag).await.status,
        StatusCode::NOT_MODIFIED
    );

    let mut corrected = penalty(12);
    corrected.result = "罚款人民币叁仟元整".to_owned();
    world.decide(corrected, "").await;
    world.clock.at("2026-11-23T09:00:02");
    let second = get_with(&router, &path, "if-none-match", &tag).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text().contains("叁仟元") && !second.text().contains("伍仟元"));
}

#[tokio::test]
async fn the_large_edition_is_one_link_away_and_is_remembered() {
    let (_world, router, id) = busy_city().await;
    let path = format!("/decisions/{id}");
    let plain = get(&router, &path).await;
    assert!(!plain.text().contains("class=\"large\""));
    assert!(plain.text().contains(&format!("href=\"/large{path}?edition=large\"")));

    let chosen = get(&router, &format!("{path}?edition=large")).await;
    assert!(chosen.text().contains("<html lang=\"zh-CN\" class=\"large\">"));
    let cookie = chosen.header("set-cookie");
    assert!(cookie.starts_with("edition=large;"));
    assert_eq!(chosen.header("cache-control"), "no-store");

    // Who takes no cookie keeps it by the address, and it is the address that decides.
    let carried = get_with(&router, &format!("/large{path}"), "cookie", "edition=standard").await;
    assert!(carried.text().contains("class=\"large\""));
    assert!(carried.text().contains(&format!("href=\"{path}?edition=standard\"")));
    let moved = get(&router, "/large/about/cz").await;
    assert_eq!(moved.header("location"), "/large/bodies/cz");
    assert_eq!(get(&router, "/large/").await.header("location"), "/large");

    let later = get_with(&router, "/bodies", "cookie", "other=1; edition=large").await;
    assert!(later.text().contains("class=\"large\""));
    assert_eq!(later.header("vary"), "cookie");
    assert_eq!(later.header("set-cookie"), "");

    let filtered = get(&router, "/decisions?kind=%E7%BD%9A%E6%AC%BE").await.text();
    assert!(
        filtered.contains("?kind=%E7%BD%9A%E6%AC%BE&#38;edition=large")
            || filtered.contains("?kind=%E7%BD%9A%E6%AC%BE&amp;edition=large")
    );
}

#[tokio::test]
async fn the_agencies_are_shown_with_contacts_and_remedies() {
    let (_world, router, _) = busy_city().await;

    let html = get(&router, "/bodies").await.text();

    assert_eq!(html.matches("<li class=\"d1\">").count(), 12);
    for said in [
        "长治市信访局",
        "沁源县信访局",
        "0355-000 0012",
        "申请行政复议",
        "《中华人民共和国行政复议法》第20条",
    ] {
        assert!(html.contains(said), "the page does not say {said}");
    }
}

#[tokio::test]
async fn a_procedure_is_told_in_words_and_as_a_chart() {
    let (_world, router, _) = busy_city().await;

    let html = get(&router, "/procedures/penalty.ordinary").await.text();
    let chart = get(&router, "/procedures/penalty.ordinary/chart.svg").await;

    assert!(html.contains("《中华人民共和国行政处罚法》第"));
    assert!(html.contains("90 日"));
    assert_eq!(chart.header("content-type"), "image/svg+xml");
    assert!(chart.text().contains("<svg"));
    let again = get_with(
        &router,
        "/procedures/penalty.ordinary/chart.svg",
        "if-none-match",
        &chart.header("etag"),
    )
    .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_style_sheet_may_be_kept_for_ever_and_is_found_under_its_digest_alone() {
    let (_world, router) = city().await;
    let html = get(&router, "/").await.text();
    let link = html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();

    let sheet = get(&router, link).await;

    assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(sheet.bytes.len() < 40_000 && !sheet.text().contains("@import"));
    assert_eq!(get(&router, "/assets/portal/portal.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/favicon.svg").await.header("content-type"), "image/svg+xml");
    assert!(get(&router, "/robots.txt").await.text().contains("Disallow: /api/"));
}

#[tokio::test]
async fn a_very_long_decision_still_makes_a_light_page_and_says_that_it_is_shortened() {
    let (world, router) = city().await;
    let mut row = penalty(1);
    row.facts = "事实".repeat(100_000);
    row.basis = "依据".repeat(100_000);
    row.result = "结果".repeat(100_000);
    row.party = "当事人".repeat(50_000);
    let id = world.decide(row, "").await;

    let path = format!("/decisions/{id}");
    let answer = get(&router, &path).await;

    is_a_proper_page(&path, &answer);
    assert!(answer.text().contains("全文在公开副本里"));
}

#[tokio::test]
async fn the_article_cited_on_a_procedure_page_opens_at_its_own_address() {
    let (_world, router) = city().await;
    let html = get(&router, "/procedures/penalty.ordinary").await.text();
    let link = "/law/%E5%A4%84%E7%BD%9A%E6%B3%95/2021-01-22#t54";
    assert!(html.contains(&format!("href=\"{link}\"")), "the procedure cites 处罚法54");
    let law = get(&router, link.split('#').next().unwrap()).await;
    assert_eq!(law.status, StatusCode::OK);
    let law = law.text();
    assert!(law.contains("id=\"t54\"") && law.contains("id=\"t58-1-2\""), "paragraph and item");
    assert!(law.contains("直接关系当事人或者第三人重大权益，经过听证程序的"));
    let missing = get(&router, "/law/%E5%A4%84%E7%BD%9A%E6%B3%95/1996-03-17").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}
