//! Who reviews and who answers: the strength of legal review, the chain of persons behind a decision, accountability checks, and
//! what stands beside the form of a review.

use axum::Json;
use axum::extract::State;
use zhiheng_app::responsibility::{AccountabilityDesk, Responsibility, ReviewAids};
use zhiheng_app::reviewers::ReviewStrength;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// 法制审核力量
///
/// 一个机关的法制审核人员、资格、手上和本月的审核、当年学时，与执法人员的比例差几名（只提醒），以及向法律顾问、公职律师人员库的申请。
#[utoipa::path(
    get, path = "/reviewers", tag = "法制审核",
    params(("agency" = Option<String>, Query, description = "机关；不写的是本机关")),
    responses((status = 200, description = "审核力量", body = ReviewStrength), Problems)
)]
pub(crate) async fn strength(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<ReviewStrength>, Problem> {
    let agency = only(&given, "agency")?;
    Ok(Json(api.app.review_strength(who.caller(), agency).await.map_err(Problem::of_address)?))
}

/// 审核时的参考
///
/// 同类案件责任核查的教训（按十二项标明是哪一项）、法律顾问和公职律师就本件出具的咨询意见（只供参考）、本件指派给谁审核、谁申报了利害关系。
#[utoipa::path(
    get, path = "/matters/{id}/review/aids", tag = "法制审核",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "参考", body = ReviewAids), Problems)
)]
pub(crate) async fn aids(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<ReviewAids>, Problem> {
    Ok(Json(api.app.review_aids(who.caller(), &id).await?))
}

/// 一件的责任链条
///
/// 每个决定由谁承办、送审、审核、审批、决定，各在哪一天依哪一条，全部取自记录；决定以后被改变的，以及因此提出的责任核查。
#[utoipa::path(
    get, path = "/matters/{id}/responsibility", tag = "责任",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "责任链条", body = Responsibility), Problems)
)]
pub(crate) async fn chain(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<Responsibility>, Problem> {
    Ok(Json(api.app.responsibility(who.caller(), &id).await?))
}

/// 责任核查
///
/// 决定被撤销、变更以后还没有决定是否核查的，以及各件核查办到哪里、结果是什么。核查本身是程序 accountability 的事项。
#[utoipa::path(
    get, path = "/accountability", tag = "责任",
    responses((status = 200, description = "应提出的和在办的核查", body = AccountabilityDesk), Problems)
)]
pub(crate) async fn desk(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<AccountabilityDesk>, Problem> {
    Ok(Json(api.app.accountability_desk(who.caller()).await?))
}

/// The one filter that an operation takes; none where it is empty.
pub(crate) fn only<'g>(
    given: &'g [(String, String)],
    known: &str,
) -> Result<Option<&'g str>, Problem> {
    let mut found = None;
    for (name, value) in given {
        if name != known {
            let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            let detail = format!("没有“{name}”这一条件");
            return Err(Problem::wrong_field("input.unknown", &name, detail));
        }
        if found.is_some() {
            let detail = format!("“{known}”只能给一次");
            return Err(Problem::wrong_field("input.repeated", known, detail));
        }
        found = Some(value.trim());
    }
    Ok(found.filter(|value| !value.is_empty()))
}
