//! Lists of matters, their filters, and the same as a spreadsheet.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
use serde_json::json;

use crate::world::World;

async fn three(world: &World) {
    world.play("penalty.ordinary", 0, "assign").await;
    world.play("penalty.ordinary", 1, "assign").await;
    world.play("petition", 4, "notice").await;
    world.clock.at("2026-06-01T09:00");
}

#[tokio::test]
async fn a_list_shows_what_the_filters_say() {
    let world = World::new().await;
    three(&world).await;
    let head = world.person("head-of-section").await;
    let all = head.get("/api/matters").await.json();
    assert_eq!((all["total"].as_u64(), all["items"].as_array().unwrap().len()), (Some(3), 3));
    for (query, count) in [
        ("?procedure=petition", 1),
        ("?procedure=penalty.ordinary", 2),
        ("?status=open", 3),
        ("?status=archived", 0),
        ("?stage=inquiry", 2),
        ("?agency=agency", 3),
        ("?q=%E9%A4%90%E9%A5%AE", 1),
        ("?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D", 0),
        ("?q=&procedure=&limit=", 3),
        ("?limit=2&sort=-opened", 3),
    ] {
        let page = head.get(&format!("/api/matters{query}")).await.json();
        assert_eq!(page["total"], count, "{query}: {page}");
    }
}

#[tokio::test]
async fn a_light_filters_exactly_the_rows_that_bear_it() {
    let world = World::new().await;
    three(&world).await;
    let head = world.person("head-of-section").await;
    let mut shown = 0;
    for light in ["overdue", "today", "soon", "ok"] {
        let page = head.get(&format!("/api/matters?light={light}")).await.json();
        for row in page["items"].as_array().unwrap() {
            assert_eq!(row["light"]["state"], light);
            shown += 1;
        }
    }
    assert_eq!(shown, 3, "every row with a due day bears one light");
}

#[tokio::test]
async fn paging_gives_every_row_once() {
    let world = World::new().await;
    three(&world).await;
    let head = world.person("head-of-section").await;
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page =
            head.get(&format!("/api/matters?limit=1&sort=opened&cursor={cursor}")).await.json();
        ids.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        cursor = next.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    }
    assert_eq!(ids.len(), 3);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_wrong_filter_is_named() {
    let world = World::new().await;
    let head = world.person("head-of-section").await;
    let long = "x".repeat(401);
    for (query, field, code) in [
        ("light=purple".to_owned(), "light", "input.choice"),
        ("status=gone".to_owned(), "status", "input.choice"),
        ("procedure=none".to_owned(), "procedure", "input.choice"),
        ("stage=none".to_owned(), "stage", "input.choice"),
        ("agency=other".to_owned(), "agency", "input.choice"),
        ("agency=upper".to_owned(), "agency", "input.choice"),
        ("sort=fine".to_owned(), "sort", "input.choice"),
        ("limit=0".to_owned(), "limit", "input.integer"),
        ("limit=501".to_owned(), "limit", "input.integer"),
        ("limit=-1".to_owned(), "limit", "input.integer"),
        ("limit=1e3".to_owned(), "limit", "input.integer"),
        ("cursor=%25%25".to_owned(), "cursor", "input.query"),
        ("cursor=AAAA".to_owned(), "cursor", "input.query"),
        ("fine=1000".to_owned(), "fine", "input.unknown"),
        ("light=ok&light=today".to_owned(), "light", "input.repeated"),
        ("q=a%00b".to_owned(), "q", "input.control"),
        ("q=a%07b".to_owned(), "q", "input.control"),
        (format!("q={long}"), "q", "input.too_long"),
    ] {
        for address in ["/api/matters", "/api/matters.xlsx"] {
            let answer = head.get(&format!("{address}?{query}")).await;
            assert_eq!(answer.problem(400), code, "{address}?{query}: {}", answer.text());
            assert_eq!(answer.json()["field"], field, "{query}");
        }
    }
}

#[tokio::test]
async fn the_spreadsheet_holds_exactly_what_is_shown_and_the_record_says_who_took_it() {
    let world = World::new().await;
    three(&world).await;
    let head = world.person("head-of-section").await;
    let shown = head.get("/api/matters?procedure=penalty.ordinary&sort=opened").await.json();
    let file = head.get("/api/matters.xlsx?procedure=penalty.ordinary&sort=opened").await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.body)).unwrap();
    let sheet = book.worksheet_range("事项").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows.len(), 3, "a head and two rows");
    assert_eq!(rows[0][1], "名称");
    for (row, item) in rows[1..].iter().zip(shown["items"].as_array().unwrap()) {
        assert_eq!(row[0], item["number"].as_str().unwrap_or_default());
        assert_eq!(row[1], item["title"].as_str().unwrap());
    }
    let exports = world.events("export").await;
    assert_eq!(exports.len(), 1);
    let values = zhiheng_app::sealing::values_of(&exports[0].content).unwrap();
    assert_eq!(values["count"], 2);
    assert_eq!(values["filters"], json!({ "procedure": "penalty.ordinary", "sort": "opened" }));
    assert_eq!(values["actor"], "head-of-section");
}

#[tokio::test]
async fn a_title_that_looks_like_a_formula_stays_text_in_the_spreadsheet() {
    let world = World::new().await;
    let mut fields =
        world.app.pack().procedures["penalty.ordinary"].examples[0].steps[0].fields.clone();
    fields.insert("title".to_owned(), json!("=HYPERLINK(\"http://evil\",\"x\")"));
    let opening = json!({ "procedure": "penalty.ordinary", "fields": fields });
    assert_eq!(world.person("officer-a").await.post("/api/matters", &opening).await.status, 201);
    let file = world.person("head-of-section").await.get("/api/matters.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.body)).unwrap();
    let formulas = book.worksheet_formula("事项").unwrap();
    assert!(formulas.used_cells().next().is_none(), "no cell is a formula");
}
