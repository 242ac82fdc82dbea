//! The files of one matter as a list: what each is, what it says of itself, whether that agrees with when the act was done, and
//! what was made of it.
//!
//! What a file says of itself is its description, as a catalogue has it: it is told to whoever may open the file and is no look.
//! What this is not: its content, nor a small picture of it, which are looks (see [`crate::looking`]).

pub(crate) mod asked;
pub(crate) mod doubt;

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::civil::{DateTime, time};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::derivative::Derivative;
use zhiheng_domain::dossier::HeldFile;
use zhiheng_domain::looking::Standing;
use zhiheng_domain::{Event, Matter, Power, Status, form};
use zhiheng_law::{ActKind, FieldType, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::dossier::held_files;
use crate::error::Error;
use crate::looking::{How, What};
use crate::page::Opened;
use crate::ports::{FileFacts, Glimpses, Waveform};
use crate::shapes::{Id, Titled, moment};
use crate::timeline::at_version;
use crate::veil::Veil;

/// Files of which the facts are read for one list; a matter has a few dozen.
const DESCRIBED: usize = 500;

/// The files of one matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterFiles {
    /// In the order in which they came; what was made of a file stands under it.
    pub files: Vec<MatterFile>,
    /// Files whose time does not agree with the act that brought them.
    pub doubtful: usize,
    /// Act that registers what is made of a file; none where this person cannot perform it now.
    pub derive_act: Option<String>,
    /// By how much a file's time may differ from the act's before that is told.
    pub tolerance: Tolerance,
}

/// By how much times may differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tolerance {
    /// Minutes.
    pub minutes: i64,
    /// Article.
    pub basis: String,
    /// How sure it is: `read`, `excerpt` or `unverified`.
    pub certainty: String,
}

/// A file of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterFile {
    /// Digest.
    pub digest: String,
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found.
    #[serde(rename = "type")]
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// What the form calls it.
    pub label: String,
    /// Act that brought it.
    pub act: Titled,
    /// Version of its event.
    pub version: u64,
    /// Day of the event.
    pub day: String,
    /// Who brought it.
    pub by: Id,
    /// It is a recording that the player plays with its marks.
    pub recording: bool,
    /// This person may open it.
    pub open: bool,
    /// What it says of itself; none for whoever may not open it.
    pub facts: Option<FileFacts>,
    /// Its time does not agree with the act that brought it.
    pub doubt: Option<String>,
    /// What was made of it, in the order in which it came.
    pub derivatives: Vec<DerivativeView>,
}

/// What was made of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DerivativeView {
    /// Version of the event that brought it.
    pub version: u64,
    /// Digest of the original.
    pub of: String,
    /// Digest.
    pub digest: String,
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found.
    #[serde(rename = "type")]
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// What it is: `节选`, `遮盖件`, `字幕或者转写稿`.
    pub kind: String,
    /// Second of the original at which it begins; none where it is of the whole.
    pub from: Option<u64>,
    /// Second at which it ends.
    pub to: Option<u64>,
    /// Who made it.
    pub maker: String,
    /// Why.
    pub reason: String,
    /// Who registered it.
    pub by: Id,
    /// When.
    pub at: String,
}

impl App {
    /// The files of one matter.
    ///
    /// # Errors
    /// There is no such matter, the caller may not know of it, or the store is not there.
    pub async fn matter_files(&self, caller: &Caller, id: &str) -> Result<MatterFiles, Error> {
        let Opened { loaded, procedure, events, veil, .. } = self.opened(caller, id).await?;
        let matter = &loaded.matter;
        let part = self.part_in(caller, matter).await?;
        let today = self.today();
        let granted: Vec<_> = self
            .requests_of(&caller.actor.id, id)
            .await?
            .into_iter()
            .filter(|one| one.on(today) == Standing::Approved)
            .collect();
        let recused = matter.recused.contains(&caller.actor.id);
        let opens = |digest: &str| {
            part.is_some() || (!recused && granted.iter().any(|one| one.covers(Some(digest))))
        };
        let tolerance = self.recorded_apart(&matter.agency).await?;
        let held = held_files(procedure, &events);
        let made = derivatives(matter, &events, &held, &veil);
        let mut files = Vec::new();
        for file in held.iter().filter(|file| !made.contains_key(&file.digest)) {
            let open = opens(&file.digest);
            let known = if open && files.len() < DESCRIBED {
                // A file that is lost or changed is told where it is opened; the list goes on without its description.
                self.blobs().facts(&file.digest).await.ok().flatten()
            } else {
                None
            };
            let event = at_version(&events, file.version);
            let when = event.and_then(|event| acted(procedure, event));
            let doubt = known.as_ref().zip(when).and_then(|(facts, when)| {
                doubt::apart(facts, when, tolerance.minutes, doubt::Beside::Act)
            });
            files.push(MatterFile {
                digest: file.digest.clone(),
                name: veil.text(&file.name),
                media: file.media.clone(),
                size: file.size.unwrap_or(0),
                label: file.label.clone(),
                act: Titled::new(
                    &file.act,
                    procedure.act(&file.act).map_or(file.act.as_str(), |act| act.title.as_str()),
                ),
                version: file.version,
                day: file.day.to_string(),
                by: event.map_or_else(
                    || Id::new("", ""),
                    |event| Id::new(&event.actor.id, &event.actor.name),
                ),
                recording: matter.recordings.iter().any(|held| held.files.contains(&file.digest)),
                open,
                facts: known,
                doubt,
                derivatives: made.values().filter(|one| one.of == file.digest).cloned().collect(),
            });
        }
        for file in &mut files {
            file.derivatives.sort_by_key(|one| one.version);
        }
        Ok(MatterFiles {
            doubtful: files.iter().filter(|file| file.doubt.is_some()).count(),
            files,
            derive_act: act_of(caller, matter, procedure, ActKind::Derive),
            tolerance,
        })
    }

    /// A small picture of a file of a matter; none where none is made of it. All small pictures of a matter within minutes are one
    /// look, which is on the record before any is given out.
    ///
    /// # Errors
    /// As [`App::looked`]; or the file is not as it was.
    pub async fn thumbnail(
        &self,
        caller: &Caller,
        matter: &str,
        digest: &str,
        glimpses: &dyn Glimpses,
    ) -> Result<Option<Bytes>, Error> {
        self.looked(caller, matter, What::Thumbnail(digest), How::View, "").await?;
        self.held_file(caller, matter, digest).await?;
        Ok(glimpses.thumbnail(digest).await?)
    }

    /// The shape of the sound of a recording of a matter. It goes with playing it and is the same look.
    ///
    /// # Errors
    /// As [`App::looked`]; or the file is not as it was.
    pub async fn waveform(
        &self,
        caller: &Caller,
        matter: &str,
        digest: &str,
        glimpses: &dyn Glimpses,
    ) -> Result<Option<Waveform>, Error> {
        self.looked(caller, matter, What::File(digest), How::View, "").await?;
        self.held_file(caller, matter, digest).await?;
        Ok(glimpses.waveform(digest).await?)
    }

    /// A small picture of a recording that the caller has handed in and that belongs to no matter yet.
    ///
    /// # Errors
    /// The caller has handed in no such recording, or the file is not as it was.
    pub async fn take_thumbnail(
        &self,
        caller: &Caller,
        take: &str,
        digest: &str,
        glimpses: &dyn Glimpses,
    ) -> Result<Option<Bytes>, Error> {
        self.own_take(caller, take, digest).await?;
        Ok(glimpses.thumbnail(digest).await?)
    }

    /// By how much a file's time may differ from what is said of it before that is told.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn recorded_apart(&self, agency: &str) -> Result<Tolerance, Error> {
        let rules = self.device_rules(agency).await?;
        let rule = rules.parameters.get("recorded_apart");
        Ok(Tolerance {
            minutes: rule.map_or(doubt::OTHERWISE, |rule| rule.value),
            basis: rule.map(|rule| rule.basis.clone()).unwrap_or_default(),
            certainty: rule.map(|rule| rule.certainty.clone()).unwrap_or_default(),
        })
    }
}

/// What was made of the files of a matter, by its digest.
pub(crate) fn derivatives(
    matter: &Matter,
    events: &[(u64, Event)],
    held: &[HeldFile],
    veil: &Veil,
) -> BTreeMap<String, DerivativeView> {
    let file = |digest: &str| held.iter().find(|file| file.digest == digest);
    let view = |one: &Derivative| {
        let own = file(&one.file);
        let event = at_version(events, one.version);
        let maker = if one.maker.is_empty() { &one.by.name } else { &one.maker };
        DerivativeView {
            version: one.version,
            of: one.of.clone(),
            digest: one.file.clone(),
            name: own.map(|own| veil.text(&own.name)).unwrap_or_default(),
            media: own.map(|own| own.media.clone()).unwrap_or_default(),
            size: own.and_then(|own| own.size).unwrap_or(0),
            kind: one.kind.clone(),
            from: one.from,
            to: one.to,
            maker: veil.text(maker),
            reason: veil.text(&one.reason),
            by: Id::new(&one.by.id, &one.by.name),
            at: event.map(|event| moment(event.at)).unwrap_or_default(),
        }
    };
    matter.derivatives.iter().map(|one| (one.file.clone(), view(one))).collect()
}

/// The act of a kind, where this person may perform it on this matter as far as the post goes.
pub(crate) fn act_of(
    caller: &Caller,
    matter: &Matter,
    procedure: &Procedure,
    kind: ActKind,
) -> Option<String> {
    let act = procedure.acts.iter().find(|act| act.kind == kind)?;
    let may = Power::parse(&act.power).is_some_and(|power| caller.actor.may(power));
    let own = caller.actor.agency == matter.agency && matter.status != Status::Archived;
    (may && own).then(|| act.id.clone())
}

/// When the act was done that brought a file: the stretch between the moments that its form names, otherwise its day.
fn acted(procedure: &Procedure, event: &Event) -> Option<(DateTime, DateTime)> {
    let act = procedure.act(&event.act)?;
    let named = act.fields.iter().filter(|field| field.kind == FieldType::Moment);
    let moments: Vec<DateTime> = named
        .filter_map(|field| event.fields.get(&field.id).and_then(Value::as_str))
        .filter_map(form::moment)
        .collect();
    match (moments.iter().min(), moments.iter().max()) {
        (Some(first), Some(last)) => Some((*first, *last)),
        _ => Some((
            event.day.to_datetime(time(0, 0, 0, 0)),
            event.day.to_datetime(time(23, 59, 59, 0)),
        )),
    }
}
