//! 法审目录对照 over HTTP: the superior's entry taken over stricter, published by three people, and asked for by the next act.

use serde_json::{Value, json};

use crate::world::World;

async fn done(world: &World, who: &str, path: &str, body: Value) -> Value {
    let answer = world.person(who).await.post(path, &body).await;
    assert_eq!(answer.status, 200, "{path} as {who}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_county_takes_over_the_citys_entry_stricter_and_its_next_matter_is_major_by_it() {
    let world = World::new().await;
    // The examples know one person above; the city's entry is published by its own people.
    let people = [
        ("city-officer", zhiheng_domain::Role::Officer),
        ("city-reviewer", zhiheng_domain::Role::LegalReviewer),
        ("city-editor", zhiheng_domain::Role::DisclosureEditor),
    ];
    for (name, role) in people {
        world.account(name, "upper", &[role]).await;
    }
    let listed = json!({
        "source": "市文〔2026〕1号",
        "fields": { "category": "行政处罚", "matter": "对单位的罚没", "criteria": "达到规定金额的",
            "party": "单位和个体工商户", "amount": 4_500_000, "basis": "示例目录" },
    });
    let city = done(&world, "city-officer", "/api/registers/catalogue/propose", listed).await;
    let city = city["entries"][0]["id"].as_str().unwrap().to_owned();
    let publish = |id: String, reviewer: &'static str, editor: &'static str| {
        let world = &world;
        async move {
            let examined = json!({ "ids": [id], "agree": true });
            done(world, reviewer, "/api/registers/catalogue/examine", examined).await;
            done(world, editor, "/api/registers/catalogue/publish", json!({ "ids": [id] })).await;
        }
    };
    publish(city.clone(), "city-reviewer", "city-editor").await;

    let page = world.person("officer-a").await.get("/api/catalogue").await.json();
    assert_eq!(page["rows"][0]["relation"], "missing");
    let body = |amount: i64| json!({ "template": city, "fields": { "amount": amount }, "source": "县文〔2026〕1号" });
    let county = world.person("officer-a").await;
    let refused = county.post("/api/catalogue/adopt", &body(4_500_001)).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let reason = &refused.json()["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["field"], &reason["article"]),
        (&json!("catalogue.looser"), &json!("amount"), &json!("国办发〔2018〕118号（十二）"))
    );
    let own = done(&world, "officer-a", "/api/catalogue/adopt", body(100_000)).await;
    publish(own["entries"][0]["id"].as_str().unwrap().to_owned(), "reviewer", "editor").await;

    let below = world.person("city-reviewer").await.get("/api/catalogue/below").await.json();
    let row = below.as_array().unwrap().iter().find(|row| row["agency"]["id"] == "agency").unwrap();
    assert_eq!(row["rows"][0]["relation"], "stricter");
    let remark =
        json!({ "entry": row["rows"][0]["own"]["id"], "to": "agency", "text": "请说明依据" });
    done(&world, "city-reviewer", "/api/catalogue/remark", remark.clone()).await;
    let refused = world.person("reviewer").await.post("/api/catalogue/remark", &remark).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    let answer =
        json!({ "entry": row["rows"][0]["own"]["id"], "remark": 1, "text": "县政府令第1号" });
    done(&world, "officer-a", "/api/catalogue/answer", answer).await;
    let page = world.person("watcher").await.get("/api/catalogue").await.json();
    assert_eq!(page["rows"][0]["remarks"][0]["answers"][0]["text"], "县政府令第1号");

    // An agency beside does not see it.
    let beside = world.person("stranger").await.get("/api/catalogue?agency=agency").await;
    assert_eq!(beside.status, 404, "{}", beside.text());
}
