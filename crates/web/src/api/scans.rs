//! A scanned paper dossier held against the electronic one.
//!
//! What this is not: taking the files in (see [`crate::api::blobs`]); they are named here by their digests.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_app::ports::ReadBack;
use zhiheng_app::scans::{Desk, ScanRef};

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 255;

/// The scanned files.
#[derive(ToSchema)]
pub(crate) struct Scans {
    /// 已经上传的扫描文件，按案卷的顺序
    files: Vec<ScannedFile>,
}

/// One of them.
#[derive(ToSchema)]
struct ScannedFile {
    /// 摘要，即上传文件时的返回值
    digest: String,
    /// 名称
    name: String,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScanReport {
    /// 完好：每一页都来了一次，没有改动，没有多余的页
    whole: bool,
    #[serde(flatten)]
    report: ReadBack,
}

impl Shape for Scans {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let wrong = || {
            let detail = "“files”应是文件的列表，每个文件写明 digest 和 name";
            Problem::wrong_field("input.files", "files", detail)
        };
        let text = |file: &Value, name: &str| {
            let text = file.get(name).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_NAME)
                .map(ToOwned::to_owned)
                .ok_or_else(wrong)
        };
        let files = object.list("files")?;
        files
            .iter()
            .map(|file| {
                Ok(ScannedFile { digest: text(file, "digest")?, name: text(file, "name")? })
            })
            .collect::<Result<_, Problem>>()
            .map(|files| Self { files })
    }
}

/// 核对扫描件
///
/// 把扫描的纸质案卷逐页与电子文书核对：哪些页一致，哪些页有改动、在什么位置，哪些页不属于本案卷，缺哪些页。结果写入记录，
/// 事项本身不变。先把文件上传，再给出摘要。
#[utoipa::path(
    post, path = "/matters/{id}/scans", tag = "文书", request_body = Scans,
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "核对的结果", body = ScanReport), Problems)
)]
pub(crate) async fn read_back(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    given: Result<Body<Scans>, Problem>,
) -> Result<Json<ScanReport>, Problem> {
    zhiheng_app::scans::may(who.caller())?;
    let Body(Scans { files }) = given?;
    let files: Vec<ScanRef> =
        files.into_iter().map(|ScannedFile { digest, name }| ScanRef { digest, name }).collect();
    let desk = Desk { twin: api.twin.clone(), press: api.press.clone() };
    let report = api.app.read_scans(who.caller(), &id, &files, &desk).await?;
    Ok(Json(ScanReport { whole: report.is_whole(), report }))
}
