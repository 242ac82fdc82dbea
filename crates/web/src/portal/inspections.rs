//! Inspections: which may be carried out at random, by what steps, and what came of those that were.
//!
//! What this is not: a plan of visits. A place that is told in advance is not inspected.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_app::public::DecisionQuery;

use super::bodies::{INSPECTION, Latest, latest};
use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};

/// Register of what may be inspected at random.
const REGISTER: &str = "inspection-list";

#[derive(Template)]
#[template(path = "portal/inspections.html")]
struct Inspections<'p> {
    face: &'p Face,
    results: Latest,
    /// Entries of the list of what may be inspected at random.
    listed: u64,
    /// Agencies that state that they have none.
    none: Vec<String>,
    has_list: bool,
    /// Id and name.
    procedures: Vec<(&'p str, &'p str)>,
    basis: String,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, list(&portal, &face).await)
}

async fn list(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let pack = portal.app.pack();
    let query = DecisionQuery { category: Some(INSPECTION.to_owned()), ..DecisionQuery::default() };
    let registers = portal.app.public_registers().await?;
    let held = registers.iter().find(|held| held.register.id == REGISTER);
    let template = Inspections {
        face,
        results: latest(portal, &query).await?,
        listed: held.map_or(0, |held| held.held),
        none: held
            .map(|held| held.none.iter().map(|none| none.agency.name.clone()).collect())
            .unwrap_or_default(),
        has_list: held.is_some(),
        procedures: pack
            .procedures
            .values()
            .filter(|procedure| !procedure.internal && procedure.category == INSPECTION)
            .map(|procedure| (procedure.id.as_str(), procedure.title.as_str()))
            .collect(),
        basis: held
            .map(|held| words::cited(pack, &held.register.basis.join(";")))
            .unwrap_or_default(),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}
