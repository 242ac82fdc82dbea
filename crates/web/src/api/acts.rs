//! Acts: the only way in which anything changes.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_app::error::Reason;
use zhiheng_app::forms::ActForm;
use zhiheng_app::perform::{self, Performed, Wish};
use zhiheng_app::timeline::{DutyRef, PaperRef};
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape, idempotency_key};
use crate::server::Api;

/// The opening act of a matter.
#[derive(ToSchema)]
pub(crate) struct Opening {
    /// 程序
    pub(crate) procedure: String,
    /// 表单
    pub(crate) fields: Map<String, Value>,
    /// 在空白文书上办理、现在补录的，空白文书的文号
    pub(crate) reserved: Option<String>,
}

impl Shape for Opening {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            procedure: object.text("procedure")?,
            fields: object.object("fields")?,
            reserved: object.text_if("reserved")?,
        })
    }
}

/// An act on a matter.
#[derive(ToSchema)]
pub(crate) struct Submission {
    /// 您看到的版本；别人先办理了就会被退回。不给的，按最新的状态判断
    pub(crate) seen: Option<u64>,
    /// 表单
    pub(crate) fields: Map<String, Value>,
    /// 在空白文书上办理、现在补录的，空白文书的文号
    pub(crate) reserved: Option<String>,
}

impl Shape for Submission {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            seen: object.number("seen")?,
            fields: object.object("fields")?,
            reserved: object.text_if("reserved")?,
        })
    }
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receipt {
    matter: ReceiptMatter,
    /// 事项现在的版本
    version: u64,
    /// 在记录中的位置，从 0 起
    seq: u64,
    /// 发生了什么、接下来是什么
    sentence: String,
    /// 出具的文书
    papers: Vec<PaperRef>,
    /// 完成的义务
    fulfilled: Vec<String>,
    /// 产生的义务
    created: Vec<DutyRef>,
    /// 交给当事人的查询码；登记时才有
    query_code: Option<String>,
}

/// The matter of a receipt.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptMatter {
    id: String,
    /// 案号、信访件号
    number: Option<String>,
    title: String,
}

/// What an act would do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preview {
    /// 可以作出
    allowed: bool,
    /// 不能作出的全部理由
    reasons: Vec<Reason>,
    /// 将完成
    fulfils: Vec<Fulfils>,
    /// 将产生
    creates: Vec<Creates>,
    /// 将出具
    papers: Vec<PreviewPaper>,
    /// 对所引法规的提示，不妨碍办理
    warnings: Vec<Warning>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Warning {
    /// 所引
    cite: String,
    /// 提示
    message: String,
}

/// A duty that would be fulfilled.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fulfils {
    title: String,
}

/// A duty that would be created.
#[derive(Serialize, ToSchema)]
pub(crate) struct Creates {
    title: String,
    /// 到期日
    due: Option<String>,
    /// 到期日的来历
    steps: Vec<String>,
}

/// A paper that would be issued.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreviewPaper {
    /// 在事项中的编号，可用来取草稿的 PDF
    id: String,
    title: String,
    /// 文号的位置
    number: Option<&'static str>,
    /// 给谁
    addressee: String,
    paragraphs: Vec<String>,
}

/// 登记一个事项
///
/// 作出程序的第一个行为。带 Idempotency-Key 的，重复提交返回同一回执。
#[utoipa::path(
    post, path = "/matters", tag = "行为", request_body = Opening,
    params(("Idempotency-Key" = Option<String>, Header, description = "任意唯一值")),
    responses((status = 201, description = "已登记", body = Receipt), Problems)
)]
pub(crate) async fn open(
    State(api): State<Api>,
    who: Who,
    headers: HeaderMap,
    Body(Opening { procedure, fields, reserved }): Body<Opening>,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?;
    let wish = Wish { procedure, fields, key, reserved, ..Wish::default() };
    let done = api.app.perform(who.caller(), &wish).await?;
    Ok((StatusCode::CREATED, Json(Receipt::from(done))).into_response())
}

/// 登记以前先看
///
/// 只看会怎样，什么都不写。
#[utoipa::path(
    post, path = "/matters/preview", tag = "行为", request_body = Opening,
    responses((status = 200, description = "会怎样", body = Preview), Problems)
)]
pub(crate) async fn preview_opening(
    State(api): State<Api>,
    who: Who,
    Body(Opening { procedure, fields, reserved }): Body<Opening>,
) -> Result<Json<Preview>, Problem> {
    let wish = Wish { procedure, fields, reserved, ..Wish::default() };
    Ok(Json(Preview::from(api.app.preview(who.caller(), &wish).await?)))
}

/// 行为的表单
///
/// 法律包中的行为，加上预填的值和可选的人员。
#[utoipa::path(
    get, path = "/matters/{id}/acts/{act}/form", tag = "行为",
    params(("id" = String, Path, description = "事项编号"), ("act" = String, Path, description = "行为")),
    responses((status = 200, description = "表单", body = ActForm), Problems)
)]
pub(crate) async fn form(
    State(api): State<Api>,
    who: Who,
    Address((id, act)): Address<(String, String)>,
) -> Result<Json<ActForm>, Problem> {
    Ok(Json(api.app.act_form(who.caller(), &id, &act).await?))
}

/// 作出行为以前先看
///
/// 将完成、将产生、将出具什么；不能作出的，全部理由。什么都不写，拒绝也不记。
#[utoipa::path(
    post, path = "/matters/{id}/acts/{act}/preview", tag = "行为", request_body = Submission,
    params(("id" = String, Path, description = "事项编号"), ("act" = String, Path, description = "行为")),
    responses((status = 200, description = "会怎样", body = Preview), Problems)
)]
pub(crate) async fn preview(
    State(api): State<Api>,
    who: Who,
    Address((id, act)): Address<(String, String)>,
    Body(Submission { seen: _, fields, reserved }): Body<Submission>,
) -> Result<Json<Preview>, Problem> {
    who.caller().require(Power::View)?;
    let act = named(act)?;
    let wish = Wish { matter: Some(id), act, fields, reserved, ..Wish::default() };
    Ok(Json(Preview::from(api.app.preview(who.caller(), &wish).await?)))
}

/// 作出行为
///
/// 法律不许的返回 422，列出全部理由、条文和能补上的行为；拒绝本身也进入记录。
#[utoipa::path(
    post, path = "/matters/{id}/acts/{act}", tag = "行为", request_body = Submission,
    params(
        ("id" = String, Path, description = "事项编号"),
        ("act" = String, Path, description = "行为"),
        ("Idempotency-Key" = Option<String>, Header, description = "任意唯一值"),
    ),
    responses((status = 200, description = "已作出", body = Receipt), Problems)
)]
pub(crate) async fn perform(
    State(api): State<Api>,
    who: Who,
    Address((id, act)): Address<(String, String)>,
    headers: HeaderMap,
    Body(Submission { seen, fields, reserved }): Body<Submission>,
) -> Result<Json<Receipt>, Problem> {
    let (key, act) = (idempotency_key(&headers)?, named(act)?);
    let wish = Wish { matter: Some(id), act, fields, seen, key, reserved, ..Wish::default() };
    Ok(Json(Receipt::from(api.app.perform(who.caller(), &wish).await?)))
}

/// An empty act would mean the opening one, which an address never does.
pub(crate) fn named(act: String) -> Result<String, Problem> {
    if act.trim().is_empty() { Err(Problem::no_such_address()) } else { Ok(act) }
}

impl From<Performed> for Receipt {
    fn from(done: Performed) -> Self {
        let Performed { matter, version, seq, sentence, papers, fulfilled, created, query_code } =
            done;
        Self {
            matter: ReceiptMatter { id: matter.id, number: matter.number, title: matter.title },
            version,
            seq,
            sentence,
            papers: papers
                .into_iter()
                .map(|paper| PaperRef { id: paper.id, title: paper.title, number: paper.number })
                .collect(),
            fulfilled,
            created: created
                .into_iter()
                .map(|duty| DutyRef { title: duty.title, due: duty.due })
                .collect(),
            query_code,
        }
    }
}

impl From<perform::Preview> for Preview {
    fn from(preview: perform::Preview) -> Self {
        let perform::Preview { allowed, reasons, fulfils, creates, papers, warnings } = preview;
        Self {
            allowed,
            reasons,
            fulfils: fulfils.into_iter().map(|title| Fulfils { title }).collect(),
            creates: creates
                .into_iter()
                .map(|duty| Creates { title: duty.title, due: duty.due, steps: duty.steps })
                .collect(),
            papers: papers
                .into_iter()
                .map(|paper| PreviewPaper {
                    id: paper.id,
                    title: paper.title,
                    number: paper.number,
                    addressee: paper.addressee,
                    paragraphs: paper.paragraphs,
                })
                .collect(),
            warnings: warnings
                .into_iter()
                .map(|doubt| Warning { cite: doubt.cite, message: doubt.message })
                .collect(),
        }
    }
}
