//! Signing in, staying in, signing out.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::json;
use zhiheng_app::ports::Store as _;

use crate::client::{Answer, Client};
use crate::world::{PASSWORD, World};

async fn try_sign_in(client: &Client, username: &str, password: &str) -> Answer {
    client.post("/api/session", &json!({ "username": username, "password": password })).await
}

#[tokio::test]
async fn a_person_signs_in_and_is_told_who_they_are_and_what_they_may() {
    let world = World::new().await;
    let answer = try_sign_in(&world.anonymous(), "officer-a", PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    insta::assert_json_snapshot!(answer.json()["me"]);
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "without https a secure cookie would be lost");
    let https = world.anonymous().with("x-forwarded-proto", "https");
    assert!(
        try_sign_in(&https, "officer-a", PASSWORD).await.header("set-cookie").contains("; Secure")
    );
}

#[tokio::test]
async fn the_token_itself_is_not_in_the_store() {
    let world = World::new().await;
    let client = world.person("officer-a").await;
    assert!(world.store.session(client.token()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let world = World::new().await;
    let wrong = try_sign_in(&world.anonymous(), "officer-a", "wrong password").await;
    let unknown = try_sign_in(&world.anonymous(), "nobody", "wrong password").await;
    assert_eq!(wrong.problem(401), "session.wrong");
    assert_eq!(wrong.json(), unknown.json());
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_fifteen_minutes_known_or_not() {
    let world = World::new().await;
    for name in ["officer-b", "nobody"] {
        for _ in 0..4 {
            assert_eq!(
                try_sign_in(&world.anonymous(), name, "wrong password").await.problem(401),
                "session.wrong"
            );
        }
        let locked = try_sign_in(&world.anonymous(), name, "wrong password").await;
        assert_eq!(locked.problem(423), "session.locked");
        assert!(locked.text().contains("03月02日 09:15"), "says until when: {}", locked.text());
    }
    let right = try_sign_in(&world.anonymous(), "officer-b", PASSWORD).await;
    assert_eq!(
        right.problem(423),
        "session.locked",
        "the right password does not open a locked account"
    );
    world.clock.pass(SignedDuration::from_mins(15));
    assert_eq!(try_sign_in(&world.anonymous(), "officer-b", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn tries_at_the_same_moment_are_counted_one_by_one() {
    let world = World::new().await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let client = world.anonymous();
            tokio::spawn(
                async move { try_sign_in(&client, "officer-c", "wrong password").await.status },
            )
        })
        .collect();
    let mut answers = Vec::new();
    for one in tries {
        answers.push(one.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 4, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 423).count(), 8, "{answers:?}");
}

#[tokio::test]
async fn a_success_forgets_the_failures_before_it() {
    let world = World::new().await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(
                try_sign_in(&world.anonymous(), "officer-b", "wrong password").await.status,
                401
            );
        }
        assert_eq!(try_sign_in(&world.anonymous(), "officer-b", PASSWORD).await.status, 200);
    }
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_minutes_but_not_while_it_is_used() {
    let world = World::new().await;
    let client = world.person("officer-a").await;
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_mins(29));
        assert_eq!(client.get("/api/session").await.status, 200);
    }
    world.clock.pass(SignedDuration::from_mins(30));
    let ended = client.get("/api/session").await;
    assert_eq!(ended.problem(401), "session.required");
    assert!(ended.text().contains("过期"));
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_even_when_it_is_used() {
    let world = World::new().await;
    let client = world.person("officer-a").await;
    let mut minutes = 0;
    while client.get("/api/session").await.status == 200 {
        world.clock.pass(SignedDuration::from_mins(20));
        minutes += 20;
        assert!(minutes <= 12 * 60, "still signed in after {minutes} minutes");
    }
    assert_eq!(minutes, 12 * 60);
}

#[tokio::test]
async fn after_signing_out_the_token_opens_nothing_at_once() {
    let world = World::new().await;
    let client = world.person("officer-a").await;
    assert_eq!(client.get("/api/desk").await.status, 200);
    let out = client.delete("/api/session").await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(client.get("/api/desk").await.problem(401), "session.required");
}

#[tokio::test]
async fn a_closed_account_is_out_within_seconds() {
    let world = World::new().await;
    let client = world.person("officer-c").await;
    assert_eq!(client.get("/api/desk").await.status, 200);
    let mut account = world.app.store().account("officer-c").await.unwrap().unwrap().0;
    account.active = false;
    world.app.enter("system", vec![zhiheng_app::registry::account_entry(&account)]).await.unwrap();
    world.clock.pass(SignedDuration::from_secs(3));
    assert_eq!(client.get("/api/desk").await.problem(401), "session.closed");
    assert_eq!(
        try_sign_in(&world.anonymous(), "officer-c", PASSWORD).await.problem(401),
        "session.closed"
    );
}

#[tokio::test]
async fn with_a_cookie_a_change_needs_the_value_that_another_site_cannot_read() {
    let world = World::new().await;
    let answer = try_sign_in(&world.anonymous(), "officer-a", PASSWORD).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let csrf = answer.json()["csrf"].as_str().unwrap().to_owned();
    let browser = world.anonymous().with("cookie", &format!("other=1; {cookie}"));
    assert_eq!(browser.get("/api/desk").await.status, 200, "reading needs none");
    let opening = json!({ "procedure": "penalty.ordinary", "fields": {} });
    assert_eq!(browser.post("/api/matters", &opening).await.problem(403), "session.csrf");
    assert_eq!(
        browser.with("x-csrf-token", "0000").post("/api/matters", &opening).await.problem(403),
        "session.csrf"
    );
    assert_eq!(browser.delete("/api/session").await.problem(403), "session.csrf");
    let honest = browser.with("x-csrf-token", &csrf);
    assert_eq!(honest.post("/api/matters", &opening).await.problem(422), "input.required");
    assert_eq!(honest.delete("/api/session").await.status, 204);
}

#[tokio::test]
async fn tokens_that_are_none_are_told_to_sign_in() {
    let world = World::new().await;
    for token in ["", "x", &"0".repeat(64), &"g".repeat(64), &"0".repeat(5000)] {
        let client = world.anonymous().with("authorization", &format!("Bearer {token}"));
        assert_eq!(client.get("/api/desk").await.problem(401), "session.required");
    }
    let basic = world.anonymous().with("authorization", "Basic b2ZmaWNlcjpwdw==");
    assert_eq!(basic.get("/api/desk").await.problem(401), "session.required");
}

#[tokio::test]
async fn strange_names_and_passwords_are_answered_as_wrong() {
    let world = World::new().await;
    let long = "密".repeat(10_000);
    for (name, password) in
        [("", ""), ("\u{7}", "x"), (long.as_str(), "x"), ("officer-a", long.as_str())]
    {
        assert_eq!(
            try_sign_in(&world.anonymous(), name, password).await.problem(401),
            "session.wrong"
        );
    }
    let nul = world
        .anonymous()
        .send(
            Method::POST,
            "/api/session",
            Some("application/json"),
            br#"{"username":"a\u0000","password":"x"}"#.to_vec(),
        )
        .await;
    assert_eq!(nul.problem(400), "input.control");
}
