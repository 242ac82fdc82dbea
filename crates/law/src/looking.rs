//! Who looks at a dossier (调阅), as the pack says it: the articles that requests rest on, and the numbers that they and the
//! supervisor's list go by. One file of a pack, `looking.toml`.
//!
//! What this is not: the judgement, who may look without asking and what is unusual (see `domain`).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::Parameter;

/// Name of the file in the national folder.
pub(crate) const FILE: &str = "looking.toml";

/// The rules about looking.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LookingRules {
    /// Articles that access rests on.
    pub basis: Vec<String>,
    /// Articles that a party's own access rests on.
    pub party_basis: Vec<String>,
    /// `one_look`, `longest`, `many`, `night_from`, `night_until`, `refusal_words`.
    pub parameters: BTreeMap<String, Parameter>,
}

impl LookingRules {
    /// The articles as they are cited in one line.
    pub fn cited(&self) -> String {
        self.basis.join("；")
    }

    /// The value of a parameter; `otherwise` where the pack does not say.
    pub fn number(&self, name: &str, otherwise: i64) -> i64 {
        self.parameters.get(name).map_or(otherwise, |parameter| parameter.value)
    }
}

/// Every basis must cite a statute that the pack knows.
pub(crate) fn check(rules: &LookingRules, statutes: &[(&str, Option<u32>)]) -> Vec<PackFault> {
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let numbers = rules.parameters.values().map(|number| number.basis.as_str());
    let given = rules.basis.iter().chain(&rules.party_basis).map(String::as_str);
    given
        .chain(numbers)
        .flat_map(citation::split)
        .filter(|part| Citation::parse(part, &codes).is_none())
        .map(|part| PackFault {
            file: format!("national/{FILE}"),
            line: 1,
            message: format!("依据「{part}」引用的法律不在目录里，或者写法不对"),
            advice: "写成法律代号加条号，例如 粤录26".to_owned(),
        })
        .collect()
}
