//! The few files that pages use: one style sheet, one picture, what the hall board and the check of a proof have of their own;
//! all inside the program.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::{Path, rejection::PathRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use zhiheng_record::Suite;

use crate::request::site;

use super::face::Face;
use super::failure::Failure;

#[derive(RustEmbed)]
#[folder = "assets/portal"]
struct Files;

/// The style sheet, and the board's own style and script.
static CSS: LazyLock<String> = LazyLock::new(|| address("portal", "css"));
static BOARD_CSS: LazyLock<String> = LazyLock::new(|| address("board", "css"));
static BOARD: LazyLock<String> = LazyLock::new(|| address("board", "js"));
/// The button that checks a decision in the browser.
static CHECK: LazyLock<String> = LazyLock::new(|| address("check", "js"));
/// What the button fetches: built with the console, whose libraries it rests on. None where the console was not built.
static PROOF: LazyLock<Option<(String, Bytes)>> = LazyLock::new(|| {
    let bytes = crate::console::built("portal/proof.js")?;
    let digest = Suite::International.hash(&bytes).to_string();
    let digest = digest.get(..16).unwrap_or_default();
    Some((format!("/assets/portal/proof-{digest}.js"), bytes))
});

/// The address of a file holds the digest of its bytes, so that browsers may keep it for ever.
fn address(name: &str, ending: &str) -> String {
    let mut address = format!("/assets/portal/{name}-");
    if let Some(file) = Files::get(&format!("{name}.{ending}")) {
        for byte in file.metadata.sha256_hash().iter().take(8) {
            let _ = write!(address, "{byte:02x}");
        }
    }
    address + "." + ending
}

pub(super) fn board_css() -> &'static str {
    BOARD_CSS.as_str()
}

pub(super) fn check_script() -> &'static str {
    CHECK.as_str()
}

/// Where the script that checks proofs is; none where it was not built.
pub(super) fn proof_script() -> Option<&'static str> {
    PROOF.as_ref().map(|(address, _)| address.as_str())
}

pub(super) fn board_script() -> &'static str {
    BOARD.as_str()
}

/// The worker that keeps boards. Its address says how far it reaches, so it has no digest; browsers ask for it anew.
pub(super) async fn board_worker(headers: HeaderMap) -> Response {
    serve("board-worker.js", "text/javascript; charset=utf-8", "no-cache", &headers)
}

pub(super) fn css() -> &'static str {
    CSS.as_str()
}

pub(super) async fn file(
    face: Face,
    file: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    const CSS_KIND: &str = "text/css; charset=utf-8";
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    let asked = file.map(|Path(file)| file).unwrap_or_default();
    let is = |address: &str| address.rsplit('/').next() == Some(asked.as_str());
    if is(&CSS) {
        serve("portal.css", CSS_KIND, FOR_EVER, &headers)
    } else if is(&BOARD_CSS) {
        serve("board.css", CSS_KIND, FOR_EVER, &headers)
    } else if is(&BOARD) {
        serve("board.js", SCRIPT, FOR_EVER, &headers)
    } else if is(&CHECK) {
        serve("check.js", SCRIPT, FOR_EVER, &headers)
    } else if let Some((_, bytes)) = PROOF.as_ref().filter(|(address, _)| is(address)) {
        let kind = [(header::CONTENT_TYPE, SCRIPT), (header::CACHE_CONTROL, FOR_EVER)];
        (kind, bytes.clone()).into_response()
    } else {
        Failure::missing("这个文件").page(&face)
    }
}

pub(super) async fn favicon(headers: HeaderMap) -> Response {
    serve("favicon.svg", "image/svg+xml", "public, max-age=86400", &headers)
}

/// Search engines may read what is published; the forms and the staff's pages are not for them.
pub(super) async fn robots(headers: HeaderMap) -> Response {
    const TEXT: &str = "User-agent: *\nDisallow: /api/\nDisallow: /console/\nDisallow: /progress\nDisallow: /record/\nDisallow: /r/\nDisallow: /o/\nDisallow: /letters/\nDisallow: /large\n";
    let map = match site(&headers).as_str() {
        "" => String::new(),
        site => format!("Sitemap: {site}/sitemap.xml\n"),
    };
    let mut response = format!("{TEXT}{map}").into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

fn serve(name: &str, kind: &'static str, keep: &'static str, asked: &HeaderMap) -> Response {
    let Some(file) = Files::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let tag =
        file.metadata.sha256_hash().iter().take(8).fold(String::from("\""), |mut tag, byte| {
            let _ = write!(tag, "{byte:02x}");
            tag
        }) + "\"";
    let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.into_owned().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::ETAG, tag);
    response
}

/// Whether the browser holds the version with this tag.
pub(super) fn is_known(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let Some(tag) = tag.to_str().ok().map(bare) else { return false };
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|held| bare(held) == tag || held.trim() == "*")
}
