//! 当事人来件 on the matter page, and the 当事人码 with its slip.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::party::PartyDesk;
use zhiheng_domain::Power;

use crate::api::papers::printed;
use crate::api::receipts::{self, GIVING};
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape, site};
use crate::server::Api;

/// Who reads what parties brought forward.
pub(super) const READING: &[Power] = &[Power::View];

/// The addresses of parties and of their receipts.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(receipts::give))
        .routes(routes!(receipts::print))
        .routes(routes!(show))
        .routes(routes!(give))
        .routes(routes!(slip))
}

/// A code as it is told, once.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenCode {
    /// 当事人码，只显示这一次
    code: String,
    /// 编号
    number: String,
    /// 当事人打开的网址，里面没有码
    address: String,
}

/// A code that was just given.
#[derive(ToSchema)]
pub(crate) struct SlipOf {
    /// 刚出具的当事人码
    code: String,
}

impl Shape for SlipOf {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { code: object.text("code")? })
    }
}

/// 当事人来件
///
/// 当事人凭当事人码自己提出的陈述申辩、听证要求、材料等，新的在前；每件写明是不是在期限内、接收到哪个行为、表单里预先填好的内容。
/// 没有权限看个人信息的，内容隐去。
#[utoipa::path(
    get, path = "/matters/{id}/party", tag = "当事人",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "来件", body = PartyDesk), Problems)
)]
pub(crate) async fn show(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<PartyDesk>, Problem> {
    super::registers::needs(&who, READING)?;
    Ok(Json(api.app.party_desk(who.caller(), &id).await?))
}

/// 出具当事人码
///
/// 十六位，只显示这一次，系统只留它的摘要；以前出具的马上失效。由本件的承办人员交给当事人本人。
#[utoipa::path(
    post, path = "/matters/{id}/party-code", tag = "当事人",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "当事人码", body = GivenCode), Problems)
)]
pub(crate) async fn give(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    headers: HeaderMap,
) -> Result<Json<GivenCode>, Problem> {
    super::registers::needs(&who, GIVING)?;
    let given = api.app.give_party_code(who.caller(), &id).await?;
    let address = format!("{}/p", site(&headers));
    Ok(Json(GivenCode { code: given.code, number: given.number, address }))
}

/// 打印当事人网上办理须知
///
/// A5 纸，随文书交给当事人：网址、编号、当事人码。二维码里只有网址。码在请求体里，不在地址里；不是现在有效的码，不打印。
#[utoipa::path(
    post, path = "/matters/{id}/party-slip.pdf", tag = "当事人",
    params(("id" = String, Path, description = "事项编号")),
    request_body = SlipOf,
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn slip(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    headers: HeaderMap,
    Body(SlipOf { code }): Body<SlipOf>,
) -> Result<Response, Problem> {
    super::registers::needs(&who, GIVING)?;
    let sheet = api.app.party_slip(who.caller(), &id, &code, &site(&headers)).await?;
    printed(&api, sheet).await
}
