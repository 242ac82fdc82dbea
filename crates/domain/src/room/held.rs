//! Which acts were held in a room during a booking: those whose form names the room as the place and whose time falls in it.
//!
//! Told from what the acts say, so that nobody writes the same thing twice and a booking cannot say another thing than the
//! 笔录. What this is not: a gate; where somebody was questioned elsewhere, the form says where, and that is lawful.

use jiff::civil::DateTime;
use zhiheng_law::{ActType, FieldType};

use super::{Booking, Room};
use crate::effect::Event;
use crate::form;

/// Field of an act that says where it was done.
pub const PLACE: &str = "place";

/// What a form writes for a room: its name, with where it is in brackets.
pub fn written(room: &Room) -> String {
    if room.place.is_empty() {
        room.name.clone()
    } else {
        format!("{}（{}）", room.name, room.place)
    }
}

/// Whether words for a place name the room.
pub fn names(words: &str, room: &Room) -> bool {
    let words = words.trim();
    !room.name.is_empty()
        && (words == room.name
            || words == written(room)
            || words == format!("{}{}", room.place, room.name)
            || words == format!("{} {}", room.place, room.name))
}

/// From when until when this act was held in the room during the booking; none where it was not.
pub fn held_in(
    act: &ActType,
    event: &Event,
    room: &Room,
    booking: &Booking,
) -> Option<(DateTime, DateTime)> {
    let place = event.fields.get(PLACE).and_then(serde_json::Value::as_str).unwrap_or_default();
    hours(act, event)
        .filter(|(from, to)| names(place, room) && *from < booking.to && *to >= booking.from)
}

/// From when until when an act was done, as its form says: the moments of its recording, otherwise the first and the last moment
/// that it names. None where it names none.
fn hours(act: &ActType, event: &Event) -> Option<(DateTime, DateTime)> {
    let read = |field: &str| {
        event.fields.get(field).and_then(serde_json::Value::as_str).and_then(form::moment)
    };
    let recorded = act.recording.iter().find_map(|rule| {
        let from = read(rule.from.as_deref()?)?;
        Some((from, rule.to.as_deref().and_then(read).unwrap_or(from)))
    });
    recorded.or_else(|| {
        let moments = act.fields.iter().filter(|field| field.kind == FieldType::Moment);
        let mut moments: Vec<DateTime> = moments.filter_map(|field| read(&field.id)).collect();
        moments.sort_unstable();
        Some((*moments.first()?, *moments.last()?))
    })
}
