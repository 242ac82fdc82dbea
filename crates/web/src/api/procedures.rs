//! The law in force as the console shows it.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::Error;
use zhiheng_app::forms::ActForm;
use zhiheng_law::Procedure;

use crate::api::responsibility::only;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// One procedure in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureLine {
    id: String,
    /// 名称
    title: String,
    /// 执法类别
    category: String,
    /// 案件、信访事项
    noun: String,
    /// 法律包的版本
    version: String,
    /// 同一程序各版本共有的名称
    family: String,
    /// 施行之日
    from: String,
    /// 失效之日
    to: Option<String>,
    /// 本机关办理这类事项
    on: bool,
    /// 今日对新的事项适用
    in_force: bool,
}

/// 程序
///
/// 现行的程序。
#[utoipa::path(
    get, path = "/procedures", tag = "法律",
    responses((status = 200, description = "程序", body = Vec<ProcedureLine>), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<Vec<ProcedureLine>>, Problem> {
    let tree = api.app.tree().await?;
    let agency = tree.get(&who.caller().actor.agency);
    let today = api.app.today();
    let procedures = api.app.pack().procedures.values();
    Ok(Json(
        procedures
            .map(|procedure| ProcedureLine {
                id: procedure.id.clone(),
                title: procedure.title.clone(),
                category: procedure.category.clone(),
                noun: procedure.noun.clone(),
                version: procedure.version.clone(),
                family: procedure.family.clone(),
                from: procedure.from.to_string(),
                to: procedure.to.map(|to| to.to_string()),
                on: agency.is_none_or(|agency| agency.runs(procedure)),
                in_force: procedure.in_force(today),
            })
            .collect(),
    ))
}

/// 一个程序
///
/// 法律包的原样：阶段、行为、关口、义务、文书、依据。
#[utoipa::path(
    get, path = "/procedures/{id}", tag = "法律",
    params(("id" = String, Path, description = "程序")),
    responses((status = 200, description = "程序", body = serde_json::Value), Problems)
)]
pub(crate) async fn one(
    State(api): State<Api>,
    _who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    Ok(Json(find(&api, &id)?).into_response())
}

/// 流程图
#[utoipa::path(
    get, path = "/procedures/{id}/chart.svg", tag = "法律",
    params(("id" = String, Path, description = "程序")),
    responses((status = 200, description = "流程图", body = String, content_type = "image/svg+xml"), Problems)
)]
pub(crate) async fn chart(
    State(api): State<Api>,
    _who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    let chart = zhiheng_law::chart::svg(find(&api, &id)?);
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], chart).into_response())
}

/// 登记的表单
///
/// 程序第一个行为的表单；给出 about 的，按那一件预先填好（责任核查的人员链条、咨询所涉的案件）。
#[utoipa::path(
    get, path = "/procedures/{id}/form", tag = "行为",
    params(
        ("id" = String, Path, description = "程序"),
        ("about" = Option<String>, Query, description = "与哪一件有关：事项编号"),
    ),
    responses((status = 200, description = "表单", body = ActForm), Problems)
)]
pub(crate) async fn form(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Filters(given): Filters,
) -> Result<Json<ActForm>, Problem> {
    let about = only(&given, "about")?;
    Ok(Json(api.app.opening_form(who.caller(), &id, about).await?))
}

fn find<'a>(api: &'a Api, id: &str) -> Result<&'a Procedure, Problem> {
    let missing = || Problem::from(Error::Missing { what: "这一程序".to_owned() });
    api.app.pack().procedures.get(id).ok_or_else(missing)
}
