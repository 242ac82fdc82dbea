//! `zhiheng-simulate`: so many lawful matters and so many unlawful acts, into a data folder of their own; one JSON object per line.
//!
//! Exit code 0: every unlawful act was refused by its rule; 1: not; 2: it could not run. Afterwards `zhiheng audit` and
//! `zhiheng verify` are run over the folder (see `scripts/simulate.sh`).

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use zhiheng_simulate::folder::{self, Hindrance, Law};
use zhiheng_simulate::{Plan, run};

/// 模拟:随机办理合法的事项,随机尝试违法的行为。
#[derive(Debug, Parser)]
#[command(name = "zhiheng-simulate")]
struct Arguments {
    /// 法律包文件夹
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// 写入的数据目录,须不存在或者是空的
    #[arg(long)]
    data: PathBuf,
    /// 合法事项的件数
    #[arg(long, default_value_t = 10_000)]
    matters: usize,
    /// 违法行为的次数
    #[arg(long, default_value_t = 10_000)]
    unlawful: usize,
    /// 随机种子
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match simulate(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // Nothing is left to do where not even this can be written.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

async fn simulate(arguments: Arguments) -> Result<bool, Hindrance> {
    let law = Law::read(&arguments.packs)?;
    let (world, mut follower) = folder::found(&arguments.data, law, arguments.seed).await?;
    let world = Arc::new(world);
    let plan = Plan::new(arguments.matters, arguments.unlawful, arguments.seed);
    let begun = Instant::now();
    let ledger = run(world.clone(), plan, |ended, of| {
        let _ = write!(std::io::stderr(), "\r{ended} / {of} ");
    })
    .await
    .map_err(|error| format!("{error:?}"))?;
    follower.catch_up().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut out = std::io::stdout().lock();
    for line in ledger.lines(world.app.pack(), seconds) {
        writeln!(out, "{line}")?;
    }
    Ok(ledger.failures.is_empty())
}
