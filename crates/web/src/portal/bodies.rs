//! Who enforces: the tree of agencies, and one page for each: its card, what it does, its officers, what it decided and inspected, its
//! yearly reports; and what a citizen can do about a decision.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use zhiheng_app::disclosure::SettingsView;
use zhiheng_app::officers::ListedOfficers;
use zhiheng_app::public::{Count, DecisionQuery};
use zhiheng_app::tree::{Agency, Tree};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, address, words};

/// Most agencies on one page; the others are found through their superior.
const MOST: usize = 150;
/// Lines of each part of the page of one agency; the rest is one link away.
const FEW: usize = 6;
/// Category under which results of inspections are published.
pub(super) const INSPECTION: &str = "行政检查";
/// Remedies by their period rule: what, to whom.
const REMEDIES: [(&str, &str, &str); 4] = [
    ("RIGHT_REVIEW", "申请行政复议", "向作出决定的机关的本级人民政府"),
    ("RIGHT_SUE", "提起行政诉讼", "向有管辖权的人民法院"),
    ("PET_REVIEW_REQ", "对信访处理意见请求复查", "向原办理机关的上一级机关"),
    ("PET_RECHECK_REQ", "对复查意见请求复核", "向复查机关的上一级机关"),
];

#[derive(Template)]
#[template(path = "portal/bodies.html")]
struct Bodies<'p> {
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

/// The first entries of a register that an agency has published.
struct Listed {
    /// Name and address.
    entries: Vec<(String, String)>,
    total: u64,
    link: String,
}

/// The newest decisions.
pub(super) struct Latest {
    /// Title, address, day in words.
    pub(super) decisions: Vec<(String, String, String)>,
    pub(super) total: String,
    pub(super) link: String,
}

#[derive(Template)]
#[template(path = "portal/body.html")]
struct Body<'p> {
    face: &'p Face,
    agency: &'p Agency,
    superior: Option<&'p Agency>,
    below: Vec<&'p Agency>,
    basis: String,
    procedures: Vec<(&'p str, &'p str)>,
    items: Listed,
    officers: ListedOfficers,
    officers_link: String,
    decisions: Latest,
    inspections: Latest,
    /// Year and day of publication.
    reports: Vec<(i16, String)>,
    remedies: Vec<Remedy>,
}

pub(super) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, tree_of(&portal, &face).await)
}

async fn tree_of(portal: &Portal, face: &Face) -> Result<Response, Failure> {
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
    let template = Bodies {
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

/// Where the pages stood before: printed papers bear those addresses.
pub(super) async fn moved(id: Result<Path<String>, PathRejection>) -> Redirect {
    let Ok(Path(id)) = id else { return Redirect::permanent("/bodies") };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.chars().all(plain) {
        Redirect::permanent(&format!("/bodies/{id}"))
    } else {
        Redirect::permanent("/bodies")
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
    let reports = portal.app.public_reports("").await?;
    let own = DecisionQuery { agency: Some(agency.name.clone()), ..DecisionQuery::default() };
    let inspected = DecisionQuery { category: Some(INSPECTION.to_owned()), ..own.clone() };
    let template = Body {
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
        items: items(portal, id).await?,
        officers: portal.app.listed_officers(Some(id), "", 1).await?,
        officers_link: address::link("/officers", [("agency", id)]),
        decisions: latest(portal, &own).await?,
        inspections: latest(portal, &inspected).await?,
        reports: reports
            .iter()
            .filter(|report| report.agency.id == id)
            .map(|report| (report.year, words::stored_day(&report.published)))
            .collect(),
        remedies: remedies(portal),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

/// The items of an agency, as far as they are published.
async fn items(portal: &Portal, agency: &str) -> Result<Listed, Failure> {
    let link = address::link("/registers/items", [("agency", agency)]);
    // A law pack without this register has no items to show.
    let Ok(register) = portal.app.register_of("items") else {
        return Ok(Listed { entries: Vec::new(), total: 0, link });
    };
    let list = portal.app.public_entries(&register.id, ("", None, Some(agency)), None).await?;
    let each = list.entries.iter().filter_map(|entry| {
        Some((entry.now.as_ref()?.name.clone(), format!("/registers/items/{}", entry.id)))
    });
    Ok(Listed { entries: each.take(FEW).collect(), total: list.total, link })
}

/// The newest decisions that a question finds.
pub(super) async fn latest(portal: &Portal, query: &DecisionQuery) -> Result<Latest, Failure> {
    let page = portal.app.public_decisions(query).await?;
    let each = page.items.iter().take(FEW).map(|row| {
        let title = if row.title.is_empty() { "（无标题）" } else { row.title.as_str() };
        let title: String = title.chars().take(80).collect();
        (title, format!("/decisions/{}", row.id), words::stored_day(&row.published))
    });
    Ok(Latest {
        decisions: each.collect(),
        total: words::counted(Count { number: page.total, exact: page.exact }),
        link: address::link("/decisions", query.pairs()),
    })
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
