//! What operators ask, and what every answer carries.

use crate::world::World;

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
