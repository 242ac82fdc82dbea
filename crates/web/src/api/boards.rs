//! 公示牌: the hall boards of an agency and of those below it, and what on each is stale.

use axum::Json;
use axum::extract::State;
use zhiheng_app::board::BoardCheck;
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::server::Api;

/// 窗口公示牌
///
/// 本机关和下级机关大厅里的公示牌，各有什么过时、缺什么；不对的多的在前。公示牌与公示网站同一来源，改了源头就都改了。
#[utoipa::path(
    get, path = "/boards", tag = "公示",
    responses((status = 200, description = "各机关的公示牌", body = Vec<BoardCheck>), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<Vec<BoardCheck>>, Problem> {
    super::registers::needs(&who, &[Power::View])?;
    Ok(Json(api.app.board_checks(who.caller()).await?))
}
