//! Booking a room, cancelling a booking, and saying that a room is in use.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use zhiheng_domain::room::{self, Around, Changed, Day, Plan, Room, Step};
use zhiheng_domain::{Refusal, form};

use super::{MATTER_ROOMS, ROOM_DAYS};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::life::Done;
use crate::ports::{Append, AppendError, Payload, RegisterFilter, RegisterRow, Sealed, Status};
use crate::registry::{Entry, fields_of, stream_of, view_of};
use crate::sealing::{self, kind};

/// How often a booking is decided anew when somebody else was quicker.
const TRIES: usize = 5;

/// What somebody wants to book.
#[derive(Debug, Clone, Default)]
pub struct BookingWish {
    /// From, `2026-03-02T09:00`, China standard time.
    pub from: String,
    /// Until.
    pub to: String,
    /// Matter; empty where it is for none.
    pub matter: String,
    /// What for.
    pub purpose: String,
}

/// A booking, made or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Booked {
    /// The room.
    pub room: String,
    /// The booking.
    pub id: String,
    /// Its day.
    pub day: String,
    /// `booked`, `held`, `cancelled`.
    pub state: String,
    /// A sentence for people.
    pub said: String,
}

/// Where the bookings of a matter are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Places {
    pub(super) bookings: Vec<Place>,
}

/// Where one booking is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) room: String,
    pub(super) day: Date,
    pub(super) id: String,
}

impl App {
    /// Books a room.
    ///
    /// # Errors
    /// Refused — where the room is taken, by whom and until when —, wrong input, not permitted, no such room within the scope, or the
    /// store is not there.
    pub async fn book_room(
        &self,
        caller: &Caller,
        id: &str,
        wish: &BookingWish,
    ) -> Result<Booked, Error> {
        let room = self.room_in_scope(caller, id).await?;
        let plan = self.plan(caller, wish).await?;
        let fresh = self.fresh_id();
        self.change_day(caller, &room, plan.from.date(), Step::Book, "", |day, around| {
            room::book(&room, day, &plan, &Around { fresh_id: &fresh, ..*around })
        })
        .await
    }

    /// Cancels a booking, or says that the room is in use.
    ///
    /// # Errors
    /// As for [`App::book_room`]; there is no such booking.
    pub async fn change_booking(
        &self,
        caller: &Caller,
        id: &str,
        place: (Date, &str),
        step: &str,
        reason: &str,
    ) -> Result<Booked, Error> {
        let room = self.room_in_scope(caller, id).await?;
        let step = Step::parse(step)
            .filter(|step| matches!(step, Step::Cancel | Step::Hold))
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let (day, booking) = place;
        let reason = reason.trim();
        self.change_day(caller, &room, day, step, reason, |day, around| {
            room::change(&room, day, booking, step, reason, around)
        })
        .await
    }

    async fn room_in_scope(&self, caller: &Caller, id: &str) -> Result<Room, Error> {
        let held = self.room_held(id).await?.map(|(_, room)| room);
        held.filter(|room| caller.scope.contains(&room.agency))
            .ok_or_else(|| Error::Missing { what: "这一场所".to_owned() })
    }

    /// What was wished, read; the matter is one that the caller may see and that is still worked on.
    async fn plan(&self, caller: &Caller, wish: &BookingWish) -> Result<Plan, Error> {
        let moment = |field: &str, text: &str| {
            form::moment(text).filter(|at| at.second() == 0 && text.len() == 16).ok_or_else(|| {
                Error::field("input.moment", field, "写成 2026-03-02T09:30 这样的时间")
            })
        };
        let (from, to) = (moment("from", &wish.from)?, moment("to", &wish.to)?);
        if !wish.matter.is_empty() {
            match self.load(caller, &wish.matter).await {
                Ok(loaded) if loaded.row.status != Status::Archived => {}
                Ok(_) => {
                    let why = "这一件已经归档，不能再预约";
                    return Err(Error::field("input.choice", "matter", why));
                }
                Err(Error::Missing { .. }) => {
                    let why = "没有这一件，或者不在您的查看范围内";
                    return Err(Error::field("input.choice", "matter", why));
                }
                Err(error) => return Err(error),
            }
        }
        let (matter, purpose) = (wish.matter.clone(), wish.purpose.trim().to_owned());
        Ok(Plan { from, to, matter, purpose })
    }

    /// Decides on a day as it is, and writes it if nobody was quicker; otherwise decides again on the day as it is then.
    async fn change_day(
        &self,
        caller: &Caller,
        room: &Room,
        date: Date,
        step: Step,
        reason: &str,
        decide: impl Fn(&Day, &Around<'_>) -> Result<Changed, Vec<Refusal>>,
    ) -> Result<Booked, Error> {
        let chain = self.tree().await?.chain(&room.agency);
        let rules = self.room_rules(&room.agency).await?;
        let around = Around {
            rules: &rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            id: &room.id,
            fresh_id: "",
        };
        let key = day_id(&room.id, date);
        let mut now = 0;
        for _ in 0..TRIES {
            let (version, day): (u64, Day) = self.kept(ROOM_DAYS, &key).await?;
            let changed = match decide(&day, &around) {
                Ok(changed) => changed,
                Err(refusals) => {
                    let act = format!("room.{}", step.id());
                    let about = ("room", room.id.as_str());
                    self.note_step_refusal(caller, ROOM_DAYS, act, about, &refusals).await?;
                    return Err(refused(refusals, None));
                }
            };
            let batch = self.batch(caller, room, date, version, step, reason, &changed).await?;
            // Commit point: the day and where the matter finds it, together or not at all.
            match self.store().append(batch).await {
                Ok(_) => {
                    self.record_grew();
                    let Changed { booking, said, .. } = changed;
                    return Ok(Booked {
                        room: room.id.clone(),
                        id: booking.id,
                        day: date.to_string(),
                        state: booking.state.id().to_owned(),
                        said,
                    });
                }
                Err(AppendError::Conflict { now: held, .. }) => now = held,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Conflict { now })
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the event")]
    async fn batch(
        &self,
        caller: &Caller,
        room: &Room,
        date: Date,
        version: u64,
        step: Step,
        reason: &str,
        changed: &Changed,
    ) -> Result<Vec<Append>, Error> {
        let Changed { day, booking, article, said } = changed;
        let form = json!({ "booking": booking.id, "room": room.id });
        let form: Map<String, Value> = form.as_object().cloned().unwrap_or_default();
        let done = Done { step: step.id(), form: &form, reason, article, said };
        let entry = entry(ROOM_DAYS, day_id(&room.id, date), &room.agency, &room.name, day)?;
        let mut batch = vec![self.step_append(caller, &entry, &done, version)?];
        if step == Step::Book && !booking.matter.is_empty() {
            let (seen, mut places): (u64, Places) =
                self.kept(MATTER_ROOMS, &booking.matter).await?;
            places.bookings.push(Place {
                room: room.id.clone(),
                day: date,
                id: booking.id.clone(),
            });
            let entry =
                self::entry(MATTER_ROOMS, booking.matter.clone(), &room.agency, "", &places)?;
            let event = self.seal(kind::REGISTER, &caller.actor.id, fields_of(&entry))?;
            let views = vec![view_of(&sealing::values_of(&event.content)?, seen + 1)?];
            let payload =
                Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
            let stream = stream_of(MATTER_ROOMS, &booking.matter);
            batch.push(Append { stream, seen, payload, idempotency: None });
        }
        Ok(batch)
    }

    /// What an entry keeps, with its version; nothing kept is version 0.
    pub(super) async fn kept<T: Default + serde::de::DeserializeOwned>(
        &self,
        register: &str,
        id: &str,
    ) -> Result<(u64, T), Error> {
        let filter =
            RegisterFilter { kind: register.to_owned(), agencies: None, ids: vec![id.to_owned()] };
        match self.store().register(&filter).await?.first() {
            Some(row) => Ok((row.version, body(row)?)),
            None => Ok((0, T::default())),
        }
    }
}

/// Id of a day of a room.
pub(super) fn day_id(room: &str, day: Date) -> String {
    format!("{room}.{day}")
}

/// What a row keeps.
pub(super) fn body<T: serde::de::DeserializeOwned>(row: &RegisterRow) -> Result<T, Error> {
    serde_json::from_str(&row.body)
        .map_err(|error| Error::Internal(format!("{} {}: {error}", row.kind, row.id)))
}

fn entry<T: Serialize>(
    register: &str,
    id: String,
    agency: &str,
    name: &str,
    body: &T,
) -> Result<Entry, Error> {
    let Ok(Value::Object(body)) = serde_json::to_value(body) else {
        return Err(Error::Internal(format!("{register} cannot be written")));
    };
    Ok(Entry {
        register: register.to_owned(),
        id,
        agency: agency.to_owned(),
        name: name.to_owned(),
        body,
        active: true,
    })
}
