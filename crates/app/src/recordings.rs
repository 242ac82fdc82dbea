//! 音像记录 of one matter: what was to be recorded, what is there, what is missing and why, and what is marked on each recording.
//!
//! What this is not: the files themselves (see [`crate::dossier`]); nor the rule that a matter with an unexplained hole does not end
//! (see `zhiheng_domain::recording`).

pub(crate) mod device;
mod view;

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::Value;
use zhiheng_domain::recording::{Recording, Span, bar};
use zhiheng_domain::{Event, Matter, form};
use zhiheng_law::{ActKind, FieldType, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::dossier::held_files;
use crate::error::Error;
use crate::files::{self, DerivativeView, derivatives};
use crate::page::Opened;
use crate::shapes::{Id, Titled, moment};
use crate::veil::Veil;

pub use view::{FileRef, HandSet, Mark, MatterRecordings, PieceView, RecordingView, SpanView};

impl App {
    /// The recordings of one matter against what was to be recorded.
    ///
    /// # Errors
    /// There is no such matter, the caller may not know of it, or the store is not there.
    pub async fn recordings(&self, caller: &Caller, id: &str) -> Result<MatterRecordings, Error> {
        let Opened { loaded, procedure, events, veil, .. } = self.opened(caller, id).await?;
        let matter = &loaded.matter;
        let by_version: BTreeMap<u64, &Event> =
            (1..).zip(events.iter().map(|(_, event)| event)).collect();
        let spans: Vec<SpanView> =
            matter.spans.iter().map(|span| span_view(matter, procedure, span, &veil)).collect();
        let held = held_files(procedure, &events);
        let made = derivatives(matter, &events, &held, &veil);
        let recordings = matter
            .recordings
            .iter()
            .map(|held| {
                let mut view = recording_view(procedure, &by_version, held, &veil);
                view.marks.extend(by_hand(matter, procedure, held, &veil));
                view.marks.sort_by_key(|mark| mark.seconds);
                let own = |one: &&DerivativeView| held.files.contains(&one.of);
                view.derivatives = made.values().filter(own).cloned().collect();
                view.derivatives.sort_by_key(|one| one.version);
                view
            })
            .collect();
        let act_of =
            |kind| procedure.acts.iter().find(|act| act.kind == kind).map(|act| act.id.clone());
        let possible = |kind| files::act_of(caller, matter, procedure, kind);
        Ok(MatterRecordings {
            missing: spans
                .iter()
                .flat_map(|span| &span.pieces)
                .filter(|piece| piece.state == "missing")
                .count(),
            spans,
            recordings,
            record_act: act_of(ActKind::Record),
            explain_act: act_of(ActKind::ExplainGap),
            mark_act: possible(ActKind::Mark),
            unmark_act: possible(ActKind::Unmark),
            derive_act: possible(ActKind::Derive),
            mark_words: words(procedure),
        })
    }
}

fn span_view(matter: &Matter, procedure: &Procedure, span: &Span, veil: &Veil) -> SpanView {
    let name = |id: &String| {
        let known = matter.officers.iter().chain(&matter.hands).find(|named| named.id == *id);
        Id::new(id, known.map_or(id.as_str(), |named| named.name.as_str()))
    };
    let pieces = bar(span, &matter.recordings, &matter.explained)
        .into_iter()
        .map(|(from, to, piece)| {
            let told = matter
                .explained
                .iter()
                .rev()
                .find(|told| told.span == span.version && told.from <= from && to <= told.to);
            let told = told.filter(|_| piece == zhiheng_domain::recording::Piece::Explained);
            PieceView {
                from: moment(from),
                to: moment(to),
                state: crate::shapes::json(&piece).as_str().unwrap_or_default().to_owned(),
                reason: told.map(|told| veil.text(&told.reason)),
                by: told.map(|told| Id::new(&told.by.id, &told.by.name)),
            }
        })
        .collect();
    let until = matter
        .duties
        .iter()
        .find(|duty| duty.kind == "record" && duty.event == span.version && duty.state.owed())
        .and_then(|duty| duty.until);
    SpanView {
        act: Titled::new(
            &span.act,
            procedure.act(&span.act).map_or(span.act.as_str(), |act| act.title.as_str()),
        ),
        version: span.version,
        scene: span.scene.clone(),
        level: span.level.words().to_owned(),
        from: moment(span.from),
        to: moment(span.to),
        timed: span.timed,
        officers: span.officers.iter().map(name).collect(),
        basis: span.basis.clone(),
        pieces,
        papers: matter
            .papers
            .iter()
            .filter(|paper| paper.version == span.version)
            .map(|paper| paper.id.clone())
            .collect(),
        until: until.map(moment),
    }
}

fn recording_view(
    procedure: &Procedure,
    events: &BTreeMap<u64, &Event>,
    held: &Recording,
    veil: &Veil,
) -> RecordingView {
    let own = events.get(&held.version).copied();
    let field = |name: &str| own.and_then(|event| event.fields.get(name));
    let files = field("files").and_then(Value::as_array).into_iter().flatten();
    RecordingView {
        version: held.version,
        scene: held.scene.clone(),
        from: moment(held.from),
        to: moment(held.to),
        device: held.device.clone(),
        by: Id::new(&held.by.id, &held.by.name),
        stored: own.map(|event| moment(event.at)).unwrap_or_default(),
        late: veil.text(&held.late),
        files: files.filter_map(|file| file_ref(file, veil)).collect(),
        transcript: field("transcript").and_then(|file| file_ref(file, veil)),
        marks: marks(procedure, events.values().copied(), held),
        derivatives: Vec::new(),
    }
}

/// Marks that people set on the files of a recording.
fn by_hand(matter: &Matter, procedure: &Procedure, held: &Recording, veil: &Veil) -> Vec<Mark> {
    let act = procedure.acts.iter().find(|act| act.kind == ActKind::Mark);
    let act = act.map_or_else(|| Titled::new("", ""), |act| Titled::new(&act.id, &act.title));
    let own = matter.marks.iter().filter(|mark| held.files.contains(&mark.of));
    own.map(|mark| {
        let seconds = i64::try_from(mark.second).unwrap_or(i64::MAX);
        let at = held.from.saturating_add(jiff::SignedDuration::from_secs(seconds));
        let withdrawn = mark.withdrawn.as_ref();
        Mark {
            seconds: mark.second,
            at: moment(at),
            act: act.clone(),
            what: mark.what.clone(),
            hand: Some(HandSet {
                version: mark.version,
                file: mark.of.clone(),
                note: veil.text(&mark.note),
                by: Id::new(&mark.by.id, &mark.by.name),
                withdrawn: withdrawn
                    .map(|gone| format!("{}：{}", gone.by.name, veil.text(&gone.reason))),
            }),
        }
    })
    .collect()
}

/// The words from which marks are chosen.
fn words(procedure: &Procedure) -> Vec<String> {
    let marks = procedure.acts.iter().find(|act| act.kind == ActKind::Mark);
    let field = marks.and_then(|act| act.fields.iter().find(|field| field.id == "mark"));
    field.map(|field| field.options.clone()).unwrap_or_default()
}

fn file_ref(value: &Value, veil: &Veil) -> Option<FileRef> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    Some(FileRef {
        digest: value.get("digest")?.as_str()?.to_owned(),
        name: veil.text(text("name")),
        media: text("type").to_owned(),
        size: value.get("size").and_then(Value::as_u64).unwrap_or(0),
    })
}

/// Moments that acts name and that lie within a recording: 亮证, the beginning and the end of a questioning, a sealing.
fn marks<'e>(
    procedure: &Procedure,
    events: impl Iterator<Item = &'e Event>,
    held: &Recording,
) -> Vec<Mark> {
    let mut marks: Vec<(DateTime, Mark)> = Vec::new();
    for event in events {
        let Some(act) = procedure.act(&event.act) else { continue };
        if matches!(act.kind, ActKind::Record | ActKind::ExplainGap) {
            continue;
        }
        for field in act.fields.iter().filter(|field| field.kind == FieldType::Moment) {
            let at = event.fields.get(&field.id).and_then(Value::as_str).and_then(form::moment);
            let Some(at) = at.filter(|at| held.from <= *at && *at <= held.to) else { continue };
            let seconds = at.duration_since(held.from).as_secs();
            marks.push((
                at,
                Mark {
                    seconds: u64::try_from(seconds).unwrap_or(0),
                    at: moment(at),
                    act: Titled::new(&act.id, &act.title),
                    what: field.label.clone(),
                    hand: None,
                },
            ));
        }
    }
    marks.sort_by_key(|(at, _)| *at);
    marks.into_iter().map(|(_, mark)| mark).collect()
}
