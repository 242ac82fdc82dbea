//! Marks set by hand on a recording (亮证、告知、采样、签字): at this second this was done. A mark is withdrawn by a later act and never
//! taken away; both stay readable.
//!
//! What this is not: the moments that acts name in their own forms, which need no mark (see `app::recordings`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType};

use crate::effect::Effect;
use crate::known::Known;
use crate::refusal::Refusal;
use crate::state::{Matter, Named};

/// A mark on a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandMark {
    /// Version of the event that set it; also its number within the matter.
    pub version: u64,
    /// Digest of the recording's file.
    pub of: String,
    /// Second from its beginning.
    pub second: u64,
    /// What is there, as the pack words it.
    pub what: String,
    /// More words; may be empty.
    pub note: String,
    /// Who set it.
    pub by: Named,
    /// Who withdrew it and why; none while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnMark>,
}

/// Why a mark does not stand any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnMark {
    /// Version of the event.
    pub version: u64,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Named,
}

/// What stands against setting or withdrawing a mark.
pub(crate) fn closed(
    matter: &Matter,
    act: &ActType,
    form: &Map<String, Value>,
    known: &Known,
) -> Vec<Refusal> {
    if form.is_empty() {
        return Vec::new();
    }
    let basis = act.basis.first().map(String::as_str).unwrap_or_default();
    let refusal = |code: &str, message: String, field: &str| {
        vec![Refusal::new(code, message).at(field).under(basis)]
    };
    let of = form.get("of").and_then(Value::as_str).unwrap_or_default();
    let second = form.get("second").and_then(Value::as_u64).unwrap_or(0);
    match act.kind {
        ActKind::Mark if !recorded(matter, of) => {
            refusal("mark.recording", "标记要落在本件已入库的录音录像上".to_owned(), "of")
        }
        ActKind::Mark => match known.original_ms() {
            Some(length) if second > length.div_ceil(1000) => {
                let message =
                    format!("这份录音录像长 {} 秒，没有第 {second} 秒", length.div_ceil(1000));
                refusal("mark.beyond", message, "second")
            }
            _ => Vec::new(),
        },
        ActKind::Unmark => {
            let wanted = form.get("marked").and_then(Value::as_u64);
            match matter.marks.iter().find(|mark| Some(mark.version) == wanted) {
                Some(mark) if mark.withdrawn.is_none() => Vec::new(),
                Some(_) => refusal("mark.withdrawn", "这个标记已经撤回".to_owned(), "marked"),
                None => refusal("mark.none", "本件没有这个标记".to_owned(), "marked"),
            }
        }
        _ => Vec::new(),
    }
}

fn recorded(matter: &Matter, digest: &str) -> bool {
    matter.recordings.iter().any(|held| held.files.iter().any(|file| file == digest))
}

/// What an act adds: a mark, or the withdrawal of one.
pub(crate) fn effect(
    act: &ActType,
    form: &Map<String, Value>,
    actor: &Named,
    version: u64,
) -> Option<Effect> {
    let text = |name: &str| {
        form.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned()
    };
    let number = |name: &str| form.get(name).and_then(Value::as_u64).unwrap_or(0);
    match act.kind {
        ActKind::Mark => Some(Effect::Marked {
            mark: HandMark {
                version,
                of: text("of"),
                second: number("second"),
                what: text("mark"),
                note: text("note"),
                by: actor.clone(),
                withdrawn: None,
            },
        }),
        ActKind::Unmark => Some(Effect::MarkWithdrawn {
            mark: number("marked"),
            withdrawn: WithdrawnMark { version, reason: text("reason"), by: actor.clone() },
        }),
        _ => None,
    }
}
