//! The rules about enforcement cards (执法证): who takes which step in the life of a card, on which basis, and the numbers
//! that training and the officer code go by. One file of a pack, `officers.toml`; a pack without it issues no cards.
//!
//! What this is not: what a step does to a card. That is decided in `domain`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::Parameter;
use crate::source::{Source, Table};

/// Name of the file in the national folder.
pub(crate) const FILE: &str = "officers.toml";

/// What a pack says about enforcement cards.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OfficerRules {
    /// Steps in the life of a card, in the order of use.
    pub steps: Vec<OfficerStep>,
    /// `training_hours`, `code_window`, `code_skew`, `code_renewal`.
    pub parameters: BTreeMap<String, Parameter>,
}

/// One step in the life of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficerStep {
    /// Stable id, known to `domain`.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Powers of which one is enough.
    pub powers: Vec<String>,
    /// Article.
    pub basis: String,
    /// One or two sentences.
    pub help: String,
}

impl OfficerRules {
    /// The rule of a step.
    pub fn step(&self, id: &str) -> Option<&OfficerStep> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The value of a parameter; `otherwise` where the pack does not say.
    pub fn number(&self, name: &str, otherwise: i64) -> i64 {
        self.parameters.get(name).map_or(otherwise, |parameter| parameter.value)
    }
}

/// Reads the steps of the file; its parameters are read like those of a procedure.
pub(crate) fn steps<'t>(source: &Source<'t>, root: &Table<'_, 't>) -> Vec<OfficerStep> {
    let mut steps: Vec<OfficerStep> = Vec::new();
    for table in root.tables("step", "步骤") {
        let step = OfficerStep {
            id: table.text("id"),
            title: table.text("title"),
            powers: table.texts("powers"),
            basis: table.text("basis"),
            help: table.text("help"),
        };
        if step.powers.is_empty() {
            source.fault(table.line, "这一步没有写由谁办", "在 powers 里写上权限，例如 decide");
        }
        if steps.iter().any(|known| known.id == step.id) {
            source.fault(table.line, format!("步骤 {} 写了两次", step.id), "删掉一处");
        }
        table.finish();
        steps.push(step);
    }
    steps
}

/// Every basis must cite a statute that the pack knows.
pub(crate) fn check(rules: &OfficerRules, statutes: &[(&str, Option<u32>)]) -> Vec<PackFault> {
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let steps = rules.steps.iter().map(|step| (&step.title, &step.basis));
    let numbers = rules.parameters.values().map(|number| (&number.label, &number.basis));
    let mut faults = Vec::new();
    for (title, basis) in steps.chain(numbers) {
        for part in citation::split(basis) {
            let cited = Citation::parse(part, &codes);
            let known = cited.is_some_and(|cited| {
                let last = statutes
                    .iter()
                    .filter(|(code, _)| *code == cited.code)
                    .filter_map(|(_, articles)| *articles)
                    .max();
                cited.articles.iter().all(|n| *n > 0 && last.is_none_or(|last| *n <= last))
            });
            if !known {
                faults.push(PackFault {
                    file: format!("national/{FILE}"),
                    line: 1,
                    message: format!("「{title}」的依据「{part}」引用的法律或者条号不在目录里"),
                    advice: "写成法律代号加条号，例如 处罚法42".to_owned(),
                });
            }
        }
    }
    faults
}
