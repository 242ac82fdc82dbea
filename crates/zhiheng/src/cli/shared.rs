//! Arguments that several commands share.

use std::path::PathBuf;

use clap::Args;

use crate::output::Fault;
use crate::packs::Texts;

/// Which data folder.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// 数据目录
    #[arg(long, value_name = "目录")]
    pub(crate) data: PathBuf,
}

/// Which stores, where they are not in the data folder.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Stores {
    /// PostgreSQL 连接(postgres://…)；缺省用数据目录中的 SQLite
    #[arg(long, value_name = "网址")]
    pub(crate) database_url: Option<String>,
    /// 证据存放处：文件夹、file:// 网址，或 s3://存储桶[/前缀][?endpoint=https://主机]（密钥在环境变量里）；缺省为数据目录下的 blobs
    #[arg(long, value_name = "位置")]
    pub(crate) blobs: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Json {
    /// 在标准输出给出一个 JSON 对象
    #[arg(long)]
    pub(crate) json: bool,
}

/// The law that a command uses: the data folder's where one is given.
pub(crate) fn texts(data: Option<&PathBuf>) -> Result<Texts, Fault> {
    match data {
        Some(dir) => {
            let place = crate::place::Place::look(dir)?;
            crate::packs::texts(Some(&place.packs()))
        }
        None => crate::packs::texts(None),
    }
}
