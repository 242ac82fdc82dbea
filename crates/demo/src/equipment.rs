//! Devices and rooms of the demonstration: bought, lent by the quarter, looked at, repaired, scrapped; rooms opened, booked and used.
//!
//! What this is not: the matters (see [`crate::play`]). What happens here is done between their acts, in the order of time.

use std::collections::{BTreeMap, VecDeque};

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::devices::{ClassWish, DeviceWish};
use zhiheng_app::rooms::{BookingWish, RoomWish};
use zhiheng_app::{App, Error};

use crate::clock::ManualClock;
use crate::people::person;

/// Agencies with their class, how many devices class C asks for, and how many recorders they bought.
const EQUIPPED: [(&str, &str, u64, usize); 15] = [
    ("sx", "C", 3, 2),
    ("cz", "A", 0, 2),
    ("luzhou", "B", 0, 2),
    ("shangdang", "B", 0, 1),
    ("tunliu", "B", 0, 1),
    ("lucheng", "B", 0, 1),
    ("xiangyuan", "B", 0, 1),
    ("pingshun", "B", 0, 0),
    ("licheng", "B", 0, 1),
    ("huguan", "B", 0, 1),
    ("zhangzi", "B", 0, 1),
    ("wuxiang", "B", 0, 0),
    ("qinxian", "B", 0, 1),
    ("qinyuan", "B", 0, 1),
    ("shili", "A", 0, 5),
];

/// Rooms: code, agency, name, what for, where, whether a camera hangs there.
const ROOMS: [(&str, &str, &str, &str, &str, bool); 6] = [
    ("CZ-JT-1", "cz", "接谈一室", "接谈室", "信访接待大厅 101", true),
    ("CZ-TZ-1", "cz", "听证室", "听证室", "主楼 302", true),
    ("LZ-JT-1", "luzhou", "接谈室", "接谈室", "一楼 105", true),
    ("SL-XW-1", "shili", "询问一室", "询问室", "办案区 101", true),
    ("SL-XW-2", "shili", "询问二室", "询问室", "办案区 102", false),
    ("SL-TZ-1", "shili", "听证室", "听证室", "主楼 201", true),
];

/// Weeks before the end in which rooms are booked; before that they were not kept here.
const WEEKS: i64 = 4;

/// Something that somebody does with a device or a room.
enum Chore {
    Device { id: String, who: String, step: &'static str, fields: Value, reason: &'static str },
    Room { id: &'static str, who: String, fields: Value },
    Class { agency: &'static str, class: &'static str, asked: u64 },
    Book(Booking),
}

/// A booking to be made; with `held`, the room is then used.
#[derive(Clone, Copy)]
struct Booking {
    room: &'static str,
    agency: &'static str,
    purpose: &'static str,
    day: Date,
    hour: i8,
    held: bool,
    desk: &'static str,
    nth: usize,
}

/// What is still to be done, the earliest first.
pub(crate) struct Chores(VecDeque<(DateTime, Chore)>);

impl Chores {
    /// Everything that happens with devices and rooms between two moments.
    pub(crate) fn planned(app: &App, from: Date, until: DateTime) -> Self {
        let mut chores = Vec::new();
        let first = app.calendar().working_day_from(from).unwrap_or(from);
        for (agency, class, asked, recorders) in EQUIPPED {
            chores.push((first.at(8, 35, 0, 0), Chore::Class { agency, class, asked }));
            for n in 1..=recorders {
                recorder(app, &mut chores, agency, n, first, until);
            }
            bought(&mut chores, agency, "ZXJ", 1, "采集存储设备", "采集站", first);
            if recorders > 0 {
                bought(&mut chores, agency, "ZXX", 1, "照相机", "照相机", first);
            }
        }
        rooms(&mut chores, first);
        bookings(app, &mut chores, until);
        chores.retain(|(at, _)| *at <= until);
        chores.sort_by_key(|(at, _)| *at);
        Self(chores.into())
    }

    /// Does what was due by a moment. `matters`: open matters by agency, asked for when a room is booked.
    ///
    /// # Errors
    /// The store is not there. A refusal is no error: a person would let it be.
    pub(crate) async fn until(
        &mut self,
        app: &App,
        clock: &ManualClock,
        callers: &BTreeMap<String, Caller>,
        moment: DateTime,
        matters: impl Fn(&str) -> Vec<String>,
    ) -> Result<(), Error> {
        while self.0.front().is_some_and(|(at, _)| *at <= moment) {
            let Some((at, chore)) = self.0.pop_front() else { break };
            clock.forward(zhiheng_calendar::china_timestamp(at));
            let done = match chore {
                Chore::Device { id, who, step, fields, reason } => {
                    let Some(caller) = callers.get(&who) else { continue };
                    let wish = DeviceWish {
                        step: step.to_owned(),
                        fields: object(fields),
                        reason: reason.to_owned(),
                        seen: None,
                    };
                    app.device_step(caller, &id, &wish).await.map(|_| ())
                }
                Chore::Room { id, who, fields } => {
                    let Some(caller) = callers.get(&who) else { continue };
                    let wish = RoomWish {
                        step: "open".to_owned(),
                        fields: object(fields),
                        ..RoomWish::default()
                    };
                    app.room_step(caller, id, &wish).await.map(|_| ())
                }
                Chore::Class { agency, class, asked } => {
                    let Some(caller) = callers.get(&person(agency, "head")) else { continue };
                    let wish = ClassWish {
                        class: class.to_owned(),
                        asked: (class == "C").then_some(asked),
                        reason: "按日常现场执法、接待的工作量定类（演示）".to_owned(),
                        seen: None,
                    };
                    app.classify(caller, agency, &wish).await.map(|_| ())
                }
                Chore::Book(booking) => {
                    let who = person(booking.agency, booking.desk);
                    let Some(caller) = callers.get(&who) else { continue };
                    self.book(app, caller, booking, &matters(booking.agency)).await
                }
            };
            match done {
                Ok(()) | Err(Error::Refused(_) | Error::Input(_) | Error::Denied(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn book(
        &self,
        app: &App,
        caller: &Caller,
        booking: Booking,
        matters: &[String],
    ) -> Result<(), Error> {
        let Booking { room, purpose, day, hour, held, nth, .. } = booking;
        let Some(matter) = matters.get(nth % matters.len().max(1)) else { return Ok(()) };
        let wish = BookingWish {
            from: format!("{day}T{hour:02}:00"),
            to: format!("{day}T{:02}:30", hour + 1),
            matter: matter.clone(),
            purpose: purpose.to_owned(),
        };
        let made = app.book_room(caller, room, &wish).await?;
        if held {
            app.change_booking(caller, room, (day, &made.id), "hold", "").await?;
        }
        Ok(())
    }
}

/// A recorder: bought, lent by the quarter to the same officer, and what became of it in the end.
fn recorder(
    app: &App,
    chores: &mut Vec<(DateTime, Chore)>,
    agency: &'static str,
    n: usize,
    first: Date,
    until: DateTime,
) {
    let id = bought(chores, agency, "JLY", n, "执法记录仪", "执法记录仪", first);
    let keeper = person(agency, "archivist");
    let mut push = |at: DateTime, who: &str, step: &'static str, fields: Value, reason| {
        let (id, who) = (id.clone(), who.to_owned());
        chores.push((at, Chore::Device { id, who, step, fields, reason }));
    };
    let end = until.date();
    let weeks_before = |weeks: i64| end.checked_sub(weeks.weeks()).unwrap_or(end);
    // The fourth is kept for whoever comes, the fifth was dropped and given up.
    match n {
        5 => {
            push(weeks_before(30).at(9, 10, 0, 0), &keeper, "repair", json!({}), "跌落，镜头破裂");
            let why = "维修费用超过购置价格的一半";
            let wiped = json!({ "wiped": true });
            push(weeks_before(26).at(15, 0, 0, 0), &person(agency, "head"), "scrap", wiped, why);
            return;
        }
        4 => {
            let look = json!({ "battery": 88, "storage": 58, "offset": 2, "sound": true });
            push(weeks_before(2).at(8, 50, 0, 0), &keeper, "check", look, "");
            return;
        }
        _ => {}
    }
    let desk = if n == 2 { "officer2" } else { "officer" };
    // The third is the head of section's, so that nobody carries two.
    let desk = if n == 3 { "section" } else { desk };
    let holder = person(agency, desk);
    let mut day = first;
    let mut quarter = 0_i64;
    // Not every agency hands out on the same day.
    let places = EQUIPPED.iter().position(|held| held.0 == agency).unwrap_or(0);
    let span = 76 + i64::try_from(places * 5 + n * 3).unwrap_or(0) % 31;
    while day <= end {
        let offset = (quarter * 3 + i64::try_from(n).unwrap_or(0)) % 9 - 4;
        let check = json!({ "officer": holder, "battery": 100 - quarter % 5, "storage": 60, "offset": offset });
        push(day.at(8, 45, 0, 0), &keeper, "loan", check, "");
        let back = day.checked_add(span.days()).unwrap_or(day);
        let back = app.calendar().working_day_from(back).unwrap_or(back);
        let sound = !(agency == "cz" && n == 2 && back > weeks_before(14));
        let look = json!({ "battery": 41, "storage": 12, "offset": offset + 2, "sound": sound });
        if back > end {
            break;
        }
        push(back.at(8, 35, 0, 0), &keeper, "return", look, "");
        if !sound {
            push(back.at(8, 55, 0, 0), &keeper, "repair", json!({}), "不能开机，疑为电池故障");
            break;
        }
        day = back;
        quarter += 1;
    }
}

fn bought(
    chores: &mut Vec<(DateTime, Chore)>,
    agency: &'static str,
    code: &str,
    n: usize,
    kind: &str,
    name: &str,
    day: Date,
) -> String {
    let id = format!("{}-{code}-{n:02}", agency.to_uppercase());
    let fields = json!({
        "name": format!("{name} {n} 号"), "kind": kind, "model": "演示型号", "serial": format!("YS{code}{}{n:03}", agency.to_uppercase()),
        "bought": day.checked_sub(20.days()).unwrap_or(day).to_string(),
        "price": if code == "JLY" { 168_000 } else { 420_000 },
    });
    let who = person(agency, "section");
    let chore = Chore::Device { id: id.clone(), who, step: "purchase", fields, reason: "" };
    chores.push((day.at(8, 40, 0, 0), chore));
    id
}

/// Rooms, and the cameras that hang in them.
fn rooms(chores: &mut Vec<(DateTime, Chore)>, day: Date) {
    for (id, agency, name, kind, place, camera) in ROOMS {
        let fields = json!({ "name": name, "kind": kind, "place": place });
        let who = person(agency, "archivist");
        chores.push((day.at(8, 41, 0, 0), Chore::Room { id, who, fields }));
        if camera {
            let fields = json!({
                "name": format!("{name}摄像机"), "kind": "视频监控", "model": "演示型号", "serial": format!("YSSP{}", id.replace('-', "")),
                "bought": day.to_string(), "price": 260_000, "room": id,
            });
            let who = person(agency, "section");
            let id = format!("{id}-SP");
            let chore = Chore::Device { id, who, step: "purchase", fields, reason: "" };
            chores.push((day.at(8, 42, 0, 0), chore));
        }
    }
}

/// Bookings of the last weeks, made on the morning of their day and used; and those of the days to come, made on the last day.
fn bookings(app: &App, chores: &mut Vec<(DateTime, Chore)>, until: DateTime) {
    const SLOTS: [(&str, &str, &str, i8, &str, i64); 7] = [
        ("SL-XW-1", "shili", "询问", 9, "officer", 1),
        ("SL-XW-1", "shili", "询问", 15, "officer2", 2),
        ("SL-XW-2", "shili", "陈述申辩", 10, "officer2", 2),
        ("SL-TZ-1", "shili", "听证", 9, "reviewer", 5),
        ("CZ-JT-1", "cz", "接谈", 9, "officer", 1),
        ("CZ-TZ-1", "cz", "听证", 15, "section", 4),
        ("LZ-JT-1", "luzhou", "接谈", 10, "officer", 2),
    ];
    let end = until.date();
    for (nth, back) in (-7..=WEEKS * 7).rev().enumerate() {
        let Ok(day) = end.checked_sub(back.days()) else { continue };
        if app.calendar().working_day_from(day).unwrap_or(day) != day {
            continue;
        }
        for (room, agency, purpose, hour, desk, each) in SLOTS {
            if (back + i64::from(hour)).rem_euclid(each) != 0 {
                continue;
            }
            let past = day.at(hour, 0, 0, 0) < until;
            // One in six was booked and not used: people do not come.
            let held = past && nth % 6 != 0;
            let at = if past { day.at(hour, 0, 0, 0) } else { until };
            let at = at.checked_sub(10.minutes()).unwrap_or(at);
            let booking = Booking { room, agency, purpose, day, hour, held, desk, nth };
            chores.push((at, Chore::Book(booking)));
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
