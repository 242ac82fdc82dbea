//! Forms: field types, options, and the facts that fields set.

use serde_json::Value as Json;

use super::Desk;
use crate::model::{ActKind, Field, FieldType, GateCheck, Procedure};
use crate::source::near;

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure) {
    for act in &procedure.acts {
        let path = format!("act/{}", act.id);
        let mut seen: Vec<&str> = Vec::new();
        for field in &act.fields {
            let path = format!("{path}/field/{}", field.id);
            if seen.contains(&field.id.as_str()) {
                desk.fault(&path, "id", format!("字段「{}」写了两次", field.id), "改成另一个 id");
            }
            seen.push(&field.id);
            options(desk, &path, field);
            fact(desk, &path, field, procedure);
        }
        needs(desk, &path, act.kind, &seen);
        if act.review_exempt.is_some() && act.kind != ActKind::Decide {
            desk.fault(
                &path,
                "review_exempt",
                format!("「{}」不是决定，谈不上免于法制审核", act.title),
                "删去 review_exempt，或者写 kind = \"decide\"",
            );
        }
        if act.kind == ActKind::Decide
            && act.review_exempt.is_none()
            && !act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared)
        {
            desk.fault(
                &path,
                "kind",
                format!("「{}」是决定，却没有法制审核关口", act.title),
                "加上 gate = \"review_cleared\"，依据处罚法58；法律免于审核的，用 review_exempt 写明依据；两样都没有的决定不予装载",
            );
        }
    }
    let reviewed = procedure
        .acts
        .iter()
        .any(|act| act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared));
    for (kind, what) in [(ActKind::Submit, "送审"), (ActKind::Opine, "审核意见")] {
        if reviewed && !procedure.acts.iter().any(|act| act.kind == kind) {
            desk.fault(
                "",
                "id",
                format!("程序设了法制审核关口，却没有{what}行为"),
                format!("加上种类为{what}的行为，否则关口永远过不去"),
            );
        }
    }
}

/// Fields that the engine reads by name, for each kind of act.
fn needs(desk: &mut Desk<'_>, path: &str, kind: ActKind, fields: &[&str]) {
    let needed: &[&str] = match kind {
        ActKind::Assign => &["officers"],
        ActKind::ShowCredentials => &["officers", "shown_at"],
        ActKind::Recuse | ActKind::Dismiss | ActKind::Entrust => &["person"],
        ActKind::Suspend
        | ActKind::Resume
        | ActKind::Extend
        | ActKind::Withhold
        | ActKind::Withdraw => &["reason"],
        ActKind::Opine => &["conclusion", "items"],
        ActKind::Serve => &["manner", "served_on"],
        ActKind::Overturn => &["outcome"],
        ActKind::Record => &["started_at", "ended_at", "files"],
        ActKind::ExplainGap => &["reason", "gap_from", "gap_to"],
        ActKind::Derive => &["of", "derived", "file", "reason", "from_second", "to_second"],
        ActKind::Mark => &["of", "second", "mark"],
        ActKind::Unmark => &["marked", "reason"],
        _ => &[],
    };
    for name in needed {
        if !fields.contains(name) {
            desk.fault(
                path,
                "kind",
                format!("这种行为必须有字段 {name}"),
                format!("加上 id = \"{name}\" 的字段"),
            );
        }
    }
}

fn options(desk: &mut Desk<'_>, path: &str, field: &Field) {
    let chooses = matches!(field.kind, FieldType::Choice | FieldType::Choices);
    if chooses && field.options.is_empty() {
        desk.fault(
            path,
            "options",
            format!("字段「{}」要人选择，却没有选项", field.label),
            "在 options 里列出选项",
        );
    }
    if !chooses && !field.options.is_empty() {
        desk.fault(
            path,
            "options",
            format!("字段「{}」不是选择，却写了选项", field.label),
            "把 type 改成 choice 或 choices，或删去 options",
        );
    }
    if (field.kind == FieldType::Table) == field.columns.is_empty() {
        desk.fault(
            path,
            "columns",
            format!("字段「{}」的列与类型不一致", field.label),
            "type = \"table\" 的字段在 columns 里写列名，其余不写",
        );
    }
    for (n, option) in field.options.iter().enumerate() {
        if option.is_empty() || field.options.iter().skip(n + 1).any(|other| other == option) {
            desk.fault(
                path,
                "options",
                format!("字段「{}」的选项有空的或重复的", field.label),
                "删去多余的选项",
            );
        }
    }
}

fn fact(desk: &mut Desk<'_>, path: &str, field: &Field, procedure: &Procedure) {
    let Some(name) = &field.fact else { return };
    let Some(fact) = procedure.facts.iter().find(|fact| fact.id == *name) else {
        let names: Vec<&str> = procedure.facts.iter().map(|fact| fact.id.as_str()).collect();
        desk.fault(
            path,
            "fact",
            format!("字段「{}」要写入的事实「{name}」没有声明", field.label),
            format!("{}先用 [[fact]] 声明它", near(name, &names)),
        );
        return;
    };
    if !fits(field.kind, &fact.default) {
        desk.fault(
            path,
            "fact",
            format!("字段「{}」与事实「{}」类型不同", field.label, fact.label),
            "改正字段的 type，或改正事实的 default",
        );
    }
}

/// True where values of the field's type are values of the fact's type.
pub(super) fn fits(kind: FieldType, default: &Json) -> bool {
    match kind {
        FieldType::Text
        | FieldType::Long
        | FieldType::Date
        | FieldType::Moment
        | FieldType::Choice
        | FieldType::Item
        | FieldType::Tier
        | FieldType::Matter
        | FieldType::Held
        | FieldType::Person => default.is_string(),
        FieldType::Money | FieldType::Integer => default.is_i64(),
        FieldType::Bool => default.is_boolean(),
        FieldType::Choices
        | FieldType::Officers
        | FieldType::Files
        | FieldType::Table
        | FieldType::ReviewItems => default.is_array(),
        FieldType::File | FieldType::Signature => default.is_object(),
    }
}
