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
                    bookings.push(self.booking_line(caller, room, booking).await?);
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
        for place in places.bookings {
            let Some((_, room)) = self.room_held(&place.room).await? else { continue };
            let key = day_id(&place.room, place.day);
            let (_, day): (u64, Day) = self.kept(ROOM_DAYS, &key).await?;
            let Some(booking) = day.bookings.iter().find(|held| held.id == place.id) else {
                continue;
            };
            lines.push(self.booking_line(caller, &room, booking).await?);
        }
        lines.sort_by(|a, b| b.from.cmp(&a.from));
        Ok(lines)
    }

    async fn booking_line(
        &self,
        caller: &Caller,
        room: &Room,
        booking: &Booking,
    ) -> Result<BookingLine, Error> {
        let matter = if booking.matter.is_empty() {
            None
        } else {
            let row = self.store().matter(&booking.matter).await?;
            row.filter(|row| crate::desk::visible(caller, row)).map(|row| MatterRef::of(&row))
        };
        let now = zhiheng_calendar::china_datetime(self.now());
        let (state, title) = match booking.state {
            BookingState::Booked if booking.to <= now => ("unused", "没有使用"),
            BookingState::Booked => ("booked", "已预约"),
            BookingState::Held if booking.to <= now => ("held", "已使用"),
            BookingState::Held => ("held", "使用中"),
            BookingState::Cancelled => ("cancelled", "已取消"),
        };
        let chain = self.tree().await?.chain(&room.agency);
        let around = Around {
            rules: &self.pack().rooms,
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
        })
    }
}

fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}
