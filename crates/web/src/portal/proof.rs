//! `proof.json` of a decision: its public copy and the path to a signed checkpoint. For programs, so failures are problem JSON.

use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::public::{ProofFault, Standing, is_public_field};
use zhiheng_record::bundle::Bundle;

use super::Portal;
use super::failure::Failure;

pub(super) async fn download(
    State(portal): State<Portal>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return Failure::missing("这份决定").problem() };
    match proof(&portal, &id).await {
        Ok(body) => {
            let mut response = body.into_response();
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json; charset=utf-8"),
            );
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            if let Ok(name) =
                HeaderValue::from_str(&format!("inline; filename=\"proof-{id}.json\""))
            {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(failure) => failure.problem(),
    }
}

async fn proof(portal: &Portal, id: &str) -> Result<String, Failure> {
    let decision = portal.app.public_decision(id).await?;
    if decision.standing != Standing::Published {
        return Err(Failure::withdrawn());
    }
    let event = portal.app.public_event(&decision.row).await?;
    let (app, folder) = (portal.app.clone(), portal.record.clone());
    let built = tokio::task::spawn_blocking(move || -> Result<Bundle, ProofFault> {
        app.proof(&event, is_public_field, folder.as_ref())
    });
    let bundle = built.await.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(serde_json::to_string(&bundle).map_err(|error| Error::Internal(error.to_string()))?)
}
