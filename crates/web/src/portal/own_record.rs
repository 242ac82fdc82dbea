//! A party reads its own record: number and code, a request that the agency answers, then the papers that went out to it.
//!
//! The answer to a wrong pair is one, whatever is wrong with it, and tries are counted as those of `/progress` are.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use zhiheng_app::Error;
use zhiheng_app::party_record::PartyRecord;
use zhiheng_domain::looking::Standing;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::limiter::asking;
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/own_record.html")]
struct OwnRecordPage<'p> {
    face: &'p Face,
    number: String,
    /// Repeated so that the next step needs no typing; the page is never kept.
    code: String,
    trouble: Option<String>,
    done: Option<&'static str>,
    record: Option<Shown>,
    basis: String,
}

struct Shown {
    record: PartyRecord,
    standing: &'static str,
    until: String,
    may_ask: bool,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
    /// `ask` makes the request; otherwise it is only looked at.
    #[serde(default)]
    step: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn form(State(portal): State<Portal>, face: Face) -> Response {
    let template = OwnRecordPage {
        face: &face,
        number: String::new(),
        code: String::new(),
        trouble: None,
        done: None,
        record: None,
        basis: basis(&portal),
    };
    page(&face, StatusCode::OK, Keep::Never, &template)
}

pub(super) async fn answer(State(portal): State<Portal>, face: Face, request: Request) -> Response {
    let from = asking(request.extensions(), request.headers());
    if let Err(seconds) = portal.limiter.admit(from, portal.app.now().as_microsecond()) {
        let failure = Failure {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "progress.often",
            title: "查询太频繁",
            detail: format!("每分钟最多查询 10 次，请 {seconds} 秒后再试。"),
            retry: Some(seconds),
        };
        return failure.page(&face);
    }
    let asked = Form::<Asked>::from_request(request, &()).await;
    let unreadable = || Failure::bad_request("提交的内容读不懂，请从查询页重新填写。");
    let answer = match asked {
        Ok(Form(asked)) => look(&portal, &face, asked).await,
        Err(_) => Err(unreadable()),
    };
    settle(&face, answer)
}

async fn look(portal: &Portal, face: &Face, asked: Asked) -> Result<Response, Failure> {
    let plain =
        |text: &str| -> String { text.chars().filter(|c| !c.is_control()).take(64).collect() };
    let (number, code) = (plain(&asked.number), plain(&asked.code));
    let mut trouble = None;
    let mut done = None;
    if asked.step == "ask" {
        match portal.app.party_asks(&number, &code, &asked.reason).await {
            Ok(true) => done = Some("申请已经提出，承办机关批准以后，凭编号和查询码在这里阅读。"),
            Ok(false) => {}
            Err(Error::Input(reasons) | Error::Refused(reasons)) => {
                trouble = reasons.into_iter().next().map(|reason| reason.message);
            }
            Err(error) => return Err(error.into()),
        }
    }
    let record = portal.app.party_record(&number, &code).await?;
    let status = match (&record, &trouble) {
        (None, _) => StatusCode::NOT_FOUND,
        (Some(_), Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    if record.is_none() {
        trouble = Some(
            "编号和查询码对不上。请对照受理告知书或者回执逐字核对；仍然查不到的，请联系承办机关。"
                .to_owned(),
        );
    }
    let record = record.map(|record| Shown {
        standing: record.standing.map_or("还没有申请", Standing::words),
        until: record.until.as_deref().map(words::stored_day).unwrap_or_default(),
        may_ask: !matches!(record.standing, Some(Standing::Asked | Standing::Approved)),
        record,
    });
    let code = if record.is_some() { code } else { String::new() };
    let template =
        OwnRecordPage { face, number, code, trouble, done, record, basis: basis(portal) };
    Ok(page(face, status, Keep::Never, &template))
}

fn basis(portal: &Portal) -> String {
    let pack = portal.app.pack();
    let cited = pack.looking.party_basis.iter().map(|basis| words::cited(pack, basis));
    cited.collect::<Vec<_>>().join("；")
}
