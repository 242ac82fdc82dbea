//! The law section: articles, worked examples, versions beside each other, matters that a version touches, procedures switched off.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiheng_app::law_section::ArticleText;
use zhiheng_domain::Power;
use zhiheng_domain::register::Step;

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

/// 可以自定的参数
///
/// 法律包里给出上下限的数，及其在本机关现行的值。
#[utoipa::path(
    get, path = "/law/parameters", tag = "法律",
    responses((status = 200, description = "参数", body = Vec<serde_json::Value>), Problems)
)]
pub(crate) async fn parameters(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<serde_json::Value>, Problem> {
    let held = api.app.local_parameters(who.caller()).await?;
    Ok(Json(serde_json::to_value(held).unwrap_or_default()))
}

/// 自定参数的建议
///
/// 本机关提出的，正在办理的在前。
#[utoipa::path(
    get, path = "/law/proposals", tag = "法律",
    responses((status = 200, description = "建议", body = Vec<serde_json::Value>), Problems)
)]
pub(crate) async fn proposals(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<serde_json::Value>, Problem> {
    let held = api.app.parameter_proposals(who.caller()).await?;
    Ok(Json(serde_json::to_value(held).unwrap_or_default()))
}

#[derive(ToSchema)]
pub(crate) struct Proposed {
    /// 选定的值；金额以分计
    value: u64,
    /// 依据的本地规定
    basis: String,
}

impl Shape for Proposed {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let value = object
            .number("value")?
            .ok_or_else(|| Problem::wrong_field("input.required", "value", "请求体缺少“value”"))?;
        Ok(Self { value, basis: object.text("basis")? })
    }
}

/// 提出自定的值
#[utoipa::path(
    post, path = "/law/parameters/{procedure}/{name}/propose", tag = "法律",
    params(("procedure" = String, Path, description = "程序"), ("name" = String, Path, description = "参数")),
    request_body = Proposed,
    responses((status = 200, description = "建议", body = serde_json::Value), Problems)
)]
pub(crate) async fn propose(
    State(api): State<Api>,
    who: Who,
    Address((procedure, name)): Address<(String, String)>,
    Body(wanted): Body<Proposed>,
) -> Result<Json<serde_json::Value>, Problem> {
    allowed(&who, Step::Propose)?;
    let value = i64::try_from(wanted.value).unwrap_or(i64::MAX);
    let proposal =
        api.app.propose_parameter(who.caller(), (&procedure, &name), value, &wanted.basis).await?;
    Ok(Json(serde_json::to_value(proposal).unwrap_or_default()))
}

#[derive(ToSchema)]
pub(crate) struct Examination {
    /// 意见
    opinion: String,
}

impl Shape for Examination {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { opinion: object.text("opinion")? })
    }
}

/// 审核同意
#[utoipa::path(
    post, path = "/law/proposals/{id}/approve", tag = "法律",
    params(("id" = String, Path, description = "建议")), request_body = Examination,
    responses((status = 200, description = "建议", body = serde_json::Value), Problems)
)]
pub(crate) async fn approve(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(given): Body<Examination>,
) -> Result<Json<serde_json::Value>, Problem> {
    allowed(&who, Step::Examine)?;
    let proposal = api.app.examine_parameter(who.caller(), &id, true, &given.opinion).await?;
    Ok(Json(serde_json::to_value(proposal).unwrap_or_default()))
}

/// 退回
#[utoipa::path(
    post, path = "/law/proposals/{id}/reject", tag = "法律",
    params(("id" = String, Path, description = "建议")), request_body = Examination,
    responses((status = 200, description = "建议", body = serde_json::Value), Problems)
)]
pub(crate) async fn reject(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(given): Body<Examination>,
) -> Result<Json<serde_json::Value>, Problem> {
    allowed(&who, Step::Return)?;
    let proposal = api.app.examine_parameter(who.caller(), &id, false, &given.opinion).await?;
    Ok(Json(serde_json::to_value(proposal).unwrap_or_default()))
}

#[derive(ToSchema)]
pub(crate) struct Publication {
    /// 适用之日；不写为公布之日
    from: Option<String>,
}

impl Shape for Publication {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let from = if object.has("from") { Some(object.text("from")?) } else { None };
        Ok(Self { from })
    }
}

/// 公布
#[utoipa::path(
    post, path = "/law/proposals/{id}/publish", tag = "法律",
    params(("id" = String, Path, description = "建议")), request_body = Publication,
    responses((status = 200, description = "建议", body = serde_json::Value), Problems)
)]
pub(crate) async fn publish(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(given): Body<Publication>,
) -> Result<Json<serde_json::Value>, Problem> {
    allowed(&who, Step::Publish)?;
    let from = given
        .from
        .map(|day| {
            day.parse().map_err(|_| {
                Problem::wrong_field("input.date", "from", "“from”应是存在的日期，写作 2026-03-01")
            })
        })
        .transpose()?;
    let proposal = api.app.publish_parameter(who.caller(), &id, from).await?;
    Ok(Json(serde_json::to_value(proposal).unwrap_or_default()))
}

/// Refuses whoever holds none of the powers that a step needs.
fn allowed(who: &Who, step: Step) -> Result<(), Problem> {
    let powers = step.powers();
    if powers.iter().any(|power| who.caller().actor.may(*power)) {
        return Ok(());
    }
    match powers.first() {
        Some(power) => Ok(who.caller().require(*power)?),
        None => Ok(()),
    }
}
