//! Files: handed in before the act that cites them, handed out by the matter that holds them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::looking::What;
use zhiheng_app::ports::{BlobError, BlobInfo, FileFacts};
use zhiheng_domain::Power;

use crate::api::{WORKING, looking, playback};
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// Largest file that is taken in whole, in bytes.
const FILE_LIMIT: usize = 64 * 1024 * 1024;
/// Longest file name, in characters.
const LONGEST_NAME: usize = 255;

/// A file taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileRef {
    /// 摘要，也是文件的编号
    digest: String,
    /// 名称
    name: String,
    /// 字节数
    size: u64,
    /// 类型，按内容判断
    #[serde(rename = "type")]
    kind: String,
}

impl FileRef {
    /// A stored file under the name it was handed in by.
    pub(crate) fn new(info: BlobInfo, name: String) -> Self {
        let BlobInfo { digest, size, media: kind } = info;
        Self { digest, name, size, kind }
    }
}

/// The bound of this one address.
pub(crate) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(FILE_LIMIT)
}

/// 上传文件
///
/// 请求体就是文件，不超过 64 MB。类型按内容判断；返回值原样放进表单的文件栏。
#[utoipa::path(
    post, path = "/blobs", tag = "文件",
    params(("name" = String, Query, description = "文件名")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "已收到", body = FileRef), Problems)
)]
pub(crate) async fn put(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
    content: Result<Bytes, BytesRejection>,
) -> Result<Json<FileRef>, Problem> {
    if !WORKING.iter().any(|power| who.caller().actor.may(*power)) {
        let message = "您的岗位不办理事项，不能上传文件".to_owned();
        return Err(zhiheng_app::Error::Denied(message).into());
    }
    let name = file_name(only(&given, "name")?)?;
    let content = content?;
    if content.is_empty() {
        return Err(Problem::unreadable("blob.empty", "文件是空的"));
    }
    let info = api.app.blobs().put(&content).await.map_err(zhiheng_app::Error::Blob)?;
    Ok(Json(FileRef::new(info, name)))
}

/// 下载或播放文件
///
/// 只从收了这份文件的事项取得。可以用 Range 只取一段（206）；每一段都与登记的摘要核对以后才给出，改动过的一段不给。
/// `show=inline` 在页面中播放，不给时按附件保存。
#[utoipa::path(
    get, path = "/blobs/{digest}", tag = "文件",
    params(
        ("digest" = String, Path, description = "摘要"),
        ("matter" = String, Query, description = "事项编号"),
        ("show" = Option<String>, Query, description = "inline：在页面中显示；只用于图片、音频、视频和 PDF"),
        ("Range" = Option<String>, Header, description = "一段字节，如 bytes=0-1048575"),
        ("If-Range" = Option<String>, Header, description = "上次得到的 ETag"),
    ),
    responses(
        (status = 200, description = "文件", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "文件的一段", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "没有变化"),
        (status = 416, description = "文件没有这一段"),
        Problems
    )
)]
pub(crate) async fn get(
    State(api): State<Api>,
    who: Who,
    Address(digest): Address<String>,
    Filters(mut given): Filters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let inline = match given.iter().position(|(name, _)| name == "show") {
        None => false,
        Some(place) if given.get(place).is_some_and(|(_, value)| value == "inline") => {
            given.remove(place);
            true
        }
        Some(_) => {
            return Err(Problem::wrong_field("input.choice", "show", "“show”只能是 inline"));
        }
    };
    let matter = only(&given, "matter")?;
    let how = looking::how(&headers);
    api.app.looked(who.caller(), matter, What::File(&digest), how, "").await?;
    let held = api.app.held_file(who.caller(), matter, &digest).await?;
    playback::answer(&api, &digest, held, &headers, inline).await
}

/// 文件自己写明的内容
///
/// 时长、画面、编码、拍摄时间和地点、设备、页数：都取自文件内容，是文件所写，不等于事实。只从收了这份文件的事项取得。
#[utoipa::path(
    get, path = "/blobs/{digest}/facts", tag = "文件",
    params(
        ("digest" = String, Path, description = "摘要"),
        ("matter" = String, Query, description = "事项编号"),
    ),
    responses((status = 200, description = "文件自己写明的内容", body = FileFacts), Problems)
)]
pub(crate) async fn facts(
    State(api): State<Api>,
    who: Who,
    Address(digest): Address<String>,
    Filters(given): Filters,
) -> Result<Json<FileFacts>, Problem> {
    let matter = only(&given, "matter")?;
    let view = zhiheng_app::looking::How::View;
    api.app.looked(who.caller(), matter, What::File(&digest), view, "").await?;
    api.app.held_file(who.caller(), matter, &digest).await?;
    let facts = api.app.blobs().facts(&digest).await.map_err(zhiheng_app::Error::Blob)?;
    let missing = || zhiheng_app::Error::Missing { what: "这个文件".to_owned() };
    Ok(Json(facts.ok_or_else(missing)?))
}

/// Whether a file is still the one that was handed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Wholeness {
    /// 与登记的摘要一致
    whole: bool,
    /// 字节数
    size: u64,
    /// 不一致的一段
    changed: Option<Changed>,
}

/// The first part of a file that is not as it was.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changed {
    /// 从第几字节起
    from: u64,
    /// 到第几字节以前
    to: u64,
}

/// 核对文件
///
/// 把整个文件与登记的摘要核对一遍，指出第一处不一致的在哪一段。只从收了这份文件的事项核对；大的录像要几秒。
#[utoipa::path(
    get, path = "/blobs/{digest}/check", tag = "文件",
    params(
        ("digest" = String, Path, description = "摘要"),
        ("matter" = String, Query, description = "事项编号"),
    ),
    responses((status = 200, description = "核对的结果", body = Wholeness), Problems)
)]
pub(crate) async fn check(
    State(api): State<Api>,
    who: Who,
    Address(digest): Address<String>,
    Filters(given): Filters,
) -> Result<Json<Wholeness>, Problem> {
    who.caller().require(Power::View)?;
    let matter = only(&given, "matter")?;
    let size = api.app.held_file(who.caller(), matter, &digest).await?.size;
    match api.app.blobs().check(&digest).await {
        Ok(Some(size)) => Ok(Json(Wholeness { whole: true, size, changed: None })),
        Ok(None) => Err(zhiheng_app::Error::Missing { what: "这个文件".to_owned() }.into()),
        Err(BlobError::Corrupt { bytes, .. }) => {
            let changed = bytes.map(|bytes| Changed { from: bytes.start, to: bytes.end });
            Ok(Json(Wholeness { whole: false, size, changed }))
        }
        Err(fault) => Err(zhiheng_app::Error::Blob(fault).into()),
    }
}

/// The name of a file as it is kept.
///
/// # Errors
/// It is empty, too long, or would lead elsewhere.
pub(crate) fn file_name(given: &str) -> Result<String, Problem> {
    let name = given.trim().to_owned();
    let wrong = |detail: &str| Problem::wrong_field("input.name", "name", detail);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(wrong("文件名应是 1 至 255 个字"));
    }
    if name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        return Err(wrong("文件名不能含有控制字符和斜线"));
    }
    Ok(name)
}

/// The one condition that the address takes.
pub(super) fn only<'g>(given: &'g [(String, String)], wanted: &str) -> Result<&'g str, Problem> {
    if let Some((name, _)) = given.iter().find(|(name, _)| name != wanted) {
        let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        let detail = format!("没有“{name}”这一条件");
        return Err(Problem::wrong_field("input.unknown", &name, detail));
    }
    match given {
        [(_, value)] if !value.trim().is_empty() => Ok(value),
        _ => {
            let detail = format!("地址中应有一个“{wanted}”");
            Err(Problem::wrong_field("input.required", wanted, detail))
        }
    }
}

/// How a file is handed out: `attachment` to be kept, `inline` to be shown (RFC 6266, name by RFC 8187).
pub(crate) fn disposition(how: &str, name: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("{how}; filename*=UTF-8''{encoded}")
}
