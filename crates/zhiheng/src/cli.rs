//! The arguments of every command. Doc comments here are what `--help` prints, hence Chinese.

mod leak;
mod paper;
mod shared;
mod twin;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, FromArgMatches as _, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::help;
use crate::output::Fault;
pub(crate) use leak::Leak;
pub(crate) use paper::PaperCommand;
pub(crate) use shared::{Data, Json, ReaderFiles, Stores, texts};
pub(crate) use twin::TwinCommand;

/// Reads the arguments; help and version are printed and end the program with 0.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Command, Stop> {
    let root = help::chinese(Command::augment_subcommands(help::root()));
    let matches = root.try_get_matches_from(arguments).map_err(Stop::Clap)?;
    Command::from_arg_matches(&matches).map_err(Stop::Clap)
}

/// Why no command runs.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Help, version, or arguments that are wrong.
    Clap(clap::Error),
}

impl Stop {
    /// Prints it and gives the exit code.
    pub(crate) fn tell(self, wants_json: bool) -> std::process::ExitCode {
        let Self::Clap(error) = self;
        if !error.use_stderr() {
            // A closed pipe is not worth a word.
            let _ = error.print();
            return std::process::ExitCode::SUCCESS;
        }
        Fault::new("arguments", help::explain(&error)).tell(wants_json)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 启动服务：公示门户、工作台与接口
    Serve(Serve),
    /// 新建数据目录、记录、密钥与首位管理员
    Init(Init),
    /// 生成演示数据：由虚构人员经由系统作出的行为
    Demo(Demo),
    /// 导入一张表（xlsx、xls、csv）
    Import(Import),
    /// 计算一个期限，并说明理由
    Term(Term),
    /// 法律包：检查、列出、画流程图
    Pack {
        #[command(subcommand)]
        command: PackCommand,
    },
    /// 文书：样张
    Paper {
        #[command(subcommand)]
        command: PaperCommand,
    },
    /// 核验记录是否完好
    Verify(Verify),
    /// 审计：每一件事是否依法
    Audit(Audit),
    /// 由记录重建全部列表
    Rebuild(Rebuild),
    /// 备份整个数据目录为一个文件
    Backup(Backup),
    /// 由备份文件恢复到空目录
    Restore(Restore),
    /// 导出
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// 报告
    Report {
        #[command(subcommand)]
        command: ReportCommand,
    },
    /// 扫描核对：纸质案卷与电子文书
    Twin {
        #[command(subcommand)]
        command: TwinCommand,
    },
    /// 检查一份公开副本：遮盖的内容还找不找得回来
    Leak(Leak),
    /// 账号
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 监听地址，缺省 127.0.0.1:8080
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080", hide_default_value = true)]
    pub(crate) listen: SocketAddr,
}

/// Algorithms of a new record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SuiteName {
    /// SM3 and SM2.
    #[default]
    National,
    /// SHA-256 and Ed25519.
    International,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 记录的名称，如 changzhi.gov.cn/zhiheng；缺省随机生成
    #[arg(long, value_name = "名称")]
    pub(crate) origin: Option<String>,
    /// 算法：national（国密，缺省）或 international（国际）
    #[arg(
        long,
        value_name = "算法",
        value_enum,
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) suite: SuiteName,
    /// 首个机关的编号，缺省 root
    #[arg(long, value_name = "编号", default_value = "root", hide_default_value = true)]
    pub(crate) agency_id: String,
    /// 首个机关的名称，缺省“本机关”
    #[arg(long, value_name = "名称", default_value = "本机关", hide_default_value = true)]
    pub(crate) agency_name: String,
    /// 首个机关的机关代字（用于文号），缺省“本”
    #[arg(long, value_name = "代字", default_value = "本", hide_default_value = true)]
    pub(crate) mark: String,
    /// 管理员登录名，缺省 admin
    #[arg(long, value_name = "登录名", default_value = "admin", hide_default_value = true)]
    pub(crate) admin: String,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 事项件数，缺省 400
    #[arg(long, value_name = "件数", default_value_t = 400, hide_default_value = true)]
    pub(crate) matters: usize,
    /// 随机种子，缺省 1
    #[arg(long, value_name = "数", default_value_t = 1, hide_default_value = true)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// 种类：decisions 执法决定、agencies 机关、officers 人员、devices 设备，以及名录：bodies 执法主体、items 事项、
    /// statutes 法律法规、discretion 裁量基准、catalogue 法审目录、recording 音像清单、inspection-list 随机抽查清单
    #[arg(value_name = "种类")]
    pub(crate) kind: String,
    /// 要导入的文件
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 列对应文件(TOML)；缺省按列名自动对应
    #[arg(long, value_name = "文件")]
    pub(crate) mapping: Option<PathBuf>,
    /// 名录：没有写明机关的行属于哪个机关；只有一个机关时可以不写
    #[arg(long, value_name = "编号")]
    pub(crate) agency: Option<String>,
    /// 名录：只存草稿；缺省报审，由本机关的人审核、公布
    #[arg(long)]
    pub(crate) draft: bool,
    /// 名录：只看结果，不写入
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Term {
    /// 期限代码，如 PEN_DECIDE
    #[arg(long, value_name = "代码", required_unless_present = "batch")]
    pub(crate) rule: Option<String>,
    /// 起算之日，如 2026-03-02；按小时计的期限写作 2026-03-02T09:30
    #[arg(long, value_name = "日期", required_unless_present = "batch")]
    pub(crate) start: Option<String>,
    /// 一次计算许多个：文件每行写“代码 日期”，逐行回答
    #[arg(long, value_name = "文件", conflicts_with_all = ["rule", "start"])]
    pub(crate) batch: Option<PathBuf>,
    /// 数据目录：采用其中的法律包；缺省用内置的
    #[arg(long, value_name = "目录")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// 检查一个法律包文件夹，并运行其中的全部示例
    Check {
        /// 法律包文件夹
        #[arg(value_name = "文件夹")]
        folder: PathBuf,
        /// 数据目录：另查已公布的流程图和服务指南是否仍与现行程序一致
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// 公布全部现行程序的流程图、服务指南和材料清单
    Publish {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        #[command(flatten)]
        json: Json,
    },
    /// 列出全部程序
    List {
        /// 数据目录：采用其中的法律包；缺省用内置的
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// 画一个程序的流程图(SVG)
    Chart {
        /// 程序编号，见 pack list
        #[arg(value_name = "程序")]
        procedure: String,
        /// 写入的文件
        #[arg(long, value_name = "文件")]
        out: PathBuf,
        /// 数据目录：采用其中的法律包；缺省用内置的
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["data", "bundle", "statements"])))]
pub(crate) struct Verify {
    /// 核验整个数据目录：数据库、记录、证据；与 --bundle 同用时只取其信任策略
    #[arg(long, value_name = "目录")]
    pub(crate) data: Option<PathBuf>,
    /// 核验一份证明(proof.json)，或者一个归档包(BagIt 文件夹或 ZIP)
    #[arg(long, value_name = "文件或文件夹")]
    pub(crate) bundle: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) statements: ReaderFiles,
    /// 信任策略；缺省采用数据目录自带的策略
    #[arg(long, value_name = "文件")]
    pub(crate) policy: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) stores: Stores,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 比较重建前后是否逐字节相同
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 写入的文件(tar.gz)；内含签名密钥，请妥善保管
    #[arg(long, value_name = "文件")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// 备份文件
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 备份以后的销毁清单（数据目录里的 destroyed.json）：恢复以后把其中的案卷再销毁一次
    #[arg(long, value_name = "文件")]
    pub(crate) destroyed: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: Data,
    /// 证据所在的存储桶(s3://…)：只在备份不含证据时需要
    #[arg(long, value_name = "位置")]
    pub(crate) blobs: Option<String>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// 导出事项清单（按文件名结尾为 xlsx 或 csv）
    Matters {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        /// 写入的文件
        #[arg(long, value_name = "文件")]
        out: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    /// 导出一种名录的空白表格，供填写后导入
    Template {
        /// 种类，与 import 相同
        #[arg(value_name = "种类")]
        kind: String,
        /// 写入的文件(xlsx)
        #[arg(long, value_name = "文件")]
        out: PathBuf,
        /// 数据目录：采用其中的法律包；缺省用内置的
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// 导出双公示：一段时间里公开的行政许可、行政处罚，按信用平台的字段
    Credit {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        /// 公开日期从
        #[arg(long, value_name = "日期")]
        from: Date,
        /// 公开日期到
        #[arg(long, value_name = "日期")]
        to: Date,
        /// 案卷里没有、要填的内容（csv、xlsx）：一列“文号”，其余的列名是字段代码
        #[arg(long, value_name = "文件")]
        filled: Option<PathBuf>,
        /// 写入的文件夹；已有内容的不写
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    /// 导出一件事项的归档包(BagIt)
    Dossier {
        /// 事项的编号，如 长信处〔2026〕12号，或者内部编号
        #[arg(value_name = "事项")]
        matter: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        /// 写入的文件夹；已有内容的不写
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        #[command(flatten)]
        json: Json,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// 行政执法统计年报：PDF、Word、Excel、HTML、JSON
    Annual(Annual),
}

#[derive(Debug, Args)]
pub(crate) struct Annual {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// 哪一种年报：annual 行政执法统计年报（缺省）、openness 政府信息公开工作年度报告
    #[arg(long, value_name = "年报")]
    pub(crate) report: Option<String>,
    /// 年度
    #[arg(long, value_name = "年")]
    pub(crate) year: i16,
    /// 写入的文件夹
    #[arg(long, value_name = "文件夹")]
    pub(crate) out: PathBuf,
    /// 机关的编号或者名称；缺省每个机关一份
    #[arg(long, value_name = "机关")]
    pub(crate) agency: Option<String>,
    /// 表样，如 datong、qingyuan、qufu；缺省用编制时选的
    #[arg(long, value_name = "表样")]
    pub(crate) form: Option<String>,
    /// 统计表里列出下级机关和合计
    #[arg(long)]
    pub(crate) below: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// 开立账号；密码随机生成，只显示一次
    Add {
        /// 登录名
        #[arg(value_name = "登录名")]
        username: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        /// 姓名
        #[arg(long, value_name = "姓名")]
        name: String,
        /// 所属机关编号
        #[arg(long, value_name = "编号")]
        agency: String,
        /// 岗位，可重复：officer、section_head、legal_reviewer、agency_head、disclosure_editor、archivist、supervisor、administrator
        #[arg(long, value_name = "岗位", required = true)]
        role: Vec<String>,
        /// 人员编号；缺省与登录名相同
        #[arg(long, value_name = "编号")]
        person: Option<String>,
        /// 从标准输入读取密码（一行）
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        json: Json,
    },
    /// 重设密码；随机生成，只显示一次
    Passwd {
        /// 登录名
        #[arg(value_name = "登录名")]
        username: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        /// 从标准输入读取密码（一行）
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        json: Json,
    },
    /// 列出账号
    List {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        stores: Stores,
        #[command(flatten)]
        json: Json,
    },
}
