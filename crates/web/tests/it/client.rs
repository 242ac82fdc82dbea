//! Somebody with a browser or a program: makes requests and reads the answers.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The answer is a problem in the one form; gives its code.
    pub(crate) fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert!(
            self.header("content-type").starts_with("application/problem+json"),
            "{}",
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], "about:blank");
        for name in ["title", "code", "detail"] {
            assert!(
                !problem[name].as_str().unwrap().is_empty(),
                "{name} says something: {problem}"
            );
        }
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "in Chinese: {detail}"
        );
        assert!(problem["reasons"].is_array());
        problem["code"].as_str().unwrap().to_owned()
    }
}

impl Client {
    pub(crate) fn new(router: Router, token: Option<String>) -> Self {
        Self { router, token, headers: Vec::new() }
    }

    /// The same client with one more header on every request.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.send(Method::GET, address, None, Vec::new()).await
    }

    pub(crate) async fn delete(&self, address: &str) -> Answer {
        self.send(Method::DELETE, address, None, Vec::new()).await
    }

    pub(crate) async fn post(&self, address: &str, body: &Value) -> Answer {
        self.send(Method::POST, address, Some("application/json"), body.to_string().into_bytes())
            .await
    }

    /// Performs an act without saying which version was seen.
    pub(crate) async fn act(&self, matter: &str, act: &str, fields: &Value) -> Answer {
        self.post(&format!("/api/matters/{matter}/acts/{act}"), &json!({ "fields": fields })).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        address: &str,
        media: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(media) = media {
            request = request.header(header::CONTENT_TYPE, media);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}
