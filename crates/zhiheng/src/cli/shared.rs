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

/// 读者对每日声明的核对。
#[derive(Debug, Args)]
pub(crate) struct ReaderFiles {
    /// 核对每日声明(门户上的 statements.jsonl)
    #[arg(long, value_name = "文件", conflicts_with = "bundle")]
    pub(crate) statements: Option<PathBuf>,
    /// 与声明对照的公开清单(门户上的 decisions.jsonl)
    #[arg(long, value_name = "文件", requires = "statements")]
    pub(crate) decisions: Option<PathBuf>,
    /// 从前留存的 statements.jsonl：应当还是现在这一份的开头
    #[arg(long, value_name = "文件", requires = "statements")]
    pub(crate) kept: Option<PathBuf>,
    /// 一份声明的证明(proof.json)；要同时给出信任策略
    #[arg(long, value_name = "文件", requires = "statements")]
    pub(crate) proof: Option<PathBuf>,
}
