//! Numbered blank forms: reserved for work without a network, printed, voided. They are used by the act itself (`reserved`).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::blanks::{Blank, BlankKind, Form};

use crate::api::papers::printed;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape, idempotency_key};
use crate::server::Api;

/// The forms of an agency.
#[derive(Serialize, ToSchema)]
pub(crate) struct Blanks {
    /// 可以预留的文书：本机关办理的程序中，可以事先印制、有文号的
    kinds: Vec<BlankKind>,
    /// 预留的文书，按文号
    blanks: Vec<BlankLine>,
}

/// A form with the name of who took it.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlankLine {
    #[serde(flatten)]
    blank: Blank,
    /// 领用人
    by_name: String,
}

/// How many forms of which kind.
#[derive(ToSchema)]
pub(crate) struct Reservation {
    /// 程序
    procedure: String,
    /// 出具文书的行为
    act: String,
    /// 文书
    paper: String,
    /// 份数，1 至 200
    count: u64,
}

/// Why a form is voided.
#[derive(ToSchema)]
pub(crate) struct Voiding {
    /// 作废的理由
    reason: String,
}

impl Shape for Reservation {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            procedure: object.text("procedure")?,
            act: object.text("act")?,
            paper: object.text("paper")?,
            count: object.number("count")?.ok_or_else(|| {
                Problem::wrong_field("input.required", "count", "请求体缺少“count”")
            })?,
        })
    }
}

impl Shape for Voiding {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { reason: object.text("reason")? })
    }
}

/// 本机关的空白文书
///
/// 事先编号的空白文书：哪些可以预留，已经预留的各是什么状态。
#[utoipa::path(
    get, path = "/blanks", tag = "文书",
    responses((status = 200, description = "空白文书", body = Blanks), Problems)
)]
pub(crate) async fn list(State(api): State<Api>, who: Who) -> Result<Json<Blanks>, Problem> {
    let caller = who.caller();
    let kinds = api.app.blank_kinds(caller).await?;
    let blanks = api.app.blanks(caller, false).await?;
    Ok(Json(Blanks { kinds, blanks: lines(&api, blanks).await? }))
}

/// 预留空白文书
///
/// 从本机关的文号中连续取号，一次取完，写入记录；打印以后带到没有网络的地方使用，回来补录。带 Idempotency-Key 的，重复提交返回同一批。
#[utoipa::path(
    post, path = "/blanks", tag = "文书", request_body = Reservation,
    params(("Idempotency-Key" = Option<String>, Header, description = "任意唯一值")),
    responses((status = 201, description = "已预留", body = Vec<BlankLine>), Problems)
)]
pub(crate) async fn reserve(
    State(api): State<Api>,
    who: Who,
    headers: HeaderMap,
    wanted: Result<Body<Reservation>, Problem>,
) -> Result<Response, Problem> {
    zhiheng_app::blanks::works(who.caller())?;
    let Body(Reservation { procedure, act, paper, count }) = wanted?;
    let key = idempotency_key(&headers)?;
    let form = Form { procedure: &procedure, act: &act, paper: &paper };
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let blanks = api.app.reserve(who.caller(), form, count, key.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(lines(&api, blanks).await?)).into_response())
}

/// 空白文书的 PDF
///
/// 印有文号、救济途径和每页的校验码，其余留空待填；作废的不能打印。
#[utoipa::path(
    get, path = "/blanks/{id}/pdf", tag = "文书",
    params(("id" = String, Path, description = "空白文书的编号")),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn pdf(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    let sheet = api.app.blank_sheet(who.caller(), &id).await?;
    printed(&api, sheet).await
}

/// 作废空白文书
///
/// 写坏、遗失的，写明理由作废；文号不再使用，审计时有去向。
#[utoipa::path(
    post, path = "/blanks/{id}/void", tag = "文书", request_body = Voiding,
    params(("id" = String, Path, description = "空白文书的编号")),
    responses((status = 200, description = "已作废", body = BlankLine), Problems)
)]
pub(crate) async fn void(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    wanted: Result<Body<Voiding>, Problem>,
) -> Result<Json<BlankLine>, Problem> {
    zhiheng_app::blanks::works(who.caller())?;
    let Body(Voiding { reason }) = wanted?;
    let blank = api.app.void_blank(who.caller(), &id, &reason).await?;
    let line = lines(&api, vec![blank]).await?.into_iter().next();
    Ok(Json(line.ok_or_else(Problem::internal)?))
}

async fn lines(api: &Api, blanks: Vec<Blank>) -> Result<Vec<BlankLine>, Problem> {
    let names = api.app.blank_takers(&blanks).await?;
    let name = |person: &str| names.get(person).cloned().unwrap_or_else(|| person.to_owned());
    Ok(blanks.into_iter().map(|blank| BlankLine { by_name: name(&blank.by), blank }).collect())
}
