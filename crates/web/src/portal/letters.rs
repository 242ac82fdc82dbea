//! 纠错、投诉、咨询: a form that needs no script and no account, a code that is told once, and the answer behind it.
//!
//! What this is not: registering a petition (信访事项); that page says where it is done.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;
use zhiheng_app::Error;
use zhiheng_app::error::{Reason, reason};
use zhiheng_app::letters::SentLetter;
use zhiheng_domain::letter::{Letter, LetterDraft, LetterKind, is_place};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::limiter::asking;
use super::{Portal, address, words};

#[derive(Template)]
#[template(path = "portal/letters.html")]
struct Letters<'p> {
    face: &'p Face,
    trouble: Option<&'static str>,
    found: Option<Shown>,
}

/// A letter as whoever wrote reads it.
struct Shown {
    kind: &'static str,
    standing: &'static str,
    place: String,
    text: String,
    sent: String,
    holder: String,
    /// What was answered, and when.
    answer: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "portal/letter_form.html")]
struct LetterForm<'p> {
    face: &'p Face,
    kind: LetterKind,
    place: &'p str,
    /// The page itself is known: no agency has to be chosen.
    placed: bool,
    /// Id, name, whether it is chosen.
    agencies: Vec<(&'p str, &'p str, bool)>,
    text: &'p str,
    contact: &'p str,
    faults: Vec<Reason>,
}

#[derive(Template)]
#[template(path = "portal/letter_sent.html")]
struct LetterSent<'p> {
    face: &'p Face,
    sent: &'p SentLetter,
    kind: &'static str,
}

#[derive(Deserialize, Default)]
struct Written {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    contact: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    code: String,
}

pub(super) async fn all(face: Face) -> Response {
    page(&face, StatusCode::OK, Keep::Minute, &Letters { face: &face, trouble: None, found: None })
}

/// The answer behind a code.
pub(super) async fn find(State(portal): State<Portal>, face: Face, request: Request) -> Response {
    let from = asking(request.extensions(), request.headers());
    if let Err(seconds) = portal.limiter.admit(from, portal.app.now().as_microsecond()) {
        return Failure::often("查询太频繁", portal.limiter.most(), seconds).page(&face);
    }
    let found = async {
        let Form(Asked { code }) = Form::<Asked>::from_request(request, &())
            .await
            .map_err(|_| Failure::bad_request("提交的内容读不懂，请从来信页重新填写。"))?;
        let code: String = code.chars().filter(|c| !c.is_control()).take(64).collect();
        let letter = portal.app.letter_behind(&code).await?;
        let (status, trouble) = match letter {
            Some(_) => (StatusCode::OK, None),
            None => {
                (StatusCode::NOT_FOUND, Some("没有这个查询码的来信。请对照当时记下的码逐字核对。"))
            }
        };
        let found = letter.map(|(letter, holder)| shown(letter, holder));
        Ok(page(&face, status, Keep::Never, &Letters { face: &face, trouble, found }))
    };
    settle(&face, found.await)
}

fn shown(letter: Letter, holder: String) -> Shown {
    Shown {
        kind: letter.kind.words(),
        standing: letter.standing().words(),
        sent: words::day(letter.sent.date()),
        answer: letter.answer.map(|answer| (answer.said, words::day(answer.at.date()))),
        place: letter.place,
        text: letter.text,
        holder,
    }
}

pub(super) async fn form(State(portal): State<Portal>, face: Face, uri: Uri) -> Response {
    let pairs = address::pairs(&uri);
    let given = |wanted: &str| {
        let value = pairs.iter().find(|(name, _)| name == wanted);
        value.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let place = given("place");
    let written = Written {
        kind: given("kind"),
        // Nothing but an address of ours is repeated.
        place: if is_place(&place) { place } else { String::new() },
        agency: given("agency"),
        ..Written::default()
    };
    settle(&face, asked_again(&portal, &face, StatusCode::OK, &written, Vec::new()).await)
}

pub(super) async fn send(State(portal): State<Portal>, face: Face, request: Request) -> Response {
    let from = asking(request.extensions(), request.headers());
    let now = portal.app.now().as_microsecond();
    let written = Form::<Written>::from_request(request, &()).await;
    let sent = async {
        let Form(written) = written
            .map_err(|_| Failure::bad_request("提交的内容读不懂，或者太长，请重新填写。"))?;
        let place = if written.place.is_empty() { "/letters" } else { written.place.as_str() };
        let draft = LetterDraft {
            kind: written.kind.clone(),
            place: place.to_owned(),
            text: written.text.clone(),
            contact: written.contact.clone(),
        };
        if let Err(faults) = zhiheng_domain::letter::check(&draft) {
            let faults = faults.into_iter().map(|fault| reason(fault, None));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return asked_again(&portal, &face, status, &written, faults.collect()).await;
        }
        if written.place.is_empty() && written.agency.is_empty() {
            let fault = Reason {
                code: "input.choice".into(),
                message: "请选择机关".to_owned(),
                article: None,
                field: Some("agency".into()),
                supply: None,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return asked_again(&portal, &face, status, &written, vec![fault]).await;
        }
        // Only what would be kept is counted, so that nobody waits because of a slip.
        if let Err(seconds) = portal.letters.admit(from, now) {
            return Err(Failure::often("来信太频繁", portal.letters.most(), seconds));
        }
        if let Err(seconds) = portal.letters_of_all.admit(EVERYBODY, now) {
            return Err(Failure::often("来信的人太多", portal.letters_of_all.most(), seconds));
        }
        match portal.app.send_letter(&draft, Some(&written.agency)).await {
            Ok(sent) => {
                let kind = sent.letter.kind.words();
                let template = LetterSent { face: &face, sent: &sent, kind };
                Ok(page(&face, StatusCode::CREATED, Keep::Never, &template))
            }
            Err(Error::Input(faults)) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                asked_again(&portal, &face, status, &written, faults).await
            }
            Err(error) => Err(error.into()),
        }
    };
    settle(&face, sent.await)
}

/// Under which the letters of everybody together are counted.
const EVERYBODY: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);

/// The form with what was written in it.
async fn asked_again(
    portal: &Portal,
    face: &Face,
    status: StatusCode,
    written: &Written,
    faults: Vec<Reason>,
) -> Result<Response, Failure> {
    let tree = portal.app.tree().await?;
    let template = LetterForm {
        face,
        kind: LetterKind::parse(&written.kind).unwrap_or(LetterKind::Question),
        place: &written.place,
        placed: !written.place.is_empty(),
        agencies: tree
            .all()
            .map(|held| (held.id.as_str(), held.name.as_str(), held.id == written.agency))
            .collect(),
        text: &written.text,
        contact: &written.contact,
        faults,
    };
    Ok(page(face, status, Keep::Never, &template))
}
