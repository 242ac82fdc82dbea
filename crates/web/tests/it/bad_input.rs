//! Whatever is sent is answered with 4xx and words, and nothing is written.

use axum::http::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

async fn raw(client: &Client, body: &[u8]) -> crate::client::Answer {
    client.send(Method::POST, "/api/matters", Some("application/json"), body.to_vec()).await
}

#[tokio::test]
async fn bodies_that_are_no_json_object_are_told_what_is_wrong_with_them() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let deep = format!("{{\"procedure\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = format!("{{\"procedure\":\"x\",\"fields\":{{\"a\":[{}0]}}}}", "0,".repeat(20_000));
    let cases: [(&[u8], &str); 13] = [
        (b"", "input.json"),
        (b"{", "input.json"),
        (b"{\"procedure\":", "input.json"),
        (b"not json", "input.json"),
        (b"[]", "input.object"),
        (b"null", "input.object"),
        (b"\"text\"", "input.object"),
        (b"{\"procedure\":\"a\",\"procedure\":\"b\",\"fields\":{}}", "input.repeated"),
        (b"{\"procedure\":\"a\\u0000\",\"fields\":{}}", "input.control"),
        (b"{\"procedure\":\"\xff\xfe\",\"fields\":{}}", "input.json"),
        (b"{\"procedure\":\"\\ud800\",\"fields\":{}}", "input.json"),
        (deep.as_bytes(), "input.deep"),
        (wide.as_bytes(), "input.wide"),
    ];
    for (body, code) in cases {
        let answer = raw(&officer, body).await;
        assert_eq!(
            answer.problem(400),
            code,
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(60)])
        );
    }
    let typed: [(Value, &str, &str); 7] = [
        (json!({ "fields": {} }), "input.required", "procedure"),
        (json!({ "procedure": PENALTY }), "input.required", "fields"),
        (json!({ "procedure": 7, "fields": {} }), "input.text", "procedure"),
        (json!({ "procedure": PENALTY, "fields": [] }), "input.object", "fields"),
        (json!({ "procedure": PENALTY, "fields": "x" }), "input.object", "fields"),
        (json!({ "procedure": PENALTY, "fields": {}, "admin": true }), "input.unknown", "admin"),
        (json!({ "procedure": PENALTY, "fields": {}, "seen": 1 }), "input.unknown", "seen"),
    ];
    for (body, code, field) in typed {
        let answer = officer.post("/api/matters", &body).await;
        assert_eq!(answer.problem(400), code, "{body}");
        assert_eq!(answer.json()["field"], field);
    }
}

#[tokio::test]
async fn bodies_of_another_kind_or_too_large_are_refused_before_they_are_read() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    for media in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data"),
    ] {
        let answer = officer.send(Method::POST, "/api/matters", media, b"{}".to_vec()).await;
        assert_eq!(answer.problem(415), "input.media", "{media:?}");
    }
    let huge =
        json!({ "procedure": PENALTY, "fields": { "title": "长".repeat(10 * 1024 * 1024 / 3) } });
    assert_eq!(officer.post("/api/matters", &huge).await.problem(413), "input.too_large");
    let name = json!({ "username": "x".repeat(10 * 1024 * 1024), "password": "x" });
    assert_eq!(world.anonymous().post("/api/session", &name).await.problem(413), "input.too_large");
}

#[tokio::test]
async fn fields_of_a_wrong_type_or_value_are_named_and_nothing_is_written() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let good = world.app.pack().procedures["petition"].examples[0].steps[0].fields.clone();
    let long = "长".repeat(20_001);
    let cases: Vec<(&str, Value, &str)> = vec![
        ("title", json!(7), "input.text"),
        ("title", json!(["x"]), "input.text"),
        ("title", json!({ "a": 1 }), "input.text"),
        ("title", json!("第一行\n第二行"), "input.control"),
        ("title", json!("响铃\u{7}"), "input.control"),
        ("title", json!("删\u{7f}除"), "input.control"),
        ("title", json!("长".repeat(101)), "input.too_long"),
        ("title", json!("   "), "input.required"),
        ("title", Value::Null, "input.required"),
        ("facts", json!(long), "input.too_long"),
        ("channel", json!("飞鸽传书"), "input.choice"),
        ("channel", json!(1), "input.choice"),
        ("received_on", json!("2026-02-30"), "input.date"),
        ("received_on", json!("2025-02-29"), "input.date"),
        ("received_on", json!("2026-3-1"), "input.date"),
        ("received_on", json!("0000-00-00"), "input.date"),
        ("received_on", json!("9999-12-31"), "input.date"),
        ("received_on", json!("1026-03-01"), "input.date"),
        ("received_on", json!("yesterday"), "input.date"),
        ("received_on", json!(20_260_301), "input.date"),
        ("headcount", json!(-1), "input.integer"),
        ("headcount", json!(1.5), "input.integer"),
        ("headcount", json!("3"), "input.integer"),
        ("headcount", json!(1_000_000_001_i64), "input.integer"),
        ("urgent", json!("是"), "input.bool"),
        ("urgent", json!(1), "input.bool"),
        ("files", json!("x"), "input.files"),
        ("files", json!([{ "digest": "zz", "name": "a" }]), "input.file"),
        ("files", json!([{ "digest": "0".repeat(64) }]), "input.file"),
        ("files", json!([1]), "input.file"),
        ("no_such_field", json!("x"), "input.unknown"),
    ];
    for (field, value, code) in cases {
        let mut fields = good.clone();
        fields.insert(field.to_owned(), value.clone());
        let answer = officer
            .post("/api/matters", &json!({ "procedure": "petition", "fields": fields }))
            .await;
        assert_eq!(answer.problem(422), code, "{field} = {value}: {}", answer.text());
        assert_eq!(answer.json()["field"], field, "{value}");
    }
    assert!(world.events("act").await.is_empty() && world.events("refusal").await.is_empty());
}

#[tokio::test]
async fn money_officers_and_review_items_of_wrong_shapes_are_named() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "conclude").await;
    let officer = world.person("officer-a").await;
    for (field, value, code) in [
        ("fine", json!(-1), "input.money"),
        ("fine", json!(0.5), "input.money"),
        ("fine", json!("100"), "input.money"),
        ("fine", json!(i64::MAX), "input.money"),
        ("sanctions", json!("罚款"), "input.choice"),
        ("sanctions", json!(["砍头"]), "input.choice"),
    ] {
        let answer = officer.act(&id, "conclude", &json!({ field: value })).await;
        let reasons = answer.json()["reasons"].clone();
        assert_eq!(answer.status, 422);
        assert!(
            reasons
                .as_array()
                .unwrap()
                .iter()
                .any(|reason| reason["code"] == code && reason["field"] == field),
            "{field} = {value}: {reasons}"
        );
    }
    let reviewer = world.person("reviewer").await;
    for items in [
        json!("x"),
        json!([{ "item": "facts" }]),
        json!([{ "item": "facts", "mark": "大概" }]),
        json!([{ "item": "facts", "mark": "不符合", "reason": "" }]),
    ] {
        let answer = reviewer.act(&id, "review_opinion", &json!({ "items": items })).await;
        let reasons = answer.json()["reasons"].clone();
        assert!(
            reasons.as_array().unwrap().iter().any(|reason| reason["code"] == "input.review_items"),
            "{items}: {reasons}"
        );
    }
    let head = world.person("head-of-section").await;
    for officers in [json!("officer-a"), json!([1, 2]), json!(["../x"]), json!(["a".repeat(65)])] {
        let answer = head.act(&id, "assign", &json!({ "officers": officers })).await;
        let reasons = answer.json()["reasons"].clone();
        assert!(
            reasons.as_array().unwrap().iter().any(|reason| reason["field"] == "officers"),
            "{officers}: {reasons}"
        );
    }
}

#[tokio::test]
async fn addresses_that_are_none_are_answered_in_the_same_form() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    for address in ["/api/nothing", "/api/matters/a/b", "/api/matters/x/acts/", "/api/desk/"] {
        let answer = officer.get(address).await;
        assert_eq!(answer.problem(404), "not_found", "{address}");
    }
    for (method, address) in [
        (Method::PUT, "/api/matters"),
        (Method::PATCH, "/api/matters/x"),
        (Method::DELETE, "/api/matters/x"),
        (Method::POST, "/api/desk"),
        (Method::GET, "/api/matters//acts/x"),
        (Method::POST, "/healthz"),
    ] {
        let answer = officer.send(method.clone(), address, None, Vec::new()).await;
        assert_eq!(answer.problem(405), "method.not_allowed", "{method} {address}");
        assert!(!answer.header("allow").is_empty(), "{method} {address} says what is allowed");
    }
    assert_eq!(officer.get("/api/matters/%FF%FE").await.problem(400), "input.address");
    assert_eq!(officer.get("/api/matters/%00").await.problem(404), "not_found");
    let long = "x".repeat(9000);
    assert_eq!(
        officer.get(&format!("/api/matters/{long}")).await.problem(414),
        "input.address_too_long"
    );
    assert_eq!(
        officer.get(&format!("/api/matters?q={long}")).await.problem(414),
        "input.address_too_long"
    );
    assert_eq!(officer.act(&long[..200], "x", &json!({})).await.problem(404), "not_found");
}

#[tokio::test]
async fn acts_that_are_none_and_strange_versions_are_answered() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let officer = world.person("officer-a").await;
    let answer = officer.act(&id, "no_such_act", &json!({})).await;
    assert_eq!(answer.problem(422), "act.unknown");
    for seen in [json!(-1), json!("3"), json!(1.5)] {
        let body = json!({ "seen": seen, "fields": {} });
        assert_eq!(
            officer.post(&format!("/api/matters/{id}/acts/assign"), &body).await.problem(400),
            "input.integer"
        );
    }
    let answer =
        officer.post("/api/matters", &json!({ "procedure": "no.such", "fields": {} })).await;
    assert_eq!(answer.problem(422), "law.procedure");
    let answer =
        officer.post("/api/matters", &json!({ "procedure": "\u{1b}[2Jx", "fields": {} })).await;
    assert_eq!(answer.problem(422), "law.procedure");
    assert!(!answer.text().contains('\u{1b}'), "what was sent is not thrown back raw");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,24}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[test]
fn any_form_at_all_is_answered_with_words_and_never_with_a_failure_of_ours() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let officer = runtime.block_on(world.person("officer-a"));
    let names: Vec<String> = world.app.pack().procedures["petition"]
        .opening()
        .unwrap()
        .fields
        .iter()
        .map(|field| field.id.clone())
        .collect();
    let good = world.app.pack().procedures["petition"].examples[0].steps[0].fields.clone();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(200)
    });
    runner
        .run(&(any::<proptest::sample::Index>(), any_value()), |(field, value)| {
            let mut fields = good.clone();
            fields.insert(field.get(&names).clone(), value);
            let answer = runtime.block_on(
                officer.post("/api/matters", &json!({ "procedure": "petition", "fields": fields })),
            );
            prop_assert!(answer.status < 500, "{}", answer.text());
            if answer.status >= 400 {
                answer.problem(answer.status);
            }
            Ok(())
        })
        .unwrap();
}
