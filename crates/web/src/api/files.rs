//! The files of a matter as a list, and the glimpses of them: small pictures, shapes of sound.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::files::MatterFiles;
use zhiheng_app::ports::Waveform;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// 本件的文件
///
/// 每份文件是什么、谁在哪一步收的、文件自己写明的时长、画面、编码、拍摄时间和地点、设备；拍摄时间与办理的时间不符的写明差多少。
/// 从一份文件制作的节选、遮盖件、字幕列在它的下面。没有权限打开的文件，不写它自述的内容。
#[utoipa::path(
    get, path = "/matters/{id}/files", tag = "文件",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "本件的文件", body = MatterFiles), Problems)
)]
pub(crate) async fn of_matter(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<MatterFiles>, Problem> {
    Ok(Json(api.app.matter_files(who.caller(), &id).await?))
}

/// 文件的缩略图
///
/// JPEG，长边不超过 320 像素。给 matter 的，从收了这份文件的事项取得，同一件十分钟内的缩略图合起来记一次查看；给 take 的，是本人交来、
/// 还没有归入事项的音像。没有缩略图的（声音、HEIC、太大或者损坏的）返回 204。缩略图随时可以由文件重做，不是证据。
#[utoipa::path(
    get, path = "/blobs/{digest}/thumbnail", tag = "文件",
    params(
        ("digest" = String, Path, description = "摘要"),
        ("matter" = Option<String>, Query, description = "事项编号；与 take 二者给一个"),
        ("take" = Option<String>, Query, description = "待归集音像的编号"),
    ),
    responses(
        (status = 200, description = "缩略图", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 204, description = "没有缩略图"),
        Problems
    )
)]
pub(crate) async fn thumbnail(
    State(api): State<Api>,
    who: Who,
    Address(digest): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let glimpses = api.glimpses.as_ref();
    let made = match given.as_slice() {
        [(name, matter)] if name == "matter" => {
            api.app.thumbnail(who.caller(), matter, &digest, glimpses).await?
        }
        [(name, take)] if name == "take" => {
            api.app.take_thumbnail(who.caller(), take, &digest, glimpses).await?
        }
        _ => {
            let detail = "地址中应有一个“matter”或者一个“take”";
            return Err(Problem::wrong_field("input.required", "matter", detail));
        }
    };
    let Some(made) = made else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let mut about = HeaderMap::new();
    about.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    about.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok((about, made).into_response())
}

/// 录音录像的声音波形
///
/// 每一格里最响的一点，0 至 100，供在播放器里看哪里有人说话。与播放同一份算同一次查看。没有声音、读不出的返回 204。
#[utoipa::path(
    get, path = "/blobs/{digest}/waveform", tag = "文件",
    params(
        ("digest" = String, Path, description = "摘要"),
        ("matter" = String, Query, description = "事项编号"),
    ),
    responses(
        (status = 200, description = "声音波形", body = Waveform),
        (status = 204, description = "没有声音"),
        Problems
    )
)]
pub(crate) async fn waveform(
    State(api): State<Api>,
    who: Who,
    Address(digest): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let matter = super::blobs::only(&given, "matter")?;
    let made = api.app.waveform(who.caller(), matter, &digest, api.glimpses.as_ref()).await?;
    Ok(match made {
        Some(made) => Json(made).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
