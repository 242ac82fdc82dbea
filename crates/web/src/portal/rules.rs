//! Two pages about what a citizen meets during and after enforcement: credentials and being told; withdrawal of what was published.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_law::{ActKind, ActType, Pack};

use super::face::{Face, Keep, page};
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/credentials.html")]
struct Credentials<'p> {
    face: &'p Face,
    shows: Vec<Rule<'p>>,
    tells: Vec<Rule<'p>>,
}

#[derive(Template)]
#[template(path = "portal/withdrawals.html")]
struct Withdrawals<'p> {
    face: &'p Face,
    period: Option<String>,
    basis: String,
    acts: Vec<Rule<'p>>,
}

/// What one procedure says about it.
struct Rule<'p> {
    procedure: &'p str,
    link: String,
    act: &'p str,
    help: &'p str,
    papers: Vec<&'p str>,
    basis: String,
}

pub(super) async fn credentials(State(portal): State<Portal>, face: Face) -> Response {
    let pack = portal.app.pack();
    let template = Credentials {
        face: &face,
        shows: rules(pack, |act| act.kind == ActKind::ShowCredentials),
        tells: rules(pack, |act| act.kind == ActKind::Notify || act.id == "notice"),
    };
    page(&face, StatusCode::OK, Keep::Minute, &template)
}

pub(super) async fn withdrawals(State(portal): State<Portal>, face: Face) -> Response {
    let pack = portal.app.pack();
    let rule = pack.periods.get("PEN_WITHDRAW");
    let template = Withdrawals {
        face: &face,
        period: rule.map(zhiheng_law::period_words::words),
        basis: words::cited(pack, rule.map_or("处罚法48", |rule| rule.basis.as_str())),
        acts: rules(pack, |act| act.kind == ActKind::Withdraw),
    };
    page(&face, StatusCode::OK, Keep::Minute, &template)
}

fn rules(pack: &Pack, wanted: impl Fn(&ActType) -> bool) -> Vec<Rule<'_>> {
    pack.procedures
        .values()
        .flat_map(|procedure| procedure.acts.iter().map(move |act| (procedure, act)))
        .filter(|(_, act)| wanted(act))
        .map(|(procedure, act)| Rule {
            procedure: &procedure.title,
            link: format!("/procedures/{}", procedure.id),
            act: &act.title,
            help: &act.help,
            papers: act.papers.iter().map(|paper| paper.title.as_str()).collect(),
            basis: words::cited(pack, &act.basis.join(";")),
        })
        .collect()
}
