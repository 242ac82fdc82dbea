//! Worked examples: the acts, fields, refusals and duties that they name exist, and their moments go forward.
//!
//! What this is not: it does not perform them; `domain` does.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value as Json};

use crate::fault::PackFault;
use crate::model::{ActType, Example, ExampleStep, Field, FieldType, Procedure};

pub(super) fn check(procedure: &Procedure, faults: &mut Vec<PackFault>) {
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for example in &procedure.examples {
        let mut fault = |line: usize, message: String, advice: &str| {
            faults.push(PackFault {
                file: example.file.clone(),
                line,
                message,
                advice: advice.to_owned(),
            });
        };
        if titles.insert(&example.title, example.line).is_some() {
            fault(example.line, format!("示例「{}」写了两次", example.title), "改成另一个题目");
        }
        if example.steps.is_empty() {
            fault(
                example.line,
                format!("示例「{}」没有步骤", example.title),
                "写上 [[example.step]]",
            );
        }
        steps(procedure, example, &mut fault);
    }
}

fn steps(procedure: &Procedure, example: &Example, fault: &mut dyn FnMut(usize, String, &str)) {
    let mut last: Option<DateTime> = None;
    for step in &example.steps {
        match step.at.parse::<DateTime>() {
            Ok(at) if step.at.contains('T') => {
                if last.is_some_and(|last| at < last) {
                    fault(step.line, format!("时间 {} 早于上一步", step.at), "按时间先后排列");
                }
                last = Some(at);
            }
            _ => fault(step.line, format!("时间「{}」写法不对", step.at), "写成 2026-03-02T09:00"),
        }
        let Some(act) = procedure.act(&step.act) else {
            fault(step.line, format!("没有叫「{}」的行为", step.act), "改成程序里行为的 id");
            continue;
        };
        form(act, step, fault);
        refusal(act, step, fault);
        for (duty, day) in &step.due {
            if procedure.duty(duty).is_none() {
                fault(step.line, format!("没有叫「{duty}」的义务"), "改成程序里义务的 id");
            }
            if day.parse::<Date>().is_err() {
                fault(step.line, format!("义务 {duty} 的期限「{day}」不是日期"), "写成 2026-03-02");
            }
        }
    }
}

fn refusal(act: &ActType, step: &ExampleStep, fault: &mut dyn FnMut(usize, String, &str)) {
    let Some(code) = &step.refused else {
        if step.basis.is_some() {
            fault(
                step.line,
                "写了拒绝的依据，却没有写 refused".to_owned(),
                "写上 refused，或删去 basis",
            );
        }
        return;
    };
    let Some(name) = code.strip_prefix("gate.") else { return };
    let mut gates = act.gates.iter().filter(|gate| gate.check.code() == name).peekable();
    if gates.peek().is_none() {
        fault(
            step.line,
            format!("行为「{}」没有关口 {name}，不会这样被拒绝", act.title),
            "改正 refused，或给行为加上这个关口",
        );
    } else if step.basis.as_ref().is_some_and(|basis| !gates.any(|gate| gate.basis == *basis)) {
        fault(
            step.line,
            format!("关口 {name} 的依据不是「{}」", step.basis.as_deref().unwrap_or_default()),
            "与关口的 basis 写得一样",
        );
    }
}

fn form(act: &ActType, step: &ExampleStep, fault: &mut dyn FnMut(usize, String, &str)) {
    for (name, value) in &step.fields {
        match act.fields.iter().find(|field| field.id == *name) {
            None => fault(
                step.line,
                format!("行为「{}」没有字段 {name}", act.title),
                "改成表单里字段的 id",
            ),
            Some(field) if !accepts(field, value) => fault(
                step.line,
                format!("字段「{}」填不了这样的值", field.label),
                "按字段的类型和选项填写",
            ),
            Some(_) => {}
        }
    }
    // A refused step may lack a field on purpose.
    let missing = |fields: &Map<String, Json>| {
        act.fields
            .iter()
            .find(|f| f.required && !fields.contains_key(&f.id))
            .map(|f| f.label.clone())
    };
    if step.refused.is_none()
        && let Some(label) = missing(&step.fields)
    {
        fault(step.line, format!("必填的「{label}」没有填"), "补上这个字段");
    }
}

/// True where the value has the shape of the field's type.
fn accepts(field: &Field, value: &Json) -> bool {
    let texts =
        |value: &Json| value.as_array().is_some_and(|items| items.iter().all(Json::is_string));
    let offered = |value: &Json| {
        value.as_str().is_some_and(|text| field.options.iter().any(|option| option == text))
    };
    match field.kind {
        FieldType::Text | FieldType::Long => {
            value.as_str().is_some_and(|text| text.chars().count() <= field.max)
        }
        FieldType::Person
        | FieldType::Item
        | FieldType::Tier
        | FieldType::Matter
        | FieldType::Held => value.is_string(),
        FieldType::Table => value.as_array().is_some_and(|rows| {
            rows.iter()
                .all(|row| row.as_array().is_some_and(|row| row.len() == field.columns.len()))
        }),
        FieldType::Date => value.as_str().is_some_and(|text| text.parse::<Date>().is_ok()),
        FieldType::Moment => {
            value.as_str().is_some_and(|t| t.contains('T') && t.parse::<DateTime>().is_ok())
        }
        FieldType::Money => value.as_i64().is_some_and(|fen| fen >= 0),
        FieldType::Integer => value.is_i64(),
        FieldType::Bool => value.is_boolean(),
        FieldType::Choice => offered(value),
        FieldType::Choices => value.as_array().is_some_and(|items| items.iter().all(offered)),
        FieldType::Officers => texts(value),
        FieldType::File | FieldType::Signature => value.get("digest").is_some_and(Json::is_string),
        FieldType::Files => value.as_array().is_some_and(|files| {
            files.iter().all(|file| file.get("digest").is_some_and(Json::is_string))
        }),
        FieldType::ReviewItems => value.as_array().is_some_and(|items| {
            items.iter().all(|i| i.get("item").is_some() && i.get("mark").is_some())
        }),
    }
}
