//! Stretches that are to be recorded: their moments are fields of the form, their article exists, and there is an act that
//! brings the recording in and one that says why there is none.

use super::{Desk, Law, basis};
use crate::model::{ActKind, FieldType, Procedure};

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure, law: &Law<'_>) {
    for act in &procedure.acts {
        for rule in &act.recording {
            let path = format!("act/{}/recording/{}", act.id, rule.scene);
            let what = format!("音像记录「{}」", rule.scene);
            basis::cite(desk, law, &path, "basis", &rule.basis, &what);
            if rule.from.is_some() != rule.to.is_some() {
                let message = format!("{what}只写了一头的时间");
                desk.fault(&path, "from", message, "from 和 to 一起写，或者都不写");
            }
            for (key, name) in [("from", &rule.from), ("to", &rule.to)] {
                let Some(name) = name else { continue };
                let moment = act
                    .fields
                    .iter()
                    .any(|field| field.id == *name && field.kind == FieldType::Moment);
                if !moment {
                    let message = format!("{what}的 {key} 指向的「{name}」不是本行为的时间字段");
                    desk.fault(&path, key, message, "写 type = \"moment\" 的字段的 id");
                }
            }
        }
    }
    if procedure.acts.iter().all(|act| act.recording.is_empty()) {
        return;
    }
    for (kind, what) in
        [(ActKind::Record, "音像记录入库"), (ActKind::ExplainGap, "说明没有录到的原因")]
    {
        if !procedure.acts.iter().any(|act| act.kind == kind) {
            desk.fault(
                "",
                "id",
                format!("程序要求音像记录，却没有“{what}”的行为"),
                "用共用片段 recording，或者写上这种行为",
            );
        }
    }
    let scenes = procedure
        .acts
        .iter()
        .filter(|act| act.kind == ActKind::Record)
        .flat_map(|act| &act.fields)
        .find(|field| field.id == "scene");
    let Some(scenes) = scenes else { return };
    for act in &procedure.acts {
        for rule in act.recording.iter().filter(|rule| !scenes.options.contains(&rule.scene)) {
            desk.fault(
                &format!("act/{}/recording/{}", act.id, rule.scene),
                "scene",
                format!("入库时选不到「{}」这一环节", rule.scene),
                "把它加进字段 scene 的 options",
            );
        }
    }
}
