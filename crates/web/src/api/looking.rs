//! 调阅: who looked at what, asking to look, and the answers.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::looking::{
    Asking, How, LookFilter, LookList, MatterAccess, READING, RequestView, Requests,
};
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Who may read the list of looks.
pub(super) const SUPERVISING: &[Power] = READING;

/// The addresses of looking.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(requests))
        .routes(routes!(answer))
        .routes(routes!(of_matter, ask))
}

/// 调阅记录
///
/// 谁、什么时候、看了（下载、打印、导出）哪一件的哪一份材料、因为什么；最近的在前，每页 50 条。hours 是一天 24 小时各多少次：
/// 给了 day 的是那一天，没有给的是最近七日。
#[utoipa::path(
    get, path = "/looks", tag = "调阅",
    params(
        ("matter" = Option<String>, Query, description = "事项编号"),
        ("person" = Option<String>, Query, description = "人员编号"),
        ("day" = Option<String>, Query, description = "哪一天"),
        ("unusual" = Option<bool>, Query, description = "true：只看异常的"),
        ("cursor" = Option<String>, Query, description = "上一页的 next"),
    ),
    responses((status = 200, description = "一页", body = LookList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<LookList>, Problem> {
    super::registers::needs(&who, SUPERVISING)?;
    super::registers::known(&given, &["matter", "person", "day", "unusual", "cursor"])?;
    let value = |wanted: &str| {
        let found = given.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let unusual = match value("unusual").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            let detail = "“unusual”应是 true 或者 false";
            return Err(Problem::wrong_field("input.bool", "unusual", detail));
        }
    };
    let filter = LookFilter {
        matter: value("matter"),
        person: value("person"),
        day: value("day"),
        unusual,
        cursor: value("cursor"),
    };
    Ok(Json(api.app.looks_list(who.caller(), &filter).await.map_err(Problem::of_address)?))
}

/// 调阅申请
///
/// 等本机关批准的、本机关批过的（有审批权限的人才有这两项），以及自己提出的。
#[utoipa::path(
    get, path = "/access", tag = "调阅",
    responses((status = 200, description = "调阅申请", body = Requests), Problems)
)]
pub(crate) async fn requests(State(api): State<Api>, who: Who) -> Result<Json<Requests>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    Ok(Json(api.app.requests(who.caller()).await?))
}

/// 能不能看一件的案卷材料
///
/// 有办理职责的直接看（part 写明因为什么）；其余的人要先申请，这里是自己的申请和有效的批准。
#[utoipa::path(
    get, path = "/matters/{id}/access", tag = "调阅",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "调阅情况", body = MatterAccess), Problems)
)]
pub(crate) async fn of_matter(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<MatterAccess>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    Ok(Json(api.app.matter_access(who.caller(), &id).await?))
}

#[derive(ToSchema)]
pub(crate) struct AskToLook {
    /// 用途：assistance 办案协助、supervision 监督检查、evaluation 案卷评查、other 其他
    purpose: String,
    /// 为什么要看
    reason: String,
    /// 文件的摘要；不给是整卷
    files: Option<Vec<String>>,
    /// 看到哪一天为止；不给是最长期限
    until: Option<String>,
}

impl Shape for AskToLook {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            purpose: object.text("purpose")?,
            reason: object.text("reason")?,
            files: if object.has("files") { Some(object.texts("files")?) } else { None },
            until: object.text_if("until")?,
        })
    }
}

/// 申请调阅
///
/// 由案件所在机关另一名有审批权的人批准；批准以后到期自动失效。
#[utoipa::path(
    post, path = "/matters/{id}/access", tag = "调阅", request_body = AskToLook,
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "已提出", body = RequestView), Problems)
)]
pub(crate) async fn ask(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(asked): Body<AskToLook>,
) -> Result<Json<RequestView>, Problem> {
    let asking = Asking {
        purpose: asked.purpose,
        reason: asked.reason,
        files: asked.files.unwrap_or_default(),
        until: asked.until,
    };
    Ok(Json(api.app.ask_to_look(who.caller(), &id, &asking).await?))
}

#[derive(ToSchema)]
pub(crate) struct AnswerToLook {
    /// 理由；不批准时必填，上级机关调阅的要写够字数
    reason: Option<String>,
    /// 批准到哪一天；不给是申请的日期
    until: Option<String>,
}

impl Shape for AnswerToLook {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { reason: object.text_if("reason")?, until: object.text_if("until")? })
    }
}

/// 批准、不批准或者撤回调阅申请
///
/// step：approve 批准、refuse 不批准、withdraw 撤回（申请人）或者提前终止（批准机关）。不能批准自己的。
#[utoipa::path(
    post, path = "/access/{id}/{step}", tag = "调阅", request_body = AnswerToLook,
    params(
        ("id" = String, Path, description = "申请"),
        ("step" = String, Path, description = "批准 approve、不批准 refuse、撤回 withdraw"),
    ),
    responses((status = 200, description = "已办", body = RequestView), Problems)
)]
pub(crate) async fn answer(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    Body(AnswerToLook { reason, until }): Body<AnswerToLook>,
) -> Result<Json<RequestView>, Problem> {
    let words = reason.unwrap_or_default();
    let done = api.app.answer_request(who.caller(), &id, &step, &words, until.as_deref()).await;
    Ok(Json(done?))
}

/// How a file is asked for: by a player, a picture or a script it is shown; anything else takes it away.
pub(super) fn how(headers: &HeaderMap) -> How {
    const SHOWN: [&str; 8] =
        ["video", "audio", "image", "track", "iframe", "object", "embed", "empty"];
    let into = headers.get("sec-fetch-dest").and_then(|value| value.to_str().ok());
    let ranged = headers.contains_key(header::RANGE);
    if ranged || into.is_some_and(|into| SHOWN.contains(&into)) { How::View } else { How::Download }
}
