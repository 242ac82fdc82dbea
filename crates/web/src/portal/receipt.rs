//! The page behind the code of a receipt: what was recorded, and whether the files in use today are those files. Without account or
//! script. A file that is handed in is hashed as it arrives and let go; nothing of it is kept.
//!
//! What this is not: the files themselves. Nobody gets them here.

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Path, Request, State, rejection::PathRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use zhiheng_app::Error;
use zhiheng_app::party_receipt::{ReceiptShown, Still};
use zhiheng_app::public::ProofFault;
use zhiheng_record::bundle::Bundle;
use zhiheng_record::running::Running;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::limiter::asking;
use super::{Portal, address, words};

/// Largest file that is compared, in bytes: it is hashed in pieces and never held.
pub(super) const COMPARED: usize = 4 << 30;

#[derive(Template)]
#[template(path = "portal/receipt_ask.html")]
struct AskPage<'p> {
    face: &'p Face,
    trouble: Option<&'p str>,
}

#[derive(Template)]
#[template(path = "portal/receipt.html")]
struct ReceiptPage<'p> {
    face: &'p Face,
    shown: &'p ReceiptShown,
    /// The code without its strokes, for addresses.
    plain: String,
    at: String,
    given: String,
    now: String,
    whole: bool,
    items: Vec<Line>,
    papers: Vec<Line>,
    days: Vec<Day>,
    compared: Option<&'p Compared>,
}

/// A file or paper in words.
struct Line {
    title: String,
    /// Digest or fingerprint.
    mark: String,
    size: String,
    same: bool,
    said: &'static str,
}

/// A day in words.
struct Day {
    own: bool,
    title: String,
    due: String,
    basis: String,
}

/// What became of a file that was handed in.
struct Compared {
    same: bool,
    said: String,
}

/// The form that takes a code.
pub(super) async fn ask(
    State(portal): State<Portal>,
    face: Face,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let typed = address::pairs(&uri).into_iter().find(|(name, _)| name == "code");
    let Some((_, typed)) = typed else {
        return page(&face, StatusCode::OK, Keep::Never, &AskPage { face: &face, trouble: None });
    };
    let from = asking(request.extensions(), &headers);
    if let Err(often) = admitted(&portal, from) {
        return often.page(&face);
    }
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    match portal.app.receipt_shown(&plain).await {
        Ok(Some(_)) => Redirect::to(&format!("/r/{plain}")).into_response(),
        Ok(None) => {
            let trouble = Some("没有这份回执。请对照回执逐字核对回执码。");
            page(&face, StatusCode::NOT_FOUND, Keep::Never, &AskPage { face: &face, trouble })
        }
        Err(error) => Failure::from(error).page(&face),
    }
}

pub(super) async fn show(
    State(portal): State<Portal>,
    face: Face,
    code: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path(code)) = code else { return Failure::missing("这份回执").page(&face) };
    let from = asking(request.extensions(), request.headers());
    if let Err(often) = admitted(&portal, from) {
        return often.page(&face);
    }
    settle(&face, answer(&portal, &face, &code, None).await)
}

/// A file is handed in: hashed in pieces as it comes, compared, let go.
pub(super) async fn compare(
    State(portal): State<Portal>,
    face: Face,
    code: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path(code)) = code else { return Failure::missing("这份回执").page(&face) };
    let from = asking(request.extensions(), request.headers());
    if let Err(often) = admitted(&portal, from) {
        return often.page(&face);
    }
    settle(&face, compared(&portal, &face, &code, request).await)
}

async fn compared(
    portal: &Portal,
    face: &Face,
    code: &str,
    request: Request,
) -> Result<Response, Failure> {
    let shown =
        portal.app.receipt_shown(code).await?.ok_or_else(|| Failure::missing("这份回执"))?;
    let unreadable = || Failure::bad_request("没有收到文件，请重新选择。");
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let mut field = form.next_field().await.map_err(|_| unreadable())?.ok_or_else(unreadable)?;
    let mut running = Running::new(portal.app.suite());
    while let Some(piece) = field.chunk().await.map_err(|rejection| {
        let mut failure = unreadable();
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            failure.status = StatusCode::PAYLOAD_TOO_LARGE;
            failure.code = "portal.large";
            failure.title = "文件太大";
            "一次最多核对 4 GB 的文件。".clone_into(&mut failure.detail);
        }
        failure
    })? {
        running.update(&piece);
    }
    if running.size() == 0 {
        return Err(unreadable());
    }
    let digest = running.finish().to_string();
    let found = shown.receipt.items.iter().find(|item| item.digest == digest);
    let compared = match found {
        Some(item) => Compared {
            same: true,
            said: format!("您交来的文件就是回执上的“{}”，一个字节都没有变。", item.title),
        },
        None => Compared {
            same: false,
            said: "您交来的文件不是回执上的任何一份：哪怕改过一个字节、另存过、压缩过，也会不同。"
                .to_owned(),
        },
    };
    Ok(draw(portal, face, &shown, Some(&compared)))
}

async fn answer(
    portal: &Portal,
    face: &Face,
    code: &str,
    compared: Option<&Compared>,
) -> Result<Response, Failure> {
    let shown =
        portal.app.receipt_shown(code).await?.ok_or_else(|| Failure::missing("这份回执"))?;
    Ok(draw(portal, face, &shown, compared))
}

fn draw(
    portal: &Portal,
    face: &Face,
    shown: &ReceiptShown,
    compared: Option<&Compared>,
) -> Response {
    let moment = |at: &str| {
        let (day, time) = at.split_once('T').unwrap_or((at, ""));
        let time: String = time.chars().take(5).collect();
        format!("{} {time}", words::stored_day(day)).trim().to_owned()
    };
    let receipt = &shown.receipt;
    let all = shown.items.iter().map(|(_, still)| still);
    let all = all.chain(shown.papers.iter().map(|(_, still)| still));
    let template = ReceiptPage {
        face,
        shown,
        plain: receipt.code.replace('-', ""),
        at: moment(&receipt.at),
        given: moment(&receipt.given),
        now: moment(&shown.now),
        whole: all.clone().all(|still| *still == Still::Same),
        items: shown
            .items
            .iter()
            .map(|(item, still)| Line {
                title: item.title.clone(),
                mark: item.digest.clone(),
                size: size(item.size),
                same: *still == Still::Same,
                said: said(*still),
            })
            .collect(),
        papers: shown
            .papers
            .iter()
            .map(|(paper, still)| Line {
                title: match &paper.number {
                    Some(number) => format!("{} {number}", paper.title),
                    None => paper.title.clone(),
                },
                mark: paper.fingerprint.clone(),
                size: String::new(),
                same: *still == Still::Same,
                said: said(*still),
            })
            .collect(),
        days: receipt
            .days
            .iter()
            .map(|day| Day {
                own: day.own,
                title: day.title.clone(),
                due: day.due.as_deref().map_or_else(|| "及时".to_owned(), words::stored_day),
                basis: words::cited(portal.app.pack(), &day.basis),
            })
            .collect(),
        compared,
    };
    let mut response = page(face, StatusCode::OK, Keep::Never, &template);
    // The address is the secret itself: it is told to nobody else.
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// The proof that the receipt is in the record: what was promised and when.
pub(super) async fn proof(
    State(portal): State<Portal>,
    code: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path(code)) = code else { return Failure::missing("这份回执").problem() };
    let from = asking(request.extensions(), request.headers());
    if let Err(often) = admitted(&portal, from) {
        return often.problem();
    }
    match bundle(&portal, &code).await {
        Ok(body) => {
            let about = [
                (header::CONTENT_TYPE, "application/json; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"receipt-proof.json\""),
            ];
            (StatusCode::OK, about, body).into_response()
        }
        Err(failure) => failure.problem(),
    }
}

async fn bundle(portal: &Portal, code: &str) -> Result<String, Failure> {
    let event =
        portal.app.receipt_event(code).await?.ok_or_else(|| Failure::missing("这份回执"))?;
    let (app, folder) = (portal.app.clone(), portal.record.clone());
    let built = tokio::task::spawn_blocking(move || -> Result<Bundle, ProofFault> {
        app.receipt_proof(&event, folder.as_ref())
    });
    let bundle = built.await.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(serde_json::to_string(&bundle).map_err(|error| Error::Internal(error.to_string()))?)
}

/// Counts one try; too many from one address wait.
fn admitted(portal: &Portal, from: std::net::IpAddr) -> Result<(), Failure> {
    portal.receipts.admit(from, portal.app.now().as_microsecond()).map_err(|seconds| Failure {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "receipt.often",
        title: "核对太频繁",
        detail: format!("每分钟最多核对 10 次，请 {seconds} 秒后再试。"),
        retry: Some(seconds),
    })
}

fn said(still: Still) -> &'static str {
    match still {
        Still::Same => "现在使用的就是这一份，没有改动",
        Still::Changed => "现在的内容与当时不同",
        Still::Gone => "原件已经不在",
        Still::Dropped => "案卷不再使用这一份",
        Still::Replaced => "后来又出具了一份，以后出具的为准",
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} 字节"),
        1024..=1_048_575 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}
