//! Conditions: they compile, ask only about what exists, and can be evaluated.
//!
//! A condition is tried part by part on sample matters: every fact at its default, then every fact filled.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{Desk, Law};
use crate::condition::{Condition, Inputs, KNOWN, Root};
use crate::model::{ActType, CatalogueEntry, FieldType, GateCheck, Procedure};
use crate::source::near;

pub(super) fn check(
    desk: &mut Desk<'_>,
    procedure: &Procedure,
    conditions: &mut BTreeMap<String, Condition>,
) {
    for act in &procedure.acts {
        for (n, gate) in act.gates.iter().enumerate() {
            let path = format!("act/{}/gate/{n}", act.id);
            if let Some(text) = &gate.when {
                one(desk, &path, "when", text, procedure, Some(act), conditions);
            }
            if let GateCheck::Holds { condition } = &gate.check {
                one(desk, &path, "condition", condition, procedure, Some(act), conditions);
            }
        }
        if let Some(text) = act.party.as_ref().and_then(|rule| rule.when.as_ref()) {
            one(desk, &format!("act/{}/party", act.id), "when", text, procedure, None, conditions);
        }
        for paper in &act.papers {
            let path = format!("act/{}/paper/{}", act.id, paper.id);
            if let Some(text) = &paper.when {
                one(desk, &path, "when", text, procedure, Some(act), conditions);
            }
        }
        for duty in &act.duties {
            let path = format!("act/{}/duty/{}", act.id, duty.id);
            if let Some(text) = &duty.when {
                one(desk, &path, "when", text, procedure, Some(act), conditions);
            }
        }
    }
}

/// A catalogue entry asks about every procedure it applies to, and about no form.
pub(super) fn catalogue(
    desk: &mut Desk<'_>,
    entry: &CatalogueEntry,
    law: &Law<'_>,
    conditions: &mut BTreeMap<String, Condition>,
) {
    if entry.procedures.is_empty() {
        desk.fault(
            "",
            "procedures",
            format!("目录条目「{}」没有写明适用的程序", entry.title),
            "在 procedures 里写上程序的 id",
        );
    }
    for name in &entry.procedures {
        let mut versions = law.procedures.iter().filter(|p| p.value.id == *name).peekable();
        if versions.peek().is_none() {
            let names: Vec<&str> = law.procedures.iter().map(|p| p.value.id.as_str()).collect();
            desk.fault(
                "",
                "procedures",
                format!("没有叫「{name}」的程序"),
                format!("{}可用的有：{}", near(name, &names), names.join("、")),
            );
        }
        for version in versions {
            one(desk, "", "condition", &entry.condition, &version.value, None, conditions);
        }
    }
}

pub(crate) fn one(
    desk: &mut Desk<'_>,
    path: &str,
    key: &'static str,
    text: &str,
    procedure: &Procedure,
    act: Option<&ActType>,
    conditions: &mut BTreeMap<String, Condition>,
) {
    // An empty condition was already reported as missing.
    if text.is_empty() {
        return;
    }
    let condition = match Condition::compile(text) {
        Ok(condition) => condition,
        Err(why) => {
            desk.fault(path, key, why, "改正这个条件；写法见 CEL，例如 facts.fine > param.limit");
            return;
        }
    };
    let unknown = unknown_names(&condition, procedure, act);
    for (message, advice) in &unknown {
        desk.fault(path, key, message, advice);
    }
    if unknown.is_empty() {
        for sample in [Sample::empty(procedure, act), Sample::full(procedure, act)] {
            if let Err(why) = condition.try_parts(&sample.inputs(procedure)) {
                desk.fault(path, key, why, "核对两边的类型：数和数比，文字和文字比，列表用 in");
                break;
            }
        }
    }
    conditions.insert(text.to_owned(), condition);
}

fn unknown_names(
    condition: &Condition,
    procedure: &Procedure,
    act: Option<&ActType>,
) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    for reference in condition.references() {
        let name = reference.name.as_str();
        let names: Vec<&str> = match reference.root {
            Root::Facts => procedure.facts.iter().map(|f| f.id.as_str()).collect(),
            Root::Fields => {
                act.map(|a| a.fields.iter().map(|f| f.id.as_str()).collect()).unwrap_or_default()
            }
            Root::Done => procedure.acts.iter().map(|a| a.id.as_str()).collect(),
            Root::Param => procedure.parameters.keys().map(String::as_str).collect(),
            Root::Known => KNOWN.iter().map(|(name, _)| *name).collect(),
        };
        let word = reference.root.word();
        if !names.contains(&name) {
            faults.push((
                format!("条件用到的 {word}.{name} 不存在"),
                format!(
                    "{}{}",
                    near(name, &names),
                    if names.is_empty() {
                        "这里没有可用的名称".to_owned()
                    } else {
                        format!("可用的有：{}", names.join("、"))
                    }
                ),
            ));
            continue;
        }
        let guarded = condition.references().iter().any(|other| {
            other.root == Root::Fields && other.name == reference.name && other.tested
        });
        let optional = reference.root == Root::Fields
            && act.is_some_and(|a| a.fields.iter().any(|f| f.id == name && !f.required));
        if optional && !reference.tested && !guarded {
            faults.push((
                format!("条件用到的 fields.{name} 可以不填，不填时条件算不出来"),
                format!("先写 has(fields.{name}) &&，或把字段改成必填"),
            ));
        }
    }
    faults
}

/// A matter made up to try a condition on.
struct Sample {
    facts: Map<String, Json>,
    fields: Map<String, Json>,
    done: BTreeMap<String, i64>,
    known: Map<String, Json>,
}

impl Sample {
    fn empty(procedure: &Procedure, act: Option<&ActType>) -> Self {
        Self {
            facts: procedure.facts.iter().map(|f| (f.id.clone(), f.default.clone())).collect(),
            fields: fields(act, false),
            done: BTreeMap::new(),
            known: looked_up(false),
        }
    }

    fn full(procedure: &Procedure, act: Option<&ActType>) -> Self {
        Self {
            facts: procedure.facts.iter().map(|f| (f.id.clone(), filled(&f.default))).collect(),
            fields: fields(act, true),
            done: procedure.acts.iter().map(|act| (act.id.clone(), 1)).collect(),
            known: looked_up(true),
        }
    }

    fn inputs<'a>(&'a self, procedure: &'a Procedure) -> Inputs<'a> {
        Inputs {
            facts: &self.facts,
            fields: &self.fields,
            done: &self.done,
            param: &procedure.parameters,
            known: &self.known,
        }
    }
}

fn looked_up(full: bool) -> Map<String, Json> {
    KNOWN
        .iter()
        .map(|(name, flag)| {
            let value = if *flag { json!(full) } else { json!(i64::from(full)) };
            ((*name).to_owned(), value)
        })
        .collect()
}

fn filled(default: &Json) -> Json {
    match default {
        Json::Bool(flag) => json!(!flag),
        Json::Number(_) => json!(1_000_000_000_i64),
        Json::Array(_) => json!(["某项"]),
        other => other.clone(),
    }
}

fn fields(act: Option<&ActType>, full: bool) -> Map<String, Json> {
    let value = |kind, options: &[String]| match kind {
        FieldType::Text
        | FieldType::Long
        | FieldType::Person
        | FieldType::Item
        | FieldType::Tier
        | FieldType::Matter
        | FieldType::Held => json!("某"),
        FieldType::Date => json!("2026-03-02"),
        FieldType::Moment => json!("2026-03-02T09:00"),
        FieldType::Money | FieldType::Integer => json!(if full { 1_000_000_000_i64 } else { 0 }),
        FieldType::Bool => json!(full),
        FieldType::Choice => json!(options.first()),
        FieldType::Choices => json!(if full { options } else { &[] }),
        FieldType::Officers => json!(["officer-a", "officer-b"]),
        FieldType::File | FieldType::Signature => json!({}),
        FieldType::Files | FieldType::Table | FieldType::ReviewItems => json!([]),
    };
    act.map(|a| a.fields.iter().map(|f| (f.id.clone(), value(f.kind, &f.options))).collect())
        .unwrap_or_default()
}
