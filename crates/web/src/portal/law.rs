//! The statutes that the rules rest on: which versions are in force, and their articles, each with an address of its own.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_law::Statute;
use zhiheng_law::text::StatuteText;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/law.html")]
struct Law<'p> {
    face: &'p Face,
    current: Vec<Line<'p>>,
    past: Vec<Line<'p>>,
}

struct Line<'p> {
    statute: &'p Statute,
    /// Address of the text, where it is held.
    link: Option<String>,
    from: String,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/statute.html")]
struct StatutePage<'p> {
    face: &'p Face,
    statute: &'p Statute,
    text: &'p StatuteText,
    from: String,
    to: Option<String>,
    in_force: bool,
}

/// Every statute, those in force first.
pub(super) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    let pack = portal.app.pack();
    let today = portal.app.today();
    let (past, current): (Vec<_>, Vec<_>) = pack
        .statutes
        .iter()
        .map(|statute| Line {
            statute,
            link: words::text_of(pack, statute).map(|_| words::statute_address(statute)),
            from: words::day(statute.from),
            to: statute.to.map(words::day),
        })
        .partition(|line| line.statute.to.is_some_and(|to| to <= today));
    page(&face, StatusCode::OK, Keep::Minute, &Law { face: &face, current, past })
}

/// One version of a statute; each article is an anchor.
pub(super) async fn one(
    State(portal): State<Portal>,
    face: Face,
    id: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let pack = portal.app.pack();
    let today = portal.app.today();
    let found = id.ok().and_then(|Path((code, version))| {
        let statute = pack
            .statutes
            .iter()
            .find(|statute| statute.code == code && statute.version.to_string() == version)?;
        Some((statute, words::text_of(pack, statute)?))
    });
    let result = found.ok_or_else(|| Failure::missing("这部法规")).map(|(statute, text)| {
        let template = StatutePage {
            face: &face,
            statute,
            text,
            from: words::day(statute.from),
            to: statute.to.map(words::day),
            in_force: statute.from <= today && statute.to.is_none_or(|to| today < to),
        };
        page(&face, StatusCode::OK, Keep::Minute, &template)
    });
    settle(&face, result)
}
