//! The public interface: the list, one decision, the values to narrow by, the agencies. Read only, without an account, and limited
//! to so many questions a minute; its definition is `openapi.json` beside it.
//!
//! What this is not: the staff's API, which speaks in acts and needs an account.

use axum::extract::{Path, Request, State, rejection::PathRejection};
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{OpenApi as _, ToSchema};
use zhiheng_app::Error;
use zhiheng_app::error::Reason;
use zhiheng_app::public::Standing;

use super::OpenDecision;
use crate::portal::decisions::{asked, found_by};
use crate::portal::failure::Failure;
use crate::portal::limiter::asking;
use crate::portal::{Portal, address};

/// A page of decisions.
#[derive(Serialize, ToSchema)]
struct Decisions {
    /// 这一页的决定
    items: Vec<OpenDecision>,
    /// 符合条件的份数；多于一万时是一万
    total: u64,
    /// 份数是准确的
    exact: bool,
    /// 下一页的位置，放进 cursor；没有下一页时为空
    next: Option<String>,
}

/// One decision with where it stands.
#[derive(Serialize, ToSchema)]
struct OneDecision {
    /// published 正在公示；withdrawn 已撤回；ended 公示期已满
    standing: &'static str,
    /// 撤回的理由
    reason: Option<String>,
    /// 决定；不在公示的为空
    decision: Option<OpenDecision>,
    /// 核验用的证明的地址
    proof: Option<String>,
}

/// Values of one field.
#[derive(Serialize, ToSchema)]
struct Values {
    /// category、agency、region、kind、month、year
    field: &'static str,
    /// 值和份数
    values: Vec<ValueCount>,
}

#[derive(Serialize, ToSchema)]
struct ValueCount {
    /// 值
    value: String,
    /// 份数
    count: u64,
    /// 份数是准确的；不准确的，实际更多
    exact: bool,
}

/// An agency.
#[derive(Serialize, ToSchema)]
struct Body {
    /// 编号
    id: String,
    /// 名称
    name: String,
    /// 上级机关的编号
    parent: Option<String>,
    /// 地址
    address: String,
    /// 电话
    phone: String,
    /// 办公时间
    hours: String,
    /// 复议机关
    government: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "公示只读接口",
        description = "正在公示的执法决定和执法主体。不需要账号；每个地址每分钟最多 60 次，超过的回答 429，Retry-After 是应等的秒数。",
        version = "1"
    ),
    paths(decisions, decision, values, bodies)
)]
struct Definition;

/// Counts a question; too many from one address wait.
pub(in crate::portal) async fn limited(
    State(portal): State<Portal>,
    request: Request,
    next: Next,
) -> Response {
    let from = asking(request.extensions(), request.headers());
    match portal.questions.admit(from, portal.app.now().as_microsecond()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => Failure::often("查询太频繁", portal.questions.most(), seconds).problem(),
    }
}

/// 查询执法决定
///
/// 条件和网页上的一样；给了关键词的，最相符的在前，否则新公开的在前。
#[utoipa::path(
    get, path = "/api/public/v1/decisions", tag = "公示",
    params(
        ("q" = Option<String>, Query, description = "关键词，几个词之间空一格，每个都要出现"),
        ("category" = Option<String>, Query, description = "执法类别"),
        ("agency" = Option<String>, Query, description = "机关全称"),
        ("region" = Option<String>, Query, description = "地区"),
        ("kind" = Option<String>, Query, description = "处理种类"),
        ("from" = Option<String>, Query, description = "公开日期（起），YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "公开日期（止），YYYY-MM-DD"),
        ("cursor" = Option<String>, Query, description = "上一页给的 next"),
    ),
    responses(
        (status = 200, description = "一页，最多 20 份", body = Decisions),
        (status = 400, description = "条件有错，detail 说明哪一个"),
        (status = 429, description = "太频繁，Retry-After 秒后再试"),
    )
)]
pub(in crate::portal) async fn decisions(State(portal): State<Portal>, uri: Uri) -> Response {
    let listed = async {
        let query = question(&portal, &uri).await?;
        let page = portal.app.public_decisions(&query).await?;
        json(&Decisions {
            items: page.items.iter().map(OpenDecision::from).collect(),
            total: page.total,
            exact: page.exact,
            next: page.next,
        })
    };
    told(listed.await)
}

/// 一份决定
#[utoipa::path(
    get, path = "/api/public/v1/decisions/{id}", tag = "公示",
    params(("id" = String, Path, description = "公示编号")),
    responses(
        (status = 200, description = "决定，或者已经撤回、期满", body = OneDecision),
        (status = 404, description = "没有这份决定"),
        (status = 429, description = "太频繁，Retry-After 秒后再试"),
    )
)]
pub(in crate::portal) async fn decision(
    State(portal): State<Portal>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return Failure::missing("这份决定").problem() };
    let found = async {
        let held = portal.app.public_decision(&id).await?;
        let shown = held.standing == Standing::Published;
        json(&OneDecision {
            standing: match held.standing {
                Standing::Published => "published",
                Standing::Withdrawn => "withdrawn",
                Standing::Ended => "ended",
            },
            reason: held.row.reason.clone().filter(|_| held.standing == Standing::Withdrawn),
            decision: shown.then(|| OpenDecision::from(&held.row)),
            proof: shown.then(|| format!("/decisions/{}/proof.json", held.row.id)),
        })
    };
    told(found.await)
}

/// 各条件的值和份数
///
/// 条件和查询一样，份数随条件变；最多数最新的一万份。
#[utoipa::path(
    get, path = "/api/public/v1/values", tag = "公示",
    params(
        ("q" = Option<String>, Query, description = "关键词"),
        ("category" = Option<String>, Query, description = "执法类别"),
        ("agency" = Option<String>, Query, description = "机关全称"),
        ("region" = Option<String>, Query, description = "地区"),
        ("kind" = Option<String>, Query, description = "处理种类"),
        ("from" = Option<String>, Query, description = "公开日期（起）"),
        ("to" = Option<String>, Query, description = "公开日期（止）"),
    ),
    responses(
        (status = 200, description = "按字段", body = Vec<Values>),
        (status = 400, description = "条件有错"),
        (status = 429, description = "太频繁，Retry-After 秒后再试"),
    )
)]
pub(in crate::portal) async fn values(State(portal): State<Portal>, uri: Uri) -> Response {
    const FIELDS: [&str; 6] = ["category", "agency", "region", "kind", "month", "year"];
    let counted = async {
        let query = question(&portal, &uri).await?;
        let found = found_by(&portal, &query).await?;
        let of = |field: &'static str| Values {
            field,
            values: found
                .of(field)
                .iter()
                .map(|(value, count)| ValueCount {
                    value: value.clone(),
                    count: count.number,
                    exact: count.exact,
                })
                .collect(),
        };
        json(&FIELDS.map(of))
    };
    told(counted.await)
}

/// 执法主体
#[utoipa::path(
    get, path = "/api/public/v1/bodies", tag = "公示",
    responses(
        (status = 200, description = "全部机关", body = Vec<Body>),
        (status = 429, description = "太频繁，Retry-After 秒后再试"),
    )
)]
pub(in crate::portal) async fn bodies(State(portal): State<Portal>) -> Response {
    let listed = async {
        let tree = portal.app.tree().await?;
        let all: Vec<Body> = tree
            .all()
            .map(|agency| Body {
                id: agency.id.clone(),
                name: agency.name.clone(),
                parent: agency.parent.clone(),
                address: agency.address.clone(),
                phone: agency.phone.clone(),
                hours: agency.hours.clone(),
                government: agency.government.clone(),
            })
            .collect();
        json(&all)
    };
    told(listed.await)
}

/// The definition of this interface.
pub(in crate::portal) async fn definition() -> Response {
    told(json(&Definition::openapi()))
}

/// The checked question in an address.
async fn question(
    portal: &Portal,
    uri: &Uri,
) -> Result<zhiheng_app::public::DecisionQuery, Failure> {
    let facets = portal.app.public_facets().await?;
    let (query, reasons) = asked(uri, &facets);
    let unknown = address::pairs(uri)
        .into_iter()
        .find(|(name, _)| zhiheng_app::public::QUERY_FIELDS.iter().all(|(known, _)| known != name));
    if let Some(Reason { message, .. }) = reasons.into_iter().next() {
        return Err(Failure::bad_request(format!("{message}。")));
    }
    // A program that misspells a condition must not take everything for what it asked.
    match unknown {
        Some(_) => {
            Err(Failure::bad_request("有不认识的条件，可用的条件见 /api/public/v1/openapi.json。"))
        }
        None => Ok(query),
    }
}

fn json(value: &impl Serialize) -> Result<Response, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    // What everybody may read, everybody's page may read.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

fn told(answer: Result<Response, Failure>) -> Response {
    answer.unwrap_or_else(|failure| failure.problem())
}
