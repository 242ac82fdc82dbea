//! The rules about something that has a life of its own: an enforcement card (执法证), a recording device (执法设备), a room
//! (办案场所), a dossier whose period of keeping ends (鉴定、销毁). Who takes which step, on which basis, and the numbers that go with it. Each is one file of a pack; a pack without
//! the file has no such steps.
//!
//! What this is not: what a step does. That is decided in `domain`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::Parameter;
use crate::source::{Source, Table};

/// File about enforcement cards, in the national folder.
pub(crate) const OFFICERS: &str = "officers.toml";
/// File about recording devices.
pub(crate) const DEVICES: &str = "devices.toml";
/// File about rooms in which cases are handled.
pub(crate) const ROOMS: &str = "rooms.toml";
/// File about the end of a dossier: appraisal, hold, destruction.
pub(crate) const RETENTION: &str = "retention.toml";

/// What a pack says about one kind of life.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StepRules {
    /// Steps, in the order of use.
    pub steps: Vec<StepRule>,
    /// Numbers by name.
    pub parameters: BTreeMap<String, Parameter>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRule {
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

impl StepRules {
    /// The rule of a step.
    pub fn step(&self, id: &str) -> Option<&StepRule> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The value of a parameter; `otherwise` where the pack does not say.
    pub fn number(&self, name: &str, otherwise: i64) -> i64 {
        self.parameters.get(name).map_or(otherwise, |parameter| parameter.value)
    }
}

/// Reads the steps of the file; its parameters are read like those of a procedure.
pub(crate) fn steps<'t>(source: &Source<'t>, root: &Table<'_, 't>) -> Vec<StepRule> {
    let mut steps: Vec<StepRule> = Vec::new();
    for table in root.tables("step", "步骤") {
        let step = StepRule {
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
pub(crate) fn check(
    file: &str,
    rules: &StepRules,
    statutes: &[(&str, Option<u32>)],
) -> Vec<PackFault> {
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
                    file: format!("national/{file}"),
                    line: 1,
                    message: format!("「{title}」的依据「{part}」引用的法律或者条号不在目录里"),
                    advice: "写成法律代号加条号，例如 处罚法42".to_owned(),
                });
            }
        }
    }
    faults
}
