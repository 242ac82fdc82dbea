//! The page behind an officer code: who stands before you, may he, what for, and how to complain. Without script.
//!
//! What this is not: the list of officers. A code that is not to be believed shows nobody.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::officers::{CodeFault, CodeShown};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, words};

#[derive(Template)]
#[template(path = "portal/officer.html")]
struct OfficerPage<'p> {
    face: &'p Face,
    shown: &'p CodeShown,
    token: &'p str,
    /// What is said first and largest.
    verdict: &'static str,
    basis: Vec<String>,
    from: String,
    until: String,
    fields: String,
    right: String,
}

pub(super) async fn show(
    State(portal): State<Portal>,
    face: Face,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(token)) = token else { return Failure::missing("这个亮证码").page(&face) };
    let answer = portal.app.officer_code(&token).await;
    settle(&face, answer.map(|shown| draw(&portal, &face, &token, &shown)).map_err(Into::into))
}

fn draw(portal: &Portal, face: &Face, token: &str, shown: &CodeShown) -> Response {
    let pack = portal.app.pack();
    let day = |day: Option<&String>| {
        day.map_or_else(|| "没有登记".to_owned(), |day| words::stored_day(day))
    };
    let officer = shown.officer.as_ref();
    let template = OfficerPage {
        face,
        shown,
        token,
        verdict: match shown.fault {
            None => "证件有效",
            Some(CodeFault::Card) => "不得执法",
            Some(CodeFault::Old) => "亮证码已失效",
            Some(CodeFault::Forged) => "亮证码是假的",
            Some(CodeFault::Elsewhere) => "不是本平台的亮证码",
            Some(CodeFault::Revoked) => "手机已停用",
            Some(CodeFault::Ahead) => "手机时钟不准",
        },
        basis: shown
            .task
            .iter()
            .flat_map(|task| &task.basis)
            .map(|basis| words::cited(pack, basis))
            .collect(),
        from: day(officer.and_then(|officer| officer.valid_from.as_ref())),
        until: day(officer.and_then(|officer| officer.valid_until.as_ref())),
        fields: match officer {
            Some(officer) if !officer.fields.is_empty() => officer.fields.join("、"),
            _ => "证件没有限定".to_owned(),
        },
        right: words::cited(pack, "处罚法55"),
    };
    let status = match shown.fault {
        None => StatusCode::OK,
        Some(CodeFault::Old | CodeFault::Ahead) => StatusCode::GONE,
        Some(CodeFault::Forged | CodeFault::Elsewhere) => StatusCode::NOT_FOUND,
        Some(CodeFault::Revoked | CodeFault::Card) => StatusCode::FORBIDDEN,
    };
    let mut response = page(face, status, Keep::Never, &template);
    // The address is the code itself: it is told to nobody else.
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

pub(super) async fn photo(
    State(portal): State<Portal>,
    face: Face,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(token)) = token else { return Failure::missing("这张照片").page(&face) };
    let answer = portal.app.officer_code_photo(&token).await.map(|(media, content)| {
        let about = [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-store")];
        (StatusCode::OK, about, content).into_response()
    });
    settle(&face, answer.map_err(Into::into))
}
