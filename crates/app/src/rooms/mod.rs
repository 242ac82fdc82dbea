//! Rooms in which cases are handled: the rooms, their bookings, and what a day or a week of them looks like.
//!
//! A room is an entry of the register `rooms`, each of its days an entry of `room_days` with the bookings of that day, and each
//! matter an entry of `matter_rooms` that says where its bookings are. A booking is one append to the day and to the matter: two
//! people who book at once meet at the version of the day, one is first, and the other is told who has the room.
//!
//! What this is not: whether a booking fits (see `zhiheng_domain::room`).

mod booking;
mod calendar;
mod step;

pub use booking::{Booked, BookingWish};
pub use calendar::{BookingLine, RoomCalendar};
pub use step::{RoomLine, RoomList, RoomStep, RoomWish};

use zhiheng_domain::room::Room;

use crate::application::App;
use crate::error::Error;
use crate::ports::{RegisterFilter, RegisterRow};

/// Register of rooms.
pub const ROOMS: &str = "rooms";
/// Register of the days of rooms: `<room>.<day>`.
pub const ROOM_DAYS: &str = "room_days";
/// Register of where the bookings of a matter are.
pub const MATTER_ROOMS: &str = "matter_rooms";

impl App {
    /// One room by its code: the row and the room.
    pub(crate) async fn room_held(&self, id: &str) -> Result<Option<(RegisterRow, Room)>, Error> {
        if id.is_empty() {
            return Ok(None);
        }
        let filter =
            RegisterFilter { kind: ROOMS.to_owned(), agencies: None, ids: vec![id.to_owned()] };
        let row = self.store().register(&filter).await?.into_iter().find(|row| row.active);
        Ok(row.and_then(|row| read(&row).map(|room| (row, room))))
    }
}

/// The room that a row holds; none where the row is not one.
pub(crate) fn read(row: &RegisterRow) -> Option<Room> {
    serde_json::from_str(&row.body).ok()
}
