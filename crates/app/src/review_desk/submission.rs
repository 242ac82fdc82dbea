//! What was sent to legal review, beside what has to be sent: the statement and declaration, the materials (law.md 4.4), and which
//! evidence proves which element.
//!
//! What this is not: whether the evidence does prove it. That is for the reviewer. Everything here is computed from its arguments.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::{Event, Matter};
use zhiheng_law::{ActKind, GateCheck, Procedure};

/// A legal element and the evidence that proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Element {
    /// What must be proved.
    pub element: String,
    /// By which evidence; empty where there is none.
    pub evidence: String,
    /// On which page, at which minute.
    pub place: String,
}

impl Element {
    /// No evidence stands beside it.
    pub(crate) fn bare(&self) -> bool {
        self.evidence.trim().is_empty()
    }
}

/// Something that has to be sent with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Material {
    /// What it is.
    pub title: String,
    /// It was sent, or lies in the dossier.
    pub there: bool,
    /// Where it stands, or when it is due.
    pub note: String,
}

/// A text of the last submission.
pub(crate) fn said<'e>(event: Option<&'e Event>, field: &str) -> &'e str {
    event
        .and_then(|event| event.fields.get(field))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
}

/// The rows of the last submission's table of elements.
pub(crate) fn elements(event: Option<&Event>) -> Vec<Element> {
    let rows = event.and_then(|event| event.fields.get("elements")).and_then(Value::as_array);
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .map(|row| {
            let cell =
                |n: usize| row.get(n).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
            Element { element: cell(0), evidence: cell(1), place: cell(2) }
        })
        .filter(|row| !row.element.is_empty() || !row.bare())
        .collect()
}

/// What has to be sent, each with whether it is there (粤审14、蒙244第29).
pub(crate) fn materials(
    matter: &Matter,
    procedure: &Procedure,
    event: Option<&Event>,
) -> Vec<Material> {
    let material =
        |title: &str, there: bool, note: String| Material { title: title.to_owned(), there, note };
    let concluded = concluding(procedure).and_then(|act| matter.last(act));
    let report =
        concluded.and_then(|done| matter.papers.iter().find(|paper| paper.version == done.version));
    let draft = said(event, "draft");
    let mut evidence: Vec<&str> = matter.evidence.iter().map(|(file, _)| file.as_str()).collect();
    evidence.sort_unstable();
    evidence.dedup();
    let mut all = vec![
        material(
            "拟作决定的文本",
            !draft.is_empty() || report.is_some(),
            match (draft.is_empty(), report) {
                (false, _) => "随送审表".to_owned(),
                (true, Some(paper)) => format!("见《{}》", paper.title),
                (true, None) => String::new(),
            },
        ),
        material("送审说明", !said(event, "statement").is_empty(), "随送审表".to_owned()),
        material(
            "调查终结报告或者审查意见",
            report.is_some(),
            report.map(|paper| format!("{} {}", paper.day, paper.title)).unwrap_or_default(),
        ),
        material("证据", !evidence.is_empty(), format!("在卷文件 {} 份", evidence.len())),
    ];
    if let Some((request, hearing)) = hearing(procedure)
        && let Some(asked) = matter.last(request)
    {
        let held = matter.last(hearing);
        let note = held.map_or_else(
            || format!("{} 要求听证，尚未举行", asked.day),
            |held| format!("{} 举行", held.day),
        );
        all.push(material("听证笔录", held.is_some(), note));
    }
    all
}

/// The act that must be done before a draft can be sent.
fn concluding(procedure: &Procedure) -> Option<&str> {
    let submit = procedure.acts.iter().find(|act| act.kind == ActKind::Submit)?;
    submit.gates.iter().find_map(|gate| match &gate.check {
        GateCheck::After { acts } => acts.first().map(String::as_str),
        _ => None,
    })
}

fn hearing(procedure: &Procedure) -> Option<(&str, &str)> {
    procedure.acts.iter().flat_map(|act| &act.gates).find_map(|gate| match &gate.check {
        GateCheck::HearingSettled { request, hearing, .. } => {
            Some((request.as_str(), hearing.as_str()))
        }
        _ => None,
    })
}
