//! 执法人员清单: who may enforce, with what card, until when. What the law makes public and nothing else.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use zhiheng_app::officers::{ListedOfficer, ListedOfficers, OFFICERS_PAGE};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, address, words};

/// Longest words or agency that an address may carry, in bytes.
const LONGEST: usize = 300;
/// Highest page that is looked for.
const LAST_PAGE: usize = 10_000;

#[derive(Template)]
#[template(path = "portal/officers.html")]
struct Officers<'p> {
    face: &'p Face,
    words: &'p str,
    agency: &'p str,
    /// Id, name, whether it is chosen.
    agencies: Vec<(&'p str, &'p str, bool)>,
    lines: Vec<Line<'p>>,
    total: usize,
    valid: usize,
    before: Option<String>,
    next: Option<String>,
    today: String,
}

struct Line<'p> {
    officer: &'p ListedOfficer,
    fields: String,
    until: String,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face, uri: Uri) -> Response {
    settle(&face, list(&portal, &face, &uri).await)
}

async fn list(portal: &Portal, face: &Face, uri: &Uri) -> Result<Response, Failure> {
    let pairs = address::pairs(uri);
    if pairs.iter().any(|(_, value)| value.len() > LONGEST || value.chars().any(char::is_control)) {
        return Err(Failure::bad_request("条件过长，或者含有不能显示的字符"));
    }
    let given = |name: &str| {
        let value = pairs.iter().rev().find(|(held, _)| held == name);
        value.map_or("", |(_, value)| value.trim())
    };
    let (asked, agency) = (given("q"), given("agency"));
    let number: usize = match given("page") {
        "" => 1,
        text => text
            .parse()
            .ok()
            .filter(|number| (1..=LAST_PAGE).contains(number))
            .ok_or_else(|| Failure::bad_request("页码：应为 1 以上的整数"))?,
    };
    let tree = portal.app.tree().await?;
    if !agency.is_empty() && tree.get(agency).is_none() {
        return Err(Failure::missing("这个机关"));
    }
    let chosen = Some(agency).filter(|agency| !agency.is_empty());
    let ListedOfficers { items, total, valid } =
        portal.app.listed_officers(chosen, asked, number).await?;
    let page_link = |number: usize| {
        let pairs =
            [("agency", agency.to_owned()), ("q", asked.to_owned()), ("page", number.to_string())];
        address::link("/officers", pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    };
    let more = number.saturating_mul(OFFICERS_PAGE) < total;
    let template = Officers {
        face,
        words: asked,
        agency,
        agencies: tree
            .all()
            .map(|held| (held.id.as_str(), held.name.as_str(), held.id == agency))
            .collect(),
        lines: items
            .iter()
            .map(|officer| Line {
                fields: match officer.fields.as_slice() {
                    [] => "证件没有限定".to_owned(),
                    fields => fields.join("、"),
                },
                until: officer
                    .until
                    .as_deref()
                    .map_or_else(|| "没有登记".to_owned(), words::stored_day),
                officer,
            })
            .collect(),
        total,
        valid,
        before: (number > 1).then(|| page_link(number.saturating_sub(1))),
        next: more.then(|| page_link(number.saturating_add(1))),
        today: words::day(portal.app.today()),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}
