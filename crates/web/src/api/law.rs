//! The law section: articles, worked examples, versions beside each other, matters that a version touches, procedures switched off.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiheng_app::law_section::ArticleText;
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cite {
    /// 引用，例如 处罚法58、处罚法64(一)；可以用分号并列几处
    cite: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Cited {
    /// 第一处引用的条文
    #[serde(flatten)]
    #[schema(value_type = serde_json::Value)]
    first: ArticleText,
    /// 并列引用的其余条文
    #[schema(value_type = Vec<serde_json::Value>)]
    others: Vec<ArticleText>,
}

/// 条文
///
/// 一处引用所指的条、款、项，按今日有效的文本；已失效或者尚未施行的附提示。
#[utoipa::path(
    get, path = "/law/articles", tag = "法律", params(("cite" = String, Query, description = "引用，例如 处罚法58、处罚法64(一)；可以用分号并列几处")),
    responses((status = 200, description = "条文", body = Cited), Problems)
)]
pub(crate) async fn articles(
    State(api): State<Api>,
    _who: Who,
    Filters(wanted): Filters<Cite>,
) -> Result<Json<Cited>, Problem> {
    let mut found = api.app.articles(&wanted.cite)?.into_iter();
    let missing = || zhiheng_app::Error::Missing { what: "这一条文".to_owned() };
    Ok(Json(Cited { first: found.next().ok_or_else(missing)?, others: found.collect() }))
}

/// 示例
///
/// 一个程序的示例，现在用现行规则逐步运行的结果。
#[utoipa::path(
    get, path = "/law/procedures/{id}/examples", tag = "法律",
    params(("id" = String, Path, description = "程序")),
    responses((status = 200, description = "示例", body = Vec<serde_json::Value>), Problems)
)]
pub(crate) async fn examples(
    State(api): State<Api>,
    _who: Who,
    Address(id): Address<String>,
) -> Result<Json<serde_json::Value>, Problem> {
    let runs = api.app.examples(&id)?;
    Ok(Json(serde_json::to_value(runs).unwrap_or_default()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sides {
    /// 左边的程序
    left: String,
    /// 右边的程序
    right: String,
}

/// 对照
///
/// 两个程序（通常是同一程序的前后两个版本）的不同之处。
#[utoipa::path(
    get, path = "/law/compare", tag = "法律", params(("left" = String, Query, description = "左边的程序"), ("right" = String, Query, description = "右边的程序")),
    responses((status = 200, description = "不同之处", body = serde_json::Value), Problems)
)]
pub(crate) async fn compare(
    State(api): State<Api>,
    _who: Who,
    Filters(sides): Filters<Sides>,
) -> Result<Json<serde_json::Value>, Problem> {
    let changes = api.app.compare(&sides.left, &sides.right)?;
    Ok(Json(serde_json::json!({ "changes": changes })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    /// 程序
    procedure: String,
}

/// 版本涉及的在办事项
#[utoipa::path(
    get, path = "/law/touched", tag = "法律", params(("procedure" = String, Query, description = "程序")),
    responses((status = 200, description = "在办事项及其适用的规定", body = serde_json::Value), Problems)
)]
pub(crate) async fn touched(
    State(api): State<Api>,
    who: Who,
    Filters(chosen): Filters<Chosen>,
) -> Result<Json<serde_json::Value>, Problem> {
    who.caller().require(Power::View)?;
    let touched = api.app.touched(who.caller(), &chosen.procedure).await?;
    Ok(Json(serde_json::to_value(touched).unwrap_or_default()))
}

#[derive(ToSchema)]
pub(crate) struct Switch {
    /// 启用还是停用
    on: bool,
    /// 理由
    reason: String,
}

impl Shape for Switch {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { on: object.flag("on")?, reason: object.text("reason")? })
    }
}

/// 启用或者停用一个程序
///
/// 停用以后本机关不能再登记这类事项，在办的继续办理，报表为零。
#[utoipa::path(
    post, path = "/law/procedures/{id}/switch", tag = "法律",
    params(("id" = String, Path, description = "程序")), request_body = Switch,
    responses((status = 204, description = "已改"), Problems)
)]
pub(crate) async fn switch(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(wanted): Body<Switch>,
) -> Result<StatusCode, Problem> {
    if !who.caller().actor.may(Power::Decide) {
        who.caller().require(Power::Administer)?;
    }
    api.app.switch(who.caller(), &id, wanted.on, &wanted.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
