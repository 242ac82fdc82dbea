//! The newest decisions as an Atom feed (RFC 4287): of all, or of one agency, category, kind or region.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::ports::DecisionRow;

use super::plain;
use crate::portal::decisions::asked;
use crate::portal::face::Face;
use crate::portal::failure::Failure;
use crate::portal::{Portal, address};
use crate::request::site;

/// Entries of a feed.
const NEWEST: usize = 50;
/// Characters of what was decided that an entry repeats.
const SUMMARY: usize = 300;

#[derive(Template)]
#[template(path = "portal/feed.xml")]
struct Feed {
    title: String,
    id: String,
    own: String,
    page: String,
    updated: String,
    author: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    link: String,
    published: String,
    author: String,
    category: String,
    summary: String,
}

pub(in crate::portal) async fn show(
    State(portal): State<Portal>,
    face: Face,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match feed(&portal, &face, &headers, &uri).await {
        Ok(text) => {
            let mut response = text.into_response();
            let about = response.headers_mut();
            let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
            about.insert(header::CONTENT_TYPE, kind);
            let keep = HeaderValue::from_static("public, max-age=300");
            about.insert(header::CACHE_CONTROL, keep);
            response
        }
        Err(failure) => failure.page(&face),
    }
}

async fn feed(
    portal: &Portal,
    face: &Face,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<String, Failure> {
    let facets = portal.app.public_facets().await?;
    let (mut query, reasons) = asked(uri, &facets);
    if !reasons.is_empty() {
        let all: Vec<String> = reasons.into_iter().map(|reason| reason.message).collect();
        return Err(Failure::bad_request(all.join("；")));
    }
    query.cursor = None;
    let (rows, _) = portal.app.public_run(&query, NEWEST).await?;
    let site = site(headers);
    let conditions: Vec<String> = query.pairs().into_iter().map(|(_, value)| value).collect();
    let named = if conditions.is_empty() {
        String::new()
    } else {
        format!("（{}）", conditions.join("，"))
    };
    let newest = rows.first().map_or("1970-01-01", |row| row.published.as_str());
    let own = address::link("/feed.atom", query.pairs());
    let feed = Feed {
        title: plain(&format!("执法决定{named}")),
        id: format!("urn:zhiheng:feed:{own}"),
        updated: moment(newest),
        author: plain(if face.owner.is_empty() { "行政执法公示" } else { &face.owner }),
        entries: rows.iter().map(|row| entry(row, &site)).collect(),
        page: format!("{site}{}", address::link("/decisions", query.pairs())),
        own: format!("{site}{own}"),
    };
    feed.render().map_err(|error| Error::Internal(error.to_string()).into())
}

fn entry(row: &DecisionRow, site: &str) -> Entry {
    let title = if row.title.is_empty() { &row.category } else { &row.title };
    let number = if row.number.is_empty() { String::new() } else { format!(" {}", row.number) };
    Entry {
        id: format!("urn:zhiheng:decision:{}", row.id),
        title: plain(&format!("{title}{number}")),
        link: format!("{site}/decisions/{}", row.id),
        published: moment(&row.published),
        author: plain(&row.agency_name),
        category: plain(&row.category),
        summary: plain(&row.result).chars().take(SUMMARY).collect(),
    }
}

/// The beginning of a day in China, as Atom wants it.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00+08:00")
}
