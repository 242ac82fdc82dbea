//! 保管到期: dossiers whose period ends, holds, appraisal sheets, destruction, certificates.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::retention::{
    AppraiseWish, DueFilter, DueList, LifeView, LifeWish, SheetView, Tab,
};
use zhiheng_domain::Power;

use super::papers::printed;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Powers of which one is needed for a step; which step needs which is in the pack.
pub(super) const ENDING: &[Power] =
    &[Power::Archive, Power::Approve, Power::Decide, Power::Supervise];

/// The addresses of the end of a dossier's life.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(appraise))
        .routes(routes!(sheet))
        .routes(routes!(sheet_pdf))
        .routes(routes!(sheet_step))
        .routes(routes!(of_matter))
        .routes(routes!(certificate))
        .routes(routes!(step))
}

/// 保管到期的案卷
///
/// tab：due 期满和即将期满、还没有鉴定的（缺省），under 鉴定以后待办的，held 暂停销毁的，over 已销毁、已移交的。
/// 可以按期满的年份、机关、类别筛选；每次最多两千卷，没有列全的 more 为 true。
#[utoipa::path(
    get, path = "/retention", tag = "保管到期",
    params(
        ("tab" = Option<String>, Query, description = "哪一部分：due、under、held、over"),
        ("year" = Option<i16>, Query, description = "期满的年份；0 是永久"),
        ("agency" = Option<String>, Query, description = "机关编号"),
        ("category" = Option<String>, Query, description = "执法类别"),
    ),
    responses((status = 200, description = "名单", body = DueList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<DueList>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    super::registers::known(&given, &["tab", "year", "agency", "category"])?;
    let value = |wanted: &str| {
        let found = given.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let wrong = |name: &str, said: &str| Problem::wrong_field("input.choice", name, said);
    let tab = match value("tab") {
        None => Tab::default(),
        Some(tab) => {
            Tab::parse(&tab).ok_or_else(|| wrong("tab", "“tab”应是 due、under、held 或者 over"))?
        }
    };
    let year = value("year").map(|year| year.parse::<i16>()).transpose();
    let year = year.map_err(|_| wrong("year", "“year”应是年份，例如 2036"))?;
    let filter = DueFilter { tab, year, agency: value("agency"), category: value("category") };
    let list = api.app.retention_list(who.caller(), &filter).await;
    Ok(Json(list.map_err(Problem::of_address)?))
}

#[derive(ToSchema)]
pub(crate) struct Appraising {
    /// 事项编号，1 至 200 件
    matters: Vec<String>,
    /// 结论：destroy 销毁、keep 续存、transfer 移交
    answer: String,
    /// 鉴定意见；不写当事人的姓名
    reason: String,
    /// 续存的期限：10年、30年、永久
    period: Option<String>,
    /// 接收的档案馆
    archive: Option<String>,
}

impl Shape for Appraising {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            matters: object.texts("matters")?,
            answer: object.text("answer")?,
            reason: object.text("reason")?,
            period: object.text_if("period")?,
            archive: object.text_if("archive")?,
        })
    }
}

/// 鉴定
///
/// 几卷一起鉴定，记在一份清册上；有一卷不能鉴定的，一卷也不鉴定。
#[utoipa::path(
    post, path = "/retention/appraise", tag = "保管到期", request_body = Appraising,
    responses((status = 200, description = "清册", body = SheetView), Problems)
)]
pub(crate) async fn appraise(
    State(api): State<Api>,
    who: Who,
    given: Result<Body<Appraising>, Problem>,
) -> Result<Json<SheetView>, Problem> {
    super::registers::needs(&who, &[Power::Archive])?;
    let Body(given) = given?;
    let wish = AppraiseWish {
        matters: given.matters,
        answer: given.answer,
        reason: given.reason,
        period: given.period.unwrap_or_default(),
        archive: given.archive.unwrap_or_default(),
    };
    Ok(Json(api.app.appraise(who.caller(), &wish).await?))
}

/// 一份鉴定清册
#[utoipa::path(
    get, path = "/retention/sheets/{id}", tag = "保管到期",
    params(("id" = String, Path, description = "清册")),
    responses((status = 200, description = "清册", body = SheetView), Problems)
)]
pub(crate) async fn sheet(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<SheetView>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    Ok(Json(api.app.retention_sheet(who.caller(), &id).await?))
}

/// 鉴定清册的 PDF
#[utoipa::path(
    get, path = "/retention/sheets/{id}/pdf", tag = "保管到期",
    params(("id" = String, Path, description = "清册")),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn sheet_pdf(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    let sheet = api.app.retention_sheet_paper(who.caller(), &id).await?;
    printed(&api, sheet).await
}

#[derive(ToSchema)]
pub(crate) struct SheetStepping {
    /// 原因；退回时必填
    reason: Option<String>,
}

impl Shape for SheetStepping {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { reason: object.text_if("reason")? })
    }
}

/// 清册上的一步
///
/// step：approve 批准、reject 退回、prepare 执行（封存待销）、destroy 监销。监销以后立即销毁，不能恢复。
/// 清册上有一卷不能办的，一卷也不办。
#[utoipa::path(
    post, path = "/retention/sheets/{id}/{step}", tag = "保管到期", request_body = SheetStepping,
    params(
        ("id" = String, Path, description = "清册"),
        ("step" = String, Path, description = "批准 approve、退回 reject、执行 prepare、监销 destroy"),
    ),
    responses((status = 200, description = "已办", body = SheetView), Problems)
)]
pub(crate) async fn sheet_step(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    given: Result<Body<SheetStepping>, Problem>,
) -> Result<Json<SheetView>, Problem> {
    super::registers::needs(&who, ENDING)?;
    let Body(SheetStepping { reason }) = given?;
    let reason = reason.unwrap_or_default();
    Ok(Json(api.app.sheet_step(who.caller(), &id, &step, &reason).await?))
}

/// 一卷的保管、鉴定和销毁
///
/// 已经销毁的案卷，只有这里和销毁证明。
#[utoipa::path(
    get, path = "/matters/{id}/retention", tag = "保管到期",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "经过", body = LifeView), Problems)
)]
pub(crate) async fn of_matter(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<LifeView>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    Ok(Json(api.app.life_view(who.caller(), &id).await?))
}

/// 销毁证明的 PDF
#[utoipa::path(
    get, path = "/matters/{id}/retention/certificate.pdf", tag = "保管到期",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn certificate(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    let sheet = api.app.destruction_paper(who.caller(), &id).await?;
    printed(&api, sheet).await
}

#[derive(ToSchema)]
pub(crate) struct LifeStepping {
    /// 这一步要填的
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

impl Shape for LifeStepping {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { fields: object.object("fields")? })
    }
}

/// 一卷的一步
///
/// step：hold 暂停销毁（ground、basis、reason）、lift 解除（n、reason）、reject 退回（reason）、hand_over 移交回执（archive、number、day）。
#[utoipa::path(
    post, path = "/matters/{id}/retention/{step}", tag = "保管到期", request_body = LifeStepping,
    params(
        ("id" = String, Path, description = "事项编号"),
        ("step" = String, Path, description = "暂停 hold、解除 lift、退回 reject、移交回执 hand_over"),
    ),
    responses((status = 200, description = "已办", body = LifeView), Problems)
)]
pub(crate) async fn step(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    given: Result<Body<LifeStepping>, Problem>,
) -> Result<Json<LifeView>, Problem> {
    super::registers::needs(&who, ENDING)?;
    let Body(LifeStepping { fields }) = given?;
    let wish = LifeWish { step, fields };
    Ok(Json(api.app.life_step(who.caller(), &id, &wish).await?))
}
