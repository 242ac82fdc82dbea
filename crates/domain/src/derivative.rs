//! 衍生件: files made of a file of the dossier – a span of a recording, a masked copy, captions written later. Each is a file of
//! its own that points at the original; the original is never replaced (国办发〔2018〕118号（九）).
//!
//! What this is not: the making. A player or an editor makes the file; here it is only said what it was made of, by whom and why.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, DERIVED_CLIP, DERIVED_TRANSCRIPT};

use crate::known::Known;
use crate::refusal::Refusal;
use crate::state::{Matter, Named};

/// A file made of a file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivative {
    /// Version of the event that brought it.
    pub version: u64,
    /// Digest of the original.
    pub of: String,
    /// Digest of the file itself.
    pub file: String,
    /// What it is, as the pack words it: `节选`, `遮盖件`, `字幕或者转写稿`.
    pub kind: String,
    /// Second of the original at which it begins; none where it is of the whole.
    pub from: Option<u64>,
    /// Second at which it ends.
    pub to: Option<u64>,
    /// Who made it, where that is another than who brought it.
    pub maker: String,
    /// Why.
    pub reason: String,
    /// Who brought it.
    pub by: Named,
}

/// Files that the matter holds as they came: evidence and recordings, without what was made of them.
fn original(matter: &Matter, digest: &str) -> bool {
    let evidence = matter.evidence.iter().map(|(held, _)| held);
    let recorded = matter.recordings.iter().flat_map(|held| &held.files);
    evidence.chain(recorded).any(|held| held == digest)
}

/// What stands against registering a derivative, form by form.
pub(crate) fn closed(
    matter: &Matter,
    act: &ActType,
    form: &Map<String, Value>,
    known: &Known,
) -> Vec<Refusal> {
    if act.kind != ActKind::Derive || form.is_empty() {
        return Vec::new();
    }
    let basis = act.basis.first().map(String::as_str).unwrap_or_default();
    let refusal = |code: &str, message: String, field: &str| {
        Refusal::new(code, message).at(field).under(basis)
    };
    let read = Form(form);
    let (of, file, kind) = (read.text("of"), read.digest(), read.text("derived"));
    let mut reasons = Vec::new();
    if !original(matter, &of) {
        let message = "“原件”应是本件的证据材料或者录音录像，不能是衍生件".to_owned();
        reasons.push(refusal("derivative.original", message, "of"));
    }
    if file == of || original(matter, &file) {
        let message = "这个文件就是本件的原件；衍生件是另外的文件，原件不能被替换".to_owned();
        reasons.push(refusal("derivative.itself", message, "file"));
    }
    if matter.derivatives.iter().any(|held| held.file == file) {
        let message = "这个衍生件已经登记过".to_owned();
        reasons.push(refusal("derivative.twice", message, "file"));
    }
    let span = (read.second("from_second"), read.second("to_second"));
    match span {
        (None, None) if kind == DERIVED_CLIP => {
            let message = "节选要写明取自原件的第几秒到第几秒".to_owned();
            reasons.push(refusal("derivative.span", message, "from_second"));
        }
        (Some(from), Some(to)) if from >= to => {
            let message = format!("止于第 {to} 秒，不晚于起于第 {from} 秒");
            reasons.push(refusal("derivative.span", message, "to_second"));
        }
        (Some(_), None) | (None, Some(_)) => {
            let message = "起止一起写，或者都不写（整份）".to_owned();
            reasons.push(refusal("derivative.span", message, "to_second"));
        }
        _ => {}
    }
    if let (Some(to), Some(length)) = (span.1, known.original_ms())
        && to > length.div_ceil(1000)
    {
        let message = format!("原件长 {} 秒，没有第 {to} 秒", length.div_ceil(1000));
        reasons.push(refusal("derivative.span", message, "to_second"));
    }
    if kind == DERIVED_TRANSCRIPT && known.cues() == Some(0) {
        let message =
            "这个文件不是能读出时间的字幕：请存成 WebVTT（.vtt）或者 SRT（.srt）文本".to_owned();
        reasons.push(refusal("derivative.transcript", message, "file"));
    }
    reasons
}

/// The derivative that an act brings; none where it brings none.
pub(crate) fn brought(
    act: &ActType,
    form: &Map<String, Value>,
    actor: &Named,
    version: u64,
) -> Option<Derivative> {
    (act.kind == ActKind::Derive).then(|| {
        let read = Form(form);
        Derivative {
            version,
            of: read.text("of"),
            file: read.digest(),
            kind: read.text("derived"),
            from: read.second("from_second"),
            to: read.second("to_second"),
            maker: read.text("maker"),
            reason: read.text("reason"),
            by: actor.clone(),
        }
    })
}

struct Form<'a>(&'a Map<String, Value>);

impl Form<'_> {
    fn text(&self, name: &str) -> String {
        self.0.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned()
    }

    fn second(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    fn digest(&self) -> String {
        let file = self.0.get("file").and_then(|file| file.get("digest"));
        file.and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}
