//! Devices and rooms over HTTP: who may take which step, what is told to whom who comes second, and the sheet that asks for money.

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::world::World;

async fn step(client: &Client, id: &str, step: &str, fields: Value) -> Answer {
    let body = json!({ "fields": fields, "reason": "示例原因" });
    client.post(&format!("/api/devices/{id}/steps/{step}"), &body).await
}

fn bought(serial: &str) -> Value {
    json!({ "name": "记录仪", "kind": "执法记录仪", "model": "X1", "serial": serial, "bought": "2025-01-02", "price": 120_000 })
}

fn lend() -> Value {
    json!({ "officer": "officer-a", "battery": 96, "storage": 60, "offset": 1 })
}

#[tokio::test]
async fn given_a_device_bought_by_one_hand_and_lent_by_another_then_its_page_tells_its_life() {
    let world = World::new().await;
    let section = world.person("head-of-section").await;
    let keeper = world.person("archivist").await;
    let entered = step(&section, "JLY-1", "purchase", bought("A1")).await;
    assert_eq!(entered.status, 200, "{}", entered.text());
    let own = step(&section, "JLY-1", "loan", lend()).await;
    assert_eq!(own.problem(422), "device.hands");
    let lent = step(&keeper, "JLY-1", "loan", lend()).await;
    assert_eq!(lent.status, 200, "{}", lent.text());
    assert_eq!(lent.json()["state_title"], "领用中");
    let again = step(&keeper, "JLY-1", "loan", lend()).await;
    assert_eq!(again.problem(422), "device.state");
    assert!(again.json()["article"].as_str().unwrap().contains("118号"));
    let page = keeper.get("/api/devices/JLY-1").await.json();
    assert_eq!(page["life"].as_array().unwrap().len(), 2);
    assert_eq!(page["line"]["holder"]["id"], "officer-a");
    let can: Vec<&str> =
        page["can"].as_array().unwrap().iter().map(|can| can["id"].as_str().unwrap()).collect();
    assert_eq!(can, ["return", "check"]);
    let list = keeper
        .get("/api/devices?state=on_loan&kind=%E6%89%A7%E6%B3%95%E8%AE%B0%E5%BD%95%E4%BB%AA")
        .await
        .json();
    assert_eq!(list["total"], 1);
}

#[tokio::test]
async fn given_what_is_not_understood_then_it_is_named_and_nothing_changes() {
    let world = World::new().await;
    let section = world.person("head-of-section").await;
    let mut odd = bought("A1");
    odd["colour"] = json!("red");
    odd["price"] = json!("dear");
    let reasons = step(&section, "JLY-1", "purchase", odd).await.json()["reasons"].to_string();
    assert!(reasons.contains("input.unknown") && reasons.contains("price"), "{reasons}");
    assert_eq!(step(&section, "JLY-1", "dance", json!({})).await.status, 404);
    assert_eq!(step(&section, "JLY-1", "scrap", json!({})).await.status, 404);
    assert_eq!(section.get("/api/devices?colour=red").await.problem(400), "input.unknown");
    assert_eq!(section.get("/api/devices?skip=x").await.problem(400), "input.number");
    assert_eq!(section.get("/api/devices/JLY-1").await.status, 404);
    assert_eq!(section.get("/api/rooms/calendar?from=heute").await.problem(400), "input.date");
    assert_eq!(section.get("/api/rooms/calendar?days=400").await.problem(400), "input.choice");
    assert_eq!(section.get("/api/rooms/calendar?from=9999-12-31&days=31").await.status, 200);
    step(&section, "JLY-1", "purchase", bought("A1")).await;
    let stale = json!({ "fields": lend(), "seen": 99 });
    let keeper = world.person("archivist").await;
    assert_eq!(keeper.post("/api/devices/JLY-1/steps/loan", &stale).await.status, 409);
    let stranger = world.person("stranger").await;
    assert_eq!(stranger.get("/api/devices/JLY-1").await.status, 404);
    assert_eq!(step(&stranger, "JLY-1", "loan", lend()).await.status, 404);
}

#[tokio::test]
async fn given_a_class_then_the_shortage_follows_and_the_sheet_is_a_pdf_and_a_table() {
    let world = World::new().await;
    let head = world.person("principal").await;
    let body = json!({ "class": "A", "reason": "每天在现场执法" });
    let officer = world.person("officer-a").await;
    assert_eq!(officer.post("/api/equipment/agency/class", &body).await.status, 403);
    let wrong = json!({ "class": "D", "reason": "" });
    assert_eq!(head.post("/api/equipment/agency/class", &wrong).await.status, 422);
    let set = head.post("/api/equipment/agency/class", &body).await;
    assert_eq!(set.status, 200, "{}", set.text());
    let shown = head.get("/api/equipment?agency=agency").await.json();
    let line = &shown["agencies"][0];
    let officers = line["officers"].as_u64().unwrap();
    assert_eq!(line["needed"].as_u64().unwrap(), officers.div_ceil(3));
    assert_eq!(line["short"], line["needed"]);
    let table = head.get("/api/equipment.xlsx?agency=agency&price=1500").await;
    assert_eq!(table.status, 200);
    assert!(table.body.starts_with(b"PK"));
    let pdf = head.get("/api/equipment.pdf?agency=agency&price=1500").await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert_eq!(officer.get("/api/equipment.pdf").await.status, 403);
    assert_eq!(head.get("/api/equipment.xlsx?price=-1").await.problem(400), "input.number");
}

#[tokio::test]
async fn given_two_bookings_that_overlap_then_the_second_is_told_who_has_the_room() {
    let world = World::new().await;
    let keeper = world.person("archivist").await;
    let form = json!({ "fields": { "name": "询问一室", "kind": "询问室", "place": "主楼 101" } });
    let opened = keeper.post("/api/rooms/R1/steps/open", &form).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    let id = world.play("penalty.ordinary", 0, "file_case").await;
    let officer = world.person("officer-a").await;
    let today = zhiheng_calendar::china_datetime(world.app.now()).date();
    let day = today.tomorrow().unwrap();
    let book = |from: &str, to: &str| json!({ "from": format!("{day}T{from}"), "to": format!("{day}T{to}"), "matter": id, "purpose": "询问" });
    let made = officer.post("/api/rooms/R1/bookings", &book("09:00", "10:00")).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let other = world.person("officer-b").await;
    let taken = other.post("/api/rooms/R1/bookings", &book("09:30", "10:30")).await;
    assert_eq!(taken.problem(422), "room.taken");
    assert!(taken.json()["detail"].as_str().unwrap().contains("officer-a"), "{}", taken.text());
    let week = other.get(&format!("/api/rooms/calendar?from={today}")).await.json();
    assert_eq!(week["bookings"].as_array().unwrap().len(), 1);
    let listed = officer.get(&format!("/api/matters/{id}/rooms")).await.json();
    assert_eq!(listed[0]["room"]["name"], "询问一室");
    let address =
        format!("/api/rooms/R1/bookings/{day}/{}/cancel", made.json()["id"].as_str().unwrap());
    assert_eq!(other.post(&address, &json!({ "reason": "改期" })).await.problem(422), "room.hands");
    assert_eq!(officer.post(&address, &json!({})).await.problem(422), "input.required");
    assert_eq!(officer.post(&address, &json!({ "reason": "改期" })).await.status, 200);
    let again = other.post("/api/rooms/R1/bookings", &book("09:30", "10:30")).await;
    assert_eq!(again.status, 200, "{}", again.text());
}
