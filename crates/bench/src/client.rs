//! A small HTTP client that keeps its connections.

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A client.
#[derive(Clone)]
pub(crate) struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Client {
    pub(crate) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { pool: Pool::builder(TokioExecutor::new()).build(connector) }
    }

    /// GET, with a bearer token if given.
    pub(crate) async fn get(&self, url: &str, token: Option<&str>) -> Result<Answer, Failure> {
        self.send(Method::GET, url, token, None, None).await
    }

    /// POST of JSON, with a bearer token and an idempotency key if given.
    pub(crate) async fn post(
        &self,
        url: &str,
        token: Option<&str>,
        key: Option<&str>,
        body: &Value,
    ) -> Result<Answer, Failure> {
        self.send(Method::POST, url, token, key, Some(body)).await
    }

    /// Signs in and gives the token.
    pub(crate) async fn sign_in(
        &self,
        base: &str,
        username: &str,
        password: &str,
    ) -> Result<String, Failure> {
        let body = serde_json::json!({ "username": username, "password": password });
        let answer = self.post(&format!("{base}/api/session"), None, None, &body).await?;
        let token = answer.json().get("token").and_then(Value::as_str).map(ToOwned::to_owned);
        token.ok_or_else(|| format!("sign-in of {username} answered {}", answer.status).into())
    }

    /// GET of a range of bytes.
    pub(crate) async fn range(
        &self,
        url: &str,
        token: &str,
        bytes: std::ops::Range<u64>,
    ) -> Result<Answer, Failure> {
        let request = Request::builder()
            .uri(url)
            .header("authorization", format!("Bearer {token}"))
            .header("range", format!("bytes={}-{}", bytes.start, bytes.end.saturating_sub(1)));
        let response = self.pool.request(request.body(Full::new(Bytes::new()))?).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }

    async fn send(
        &self,
        method: Method,
        url: &str,
        token: Option<&str>,
        key: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Answer, Failure> {
        let mut request = Request::builder().method(method).uri(url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let bytes = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Bytes::from(body.to_string())
            }
            None => Bytes::new(),
        };
        let response = self.pool.request(request.body(Full::new(bytes))?).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }
}
