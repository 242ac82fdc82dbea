//! The record as the console shows it: its newest signed head.

use std::path::{Path, PathBuf};

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::Error;
use zhiheng_app::shapes::{json, moment};
use zhiheng_record::checkpoint::SignedCheckpoint;
use zhiheng_record::folder::FolderSource;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::server::Api;

/// The newest signed head of the record.
#[derive(Serialize, ToSchema)]
pub(crate) struct Head {
    /// 记录的名称
    origin: String,
    /// 算法：national 国密、international
    suite: String,
    /// 条数
    size: u64,
    /// 树根，十六进制
    root: String,
    /// 签名的检查点全文
    checkpoint: String,
    /// 发布的时刻
    checked_at: String,
}

/// The published files of the record.
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The files below this folder.
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl FolderSource for Folder {
    /// Paths come from the layout of the record, never from a request.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        match std::fs::read(self.root.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{path}: {error}")),
        }
    }
}

/// A checkpoint as published.
pub(crate) struct Published {
    pub(crate) signed: SignedCheckpoint,
    pub(crate) text: String,
    pub(crate) at: Option<Timestamp>,
}

/// The newest published checkpoint; none where nothing was published yet.
pub(crate) async fn published(folder: &Path) -> Result<Option<Published>, Error> {
    let path = folder.join("checkpoint");
    let unreadable = |why: String| Error::Internal(format!("checkpoint: {why}"));
    let text = match tokio::fs::read_to_string(&path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let signed = text.parse::<SignedCheckpoint>().map_err(|fault| unreadable(fault.to_string()))?;
    let about = tokio::fs::metadata(&path).await.ok();
    let at =
        about.and_then(|about| about.modified().ok()).and_then(|at| Timestamp::try_from(at).ok());
    Ok(Some(Published { signed, text, at }))
}

/// 记录的现状
///
/// 最新的签名检查点。怎样核验见门户的“核验”页。
#[utoipa::path(
    get, path = "/record", tag = "记录",
    responses((status = 200, description = "检查点", body = Head), Problems)
)]
pub(crate) async fn head(State(api): State<Api>, _who: Who) -> Result<Json<Head>, Problem> {
    let Published { signed, text, at } = published(&api.record_dir).await?.ok_or_else(|| {
        Error::Missing { what: "检查点：记录还没有发布过".to_owned() }
    })?;
    let checkpoint = signed.checkpoint();
    Ok(Json(Head {
        origin: checkpoint.origin.clone(),
        suite: json(&api.app.suite()).as_str().unwrap_or_default().to_owned(),
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        checkpoint: text,
        checked_at: at.map(|at| moment(zhiheng_calendar::china_datetime(at))).unwrap_or_default(),
    }))
}
