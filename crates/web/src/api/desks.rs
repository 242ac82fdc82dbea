//! Desks: what somebody owes, reviews, publishes.

use axum::Json;
use axum::extract::State;
use zhiheng_app::desk::Desk;
use zhiheng_app::disclosure::DisclosureQueue;
use zhiheng_app::review_desk::ReviewDesk;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::server::Api;

/// 工作台
///
/// 我要办的（按到期日）、等待他人的、我能看到的事项的最新变化。
#[utoipa::path(
    get, path = "/desk", tag = "工作台",
    responses((status = 200, description = "工作台", body = Desk), Problems)
)]
pub(crate) async fn desk(State(api): State<Api>, who: Who) -> Result<Json<Desk>, Problem> {
    Ok(Json(api.app.desk(who.caller()).await?))
}

/// 法制审核工作台
///
/// 等待审核的草案和最近提出的意见。意见本身是行为 review_opinion。
#[utoipa::path(
    get, path = "/review/desk", tag = "法制审核",
    responses((status = 200, description = "待审与已审", body = ReviewDesk), Problems)
)]
pub(crate) async fn review(State(api): State<Api>, who: Who) -> Result<Json<ReviewDesk>, Problem> {
    Ok(Json(api.app.review_desk(who.caller()).await?))
}

/// 公示队列
///
/// 应当公示的决定和最近公示的决定。公示本身是行为 publish。
#[utoipa::path(
    get, path = "/disclosure/queue", tag = "公示",
    responses((status = 200, description = "应公示与已公示", body = DisclosureQueue), Problems)
)]
pub(crate) async fn disclosure(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<DisclosureQueue>, Problem> {
    Ok(Json(api.app.disclosure_queue(who.caller()).await?))
}
