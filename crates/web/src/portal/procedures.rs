//! How matters go: the procedures in force, each with its flow chart, its acts, their periods, articles and papers.
//! All of it is drawn from the law pack that also runs the work, so that the two cannot differ.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_domain::Power;
use zhiheng_law::{ActType, GateCheck, Pack, Procedure};

use super::assets::is_known;
use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::words::Cited;
use super::{Portal, words};

/// The flow charts, drawn once when the server starts.
#[derive(Debug)]
pub(super) struct Charts {
    held: BTreeMap<String, (Bytes, HeaderValue)>,
}

impl Charts {
    pub(super) fn new(pack: &Pack) -> Self {
        let held = pack
            .procedures
            .iter()
            .map(|(id, procedure)| {
                let svg = zhiheng_law::chart::svg(procedure);
                // The version of the pack does not change with every text in it; the bytes tell.
                let tag = format!("\"{}\"", zhiheng_record::Suite::National.hash(svg.as_bytes()));
                let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
                (id.clone(), (Bytes::from(svg), tag))
            })
            .collect();
        Self { held }
    }
}

#[derive(Template)]
#[template(path = "portal/procedures.html")]
struct Procedures<'p> {
    face: &'p Face,
    pack: &'p Pack,
    groups: Vec<(&'p str, Vec<Line<'p>>)>,
}

struct Line<'p> {
    procedure: &'p Procedure,
    basis: String,
    from: String,
}

#[derive(Template)]
#[template(path = "portal/procedure.html")]
struct ProcedurePage<'p> {
    face: &'p Face,
    procedure: &'p Procedure,
    basis: Vec<Cited>,
    from: String,
    to: Option<String>,
    stages: Vec<StagePart<'p>>,
    periods: Vec<Period<'p>>,
    /// Other versions of the same procedure.
    versions: Vec<&'p Procedure>,
    /// Published on this day, and still what runs.
    published: Option<(String, bool)>,
}

struct Period<'p> {
    title: &'p str,
    after: &'p str,
    words: &'p str,
    party: bool,
}

struct StagePart<'p> {
    title: &'p str,
    acts: Vec<Act<'p>>,
}

struct Act<'p> {
    kind: &'p ActType,
    /// Shown where the step is another than that of the act before.
    step: Option<&'p str>,
    who: String,
    basis: Vec<Cited>,
    before: Vec<String>,
    duties: Vec<(String, String)>,
    papers: Vec<String>,
}

pub(super) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    let pack = portal.app.pack();
    let today = portal.app.today();
    let mut groups: Vec<(&str, Vec<Line<'_>>)> = Vec::new();
    let shown = |procedure: &&Procedure| procedure.in_force(today) && !procedure.internal;
    for procedure in pack.procedures.values().filter(shown) {
        let line = Line {
            procedure,
            basis: words::cited(pack, &procedure.basis.join(";")),
            from: words::day(procedure.from),
        };
        match groups.iter_mut().find(|group| group.0 == procedure.category) {
            Some(group) => group.1.push(line),
            None => groups.push((&procedure.category, vec![line])),
        }
    }
    page(&face, StatusCode::OK, Keep::Minute, &Procedures { face: &face, pack, groups })
}

pub(super) async fn one(
    State(portal): State<Portal>,
    face: Face,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let pack = portal.app.pack();
    let procedure = id.ok().and_then(|Path(id)| pack.procedures.get(&id));
    // What runs inside the administration only is none of the public's procedures.
    let procedure = procedure.filter(|procedure| !procedure.internal);
    let published = match procedure {
        Some(procedure) => portal.app.face(procedure).await.unwrap_or_default(),
        None => None,
    };
    let result = procedure.ok_or_else(|| Failure::missing("这个程序")).map(|procedure| {
        let stages = procedure
            .stages
            .iter()
            .map(|stage| StagePart { title: &stage.title, acts: acts(pack, procedure, &stage.id) });
        let template = ProcedurePage {
            face: &face,
            procedure,
            basis: words::links(pack, &procedure.basis.join(";")),
            from: words::day(procedure.from),
            to: procedure.to.map(words::day),
            stages: stages.collect(),
            periods: periods(procedure),
            versions: pack
                .procedures
                .values()
                .filter(|other| other.family == procedure.family && other.id != procedure.id)
                .collect(),
            published: published.map(|face| (face.on, face.current)),
        };
        page(&face, StatusCode::OK, Keep::Minute, &template)
    });
    settle(&face, result)
}

pub(super) async fn chart(
    State(portal): State<Portal>,
    face: Face,
    asked: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let held = id.ok().and_then(|Path(id)| portal.charts.held.get(&id));
    let Some((svg, tag)) = held else { return Failure::missing("这张流程图").page(&face) };
    let mut response = if is_known(&asked, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        svg.clone().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ETAG, tag.clone());
    response
}

/// Periods that bind the agency or the party, in the order in which they begin.
fn periods(procedure: &Procedure) -> Vec<Period<'_>> {
    let duties =
        procedure.acts.iter().flat_map(|act| act.duties.iter().map(move |duty| (act, duty)));
    duties
        .map(|(act, duty)| Period {
            title: &duty.title,
            after: &act.title,
            words: &duty.period,
            party: duty.owner == "party",
        })
        .collect()
}

fn ordering(check: &GateCheck) -> bool {
    matches!(check, GateCheck::After { .. } | GateCheck::AnyOf { .. } | GateCheck::NotAfter { .. })
}

/// Articles under the short titles of their statutes: a page of a hundred conditions is long enough.
fn short(pack: &Pack, basis: &str) -> String {
    words::cited(pack, basis).replace(STATE, "")
}

/// What full titles of statutes begin with.
const STATE: &str = "中华人民共和国";

fn links(pack: &Pack, basis: &str) -> Vec<Cited> {
    let mut links = words::links(pack, basis);
    for link in &mut links {
        link.label = link.label.replace(STATE, "");
    }
    links
}

fn acts<'p>(pack: &Pack, procedure: &'p Procedure, stage: &str) -> Vec<Act<'p>> {
    let mut step = "";
    procedure
        .acts
        .iter()
        // What agencies do among themselves is nothing that a party has to read.
        .filter(|act| act.stage == stage && !act.internal)
        .map(|act| {
            let new_step = act.step != step;
            step = &act.step;
            Act {
                kind: act,
                step: new_step.then_some(act.step.as_str()),
                who: Power::parse(&act.power)
                    .map_or_else(|| act.power.clone(), |power| power.title().to_owned()),
                basis: links(pack, &act.basis.join(";")),
                before: act
                    .gates
                    .iter()
                    // What only says which step comes first is drawn in the chart.
                    .filter(|gate| !ordering(&gate.check))
                    .map(|gate| format!("{}（{}）", gate.message, short(pack, &gate.basis)))
                    .collect(),
                duties: act
                    .duties
                    .iter()
                    .map(|duty| {
                        (
                            duty.title.clone(),
                            format!("{}，{}", duty.period, short(pack, &duty.basis)),
                        )
                    })
                    .collect(),
                papers: act
                    .papers
                    .iter()
                    .filter(|paper| paper.outward)
                    .map(|paper| paper.title.clone())
                    .collect(),
            }
        })
        .collect()
}
