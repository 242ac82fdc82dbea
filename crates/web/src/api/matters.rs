//! Matters as they are read: lists, the page, papers, the dossier under review, the proposal for the public copy, proofs.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::disclosure::DisclosureProposal;
use zhiheng_app::dossier::PaperText;
use zhiheng_app::lists::MatterList;
use zhiheng_app::page::MatterPage;
use zhiheng_app::public::ProofFault;
use zhiheng_app::review_desk::ReviewDossier;

use crate::api::record::Folder;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// 事项列表
///
/// 每个条件都收窄范围，不认识的条件和取值会被指出。total 数到一万为止，更多的给出 total_at_least。
#[utoipa::path(
    get, path = "/matters", tag = "事项",
    params(
        ("q" = Option<String>, Query, description = "词语，须全部出现：编号、名称、当事人（已遮盖）"),
        ("procedure" = Option<String>, Query, description = "程序"),
        ("stage" = Option<String>, Query, description = "阶段"),
        ("light" = Option<String>, Query, description = "期限：overdue 逾期、today 今日、soon 三个工作日以内、ok 更晚"),
        ("agency" = Option<String>, Query, description = "机关"),
        ("status" = Option<String>, Query, description = "状态：open、closed、archived"),
        ("sort" = Option<String>, Query, description = "次序：due、-due、opened、-opened、number"),
        ("cursor" = Option<String>, Query, description = "上一页的 next"),
        ("limit" = Option<u16>, Query, description = "每页行数，1 至 500", minimum = 1, maximum = 500),
    ),
    responses((status = 200, description = "一页", body = MatterList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<MatterList>, Problem> {
    let query = api.app.list_query(who.caller(), &given).map_err(Problem::of_address)?;
    Ok(Json(api.app.list(who.caller(), &query).await.map_err(Problem::of_address)?))
}

/// 一个事项
///
/// 办到哪里、现在能做什么、还缺什么、办理经过、期限的来历、文书、审核、在记录中的位置。
#[utoipa::path(
    get, path = "/matters/{id}", tag = "事项",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "事项", body = MatterPage), Problems)
)]
pub(crate) async fn page(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<MatterPage>, Problem> {
    Ok(Json(api.app.matter_page(who.caller(), &id).await?))
}

/// 一份文书
#[utoipa::path(
    get, path = "/matters/{id}/papers/{paper}", tag = "事项",
    params(("id" = String, Path, description = "事项编号"), ("paper" = String, Path, description = "文书")),
    responses((status = 200, description = "文书的文字", body = PaperText), Problems)
)]
pub(crate) async fn paper(
    State(api): State<Api>,
    who: Who,
    Address((id, paper)): Address<(String, String)>,
) -> Result<Json<PaperText>, Problem> {
    Ok(Json(api.app.paper_text(who.caller(), &id, &paper).await?))
}

/// 送审的案卷
///
/// 送审的事实（与上一次不同的标明）、证据，以及十二项审核内容；系统能够证明的已预填，其余由审核人判断。
#[utoipa::path(
    get, path = "/matters/{id}/review", tag = "法制审核",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "送审的案卷", body = ReviewDossier), Problems)
)]
pub(crate) async fn review(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<ReviewDossier>, Problem> {
    Ok(Json(api.app.review_dossier(who.caller(), &id).await?))
}

/// 公示副本的建议
///
/// 逐栏对照：案卷中的内容、建议公开的内容、为什么遮盖。它是行为 publish 的预填值，由公示员核对后放出。
#[utoipa::path(
    get, path = "/matters/{id}/disclosure", tag = "公示",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "建议", body = DisclosureProposal), Problems)
)]
pub(crate) async fn disclosure(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<DisclosureProposal>, Problem> {
    Ok(Json(api.app.disclosure_proposal(who.caller(), &id).await?))
}

/// 一条记录的证明
///
/// 这一行为的各栏（您能看到的公开，其余只给承诺值）和它在记录中的证明，可以离线核验。
#[utoipa::path(
    get, path = "/matters/{id}/events/{version}/proof", tag = "记录",
    params(
        ("id" = String, Path, description = "事项编号"),
        ("version" = u64, Path, description = "第几版"),
    ),
    responses(
        (status = 200, description = "证明", body = serde_json::Value, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn proof(
    State(api): State<Api>,
    who: Who,
    Address((id, version)): Address<(String, u64)>,
) -> Result<Response, Problem> {
    let revealed = api.app.revealed(who.caller(), &id, version).await?;
    let (app, folder) = (api.app.clone(), Folder::new(&api.record_dir));
    let bundle = tokio::task::spawn_blocking(move || app.event_proof(&revealed, &folder))
        .await
        .map_err(|error| zhiheng_app::Error::Internal(format!("proof: {error}")))?
        .map_err(of_proof)?;
    let name = format!("attachment; filename=\"proof-{version}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(bundle)).into_response())
}

fn of_proof(fault: ProofFault) -> Problem {
    match fault {
        ProofFault::NotCovered { .. } => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "record.not_covered",
            "还没有证明",
            "记录的检查点还没有覆盖这一条，片刻以后就会；请稍后再试",
        )
        .again(),
        fault => Problem::from(zhiheng_app::Error::from(fault)),
    }
}
