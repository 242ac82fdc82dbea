//! What operators ask: is the process alive, can it serve, what has it counted.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;

use crate::api::record::published;
use crate::server::Api;

/// How ready the server is.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    store: Part,
    record: RecordPart,
    papers: PapersPart,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Ok,
    Unavailable,
}

#[derive(Debug, Default, Serialize)]
struct RecordPart {
    /// Events in the journal.
    events: Option<u64>,
    /// Events that the newest published checkpoint covers.
    covered: Option<u64>,
    /// Seconds since it was published.
    age: Option<i64>,
}

/// Whether papers can be printed; a face that is missing is told and stops nobody from working.
#[derive(Debug, Serialize)]
struct PapersPart {
    /// `ok` or the code of what is missing.
    state: &'static str,
    /// Families at hand.
    faces: Vec<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// The process is alive.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The store answers; and how far the published record is behind. A record that lags is told and stops nobody from working.
pub(crate) async fn ready(State(api): State<Api>) -> Response {
    let size = api.app.store().size().await;
    let checkpoint = published(&api.record_dir).await.ok().flatten();
    let now = api.app.now();
    let record = RecordPart {
        events: size.as_ref().ok().copied(),
        covered: checkpoint.as_ref().map(|published| published.signed.checkpoint().size),
        age: checkpoint
            .and_then(|published| published.at)
            .map(|at: Timestamp| now.duration_since(at).as_secs()),
    };
    let ready = size.is_ok();
    let store = if ready { Part::Ok } else { Part::Unavailable };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let papers = papers(&api).await;
    (status, Json(Readiness { ready, store, record, papers })).into_response()
}

async fn papers(api: &Api) -> PapersPart {
    let press = api.press.clone();
    match tokio::task::spawn_blocking(move || press.faces()).await {
        Ok(Ok(faces)) => PapersPart { state: "ok", faces, detail: None },
        Ok(Err(fault)) => {
            PapersPart { state: fault.code(), faces: Vec::new(), detail: Some(fault.to_string()) }
        }
        Err(error) => {
            PapersPart { state: "unavailable", faces: Vec::new(), detail: Some(error.to_string()) }
        }
    }
}

/// What was counted.
pub(crate) async fn metrics(State(api): State<Api>) -> Response {
    let media = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, media)], api.metrics.text()).into_response()
}
