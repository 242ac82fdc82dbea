//! Resumable uploads: tus 1.0 with creation, creation-with-upload, termination, checksum, expiration and concatenation.
//!
//! What this is not: who may send how much, and what becomes of the bytes (`zhiheng_app::uploads`). An offset that is
//! answered is durable. A finished upload is answered with its digest in `Zhiheng-Digest`; `GET` gives the file as a
//! form's file field takes it.

mod answer;
mod headers;
mod receive;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use zhiheng_app::ports::FileFacts;
use zhiheng_app::uploads::{NewUpload, Upload};

use self::answer::{described, problem};
use self::headers::{Concat, Metadata};
use crate::api::WORKING;
use crate::api::blobs::{FileRef, file_name};
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::Address;
use crate::server::Api;

/// Where an upload is found.
const UPLOADS: &str = "/api/uploads";
/// The one version of the protocol that is spoken.
const VERSION: &str = "1.0.0";
/// What is spoken besides its core.
const EXTENSIONS: &str =
    "creation,creation-with-upload,termination,checksum,expiration,concatenation";
/// Name where the client gives none.
const NAMELESS: &str = "未命名文件";

/// The addresses of this protocol.
pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(options, create).layer(map_response(answer::tus)))
        .routes(routes!(show, head, patch, post, remove).layer(map_response(answer::tus)))
}

/// An upload and, once it is finished, the file.
#[derive(Serialize, ToSchema)]
pub(crate) struct UploadView {
    /// 编号
    id: String,
    /// 文件名
    name: String,
    /// 声明的字节数
    size: u64,
    /// 已经收到并落盘的字节数
    offset: u64,
    /// 到这时还没有新内容就删除
    expires: String,
    /// 传完以后的文件，原样放进表单的文件栏
    file: Option<FileRef>,
    /// 文件自己写明的时长、时间、地点、设备等
    facts: Option<FileFacts>,
}

/// 上传协议的能力
///
/// tus 1.0：版本、扩展、最大长度、校验算法，都在响应头里。
#[utoipa::path(
    options, path = "/uploads", tag = "文件", operation_id = "upload_options",
    responses((status = 200, description = "能力见响应头"), Problems)
)]
pub(crate) async fn options(State(api): State<Api>) -> Response {
    let mut response = StatusCode::OK.into_response();
    let about = response.headers_mut();
    about.insert("tus-version", HeaderValue::from_static(VERSION));
    about.insert("tus-extension", HeaderValue::from_static(EXTENSIONS));
    about.insert("tus-max-size", HeaderValue::from(api.uploads.rules().largest));
    about.insert("tus-checksum-algorithm", HeaderValue::from_static(headers::ALGORITHMS));
    response
}

/// 开始一次上传
///
/// tus 1.0 的 creation、creation-with-upload 与 concatenation；响应头 Location 是这次上传的地址。
#[utoipa::path(
    post, path = "/uploads", tag = "文件", operation_id = "upload_create",
    params(
        ("Tus-Resumable" = String, Header, description = "协议版本，1.0.0"),
        ("Upload-Length" = Option<u64>, Header, description = "总字节数；合并分段时不给"),
        ("Upload-Metadata" = Option<String>, Header, description = "名称与 Base64 的值，filename 是文件名"),
        ("Upload-Concat" = Option<String>, Header, description = "partial：分段；final;地址 地址：合并各段"),
        ("Upload-Checksum" = Option<String>, Header, description = "算法与 Base64 的校验值"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 201, description = "已开始，地址在 Location"), Problems)
)]
pub(crate) async fn create(
    State(api): State<Api>,
    who: Who,
    given: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    may(&who)?;
    headers::version(&given)?;
    let metadata = Metadata::read(&given)?;
    let name = match metadata.name() {
        Some(name) => file_name(name)?,
        None => NAMELESS.to_owned(),
    };
    let concat = headers::concat(&given)?;
    let upload = if let Some(Concat::Final(parts)) = concat {
        let made = api.uploads.assemble(who.caller(), name, metadata.text, parts).await;
        made.map_err(problem)?
    } else {
        let part = concat.is_some();
        let length = headers::length(&given)?;
        if length == 0 && !part {
            return Err(Problem::unreadable("blob.empty", "文件是空的"));
        }
        let with_body = headers::is_offset_stream(&given);
        let check = headers::checksum(&given)?;
        let new = NewUpload { name, length, metadata: metadata.text, part };
        let upload = api.uploads.create(who.caller(), new).await.map_err(problem)?;
        if with_body {
            let mut taken = api.uploads.take(who.caller(), &upload.id).await.map_err(problem)?;
            receive::all(&mut taken, body, check).await?
        } else {
            upload
        }
    };
    let mut response = (StatusCode::CREATED, described(&upload)).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("{UPLOADS}/{}", upload.id)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// 上传的进度与结果
///
/// 传完以后给出文件的摘要、类型和它自己写明的内容；`file` 原样放进表单的文件栏。
#[utoipa::path(
    get, path = "/uploads/{id}", tag = "文件", operation_id = "upload_show",
    params(("id" = String, Path, description = "上传编号")),
    responses((status = 200, description = "进度与结果", body = UploadView), Problems)
)]
pub(crate) async fn show(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<UploadView>, Problem> {
    may(&who)?;
    let upload = api.uploads.take(who.caller(), &id).await.map_err(problem)?.upload().clone();
    let Upload { id, name, length, offset, expires, file, .. } = upload;
    let facts = match &file {
        Some(info) => {
            api.app.blobs().facts(&info.digest).await.map_err(zhiheng_app::Error::Blob)?
        }
        None => None,
    };
    Ok(Json(UploadView {
        id,
        offset,
        size: length,
        expires: expires.to_string(),
        file: file.map(|info| FileRef::new(info, name.clone())),
        name,
        facts,
    }))
}

/// 上传到哪里了
///
/// tus 1.0：响应头 Upload-Offset 是已经落盘的字节数，从那里接着传。
#[utoipa::path(
    head, path = "/uploads/{id}", tag = "文件", operation_id = "upload_head",
    params(
        ("id" = String, Path, description = "上传编号"),
        ("Tus-Resumable" = String, Header, description = "协议版本，1.0.0"),
    ),
    responses((status = 200, description = "位置在 Upload-Offset"), Problems)
)]
pub(crate) async fn head(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    given: HeaderMap,
) -> Result<Response, Problem> {
    may(&who)?;
    headers::version(&given)?;
    let taken = api.uploads.take(who.caller(), &id).await.map_err(problem)?;
    Ok((StatusCode::OK, described(taken.upload()), answer::told(taken.upload())).into_response())
}

/// 接着上传
///
/// tus 1.0：请求体从 Upload-Offset 处接上；应答的位置已经落盘。校验值不符时答 460，这一段不算数。
#[utoipa::path(
    patch, path = "/uploads/{id}", tag = "文件", operation_id = "upload_patch",
    params(
        ("id" = String, Path, description = "上传编号"),
        ("Tus-Resumable" = String, Header, description = "协议版本，1.0.0"),
        ("Upload-Offset" = u64, Header, description = "从第几个字节接上"),
        ("Upload-Checksum" = Option<String>, Header, description = "算法与 Base64 的校验值"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "已收到；传完时 Zhiheng-Digest 是文件的摘要"),
        (status = 460, description = "校验值不符，这一段不算数"),
        Problems
    )
)]
pub(crate) async fn patch(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    given: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    may(&who)?;
    headers::version(&given)?;
    if !headers::is_offset_stream(&given) {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "input.media",
            "请求体的类型不对",
            "请求头 Content-Type 应是 application/offset+octet-stream",
        ));
    }
    let offset = headers::offset(&given)?;
    let check = headers::checksum(&given)?;
    let mut taken = api.uploads.take(who.caller(), &id).await.map_err(problem)?;
    let now = taken.upload().offset;
    if now != offset {
        let detail = format!("上传应从第 {now} 字节继续");
        return Err(Problem::new(StatusCode::CONFLICT, "upload.offset", "上传的位置不对", detail));
    }
    let upload = receive::all(&mut taken, body, check).await?;
    Ok((StatusCode::NO_CONTENT, described(&upload)).into_response())
}

/// 代用方法
///
/// tus 1.0：不能发 PATCH、DELETE、HEAD 的环境用 POST，真正的方法写在 X-HTTP-Method-Override。
#[utoipa::path(
    post, path = "/uploads/{id}", tag = "文件", operation_id = "upload_override",
    params(
        ("id" = String, Path, description = "上传编号"),
        ("X-HTTP-Method-Override" = String, Header, description = "PATCH、DELETE 或 HEAD"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "与真正的方法相同"), Problems)
)]
pub(crate) async fn post(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    given: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    may(&who)?;
    let method = given.get("x-http-method-override").map(HeaderValue::as_bytes);
    match method {
        Some(b"PATCH") => patch(State(api), who, Address(id), given, body).await,
        Some(b"DELETE") => remove(State(api), who, Address(id), given).await,
        Some(b"HEAD") => head(State(api), who, Address(id), given).await,
        _ => Err(Problem::wrong_field(
            "input.choice",
            "X-HTTP-Method-Override",
            "请求头 X-HTTP-Method-Override 应是 PATCH、DELETE 或 HEAD",
        )),
    }
}

/// 取消上传
///
/// tus 1.0 的 termination：已收到的内容删除。已经成为文件的，文件不动。
#[utoipa::path(
    delete, path = "/uploads/{id}", tag = "文件", operation_id = "upload_remove",
    params(
        ("id" = String, Path, description = "上传编号"),
        ("Tus-Resumable" = String, Header, description = "协议版本，1.0.0"),
    ),
    responses((status = 204, description = "已取消"), Problems)
)]
pub(crate) async fn remove(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    given: HeaderMap,
) -> Result<Response, Problem> {
    may(&who)?;
    headers::version(&given)?;
    api.uploads.remove(who.caller(), &id).await.map_err(problem)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Only who works on matters sends files.
fn may(who: &Who) -> Result<(), Problem> {
    if WORKING.iter().any(|power| who.caller().actor.may(*power)) {
        return Ok(());
    }
    let message = "您的岗位不办理事项，不能上传文件".to_owned();
    Err(zhiheng_app::Error::Denied(message).into())
}
