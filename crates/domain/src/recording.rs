//! 音像记录: which stretches of a matter are to be recorded by sound and picture, which are, and why the others are not.
//!
//! What this is not: the files. A recording is known here by its digests and by when it was made; who may look at it and where it
//! lies is the platform's.

use jiff::civil::{Date, DateTime, time};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, Procedure, RecordingLevel};

use crate::effect::Effect;
use crate::form;
use crate::known::Known;
use crate::refusal::Refusal;
use crate::state::{Matter, Named};

/// A stretch that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Act that was to be recorded.
    pub act: String,
    /// Version of its event.
    pub version: u64,
    /// What the list of recordings calls it, for example `询问`.
    pub scene: String,
    /// How far.
    pub level: RecordingLevel,
    /// Begins.
    pub from: DateTime,
    /// Ends.
    pub to: DateTime,
    /// False where only the day is known: one recording of that day is enough.
    pub timed: bool,
    /// Who was there.
    pub officers: Vec<String>,
    /// Article.
    pub basis: String,
}

/// A recording in the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Version of the event that brought it.
    pub version: u64,
    /// What it shows; empty where the form does not ask.
    pub scene: String,
    /// Begins, by the clock of the device.
    pub from: DateTime,
    /// Ends.
    pub to: DateTime,
    /// Files by digest.
    pub files: Vec<String>,
    /// Device by its number; empty if none was named.
    pub device: String,
    /// Who brought it in.
    pub by: Named,
    /// Why it came late; empty if it did not.
    pub late: String,
}

/// Why a stretch is not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// Version of the event.
    pub version: u64,
    /// Version of the event whose stretch it is.
    pub span: u64,
    /// Begins.
    pub from: DateTime,
    /// Ends.
    pub to: DateTime,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: Named,
}

/// What became of a piece of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// There is a recording.
    Recorded,
    /// There is none, and somebody said why.
    Explained,
    /// There is none, and nobody said why.
    Missing,
}

/// A stretch cut into pieces, in order and without holes.
pub type Bar = Vec<(DateTime, DateTime, Piece)>;

/// Cuts a stretch by what there is of it. Pieces of no length are left out, except where the stretch itself has none.
pub fn bar(span: &Span, recordings: &[Recording], explained: &[Explained]) -> Bar {
    let shows = |held: &&Recording| held.scene.is_empty() || held.scene == span.scene;
    let recorded = recordings.iter().filter(shows).map(|held| (held.from, held.to));
    let told =
        explained.iter().filter(|held| held.span == span.version).map(|held| (held.from, held.to));
    let (recorded, told): (Vec<_>, Vec<_>) = (recorded.collect(), told.collect());
    let touches = |(from, to): &(DateTime, DateTime)| *from <= span.to && *to >= span.from;
    let over = |pieces: &[(DateTime, DateTime)], at: (DateTime, DateTime)| {
        pieces.iter().any(|(from, to)| *from <= at.0 && at.1 <= *to)
    };
    let state = |at: (DateTime, DateTime)| {
        if over(&recorded, at) {
            Piece::Recorded
        } else if over(&told, at) {
            Piece::Explained
        } else {
            Piece::Missing
        }
    };
    if !span.timed || span.from >= span.to {
        let state = if recorded.iter().any(touches) {
            Piece::Recorded
        } else if told.iter().any(touches) {
            Piece::Explained
        } else {
            Piece::Missing
        };
        return vec![(span.from, span.to, state)];
    }
    let mut cuts: Vec<DateTime> = recorded
        .iter()
        .chain(&told)
        .flat_map(|(from, to)| [*from, *to])
        .filter(|at| span.from < *at && *at < span.to)
        .chain([span.from, span.to])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces: Bar = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let now = state((*from, *to));
        match pieces.last_mut() {
            Some(last) if last.2 == now => last.1 = *to,
            _ => pieces.push((*from, *to, now)),
        }
    }
    pieces
}

/// The pieces of a stretch of which there is no recording and no word why.
pub fn missing(span: &Span, recordings: &[Recording], explained: &[Explained]) -> Bar {
    let mut bar = bar(span, recordings, explained);
    bar.retain(|(_, _, piece)| *piece == Piece::Missing);
    bar
}

/// A recording comes from a device that was then on loan to an officer of the matter, or that hangs in a room (国办发〔2018〕118号（九）;
/// 设备专用于执法、领用有登记). An agency that keeps no ledger is not asked.
pub(crate) fn foreign(act: &ActType, form: &Map<String, Value>, known: &Known) -> Option<Refusal> {
    let code = form.get("device").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    if act.kind != ActKind::Record || code.is_empty() || known.device() != Some(false) {
        return None;
    }
    let message = format!(
        "设备“{code}”不在本机关的台账上，或者记录开始时没有领用给本件的执法人员；请核对编号和记录开始的时间"
    );
    let basis = act.basis.first().map(String::as_str).unwrap_or_default();
    Some(Refusal::new("recording.device", message).at("device").under(basis))
}

/// A matter does not end while a stretch that is to be recorded has a hole that nobody explained (国办发〔2018〕118号（八）).
pub(crate) fn closed(matter: &Matter, procedure: &Procedure, act: &ActType) -> Vec<Refusal> {
    if !matches!(act.kind, ActKind::Close | ActKind::Archive) {
        return Vec::new();
    }
    let supply = procedure.acts.iter().find(|act| act.kind == ActKind::Record);
    matter
        .spans
        .iter()
        .filter_map(|span| {
            let holes = missing(span, &matter.recordings, &matter.explained);
            let (from, to, _) = holes.first()?;
            let when = if span.timed {
                format!("{} 至 {}", from.strftime("%Y-%m-%d %H:%M"), to.strftime("%H:%M"))
            } else {
                span.from.date().to_string()
            };
            let more = if holes.len() > 1 { format!("等 {} 段", holes.len()) } else { String::new() };
            let message = format!(
                "“{}”（{}）应有音像记录：{when}{more} 没有录到，也没有说明原因；请入库，或者说明没有录到的原因",
                span.scene,
                span.level.words()
            );
            Some(
                Refusal::new("recording.incomplete", message)
                    .under(&span.basis)
                    .supplied_by(supply.map(|act| act.id.as_str())),
            )
        })
        .collect()
}

/// What an act adds: stretches to be recorded, a recording, or a reason.
pub(crate) fn effects(
    matter: Option<&Matter>,
    act: &ActType,
    form: &Map<String, Value>,
    actor: &Named,
    (version, day): (u64, Date),
    known: &Known,
) -> Vec<Effect> {
    let moment = |name: &str| form.get(name).and_then(Value::as_str).and_then(form::moment);
    let text = |name: &str| {
        form.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned()
    };
    let mut effects: Vec<Effect> = owed(act, form, version, day, known)
        .into_iter()
        .map(|span| Effect::RecordingOwed { span })
        .collect();
    // The form of an act that was to be recorded may say at once why it was not.
    let why = text("not_recorded_why");
    if !why.is_empty() {
        let told: Vec<Effect> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::RecordingOwed { span } => Some(span),
                _ => None,
            })
            .map(|span| explained(span, (span.from, span.to), (version, &why, actor)))
            .collect();
        effects.extend(told);
    }
    match act.kind {
        ActKind::Record => {
            if let (Some(from), Some(to)) = (moment("started_at"), moment("ended_at")) {
                effects.push(Effect::Recorded {
                    recording: Recording {
                        version,
                        scene: text("scene"),
                        from,
                        to,
                        files: digests(form.get("files")),
                        device: text("device"),
                        by: actor.clone(),
                        late: text("late_reason"),
                    },
                });
            }
        }
        ActKind::ExplainGap => {
            let within = (moment("gap_from"), moment("gap_to"));
            let reason = text("reason");
            let scene = text("scene");
            for span in matter.into_iter().flat_map(|matter| {
                matter.spans.iter().filter(|span| scene.is_empty() || span.scene == scene)
            }) {
                let held = matter.map_or((&[][..], &[][..]), |matter| {
                    (matter.recordings.as_slice(), matter.explained.as_slice())
                });
                for (from, to, _) in missing(span, held.0, held.1) {
                    let (from, to) = (
                        within.0.map_or(from, |at| at.max(from)),
                        within.1.map_or(to, |at| at.min(to)),
                    );
                    if from < to || (!span.timed && from <= to) || span.from == span.to {
                        effects.push(explained(span, (from, to), (version, &reason, actor)));
                    }
                }
            }
        }
        _ => {}
    }
    effects
}

/// Digests of a field of files, whether or not they are part of the draft under legal review.
fn digests(files: Option<&Value>) -> Vec<String> {
    let held = files.and_then(Value::as_array).into_iter().flatten();
    held.filter_map(|file| file.get("digest")?.as_str()).map(ToOwned::to_owned).collect()
}

fn explained(
    span: &Span,
    (from, to): (DateTime, DateTime),
    (version, reason, by): (u64, &str, &Named),
) -> Effect {
    Effect::GapExplained {
        explained: Explained {
            version,
            span: span.version,
            from,
            to,
            reason: reason.to_owned(),
            by: by.clone(),
        },
    }
}

/// The stretches of this act that are to be recorded: as the law says, as the agency's published list (音像清单) says, and, where
/// both leave it open, as the form says that it was done.
fn owed(
    act: &ActType,
    form: &Map<String, Value>,
    version: u64,
    day: Date,
    known: &Known,
) -> Vec<Span> {
    let recorded = form.get("recorded").and_then(Value::as_bool).unwrap_or(false);
    let moment = |name: &Option<String>| {
        name.as_ref().and_then(|name| form.get(name)).and_then(Value::as_str).and_then(form::moment)
    };
    act.recording
        .iter()
        .filter_map(|rule| {
            let level = known.recording(&rule.scene).map_or(rule.level, |own| own.max(rule.level));
            if level != RecordingLevel::Full && !recorded {
                return None;
            }
            let timed = moment(&rule.from).zip(moment(&rule.to));
            let (from, to) = timed.unwrap_or_else(|| {
                (day.to_datetime(time(0, 0, 0, 0)), day.to_datetime(time(23, 59, 59, 0)))
            });
            Some(Span {
                act: act.id.clone(),
                version,
                scene: rule.scene.clone(),
                level,
                from,
                to: to.max(from),
                timed: timed.is_some(),
                officers: form::ids(form, "officers"),
                basis: rule.basis.clone(),
            })
        })
        .collect()
}

/// Whether an act leaves a stretch to be recorded that it does not itself explain.
pub(crate) fn owes(added: &[Effect]) -> bool {
    added.iter().any(|effect| {
        match effect {
        Effect::RecordingOwed { span } => !added.iter().any(|told| {
            matches!(told, Effect::GapExplained { explained } if explained.span == span.version)
        }),
        _ => false,
    }
    })
}

/// Whether everything that the event with this version was to record is recorded or explained, with what an act adds.
/// `None` where the event was to record nothing.
pub(crate) fn settled(matter: &Matter, added: &[Effect], version: u64) -> Option<bool> {
    let mut recordings = matter.recordings.clone();
    let mut told = matter.explained.clone();
    for effect in added {
        match effect {
            Effect::Recorded { recording } => recordings.push(recording.clone()),
            Effect::GapExplained { explained } => told.push(explained.clone()),
            _ => {}
        }
    }
    let mut spans = matter.spans.iter().filter(|span| span.version == version).peekable();
    spans.peek()?;
    Some(spans.all(|span| missing(span, &recordings, &told).is_empty()))
}
