//! The reader's check of the daily statements: do they follow from one another, do they add up, are they still those that were kept,
//! and does the portal list what they say is public.
//!
//! What this is not: a download. The files are fetched with any tool; what to fetch stands on the portal's page of statements.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zhiheng_record::Suite;
use zhiheng_record::bundle::{Bundle, verify_bundle};
use zhiheng_record::leaf::CopyField;
use zhiheng_record::statement::{Listed, Statement, StatementFault, check, compare, prefix};

use crate::check::{Outcome, name, required};

/// What a reader has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// `statements.jsonl` as handed out now.
    pub statements: PathBuf,
    /// `decisions.jsonl` as handed out now.
    pub decisions: Option<PathBuf>,
    /// `statements.jsonl` as kept from another day.
    pub kept: Option<PathBuf>,
    /// `proof.json` of a statement.
    pub proof: Option<PathBuf>,
    /// A policy the checker trusts; for the proof.
    pub policy: Option<PathBuf>,
}

/// Checks what a reader has; tells the result in `words` and answers it as JSON as well. The inner error says why nothing
/// could be said.
///
/// # Errors
/// `words` cannot be written to.
pub fn judge_statements(
    reading: &Reading,
    words: &mut dyn Write,
) -> io::Result<Result<(Outcome, Value), String>> {
    match found(reading) {
        Ok(found) => tell(&found, words).map(Ok),
        Err(reason) => Ok(Err(reason)),
    }
}

struct Found {
    statements: Vec<Statement>,
    listed: Option<usize>,
    kept: Option<usize>,
    proven: Option<u64>,
    faults: Vec<StatementFault>,
}

fn found(reading: &Reading) -> Result<Found, String> {
    let statements: Vec<Statement> = lines(&reading.statements)?;
    if statements.is_empty() {
        return Err("文件里没有声明".to_owned());
    }
    let (books, mut faults) = check(suite_of(&statements), &statements);
    let kept = reading.kept.as_deref().map(lines::<Statement>).transpose()?;
    if let Some(kept) = &kept {
        faults.extend(prefix(kept, &statements));
    }
    let listed = reading.decisions.as_deref().map(lines::<Listed>).transpose()?;
    if let Some(listed) = &listed {
        faults.extend(compare(&books, listed));
    }
    let proven = match (&reading.proof, &reading.policy) {
        (Some(proof), Some(policy)) => {
            Some(proven(&required(proof)?, &required(policy)?, &statements, &mut faults)?)
        }
        (Some(_), None) => return Err("核验声明的证明，请用 --policy 给出信任策略".to_owned()),
        (None, _) => None,
    };
    Ok(Found {
        listed: listed.map(|listed| listed.len()),
        kept: kept.map(|kept| kept.len()),
        statements,
        proven,
        faults,
    })
}

/// The number of the statement that a proof shows to be in the record, after comparing it with the one that was handed out.
fn proven(
    proof: &str,
    policy: &str,
    statements: &[Statement],
    faults: &mut Vec<StatementFault>,
) -> Result<u64, String> {
    let mut fault = |date: &str, message: String| {
        faults.push(StatementFault { code: "statement.proof", date: date.to_owned(), message });
    };
    if let Err(wrong) = verify_bundle(proof, policy) {
        fault("", format!("证明不成立：{wrong}"));
        return Ok(0);
    }
    let bundle: Bundle = serde_json::from_str(proof).map_err(|wrong| wrong.to_string())?;
    let shown = bundle.copy.fields.into_iter().find_map(|field| match field {
        CopyField::Revealed(field) if field.name == "statement" => Some(field.value),
        _ => None,
    });
    let sealed: Statement = shown
        .and_then(|value| serde_json::from_value(value).ok())
        .ok_or_else(|| "这份证明不是每日声明的".to_owned())?;
    let handed = statements.iter().find(|one| one.number == sealed.number);
    if handed != Some(&sealed) {
        fault(&sealed.date, "记录里的声明与文件里的不同".to_owned());
    }
    Ok(sealed.number)
}

fn tell(found: &Found, words: &mut dyn Write) -> io::Result<(Outcome, Value)> {
    let Found { statements, listed, kept, proven, faults } = found;
    let outcome = if faults.is_empty() { Outcome::Intact } else { Outcome::NotIntact };
    for fault in faults {
        let day = if fault.date.is_empty() { "—" } else { &fault.date };
        writeln!(words, "不完好  {day}：{}", fault.message)?;
    }
    let sealed: Vec<&Statement> = statements.iter().filter(|one| !one.running).collect();
    if let (true, Some(first), Some(last)) = (faults.is_empty(), sealed.first(), sealed.last()) {
        writeln!(
            words,
            "完好  {} 至 {}，共 {} 份声明，前后相接，数目相符",
            first.date,
            last.date,
            sealed.len()
        )?;
        if let Some(kept) = kept {
            writeln!(words, "与您留存的 {kept} 份一致")?;
        }
        if let Some(listed) = listed {
            writeln!(words, "门户列出的 {listed} 份决定，与声明为公开的一一对应")?;
        }
        if let Some(number) = proven {
            writeln!(words, "第 {number} 份声明在签署过的记录里")?;
        }
    }
    let object = json!({
        "outcome": name(outcome), "statements": sealed.len(), "listed": listed, "kept": kept, "proven": proven,
        "problems": faults,
    });
    Ok((outcome, object))
}

/// The suite of the log: the one in which the second statement repeats the digest of the first.
fn suite_of(statements: &[Statement]) -> Suite {
    let fits = |suite: &Suite| match statements {
        [first, second, ..] => {
            first.digest(*suite).is_ok_and(|digest| digest.to_string() == second.previous)
        }
        _ => false,
    };
    [Suite::National, Suite::International].into_iter().find(fits).unwrap_or(Suite::National)
}

/// One JSON object a line.
fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let text = required(path)?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(place, line)| {
            serde_json::from_str(line).map_err(|fault| {
                format!("“{}”第 {} 行读不出来：{fault}", path.display(), place + 1)
            })
        })
        .collect()
}
