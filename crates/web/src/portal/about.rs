//! Who enforces: the tree of agencies with contacts, hours, powers; and what a citizen can do about a decision.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_app::disclosure::SettingsView;
use zhiheng_app::tree::{Agency, Tree};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, address, words};

/// Most agencies on one page; the others are found through their superior.
const MOST: usize = 150;
/// Remedies by their period rule: what, to whom.
const REMEDIES: [(&str, &str, &str); 4] = [
    ("RIGHT_REVIEW", "申请行政复议", "向作出决定的机关的本级人民政府"),
    ("RIGHT_SUE", "提起行政诉讼", "向有管辖权的人民法院"),
    ("PET_REVIEW_REQ", "对信访处理意见请求复查", "向原办理机关的上一级机关"),
    ("PET_RECHECK_REQ", "对复查意见请求复核", "向复查机关的上一级机关"),
];

#[derive(Template)]
#[template(path = "portal/about.html")]
struct About<'p> {
    face: &'p Face,
    lines: Vec<Line<'p>>,
    more: usize,
    remedies: Vec<Remedy>,
    settings: SettingsView,
}

/// One agency in the list, with its depth in the tree.
struct Line<'p> {
    agency: &'p Agency,
    depth: usize,
}

struct Remedy {
    title: &'static str,
    whom: &'static str,
    period: String,
    from: String,
    basis: String,
}

#[derive(Template)]
#[template(path = "portal/agency.html")]
struct AgencyPage<'p> {
    face: &'p Face,
    agency: &'p Agency,
    superior: Option<&'p Agency>,
    below: Vec<&'p Agency>,
    basis: String,
    procedures: Vec<(&'p str, &'p str)>,
    decisions: String,
    remedies: Vec<Remedy>,
}

pub(super) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, about(&portal, &face).await)
}

async fn about(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let tree = portal.app.tree().await?;
    let mut lines = Vec::new();
    let roots = tree
        .all()
        .filter(|agency| agency.parent.as_ref().is_none_or(|parent| tree.get(parent).is_none()));
    for root in roots {
        descend(&tree, root, 0, &mut lines);
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    let template = About {
        face,
        lines,
        more,
        remedies: remedies(portal),
        settings: portal.app.public_settings(),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

fn descend<'p>(tree: &'p Tree, agency: &'p Agency, depth: usize, lines: &mut Vec<Line<'p>>) {
    // A circle in the data must not hang the page.
    if depth > 8 || lines.len() > 10_000 {
        return;
    }
    lines.push(Line { agency, depth });
    for below in tree.all().filter(|other| other.parent.as_deref() == Some(agency.id.as_str())) {
        descend(tree, below, depth.saturating_add(1), lines);
    }
}

pub(super) async fn one(
    State(portal): State<Portal>,
    face: Face,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return Failure::missing("这个机关").page(&face) };
    settle(&face, agency(&portal, &face, &id).await)
}

async fn agency(portal: &Portal, face: &Face, id: &str) -> Result<Response, Failure> {
    let tree = portal.app.tree().await?;
    let agency = tree.get(id).ok_or_else(|| Failure::missing("这个机关"))?;
    let pack = portal.app.pack();
    let template = AgencyPage {
        face,
        agency,
        superior: agency.parent.as_ref().and_then(|parent| tree.get(parent)),
        below: tree.all().filter(|other| other.parent.as_deref() == Some(id)).take(MOST).collect(),
        basis: words::cited(pack, &agency.basis),
        procedures: pack
            .procedures
            .values()
            .filter(|procedure| !procedure.internal)
            .filter(|procedure| {
                agency.procedures.is_empty() || agency.procedures.contains(&procedure.id)
            })
            .map(|procedure| (procedure.id.as_str(), procedure.title.as_str()))
            .collect(),
        decisions: address::link("/decisions", [("agency", &agency.name)]),
        remedies: remedies(portal),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

/// The remedies whose periods the pack in force knows.
fn remedies(portal: &Portal) -> Vec<Remedy> {
    let pack = portal.app.pack();
    REMEDIES
        .into_iter()
        .filter_map(|(code, title, whom)| {
            let rule = pack.periods.get(code)?;
            Some(Remedy {
                title,
                whom,
                period: zhiheng_law::period_words::words(rule),
                from: rule.from.clone(),
                basis: words::cited(pack, &rule.basis),
            })
        })
        .collect()
}
