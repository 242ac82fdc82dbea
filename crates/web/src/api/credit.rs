//! 双公示: what is owed to the credit platform, deliveries, their files, and the receipts of the platform.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use zhiheng_app::Error;
use zhiheng_app::credit::{CreditBatchView, CreditDesk, CreditForm, CreditPage, Said};
use zhiheng_domain::Power;
use zhiheng_domain::credit::{Content, Row};

use crate::api::blobs::disposition;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Who reports: who publishes.
pub(super) const REPORTING: &[Power] = &[Power::Publish];
/// Who takes the rows out.
pub(super) const TAKING_OUT: &[Power] = &[Power::Publish, Power::Export];
/// Largest receipt.
const RECEIPT_LIMIT: usize = 8 << 20;

/// The addresses of 双公示.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(desk))
        .routes(routes!(decision))
        .routes(routes!(fill))
        .routes(routes!(deliver))
        .routes(routes!(batch))
        .routes(routes!(file))
        .routes(routes!(receipt))
        .routes(routes!(receipt_file).layer(DefaultBodyLimit::max(RECEIPT_LIMIT)))
}

/// 双公示
///
/// 本机关要报信用平台的许可、处罚决定：要报的、期限、为什么还不能报，各种状态的件数，报送过的批次。证件号码一律不在这里。
#[utoipa::path(
    get, path = "/credit", tag = "双公示",
    params(("from" = Option<String>, Query, description = "看哪一天以后作出的决定，例如 2026-01-01；缺省为去年一月一日")),
    responses((status = 200, description = "要报的和报过的", body = CreditDesk), Problems)
)]
pub(crate) async fn desk(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<CreditDesk>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    super::registers::known(&given, &["from"])?;
    let from = given.iter().find(|(_, value)| !value.trim().is_empty());
    let from = from
        .map(|(_, value)| value.trim().parse())
        .transpose()
        .map_err(|_| Problem::wrong_field("input.date", "from", "日期应写成 2026-01-01 的样子"))?;
    Ok(Json(api.app.credit_desk(who.caller(), from).await?))
}

/// 一件决定的各个字段
///
/// 值从哪里来、还缺什么。证件号码只说填了没有。
#[utoipa::path(
    get, path = "/credit/decisions/{decision}", tag = "双公示",
    params(("decision" = String, Path, description = "决定的公开编号")),
    responses((status = 200, description = "这一件", body = CreditPage), Problems)
)]
pub(crate) async fn decision(
    State(api): State<Api>,
    who: Who,
    Address(decision): Address<String>,
) -> Result<Json<CreditPage>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    Ok(Json(api.app.credit_page(who.caller(), &decision).await?))
}

#[derive(ToSchema)]
pub(crate) struct FillCredit {
    /// 字段代码和值；空的值表示去掉以前填的
    #[schema(value_type = Object)]
    values: Row,
}

impl Shape for FillCredit {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let mut values = Row::new();
        for (code, value) in object.object("values")? {
            let Value::String(value) = value else {
                return Err(Problem::wrong_field("input.text", &code, "值应是文字"));
            };
            values.insert(code, value);
        }
        Ok(Self { values })
    }
}

/// 补正
///
/// 填写案卷里没有的字段（统一社会信用代码、证件号码等）。案卷里有的在事项里更正。谁、什么时候、填了哪几项写进记录。
#[utoipa::path(
    post, path = "/credit/decisions/{decision}/fill", tag = "双公示", request_body = FillCredit,
    params(("decision" = String, Path, description = "决定的公开编号")),
    responses((status = 200, description = "补正以后的这一件", body = CreditPage), Problems)
)]
pub(crate) async fn fill(
    State(api): State<Api>,
    who: Who,
    Address(decision): Address<String>,
    Body(FillCredit { values }): Body<FillCredit>,
) -> Result<Json<CreditPage>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    Ok(Json(api.app.fill_credit(who.caller(), &decision, &values).await?))
}

#[derive(ToSchema)]
pub(crate) struct DeliverCredit {
    /// licence 行政许可、penalty 行政处罚
    report: String,
    /// rows 数据行（新报、更正）、states 状态行（信用修复、撤销公示）
    content: String,
    /// 各件决定的公开编号
    decisions: Vec<String>,
}

impl Shape for DeliverCredit {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            report: object.text("report")?,
            content: object.text("content")?,
            decisions: object.texts("decisions")?,
        })
    }
}

/// 生成批次
///
/// 选的各件冻结成一批，写进记录。有一件不能报，整批不生成，逐件说明原因。平台已接收而没有变化的、还没有回执的，不能再报。
#[utoipa::path(
    post, path = "/credit/batches", tag = "双公示", request_body = DeliverCredit,
    responses((status = 200, description = "已生成", body = CreditBatchView), Problems)
)]
pub(crate) async fn deliver(
    State(api): State<Api>,
    who: Who,
    Body(DeliverCredit { report, content, decisions }): Body<DeliverCredit>,
) -> Result<Json<CreditBatchView>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    let content = Content::parse(&content).ok_or_else(|| {
        Problem::wrong_field("input.choice", "content", "只有 rows 数据行、states 状态行")
    })?;
    Ok(Json(api.app.deliver_credit(who.caller(), &report, content, &decisions).await?))
}

/// 一个批次
#[utoipa::path(
    get, path = "/credit/batches/{id}", tag = "双公示",
    params(("id" = String, Path, description = "批次")),
    responses((status = 200, description = "批次和各行的回执", body = CreditBatchView), Problems)
)]
pub(crate) async fn batch(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<CreditBatchView>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    Ok(Json(api.app.credit_batch(who.caller(), &id).await?))
}

/// 批次的文件
///
/// 生成批次时冻结的内容，含证件号码，只报信用平台。每次下载先写进记录。
#[utoipa::path(
    get, path = "/credit/batches/{id}/file", tag = "双公示",
    params(
        ("id" = String, Path, description = "批次"),
        ("format" = String, Query, description = "csv、xlsx 或者 json"),
    ),
    responses((status = 200, description = "文件", body = Vec<u8>, content_type = "application/octet-stream"), Problems)
)]
pub(crate) async fn file(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    for power in TAKING_OUT {
        who.caller().require(*power)?;
    }
    super::registers::known(&given, &["format"])?;
    let form = given.first().and_then(|(_, value)| CreditForm::parse(value.trim()));
    let form =
        form.ok_or_else(|| Problem::wrong_field("input.choice", "format", "只有 csv、xlsx、json"))?;
    let table = api.app.take_delivery(who.caller(), &id, form).await?;
    let name = format!("双公示-{}-{}.{}", table.name, api.app.today(), form.id());
    let bytes = tokio::task::spawn_blocking(move || table.written(form))
        .await
        .map_err(|error| Error::Internal(format!("table: {error}")))??;
    let kind = match form {
        CreditForm::Csv => "text/csv; charset=utf-8",
        CreditForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        CreditForm::Json => "application/json",
    };
    let about = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", &name)),
    ];
    Ok((about, bytes).into_response())
}

#[derive(ToSchema)]
pub(crate) struct CreditReceipt {
    /// 平台接收的文号
    accepted: Vec<String>,
    /// 平台退回的
    rejected: Vec<CreditRejection>,
}

#[derive(ToSchema)]
pub(crate) struct CreditRejection {
    /// 文号
    number: String,
    /// 平台说的原因
    reason: String,
}

impl Shape for CreditReceipt {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let wrong =
            |name: &str| Problem::wrong_field("input.list", name, format!("“{name}”的各项不完整"));
        let mut receipt = Self { accepted: Vec::new(), rejected: Vec::new() };
        if object.has("accepted") {
            for item in object.list("accepted")? {
                let Value::String(number) = item else { return Err(wrong("accepted")) };
                receipt.accepted.push(number);
            }
        }
        if object.has("rejected") {
            for item in object.list("rejected")? {
                let text =
                    |name: &str| item.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
                let (Some(number), Some(reason)) = (text("number"), text("reason")) else {
                    return Err(wrong("rejected"));
                };
                receipt.rejected.push(CreditRejection { number, reason });
            }
        }
        Ok(receipt)
    }
}

/// 登记回执
///
/// 平台接收了哪些、退回了哪些、为什么。登记以后不能改；可以分几次登记。
#[utoipa::path(
    post, path = "/credit/batches/{id}/receipt", tag = "双公示", request_body = CreditReceipt,
    params(("id" = String, Path, description = "批次")),
    responses((status = 200, description = "登记以后的批次", body = CreditBatchView), Problems)
)]
pub(crate) async fn receipt(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(CreditReceipt { accepted, rejected }): Body<CreditReceipt>,
) -> Result<Json<CreditBatchView>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    let taken = accepted.into_iter().map(|number| (number, None));
    let refused = rejected.into_iter().map(|row| (row.number, Some(row.reason)));
    let said: Vec<Said> = taken.chain(refused).collect();
    Ok(Json(api.app.credit_receipt(who.caller(), &id, &said).await?))
}

/// 导入回执文件
///
/// 请求体就是平台给的文件（csv、xlsx），要有文号、结果两列，有原因的另一列。有一行不对，全部不登记。
#[utoipa::path(
    post, path = "/credit/batches/{id}/receipt-file", tag = "双公示",
    params(("id" = String, Path, description = "批次")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "登记以后的批次", body = CreditBatchView), Problems)
)]
pub(crate) async fn receipt_file(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    content: Result<Bytes, BytesRejection>,
) -> Result<Json<CreditBatchView>, Problem> {
    super::registers::needs(&who, REPORTING)?;
    let content = content?;
    Ok(Json(api.app.credit_receipt_file(who.caller(), &id, &content).await?))
}
