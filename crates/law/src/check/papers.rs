//! Papers and sentences: what stands in braces is something that can be filled in.

use super::Desk;
use crate::model::{ActType, FieldType, Procedure};
use crate::source::near;

/// What a paper's text may name besides fields and facts: its own number, the matter's number, the agency that issues it,
/// the day, and the officers on the matter.
const OTHERS: &[&str] = &["number", "matter_number", "agency", "date", "officers", "remedy"];

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure) {
    let mut seen: Vec<&str> = Vec::new();
    for act in &procedure.acts {
        let path = format!("act/{}", act.id);
        for name in placeholders(&act.sentence) {
            let paper =
                name == "paper" && act.papers.iter().any(|paper| paper.number_kind.is_some());
            let number = name == "number";
            let due = name.strip_prefix("due:").is_some_and(|id| procedure.duty(id).is_some());
            if !(paper || number || due || said(procedure, act, name)) {
                desk.fault(
                    &path,
                    "sentence",
                    format!("成功提示里的 {{{name}}} 填不出来"),
                    "可以用 {number}、{paper}（本行为有编号的文书时）、{due:义务}、字段的 id 和 {facts.名称}",
                );
            }
        }
        for paper in &act.papers {
            let path = format!("{path}/paper/{}", paper.id);
            if seen.contains(&paper.id.as_str()) {
                desk.fault(&path, "id", format!("文书「{}」写了两次", paper.id), "改成另一个 id");
            }
            seen.push(&paper.id);
            if paper.body.is_empty() {
                desk.fault(
                    &path,
                    "body",
                    format!("文书《{}》没有正文", paper.title),
                    "在 body 里逐段写上正文",
                );
            }
            for (key, names) in [("rows", &paper.rows), ("requires", &paper.requires)] {
                for name in names.iter().filter(|name| !said(procedure, act, name)) {
                    desk.fault(
                        &path,
                        key,
                        format!(
                            "文书《{}》的 {key} 里的「{name}」既不是字段，也不是事实",
                            paper.title
                        ),
                        "写本行为字段的 id，或 facts.名称",
                    );
                }
            }
            for name in paper.signoffs.iter().filter(|name| procedure.act(name).is_none()) {
                desk.fault(
                    &path,
                    "signoffs",
                    format!("没有叫「{name}」的行为"),
                    "在 signoffs 里写行为的 id",
                );
            }
            let drawn = |name: &String| {
                act.fields
                    .iter()
                    .any(|field| field.id == *name && field.kind == FieldType::Signature)
            };
            for name in paper.signatures.iter().filter(|name| !drawn(name)) {
                desk.fault(
                    &path,
                    "signatures",
                    format!("「{name}」不是本行为的签名字段"),
                    "加上 type = \"signature\" 的字段，或删去",
                );
            }
            let tells = paper.body.iter().any(|text| text.contains("{remedy}"));
            if tells != paper.remedy.is_some() {
                desk.fault(
                    &path,
                    "remedy",
                    format!("文书《{}》的救济告知与正文不一致", paper.title),
                    "正文写 {remedy} 的，用 remedy 写明救济途径；反过来也一样",
                );
            }
            for name in paper.body.iter().flat_map(|paragraph| placeholders(paragraph)) {
                placeholder(desk, &path, procedure, act, name);
            }
        }
    }
}

fn placeholder(desk: &mut Desk<'_>, path: &str, procedure: &Procedure, act: &ActType, name: &str) {
    if OTHERS.contains(&name) || said(procedure, act, name) {
        return;
    }
    let facts = procedure.facts.iter().map(|fact| format!("facts.{}", fact.id));
    let mut names: Vec<String> = act.fields.iter().map(|field| field.id.clone()).collect();
    names.extend(facts);
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    desk.fault(
        path,
        "body",
        format!("文书里的 {{{name}}} 既不是本行为的字段，也不是声明过的事实"),
        format!("{}改成字段的 id、facts.名称、number、paper 或 due:义务", near(name, &words)),
    );
}

/// True where the form or the facts give the value.
fn said(procedure: &Procedure, act: &ActType, name: &str) -> bool {
    match name.strip_prefix("facts.") {
        Some(fact) => procedure.facts.iter().any(|known| known.id == fact),
        None => act.fields.iter().any(|field| field.id == name),
    }
}

/// The names in braces, in order.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
