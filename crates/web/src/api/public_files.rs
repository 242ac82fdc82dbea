//! Files for the public: looked into before they are released, and the masked copy of a paper made for the purpose.
//!
//! What this is not: releasing them; that is the act that publishes.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::Error;
use zhiheng_app::ports::LeakReport;

use crate::api::papers::printed;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(check)).routes(routes!(look, masked))
}

/// A file that is to be released.
#[derive(ToSchema)]
pub(crate) struct PublicFileRef {
    /// 摘要，即上传文件时的返回值
    digest: String,
}

/// A masked copy that was made and put with the uploaded files.
#[derive(Serialize, ToSchema)]
pub(crate) struct MaskedCopy {
    /// 摘要
    digest: String,
    /// 名称
    name: String,
    /// 大小，字节
    size: u64,
    /// 类型
    #[serde(rename = "type")]
    media: String,
    /// 检查的结果
    check: LeakReport,
}

impl Shape for PublicFileRef {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { digest: object.text("digest")? })
    }
}

/// 检查公开文件
///
/// 按放出时的办法检查一份已经上传的文件：本件向公众隐去的内容，在文件里还找不找得回来（盖住的字、元数据、图层、附件、以前保存的
/// 内容、裁去的图像，以及与以前放出的副本对照）。什么都不写；放出时还要再查一次。
#[utoipa::path(
    post, path = "/matters/{id}/public-files", tag = "公示", request_body = PublicFileRef,
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "检查的结果", body = LeakReport), Problems)
)]
pub(crate) async fn check(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(PublicFileRef { digest }): Body<PublicFileRef>,
) -> Result<Json<LeakReport>, Problem> {
    Ok(Json(api.app.check_public_file(who.caller(), &id, &digest).await?))
}

/// 看遮盖副本
///
/// 遮盖副本的样子，供放出以前与原件对照。取出文书这件事进入记录。
#[utoipa::path(
    get, path = "/matters/{id}/papers/{paper}/public-copy", tag = "公示",
    params(("id" = String, Path, description = "事项编号"), ("paper" = String, Path, description = "文书")),
    responses((status = 200, description = "遮盖副本", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn look(
    State(api): State<Api>,
    who: Who,
    Address((id, paper)): Address<(String, String)>,
) -> Result<Response, Problem> {
    let sheet = api.app.public_sheet(who.caller(), &id, &paper).await?;
    printed(&api, sheet).await
}

/// 生成遮盖副本
///
/// 把一份对外的文书照原样重排一遍，向公众隐去的内容一律不写进去，每页有“已遮盖”字样；存为已上传的文件，并检查一遍，可以直接随公示
/// 放出。取出文书这件事进入记录。
#[utoipa::path(
    post, path = "/matters/{id}/papers/{paper}/public-copy", tag = "公示",
    params(("id" = String, Path, description = "事项编号"), ("paper" = String, Path, description = "文书")),
    responses((status = 200, description = "遮盖副本", body = MaskedCopy), Problems)
)]
pub(crate) async fn masked(
    State(api): State<Api>,
    who: Who,
    Address((id, paper)): Address<(String, String)>,
) -> Result<Json<MaskedCopy>, Problem> {
    let sheet = api.app.public_sheet(who.caller(), &id, &paper).await?;
    let name = format!("{}（遮盖副本）.pdf", sheet.title);
    let press = api.press.clone();
    let pdf = tokio::task::spawn_blocking(move || press.pdf(&sheet))
        .await
        .map_err(|error| Error::Internal(format!("press: {error}")))?
        .map_err(Error::from)?;
    let kept = api.app.blobs().put(&pdf).await.map_err(Error::from)?;
    let check = api.app.check_public_file(who.caller(), &id, &kept.digest).await?;
    let zhiheng_app::ports::BlobInfo { digest, size, media } = kept;
    Ok(Json(MaskedCopy { digest, name, size, media, check }))
}
