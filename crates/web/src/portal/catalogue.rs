//! The catalogue of legal review in words: which decisions are not made before a reviewer agreed, and under which article.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_law::{Pack, Parameter};

use super::face::{Face, Keep, page};
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/catalogue.html")]
struct Catalogue<'p> {
    face: &'p Face,
    pack: &'p Pack,
    entries: Vec<Entry<'p>>,
    thresholds: Vec<Threshold<'p>>,
}

struct Entry<'p> {
    title: &'p str,
    basis: String,
    procedures: Vec<(&'p str, &'p str)>,
    mandatory: bool,
}

/// A number that the conditions of the catalogue use.
struct Threshold<'p> {
    procedure: &'p str,
    label: &'p str,
    value: String,
    basis: String,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face) -> Response {
    let pack = portal.app.pack();
    let entries = pack.catalogue.iter().map(|entry| Entry {
        title: &entry.title,
        basis: words::cited(pack, &entry.basis),
        procedures: entry
            .procedures
            .iter()
            .filter_map(|id| pack.procedures.get(id))
            .map(|procedure| (procedure.id.as_str(), procedure.title.as_str()))
            .collect(),
        mandatory: entry.mandatory,
    });
    let used = |name: &str| {
        pack.catalogue.iter().any(|entry| entry.condition.contains(&format!("param.{name}")))
    };
    let thresholds = pack.procedures.values().flat_map(|procedure| {
        procedure.parameters.iter().filter(|(name, _)| used(name)).map(|(_, parameter)| Threshold {
            procedure: &procedure.title,
            label: &parameter.label,
            value: value(parameter),
            basis: words::cited(pack, &parameter.basis),
        })
    });
    let template = Catalogue {
        face: &face,
        pack,
        entries: entries.collect(),
        thresholds: thresholds.collect(),
    };
    page(&face, StatusCode::OK, Keep::Minute, &template)
}

/// Money is kept in 分 and shown in 元.
fn value(parameter: &Parameter) -> String {
    if parameter.unit == "元" {
        words::yuan(parameter.value)
    } else {
        format!("{} {}", parameter.value, parameter.unit)
    }
}
