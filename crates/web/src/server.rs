//! The server put together: the public portal, the console and its API, and what operators ask.
//!
//! What this is not: a listener. The binary binds an address and hands the router its connections.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate as _, SizeAbove};
use zhiheng_app::App;
use zhiheng_app::ports::{Glimpses, Press, Twin};
use zhiheng_app::session::{SessionRules, Sessions};
use zhiheng_app::uploads::Uploads;

use crate::console::{self, ConsoleAssets};
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::{api, guard, health, portal, traffic};

/// Largest body of an act, in bytes.
pub(crate) const ACT_LIMIT: usize = 2 * 1024 * 1024;
/// Answers smaller than this are not worth compressing, in bytes.
const WORTH_COMPRESSING: u64 = 1024;

/// What the binary hands over.
pub struct Server {
    /// The application.
    pub app: App,
    /// Folder in which the record is published.
    pub record_dir: PathBuf,
    /// The built console.
    pub console: ConsoleAssets,
    /// How long sessions live and when accounts are locked.
    pub sessions: SessionRules,
    /// Uploads that come in pieces.
    pub uploads: Arc<Uploads>,
    /// Where requests are counted.
    pub metrics: Arc<Metrics>,
    /// Who prints papers.
    pub press: Arc<dyn Press>,
    /// Who reads scanned papers back.
    pub twin: Arc<dyn Twin>,
    /// Who makes small pictures of files.
    pub glimpses: Arc<dyn Glimpses>,
}

/// What every handler of the API needs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) app: App,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) uploads: Arc<Uploads>,
    pub(crate) record_dir: Arc<Path>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) press: Arc<dyn Press>,
    pub(crate) twin: Arc<dyn Twin>,
    pub(crate) glimpses: Arc<dyn Glimpses>,
}

/// The whole of the web side over an application.
pub fn router(server: Server) -> Router {
    let Server { app, record_dir, console, sessions, uploads, metrics, press, twin, glimpses } =
        server;
    let state = Api {
        sessions: Arc::new(Sessions::new(app.clone(), sessions)),
        uploads,
        record_dir: record_dir.as_path().into(),
        metrics,
        press: press.clone(),
        twin,
        glimpses,
        app: app.clone(),
    };
    let pages = press;
    let operators = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .method_not_allowed_fallback(wrong_method);
    let compress = CompressionLayer::new()
        .quality(tower_http::CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(WORTH_COMPRESSING).and(whole));
    Router::new()
        .nest("/api", api::router().layer(DefaultBodyLimit::max(ACT_LIMIT)))
        .merge(operators)
        .with_state(state.clone())
        .merge(console::router(console))
        .layer(compress)
        .merge(portal::router(app, record_dir, Some(pages)))
        .layer(from_fn(guard::long_addresses))
        .layer(CatchPanicLayer::custom(traffic::panicked))
        .layer(map_response(guard::headers))
        .layer(from_fn_with_state(state, traffic::watch))
}

/// Whether an answer may be compressed: one that is handed out in ranges must have the same bytes for everybody.
fn whole(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// There is no such address below `/api`.
pub(crate) async fn no_such_address() -> Problem {
    Problem::no_such_address()
}

/// The address does not take the method.
pub(crate) async fn wrong_method() -> Problem {
    Problem::wrong_method()
}
