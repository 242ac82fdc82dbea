//! A package of a dossier checked: the words and the verdict.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use zhiheng_record::bag::package::{PackageReport, verify_package};

use crate::bag::open_bag;
use crate::check::Outcome;

/// Problems that are told one by one.
const TOLD: usize = 50;

/// Checks the bag at `path`; `policy` is the text of a policy that the checker trusts.
///
/// # Errors
/// The inner one says why nothing could be said.
pub fn judge_package(
    path: &Path,
    policy: Option<&str>,
    words: &mut dyn Write,
) -> io::Result<Result<(Outcome, Value), String>> {
    let found = open_bag(path).and_then(|bag| verify_package(bag.as_ref(), policy));
    match found {
        Ok(report) => tell(&report, words).map(Ok),
        Err(reason) => Ok(Err(reason)),
    }
}

fn tell(report: &PackageReport, words: &mut dyn Write) -> io::Result<(Outcome, Value)> {
    for problem in report.bag.problems.iter().take(TOLD) {
        let file = if problem.file.is_empty() { "—" } else { &problem.file };
        writeln!(words, "不完好  {file}:{}", problem.message)?;
    }
    if report.bag.problems.len() > TOLD {
        writeln!(words, "另有 {} 处问题未逐一列出", report.bag.problems.len() - TOLD)?;
    }
    for warning in &report.bag.warnings {
        writeln!(words, "注意  {}:{}", warning.file, warning.message)?;
    }
    let intact = report.is_intact();
    if intact {
        writeln!(
            words,
            "完好  BagIt {},{} 个文件 {} 字节,摘要 {} 都相符",
            report.bag.version,
            report.bag.files,
            report.bag.bytes,
            report.bag.algorithms.join("、")
        )?;
        if report.events > 0 {
            writeln!(
                words,
                "属实  日志 {}:{} 个行为都有证明,{} 个原始文件与所引摘要相符{}",
                report.log,
                report.events,
                report.files,
                if report.sealed { ",清单是封包时记录在案的" } else { "" }
            )?;
        }
        if report.own_policy && report.events > 0 {
            writeln!(words, "未指定信任策略,采用包里自带的:只能证明前后一致")?;
        }
    }
    let outcome = if intact { Outcome::Intact } else { Outcome::NotIntact };
    let mut object = serde_json::to_value(report).map_err(io::Error::other)?;
    if let Some(members) = object.as_object_mut() {
        let name = if intact { "intact" } else { "not_intact" };
        members.insert("outcome".to_owned(), json!(name));
    }
    Ok((outcome, object))
}
