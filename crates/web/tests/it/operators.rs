//! What operators ask, and what every answer carries.

use serde_json::json;

use crate::log;
use crate::world::{PASSWORD, World};

#[tokio::test]
async fn the_log_has_one_line_for_each_request_and_nothing_about_anybody() {
    let world = World::new().await;
    let anonymous = world.anonymous().with("x-request-id", "log-1");
    anonymous.post("/api/session", &json!({ "username": "officer-a", "password": PASSWORD })).await;
    let mut fields = world.app.pack().procedures["petition"].examples[0].steps[0].fields.clone();
    world.clock.at("2026-11-23T09:00");
    let officer = world.person("officer-a").await;
    fields.insert("party".to_owned(), json!("赵钱孙"));
    let opening = json!({ "procedure": "petition", "fields": fields });
    let done = officer.with("x-request-id", "log-2").post("/api/matters", &opening).await;
    assert_eq!(done.status, 201, "{}", done.text());
    officer.with("x-request-id", "log-3").get("/api/matters?q=%E8%B5%B5%E9%92%B1%E5%AD%99").await;
    fields.insert("channel".to_owned(), json!("赵钱孙"));
    let opening = json!({ "procedure": "petition", "fields": fields });
    officer.with("x-request-id", "log-4").post("/api/matters", &opening).await;
    let text = log::text();
    for (request, route, code) in [
        ("log-1", "/api/session", ""),
        ("log-2", "/api/matters", ""),
        ("log-3", "/api/matters", ""),
        ("log-4", "/api/matters", "input.choice"),
    ] {
        let lines: Vec<&str> =
            text.lines().filter(|line| line.contains(&format!("\"{request}\""))).collect();
        assert_eq!(lines.len(), 1, "{request}: {lines:?}");
        assert!(lines[0].contains(&format!("\"route\":\"{route}\"")), "{lines:?}");
        assert!(lines[0].contains(&format!("\"code\":\"{code}\"")), "{lines:?}");
    }
    // Of this test and of all the others that ran beside it.
    for secret in ["赵钱孙", "%E8%B5%B5", PASSWORD, officer.token(), "officer-a", "q="] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn the_process_says_that_it_is_alive_and_ready_and_how_far_the_record_is() {
    let mut world = World::new().await;
    world.publish_record().await;
    assert_eq!(world.anonymous().get("/healthz").await.status, 200);
    let ready = world.anonymous().get("/readyz").await;
    assert_eq!(ready.status, 200);
    let ready = ready.json();
    assert_eq!((&ready["ready"], &ready["store"]), (&true.into(), &"ok".into()));
    assert_eq!(ready["record"]["events"], ready["record"]["covered"]);
}

#[tokio::test]
async fn requests_are_counted_by_template_and_never_by_what_was_asked() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    officer.get("/api/matters/01SECRETSECRETSECRETSECRET?x=secret").await;
    world.anonymous().get("/api/nothing/secret").await;
    world.anonymous().get("/api/session").await;
    let text = world.anonymous().get("/metrics").await.text();
    assert!(
        text.contains(
            r#"zhiheng_http_requests_total{method="GET",route="/api/matters/{id}",status="404"} 1"#
        ),
        "{text}"
    );
    assert!(
        text.contains(
            r#"zhiheng_http_requests_total{method="GET",route="/api/session",status="401"} 1"#
        ),
        "{text}"
    );
    assert!(!text.to_lowercase().contains("secret"), "{text}");
}

#[tokio::test]
async fn acts_are_counted_by_how_they_ended() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let opening = serde_json::json!({ "procedure": "penalty.ordinary", "fields": {} });
    officer.post("/api/matters", &opening).await;
    let text = world.anonymous().get("/metrics").await.text();
    assert!(text.contains(r#"zhiheng_acts_total{result="input.required"} 1"#), "{text}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_safe_and_its_number() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    for address in
        ["/", "/console/", "/api/desk", "/api/nothing", "/nothing", "/healthz", "/api/openapi.json"]
    {
        let answer = officer.get(address).await;
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
            "x-request-id",
        ] {
            assert!(!answer.header(name).is_empty(), "{address} lacks {name}");
        }
        assert!(
            answer.header("content-security-policy").contains("frame-ancestors 'none'"),
            "{address}"
        );
        assert!(answer.header("access-control-allow-origin").is_empty(), "{address}");
    }
    assert_eq!(officer.get("/api/desk").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_request_keeps_the_number_that_a_gateway_gave_it_unless_it_is_no_number() {
    let world = World::new().await;
    let given = world.anonymous().with("x-request-id", "gw-42").get("/healthz").await;
    assert_eq!(given.header("x-request-id"), "gw-42");
    let odd = world.anonymous().with("x-request-id", "a b<script>").get("/healthz").await;
    assert_ne!(odd.header("x-request-id"), "a b<script>");
    assert!(!odd.header("x-request-id").is_empty());
}

#[tokio::test]
async fn the_portal_is_served_beside_the_api() {
    let world = World::new().await;
    let home = world.anonymous().get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.header("content-type").starts_with("text/html"));
    let missing = world.anonymous().get("/no-such-page").await;
    assert_eq!(missing.status, 404);
    assert!(
        missing.header("content-type").starts_with("text/html"),
        "people get a page, programs a problem"
    );
}
