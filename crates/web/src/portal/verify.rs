//! How to check the record oneself: what it proves, what it does not, the present checkpoint, the commands, the formats.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_app::Error;
use zhiheng_record::Suite;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/verify.html")]
struct Verify<'p> {
    face: &'p Face,
    suite: &'static str,
    head: Option<Head>,
}

/// The newest checkpoint.
struct Head {
    origin: String,
    size: String,
    root: String,
    text: String,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, verify(&portal, &face).await)
}

async fn verify(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let (app, folder) = (portal.app.clone(), portal.record.clone());
    let read = tokio::task::spawn_blocking(move || app.newest_checkpoint(folder.as_ref()));
    let signed = read.await.map_err(|error| Error::Internal(error.to_string()))??;
    let head = signed.map(|signed| {
        let head = signed.checkpoint();
        Head {
            origin: head.origin.clone(),
            size: words::grouped(head.size),
            root: head.root.to_string(),
            text: signed.to_string(),
        }
    });
    let suite = match portal.app.suite() {
        Suite::National => "国密：SM3 摘要，SM2 签名",
        Suite::International => "国际：SHA-256 摘要，Ed25519 签名",
    };
    Ok(page(face, StatusCode::OK, Keep::Never, &Verify { face, suite, head }))
}
