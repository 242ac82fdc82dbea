//! Arguments of `zhiheng leak`.

use std::path::PathBuf;

use clap::Args;

use super::Json;

#[derive(Debug, Args)]
pub(crate) struct Leak {
    /// 公开副本：PDF、图片、网页、文本、Office 文档
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 遮盖了什么：JSON，[{"kind":"身份证号","text":"…"}]
    #[arg(long, value_name = "文件")]
    pub(crate) masked: PathBuf,
    /// 同一份决定以前放出的公开副本，可以给几份
    #[arg(long, value_name = "文件")]
    pub(crate) earlier: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) json: Json,
}
