//! Papers as PDF: issued, as drafts, as samples.
//!
//! What this is not: what stands on them (see `zhiheng_app::papers`) or how they are set (the press that the binary hands over).

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::papers;
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::press::Sheet;

use crate::api::acts::{Opening, Submission, named};
use crate::api::blobs::disposition;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body};
use crate::server::Api;

/// 一份文书的 PDF
///
/// 可以签章、打印的文书，每页有校验码。含个人信息的对外文书，每次取出都进入记录；无权查看个人信息的，看到遮盖以后的。
#[utoipa::path(
    get, path = "/matters/{id}/papers/{paper}/pdf", tag = "文书",
    params(("id" = String, Path, description = "事项编号"), ("paper" = String, Path, description = "文书")),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn issued(
    State(api): State<Api>,
    who: Who,
    Address((id, paper)): Address<(String, String)>,
) -> Result<Response, Problem> {
    let sheet = api.app.paper_sheet(who.caller(), &id, &paper).await?;
    printed(&api, sheet).await
}

/// 行为将出具的文书的草稿
///
/// 每页有“草稿”字样，没有文号；什么都不写。行为不许作出的，返回全部理由。
#[utoipa::path(
    post, path = "/matters/{id}/acts/{act}/papers/{paper}/pdf", tag = "文书", request_body = Submission,
    params(
        ("id" = String, Path, description = "事项编号"),
        ("act" = String, Path, description = "行为"),
        ("paper" = String, Path, description = "文书，即预览中的 id"),
    ),
    responses((status = 200, description = "草稿", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn draft(
    State(api): State<Api>,
    who: Who,
    Address((id, act, paper)): Address<(String, String, String)>,
    Body(Submission { seen: _, fields, reserved: _ }): Body<Submission>,
) -> Result<Response, Problem> {
    let wish = Wish { matter: Some(id), act: named(act)?, fields, ..Wish::default() };
    let sheet = api.app.draft_sheet(who.caller(), &wish, &paper).await?;
    printed(&api, sheet).await
}

/// 登记将出具的文书的草稿
///
/// 每页有“草稿”字样，没有文号；什么都不写。
#[utoipa::path(
    post, path = "/matters/preview/papers/{paper}/pdf", tag = "文书", request_body = Opening,
    params(("paper" = String, Path, description = "文书，即预览中的 id")),
    responses((status = 200, description = "草稿", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn draft_of_opening(
    State(api): State<Api>,
    who: Who,
    Address(paper): Address<String>,
    Body(Opening { procedure, fields, reserved: _ }): Body<Opening>,
) -> Result<Response, Problem> {
    let wish = Wish { procedure, fields, ..Wish::default() };
    let sheet = api.app.draft_sheet(who.caller(), &wish, &paper).await?;
    printed(&api, sheet).await
}

/// 文书样张
///
/// 法律包中一份文书的样子，每页有“样张”字样；人物均为虚构。
#[utoipa::path(
    get, path = "/papers/samples/{procedure}/{act}/{paper}", tag = "文书",
    params(
        ("procedure" = String, Path, description = "程序"),
        ("act" = String, Path, description = "行为"),
        ("paper" = String, Path, description = "文书，后加 .pdf"),
    ),
    responses((status = 200, description = "样张", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn sample(
    State(api): State<Api>,
    _who: Who,
    Address((procedure, act, paper)): Address<(String, String, String)>,
) -> Result<Response, Problem> {
    let missing = || Error::Missing { what: "这份文书".to_owned() };
    let paper = paper.strip_suffix(".pdf").ok_or_else(missing)?.to_owned();
    let app = api.app.clone();
    // Worked examples are run through to find the paper: a matter of milliseconds, but not of none.
    let sheet = tokio::task::spawn_blocking(move || {
        papers::sample(app.pack(), app.calendar(), &procedure, &act, &paper)
    })
    .await
    .map_err(|error| Error::Internal(format!("sample: {error}")))?
    .ok_or_else(missing)?;
    printed(&api, sheet).await
}

pub(crate) async fn printed(api: &Api, sheet: Sheet) -> Result<Response, Problem> {
    let number = sheet.number.as_deref().filter(|number| !number.starts_with('（'));
    let name = match number {
        Some(number) => format!("{} {number}.pdf", sheet.title),
        None => format!("{}.pdf", sheet.title),
    };
    let press = api.press.clone();
    let pdf = tokio::task::spawn_blocking(move || press.pdf(&sheet))
        .await
        .map_err(|error| Error::Internal(format!("press: {error}")))??;
    let about = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition("inline", &name)),
    ];
    Ok((about, pdf).into_response())
}
