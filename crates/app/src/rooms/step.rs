//! Rooms as a list, and opening, closing and reopening one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::room::{self, Around, Room, Step, Wish};

use super::{ROOMS, read};
use crate::application::App;
use crate::caller::Caller;
use crate::devices::{looking, narrowed};
use crate::error::{Error, refused};
use crate::life::{self, CanStep, Done};
use crate::ports::RegisterFilter;
use crate::registry::Entry;
use crate::shapes::Id;

/// Rooms of the caller's scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomList {
    /// The rooms.
    pub items: Vec<RoomLine>,
    /// The caller may open a room of the own agency.
    pub can_open: bool,
}

/// One room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomLine {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// 询问室, 听证室, 接谈室.
    pub kind: String,
    /// Where it is.
    pub place: String,
    /// Whose it is.
    pub agency: Id,
    /// Not in use.
    pub closed: bool,
    /// Cameras that are installed there.
    pub cameras: Vec<Id>,
    /// Steps that the caller may take now: `close`, `reopen`, `book`.
    pub can: Vec<CanStep>,
    /// Version of the stream, for the next step.
    pub seen: u64,
}

/// What somebody wants to do with a room.
#[derive(Debug, Clone, Default)]
pub struct RoomWish {
    /// `open`, `close`, `reopen`.
    pub step: String,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
    /// Version that the person saw.
    pub seen: Option<u64>,
}

/// A step, done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomStep {
    /// The room.
    pub id: String,
    /// Version of the stream, for the next step.
    pub seen: u64,
    /// A sentence for people.
    pub said: String,
}

impl App {
    /// Rooms of the caller's scope.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller sees nothing of this, or the store is not there.
    pub async fn rooms(&self, caller: &Caller, agency: Option<&str>) -> Result<RoomList, Error> {
        looking(caller)?;
        let agencies = narrowed(caller, agency)?;
        let tree = self.tree().await?;
        let mut cameras: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        for device in self.devices_of(agencies.clone()).await? {
            if let Some(room) = device.fixed_room() {
                let camera = Id::new(&device.id, &device.name);
                cameras.entry(room.to_owned()).or_default().push(camera);
            }
        }
        let rules = &self.pack().rooms;
        let now = zhiheng_calendar::china_datetime(self.now());
        let filter =
            RegisterFilter { kind: ROOMS.to_owned(), agencies: Some(agencies), ids: Vec::new() };
        let rows = self.store().register(&filter).await?;
        let mut items: Vec<RoomLine> = Vec::with_capacity(rows.len());
        for (row, room) in rows.iter().filter_map(|row| read(row).map(|room| (row, room))) {
            let chain = tree.chain(&room.agency);
            let actor = &caller.actor;
            let around = Around { rules, actor, now, chain: &chain, id: &room.id, fresh_id: "" };
            let can = room::possible(&room, &around)
                .into_iter()
                .filter_map(|step| life::can(rules, step.id(), step.needs_reason()))
                .collect();
            items.push(RoomLine {
                name: room.name.clone(),
                kind: room.kind.words().to_owned(),
                place: room.place.clone(),
                agency: Id::new(&room.agency, tree.name(&room.agency)),
                closed: room.closed,
                cameras: cameras.remove(&room.id).unwrap_or_default(),
                can,
                seen: row.version,
                id: room.id,
            });
        }
        items.sort_by(|a, b| (&a.agency.id, &a.id).cmp(&(&b.agency.id, &b.id)));
        let can_open = rules.step(Step::Open.id()).is_some_and(|rule| {
            rule.powers
                .iter()
                .filter_map(|power| zhiheng_domain::Power::parse(power))
                .any(|power| caller.actor.may(power))
        });
        Ok(RoomList { items, can_open })
    }

    /// Opens, closes or reopens a room.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, no such room within the scope, changed by somebody else, or the store is not there.
    pub async fn room_step(
        &self,
        caller: &Caller,
        id: &str,
        wish: &RoomWish,
    ) -> Result<RoomStep, Error> {
        let missing = |what: &str| Error::Missing { what: what.to_owned() };
        let step = Step::parse(&wish.step)
            .filter(|step| matches!(step, Step::Open | Step::Close | Step::Reopen))
            .ok_or_else(|| missing("这一步"))?;
        let (version, held) = match self.room_held(id).await? {
            Some((row, room)) => (row.version, Some(room)),
            None if step == Step::Open => (0, None),
            None => return Err(missing("这一场所")),
        };
        let agency = held.as_ref().map_or(&caller.actor.agency, |room| &room.agency).clone();
        if !caller.scope.contains(&agency) {
            return Err(missing("这一场所"));
        }
        if wish.seen.is_some_and(|seen| seen != version) {
            return Err(Error::Conflict { now: version });
        }
        let chain = self.tree().await?.chain(&agency);
        let rules = self.room_rules(&agency).await?;
        let around = Around {
            rules: &rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            id,
            fresh_id: "",
        };
        let reason = wish.reason.trim();
        let asked = Wish { step, fields: wish.fields.clone(), reason: reason.to_owned() };
        match room::decide(held.as_ref(), &asked, &around) {
            Ok(taken) => {
                let done = Done {
                    step: step.id(),
                    form: &asked.fields,
                    reason,
                    article: &taken.article,
                    said: &taken.said,
                };
                let entry = entry_of(&taken.room)?;
                let append = self.step_append(caller, &entry, &done, version)?;
                self.store().append(vec![append]).await?;
                self.record_grew();
                Ok(RoomStep { id: id.to_owned(), seen: version + 1, said: taken.said })
            }
            Err(refusals) => {
                let act = format!("room.{}", step.id());
                self.note_step_refusal(caller, ROOMS, act, ("room", id), &refusals).await?;
                Err(refused(refusals, None))
            }
        }
    }
}

fn entry_of(room: &Room) -> Result<Entry, Error> {
    let Ok(Value::Object(body)) = serde_json::to_value(room) else {
        return Err(Error::Internal("room cannot be written".to_owned()));
    };
    Ok(Entry {
        register: ROOMS.to_owned(),
        id: room.id.clone(),
        agency: room.agency.clone(),
        name: room.name.clone(),
        body,
        active: true,
    })
}
