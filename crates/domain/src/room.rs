//! Rooms in which cases are handled (办案场所: 询问室、听证室): opened, closed, and booked by the hour for one matter each. Pure.
//!
//! Bookings lie by room and day: whether one fits is asked of that day alone, and two people who book at once meet there and
//! nowhere else.
//!
//! What this is not: the act held in a room (see [`crate::decide`]), nor the cameras in it, which stand in the ledger of devices.

mod booking;
mod held;
#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::StepRules;

pub use booking::{Booking, BookingState, Changed, Day, Plan, book, change};
pub use held::{PLACE, held_in, names, written};

use crate::context::Actor;
use crate::refusal::Refusal;
use crate::step_form::StepForm;
use crate::step_right;

/// What a room is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// 询问室
    #[serde(rename = "询问室")]
    Questioning,
    /// 听证室
    #[serde(rename = "听证室")]
    Hearing,
    /// 接谈室: where petitioners are received.
    #[serde(rename = "接谈室")]
    Reception,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Questioning, Self::Hearing, Self::Reception];

    /// Its name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Questioning => "询问室",
            Self::Hearing => "听证室",
            Self::Reception => "接谈室",
        }
    }

    /// The kind of this name.
    pub fn parse(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.words() == words)
    }
}

/// A step with a room or a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 登记场所
    Open,
    /// 停用
    Close,
    /// 恢复使用
    Reopen,
    /// 预约
    Book,
    /// 取消预约
    Cancel,
    /// 登记使用
    Hold,
}

impl Step {
    /// Every step, in the order of use.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Close, Self::Reopen, Self::Book, Self::Cancel, Self::Hold];

    /// Stable id, as the pack writes it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Book => "book",
            Self::Cancel => "cancel",
            Self::Hold => "hold",
        }
    }

    /// The step with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }

    /// Whether it takes something away, which wants a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Close | Self::Cancel)
    }
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// Agency whose it is.
    pub agency: String,
    /// Where it is: building, floor, number.
    pub place: String,
    /// Not in use.
    #[serde(default)]
    pub closed: bool,
}

/// What a person wants to do with a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Open, Close or Reopen.
    pub step: Step,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
}

/// What a decision depends on besides the room.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The pack's rules.
    pub rules: &'a StepRules,
    /// Who acts.
    pub actor: &'a Actor,
    /// The present moment, China standard time.
    pub now: DateTime,
    /// Agency whose room it is, the one above it, ….
    pub chain: &'a [String],
    /// Code of the room.
    pub id: &'a str,
    /// Id for a booking that is made.
    pub fresh_id: &'a str,
}

/// A step, taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The room afterwards.
    pub room: Room,
    /// Article that the step rests on.
    pub article: String,
    /// What happened and what follows, in Chinese.
    pub said: String,
}

/// Opens, closes or reopens a room.
///
/// # Errors
/// Every reason that refuses it, each with the article of the step.
pub fn decide(
    room: Option<&Room>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<Taken, Vec<Refusal>> {
    let (step, rule) = rule(wish.step, around)?;
    let mut faults = step_right::lacking(rule, around.actor, around.chain, false, "场所所属的机关");
    faults.extend(standing(room, step));
    faults.extend(step_right::reason(&wish.reason, step.needs_reason()));
    let mut form = StepForm::new(&wish.fields);
    let (room, said) = match (step, room) {
        (Step::Open, _) => {
            form.only(&["name", "kind", "place"]);
            let room = opened(&mut form, around);
            let said = format!("{}（{}）已登记，可以预约", room.name, room.kind.words());
            (Some(room), said)
        }
        (Step::Close, Some(room)) => {
            form.only(&[]);
            let said = format!("{} 已停用，恢复以前不能预约", room.name);
            (Some(Room { closed: true, ..room.clone() }), said)
        }
        (Step::Reopen, Some(room)) => {
            form.only(&[]);
            let said = format!("{} 已恢复使用，可以预约", room.name);
            (Some(Room { closed: false, ..room.clone() }), said)
        }
        _ => (None, String::new()),
    };
    faults.extend(form.faults().unwrap_or_default());
    match room {
        Some(room) if faults.is_empty() => Ok(Taken { room, article: rule.basis.clone(), said }),
        _ => Err(step_right::under(faults, "room.", &rule.basis)),
    }
}

/// The steps that the person could take with a room as it is; [`Step::Book`] among them. Those of a booking are asked of [`change`].
pub fn possible(room: &Room, around: &Around<'_>) -> Vec<Step> {
    [Step::Close, Step::Reopen, Step::Book]
        .into_iter()
        .filter(|step| {
            around.rules.step(step.id()).is_some_and(|rule| {
                step_right::lacking(rule, around.actor, around.chain, false, "").is_empty()
                    && standing(Some(room), *step).is_empty()
            })
        })
        .collect()
}

fn rule<'a>(
    step: Step,
    around: &Around<'a>,
) -> Result<(Step, &'a zhiheng_law::StepRule), Vec<Refusal>> {
    match around.rules.step(step.id()) {
        Some(rule) => Ok((step, rule)),
        None => Err(vec![Refusal::new("room.step", "现行法律包没有规定这一步怎样办")]),
    }
}

fn standing(room: Option<&Room>, step: Step) -> Vec<Refusal> {
    let refuse = |message: String| vec![Refusal::new("room.state", message)];
    match (step, room) {
        (Step::Open, None) => Vec::new(),
        (Step::Open, Some(room)) => refuse(format!("编号“{}”已经登记，换一个编号", room.id)),
        (_, None) => refuse("没有这一场所，请先登记".to_owned()),
        (Step::Close | Step::Book, Some(room)) if room.closed => {
            refuse(format!("{} 已停用，恢复使用以后才能预约", room.name))
        }
        (Step::Reopen, Some(room)) if !room.closed => refuse(format!("{} 没有停用", room.name)),
        _ => Vec::new(),
    }
}

fn opened(form: &mut StepForm<'_>, around: &Around<'_>) -> Room {
    let id = around.id;
    let written = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if id.is_empty() || id.len() > 40 || !id.bytes().all(written) {
        form.wrong("input.choice", "id", "场所编号只能是字母、数字、- 和 _，不超过 40 个");
    }
    let kind = Kind::parse(&form.text("kind", 20));
    if kind.is_none() {
        form.wrong("input.choice", "kind", "请选择询问室、听证室或者接谈室");
    }
    Room {
        id: id.to_owned(),
        name: form.text("name", 40),
        kind: kind.unwrap_or(Kind::Questioning),
        agency: around.chain.first().cloned().unwrap_or_default(),
        place: form.text("place", 80),
        closed: false,
    }
}
