//! Arguments of `zhiheng paper`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Json;

#[derive(Debug, Subcommand)]
pub(crate) enum PaperCommand {
    /// 打印法律包中每一份文书的样张(PDF)
    Samples {
        /// 写入的文件夹
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        /// 改为每份文书首页的图像(PNG)和一份中文目录(README.md)；内容相同的文书只画一次
        #[arg(long)]
        png: bool,
        /// 只打印这个程序的文书；缺省为全部程序
        #[arg(long, value_name = "程序")]
        procedure: Option<String>,
        /// 数据目录：采用其中的法律包和字体；缺省用内置的
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
}
