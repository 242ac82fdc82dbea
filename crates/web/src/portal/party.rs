//! 当事人页面: number and 当事人码 in, the party's own matter out; what it brings forward goes on the record and a receipt comes back.
//! Whole without script and without cookie: every form carries number and code in its body, so that neither stands in an address, a log
//! or a Referer, and nobody else's page can send in the party's name.
//!
//! The answer to a wrong pair is one, whatever is wrong with it, and tries are counted as those of `/progress` are. What this is not:
//! what may be brought forward (see `zhiheng_domain::party`).

use askama::Template;
use axum::Form;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use zhiheng_app::Error;
use zhiheng_app::error::Reason;
use zhiheng_app::party::{FILES, LARGEST, Offer, OfferState, PartyDraft, PartyPage, Sent};
use zhiheng_app::public::StageState;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::limiter::asking;
use super::{Portal, words};

/// Largest form with its files.
pub(super) const FORM: usize = 64 << 20;
/// Longest field of a form beside its files, in bytes.
const FIELD: usize = 64 << 10;

#[derive(Template)]
#[template(path = "portal/party_ask.html")]
struct AskPage<'p> {
    face: &'p Face,
    number: String,
    trouble: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "portal/party.html")]
struct ShownPage<'p> {
    face: &'p Face,
    /// Repeated in the forms so that the next step needs no typing; the page is never kept.
    number: &'p str,
    code: &'p str,
    faults: &'p [Reason],
    shown: &'p PartyPage,
    stages: Vec<(&'p str, &'static str, &'static str)>,
    days: Vec<Line>,
    /// What can be done now, and what is over or not yet.
    open: Vec<Doing<'p>>,
    closed: Vec<(String, &'static str)>,
    means: Vec<Line>,
    papers: Vec<Paper<'p>>,
    items: Vec<Item<'p>>,
    written: &'p PartyDraft,
    files: usize,
}

#[derive(Template)]
#[template(path = "portal/party_sent.html")]
struct SentPage<'p> {
    face: &'p Face,
    number: &'p str,
    code: &'p str,
    sent: &'p Sent,
    at: String,
}

/// A day in words.
struct Line {
    title: String,
    due: String,
    left: String,
    /// `late`, `soon` or nothing.
    state: &'static str,
    mark: &'static str,
    more: String,
    basis: String,
}

/// Something that can be brought forward.
struct Doing<'p> {
    offer: &'p Offer,
    said: String,
    late: bool,
    basis: String,
    /// The form was sent and came back with faults.
    again: bool,
    once: String,
}

/// A paper in words.
struct Paper<'p> {
    title: &'p str,
    number: &'p str,
    said: String,
    waits: bool,
    paragraphs: &'p [String],
}

/// What was brought forward, in words.
struct Item<'p> {
    title: &'p str,
    at: String,
    in_time: &'static str,
    text: &'p str,
    files: usize,
    light: &'static str,
    standing: String,
    said: &'p str,
    receipt: &'p str,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn ask(face: Face) -> Response {
    sealed(page(
        &face,
        StatusCode::OK,
        Keep::Never,
        &AskPage { face: &face, number: String::new(), trouble: None },
    ))
}

/// The page behind number and code.
pub(super) async fn show(State(portal): State<Portal>, face: Face, request: Request) -> Response {
    if let Err(often) = admitted(&portal, &request) {
        return often.page(&face);
    }
    let form = Form::<Asked>::from_request(request, &()).await;
    let answer = async {
        let Form(asked) = form.map_err(|_| unreadable())?;
        let (number, code) = (plain(&asked.number), plain(&asked.code));
        drawn(&portal, &face, (&number, &code), StatusCode::OK, &[], &PartyDraft::default()).await
    };
    settle(&face, answer.await)
}

/// Brings something forward.
pub(super) async fn send(State(portal): State<Portal>, face: Face, request: Request) -> Response {
    if let Err(often) = admitted(&portal, &request) {
        return often.page(&face);
    }
    settle(&face, sent(&portal, &face, request).await)
}

async fn sent(portal: &Portal, face: &Face, request: Request) -> Result<Response, Failure> {
    let form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let Read { number, code, draft, faults } = read(portal, form).await?;
    if !faults.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return drawn(portal, face, (&number, &code), status, &faults, &draft).await;
    }
    match portal.app.party_send(&number, &code, &draft).await {
        Ok(Some(sent)) => {
            let at = moment(&sent.receipt.at);
            let (number, code) = (number.as_str(), code.as_str());
            let template = SentPage { face, number, code, sent: &sent, at };
            Ok(sealed(page(face, StatusCode::CREATED, Keep::Never, &template)))
        }
        Ok(None) => Ok(wrong_pair(face, &number)),
        Err(Error::Input(reasons) | Error::Refused(reasons)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            drawn(portal, face, (&number, &code), status, &reasons, &draft).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A form as it was sent.
struct Read {
    number: String,
    code: String,
    draft: PartyDraft,
    faults: Vec<Reason>,
}

/// Reads the form in the order in which it stands: number and code come before the files, so that nothing of a stranger is stored.
async fn read(portal: &Portal, mut form: Multipart) -> Result<Read, Failure> {
    let mut read = Read {
        number: String::new(),
        code: String::new(),
        draft: PartyDraft::default(),
        faults: Vec::new(),
    };
    let mut fits = None;
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "files" {
            let text = text_of(field).await?;
            match name.as_str() {
                "number" => read.number = plain(&text),
                "code" => read.code = plain(&text),
                "about" => read.draft.about = plain(&text),
                "once" => read.draft.once = plain(&text),
                "text" => read.draft.text = text,
                "sender" => read.draft.sender = text,
                "phone" => read.draft.phone = text,
                _ => {}
            }
            continue;
        }
        let file = field.file_name().unwrap_or_default();
        let file: String = file.chars().filter(|c| !c.is_control()).take(200).collect();
        let content = content_of(field).await?;
        // A field of files in which nothing was chosen.
        if content.is_empty() {
            continue;
        }
        let fits = match fits {
            Some(fits) => fits,
            None => *fits.insert(portal.app.party_fits(&read.number, &read.code).await?),
        };
        if !fits {
            continue;
        }
        if read.draft.files.len() >= FILES {
            read.faults.push(fault(format!("一次最多附 {FILES} 个文件，其余的请再提交一次")));
            break;
        }
        match portal.app.party_file(&content).await {
            Ok(info) => {
                let name = if file.is_empty() { "材料".to_owned() } else { file };
                read.draft.files.push((info, name));
            }
            Err(Error::Input(reasons)) => read.faults.extend(reasons),
            Err(Error::Blob(error)) if is_type(&error) => {
                read.faults
                    .push(fault(format!("“{file}”不是可以收下的文件：只收照片、PDF、录音和录像")));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(read)
}

fn is_type(error: &zhiheng_app::ports::BlobError) -> bool {
    matches!(error, zhiheng_app::ports::BlobError::Type { .. })
}

async fn text_of(field: Field<'_>) -> Result<String, Failure> {
    let bytes = content_of(field).await?;
    if bytes.len() > FIELD {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|_| unreadable())
}

/// The bytes of a field; what is longer than any file may be is not read to its end.
async fn content_of(mut field: Field<'_>) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| too_large())? {
        if content.len().saturating_add(piece.len()) > LARGEST {
            return Err(too_large());
        }
        content.extend_from_slice(&piece);
    }
    Ok(content)
}

fn fault(message: String) -> Reason {
    Reason {
        code: "input.file".to_owned(),
        message,
        article: None,
        field: Some("files".to_owned()),
        supply: None,
    }
}

async fn drawn(
    portal: &Portal,
    face: &Face,
    (number, code): (&str, &str),
    status: StatusCode,
    faults: &[Reason],
    written: &PartyDraft,
) -> Result<Response, Failure> {
    let Some(shown) = portal.app.party_page(number, code).await? else {
        return Ok(wrong_pair(face, number));
    };
    let pack = portal.app.pack();
    let basis = |text: &str| words::cited(pack, text);
    let days = shown.days.iter().map(|day| {
        let (left, state, mark) = left(day.left, day.done);
        Line {
            title: day.title.clone(),
            due: words::day(day.due),
            left: match (day.done, day.left < 0, day.right) {
                (false, true, true) => "已经过去，没有提出的，视为放弃".to_owned(),
                _ => left,
            },
            state,
            mark,
            more: String::new(),
            basis: basis(&day.basis),
        }
    });
    let means = shown.means.iter().map(|means| {
        let (left, state, mark) = left(means.left, false);
        Line {
            title: means.title.clone(),
            due: words::day(means.due),
            left,
            state,
            mark,
            more: means.place.clone(),
            basis: basis(&means.basis),
        }
    });
    let (open, closed) = doings(portal, &shown.offers, (faults, written));
    let stages = shown.progress.stages.iter().map(|stage| match stage.state {
        StageState::Done => (stage.title.as_str(), "done", "已过"),
        StageState::Now => (stage.title.as_str(), "now", "现在"),
        StageState::Ahead => (stage.title.as_str(), "ahead", "未到"),
    });
    let papers = shown.papers.iter().map(|paper| Paper {
        title: &paper.title,
        number: paper.number.as_deref().unwrap_or_default(),
        said: match (paper.waits, paper.served) {
            (true, _) => "电子送达，等您确认收到".to_owned(),
            (_, Some(day)) => format!("{} 送达", words::day(day)),
            (_, None) => format!("{} 出具", words::day(paper.day)),
        },
        waits: paper.waits,
        paragraphs: &paper.paragraphs,
    });
    let items = shown.items.iter().map(|item| {
        let (light, standing, said) = match &item.heard {
            None => ("●", "已收到，等机关处理".to_owned(), ""),
            Some((true, at, _)) => ("○", format!("机关已接收，{}", moment(at)), ""),
            Some((false, at, said)) => ("■", format!("机关已答复，{}", moment(at)), said.as_str()),
        };
        Item {
            title: &item.title,
            at: moment(&item.at),
            in_time: match item.in_time {
                Some(true) => "在期限内提出",
                Some(false) => "超过期限提出",
                None => "",
            },
            text: &item.text,
            files: item.files,
            light,
            standing,
            said,
            receipt: &item.receipt,
        }
    });
    let template = ShownPage {
        face,
        number,
        code,
        faults,
        stages: stages.collect(),
        days: days.collect(),
        means: means.collect(),
        papers: papers.collect(),
        items: items.collect(),
        open,
        closed,
        written,
        files: FILES,
        shown: &shown,
    };
    Ok(sealed(page(face, status, Keep::Never, &template)))
}

/// What can be done now, in the order in which it presses, and what cannot.
fn doings<'p>(
    portal: &Portal,
    offers: &'p [Offer],
    (faults, written): (&[Reason], &PartyDraft),
) -> (Vec<Doing<'p>>, Vec<(String, &'static str)>) {
    let mut open = Vec::new();
    let mut closed = Vec::new();
    for offer in offers {
        let (said, late) = match offer.state {
            // What there is nothing to confirm of needs no word.
            OfferState::Closed(_) if offer.confirms.is_some() => continue,
            OfferState::Closed(why) => {
                closed.push((offer.title.clone(), why));
                continue;
            }
            OfferState::Open(None) => ("结案以前随时可以".to_owned(), false),
            OfferState::Open(Some(due)) => (until(due, offer.left), false),
            OfferState::Late(due) => (
                format!(
                    "期限到 {} 已经过去；现在提出的，机关会答复您，但不必等您",
                    words::day(due)
                ),
                true,
            ),
        };
        open.push(Doing {
            offer,
            said,
            late,
            basis: words::cited(portal.app.pack(), &offer.basis),
            again: !faults.is_empty() && written.about == offer.act,
            once: portal.app.fresh_id(),
        });
    }
    // What has a last day comes first, the nearest before the others; what is late comes last.
    open.sort_by_key(|doing| match doing.offer.state {
        OfferState::Open(Some(due)) => (0, Some(due)),
        OfferState::Open(None) if doing.offer.confirms.is_some() => (1, None),
        OfferState::Open(None) => (2, None),
        OfferState::Late(_) | OfferState::Closed(_) => (3, None),
    });
    (open, closed)
}

fn until(due: Date, left: i32) -> String {
    let day = words::day(due);
    match left {
        0 => format!("今天（{day}）是最后一天"),
        left => format!("到 {day} 为止，还剩 {left} 天"),
    }
}

fn left(days: i32, done: bool) -> (String, &'static str, &'static str) {
    match days {
        _ if done => ("已经办了".to_owned(), "", "○"),
        0 => ("今天是最后一天".to_owned(), "late", "▲"),
        days if days < 0 => ("已经过去".to_owned(), "past", "■"),
        days => (format!("还剩 {days} 天"), "", "●"),
    }
}

fn wrong_pair(face: &Face, number: &str) -> Response {
    let trouble = Some(
        "编号和当事人码对不上。请对照文书和所附的须知逐字核对；当事人码换过的，以最后一张为准。仍然进不来的，请联系承办机关。",
    );
    let template = AskPage { face, number: number.to_owned(), trouble };
    sealed(page(face, StatusCode::NOT_FOUND, Keep::Never, &template))
}

/// Told to nobody: no Referer, no index.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// Counts one try; too many from one address wait.
fn admitted(portal: &Portal, request: &Request) -> Result<(), Failure> {
    let from = asking(request.extensions(), request.headers());
    portal
        .parties
        .admit(from, portal.app.now().as_microsecond())
        .map_err(|seconds| Failure::often("操作太频繁", portal.parties.most(), seconds))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn moment(at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap_or((at, ""));
    let time: String = time.chars().take(5).collect();
    format!("{} {time}", words::stored_day(day)).trim().to_owned()
}

fn unreadable() -> Failure {
    Failure::bad_request("提交的内容读不懂，请从当事人页面重新填写。")
}

fn too_large() -> Failure {
    let mut failure = unreadable();
    failure.status = StatusCode::PAYLOAD_TOO_LARGE;
    failure.code = "portal.large";
    failure.title = "文件太大";
    "一个文件不超过 20 MB，一次一共不超过 64 MB。请分几次提交，或者当面提交。"
        .clone_into(&mut failure.detail);
    failure
}
