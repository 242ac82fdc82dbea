//! Asking how far one's own matter is: a form of two fields, one answer for every pair that does not fit.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use zhiheng_app::public::{Progress, StageState};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::limiter::asking;
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/progress.html")]
struct ProgressPage<'p> {
    face: &'p Face,
    /// What was typed, shown again; the code is not.
    number: String,
    /// In words, where there is no answer.
    trouble: Option<String>,
    found: Option<Found>,
}

/// The answer in words.
struct Found {
    number: String,
    matter: String,
    stages: Vec<(String, &'static str, &'static str)>,
    step: String,
    registered: String,
    accepted: Option<String>,
    due: Option<String>,
    outcome: Option<String>,
    overdue: i32,
    /// Days until the term runs out; 0 on its last day.
    left: i32,
    stopped: bool,
    ended: bool,
    asked: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn ask(face: Face) -> Response {
    let template = ProgressPage { face: &face, number: String::new(), trouble: None, found: None };
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
    let form = Form::<Asked>::from_request(request, &()).await;
    settle(&face, look(&portal, &face, form).await)
}

async fn look(
    portal: &Portal,
    face: &Face,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(Asked { number, code }) = form.map_err(|rejection| refused(&rejection))?;
    let shown: String = number.chars().filter(|c| !c.is_control()).take(64).collect();
    let missing = match (number.trim().is_empty(), code.trim().is_empty()) {
        (true, true) => Some("请填写编号和查询码。"),
        (true, false) => Some("请填写编号。"),
        (false, true) => Some("请填写查询码。"),
        (false, false) => None,
    };
    if let Some(trouble) = missing {
        let template =
            ProgressPage { face, number: shown, trouble: Some(trouble.to_owned()), found: None };
        return Ok(page(face, StatusCode::BAD_REQUEST, Keep::Never, &template));
    }
    let Some(found) = portal.app.progress_of(&number, &code).await? else {
        let trouble =
            "编号和查询码对不上。请对照受理告知书或者回执逐字核对；仍然查不到的，请联系承办机关。";
        let template =
            ProgressPage { face, number: shown, trouble: Some(trouble.to_owned()), found: None };
        return Ok(page(face, StatusCode::NOT_FOUND, Keep::Never, &template));
    };
    let today = portal.app.today();
    let template = ProgressPage {
        face,
        number: String::new(),
        trouble: None,
        found: Some(in_words(found, today)),
    };
    Ok(page(face, StatusCode::OK, Keep::Never, &template))
}

fn in_words(progress: Progress, today: Date) -> Found {
    let Progress { number, matter, stages, step, days, overdue, stopped, ended } = progress;
    Found {
        number,
        matter,
        stages: stages
            .into_iter()
            .map(|stage| match stage.state {
                StageState::Done => (stage.title, "done", "已过"),
                StageState::Now => (stage.title, "now", "现在"),
                StageState::Ahead => (stage.title, "ahead", "未到"),
            })
            .collect(),
        step,
        registered: words::day(days.registered),
        accepted: days.accepted.map(words::day),
        due: days.due.map(words::day),
        outcome: days.outcome.map(words::day),
        overdue,
        left: days.due.map_or(0, |due| (due - today).get_days().max(0)),
        stopped,
        ended,
        asked: words::day(today),
    }
}

fn refused(rejection: &FormRejection) -> Failure {
    let mut failure = Failure::bad_request("提交的内容读不懂，请从查询页重新填写。");
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        failure.status = StatusCode::PAYLOAD_TOO_LARGE;
        failure.title = "提交的内容太大";
        failure.code = "portal.large";
    }
    failure
}
