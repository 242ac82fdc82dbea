//! Bookings of one room on one day: none overlaps another that stands.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Around, Room, Step, rule, standing};
use crate::refusal::Refusal;
use crate::step_right;

/// What a room is booked for.
const PURPOSES: [&str; 6] = ["询问", "听证", "陈述申辩", "接谈", "集体讨论", "其他"];
/// Shortest booking, minutes.
const SHORTEST: i64 = 10;
/// How long before its beginning a booking may be said to be in use, minutes.
const EARLY: i64 = 30;
/// Most bookings of a day that are kept, those cancelled among them.
const MOST: usize = 200;

/// How a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// Booked.
    Booked,
    /// In use, or used.
    Held,
    /// Cancelled.
    Cancelled,
}

impl BookingState {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Id.
    pub id: String,
    /// From, China standard time.
    pub from: DateTime,
    /// Until, exclusive.
    pub to: DateTime,
    /// Matter; empty where it is for none.
    pub matter: String,
    /// What for.
    pub purpose: String,
    /// Person id of who booked.
    pub by: String,
    /// That person's name.
    pub name: String,
    /// How it stands.
    pub state: BookingState,
    /// When it was said to be in use.
    #[serde(default)]
    pub held_at: Option<DateTime>,
}

impl Booking {
    /// Whether it takes up its time.
    pub fn stands(&self) -> bool {
        self.state != BookingState::Cancelled
    }
}

/// The bookings of one room on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// In the order in which they were made.
    pub bookings: Vec<Booking>,
}

/// What somebody wants to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// From, China standard time.
    pub from: DateTime,
    /// Until, exclusive.
    pub to: DateTime,
    /// Matter; empty where it is for none.
    pub matter: String,
    /// What for.
    pub purpose: String,
}

/// A day with the booking that was made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The day afterwards.
    pub day: Day,
    /// The booking afterwards.
    pub booking: Booking,
    /// Article that the step rests on.
    pub article: String,
    /// What happened and what follows, in Chinese.
    pub said: String,
}

/// Books the room.
///
/// # Errors
/// Every reason that refuses it; where the time is taken, by whom, since when and until when.
pub fn book(
    room: &Room,
    day: &Day,
    plan: &Plan,
    around: &Around<'_>,
) -> Result<Changed, Vec<Refusal>> {
    let (_, rule) = rule(Step::Book, around)?;
    let mut faults = step_right::lacking(rule, around.actor, around.chain, false, "场所所属的机关");
    faults.extend(standing(Some(room), Step::Book));
    faults.extend(fits(plan, around));
    faults.extend(day.bookings.iter().filter(|held| overlap(held, plan)).map(|held| {
        Refusal::new(
            "room.taken",
            format!(
                "{} {} 至 {} 已由{}预约（{}），请换一个时间或者换一间",
                room.name,
                clock(held.from),
                clock(held.to),
                held.name,
                held.purpose
            ),
        )
        .at("from")
    }));
    if day.bookings.len() >= MOST {
        faults.push(Refusal::new("room.full", "这一天的预约已经太多，请换一天"));
    }
    if !faults.is_empty() {
        return Err(step_right::under(faults, "room.", &rule.basis));
    }
    let booking = Booking {
        id: around.fresh_id.to_owned(),
        from: plan.from,
        to: plan.to,
        matter: plan.matter.clone(),
        purpose: plan.purpose.clone(),
        by: around.actor.id.clone(),
        name: around.actor.name.clone(),
        state: BookingState::Booked,
        held_at: None,
    };
    let said = format!(
        "{} 已预约：{} {} 至 {}，{}",
        room.name,
        booking.from.date(),
        clock(booking.from),
        clock(booking.to),
        booking.purpose
    );
    let mut day = day.clone();
    day.bookings.push(booking.clone());
    Ok(Changed { day, booking, article: rule.basis.clone(), said })
}

/// Cancels a booking, or says that it is in use.
///
/// # Errors
/// Every reason that refuses it; there is no such booking.
pub fn change(
    room: &Room,
    day: &Day,
    id: &str,
    step: Step,
    reason: &str,
    around: &Around<'_>,
) -> Result<Changed, Vec<Refusal>> {
    let (_, rule) = rule(step, around)?;
    let mut day = day.clone();
    let Some(booking) = day.bookings.iter_mut().find(|booking| booking.id == id) else {
        return Err(vec![Refusal::new("room.booking", "没有这一预约")]);
    };
    let mut faults = step_right::lacking(rule, around.actor, around.chain, false, "场所所属的机关");
    faults.extend(step_right::reason(reason, step.needs_reason()));
    let mine = booking.by == around.actor.id;
    let heads = [crate::Power::Approve, crate::Power::Archive];
    let keeps = heads.iter().any(|power| around.actor.may(*power));
    if !mine && !keeps {
        let who = "只有预约的人、负责人或者场所保管人可以办理";
        faults.push(Refusal::new("room.hands", who));
    }
    let refuse = |message: &str| Refusal::new("room.state", message);
    if booking.state != BookingState::Booked {
        let now = if booking.stands() { "已经登记使用" } else { "已经取消" };
        faults.push(refuse(&format!("这一预约{now}，不能“{}”", rule.title)));
    }
    let said = if step == Step::Hold {
        if minutes(around.now, booking.from) > EARLY {
            faults.push(refuse(&format!("开始前 {EARLY} 分钟以内才能登记使用")));
        }
        if around.now.date() > booking.to.date() {
            faults.push(refuse("这一天已经过去，不能再登记使用"));
        }
        booking.state = BookingState::Held;
        booking.held_at = Some(to_minute(around.now));
        format!("{} 已开始使用：{}", room.name, booking.purpose)
    } else {
        if booking.to <= around.now {
            faults.push(refuse("预约的时间已经过去，不能取消"));
        }
        booking.state = BookingState::Cancelled;
        format!("{} {} 的预约已取消", room.name, clock(booking.from))
    };
    let booking = booking.clone();
    if faults.is_empty() {
        Ok(Changed { day, booking, article: rule.basis.clone(), said })
    } else {
        Err(step_right::under(faults, "room.", &rule.basis))
    }
}

/// What is wrong with a plan by itself.
fn fits(plan: &Plan, around: &Around<'_>) -> Vec<Refusal> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, message: String| {
        faults.push(Refusal::new("input.choice", message).at(field));
    };
    let length = minutes(plan.from, plan.to);
    let longest = around.rules.number("longest", 24 * 60);
    if plan.from.date() != plan.to.date() {
        wrong("to", "开始和结束应在同一天".to_owned());
    } else if length < SHORTEST {
        wrong("to", format!("结束应比开始晚至少 {SHORTEST} 分钟"));
    } else if length > longest {
        wrong("to", format!("一次预约不超过 {longest} 分钟"));
    }
    if plan.to <= around.now {
        wrong("from", "预约的时间已经过去".to_owned());
    }
    if plan.from.date() > last_day(around.now.date()) {
        wrong("from", "最多提前一年预约".to_owned());
    }
    if !PURPOSES.contains(&plan.purpose.as_str()) {
        wrong("purpose", format!("请选择做什么：{}", PURPOSES.join("、")));
    } else if plan.matter.is_empty() && plan.purpose != "其他" {
        wrong("matter", "写明是哪一件；与案件无关的，做什么选“其他”".to_owned());
    }
    faults
}

fn overlap(held: &Booking, plan: &Plan) -> bool {
    held.stands() && held.from < plan.to && plan.from < held.to
}

/// Minutes from one moment to another; negative where the other is earlier.
fn minutes(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs().div_euclid(60)
}

fn last_day(today: Date) -> Date {
    use jiff::ToSpan as _;
    today.checked_add(1.year()).unwrap_or(today)
}

fn to_minute(at: DateTime) -> DateTime {
    at.with().second(0).subsec_nanosecond(0).build().unwrap_or(at)
}

fn clock(at: DateTime) -> String {
    at.strftime("%H:%M").to_string()
}
