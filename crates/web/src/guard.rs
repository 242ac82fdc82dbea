//! What holds for every answer: headers that tell browsers what a page may do, and a bound on addresses.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{self, Entry, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Longest address with its filters, in bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
             script-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(self), geolocation=()"),
    ),
];

/// Sets the headers where nothing stricter stands already. There is no CORS header: nobody else's page may read an answer.
pub(crate) async fn headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        if let Entry::Vacant(place) = response.headers_mut().entry(name) {
            place.insert(value);
        }
    }
    response
}

/// Answers what is asked of the API is for one person, now.
pub(crate) async fn private(mut response: Response) -> Response {
    if let Entry::Vacant(place) = response.headers_mut().entry(header::CACHE_CONTROL) {
        place.insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses addresses that nobody types and no page of ours makes.
pub(crate) async fn long_addresses(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let length = uri.path().len() + uri.query().map_or(0, str::len);
    if length > LONGEST_ADDRESS {
        let detail = format!("地址连同条件不超过 {LONGEST_ADDRESS} 个字节");
        return Problem::new(
            StatusCode::URI_TOO_LONG,
            "input.address_too_long",
            "地址过长",
            detail,
        )
        .into_response();
    }
    next.run(request).await
}
