//! What all pages share: edition (ordinary or large type), the site's owner, the address shown.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use zhiheng_domain::letter::is_place;

use super::{Portal, address, assets};

/// Size of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edition {
    /// 16 pixels.
    Standard,
    /// Large type.
    Large,
}

impl Edition {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "standard" => Some(Self::Standard),
            "large" => Some(Self::Large),
            _ => None,
        }
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
        }
    }
}

/// The frame around one page.
pub(super) struct Face {
    edition: Edition,
    /// The visitor chose the edition by this very request: it is remembered.
    chosen: bool,
    /// Path without parameters.
    path: String,
    /// This page in the other edition.
    pub(super) other_edition: String,
    /// Where an error on this page is reported.
    pub(super) correction: String,
    /// Name of the agency at the root; empty where none is registered.
    pub(super) owner: String,
    /// Where the style sheet is.
    pub(super) css: &'static str,
}

impl Face {
    pub(super) fn is_large(&self) -> bool {
        self.edition == Edition::Large
    }

    pub(super) fn edition(&self) -> Edition {
        self.edition
    }

    /// Whether a link of the main menu is the one that we are under.
    pub(super) fn under(&self, section: &str) -> bool {
        self.path == section
            || self.path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether the answer may be kept by others; not where it sets the cookie.
    pub(super) fn sets_cookie(&self) -> bool {
        self.chosen
    }
}

impl FromRequestParts<Portal> for Face {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Infallible> {
        // A site without its tree of agencies is still a site: its failures must be shown as pages too.
        let owner = match portal.app.tree().await {
            Ok(tree) => {
                let mut roots = tree.all().filter(|agency| agency.parent.is_none());
                match (roots.next(), roots.next()) {
                    (Some(root), None) => root.name.clone(),
                    _ => String::new(),
                }
            }
            Err(_) => String::new(),
        };
        let asked = parts.uri.query().is_some_and(|query| query.contains("edition="));
        let mut pairs = if asked || parts.uri.query().is_some() {
            address::pairs(&parts.uri)
        } else {
            Vec::new()
        };
        let chosen = pairs
            .iter()
            .rev()
            .find(|(name, _)| name == "edition")
            .and_then(|(_, value)| Edition::parse(value));
        let edition = chosen.or_else(|| remembered(&parts.headers)).unwrap_or(Edition::Standard);
        pairs.retain(|(name, _)| name != "edition");
        let other = match edition {
            Edition::Standard => Edition::Large,
            Edition::Large => Edition::Standard,
        };
        pairs.push(("edition".to_owned(), other.id().to_owned()));
        // Very long addresses are answered with a failure page; it does not repeat them.
        pairs.retain(|(_, value)| value.len() <= 600);
        let path = parts.uri.path().to_owned();
        let shown = if path.len() > 200 { "/" } else { path.as_str() };
        let other_edition = address::link(shown, pairs);
        // Codes are addresses too: they are told to nobody.
        let told = is_place(shown)
            && !["/r/", "/o/", "/letters"].iter().any(|held| shown.starts_with(held));
        let place = if told { vec![("place", shown)] } else { Vec::new() };
        let correction =
            address::link("/letters/new", [("kind", "correction")].into_iter().chain(place));
        Ok(Self {
            edition,
            chosen: chosen.is_some(),
            path,
            other_edition,
            correction,
            owner,
            css: assets::css(),
        })
    }
}

/// How long an answer may be kept by browsers and caches between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// A minute; the same for everybody with the same edition.
    Minute,
    /// Not at all.
    Never,
}

/// Fills a template and answers with it.
pub(super) fn page(
    face: &Face,
    status: StatusCode,
    keep: Keep,
    template: &impl Template,
) -> Response {
    match template.render() {
        Ok(html) => dressed(face, status, keep, html.into_response()),
        Err(error) => {
            tracing::error!(%error, "a template could not be filled");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Adds type, caching and, where the visitor chose, the cookie that remembers the edition.
pub(super) fn dressed(
    face: &Face,
    status: StatusCode,
    keep: Keep,
    mut response: Response,
) -> Response {
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    let kept = match keep {
        Keep::Minute if !face.sets_cookie() => "public, max-age=60",
        Keep::Minute | Keep::Never => "no-store",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if face.sets_cookie() {
        let cookie = match face.edition {
            Edition::Large => "edition=large; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
            Edition::Standard => {
                "edition=standard; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
            }
        };
        headers.insert(header::SET_COOKIE, HeaderValue::from_static(cookie));
    }
    response
}

fn remembered(headers: &HeaderMap) -> Option<Edition> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| Edition::parse(pair.trim().strip_prefix("edition=")?))
}
