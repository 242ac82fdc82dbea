//! One check, from the arguments to the words and the exit code.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zhiheng_record::bundle::verify_bundle;
use zhiheng_record::folder::{ProblemKind, Report, verify_folder};
use zhiheng_record::policy::Policy;

use crate::disk::{DirFolder, read};
use crate::package::judge_package;
use crate::statements::{Reading, judge_statements};

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A whole log. Without a policy the folder's own is taken, which proves that the log agrees with itself.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// A policy the checker trusts.
        policy: Option<PathBuf>,
    },
    /// The package of a dossier: a BagIt folder or a ZIP of one. Without a policy the package's own is taken.
    Package {
        /// The folder or the ZIP.
        package: PathBuf,
        /// A policy the checker trusts.
        policy: Option<PathBuf>,
    },
    /// The daily statements of all decisions.
    Statements(Reading),
    /// One downloaded proof.
    Bundle {
        /// The `proof.json`.
        bundle: PathBuf,
        /// A policy the checker trusts.
        policy: PathBuf,
    },
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything holds.
    Intact,
    /// Something does not.
    NotIntact,
    /// Nothing could be said.
    CouldNotRun,
}

impl Outcome {
    /// The exit code of the program.
    pub fn code(self) -> u8 {
        match self {
            Self::Intact => 0,
            Self::NotIntact => 1,
            Self::CouldNotRun => 2,
        }
    }
}

/// Checks, and tells: people's words to `words`, and with `machine` one JSON object to it.
pub fn run(
    request: &Request,
    machine: Option<&mut dyn Write>,
    words: &mut dyn Write,
) -> io::Result<Outcome> {
    let (outcome, object) = match judge(request, words)? {
        Ok(result) => result,
        Err(reason) => {
            writeln!(words, "无法核验:{reason}")?;
            let object = json!({"outcome": "could_not_run", "message": reason});
            (Outcome::CouldNotRun, object)
        }
    };
    if let Some(machine) = machine {
        writeln!(machine, "{object}")?;
    }
    Ok(outcome)
}

/// The verdict with its JSON; the inner error says why nothing could be said.
fn judge(request: &Request, words: &mut dyn Write) -> io::Result<Result<(Outcome, Value), String>> {
    match request {
        Request::Folder { folder, policy } => {
            if !folder.is_dir() {
                return Ok(Err(format!("“{}”不是文件夹", folder.display())));
            }
            let own = folder.join("policy");
            let text = match required(policy.as_ref().unwrap_or(&own)) {
                Ok(text) => text,
                Err(reason) => return Ok(Err(reason)),
            };
            match Policy::parse(&text) {
                Ok(trusted) => {
                    if policy.is_none() {
                        writeln!(
                            words,
                            "未指定信任策略,采用文件夹自带的策略:只能证明记录前后一致"
                        )?;
                    }
                    let report = verify_folder(&DirFolder::new(folder), &trusted, &mut |_, _| ());
                    tell_folder(&report, words).map(Ok)
                }
                // A policy of the folder's own that is broken is damage to the folder.
                Err(fault) if policy.is_none() => {
                    writeln!(words, "不完好  policy:{fault}")?;
                    let problem = json!({"kind": "policy", "leaf": null, "file": "policy", "message": fault.to_string()});
                    let object = json!({"outcome": "not_intact", "problems": [problem]});
                    Ok(Ok((Outcome::NotIntact, object)))
                }
                Err(fault) => Ok(Err(fault.to_string())),
            }
        }
        Request::Package { package, policy } => {
            let policy = match policy.as_ref().map(|path| required(path)).transpose() {
                Ok(policy) => policy,
                Err(reason) => return Ok(Err(reason)),
            };
            judge_package(package, policy.as_deref(), words)
        }
        Request::Statements(reading) => judge_statements(reading, words),
        Request::Bundle { bundle, policy } => {
            let (json, trusted) = match (required(bundle), required(policy)) {
                (Ok(json), Ok(trusted)) => (json, trusted),
                (Err(reason), _) | (_, Err(reason)) => return Ok(Err(reason)),
            };
            if let Err(fault) = Policy::parse(&trusted) {
                return Ok(Err(format!("信任策略:{fault}")));
            }
            tell_bundle(&json, &trusted, words).map(Ok)
        }
    }
}

fn tell_folder(report: &Report, words: &mut dyn Write) -> io::Result<(Outcome, Value)> {
    let unread = |kind| kind == ProblemKind::Unreadable;
    let outcome = if report.is_intact() {
        Outcome::Intact
    } else if report.omitted == 0 && report.problems.iter().all(|problem| unread(problem.kind)) {
        Outcome::CouldNotRun
    } else {
        Outcome::NotIntact
    };
    if report.is_intact() {
        writeln!(
            words,
            "完好  日志 {},共 {} 条,与 {} 个旧检查点一致,树根 {}",
            report.origin, report.size, report.history, report.root_hex
        )?;
        for (witness, seconds) in &report.witnesses {
            writeln!(words, "见证  {witness}(时间戳 {seconds})")?;
        }
    } else {
        let word = if outcome == Outcome::CouldNotRun { "无法核验" } else { "不完好" };
        for problem in &report.problems {
            let file = problem.file.as_deref().unwrap_or("—");
            writeln!(words, "{word}  {file}:{}", problem.message)?;
        }
        if report.omitted > 0 {
            writeln!(words, "另有 {} 处问题未逐一列出", report.omitted)?;
        }
    }
    let mut object = serde_json::to_value(report).map_err(io::Error::other)?;
    if let Some(members) = object.as_object_mut() {
        members.insert("outcome".to_owned(), name(outcome).into());
    }
    Ok((outcome, object))
}

fn tell_bundle(json: &str, policy: &str, words: &mut dyn Write) -> io::Result<(Outcome, Value)> {
    match verify_bundle(json, policy) {
        Ok(report) => {
            writeln!(
                words,
                "属实  日志 {} 第 {} 条(共 {} 条)",
                report.verdict.log, report.index, report.size
            )?;
            writeln!(words, "未被改动的公开字段:{}", report.shown.join("、"))?;
            if !report.hidden.is_empty() {
                writeln!(words, "未公开但同样未被改动:{}", report.hidden.join("、"))?;
            }
            let mut object = serde_json::to_value(&report).map_err(io::Error::other)?;
            if let Some(members) = object.as_object_mut() {
                members.insert("outcome".to_owned(), name(Outcome::Intact).into());
            }
            Ok((Outcome::Intact, object))
        }
        Err(fault) => {
            writeln!(words, "不属实  {fault}")?;
            let object = json!({
                "outcome": name(Outcome::NotIntact),
                "code": fault.code(),
                "message": fault.to_string(),
            });
            Ok((Outcome::NotIntact, object))
        }
    }
}

pub(crate) fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Intact => "intact",
        Outcome::NotIntact => "not_intact",
        Outcome::CouldNotRun => "could_not_run",
    }
}

/// A text file that must be there. Bytes that are no UTF-8 are kept from being mistaken for it by a replacement
/// character, which no policy and no proof contains.
pub(crate) fn required(path: &Path) -> Result<String, String> {
    match read(path) {
        Ok(Some(bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Ok(None) => Err(format!("文件“{}”不存在", path.display())),
        Err(reason) => Err(format!("读取“{}”失败:{reason}", path.display())),
    }
}
