//! Whether the worked examples show every gate at work: for each act and each article that refuses under one kind of gate,
//! some example has a step that is refused so.
//!
//! What this is not: a fault of the law. A pack with a gap loads and runs; `zhiheng pack check` names the gap, because a gate that
//! no lawyer ever saw refuse is a gate that nobody has read. Nor does it run the examples; `domain` does.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::PackFault;
use crate::model::{ActType, ExampleStep, Gate, Pack, Procedure};

/// Every (act, gate code, article) that no worked example refuses, each at the file and line of its first gate.
///
/// A gate of a fragment is shown where one of the procedures that take the fragment in shows it. An example counts only where it
/// writes both `refused` and `basis`.
pub fn uncovered(pack: &Pack) -> Vec<PackFault> {
    // One place in a file can serve many procedures; what is open under a place is told once.
    let mut open: BTreeMap<(&str, usize), (&Procedure, &ActType, &Gate)> = BTreeMap::new();
    let mut shown: BTreeSet<(&str, usize)> = BTreeSet::new();
    for procedure in pack.procedures.values() {
        for act in &procedure.acts {
            for gate in kinds(act) {
                let place = (gate.place.file.as_str(), gate.place.line);
                if refuses(procedure, act, gate) {
                    shown.insert(place);
                } else {
                    open.entry(place).or_insert((procedure, act, gate));
                }
            }
        }
    }
    open.into_iter()
        .filter(|(place, _)| !shown.contains(place))
        .map(|((file, line), (procedure, act, gate))| {
            let code = gate.check.code();
            PackFault {
                file: file.to_owned(),
                line,
                message: format!(
                    "“{}”（{}）的行为“{}”（{}）没有示例被关口 gate.{code}（{}）拒绝",
                    procedure.title, procedure.id, act.title, act.id, gate.basis
                ),
                advice: format!(
                    "在示例里加一步：act = \"{}\"、refused = \"gate.{code}\"、basis = \"{}\"",
                    act.id, gate.basis
                ),
            }
        })
        .collect()
}

/// The gates of an act, the first of each code and article.
fn kinds(act: &ActType) -> Vec<&Gate> {
    let mut firsts: Vec<&Gate> = Vec::new();
    for gate in &act.gates {
        let same =
            |held: &&Gate| held.check.code() == gate.check.code() && held.basis == gate.basis;
        if !firsts.iter().any(same) {
            firsts.push(gate);
        }
    }
    firsts
}

fn refuses(procedure: &Procedure, act: &ActType, gate: &Gate) -> bool {
    let code = gate.check.code();
    let shows = |step: &ExampleStep| {
        step.act == act.id
            && step.refused.as_deref().and_then(|told| told.strip_prefix("gate.")) == Some(code)
            && step.basis.as_deref() == Some(gate.basis.as_str())
    };
    procedure.examples.iter().flat_map(|example| &example.steps).any(shows)
}
