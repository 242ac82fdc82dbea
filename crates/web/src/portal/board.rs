//! 公示牌 /board/{agency}: one full screen for a display in the hall, read from four metres. It refreshes itself without script; where
//! script is allowed, a small worker keeps the last board for the time when the server is not there, and the board says how old it is.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use zhiheng_app::board::Board;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, assets, words};

/// Seconds after which the board asks for itself anew.
const REFRESH: u32 = 60;
/// What a board may load: its own style, its own script, the worker that keeps it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; worker-src 'self'; \
     connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "portal/board.html")]
struct BoardPage<'p> {
    board: &'p Board,
    css: &'static str,
    own_css: &'static str,
    script: &'static str,
    refresh: u32,
    /// Moment of the answer for people, and in milliseconds for the script.
    at: String,
    milliseconds: i64,
    today: String,
    progress: Vec<(String, String, String)>,
    basis: String,
}

pub(super) async fn show(
    State(portal): State<Portal>,
    face: Face,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return Failure::missing("这个机关的公示牌").page(&face) };
    settle(&face, drawn(&portal, &face, &id).await)
}

async fn drawn(portal: &Portal, face: &Face, id: &str) -> Result<Response, Failure> {
    let board = portal.app.board(id).await?;
    let now = portal.app.now();
    let template = BoardPage {
        css: assets::css(),
        own_css: assets::board_css(),
        script: assets::board_script(),
        refresh: REFRESH,
        at: zhiheng_calendar::china_datetime(now).strftime("%H:%M").to_string(),
        milliseconds: now.as_millisecond(),
        today: words::day(portal.app.today()),
        progress: board
            .progress
            .iter()
            .map(|line| {
                let due = line.due.as_deref().map(words::stored_day).unwrap_or_default();
                (line.number.clone(), line.stage.clone(), due)
            })
            .collect(),
        basis: words::cited(portal.app.pack(), &board.agency.basis),
        board: &board,
    };
    let mut response = page(face, StatusCode::OK, Keep::Never, &template);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}
