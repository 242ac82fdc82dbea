//! The local review catalogue beside the superior's: read side by side, taken over or adapted, remarked on and answered.
//!
//! What this is not: examination and publication, which are the same as for every register (see `register_steps`).

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_app::registers::{Adaptation, Done};

use super::{ANSWERING, COLLECTING, REMARKING};
use crate::api::registers::needs;
use crate::api::responsibility::only;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Body, Fields, Filters, Shape};
use crate::server::Api;

/// A superior's entry taken over.
#[derive(ToSchema)]
pub(crate) struct Adoption {
    /// 上级条目的编号
    template: String,
    /// 改得更严的各栏；照搬的不给。值为 null 的栏目去掉
    fields: Option<Map<String, Value>>,
    /// 来源：文件、文号或者决定
    source: String,
}

impl Shape for Adoption {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            template: object.text("template")?,
            fields: if object.has("fields") { Some(object.object("fields")?) } else { None },
            source: object.text("source")?,
        })
    }
}

/// A remark.
#[derive(ToSchema)]
pub(crate) struct Remarked {
    /// 条目：该机关的，或者它没有的上级条目
    entry: String,
    /// 给哪个机关
    to: String,
    /// 意见
    text: String,
}

impl Shape for Remarked {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            entry: object.text("entry")?,
            to: object.text("to")?,
            text: object.text("text")?,
        })
    }
}

/// An answer.
#[derive(ToSchema)]
pub(crate) struct Answered {
    /// 意见所在的条目
    entry: String,
    /// 第几条意见
    remark: u64,
    /// 答复
    text: String,
}

impl Shape for Answered {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            entry: object.text("entry")?,
            remark: object.number("remark")?.unwrap_or_default(),
            text: object.text("text")?,
        })
    }
}

/// 法审目录对照
///
/// 一个机关的法制审核目录与上级公布的目录逐条、逐栏对照：相同、更严、新增、缺少、较宽，以及上级的意见和答复。
#[utoipa::path(
    get, path = "/catalogue", tag = "法制审核",
    params(("agency" = Option<String>, Query, description = "机关；不写的是本机关")),
    responses((status = 200, description = "对照", body = Adaptation), Problems)
)]
pub(crate) async fn side_by_side(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<Adaptation>, Problem> {
    let agency = only(&given, "agency")?;
    Ok(Json(api.app.adaptation(who.caller(), agency).await.map_err(Problem::of_address)?))
}

/// 各下级机关的法审目录对照
///
/// 直接下级机关的法制审核目录，各自与上级的对照，一屏看全。
#[utoipa::path(
    get, path = "/catalogue/below", tag = "法制审核",
    responses((status = 200, description = "各机关的对照", body = Vec<Adaptation>), Problems)
)]
pub(crate) async fn below(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<Vec<Adaptation>>, Problem> {
    Ok(Json(api.app.adaptations_below(who.caller()).await?))
}

/// 照搬或者改编上级的一条
///
/// 写进本机关的目录并报审；只能相同或者更严，审核、公布以后才适用。
#[utoipa::path(
    post, path = "/catalogue/adopt", tag = "法制审核", request_body = Adoption,
    responses((status = 200, description = "已报审", body = Done), Problems)
)]
pub(crate) async fn adopt(
    State(api): State<Api>,
    who: Who,
    wanted: Result<Body<Adoption>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, COLLECTING)?;
    let Body(Adoption { template, fields, source }) = wanted?;
    let fields = fields.unwrap_or_default();
    Ok(Json(api.app.adopt(who.caller(), &template, fields, &source).await?))
}

/// 对下级的一条提出意见
///
/// 由上级机关具名提出，记入记录。
#[utoipa::path(
    post, path = "/catalogue/remark", tag = "法制审核", request_body = Remarked,
    responses((status = 200, description = "已记入", body = Done), Problems)
)]
pub(crate) async fn remark(
    State(api): State<Api>,
    who: Who,
    wanted: Result<Body<Remarked>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, REMARKING)?;
    let Body(Remarked { entry, to, text }) = wanted?;
    Ok(Json(api.app.remark(who.caller(), &entry, &to, &text).await?))
}

/// 答复上级的意见
///
/// 由被提意见的机关具名答复，记入记录。
#[utoipa::path(
    post, path = "/catalogue/answer", tag = "法制审核", request_body = Answered,
    responses((status = 200, description = "已记入", body = Done), Problems)
)]
pub(crate) async fn answer(
    State(api): State<Api>,
    who: Who,
    wanted: Result<Body<Answered>, Problem>,
) -> Result<Json<Done>, Problem> {
    needs(&who, ANSWERING)?;
    let Body(Answered { entry, remark, text }) = wanted?;
    let remark = u32::try_from(remark).unwrap_or(u32::MAX);
    Ok(Json(api.app.answer_remark(who.caller(), &entry, remark, &text).await?))
}
