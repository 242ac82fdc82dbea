//! One line in the log for each request, one count, and a number by which a person can name it to an operator.
//!
//! What is never logged: names, bodies, what stands behind the question mark, tokens. An address is logged as its template.

use std::any::Any;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{Code, Problem};
use crate::server::Api;

/// Header that carries the number of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Templates of the addresses at which acts are performed.
const ACTS: [&str; 2] = ["/api/matters", "/api/matters/{id}/acts/{act}"];

/// Counts and logs a request.
pub(crate) async fn watch(State(api): State<Api>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| plausible(id))
        .map_or_else(|| api.app.fresh_id(), ToOwned::to_owned);
    let method = known(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let code = response.extensions().get::<Code>().map(|code| code.0.clone());
    let took = begun.elapsed();
    api.metrics.request(method, &route, status, took);
    if method == "POST" && ACTS.contains(&route.as_str()) {
        api.metrics.act(code.as_deref().unwrap_or("ok"));
    }
    let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "zhiheng::http",
        method,
        route = route.as_str(),
        status,
        code = code.as_deref().unwrap_or_default(),
        us,
        request = id.as_str(),
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A handler panicked, which is a mistake of ours: the log has what happened, the answer says only that.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands over what was thrown")]
pub(crate) fn panicked(what: Box<dyn Any + Send + 'static>) -> Response {
    let what = what
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| what.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(target: "zhiheng::internal", what, "panic in a handler");
    Problem::internal().into_response()
}

/// Methods by name; what is none of them is counted under one name, so that nobody can fill memory with names.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

fn plausible(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_in_the_one_form_and_tells_nothing() {
        async fn broken() -> &'static str {
            panic!("the name of somebody")
        }
        let router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(panicked));
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("\"code\":\"internal\""), "{body}");
        assert!(!body.contains("somebody"), "{body}");
    }
}
