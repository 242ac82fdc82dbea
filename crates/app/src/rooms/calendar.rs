//! Bookings as a calendar of days, and those of one matter. Of a matter that the caller may not see, only that the room is taken.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::room::{self, Around, Booking, BookingState, Day, Room, Step};

use super::booking::{Places, body, day_id};
use super::{MATTER_ROOMS, ROOM_DAYS, RoomLine};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::page::Opened;
use crate::ports::RegisterFilter;
use crate::shapes::{Id, MatterRef};

/// Most days of one answer.
const MOST_DAYS: i64 = 31;

/// Rooms with their bookings over some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomCalendar {
    /// First day.
    pub from: String,
    /// Days, one after the other.
    pub days: Vec<String>,
    /// The rooms.
    pub rooms: Vec<RoomLine>,
    /// Bookings that stand, by their beginning.
    pub bookings: Vec<BookingLine>,
    /// The caller may open a room.
    pub can_open: bool,
}

/// One booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BookingLine {
    /// Id.
    pub id: String,
    /// The room.
    pub room: Id,
    /// Where it is.
    pub place: String,
    /// Its day.
    pub day: String,
    /// From, China standard time.
    pub from: String,
    /// Until.
    pub to: String,
    /// What for.
    pub purpose: String,
    /// The matter, where the caller may see it.
    pub matter: Option<MatterRef>,
    /// Who booked.
    pub by: Id,
    /// `booked`, `held`, `cancelled`; `unused` where its time is over and nobody said it was used.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// The caller may cancel it.
    pub can_cancel: bool,
    /// The caller may say that it is in use.
    pub can_hold: bool,
    /// 在这里做的行为：表单写明的地点是这一间、时间落在这次预约里；只在一件事项的预约里给出
    pub held: Vec<HeldAct>,
}

/// An act that was done in the room during the booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldAct {
    /// Its version in the matter, by which the page of the matter shows it.
    pub version: u64,
    /// Name.
    pub title: String,
    /// From, China standard time.
    pub from: String,
    /// Until.
    pub to: String,
}

impl App {
    /// Rooms with their bookings over some days, 1 to 31.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller sees nothing of this, too many days, or the store is not there.
    pub async fn room_calendar(
        &self,
        caller: &Caller,
        agency: Option<&str>,
        from: Date,
        days: i64,
    ) -> Result<RoomCalendar, Error> {
        if !(1..=MOST_DAYS).contains(&days) {
            let why = format!("一次看 1 至 {MOST_DAYS} 天");
            return Err(Error::field("input.choice", "days", why));
        }
        let rooms = self.rooms(caller, agency).await?;
        let days: Vec<Date> = (0..days).filter_map(|n| from.checked_add(n.days()).ok()).collect();
        let mut bookings = Vec::new();
        for line in &rooms.items {
            let Some((_, room)) = &self.room_held(&line.id).await? else { continue };
            let ids = days.iter().map(|day| day_id(&line.id, *day)).collect();
            let filter = RegisterFilter { kind: ROOM_DAYS.to_owned(), agencies: None, ids };
            for row in self.store().register(&filter).await? {
                let day: Day = body(&row)?;
                for booking in day.bookings.iter().filter(|booking| booking.stands()) {
                    bookings.push(self.booking_line(caller, room, booking, Vec::new()).await?);
                }
            }
        }
        bookings.sort_by(|a, b| (&a.from, &a.room.id).cmp(&(&b.from, &b.room.id)));
        Ok(RoomCalendar {
            from: from.to_string(),
            days: days.iter().map(ToString::to_string).collect(),
            rooms: rooms.items,
            bookings,
            can_open: rooms.can_open,
        })
    }

    /// Bookings of a matter, the latest first, cancelled ones among them.
    ///
    /// # Errors
    /// The caller may not know of the matter, or the store is not there.
    pub async fn matter_rooms(
        &self,
        caller: &Caller,
        matter: &str,
    ) -> Result<Vec<BookingLine>, Error> {
        caller.require(zhiheng_domain::Power::View)?;
        self.load(caller, matter).await?;
        let (_, places): (u64, Places) = self.kept(MATTER_ROOMS, matter).await?;
        let mut lines = Vec::new();
        // Most matters need no room, and their acts need not be read.
        if places.bookings.is_empty() {
            return Ok(lines);
        }
        let opened = self.opened(caller, matter).await?;
        for place in places.bookings {
            let Some((_, room)) = self.room_held(&place.room).await? else { continue };
            let key = day_id(&place.room, place.day);
            let (_, day): (u64, Day) = self.kept(ROOM_DAYS, &key).await?;
            let Some(booking) = day.bookings.iter().find(|held| held.id == place.id) else {
                continue;
            };
            let held = held(&opened, &room, booking);
            lines.push(self.booking_line(caller, &room, booking, held).await?);
        }
        lines.sort_by(|a, b| b.from.cmp(&a.from));
        Ok(lines)
    }

    /// What a form proposes as the place: the room that this matter has booked today, as forms write it. None where none is, or
    /// more than one.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn booked_place(&self, matter: &str) -> Result<Option<String>, Error> {
        let (_, places): (u64, Places) = self.kept(MATTER_ROOMS, matter).await?;
        let today = self.today();
        let mut found: Vec<String> = Vec::new();
        for place in places.bookings.iter().filter(|place| place.day == today) {
            let (_, day): (u64, Day) =
                self.kept(ROOM_DAYS, &day_id(&place.room, place.day)).await?;
            let stands = day.bookings.iter().any(|held| held.id == place.id && held.stands());
            let room = if stands { self.room_held(&place.room).await? } else { None };
            found.extend(room.map(|(_, room)| room::written(&room)));
        }
        found.dedup();
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    async fn booking_line(
        &self,
        caller: &Caller,
        room: &Room,
        booking: &Booking,
        held: Vec<HeldAct>,
    ) -> Result<BookingLine, Error> {
        let matter = if booking.matter.is_empty() {
            None
        } else {
            let row = self.store().matter(&booking.matter).await?;
            row.filter(|row| crate::desk::visible(caller, row)).map(|row| MatterRef::of(&row))
        };
        let now = zhiheng_calendar::china_datetime(self.now());
        let (state, title) = match booking.state {
            // What the 笔录 says counts for more than a button that nobody pressed.
            BookingState::Booked if !held.is_empty() => ("held", "已使用"),
            BookingState::Booked if booking.to <= now => ("unused", "没有使用"),
            BookingState::Booked => ("booked", "已预约"),
            BookingState::Held if booking.to <= now => ("held", "已使用"),
            BookingState::Held => ("held", "使用中"),
            BookingState::Cancelled => ("cancelled", "已取消"),
        };
        let chain = self.tree().await?.chain(&room.agency);
        let rules = self.room_rules(&room.agency).await?;
        let around = Around {
            rules: &rules,
            actor: &caller.actor,
            now,
            chain: &chain,
            id: &room.id,
            fresh_id: "",
        };
        // The same question as when it is done, with a reason that is not asked for yet.
        let day = Day { bookings: vec![booking.clone()] };
        let can = |step| room::change(room, &day, &booking.id, step, "…", &around).is_ok();
        Ok(BookingLine {
            id: booking.id.clone(),
            room: Id::new(&room.id, &room.name),
            place: room.place.clone(),
            day: booking.from.date().to_string(),
            from: minute(booking.from),
            to: minute(booking.to),
            purpose: booking.purpose.clone(),
            matter,
            by: Id::new(&booking.by, &booking.name),
            state: state.to_owned(),
            state_title: title.to_owned(),
            can_cancel: can(Step::Cancel),
            can_hold: can(Step::Hold),
            held,
        })
    }
}

/// Acts of a matter that were done in a room during a booking, the earliest first.
fn held(opened: &Opened<'_>, room: &Room, booking: &Booking) -> Vec<HeldAct> {
    if !booking.stands() {
        return Vec::new();
    }
    let mut acts: Vec<HeldAct> = opened
        .events
        .iter()
        .filter_map(|(version, event)| {
            let act = opened.procedure.act(&event.act)?;
            let (from, to) = room::held_in(act, event, room, booking)?;
            let title = act.title.clone();
            Some(HeldAct { version: *version, title, from: minute(from), to: minute(to) })
        })
        .collect();
    acts.sort_by(|a, b| (&a.from, a.version).cmp(&(&b.from, b.version)));
    acts
}

fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}
