//! What nobody should send and somebody will.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::visitor::{busy_city, get, post, send};

#[tokio::test]
async fn a_wrong_parameter_is_answered_with_a_page_that_names_the_field() {
    let (_world, router, _) = busy_city().await;
    let long = "a".repeat(101);
    for (query, named) in [
        ("q=%00", "关键词"),
        ("q=%1B%5B2J", "关键词"),
        ("q=%FF%FE", "关键词"),
        (&format!("q={long}"), "关键词"),
        ("category=%E8%A1%8C%E6%94%BF%E6%83%A9%E7%BD%9A", "类别"),
        ("category=null", "类别"),
        ("from=2026-02-30", "公开日期（起）"),
        ("from=yesterday", "公开日期（起）"),
        ("to=0000-00-00", "公开日期（止）"),
        ("to=%2B99999999-01-01", "公开日期（止）"),
        ("from=2026-03-02&to=2026-03-01", "公开日期（止）"),
        ("cursor=%21%21", "翻页位置"),
        ("cursor=AAAA", "翻页位置"),
        ("page=-1", "页码"),
        ("kind=a&kind=b", "处理种类"),
    ] {
        let answer = get(&router, &format!("/decisions?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        let html = answer.text();
        assert!(
            html.contains("role=\"alert\"") && html.contains(named),
            "{query} should name {named}"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn parameters_that_nobody_defined_are_left_alone() {
    let (_world, router, _) = busy_city().await;
    let answer = get(&router, "/decisions?utm_source=x&=&&&q=").await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_edition_is_the_standard_one() {
    let (_world, router, _) = busy_city().await;
    let answer = get(&router, "/bodies?edition=%00huge").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn the_longest_address_that_can_be_sent_is_answered_lightly() {
    let (_world, router, _) = busy_city().await;
    let long = "%E5%AD%97".repeat(7_000);
    for path in [
        format!("/decisions?q={long}"),
        format!("/decisions/{long}"),
        format!("/{long}"),
        format!("/bodies/{long}"),
    ] {
        let answer = get(&router, &path).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(answer.bytes.len() < 100_000);
    }
}

#[tokio::test]
async fn ids_that_are_none_are_not_found_and_never_an_error_of_ours() {
    let (_world, router, _) = busy_city().await;
    for id in [
        "%00",
        "%ff",
        "..%2f..%2fetc%2fpasswd",
        "'%20OR%201=1--",
        "%E5%86%B3%E5%AE%9A",
        "0123456789abcdef",
    ] {
        for path in [
            format!("/decisions/{id}"),
            format!("/decisions/{id}/proof.json"),
            format!("/bodies/{id}"),
            format!("/procedures/{id}"),
            format!("/procedures/{id}/chart.svg"),
            format!("/assets/portal/{id}"),
        ] {
            assert_eq!(get(&router, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_with_a_page() {
    let (_world, router, _) = busy_city().await;
    let answer = post(&router, "/progress", vec![b'a'; 10 * 1024 * 1024]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("提交的内容太大"));
}

#[tokio::test]
async fn bodies_of_another_kind_are_refused_with_a_page() {
    let (_world, router, _) = busy_city().await;
    for (kind, body) in [
        ("application/json", "{}"),
        ("application/x-www-form-urlencoded", "number=a&number=b&code=c"),
    ] {
        let request =
            Request::post("/progress").header("content-type", kind).body(Body::from(body)).unwrap();
        let answer = send(&router, request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}");
        assert!(answer.text().contains("<main"));
    }
}

#[tokio::test]
async fn a_method_that_does_not_fit_is_answered_with_a_page() {
    let (_world, router, _) = busy_city().await;
    for (method, path) in
        [(Method::DELETE, "/decisions"), (Method::POST, "/"), (Method::PUT, "/progress")]
    {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let answer = send(&router, request).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(answer.text().contains("<main"));
    }
}
