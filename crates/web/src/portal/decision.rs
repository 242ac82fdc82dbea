//! One decision, read like the paper; beside it how to check it and how to have it corrected.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::ports::DecisionRow;
use zhiheng_app::public::{PublicDecision, Replaced, Standing};
use zhiheng_app::tree::Agency;

use super::assets::{self, is_known};
use super::cache::Kept;
use super::face::{Face, Keep, dressed};
use super::failure::{Failure, settle};
use super::{Portal, words};

/// Most characters of one part of the text on the page; what is longer stands whole in the public copy.
const LONGEST_PART: usize = 7_000;
/// Most characters of the title on the page.
const LONGEST_TITLE: usize = 200;
/// What the page may load: as every other, and the script that checks its proof here.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "portal/decision.html")]
struct DecisionPage<'p> {
    face: &'p Face,
    row: &'p DecisionRow,
    standing: Standing,
    title: String,
    parts: Vec<Part>,
    shortened: bool,
    money: Option<String>,
    decided: String,
    published: String,
    until: Option<String>,
    until_words: String,
    imported: bool,
    source_link: Option<&'p str>,
    seq: Option<String>,
    covered: bool,
    /// Where a browser finds what it checks the page with; none where there is nothing to check yet.
    check: Option<Check>,
    recorded: String,
    desk: Option<&'p Agency>,
    withdrawal_basis: String,
    withdrawn: Option<String>,
    /// Copies that were replaced, newest first.
    replaced: Vec<Replaced>,
    /// Days on which it was put right because somebody wrote.
    corrections: Vec<String>,
    /// What it is, for search engines (schema.org), where it may be shown.
    described: Option<Described>,
    files: Vec<FileLine>,
}

/// A file released with the decision.
struct FileLine {
    link: String,
    name: String,
    kind: &'static str,
    size: String,
}

/// A JSON text that stands within a data block: nothing in it ends the block.
struct Described(String);

impl std::fmt::Display for Described {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.replace('<', "\\u003c").replace('&', "\\u0026"))
    }
}

impl askama::filters::HtmlSafe for Described {}

/// What a browser needs to check the page by itself.
struct Check {
    /// The script of the button, and the one it fetches when the button is pressed.
    own: &'static str,
    whole: &'static str,
    /// Most characters of a part and of the title on the page.
    part: usize,
    title: usize,
    /// Place in the record that the page names.
    index: u64,
}

/// One part of the paper.
struct Part {
    /// Its name in the public copy.
    name: &'static str,
    label: &'static str,
    paragraphs: Vec<String>,
    absent: bool,
}

pub(super) async fn show(
    State(portal): State<Portal>,
    face: Face,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return Failure::missing("这份决定").page(&face) };
    // The owner's name stands in the frame: a page drawn under another name is another page.
    let key = format!("{}/{id}/{}", face.edition().id(), face.owner);
    let now = portal.app.now().as_microsecond();
    let kept = match portal.pages.get(&key).filter(|kept| kept.is_fresh(now)) {
        Some(kept) => Ok(kept),
        None => draw(&portal, &face, &id, key, now).await,
    };
    settle(&face, kept.map(|kept| answer(&face, &headers, &kept)))
}

fn answer(face: &Face, asked: &HeaderMap, kept: &Kept) -> Response {
    let known = !face.sets_cookie() && is_known(asked, &kept.etag);
    let (status, body) = if known {
        (StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        (StatusCode::OK, kept.bytes.clone())
    };
    let mut response = dressed(face, status, Keep::Minute, body.into_response());
    response.headers_mut().insert(header::ETAG, kept.etag.clone());
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// Asks the store; where nothing changed since the page was drawn, the page is kept, otherwise it is drawn again.
async fn draw(
    portal: &Portal,
    face: &Face,
    id: &str,
    key: String,
    now: i64,
) -> Result<Arc<Kept>, Failure> {
    let found = portal.app.public_decision(id).await;
    let decision = match found {
        Ok(decision) => decision,
        Err(error) => {
            portal.pages.forget(&key);
            return Err(error.into());
        }
    };
    let size = checkpoint_size(portal).await;
    let held = portal.pages.get(&key);
    let corrections = portal.app.corrections_at(&format!("/decisions/{id}")).await?;
    let state = format!("{decision:?}{corrections:?}");
    // Once covered by a checkpoint an event stays covered, so that a growing record changes no page.
    if let Some(kept) = held.filter(|kept| kept.state == settled(&state)) {
        kept.renew(now);
        return Ok(kept);
    }
    let event = match portal.app.public_event(&decision.row).await {
        Ok(event) => Some((event.seq, event.at)),
        Err(Error::Internal(reason)) => {
            tracing::error!(%reason, "a public decision without its event");
            None
        }
        Err(error) => return Err(error.into()),
    };
    let withdrawn = match decision.standing {
        Standing::Withdrawn => portal.app.withdrawn_on(&decision.row).await?,
        Standing::Published | Standing::Ended => None,
    };
    let tree = portal.app.tree().await?;
    let desk = tree
        .get(&decision.row.agency)
        .or_else(|| tree.all().find(|agency| agency.parent.is_none()));
    let covered = event.is_some_and(|(seq, _)| size.is_some_and(|size| seq < size));
    let mut template = template(portal, face, &decision, event, covered, desk);
    template.withdrawn = withdrawn.map(words::day);
    template.corrections = corrections.into_iter().map(words::day).collect();
    template.replaced = portal
        .app
        .replaced_copies(&decision.row)
        .await?
        .into_iter()
        .map(|copy| Replaced {
            released: words::stored_day(&copy.released),
            replaced: words::stored_day(&copy.replaced),
            ..copy
        })
        .collect();
    template.files = files(portal, id, &decision).await?;
    let html = template.render().map_err(|error| Error::Internal(error.to_string()))?;
    let html = face.carried(html);
    let digest = portal.app.suite().hash(html.as_bytes()).to_string();
    let tag = format!("W/\"{}\"", digest.get(..16).unwrap_or_default());
    let etag = HeaderValue::from_str(&tag).map_err(|error| Error::Internal(error.to_string()))?;
    let state = if covered { settled(&state) } else { state };
    let kept = Arc::new(Kept::new(Bytes::from(html), etag, state, now));
    portal.pages.keep(key, kept.clone());
    Ok(kept)
}

fn settled(state: &str) -> String {
    format!("covered {state}")
}

async fn checkpoint_size(portal: &Portal) -> Option<u64> {
    let (app, folder) = (portal.app.clone(), portal.record.clone());
    let read = tokio::task::spawn_blocking(move || app.newest_checkpoint(folder.as_ref())).await;
    match read {
        Ok(Ok(checkpoint)) => checkpoint.map(|signed| signed.checkpoint().size),
        Ok(Err(fault)) => {
            tracing::error!(%fault, "the checkpoint cannot be read");
            None
        }
        Err(_) => None,
    }
}

fn template<'p>(
    portal: &'p Portal,
    face: &'p Face,
    decision: &'p PublicDecision,
    event: Option<(u64, i64)>,
    covered: bool,
    desk: Option<&'p Agency>,
) -> DecisionPage<'p> {
    let PublicDecision { row, standing } = decision;
    let shown = *standing == Standing::Published;
    let mut shortened = false;
    let mut part = |name, label, text: &str| {
        let cut: String = text.chars().take(LONGEST_PART).collect();
        shortened |= cut.len() < text.len();
        let paragraphs: Vec<String> =
            cut.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Part { name, label, absent: paragraphs.is_empty(), paragraphs }
    };
    let parts = if shown {
        let penalty = row.category == "行政处罚";
        vec![
            part("party", "当事人", &row.party),
            part("facts", if penalty { "违法事实" } else { "事实" }, &row.facts),
            part("basis", if penalty { "处罚依据" } else { "依据" }, &row.basis),
            part("result", if penalty { "处罚内容" } else { "决定内容" }, &row.result),
        ]
    } else {
        Vec::new()
    };
    let title = match (standing, row.title.as_str()) {
        (Standing::Published, title) if !title.is_empty() => {
            title.chars().take(LONGEST_TITLE).collect()
        }
        _ => format!("{}决定", row.category),
    };
    let at = event.and_then(|(_, at)| jiff::Timestamp::from_microsecond(at).ok());
    DecisionPage {
        face,
        row,
        standing: *standing,
        title,
        parts,
        shortened,
        money: row.fine.map(words::yuan),
        decided: words::stored_day(&row.decided),
        published: words::stored_day(&row.published),
        until_words: row.until.as_deref().map(words::stored_day).unwrap_or_default(),
        until: row.until.clone(),
        imported: !row.source.is_empty(),
        source_link: Some(row.source.as_str())
            .filter(|source| source.starts_with("https://") || source.starts_with("http://")),
        seq: event.map(|(seq, _)| words::grouped(seq)),
        covered,
        check: event.filter(|_| covered && shown).and_then(|(index, _)| {
            let whole = assets::proof_script()?;
            let own = assets::check_script();
            Some(Check { own, whole, part: LONGEST_PART, title: LONGEST_TITLE, index })
        }),
        recorded: at.map(|at| words::day(zhiheng_calendar::china_date(at))).unwrap_or_default(),
        desk,
        withdrawal_basis: words::cited(portal.app.pack(), "处罚法48"),
        withdrawn: None,
        files: Vec::new(),
        replaced: Vec::new(),
        corrections: Vec::new(),
        described: shown.then(|| described(row)),
    }
}

/// The party is left out: a search engine needs no names.
fn described(row: &DecisionRow) -> Described {
    let mut said = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "name": row.title,
        "identifier": row.id,
        "reportNumber": row.number,
        "genre": row.category,
        "keywords": row.kinds,
        "datePublished": row.published,
        "dateCreated": row.decided,
        "expires": row.until,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": true,
        "license": "/data#licence",
        "url": format!("/decisions/{}", row.id),
        "publisher": { "@type": "GovernmentOrganization", "name": row.agency_name },
    });
    if let Some(said) = said.as_object_mut() {
        said.retain(|_, value| !value.is_null() && *value != serde_json::json!(""));
    }
    Described(said.to_string())
}

async fn files(
    portal: &Portal,
    id: &str,
    decision: &PublicDecision,
) -> Result<Vec<FileLine>, Failure> {
    let released = portal.app.public_files(decision).await?;
    let line = |file: zhiheng_app::public_files::PublicFile| FileLine {
        link: format!("/decisions/{id}/files/{}", file.digest),
        kind: match file.media.as_str() {
            "application/pdf" => "PDF",
            "text/plain" => "文本",
            _ => "图片",
        },
        size: match file.size {
            size @ ..1_048_576 => format!("{} KB", size.div_ceil(1024)),
            size => format!("{} MB", size.div_ceil(1_048_576)),
        },
        name: file.name,
    };
    Ok(released.into_iter().map(line).collect())
}
