//! Who asks: the token in a cookie or in a header, and the value that a changing request must repeat.
//!
//! What this is not: the session itself (see `zhiheng_app::session`), nor what the person may do.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use zhiheng_app::Error;
use zhiheng_app::caller::Caller;
use zhiheng_app::session::Session;

use crate::problem::Problem;
use crate::server::Api;

/// Name of the cookie.
const COOKIE: &str = "zhiheng_session";

/// A signed-in person.
pub(crate) struct Who {
    session: Session,
    token: String,
}

impl Who {
    /// The person.
    pub(crate) fn caller(&self) -> &Caller {
        &self.session.caller
    }

    /// The session.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// The token, to end the session by it.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }
}

impl FromRequestParts<Api> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        // A token in a header was put there by a program on purpose; a cookie comes along by itself and needs the proof.
        if let Some(token) = bearer(&parts.headers) {
            let token = token.to_owned();
            return Ok(Self { session: api.sessions.find(&token).await?, token });
        }
        let token = cookie(&parts.headers).map(ToOwned::to_owned).ok_or_else(|| {
            Problem::from(Error::Unauthenticated {
                code: "session.required",
                message: "请先登录".to_owned(),
            })
        })?;
        let session = api.sessions.find(&token).await?;
        let safe = parts.method == Method::GET || parts.method == Method::HEAD;
        if !safe && !repeats(&parts.headers, &session.csrf) {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "session.csrf",
                "请求没有带上校验值",
                "用 Cookie 登录的，改动的请求须带请求头 X-CSRF-Token；请刷新页面再试",
            ));
        }
        Ok(Self { session, token })
    }
}

/// The cookie that begins a session. `Secure` where the request came by https.
pub(crate) fn begin(token: &str, headers: &HeaderMap, seconds: i64) -> Option<HeaderValue> {
    set(token, headers, seconds)
}

/// The cookie that ends it.
pub(crate) fn end(headers: &HeaderMap) -> Option<HeaderValue> {
    set("", headers, 0)
}

fn set(token: &str, headers: &HeaderMap, seconds: i64) -> Option<HeaderValue> {
    let https = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok()).is_some_and(
        |value| value.split(',').next().unwrap_or_default().trim().eq_ignore_ascii_case("https"),
    );
    let secure = if https { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    cookie.parse().ok()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, token)| token)
}

/// Whether the header repeats the value, in a time that tells nothing of how much of it was right.
fn repeats(headers: &HeaderMap, csrf: &str) -> bool {
    let given = headers.get("x-csrf-token").map(HeaderValue::as_bytes).unwrap_or_default();
    let differing = given
        .iter()
        .zip(csrf.as_bytes())
        .fold(given.len() ^ csrf.len(), |differing, (one, other)| {
            differing | usize::from(one ^ other)
        });
    differing == 0
}
