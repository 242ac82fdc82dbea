//! Arguments of `zhiheng paper`.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Data, Json, Stores};

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
    /// 预留文号并打印空白文书：没有网络的地方使用，回来在行为的页面补录
    Blanks {
        /// 程序编号，见 pack list
        #[arg(value_name = "程序")]
        procedure: String,
        /// 出具文书的行为
        #[arg(value_name = "行为")]
        act: String,
        /// 文书
        #[arg(value_name = "文书")]
        paper: String,
        /// 份数，1 至 200
        #[arg(long, value_name = "份数")]
        count: u32,
        /// 写入的文件夹，每份一个 PDF
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        /// 机关编号；只有一个机关时可以不写
        #[arg(long, value_name = "编号")]
        agency: Option<String>,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        #[command(flatten)]
        json: Json,
    },
    /// 作废一份预留的空白文书；文号不再使用，去向留在记录上
    Void {
        /// 文号，如 长信简罚〔2026〕5号
        #[arg(value_name = "文号")]
        number: String,
        /// 作废的理由
        #[arg(long, value_name = "理由")]
        reason: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        #[command(flatten)]
        json: Json,
    },
}
