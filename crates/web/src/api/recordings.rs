//! Recordings by sound and picture: what was to be recorded in a matter, what is there, and what is missing; and the recordings that
//! officers handed in and that belong to no matter yet.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::DateTime;
use utoipa::ToSchema;
use zhiheng_app::intake::{Inbox, LinkWish, TakeLine, TakeWish};
use zhiheng_app::recordings::MatterRecordings;
use zhiheng_domain::Power;

use crate::api::acts::Receipt;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

/// Powers that bring recordings into dossiers.
pub(super) const RECORDING: &[Power] = &[Power::Register, Power::Handle];

/// A recording handed in.
#[derive(ToSchema)]
pub(crate) struct TakeIn {
    /// 已上传的文件的摘要
    digest: String,
    /// 文件名
    name: String,
    /// 设备编号；没有的不给
    device: Option<String>,
    /// 记录开始，到分或者到秒；文件里有的可以不给
    #[schema(value_type = Option<String>)]
    from: Option<DateTime>,
    /// 记录结束；文件里有时长的可以不给
    #[schema(value_type = Option<String>)]
    to: Option<DateTime>,
}

impl Shape for TakeIn {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            digest: object.text("digest")?,
            name: object.text("name")?,
            device: object.text_if("device")?,
            from: moment(object, "from")?,
            to: moment(object, "to")?,
        })
    }
}

/// Where a recording belongs.
#[derive(ToSchema)]
pub(crate) struct LinkTo {
    /// 事项编号
    matter: String,
    /// 记录的环节
    scene: String,
    /// 超过时限的原因；没有超过的不给
    late_reason: Option<String>,
}

impl Shape for LinkTo {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            matter: object.text("matter")?,
            scene: object.text("scene")?,
            late_reason: object.text_if("late_reason")?,
        })
    }
}

/// Why a recording belongs to no matter.
#[derive(ToSchema)]
pub(crate) struct Aside {
    /// 理由
    reason: String,
}

impl Shape for Aside {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { reason: object.text("reason")? })
    }
}

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

/// 待归集的音像
///
/// 本人交来、还没有归入事项的音像，以及按本人、时间找到的可能的事项和环节；只有一处相符的，一次确认即可。
#[utoipa::path(
    get, path = "/recordings", tag = "音像记录",
    responses((status = 200, description = "待归集的音像", body = Inbox), Problems)
)]
pub(crate) async fn inbox(State(api): State<Api>, who: Who) -> Result<Json<Inbox>, Problem> {
    super::registers::needs(&who, RECORDING)?;
    Ok(Json(api.app.inbox(who.caller()).await?))
}

/// 交来一份音像
///
/// 文件先上传；拍摄的起止以给出的为准，没有给的取文件里的。同一个文件交两次只算一份。
#[utoipa::path(
    post, path = "/recordings", tag = "音像记录", request_body = TakeIn,
    responses((status = 201, description = "已收下", body = TakeLine), Problems)
)]
pub(crate) async fn take_in(
    State(api): State<Api>,
    who: Who,
    wanted: Result<Body<TakeIn>, Problem>,
) -> Result<Response, Problem> {
    super::registers::needs(&who, RECORDING)?;
    let Body(TakeIn { digest, name, device, from, to }) = wanted?;
    let wish = TakeWish { digest, name, device: device.unwrap_or_default(), from, to };
    let taken = api.app.take_in(who.caller(), &wish).await?;
    Ok((StatusCode::CREATED, Json(taken)).into_response())
}

/// 归入事项
///
/// 由事项的“音像记录入库”行为归入，关口与在事项里办理时一样。
#[utoipa::path(
    post, path = "/recordings/{id}/link", tag = "音像记录", request_body = LinkTo,
    params(("id" = String, Path, description = "待归集音像的编号")),
    responses((status = 200, description = "已归入", body = Receipt), Problems)
)]
pub(crate) async fn link(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    wanted: Result<Body<LinkTo>, Problem>,
) -> Result<Json<Receipt>, Problem> {
    super::registers::needs(&who, RECORDING)?;
    let Body(LinkTo { matter, scene, late_reason }) = wanted?;
    let wish = LinkWish { matter, scene, late_reason: late_reason.unwrap_or_default() };
    Ok(Json(Receipt::from(api.app.link(who.caller(), &id, &wish).await?)))
}

/// 不属于任何事项
///
/// 误录、测试设备等，写明理由；文件和这句话都留在记录里。
#[utoipa::path(
    post, path = "/recordings/{id}/aside", tag = "音像记录", request_body = Aside,
    params(("id" = String, Path, description = "待归集音像的编号")),
    responses((status = 204, description = "已搁置"), Problems)
)]
pub(crate) async fn set_aside(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    wanted: Result<Body<Aside>, Problem>,
) -> Result<StatusCode, Problem> {
    super::registers::needs(&who, RECORDING)?;
    let Body(Aside { reason }) = wanted?;
    api.app.set_aside(who.caller(), &id, &reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn moment(object: &mut Fields, name: &str) -> Result<Option<DateTime>, Problem> {
    let Some(text) = object.text_if(name)? else { return Ok(None) };
    text.parse()
        .map(Some)
        .map_err(|_| Problem::wrong_field("input.moment", name, "写成 2026-03-02T09:30 这样的时间"))
}
