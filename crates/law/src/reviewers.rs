//! Who may give the opinion of legal review (法制审核人员), as the pack says it: the reasons that keep a person from it, each with
//! its article, and the numbers that go with the post.
//!
//! What this is not: the judgement (see `domain`), nor the people, who stand in a register.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::Parameter;

/// Name of the file inside the national pack.
pub(crate) const FILE: &str = "reviewers.toml";

/// Reasons that the engine knows, by the ids that packs give them.
pub const REASONS: &[&str] = &["unlisted", "unqualified", "section", "conflict"];

/// Share of reviewers among officers, in per cent.
pub const RATIO: &str = "ratio_percent";
/// Hours of training in a year.
pub const HOURS: &str = "training_hours";
/// First day from which beginners need the qualification, as the number `yyyymmdd`.
pub const BEGINNERS: &str = "beginners_from";

/// The rules about reviewers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReviewerRules {
    /// Why somebody may not give the opinion; the first that fits a category holds.
    pub rules: Vec<ReviewerRule>,
    /// Numbers with their basis.
    pub parameters: BTreeMap<String, Parameter>,
}

/// One reason that keeps a person from giving the opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewerRule {
    /// One of [`REASONS`].
    pub id: String,
    /// Categories of enforcement for which it holds; empty = all.
    pub categories: Vec<String>,
    /// Article that refuses.
    pub basis: String,
    /// What is said to the person refused.
    pub message: String,
    /// Line in the file.
    #[serde(skip)]
    pub line: usize,
}

impl ReviewerRules {
    /// The rule with this id for a category of enforcement; none where the law of that category has no such rule.
    pub fn rule(&self, id: &str, category: &str) -> Option<&ReviewerRule> {
        self.rules.iter().find(|rule| {
            rule.id == id
                && (rule.categories.is_empty()
                    || rule.categories.iter().any(|held| held == category))
        })
    }

    /// A number; 0 where the pack has none.
    pub fn number(&self, name: &str) -> i64 {
        self.parameters.get(name).map_or(0, |parameter| parameter.value)
    }
}

/// What only the statutes can tell: articles that do not exist.
pub(crate) fn check(rules: &ReviewerRules, statutes: &[(&str, Option<u32>)]) -> Vec<PackFault> {
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let mut faults = Vec::new();
    let fault = |line: usize, message: String, advice: &str| PackFault {
        file: format!("national/{FILE}"),
        line,
        message,
        advice: advice.to_owned(),
    };
    let rules = rules.rules.iter().map(|rule| (rule.line, rule.basis.as_str()));
    for (line, basis) in rules {
        for part in citation::split(basis) {
            let Some(cited) = Citation::parse(part, &codes) else {
                let message = format!("依据「{part}」引用的法律不在目录里，或写法不对");
                faults.push(fault(line, message, "写成法律代号加条号，例如 处罚法58"));
                continue;
            };
            let held = statutes.iter().filter(|(code, _)| *code == cited.code);
            let Some(last) = held.filter_map(|(_, articles)| *articles).max() else { continue };
            if let Some(article) = cited.articles.iter().find(|n| **n == 0 || **n > last) {
                let message =
                    format!("{}第 {article} 条不存在，这部法律只有 {last} 条", cited.code);
                faults.push(fault(line, message, "核对条号"));
            }
        }
    }
    faults
}
