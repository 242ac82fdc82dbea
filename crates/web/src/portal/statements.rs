//! The daily statements: a page to read, and the files by which a reader checks that nothing was left out.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State, rejection::PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::public::ProofFault;
use zhiheng_app::statements::{FIELD, ranges, sum};
use zhiheng_app::{App, Error};
use zhiheng_record::bundle::Bundle;
use zhiheng_record::statement::{Listed, Statement, Totals, What};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};

/// Statements on one page; days without a change stand in one line.
const SHOWN: usize = 120;

#[derive(Template)]
#[template(path = "portal/statements.html")]
struct Page<'p> {
    face: &'p Face,
    totals: Vec<Share>,
    made: String,
    agencies: Vec<AgencyLine>,
    days: Vec<Day>,
    newest: Option<String>,
    older: Option<String>,
    newer: bool,
}

/// What became of decisions, as a part of all.
struct Share {
    label: String,
    count: String,
    /// 0 to 100.
    length: u64,
}

struct AgencyLine {
    name: String,
    made: String,
    published: String,
    open: String,
    withheld: String,
    withdrawn: String,
    set_aside: String,
}

struct Day {
    date: String,
    number: u64,
    made: usize,
    taken_over: usize,
    published: usize,
    withheld: Vec<String>,
    withdrawn: usize,
    set_aside: usize,
    ranges: Vec<String>,
    quiet: bool,
    /// Where days without a change stand together: the first of them, and how many there are.
    since: Option<(String, u64)>,
    running: bool,
}

pub(super) async fn show(
    State(portal): State<Portal>,
    face: Face,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    settle(&face, listed(&portal, &face, asked.get("before")).await)
}

async fn listed(
    portal: &Portal,
    face: &Face,
    before: Option<&String>,
) -> Result<Response, Failure> {
    let before = match before {
        None => None,
        Some(text) => match text.parse::<u64>() {
            Ok(number) => Some(number),
            Err(_) => return Err(Failure::bad_request("翻页位置无效")),
        },
    };
    let mut all = portal.sealed.all(portal).await?.to_vec();
    let newest = all.last().map(|last| words::stored_day(&last.date));
    all.extend(running(portal, all.last()).await?);
    let totals = all.last().map(|last| last.totals.clone()).unwrap_or_default();
    let tree = portal.app.tree().await?;
    let end = before.map_or(all.len(), |before| {
        all.iter().take_while(|statement| statement.number < before).count()
    });
    let start = end.saturating_sub(SHOWN);
    let shown = all.get(start..end).unwrap_or_default();
    let whole = sum(&totals);
    let template = Page {
        face,
        made: words::grouped(whole.made + whole.taken_over),
        totals: shares(&whole),
        agencies: agencies(&totals, |id| tree.name(id).to_owned(), |id| tree.get(id).is_some()),
        days: days(shown),
        newest,
        older: (start > 0).then(|| shown.first().map(|first| first.number.to_string())).flatten(),
        newer: end < all.len(),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

fn shares(whole: &Totals) -> Vec<Share> {
    let all = (whole.made + whole.taken_over).max(1);
    let mut shares = vec![("已公开".to_owned(), whole.published)];
    shares.push(("期限内尚未公开".to_owned(), whole.open));
    shares
        .extend(whole.withheld.iter().map(|(reason, count)| (format!("不公开：{reason}"), *count)));
    shares.push(("公开后撤回".to_owned(), whole.withdrawn));
    shares.push(("公开前已被撤销或者取代".to_owned(), whole.set_aside));
    shares
        .into_iter()
        .map(|(label, count)| Share {
            label,
            count: words::grouped(count),
            length: count.saturating_mul(100).div_ceil(all).min(100),
        })
        .collect()
}

/// Our own agencies one by one; those from which decisions were taken over together.
fn agencies(
    totals: &BTreeMap<String, Totals>,
    name: impl Fn(&str) -> String,
    own: impl Fn(&str) -> bool,
) -> Vec<AgencyLine> {
    let line = |name: String, totals: &Totals| AgencyLine {
        name,
        made: words::grouped(totals.made + totals.taken_over),
        published: words::grouped(totals.published),
        open: words::grouped(totals.open),
        withheld: words::grouped(totals.withheld.values().sum()),
        withdrawn: words::grouped(totals.withdrawn),
        set_aside: words::grouped(totals.set_aside),
    };
    let (ours, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
        totals.clone().into_iter().partition(|(id, _)| own(id));
    let mut lines: Vec<AgencyLine> =
        ours.iter().map(|(id, totals)| line(name(id), totals)).collect();
    if !others.is_empty() {
        lines.push(line(format!("收录自其他 {} 个机关", others.len()), &sum(&others)));
    }
    lines
}

/// Newest first; days without a change that follow one another in one line.
fn days(shown: &[Statement]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for next in shown.iter().rev().map(day) {
        match days.last_mut() {
            Some(last) if last.quiet && next.quiet && !last.running => {
                let held = last.since.as_ref().map_or(1, |(_, count)| *count);
                last.since = Some((next.date, held + 1));
            }
            _ => days.push(next),
        }
    }
    days
}

fn day(statement: &Statement) -> Day {
    let count = |wanted: fn(&What) -> bool| {
        statement.changes.iter().filter(|change| wanted(&change.what)).count()
    };
    let withheld = statement.changes.iter().filter_map(|change| match &change.what {
        What::Withheld { reason } => Some(reason.clone()),
        _ => None,
    });
    Day {
        date: words::stored_day(&statement.date),
        number: statement.number,
        made: count(|what| matches!(what, What::Made { .. })),
        taken_over: count(|what| matches!(what, What::TakenOver { .. })),
        published: count(|what| matches!(what, What::Published { .. })),
        withheld: withheld.collect(),
        withdrawn: count(|what| matches!(what, What::Withdrawn { .. })),
        set_aside: count(|what| matches!(what, What::SetAside)),
        ranges: ranges(&statement.changes),
        quiet: statement.changes.is_empty(),
        since: None,
        running: statement.running,
    }
}

/// The statements on the record, read once: they never change.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    read: tokio::sync::Mutex<Arc<Vec<Statement>>>,
}

impl Sealed {
    async fn all(&self, portal: &Portal) -> Result<Arc<Vec<Statement>>, Error> {
        let mut read = self.read.lock().await;
        let after = u64::try_from(read.len()).unwrap_or(u64::MAX);
        let more = portal.app.statements(after).await?;
        if !more.is_empty() {
            Arc::make_mut(&mut read).extend(more);
        }
        Ok(read.clone())
    }
}

/// What was not stated yet; nothing where no record is published.
async fn running(portal: &Portal, last: Option<&Statement>) -> Result<Vec<Statement>, Failure> {
    let log = match last {
        Some(last) => last.log.clone(),
        None => match origin(portal).await? {
            Some(origin) => origin,
            None => return Ok(Vec::new()),
        },
    };
    Ok(portal.app.statement_running(&log, last).await?)
}

async fn origin(portal: &Portal) -> Result<Option<String>, Failure> {
    let (app, folder) = (portal.app.clone(), portal.record.clone());
    let read = tokio::task::spawn_blocking(move || app.newest_checkpoint(folder.as_ref()));
    let signed = read.await.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(signed.map(|signed| signed.checkpoint().origin.clone()))
}

/// All statements, one a line, the running one last.
pub(super) async fn file(State(portal): State<Portal>) -> Response {
    let text = async {
        let mut all = portal.sealed.all(&portal).await?.to_vec();
        all.extend(running(&portal, all.last()).await?);
        let mut text = Vec::new();
        for statement in &all {
            text.extend(statement.text().map_err(Error::Internal)?);
            text.push(b'\n');
        }
        Ok::<_, Failure>(text)
    };
    match text.await {
        Ok(text) => json_lines("statements.jsonl", Body::from(text)),
        Err(failure) => failure.problem(),
    }
}

/// The proof that one statement is on the record.
pub(super) async fn proof(
    State(portal): State<Portal>,
    number: Result<Path<u64>, PathRejection>,
) -> Response {
    let Ok(Path(number)) = number else { return Failure::missing("这一天的声明").problem() };
    let built = async {
        let event = portal.app.statement_event(number).await?;
        let (app, folder) = (portal.app.clone(), portal.record.clone());
        let built = tokio::task::spawn_blocking(move || -> Result<Bundle, ProofFault> {
            let shown = |name: &str| name == FIELD || name == "day" || name.starts_with('@');
            app.proof(&event, shown, folder.as_ref())
        });
        let bundle = built.await.map_err(|error| Error::Internal(error.to_string()))??;
        Ok::<_, Failure>(
            serde_json::to_string(&bundle).map_err(|error| Error::Internal(error.to_string()))?,
        )
    };
    match built.await {
        Ok(text) => {
            let mut response = text.into_response();
            let kind = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Err(failure) => failure.problem(),
    }
}

/// Everything that the portal lists, one a line, read a page at a time.
pub(super) async fn decisions(State(portal): State<Portal>) -> Response {
    let lines = Lines { app: portal.app, next: Next::Page(None), reading: None };
    json_lines("decisions.jsonl", Body::from_stream(lines))
}

fn json_lines(name: &str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-ndjson; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

type Read = Result<(Vec<Listed>, Option<String>), Error>;

/// What is read next.
enum Next {
    /// The page that begins here; the first one where nothing is said.
    Page(Option<String>),
    /// Nothing: the list has ended, or a page is being read.
    Nothing,
}

/// Pages of the list, each read when the connection has room for it.
struct Lines {
    app: App,
    next: Next,
    reading: Option<Pin<Box<dyn Future<Output = Read> + Send>>>,
}

impl futures_core::Stream for Lines {
    type Item = Result<Bytes, Broken>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.reading.is_none() {
            let Next::Page(cursor) = std::mem::replace(&mut this.next, Next::Nothing) else {
                return Poll::Ready(None);
            };
            let app = this.app.clone();
            this.reading = Some(Box::pin(async move { app.listed(cursor).await }));
        }
        let Some(reading) = this.reading.as_mut() else { return Poll::Ready(None) };
        let read = std::task::ready!(reading.as_mut().poll(context));
        this.reading = None;
        match read {
            Ok((rows, next)) => {
                this.next = next.map_or(Next::Nothing, |cursor| Next::Page(Some(cursor)));
                let mut text = String::new();
                for row in rows {
                    text.push_str(&serde_json::to_string(&row).unwrap_or_default());
                    text.push('\n');
                }
                Poll::Ready(Some(Ok(Bytes::from(text))))
            }
            Err(fault) => {
                // The connection is broken off: no reader takes half a list for the whole.
                tracing::error!(%fault, "the list of decisions broke off");
                Poll::Ready(Some(Err(Broken)))
            }
        }
    }
}

/// The list could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[error("the list broke off")]
struct Broken;
