//! 音像待归集: recordings that officers have handed in and that belong to no matter yet, and the stretches to which they may belong.
//!
//! Each recording is an entry of its officer's register with a stream of its own on the record: taken in, then linked once or set
//! aside with a reason. The moment of taking in is what the upload limit counts to.
//!
//! What this is not: the act that brings a recording into a dossier; linking performs it, with all its gates (see [`crate::perform`]).
//! Nor does it judge likeness (see `zhiheng_domain::linking`).

mod view;

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use zhiheng_domain::linking::{self, suggest};
use zhiheng_domain::recording::{Span, missing};
use zhiheng_domain::{Matter, Power, form};
use zhiheng_law::ActKind;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::files::doubt::recorded;
use crate::perform::{Performed, Wish};
use crate::ports::{Append, DutyFilter, FileFacts, Payload, RegisterFilter, RegisterRow, Sealed};
use crate::registry::{self, Entry};
use crate::sealing::{self, kind};
use crate::shapes::{MatterRef, moment};

pub use view::{Inbox, TakeLine, TakeSuggestion};

/// Matters of one officer that are looked into for a stretch without a recording.
const MATTERS: usize = 60;
/// Longest name of a file, and longest reason, in characters.
const LONGEST: usize = 255;
/// Longest recording that is believed, in hours: whatever says more has a wrong clock.
const LONGEST_HOURS: i64 = 24;

/// A recording handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// Id.
    #[serde(default)]
    pub id: String,
    /// Digest of the file.
    pub digest: String,
    /// Name under which it was handed in.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type as found.
    pub media: String,
    /// Device by its number; empty if none was named.
    pub device: String,
    /// Begins.
    pub from: DateTime,
    /// Ends.
    pub to: DateTime,
    /// When it was handed in.
    pub taken_at: DateTime,
    /// `waiting`, `linked` or `aside`.
    pub state: State,
    /// The matter to which it was linked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub matter: String,
    /// Why it belongs to none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Belongs to no matter yet.
    Waiting,
    /// In a dossier.
    Linked,
    /// Belongs to none.
    Aside,
}

/// A recording as somebody hands it in.
#[derive(Debug, Clone, Default)]
pub struct TakeWish {
    /// Digest of a file that was uploaded.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Device by its number; may be empty.
    pub device: String,
    /// When it begins, where the file does not say or says it wrongly.
    pub from: Option<DateTime>,
    /// When it ends.
    pub to: Option<DateTime>,
}

/// Where somebody says that a recording belongs.
#[derive(Debug, Clone, Default)]
pub struct LinkWish {
    /// The matter.
    pub matter: String,
    /// What it shows.
    pub scene: String,
    /// Why it comes late.
    pub late_reason: String,
}

impl App {
    /// Takes in a recording of the caller's. The same file twice is one recording.
    ///
    /// # Errors
    /// The caller handles no matters, there is no such file or it is no recording, it does not say when it was made and nobody did,
    /// or the store is not there.
    pub async fn take_in(&self, caller: &Caller, wish: &TakeWish) -> Result<TakeLine, Error> {
        handles(caller)?;
        let name: String = wish.name.trim().chars().filter(|c| !c.is_control()).collect();
        if name.is_empty() || name.chars().count() > LONGEST {
            return Err(Error::field("input.name", "name", "文件名应是 1 至 255 个字"));
        }
        let absent = || Error::field("input.file", "digest", "没有这个文件，请先上传");
        let size = self.blobs().size(&wish.digest).await?.ok_or_else(absent)?;
        let facts = self.blobs().facts(&wish.digest).await?.unwrap_or_default();
        if !recording(&facts.media) {
            return Err(Error::field("intake.media", "digest", "这个文件不是照片、录音或者录像"));
        }
        let (from, to) = stretch(wish, &facts)?;
        let apart = self.recorded_apart(&caller.actor.agency).await?.minutes;
        let held = self.takes(&caller.actor.id).await?;
        if let Some((_, held)) = held.iter().find(|(_, held)| held.digest == wish.digest) {
            return Ok(view::line(held, &facts, Vec::new(), apart));
        }
        let take = Take {
            id: self.fresh_id(),
            digest: wish.digest.clone(),
            name,
            size,
            media: facts.media.clone(),
            device: wish.device.trim().chars().filter(|c| !c.is_control()).take(64).collect(),
            from,
            to,
            taken_at: zhiheng_calendar::china_datetime(self.now()),
            state: State::Waiting,
            matter: String::new(),
            reason: String::new(),
        };
        self.write_take(caller, 0, take.clone()).await?;
        let spans = self.open_spans(caller).await?;
        let found = self.suggestions(&caller.actor.id, &take, &spans);
        Ok(view::line(&take, &facts, found, apart))
    }

    /// The caller's recordings that belong to no matter yet, each with where it may belong.
    ///
    /// # Errors
    /// The caller handles no matters, or the store is not there.
    pub async fn inbox(&self, caller: &Caller) -> Result<Inbox, Error> {
        handles(caller)?;
        let spans = self.open_spans(caller).await?;
        let apart = self.recorded_apart(&caller.actor.agency).await?.minutes;
        let mut lines = Vec::new();
        let mut done = 0;
        for (row, take) in self.takes(&caller.actor.id).await? {
            if take.state != State::Waiting {
                done += 1;
                continue;
            }
            // Linked in the act and the process ended before the register said so: it says so now.
            if let Some(matter) = already(&take, &spans) {
                let linked = Take { state: State::Linked, matter, ..take };
                self.write_take(caller, row.version, linked).await?;
                done += 1;
                continue;
            }
            let facts = self.blobs().facts(&take.digest).await?.unwrap_or_default();
            let found = self.suggestions(&caller.actor.id, &take, &spans);
            lines.push(view::line(&take, &facts, found, apart));
        }
        lines.sort_by(|one, other| one.from.cmp(&other.from));
        let owed = spans.iter().map(|open| open.spans.len()).sum();
        Ok(Inbox { waiting: lines, owed, done })
    }

    /// Brings a recording into the dossier of a matter by the act that its law has for it.
    ///
    /// # Errors
    /// There is no such recording of the caller's, or the act is refused.
    pub async fn link(
        &self,
        caller: &Caller,
        id: &str,
        wish: &LinkWish,
    ) -> Result<Performed, Error> {
        handles(caller)?;
        let (row, take) = self.waiting(caller, id).await?;
        let loaded = self.load(caller, &wish.matter).await?;
        let act = self
            .pack()
            .procedures
            .get(&loaded.matter.procedure)
            .and_then(|procedure| procedure.acts.iter().find(|act| act.kind == ActKind::Record))
            .ok_or_else(|| Error::field("intake.no_act", "matter", "这类事项没有音像记录"))?;
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| {
            let asked = act.fields.iter().any(|field| field.id == name);
            if asked && value.as_str() != Some("") {
                fields.insert(name.to_owned(), value);
            }
        };
        put("scene", wish.scene.trim().into());
        put("started_at", minute(take.from).into());
        put("ended_at", minute(rounded_up(take.to)).into());
        put("device", take.device.as_str().into());
        put("late_reason", wish.late_reason.trim().into());
        put(
            "files",
            json!([{ "digest": take.digest, "name": take.name, "size": take.size, "type": take.media }]),
        );
        let act = Wish {
            matter: Some(wish.matter.clone()),
            act: act.id.clone(),
            fields,
            key: Some(format!("intake-{id}")),
            ..Wish::default()
        };
        let performed = self.perform(caller, &act).await?;
        let linked = Take { state: State::Linked, matter: wish.matter.clone(), ..take };
        self.write_take(caller, row.version, linked).await?;
        Ok(performed)
    }

    /// Sets a recording aside that belongs to no matter, with the reason.
    ///
    /// # Errors
    /// There is no such recording of the caller's, or no reason.
    pub async fn set_aside(&self, caller: &Caller, id: &str, reason: &str) -> Result<(), Error> {
        handles(caller)?;
        let reason: String = reason.trim().chars().filter(|c| !c.is_control()).collect();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            let message = "请写明为什么不属于任何事项，不超过 255 字";
            return Err(Error::field("input.reason", "reason", message));
        }
        let (row, take) = self.waiting(caller, id).await?;
        self.write_take(caller, row.version, Take { state: State::Aside, reason, ..take }).await
    }

    /// Whether the caller has handed in a recording with this file; what became of it since does not matter.
    ///
    /// # Errors
    /// There is no such recording of the caller's, or the store is not there.
    pub(crate) async fn own_take(
        &self,
        caller: &Caller,
        id: &str,
        digest: &str,
    ) -> Result<(), Error> {
        handles(caller)?;
        let filter = RegisterFilter {
            kind: register_of(&caller.actor.id),
            agencies: None,
            ids: vec![id.to_owned()],
        };
        let rows = self.store().register(&filter).await?;
        let takes: Vec<Take> = rows.iter().map(take_of).collect::<Result<_, _>>()?;
        if takes.iter().any(|take| take.digest == digest) {
            return Ok(());
        }
        Err(Error::Missing { what: "这份待归集的音像".to_owned() })
    }

    async fn waiting(&self, caller: &Caller, id: &str) -> Result<(RegisterRow, Take), Error> {
        let missing = || Error::Missing { what: "这份待归集的音像".to_owned() };
        let filter = RegisterFilter {
            kind: register_of(&caller.actor.id),
            agencies: None,
            ids: vec![id.to_owned()],
        };
        let row = self.store().register(&filter).await?.into_iter().next().ok_or_else(missing)?;
        let take = take_of(&row)?;
        match take.state {
            State::Waiting => Ok((row, take)),
            State::Linked | State::Aside => Err(Error::Conflict { now: row.version }),
        }
    }

    async fn takes(&self, person: &str) -> Result<Vec<(RegisterRow, Take)>, Error> {
        let filter = RegisterFilter { kind: register_of(person), ..RegisterFilter::default() };
        let rows = self.store().register(&filter).await?;
        rows.into_iter()
            .map(|row| {
                let take = take_of(&row)?;
                Ok((row, take))
            })
            .collect()
    }

    /// Ids of the recordings of a person that were linked to a matter.
    pub(crate) async fn takes_into(
        &self,
        person: &str,
        matter: &str,
    ) -> Result<Vec<String>, Error> {
        let takes = self.takes(person).await?;
        let into = takes.into_iter().filter(|(_, take)| take.matter == matter);
        Ok(into.map(|(_, take)| take.id).collect())
    }

    async fn write_take(&self, caller: &Caller, seen: u64, take: Take) -> Result<(), Error> {
        let register = register_of(&caller.actor.id);
        let stream = registry::stream_of(&register, &take.id);
        let unwritten = |error: serde_json::Error| Error::Internal(error.to_string());
        let mut body = match serde_json::to_value(&take).map_err(unwritten)? {
            Value::Object(body) => body,
            _ => Map::new(),
        };
        body.remove("id");
        let entry = Entry {
            register,
            id: take.id,
            agency: caller.actor.agency.clone(),
            name: take.name,
            active: take.state == State::Waiting,
            body,
        };
        let event = self.seal(kind::REGISTER, &caller.actor.id, registry::fields_of(&entry))?;
        let views = vec![registry::view_of(&sealing::values_of(&event.content)?, seen + 1)?];
        let sealed = Sealed { events: vec![event], views, receipt: "{}".to_owned() };
        let payload = Payload::Ready(sealed);
        self.store().append(vec![Append { stream, seen, payload, idempotency: None }]).await?;
        self.record_grew();
        Ok(())
    }

    /// Matters that the caller handles and that still owe a recording, with the stretches that want one.
    async fn open_spans(&self, caller: &Caller) -> Result<Vec<Open>, Error> {
        let filter = DutyFilter {
            agencies: Some(vec![caller.actor.agency.clone()]),
            viewer: caller.actor.agency.clone(),
            kinds: vec!["record".to_owned()],
            handler: Some(caller.actor.id.clone()),
            states: vec!["open".to_owned()],
            limit: 500,
            ..DutyFilter::default()
        };
        let mut ids = BTreeSet::new();
        for duty in self.store().duties(&filter).await? {
            if ids.len() < MATTERS {
                ids.insert(duty.matter);
            }
        }
        let mut open = Vec::new();
        for id in ids {
            let loaded = self.load(caller, &id).await?;
            let matter = loaded.matter;
            let spans = matter
                .spans
                .iter()
                .filter(|span| !missing(span, &matter.recordings, &matter.explained).is_empty())
                .cloned()
                .collect();
            open.push(Open { shown: MatterRef::of(&loaded.row), spans, matter });
        }
        Ok(open)
    }

    fn suggestions(&self, person: &str, take: &Take, open: &[Open]) -> Vec<TakeSuggestion> {
        let taken = linking::Taken { officer: person.to_owned(), from: take.from, to: take.to };
        let all: Vec<(&Open, &Span)> =
            open.iter().flat_map(|open| open.spans.iter().map(move |span| (open, span))).collect();
        suggest(&taken, all.iter().map(|(_, span)| *span))
            .into_iter()
            .filter_map(|found| {
                let (open, span) = all.get(found.place)?;
                let late = self.late(&open.matter, span);
                Some(TakeSuggestion {
                    matter: open.shown.clone(),
                    version: span.version,
                    scene: span.scene.clone(),
                    from: moment(span.from),
                    to: moment(span.to),
                    timed: span.timed,
                    share: found.share,
                    sure: found.sure && !late,
                    late,
                })
            })
            .collect()
    }

    /// Whether the time for handing in has run out, so that a reason is asked for.
    fn late(&self, matter: &Matter, span: &Span) -> bool {
        let now = zhiheng_calendar::china_datetime(self.now());
        let until = matter
            .duties
            .iter()
            .find(|duty| duty.kind == "record" && duty.event == span.version)
            .and_then(|duty| duty.until);
        until.is_some_and(|until| now > until)
    }
}

/// A matter with the stretches that want a recording.
struct Open {
    shown: MatterRef,
    spans: Vec<Span>,
    matter: Matter,
}

/// The matter whose dossier holds the recording already.
fn already(take: &Take, open: &[Open]) -> Option<String> {
    let holds =
        |open: &&Open| open.matter.recordings.iter().any(|held| held.files.contains(&take.digest));
    open.iter().find(holds).map(|open| open.matter.id.clone())
}

/// Register of one officer's recordings: a bounded list, whatever the agency's size.
pub(crate) fn register_of(person: &str) -> String {
    format!("takes.{person}")
}

fn take_of(row: &RegisterRow) -> Result<Take, Error> {
    let take: Take = serde_json::from_str(&row.body)
        .map_err(|error| Error::Internal(format!("recording {}: {error}", row.id)))?;
    Ok(Take { id: row.id.clone(), ..take })
}

/// What a camera makes: pictures, sound, film.
fn recording(media: &str) -> bool {
    ["image/", "audio/", "video/"].iter().any(|start| media.starts_with(start))
}

/// When the recording runs: as somebody says, otherwise as the file says.
fn stretch(wish: &TakeWish, facts: &FileFacts) -> Result<(DateTime, DateTime), Error> {
    let said = facts.recorded.as_deref().and_then(recorded);
    let from = wish.from.or(said).ok_or_else(|| {
        let message = "文件里没有拍摄时间，请填写记录开始和结束的时间";
        Error::field("intake.when", "from", message)
    })?;
    let long = facts.duration_ms.and_then(|ms| i64::try_from(ms / 1000).ok()).unwrap_or(0);
    let to = wish.to.or_else(|| from.checked_add(long.seconds()).ok()).unwrap_or(from);
    let hours = to.duration_since(from).as_hours();
    if to < from || hours > LONGEST_HOURS {
        return Err(Error::field("intake.when", "to", "结束不能早于开始，也不能超过一天"));
    }
    if !form::in_use(from.date()) || !form::in_use(to.date()) {
        return Err(Error::field("intake.when", "from", "拍摄时间不对，请核对设备的时钟"));
    }
    Ok((from, to))
}

fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The next whole minute: a recording is not cut short by writing its end down in minutes.
fn rounded_up(at: DateTime) -> DateTime {
    if at.second() == 0 && at.subsec_nanosecond() == 0 {
        return at;
    }
    at.checked_add(1.minute()).unwrap_or(at)
}

fn handles(caller: &Caller) -> Result<(), Error> {
    if [Power::Handle, Power::Register].into_iter().any(|power| caller.actor.may(power)) {
        return Ok(());
    }
    Err(Error::Denied("您的岗位不办理事项，没有待归集的音像".to_owned()))
}
