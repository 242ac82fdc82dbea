//! What is wrong with the rules of 双公示: lists that are not there, sources that lead nowhere, conditions that do not compile.

use std::collections::{BTreeMap, BTreeSet};

use super::{CreditField, CreditReport, CreditRules, CreditType, FILE, Required, SOURCES};
use crate::citation::{self, Citation};
use crate::condition::{Condition, Root};
use crate::fault::PackFault;

/// `statutes` are the codes of the catalogue with how many articles each has; `periods` says whether there is a period rule of a
/// code. Conditions are added to `compiled`.
pub(crate) fn check(
    rules: &CreditRules,
    statutes: &[(&str, Option<u32>)],
    periods: &dyn Fn(&str) -> bool,
    compiled: &mut BTreeMap<String, Condition>,
) -> Vec<PackFault> {
    let mut faults = Vec::new();
    if !rules.reports.is_empty() {
        faults.extend(of_changes(rules, statutes, periods));
    }
    for report in &rules.reports {
        let mut seen = BTreeSet::new();
        for field in &report.fields {
            if !seen.insert(field.code.as_str()) {
                let message = format!("字段「{}」写了两次", field.code);
                faults.push(fault(field.line, message, "删去一个，或者改代码"));
            }
            faults.extend(of_field(rules, report, field, compiled));
        }
        if let Some(only) = &report.only {
            let of = format!("「{}」", report.title);
            faults.extend(condition(report, (&of, only), 1, compiled));
        }
        for code in report.key.iter().filter(|code| report.field(code).is_none()) {
            let message = format!("去重的字段「{code}」不在「{}」里", report.title);
            faults.push(fault(1, message, "改成这一表里的代码"));
        }
    }
    faults
}

fn of_changes(
    rules: &CreditRules,
    statutes: &[(&str, Option<u32>)],
    periods: &dyn Fn(&str) -> bool,
) -> Vec<PackFault> {
    let mut faults = Vec::new();
    if rules.most == 0 {
        faults.push(fault(1, "没有写一批最多几条".to_owned(), "most 写一个正数"));
    }
    if !rules.changes.iter().any(|change| change.acts.is_empty()) {
        let message = "没有写不再公示的决定怎样请平台撤下".to_owned();
        faults.push(fault(1, message, "加一个不写 acts 的 [[change]]"));
    }
    let words = &rules.receipt;
    for (list, name) in [
        (&words.number, "receipt_number"),
        (&words.result, "receipt_result"),
        (&words.reason, "receipt_reason"),
        (&words.accepted, "receipt_accepted"),
        (&words.rejected, "receipt_rejected"),
    ] {
        if list.is_empty() {
            faults.push(fault(1, format!("没有写回执的 {name}"), "至少写一个词"));
        }
    }
    let rule = std::iter::once(&rules.rule);
    for rule in rule.chain(rules.changes.iter().map(|change| &change.rule)) {
        if !periods(rule) {
            faults.push(fault(1, format!("没有期限 {rule}"), "改成 periods.toml 里的代码"));
        }
    }
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let given = rules.basis.iter().chain(rules.changes.iter().map(|change| &change.basis));
    for part in given.flat_map(|basis| citation::split(basis)) {
        if Citation::parse(part, &codes).is_none() {
            let message = format!("依据「{part}」引用的法律不在目录里，或者写法不对");
            faults.push(fault(1, message, "写成法律代号加条号，例如 处罚法48"));
        }
    }
    faults
}

fn of_field(
    rules: &CreditRules,
    report: &CreditReport,
    field: &CreditField,
    compiled: &mut BTreeMap<String, Condition>,
) -> Vec<PackFault> {
    let mut faults = Vec::new();
    let listed = matches!(field.kind, CreditType::Choice | CreditType::Choices);
    let table = field.table.as_ref().map(|table| rules.tables.contains_key(table));
    if listed != (table == Some(true)) {
        let message = format!("字段「{}」的类型与取值表不一致", field.code);
        faults.push(fault(field.line, message, "choice、choices 写一张已有的表，其余不写"));
    }
    let known = field.source.starts_with("facts.")
        || field.source.starts_with('=')
        || SOURCES.contains(&field.source.as_str());
    if !known {
        let message = format!("字段「{}」的来源「{}」系统不认识", field.code, field.source);
        faults.push(fault(
            field.line,
            message,
            format!("写 facts.名称、=固定值，或者 {}", SOURCES.join("、")),
        ));
    }
    let required = match &field.required {
        Required::When(condition) => Some(condition),
        Required::Always | Required::No => None,
    };
    for text in required.into_iter().chain(&field.check_when) {
        let of = format!("字段「{}」", field.code);
        faults.extend(condition(report, (&of, text), field.line, compiled));
    }
    faults
}

/// A condition over the fields of a row; it is compiled once.
fn condition(
    report: &CreditReport,
    (of, text): (&str, &str),
    line: usize,
    compiled: &mut BTreeMap<String, Condition>,
) -> Option<PackFault> {
    match Condition::compile(text) {
        Ok(condition) => {
            let strange = condition
                .references()
                .iter()
                .find(|asked| asked.root != Root::Facts || report.field(&asked.name).is_none())
                .map(|asked| {
                    let message = format!("{of}的条件问到「{}」，这一表里没有", asked.name);
                    fault(line, message, "条件只能问 facts.代码")
                });
            compiled.insert(text.to_owned(), condition);
            strange
        }
        Err(reason) => Some(fault(line, reason, "改正条件")),
    }
}

fn fault(line: usize, message: String, advice: impl Into<String>) -> PackFault {
    PackFault { file: format!("national/{FILE}"), line, message, advice: advice.into() }
}
