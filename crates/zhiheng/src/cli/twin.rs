//! Arguments of `zhiheng twin`.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Data, Json, Stores};

#[derive(Debug, Subcommand)]
pub(crate) enum TwinCommand {
    /// 把一件事项的纸质案卷扫描件逐页与电子文书核对；结果写入记录
    Check {
        /// 事项编号，或者案号
        #[arg(value_name = "事项")]
        matter: String,
        /// 扫描文件(PDF、TIFF、PNG、JPEG)，按案卷的顺序
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        #[command(flatten)]
        json: Json,
    },
}
