//! What all pages share: edition (ordinary or large type), the site's owner, the address shown.
//!
//! The large edition lies below `/large`, and every link of a page in large type stays there: the choice travels in the
//! address, so that a browser without cookies keeps it and a cache tells the two apart. A cookie only remembers it for
//! the next visit, where the browser allows one.

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

/// Where the large edition lies.
pub(super) const LARGE: &str = "/large";

/// Said by the router about what was asked for below [`LARGE`].
#[derive(Debug, Clone, Copy)]
pub(super) struct BelowLarge;

/// The frame around one page.
pub(super) struct Face {
    edition: Edition,
    /// The address says the edition, so that no cookie decides it.
    below_large: bool,
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

    /// The page with its links to other pages leading to their large edition, where it is in large type itself.
    pub(super) fn carried(&self, html: String) -> String {
        if !self.is_large() {
            return html;
        }
        let mut carried = String::with_capacity(html.len().saturating_add(html.len() / 16));
        let mut rest = html.as_str();
        // Templates write every attribute with double quotes and every address of ours from the root.
        while let Some((before, address)) = ["href=\"/", "action=\"/"]
            .iter()
            .filter_map(|mark| rest.find(mark).map(|at| at.saturating_add(mark.len())))
            .min()
            .and_then(|at| rest.split_at_checked(at.saturating_sub(1)))
        {
            carried.push_str(before);
            let end = address.find('"').unwrap_or(address.len());
            let (address, after) = address.split_at_checked(end).unwrap_or((address, ""));
            carried.push_str(&large(address));
            rest = after;
        }
        carried.push_str(rest);
        carried
    }

    /// Whether the answer may be kept by others; not where it sets the cookie.
    pub(super) fn sets_cookie(&self) -> bool {
        self.chosen
    }
}

/// The address of a page in its large edition; files, interfaces and the link out of the edition stay as they are.
fn large(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let elsewhere = path.starts_with("//")
        || path == LARGE
        || path.contains('.')
        || ["/large/", "/assets/", "/api/", "/console"].iter().any(|held| path.starts_with(held))
        || address.contains("edition=");
    if elsewhere {
        return address.to_owned();
    }
    match address.strip_prefix('/') {
        Some("") => LARGE.to_owned(),
        Some(rest) if rest.starts_with(['?', '#']) => format!("{LARGE}{rest}"),
        _ => format!("{LARGE}{address}"),
    }
}

/// Sends on below [`LARGE`] what was asked for there.
pub(super) async fn stays(mut response: Response) -> Response {
    let sent = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    if let Some(to) = sent.filter(|to| to.starts_with('/'))
        && let Ok(to) = HeaderValue::from_str(&large(to))
    {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
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
        let below_large = parts.extensions.get::<BelowLarge>().is_some();
        let addressed = below_large.then_some(Edition::Large);
        let edition = chosen
            .or(addressed)
            .or_else(|| remembered(&parts.headers))
            .unwrap_or(Edition::Standard);
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
        let place = match other {
            Edition::Standard => shown.to_owned(),
            Edition::Large => format!("{LARGE}{}", shown.trim_end_matches('/')),
        };
        let other_edition = address::link(&place, pairs);
        // Codes are addresses too: they are told to nobody.
        let told = is_place(shown)
            && !["/r/", "/o/", "/letters"].iter().any(|held| shown.starts_with(held));
        let place = if told { vec![("place", shown)] } else { Vec::new() };
        let correction =
            address::link("/letters/new", [("kind", "correction")].into_iter().chain(place));
        Ok(Self {
            edition,
            below_large,
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
        Ok(html) => dressed(face, status, keep, face.carried(html).into_response()),
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
    if !face.below_large {
        headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_page_leads_to_its_large_edition_and_others_stay() {
        for (address, carried) in [
            ("/", "/large"),
            ("/?q=x", "/large?q=x"),
            ("/decisions?page=2", "/large/decisions?page=2"),
            ("/decisions/ab#verify", "/large/decisions/ab#verify"),
            ("/decisions/ab?edition=standard", "/decisions/ab?edition=standard"),
            ("/decisions/ab/proof.json", "/decisions/ab/proof.json"),
            ("/assets/portal/portal-1.css", "/assets/portal/portal-1.css"),
            ("//elsewhere.example", "//elsewhere.example"),
            ("/large/bodies", "/large/bodies"),
        ] {
            assert_eq!(large(address), carried);
        }
    }
}
