//! Steps with entries of registers: collected, examined, published, taken down. All of a request or nothing of it.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_app::registers::{Done, EntryWish};
use zhiheng_domain::Power;
use zhiheng_domain::register::{Step, Wish};

use super::registers::needs;
use super::{COLLECTING, EXAMINING};
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

/// A new content.
#[derive(ToSchema)]
pub(crate) struct Proposal {
    /// 编号；新登记的不给
    id: Option<String>,
    /// 机关；缺省为本机关
    agency: Option<String>,
    /// 各栏的值
    fields: Map<String, Value>,
    /// 生效日期；缺省为今天
    #[schema(value_type = Option<String>, format = Date)]
    effective: Option<Date>,
    /// 来源：文件、文号或者决定
    source: String,
    /// 只存草稿，不报审
    draft: Option<bool>,
    /// 您看到的版本
    seen: Option<u64>,
}

impl Shape for Proposal {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            id: object.text_if("id")?,
            agency: object.text_if("agency")?,
            fields: object.object("fields")?,
            effective: day(object, "effective")?,
            source: object.text("source")?,
            draft: flag_if(object, "draft")?,
            seen: object.number("seen")?,
        })
    }
}

/// That there is none.
#[derive(ToSchema)]
pub(crate) struct NoneStated {
    /// 机关；缺省为本机关
    agency: Option<String>,
    /// 类别；缺省为整个名录
    group: Option<String>,
    /// 生效日期；缺省为今天
    #[schema(value_type = Option<String>, format = Date)]
    effective: Option<Date>,
    /// 依据：三定规定、清理结果等
    source: String,
    /// 只存草稿，不报审
    draft: Option<bool>,
}

impl Shape for NoneStated {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            agency: object.text_if("agency")?,
            group: object.text_if("group")?,
            effective: day(object, "effective")?,
            source: object.text("source")?,
            draft: flag_if(object, "draft")?,
        })
    }
}

/// Entries by their ids.
#[derive(ToSchema)]
pub(crate) struct Chosen {
    /// 编号
    ids: Vec<String>,
}

impl Shape for Chosen {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { ids: object.texts("ids")? })
    }
}

/// What the examination found.
#[derive(ToSchema)]
pub(crate) struct Examined {
    /// 编号
    ids: Vec<String>,
    /// 通过；否则退回
    agree: bool,
    /// 意见；退回的必须写
    opinion: Option<String>,
}

impl Shape for Examined {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            ids: object.texts("ids")?,
            agree: object.flag("agree")?,
            opinion: object.text_if("opinion")?,
        })
    }
}

/// Why and from when entries do not hold any more.
#[derive(ToSchema)]
pub(crate) struct Withdrawn {
    /// 编号
    ids: Vec<String>,
    /// 理由
    reason: String,
    /// 自哪一天起；缺省为今天
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

impl Shape for Withdrawn {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            ids: object.texts("ids")?,
            reason: object.text("reason")?,
            on: day(object, "on")?,
        })
    }
}

/// 采集
///
/// 新登记一条，或者给一条写新的版本，并报审；`draft` 只存草稿。
#[utoipa::path(
    post, path = "/registers/{kind}/propose", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Proposal,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn propose(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Proposal>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, COLLECTING)?;
    let Body(wanted) = wanted?;
    let wish = Wish {
        step: if wanted.draft == Some(true) { Step::Draft } else { Step::Propose },
        fields: wanted.fields,
        none: None,
        day: wanted.effective,
        words: wanted.source,
    };
    let wish = EntryWish { id: wanted.id, agency: wanted.agency, seen: wanted.seen, wish };
    Ok(Json(api.app.change_entries(who.caller(), &kind, vec![wish]).await?))
}

/// 声明无此类事项
///
/// 同样要审核、公布；公布以后可以废止。
#[utoipa::path(
    post, path = "/registers/{kind}/none", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = NoneStated,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn none(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<NoneStated>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, COLLECTING)?;
    let Body(wanted) = wanted?;
    let wish = Wish {
        step: if wanted.draft == Some(true) { Step::Draft } else { Step::Propose },
        fields: Map::new(),
        none: Some(wanted.group.unwrap_or_default().trim().to_owned()),
        day: wanted.effective,
        words: wanted.source,
    };
    let wish = EntryWish { id: None, agency: wanted.agency, seen: None, wish };
    Ok(Json(api.app.change_entries(who.caller(), &kind, vec![wish]).await?))
}

/// 报审
///
/// 把草稿交审核。
#[utoipa::path(
    post, path = "/registers/{kind}/submit", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Chosen,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn submit(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Chosen>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, COLLECTING)?;
    let Body(wanted) = wanted?;
    each(&api, &who, &kind, wanted.ids, &wish(Step::Submit, None)).await
}

/// 放弃
///
/// 放弃还没有公布的内容。
#[utoipa::path(
    post, path = "/registers/{kind}/discard", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Chosen,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn discard(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Chosen>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, COLLECTING)?;
    let Body(wanted) = wanted?;
    each(&api, &who, &kind, wanted.ids, &wish(Step::Discard, None)).await
}

/// 审核
///
/// 采集的人不能审核自己采集的。
#[utoipa::path(
    post, path = "/registers/{kind}/examine", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Examined,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn examine(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Examined>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, EXAMINING)?;
    let Body(wanted) = wanted?;
    let step = if wanted.agree { Step::Examine } else { Step::Return };
    each(&api, &who, &kind, wanted.ids, &wish(step, wanted.opinion)).await
}

/// 公布
///
/// 经过审核的才能公布；采集、审核的人不能公布。
#[utoipa::path(
    post, path = "/registers/{kind}/publish", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Chosen,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn publish(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Chosen>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, &[Power::Publish])?;
    let Body(wanted) = wanted?;
    each(&api, &who, &kind, wanted.ids, &wish(Step::Publish, None)).await
}

/// 废止
#[utoipa::path(
    post, path = "/registers/{kind}/withdraw", tag = "名录",
    params(("kind" = String, Path, description = "名录")), request_body = Withdrawn,
    responses((status = 200, description = "已办", body = Done), Problems)
)]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    wanted: Result<Body<Withdrawn>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, &[Power::Publish])?;
    let Body(wanted) = wanted?;
    let wish = Wish { day: wanted.on, ..wish(Step::Withdraw, Some(wanted.reason)) };
    each(&api, &who, &kind, wanted.ids, &wish).await
}

async fn each(
    api: &Api,
    who: &Who,
    kind: &str,
    ids: Vec<String>,
    wish: &Wish,
) -> Result<Json<Done>, Problem> {
    let wishes = ids
        .into_iter()
        .map(|id| EntryWish { id: Some(id), agency: None, seen: None, wish: wish.clone() })
        .collect();
    Ok(Json(api.app.change_entries(who.caller(), kind, wishes).await?))
}

fn wish(step: Step, words: Option<String>) -> Wish {
    Wish { step, fields: Map::new(), none: None, day: None, words: words.unwrap_or_default() }
}

fn day(object: &mut Fields, name: &str) -> Result<Option<Date>, Problem> {
    let Some(text) = object.text_if(name)? else { return Ok(None) };
    text.trim().parse().map(Some).map_err(|_| {
        let detail = format!("“{name}”应是存在的日期，例如 2026-03-01");
        Problem::wrong_field("input.date", name, detail)
    })
}

fn flag_if(object: &mut Fields, name: &str) -> Result<Option<bool>, Problem> {
    if object.has(name) { object.flag(name).map(Some) } else { Ok(None) }
}
