//! What programs take: feeds, site maps, downloads, the public interface.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;

use crate::visitor::{Answer, busy_city, city, get, get_with};
use crate::world::penalty;

async fn from_site(router: &axum::Router, path: &str) -> Answer {
    get_with(router, path, "host", "gs.example.gov.cn").await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap()
}

#[tokio::test]
async fn the_feed_of_an_agency_holds_its_decisions_and_no_markup_of_theirs() {
    let (world, router, id) = busy_city().await;
    let mut row = penalty(77);
    row.title = "<b>甲</b> & \u{1}乙".to_owned();
    world.decide(row, "").await;

    let all = from_site(&router, "/feed.atom").await;
    let own = from_site(
        &router,
        "/feed.atom?agency=%E9%95%BF%E6%B2%BB%E5%B8%82%E4%BF%A1%E8%AE%BF%E5%B1%80",
    )
    .await;

    assert_eq!(all.header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(
        (all.text().matches("<entry>").count(), own.text().matches("<entry>").count()),
        (47, 2)
    );
    assert!(own.text().contains(&format!("http://gs.example.gov.cn/decisions/{id}")));
    assert!(own.text().contains("&lt;b&gt;甲&lt;/b&gt;") || own.text().contains("&#60;b&#62;甲"));
    assert!(!own.text().contains('\u{1}'));
    assert_eq!(get(&router, "/feed.atom?category=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_site_map_leads_to_every_decision_once() {
    let (_world, router, id) = busy_city().await;
    let index = from_site(&router, "/sitemap.xml").await.text();
    let mut found = Vec::new();
    for part in index.split("<loc>http://gs.example.gov.cn").skip(1) {
        let path = part.split('<').next().unwrap();
        let text = from_site(&router, path).await;
        assert_eq!(text.header("content-type"), "application/xml; charset=utf-8", "{path}");
        found.extend(
            text.text()
                .split("<loc>http://gs.example.gov.cn/decisions/")
                .skip(1)
                .map(|rest| rest.split('<').next().unwrap().to_owned()),
        );
    }
    let every = found.len();
    found.sort();
    found.dedup();
    assert_eq!((every, found.len()), (46, 46));
    assert!(found.contains(&id));
    for path in
        ["/sitemaps/2026-13-1.xml", "/sitemaps/2026-01-0.xml", "/sitemaps/x", "/sitemaps/2026-01-1"]
    {
        assert_eq!(get(&router, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let robots = from_site(&router, "/robots.txt").await.text();
    assert!(robots.contains("Sitemap: http://gs.example.gov.cn/sitemap.xml"));
}

#[tokio::test]
async fn the_downloads_of_a_year_hold_the_same_decisions_in_the_same_order() {
    let (world, router, _) = busy_city().await;
    let mut row = penalty(78);
    row.title = "=带,逗号和\"引号\"".to_owned();
    world.decide(row, "").await;

    let lines = get(&router, "/data/decisions-2026.jsonl").await;
    let table = get(&router, "/data/decisions-2026.csv").await;
    let sheet = get(&router, "/data/decisions-2026.xlsx").await;

    let ids: Vec<String> = lines
        .text()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 47);
    assert!(table.bytes.starts_with("\u{feff}公示编号,".as_bytes()));
    let mut reader = csv::Reader::from_reader(&table.bytes[3..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column: Vec<String> = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(column, ids);
    assert!(rows.iter().any(|row| &row[4] == "'=带,逗号和\"引号\""));
    let cells = sheet_ids(&sheet.bytes);
    assert_eq!(cells, ids);
    assert!(table.header("content-disposition").contains("decisions-2026.csv"));
    for path in ["/data/decisions-26.csv", "/data/decisions-2026.exe", "/data/x"] {
        assert_eq!(get(&router, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let empty = get(&router, "/data/decisions-1999.csv").await;
    assert_eq!((empty.status, empty.text().lines().count()), (StatusCode::OK, 1));
}

fn sheet_ids(bytes: &[u8]) -> Vec<String> {
    use calamine::{Reader as _, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("执法决定").unwrap();
    range.rows().skip(1).map(|row| row[0].to_string()).collect()
}

#[tokio::test]
async fn the_interface_answers_as_the_pages_do_and_its_definition_names_every_address() {
    let (world, router, id) = busy_city().await;

    let definition = json(&get(&router, "/api/public/v1/openapi.json").await);
    let list = json(&get(&router, "/api/public/v1/decisions?q=%E9%A3%9F%E7%94%A8%E6%B2%B9").await);
    let one = json(&get(&router, &format!("/api/public/v1/decisions/{id}")).await);
    let values = json(&get(&router, "/api/public/v1/values").await);
    let bodies = json(&get(&router, "/api/public/v1/bodies").await);

    let paths: Vec<&String> = definition["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/api/public/v1/bodies",
            "/api/public/v1/decisions",
            "/api/public/v1/decisions/{id}",
            "/api/public/v1/values",
        ]
    );
    assert_eq!(
        (list["total"].as_u64(), list["items"][0]["id"].as_str()),
        (Some(1), Some(id.as_str()))
    );
    assert_eq!(one["standing"], "published");
    assert!(one["decision"]["facts"].as_str().unwrap().contains("食用油"));
    assert_eq!(values.as_array().unwrap().len(), 6);
    assert_eq!(bodies.as_array().unwrap().len(), 13);

    world.withdraw(&id, "决定被依法撤销").await;
    let withdrawn = json(&get(&router, &format!("/api/public/v1/decisions/{id}")).await);
    assert_eq!(
        (withdrawn["standing"].as_str(), withdrawn["decision"].is_null()),
        (Some("withdrawn"), true)
    );
    assert_eq!(withdrawn["reason"], "决定被依法撤销");
}

#[tokio::test]
async fn the_interface_names_a_wrong_condition_and_takes_no_unknown_one_for_none() {
    let (_world, router) = city().await;
    for path in ["/api/public/v1/decisions?from=x", "/api/public/v1/decisions?agencyy=x"] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(json(&answer)["code"], "portal.request");
    }
    let missing = get(&router, "/api/public/v1/decisions/none").await;
    assert_eq!(
        (missing.status, json(&missing)["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("portal.missing"))
    );
}

#[tokio::test]
async fn the_sixty_first_question_in_a_minute_is_told_how_long_to_wait() {
    let (world, router) = city().await;
    for _ in 0..60 {
        assert_eq!(get(&router, "/api/public/v1/bodies").await.status, StatusCode::OK);
    }
    let refused = get(&router, "/api/public/v1/bodies").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "60");
    assert!(json(&refused)["detail"].as_str().unwrap().contains("每分钟最多 60 次"));

    world.clock.at("2026-11-23T09:01");
    assert_eq!(get(&router, "/api/public/v1/bodies").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_decision_page_describes_itself_to_search_engines_and_nothing_in_it_ends_the_block() {
    let (world, router, _) = busy_city().await;
    let mut row = penalty(79);
    row.title = "</script><script>alert(1)</script>".to_owned();
    let id = world.decide(row, "").await;

    let html = get(&router, &format!("/decisions/{id}")).await.text();

    let block = html.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let block = block.split("</script>").next().unwrap();
    let said: Value = serde_json::from_str(block).unwrap();
    assert_eq!(said["name"], "</script><script>alert(1)</script>");
    assert_eq!(
        (said["@type"].as_str(), said["reportNumber"].as_str()),
        (Some("Report"), Some("长信罚〔2026〕79号"))
    );
    assert!(!html.contains("<script>alert"));
    assert!(!block.contains("示例餐饮有限公司("), "the party is not told to search engines");
    let request = Request::get("/feed.atom").header(header::HOST, "bad host<>").body(Body::empty());
    let feed = crate::visitor::send(&router, request.unwrap()).await;
    assert!(!feed.text().contains("bad host"));
}
