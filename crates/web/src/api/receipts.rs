//! Receipts for parties: given from the matter page or the phone, shown as data or printed on A5.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::party_receipt::PartyReceipt;
use zhiheng_domain::Power;

use crate::api::papers::printed;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, site};
use crate::server::Api;

/// Who gives receipts.
pub(super) const GIVING: &[Power] = &[Power::Register, Power::Handle];

/// A receipt with the address at which it is checked.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenReceipt {
    /// 公开核对的地址
    address: String,
    #[serde(flatten)]
    receipt: PartyReceipt,
}

/// 出具当事人回执
///
/// 一次行为当场记录的录音录像、照片、文件和给当事人的文书，各是什么、摘要是什么，当事人要记住的日子，以及一个猜不到的回执码。
/// 同一次行为再次请求，得到同一份。
#[utoipa::path(
    post, path = "/matters/{id}/events/{version}/receipt", tag = "当事人回执",
    params(
        ("id" = String, Path, description = "事项编号"),
        ("version" = u64, Path, description = "第几版"),
    ),
    responses((status = 200, description = "回执", body = GivenReceipt), Problems)
)]
pub(crate) async fn give(
    State(api): State<Api>,
    who: Who,
    Address((id, version)): Address<(String, u64)>,
    headers: HeaderMap,
) -> Result<Json<GivenReceipt>, Problem> {
    super::registers::needs(&who, GIVING)?;
    let receipt = api.app.give_receipt(who.caller(), &id, version).await?;
    let address = format!("{}/r/{}", site(&headers), receipt.code.replace('-', ""));
    Ok(Json(GivenReceipt { address, receipt }))
}

/// 打印当事人回执
///
/// A5 纸，右上角的二维码是公开核对的地址。还没有出具的，先出具。
#[utoipa::path(
    get, path = "/matters/{id}/events/{version}/receipt.pdf", tag = "当事人回执",
    params(
        ("id" = String, Path, description = "事项编号"),
        ("version" = u64, Path, description = "第几版"),
    ),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn print(
    State(api): State<Api>,
    who: Who,
    Address((id, version)): Address<(String, u64)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::registers::needs(&who, GIVING)?;
    let receipt = api.app.give_receipt(who.caller(), &id, version).await?;
    let sheet = api.app.receipt_slip(&receipt, &site(&headers));
    printed(&api, sheet).await
}
