//! The console as files: the built pages are in the binary, names with a digest are kept for ever by browsers, and every other
//! address below `/console` gives the one page that draws itself.
//!
//! What this is not: a build. Where no console was built, a plain page says how to build it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;
use zhiheng_record::Suite;

/// The page on which an officer shows the card.
const CARD: &str = "card.html";
/// It holds a signing key: nothing but its own files, no inline style, no form, no frame.
const CARD_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
     connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'none'";

/// What `npm run build` left; empty where it was not run.
#[derive(Embed)]
#[folder = "../../console/dist"]
struct Dist;

/// A file that the console's build left for the portal, by its path; none where it was not run.
pub(crate) fn built(path: &str) -> Option<Bytes> {
    Some(Dist::get(path)?.data.into_owned().into())
}

/// The built console. Cheap to clone.
#[derive(Clone, Default)]
pub struct ConsoleAssets {
    files: Arc<BTreeMap<String, File>>,
}

struct File {
    content: Bytes,
    etag: HeaderValue,
}

impl ConsoleAssets {
    /// The console that was built into this binary.
    pub fn embedded() -> Self {
        Self::from_files(Dist::iter().filter_map(|name| {
            let file = Dist::get(&name)?;
            Some((name.into_owned(), file.data.into_owned()))
        }))
    }

    /// A console of these files, by their path below `/console/`.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files = files
            .into_iter()
            .filter_map(|(name, content)| {
                let digest = Suite::International.hash(&content).to_string();
                let etag = HeaderValue::try_from(format!("\"{digest}\"")).ok()?;
                Some((name, File { content: content.into(), etag }))
            })
            .collect();
        Self { files: Arc::new(files) }
    }
}

/// The console below `/console`.
pub(crate) fn router(assets: ConsoleAssets) -> Router {
    Router::new()
        .route("/console", get(index))
        .route("/console/", get(index))
        .route("/console/{*path}", get(file))
        .with_state(assets)
}

async fn index(State(assets): State<ConsoleAssets>, headers: HeaderMap) -> Response {
    answer(&assets, "index.html", &headers)
}

async fn file(
    State(assets): State<ConsoleAssets>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    if assets.files.contains_key(&path) {
        return answer(&assets, &path, &headers);
    }
    if path.starts_with("assets/") {
        // An old page asks for a part that a newer build no longer has; the one page in its place would only confuse.
        return (StatusCode::NOT_FOUND, "没有这个文件，请刷新页面\n").into_response();
    }
    answer(&assets, "index.html", &headers)
}

fn answer(assets: &ConsoleAssets, name: &str, headers: &HeaderMap) -> Response {
    let Some(file) = assets.files.get(name) else { return unbuilt() };
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kept = headers.get(header::IF_NONE_MATCH).is_some_and(|held| {
        held.as_bytes().windows(file.etag.len()).any(|part| part == file.etag.as_bytes())
    });
    let about = [
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (header::ETAG, file.etag.clone()),
    ];
    if kept {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static(media(name)))];
    let mut response = (about, media, file.content.clone()).into_response();
    if name == CARD {
        let policy = HeaderValue::from_static(CARD_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" | "map" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The page in place of a console that was not built.
fn unbuilt() -> Response {
    const PAGE: &str = "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n<title>工作台还没有构建</title>\n\
        <h1>工作台还没有构建</h1>\n\
        <p>这个程序在构建时没有找到工作台的页面。在源码目录执行 <code>make build</code>，\
        或者在 <code>console</code> 目录执行 <code>npm ci</code> 和 <code>npm run build</code> 后重新构建程序。</p>\n\
        <p>接口和公示门户不受影响：<a href=\"/\">门户首页</a>。</p>\n</html>\n";
    let media = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, media, PAGE).into_response()
}
