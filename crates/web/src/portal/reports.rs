//! The yearly reports (年报) that agencies have published, of law enforcement and of government information: the list, each report in words and tables, and its files.
//!
//! Only what was published is shown, as it was published, with every correction beside it.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zhiheng_app::reports::{
    AnnualReport, KindChart, Narrative, PublicReport, ReportKind, ReportTable,
};
use zhiheng_law::annual::ENFORCEMENT;
use zhiheng_yearly::Kind;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};
use crate::api::{disposition, unwritten};

#[derive(Template)]
#[template(path = "portal/reports.html")]
struct Reports<'p> {
    face: &'p Face,
    kind: &'p ReportKind,
    place: String,
    /// The other kinds, with their places.
    others: Vec<(&'p str, String)>,
    years: Vec<(i16, Vec<Line<'p>>)>,
}

struct Line<'p> {
    report: &'p PublicReport,
    published: String,
    corrected: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/report.html")]
struct Shown<'p> {
    face: &'p Face,
    report: &'p AnnualReport,
    /// Where reports of this kind are, and what they are called there.
    place: String,
    short: String,
    before: Vec<&'p Narrative>,
    behind: Vec<&'p Narrative>,
    published: String,
    tables: Vec<Turned<'p>>,
    charts: Vec<Drawn<'p>>,
    files: Vec<(&'static str, String)>,
}

/// A table with a line for each column: it reads on a telephone.
struct Turned<'p> {
    table: &'p ReportTable,
    lines: Vec<Cells<'p>>,
}

struct Cells<'p> {
    over: &'p str,
    title: &'p str,
    value: String,
    unit: &'p str,
    sum: bool,
}

/// Months as bars, the longest full.
struct Drawn<'p> {
    chart: &'p KindChart,
    total: u64,
    bars: Vec<Bar>,
}

struct Bar {
    month: usize,
    count: u64,
    x: usize,
    y: u64,
    height: u64,
}

/// Where the reports of a kind lie: those of law enforcement at `/reports`, others under their own id.
pub(super) fn place(kind: &str) -> String {
    if matches!(kind, "" | ENFORCEMENT) { "/reports".to_owned() } else { format!("/{kind}") }
}

/// The addresses of the reports of one kind.
pub(super) fn router(kind: &'static str) -> Router<Portal> {
    let place = place(kind);
    Router::new()
        .route(&place, get(async move |portal, face| all(kind, portal, face).await))
        .route(
            &format!("{place}/{{agency}}/{{year}}"),
            get(async move |portal, face, at| one(kind, portal, face, at).await),
        )
        .route(
            &format!("{place}/{{agency}}/{{year}}/{{file}}"),
            get(async move |portal, face, at| file(kind, portal, face, at).await),
        )
}

async fn all(kind: &str, State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, list(kind, &portal, &face).await)
}

async fn list(kind: &str, portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let kinds = portal.app.report_kinds();
    let own = kinds.iter().find(|held| held.id == kind);
    let own = own.ok_or_else(|| Failure::missing("这种年报"))?;
    let others = kinds.iter().filter(|held| held.id != kind);
    let others = others.map(|held| (held.title.as_str(), place(&held.id))).collect();
    let reports = portal.app.public_reports(kind).await?;
    let mut years: BTreeMap<i16, Vec<Line<'_>>> = BTreeMap::new();
    for report in &reports {
        years.entry(report.year).or_default().push(Line {
            report,
            published: words::stored_day(&report.published),
            corrected: report.corrected.as_deref().map(words::stored_day),
        });
    }
    let years = years.into_iter().rev().collect();
    Ok(page(
        face,
        StatusCode::OK,
        Keep::Minute,
        &Reports { face, kind: own, place: place(kind), others, years },
    ))
}

async fn one(
    kind: &str,
    State(portal): State<Portal>,
    face: Face,
    at: Result<Path<(String, i16)>, PathRejection>,
) -> Response {
    let Ok(Path((agency, year))) = at else { return Failure::missing("这份年报").page(&face) };
    settle(&face, report(kind, &portal, &face, &agency, year).await)
}

async fn report(
    kind: &str,
    portal: &Portal,
    face: &Face,
    agency: &str,
    year: i16,
) -> Result<Response, Failure> {
    let report = portal.app.public_report(kind, agency, year).await?;
    let files = Kind::ALL.into_iter().filter(|_| portal.press.is_some()).map(|file| {
        let address = format!("{}/{agency}/{year}/file.{}", place(kind), file.ending());
        (name_of(file), address)
    });
    let kinds = portal.app.report_kinds();
    let short = kinds.iter().find(|held| held.id == kind).map(|held| held.short.clone());
    let part = |behind: bool| report.sections.iter().filter(move |part| part.behind == behind);
    let template = Shown {
        face,
        place: place(kind),
        short: short.unwrap_or_default(),
        before: part(false).collect(),
        behind: part(true).collect(),
        published: report.published.as_deref().map(words::stored_day).unwrap_or_default(),
        tables: report.tables.iter().map(turned).collect(),
        charts: report.charts.iter().map(drawn).filter(|drawn| drawn.total > 0).collect(),
        files: files.collect(),
        report: &report,
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "PDF",
        Kind::Word => "Word",
        Kind::Excel => "Excel",
        Kind::Html => "网页",
        Kind::Json => "数据（JSON）",
    }
}

fn turned(table: &ReportTable) -> Turned<'_> {
    if table.lines {
        return Turned { table, lines: Vec::new() };
    }
    let values = table.rows.first().map(|row| row.values.as_slice()).unwrap_or_default();
    let lines = table.heads.iter().zip(values).map(|(head, value)| Cells {
        over: &head.over,
        title: &head.title,
        value: value.clone(),
        unit: &head.unit,
        sum: head.sum,
    });
    Turned { table, lines: lines.collect() }
}

fn drawn(chart: &KindChart) -> Drawn<'_> {
    const HEIGHT: u64 = 100;
    let most = chart.months.iter().copied().max().unwrap_or(0).max(1);
    let bars = chart.months.iter().enumerate().map(|(place, count)| {
        let height = count.saturating_mul(HEIGHT) / most;
        Bar { month: place + 1, count: *count, x: place * 20 + 2, y: HEIGHT - height, height }
    });
    Drawn { chart, total: chart.months.iter().sum(), bars: bars.collect() }
}

async fn file(
    of: &str,
    State(portal): State<Portal>,
    face: Face,
    at: Result<Path<(String, i16, String)>, PathRejection>,
) -> Response {
    let Ok(Path((agency, year, file))) = at else {
        return Failure::missing("这个文件").page(&face);
    };
    let kind = file.strip_prefix("file.").and_then(Kind::parse);
    let Some(kind) = kind else { return Failure::missing("这个文件").page(&face) };
    settle(&face, written(of, &portal, &agency, year, kind).await)
}

async fn written(
    of: &str,
    portal: &Portal,
    agency: &str,
    year: i16,
    kind: Kind,
) -> Result<Response, Failure> {
    let report = portal.app.public_report(of, agency, year).await?;
    let Some(press) = portal.press.clone() else { return Err(Failure::missing("这种文件")) };
    let name = format!("{}.{}", report.title, kind.ending());
    let bytes =
        tokio::task::spawn_blocking(move || zhiheng_yearly::write(&report, kind, press.as_ref()))
            .await
            .map_err(|error| zhiheng_app::Error::Internal(format!("report: {error}")))?
            .map_err(unwritten)?;
    let about = [
        (header::CONTENT_TYPE, kind.media().to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", &name)),
    ];
    Ok((about, bytes).into_response())
}
