//! The dossier of a matter: its catalogue, its volumes as one PDF, the whole as one ZIP.
//!
//! What this is not: the order and the pages (see `zhiheng_app::dossier`).

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::dossier::{DossierPage, Edition, Enclosed};
use zhiheng_app::package::PropertyReport;
use zhiheng_app::ports::press::Part;
use zhiheng_domain::Power;

use crate::api::blobs::disposition;
use crate::api::record::Folder;
use crate::api::zipped;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// How long one waits for the checkpoint at a time, and how often.
const WAIT: Duration = Duration::from_millis(100);
const MOST_WAITS: usize = 80;

/// 案卷
///
/// 卷内目录和页号、缺什么、保管期限。排列次序由法律包规定。
#[utoipa::path(
    get, path = "/matters/{id}/dossier", tag = "案卷",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "案卷", body = DossierPage), Problems)
)]
pub(crate) async fn page(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<DossierPage>, Problem> {
    Ok(Json(api.app.dossier_page(who.caller(), &id, &api.press).await?))
}

/// 案卷的 PDF
///
/// 各卷依次装订：封面、卷内目录、材料（右下角编页号）、备考表。`edition=open` 只含可以给当事人看的。每次取出都进入记录。
#[utoipa::path(
    get, path = "/matters/{id}/dossier.pdf", tag = "案卷",
    params(
        ("id" = String, Path, description = "事项编号"),
        ("edition" = Option<String>, Query, description = "full 全部（缺省）、open 可以对外的"),
    ),
    responses((status = 200, description = "PDF", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn pdf(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let edition = edition(&given)?;
    let taken = api.app.take_volumes(who.caller(), &id, edition, &api.press).await?;
    let name = format!("{}.pdf", taken.name);
    let mut volumes = taken.volumes;
    let bytes = if volumes.len() == 1 {
        volumes.pop().map(|volume| volume.pdf).unwrap_or_default()
    } else {
        let parts: Vec<Part> = volumes
            .into_iter()
            .map(|volume| Part { pdf: volume.pdf, title: Some(volume.title), first: None })
            .collect();
        let press = api.press.clone();
        tokio::task::spawn_blocking(move || press.bind(&parts))
            .await
            .map_err(|error| Error::Internal(format!("bind: {error}")))??
    };
    let about = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition("inline", &name)),
    ];
    Ok((about, bytes).into_response())
}

/// 案卷的 ZIP
///
/// 每卷一个文件夹：装订好的 PDF、逐件的文书和原始文件、目录。`edition=open` 只含可以给当事人看的。每次取出都进入记录。
#[utoipa::path(
    get, path = "/matters/{id}/dossier.zip", tag = "案卷",
    params(
        ("id" = String, Path, description = "事项编号"),
        ("edition" = Option<String>, Query, description = "full 全部（缺省）、open 可以对外的"),
    ),
    responses((status = 200, description = "ZIP", body = Vec<u8>, content_type = "application/zip"), Problems)
)]
pub(crate) async fn zip(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    who.caller().require(Power::View)?;
    who.caller().require(Power::Export)?;
    let edition = edition(&given)?;
    let (name, inside) = api.app.take_pieces(who.caller(), &id, edition, &api.press).await?;
    Ok(zipped::answer(&format!("{name}.zip"), inside, api.app.opener()))
}

/// 四性检测
///
/// 真实、完整、可用、安全：逐项写明检测了什么、结果如何。检测的是现在导出归档包会装的内容，什么都不写。
#[utoipa::path(
    get, path = "/matters/{id}/dossier/properties", tag = "案卷",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "检测报告", body = PropertyReport), Problems)
)]
pub(crate) async fn properties(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<PropertyReport>, Problem> {
    let folder = Folder::new(&api.record_dir);
    Ok(Json(api.app.four_properties(who.caller(), &id, &api.press, &folder).await?))
}

/// 归档包
///
/// BagIt 1.0（RFC 8493）：卷、文书、原始文件、元数据、本件的每一个行为和它的证明。导出先进入记录，包里有这一条的证明，
/// 所以改动任何一个字节、哪怕重写清单，也核验得出。
#[utoipa::path(
    post, path = "/matters/{id}/dossier/package", tag = "案卷",
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "归档包的 ZIP", body = Vec<u8>, content_type = "application/zip"), Problems)
)]
pub(crate) async fn package(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    who.caller().require(Power::View)?;
    who.caller().require(Power::Export)?;
    let folder = Folder::new(&api.record_dir);
    let package = api.app.draft_package(who.caller(), &id, &api.press, &folder, true).await?;
    let name = package.name.clone();
    let stream = api.app.note_package(who.caller(), &package).await?;
    // The follower publishes at most every 200 ms; the proof needs the checkpoint that covers this event.
    let mut waited = 0;
    while !api.app.is_published(&stream, &folder).await? {
        if waited == MOST_WAITS {
            let detail = "记录的检查点还没有覆盖这次导出，请稍后再试";
            return Err(Problem::unavailable("record.not_covered", detail));
        }
        waited += 1;
        tokio::time::sleep(WAIT).await;
    }
    let closed = api.app.seal_package(package, &stream, &folder).await?;
    let base = format!("zhiheng-{id}");
    let files: Vec<Enclosed> = closed
        .files
        .into_iter()
        .map(|file| Enclosed { path: format!("{base}/{}", file.path), ..file })
        .collect();
    Ok(zipped::answer(&format!("{name}.zip"), files, api.app.opener()))
}

fn edition(given: &[(String, String)]) -> Result<Edition, Problem> {
    let mut edition = Edition::Full;
    for (name, value) in given {
        edition = match (name.as_str(), value.as_str()) {
            ("edition", "full") => Edition::Full,
            ("edition", "open") => Edition::Open,
            ("edition", _) => {
                return Err(Problem::wrong_field(
                    "input.choice",
                    "edition",
                    "edition 应是 full 或 open",
                ));
            }
            _ => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                let detail = format!("没有“{name}”这一条件");
                return Err(Problem::wrong_field("input.unknown", &name, detail));
            }
        };
    }
    Ok(edition)
}
