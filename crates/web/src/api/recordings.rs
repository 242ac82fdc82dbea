//! Recordings by sound and picture: what was to be recorded in a matter, what is there, and what is missing.

use axum::Json;
use axum::extract::State;
use zhiheng_app::recordings::MatterRecordings;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::Address;
use crate::server::Api;

/// 音像记录
///
/// 应当录的每一段（全程、视情），录到的、说明过原因的、还缺的；已入库的录音录像，以及亮证、询问起止等步骤在其中的位置。
#[utoipa::path(
    get, path = "/matters/{id}/recordings", tag = "音像记录",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "音像记录", body = MatterRecordings), Problems)
)]
pub(crate) async fn of_matter(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<MatterRecordings>, Problem> {
    Ok(Json(api.app.recordings(who.caller(), &id).await?))
}
