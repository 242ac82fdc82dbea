//! `zhiheng-verify`: checks a record or a proof from files alone. All it does is in the library beside it.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Parser};
use zhiheng_verify::{Outcome, Reading, Request, looks_like_bag, run};

/// 离线核验执衡记录:不联网,不用数据库,只凭文件和信任策略
///
/// 退出码:0 完好,1 不完好,2 无法核验
#[derive(Debug, Parser)]
#[command(name = "zhiheng-verify", version)]
#[command(group(ArgGroup::new("what").required(true).args(["folder", "bundle", "statements"])))]
struct Arguments {
    /// 记录文件夹(含 checkpoint、policy、tile/、history/)
    #[arg(long, value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 一份证明(proof.json),或者一个归档包(BagIt 文件夹或 ZIP);核验证明时要给出信任策略
    #[arg(long, value_name = "文件或文件夹")]
    bundle: Option<PathBuf>,
    /// 每日声明(门户上的 statements.jsonl)
    #[arg(long, value_name = "文件")]
    statements: Option<PathBuf>,
    /// 与声明对照的公开清单(门户上的 decisions.jsonl)
    #[arg(long, value_name = "文件", requires = "statements")]
    decisions: Option<PathBuf>,
    /// 您从前留存的 statements.jsonl:应当还是现在这一份的开头
    #[arg(long, value_name = "文件", requires = "statements")]
    kept: Option<PathBuf>,
    /// 一份声明的证明(门户上的 proof.json);要同时给出信任策略
    #[arg(long, value_name = "文件", requires = "statements")]
    proof: Option<PathBuf>,
    /// 信任策略;核验文件夹时可省略,采用其自带的策略
    #[arg(long, value_name = "文件")]
    policy: Option<PathBuf>,
    /// 在标准输出给出一个 JSON 对象
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let Arguments { folder, bundle, statements, decisions, kept, proof, policy, json } =
        Arguments::parse();
    let request = match (folder, bundle, policy) {
        (None, None, policy) if statements.is_some() => Request::Statements(Reading {
            statements: statements.unwrap_or_default(),
            decisions,
            kept,
            proof,
            policy,
        }),
        (Some(folder), _, policy) => Request::Folder { folder, policy },
        (None, Some(package), policy) if looks_like_bag(&package) => {
            Request::Package { package, policy }
        }
        (None, Some(bundle), Some(policy)) => Request::Bundle { bundle, policy },
        (None, Some(_), None) => {
            // A closed pipe is not worth a word.
            let _ = writeln!(io::stderr(), "核验一份证明,请用 --policy 给出信任策略");
            return ExitCode::from(Outcome::CouldNotRun.code());
        }
        // clap has refused this already.
        (None, None, _) => return ExitCode::from(Outcome::CouldNotRun.code()),
    };
    let mut out = io::stdout();
    let machine = if json { Some(&mut out as &mut dyn io::Write) } else { None };
    // A closed pipe must not turn a verdict into another one, so it is its own: could not run.
    let outcome = run(&request, machine, &mut io::stderr()).unwrap_or(Outcome::CouldNotRun);
    ExitCode::from(outcome.code())
}
