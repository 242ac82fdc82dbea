//! Files released with a decision: only those that its publication names, and only while the decision is shown.

use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::public::Standing;

use super::Portal;
use super::face::Face;
use super::failure::{Failure, settle};
use crate::api::disposition;

pub(super) async fn one(
    State(portal): State<Portal>,
    face: Face,
    at: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((id, digest))) = at else { return Failure::missing("这份文件").page(&face) };
    settle(&face, file(&portal, &id, &digest).await)
}

async fn file(portal: &Portal, id: &str, digest: &str) -> Result<Response, Failure> {
    let decision = portal.app.public_decision(id).await?;
    if decision.standing != Standing::Published {
        return Err(Failure::withdrawn());
    }
    let (file, content) = portal.app.public_file(&decision, digest).await?;
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let media =
        if file.media == "text/plain" { "text/plain; charset=utf-8" } else { file.media.as_str() };
    if let Ok(media) = HeaderValue::from_str(media) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    // Taken down the moment the decision is: nobody in between keeps it.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(name) = HeaderValue::from_str(&disposition("attachment", &file.name)) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
