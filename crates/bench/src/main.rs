//! Benches against the real server on the real disk; one JSON object per line: name, value, unit, baseline, ratio.
//!
//! What this is not: a test. No figure here makes anything fail; a missed goal is printed like any other.

mod annual;
mod client;
mod crash;
mod evidence;
mod figures;
mod fixture;
mod linking;
mod masking;
mod officers;
mod papers;
mod playback;
mod portal;
mod reading;
mod record;
mod server;
mod writing;

use std::path::PathBuf;

use clap::Parser;

/// 基准与强杀核对。
#[derive(Debug, Parser)]
#[command(name = "zhiheng-bench")]
struct Arguments {
    /// 服务程序
    #[arg(long, default_value = "target/release/zhiheng")]
    zhiheng: PathBuf,
    /// 大列表的事项数
    #[arg(long, default_value_t = 1_000_000)]
    matters: usize,
    /// 小列表的事项数,用来比较增长
    #[arg(long, default_value_t = 10_000)]
    few: usize,
    /// 执法人员的人数,用来测亮证码页面
    #[arg(long, default_value_t = 100_000)]
    officers: usize,
    /// 公示的决定数,用来测公示门户
    #[arg(long, default_value_t = 1_000_000)]
    decisions: usize,
    /// 每项测量持续的秒数
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// 只运行这一项:acts、annual、evidence、linking、lists、masking、officers、page、papers、playback、portal、record、start、crash
    #[arg(long)]
    only: Option<String>,
    /// 强杀轮数(只用于 crash)
    #[arg(long, default_value_t = 50)]
    rounds: usize,
    /// 大数据所在目录;已有数据则接着用,不给则用临时目录
    #[arg(long)]
    keep: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let wanted =
        |name: &str| arguments.only.as_deref().map_or(name != "crash", |only| only == name);
    if wanted("crash") {
        return crash::run(&arguments.zhiheng, arguments.rounds).await;
    }
    if wanted("acts") {
        writing::run(&arguments.zhiheng, arguments.seconds).await?;
    }
    if wanted("annual") {
        annual::run(arguments.matters).await?;
    }
    if wanted("evidence") {
        evidence::run().await?;
    }
    if wanted("playback") {
        playback::run(&arguments.zhiheng, arguments.seconds).await?;
    }
    if wanted("linking") {
        linking::run(&arguments.zhiheng).await?;
    }
    if wanted("masking") {
        masking::run();
    }
    if wanted("papers") {
        papers::run()?;
    }
    if wanted("officers") {
        officers::code_page(&arguments.zhiheng, arguments.officers).await?;
    }
    if wanted("portal") {
        let temporary = tempfile::tempdir()?;
        let root = arguments.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
        let data = root.join("portal");
        portal::run(&arguments.zhiheng, &data, arguments.decisions, arguments.seconds).await?;
    }
    if wanted("lists") || wanted("start") || wanted("record") || wanted("page") {
        let temporary = tempfile::tempdir()?;
        let root = arguments.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
        let few = fixture::build(&arguments.zhiheng, &root.join("few"), arguments.few).await?;
        let many =
            fixture::build(&arguments.zhiheng, &root.join("many"), arguments.matters).await?;
        if wanted("lists") {
            reading::lists(&arguments.zhiheng, &few, &many, arguments.seconds).await?;
        }
        if wanted("page") {
            reading::decision_page(&arguments.zhiheng, &few, arguments.seconds).await?;
        }
        if wanted("record") {
            record::verify(&arguments.zhiheng, &many)?;
        }
        if wanted("start") {
            record::start(&arguments.zhiheng, &many).await?;
        }
    }
    Ok(())
}
