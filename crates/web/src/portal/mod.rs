//! The public portal: pages in Chinese, rendered here, whole without any script.
//!
//! A handler takes the address apart, asks `App` one question and fills one template. Every page carries the same head and
//! foot (`face`), every failure is a page of its own (`failure`), and nothing here writes to the
//! record but a party's request for its own record, its reading of it, what it brings forward, and letters.
//! What this is not: the console and its API, compression, request logs; those belong to the server around it.

mod address;
mod assets;
mod board;
mod bodies;
mod cache;
mod catalogue;
mod decision;
mod decisions;
mod face;
mod failure;
mod figure;
mod files;
mod home;
mod inspections;
mod law;
mod letters;
mod limiter;
mod marked;
mod numbers;
mod officer;
mod officers;
mod open;
mod own_record;
mod party;
mod procedures;
mod progress;
mod proof;
mod receipt;
mod record;
mod registers;
mod remembered;
mod reports;
mod rules;
mod statements;
mod verify;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use zhiheng_app::App;
use zhiheng_app::ports::Press;
use zhiheng_app::public::{Found, YearNumbers};

use cache::Pages;
use face::{BelowLarge, LARGE, stays};
use limiter::Limiter;
use procedures::Charts;
use record::RecordFolder;
use remembered::Remembered;

/// Largest body that a visitor may send: the form of two fields.
const BODY_LIMIT: usize = 16 * 1024;

/// Questions that a program may put to the public interface in a minute, and files that it may take.
const QUESTIONS: u32 = 60;
const DOWNLOADS: u32 = 20;
/// Letters that one address, and all together, may send in a minute.
const LETTERS: u32 = 3;
const LETTERS_OF_ALL: u32 = 60;

/// What every page needs. Cheap to clone.
#[derive(Clone)]
struct Portal {
    app: App,
    record: Arc<RecordFolder>,
    pages: Arc<Pages>,
    limiter: Arc<Limiter>,
    /// Counts tries of receipt codes, apart from questions for progress.
    receipts: Arc<Limiter>,
    /// Counts what parties ask and send.
    parties: Arc<Limiter>,
    charts: Arc<Charts>,
    sealed: Arc<statements::Sealed>,
    /// Values of what questions to the list found.
    found: Arc<Remembered<Found>>,
    /// Counts questions to the public interface.
    questions: Arc<Limiter>,
    /// Counts downloads.
    downloads: Arc<Limiter>,
    /// Counts letters of one address, and of everybody together.
    letters: Arc<Limiter>,
    letters_of_all: Arc<Limiter>,
    /// Who may make a spreadsheet now.
    sheets: Arc<tokio::sync::Semaphore>,
    /// The year in numbers.
    year: Arc<Remembered<YearNumbers>>,
    /// Who sets pages; without one no files are offered.
    press: Option<Arc<dyn Press>>,
}

/// The portal over an application whose record is published in `record_dir`.
///
/// The router has a fallback (the designed 404 page) and should be merged last. To let the limiter of `/progress` tell visitors
/// apart, serve it with `into_make_service_with_connect_info::<SocketAddr>()`.
pub fn router(app: App, record_dir: PathBuf, press: Option<Arc<dyn Press>>) -> Router {
    let portal = Portal {
        charts: Arc::new(Charts::new(app.pack())),
        app,
        record: Arc::new(RecordFolder::new(record_dir)),
        pages: Arc::default(),
        limiter: Arc::default(),
        receipts: Arc::default(),
        parties: Arc::default(),
        sealed: Arc::default(),
        found: Arc::default(),
        questions: Arc::new(Limiter::of(QUESTIONS)),
        letters: Arc::new(Limiter::of(LETTERS)),
        letters_of_all: Arc::new(Limiter::of(LETTERS_OF_ALL)),
        downloads: Arc::new(Limiter::of(DOWNLOADS)),
        sheets: Arc::new(tokio::sync::Semaphore::new(1)),
        year: Arc::default(),
        press,
    };
    let pages = pages(&portal).with_state(portal);
    // The same pages in large type: the address says so, and all their links lead on there.
    let large = pages.clone().layer(Extension(BelowLarge)).layer(map_response(stays));
    pages
        .nest(LARGE, large)
        .route("/large/", get(async || Redirect::permanent(LARGE)))
        .layer(map_response(guarded))
}

fn pages(portal: &Portal) -> Router<Portal> {
    Router::new()
        .merge(machines(portal.clone()))
        .merge(parties())
        .route("/", get(home::show))
        .route("/decisions", get(decisions::show))
        .route("/numbers", get(numbers::show))
        .route("/decisions/{id}", get(decision::show))
        .route("/decisions/{id}/files/{digest}", get(files::one))
        .route("/decisions/{id}/proof.json", get(proof::download))
        .route("/progress", get(progress::ask).post(progress::answer))
        .route("/progress/record", get(own_record::form).post(own_record::answer))
        .route("/board/worker.js", get(assets::board_worker))
        .route("/board/{agency}", get(board::show))
        .route("/letters", get(letters::all).post(letters::find))
        .route("/letters/new", get(letters::form).post(letters::send))
        .route("/r", get(receipt::ask))
        .route(
            "/r/{code}",
            get(receipt::show)
                .post(receipt::compare)
                .layer(DefaultBodyLimit::max(receipt::COMPARED)),
        )
        .route("/r/{code}/proof.json", get(receipt::proof))
        .route("/bodies", get(bodies::all))
        .route("/bodies/{id}", get(bodies::one))
        .route("/about", get(bodies::moved))
        .route("/about/{id}", get(bodies::moved))
        .route("/officers", get(officers::show))
        .route("/inspections", get(inspections::show))
        .route("/procedures", get(procedures::all))
        .route("/procedures/{id}", get(procedures::one))
        .route("/procedures/{id}/chart.svg", get(procedures::chart))
        .route("/law", get(law::all))
        .route("/law/{code}/{version}", get(law::one))
        .route("/registers", get(registers::all))
        .route("/registers/{kind}", get(registers::one))
        .route("/registers/{kind}/{id}", get(registers::entry))
        .merge(reports::router("annual"))
        .merge(reports::router("openness"))
        .route("/catalogue", get(catalogue::show))
        .route("/credentials", get(rules::credentials))
        .route("/withdrawals", get(rules::withdrawals))
        .route("/o/{token}", get(officer::show))
        .route("/o/{token}/photo", get(officer::photo))
        .route("/verify", get(verify::show))
        .route("/record/statements", get(statements::show))
        .route("/record/statements.jsonl", get(statements::file))
        .route("/record/statements/{number}/proof.json", get(statements::proof))
        .route("/record/decisions.jsonl", get(statements::decisions))
        .route("/record/checkpoint", get(record::checkpoint))
        .route("/record/policy", get(record::policy))
        .route("/record/tile/{*path}", get(record::tile))
        .route("/assets/portal/{file}", get(assets::file))
        .route("/favicon.svg", get(assets::favicon))
        .route("/robots.txt", get(assets::robots))
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// What a party does about its own matter.
fn parties() -> Router<Portal> {
    Router::new().route("/p", get(party::ask).post(party::show)).route(
        "/p/send",
        axum::routing::post(party::send).layer(DefaultBodyLimit::max(party::FORM)),
    )
}

/// What programs ask for.
fn machines(portal: Portal) -> Router<Portal> {
    let interface = Router::new()
        .route("/api/public/v1/decisions", get(open::interface::decisions))
        .route("/api/public/v1/decisions/{id}", get(open::interface::decision))
        .route("/api/public/v1/values", get(open::interface::values))
        .route("/api/public/v1/bodies", get(open::interface::bodies))
        .route("/api/public/v1/openapi.json", get(open::interface::definition))
        .route_layer(from_fn_with_state(portal, open::interface::limited));
    Router::new()
        .merge(interface)
        .route("/feed.atom", get(open::feed::show))
        .route("/sitemap.xml", get(open::sitemap::index))
        .route("/sitemaps/{name}", get(open::sitemap::part))
        .route("/data", get(open::data::all))
        .route("/data/dictionary", get(open::data::dictionary))
        .route("/data/{name}", get(open::data::file))
}

/// Headers that hold for everything the portal answers: no script but the board's own, no frame, nothing from elsewhere.
async fn guarded(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, HeaderValue); 5] = [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors 'none'",
            ),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
        ),
    ];
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A page may be stricter about what it tells others of its address; the hall board names what it loads.
        let own = name == header::REFERRER_POLICY || name == header::CONTENT_SECURITY_POLICY;
        if !own || !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    response
}
