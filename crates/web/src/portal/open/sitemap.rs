//! The site map (sitemaps.org): an index, the standing pages, and the decisions by month of publication in parts of at most 50 000.

use std::fmt::Write as _;

use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use zhiheng_app::public::DecisionQuery;

use super::body;
use crate::portal::Portal;
use crate::portal::face::Face;
use crate::portal::failure::Failure;
use crate::request::site;

/// Addresses in one part: the most that the format allows.
const PART: usize = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// Pages that are always there.
const STANDING: [&str; 16] = [
    "/",
    "/decisions",
    "/numbers",
    "/bodies",
    "/officers",
    "/procedures",
    "/registers",
    "/inspections",
    "/catalogue",
    "/law",
    "/reports",
    "/credentials",
    "/withdrawals",
    "/verify",
    "/data",
    "/record/statements",
];

pub(in crate::portal) async fn index(
    State(portal): State<Portal>,
    face: Face,
    headers: HeaderMap,
) -> Response {
    match written(&portal, &site(&headers)).await {
        Ok(text) => xml(text),
        Err(failure) => failure.page(&face),
    }
}

async fn written(portal: &Portal, site: &str) -> Result<String, Failure> {
    let mut text = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    let mut put = |path: &str| {
        let _ = writeln!(text, "<sitemap><loc>{site}/sitemaps/{path}.xml</loc></sitemap>");
    };
    put("pages");
    let facets = portal.app.public_facets().await?;
    for facet in facets.iter().filter(|facet| facet.field == "month") {
        if month(&facet.value).is_none() {
            continue;
        }
        let parts = usize::try_from(facet.count).unwrap_or(usize::MAX).div_ceil(PART);
        (1..=parts).for_each(|part| put(&format!("{}-{part}", facet.value)));
    }
    text.push_str("</sitemapindex>\n");
    Ok(text)
}

pub(in crate::portal) async fn part(
    State(portal): State<Portal>,
    face: Face,
    headers: HeaderMap,
    name: Result<Path<String>, PathRejection>,
) -> Response {
    let missing = || Failure::missing("这部分网站地图").page(&face);
    let Some(name) = name.ok().and_then(|Path(name)| Some(name.strip_suffix(".xml")?.to_owned()))
    else {
        return missing();
    };
    let site = site(&headers);
    if name == "pages" {
        return match standing(&portal, &site).await {
            Ok(text) => xml(text),
            Err(failure) => failure.page(&face),
        };
    }
    let split = name.rsplit_once('-').and_then(|(value, part)| {
        Some((
            month(value)?,
            part.parse::<usize>().ok().filter(|part| (1..=10_000).contains(part))?,
        ))
    });
    let Some((first, number)) = split else { return missing() };
    let query = DecisionQuery {
        from: Some(first),
        to: Some(first.last_of_month()),
        ..DecisionQuery::default()
    };
    let head = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\">\n").into_bytes();
    let skip = number.saturating_sub(1).saturating_mul(PART);
    let write = Box::new(move |rows: &[zhiheng_app::ports::DecisionRow]| {
        let mut text = String::new();
        for row in rows {
            // An id holds letters, digits and hyphens alone; a day is one.
            let _ = writeln!(
                text,
                "<url><loc>{site}/decisions/{}</loc><lastmod>{}</lastmod></url>",
                row.id, row.published
            );
        }
        text.into_bytes()
    });
    xml(body(&portal.app, query, (skip, PART), (head, b"</urlset>\n".to_vec()), write))
}

async fn standing(portal: &Portal, site: &str) -> Result<String, Failure> {
    let mut paths: Vec<String> = STANDING.iter().map(|path| (*path).to_owned()).collect();
    let tree = portal.app.tree().await?;
    paths.extend(tree.all().map(|agency| format!("/bodies/{}", agency.id)));
    let procedures = portal.app.pack().procedures.values().filter(|procedure| !procedure.internal);
    paths.extend(procedures.map(|procedure| format!("/procedures/{}", procedure.id)));
    let registers = portal.app.public_registers().await?;
    paths.extend(registers.iter().map(|held| format!("/registers/{}", held.register.id)));
    for kind in portal.app.report_kinds() {
        let reports = portal.app.public_reports(&kind.id).await?;
        let place = super::super::reports::place(&kind.id);
        paths.extend(
            reports.iter().map(|report| format!("{place}/{}/{}", report.agency.id, report.year)),
        );
    }
    let mut text = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\">\n");
    for path in paths.iter().take(PART) {
        let path = path.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(text, "<url><loc>{site}{path}</loc></url>");
    }
    text.push_str("</urlset>\n");
    Ok(text)
}

/// First day of a month written `YYYY-MM`.
fn month(text: &str) -> Option<Date> {
    let plain = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    format!("{text}-01").parse().ok().filter(|_| plain)
}

fn xml(text: impl IntoResponse) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}
