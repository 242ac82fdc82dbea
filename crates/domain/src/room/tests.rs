//! Rooms and their bookings, told as sentences.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::json;
use zhiheng_law::{StepRule, StepRules};

use super::*;
use crate::authority::Role;

fn rules() -> StepRules {
    let step = |id: &str, powers: &[&str]| StepRule {
        id: id.to_owned(),
        title: id.to_owned(),
        powers: powers.iter().map(|power| (*power).to_owned()).collect(),
        basis: "国办发〔2018〕118号（八）".to_owned(),
        help: "示例".to_owned(),
    };
    StepRules {
        steps: vec![
            step("open", &["archive", "approve"]),
            step("close", &["archive", "approve"]),
            step("reopen", &["archive", "approve"]),
            step("book", &["handle", "approve"]),
            step("cancel", &["handle", "approve", "archive"]),
            step("hold", &["handle", "approve"]),
        ],
        parameters: std::collections::BTreeMap::new(),
    }
}

fn actor(who: &str, agency: &str) -> Actor {
    let role = match who {
        "section" => Role::SectionHead,
        "keeper" => Role::Archivist,
        "editor" => Role::DisclosureEditor,
        _ => Role::Officer,
    };
    Actor {
        id: who.to_owned(),
        name: format!("某{who}"),
        agency: agency.to_owned(),
        roles: vec![role],
    }
}

struct House {
    rules: StepRules,
    chain: Vec<String>,
    now: DateTime,
    room: Room,
    day: Day,
    made: usize,
}

impl House {
    fn new() -> Self {
        Self {
            rules: rules(),
            chain: vec!["bureau".to_owned(), "upper".to_owned()],
            now: date(2026, 3, 2).at(8, 0, 0, 0),
            room: Room {
                id: "R1".to_owned(),
                name: "询问一室".to_owned(),
                kind: Kind::Questioning,
                agency: "bureau".to_owned(),
                place: "主楼 101".to_owned(),
                closed: false,
            },
            day: Day::default(),
            made: 0,
        }
    }

    fn asked<T>(&self, actor: &Actor, ask: impl FnOnce(&Around<'_>) -> T) -> T {
        let fresh = format!("b{}", self.made);
        ask(&Around {
            rules: &self.rules,
            actor,
            now: self.now,
            chain: &self.chain,
            id: "R1",
            fresh_id: &fresh,
        })
    }

    fn book(&mut self, who: &str, from: DateTime, to: DateTime) -> Result<String, Vec<Refusal>> {
        let plan = Plan { from, to, matter: "m1".to_owned(), purpose: "询问".to_owned() };
        self.plan(who, &plan)
    }

    fn plan(&mut self, who: &str, plan: &Plan) -> Result<String, Vec<Refusal>> {
        let actor = actor(who, "bureau");
        let done = self.asked(&actor, |around| book(&self.room, &self.day, plan, around))?;
        self.day = done.day;
        self.made += 1;
        Ok(done.booking.id)
    }

    fn change(&mut self, who: &str, id: &str, step: Step) -> Result<String, Vec<Refusal>> {
        let actor = actor(who, "bureau");
        let done = self
            .asked(&actor, |around| change(&self.room, &self.day, id, step, "示例原因", around))?;
        self.day = done.day;
        Ok(done.said)
    }
}

fn at(hour: i8, minute: i8) -> DateTime {
    date(2026, 3, 2).at(hour, minute, 0, 0)
}

fn codes<T: std::fmt::Debug>(refused: Result<T, Vec<Refusal>>) -> Vec<String> {
    refused.unwrap_err().into_iter().map(|refusal| refusal.code).collect()
}

#[test]
fn an_overlapping_booking_is_refused_and_the_refusal_says_who_has_the_room_and_until_when() {
    let mut house = House::new();
    house.book("a", at(9, 0), at(10, 0)).unwrap();
    let refused = house.book("b", at(9, 30), at(10, 30)).unwrap_err();
    assert_eq!(refused[0].code, "room.taken");
    assert!(refused[0].message.contains("某a") && refused[0].message.contains("10:00"));
    assert!(refused[0].article.is_some());
    house.book("b", at(10, 0), at(11, 0)).unwrap();
}

#[test]
fn a_cancelled_booking_gives_its_time_free_and_only_its_own_people_cancel_it() {
    let mut house = House::new();
    let id = house.book("a", at(9, 0), at(10, 0)).unwrap();
    assert_eq!(codes(house.change("b", &id, Step::Cancel)), ["room.hands"]);
    house.change("keeper", &id, Step::Cancel).unwrap();
    assert_eq!(codes(house.change("a", &id, Step::Cancel)), ["room.state"]);
    house.book("b", at(9, 30), at(10, 30)).unwrap();
}

#[test]
fn a_booking_is_in_use_from_half_an_hour_before_it_begins_and_then_no_more_cancelled() {
    let mut house = House::new();
    let id = house.book("a", at(9, 0), at(10, 0)).unwrap();
    assert_eq!(codes(house.change("a", &id, Step::Hold)), ["room.state"]);
    house.now = at(8, 30);
    house.change("a", &id, Step::Hold).unwrap();
    assert_eq!(house.day.bookings[0].held_at, Some(at(8, 30)));
    assert_eq!(codes(house.change("a", &id, Step::Cancel)), ["room.state"]);
}

#[test]
fn a_booking_that_is_over_ends_before_it_begins_spans_days_or_names_no_matter_is_refused() {
    let mut house = House::new();
    let field = |refused: Vec<Refusal>| refused[0].field.clone().unwrap();
    assert_eq!(field(house.book("a", at(6, 0), at(7, 0)).unwrap_err()), "from");
    assert_eq!(field(house.book("a", at(10, 0), at(9, 0)).unwrap_err()), "to");
    let tomorrow = date(2026, 3, 3).at(9, 0, 0, 0);
    assert_eq!(field(house.book("a", at(10, 0), tomorrow).unwrap_err()), "to");
    let mut plan =
        Plan { from: at(9, 0), to: at(10, 0), matter: String::new(), purpose: "听证".to_owned() };
    assert_eq!(field(house.plan("a", &plan).unwrap_err()), "matter");
    plan.purpose = "其他".to_owned();
    house.plan("a", &plan).unwrap();
}

#[test]
fn a_closed_room_takes_no_booking_and_a_stranger_books_none() {
    let mut house = House::new();
    assert_eq!(codes(house.book("editor", at(9, 0), at(10, 0))), ["authority.power"]);
    let stranger = actor("a", "upper");
    let plan =
        Plan {
            from: at(9, 0), to: at(10, 0), matter: "m".to_owned(), purpose: "询问".to_owned()
        };
    let refused = house.asked(&stranger, |around| book(&house.room, &house.day, &plan, around));
    assert_eq!(codes(refused), ["authority.agency"]);
    house.room.closed = true;
    assert_eq!(codes(house.book("a", at(9, 0), at(10, 0))), ["room.state"]);
}

#[test]
fn a_room_is_opened_once_closed_with_a_reason_and_reopened() {
    let house = House::new();
    let keeper = actor("keeper", "bureau");
    let form = json!({ "name": "听证室", "kind": "听证室", "place": "主楼 201" });
    let wish = |step, fields: &Value, reason: &str| Wish {
        step,
        fields: fields.as_object().cloned().unwrap_or_default(),
        reason: reason.to_owned(),
    };
    let ask = |room: Option<&Room>, wish: &Wish| {
        house.asked(&keeper, |around| decide(room, wish, around))
    };
    let room = ask(None, &wish(Step::Open, &form, "")).unwrap().room;
    assert_eq!(codes(ask(Some(&room), &wish(Step::Open, &form, ""))), ["room.state"]);
    assert_eq!(codes(ask(Some(&room), &wish(Step::Close, &json!({}), ""))), ["input.required"]);
    let closed = ask(Some(&room), &wish(Step::Close, &json!({}), "漏水")).unwrap().room;
    assert!(closed.closed);
    assert!(!ask(Some(&closed), &wish(Step::Reopen, &json!({}), "")).unwrap().room.closed);
}

proptest! {
    /// Whatever is booked and cancelled in whatever order: no two bookings that stand overlap, and none that fits is refused.
    #[test]
    fn no_two_bookings_that_stand_overlap(
        tries in proptest::collection::vec((0_i64..600, 1_i64..180, any::<bool>()), 1..60),
    ) {
        let mut house = House::new();
        let mut taken = [false; 960];
        for (from, length, cancels) in tries {
            if cancels && let Some(booking) = house.day.bookings.iter().find(|held| held.stands()).cloned() {
                house.change("keeper", &booking.id, Step::Cancel).unwrap();
                let start = usize::try_from(booking.from.duration_since(at(8, 0)).as_secs() / 60).unwrap();
                let end = usize::try_from(booking.to.duration_since(at(8, 0)).as_secs() / 60).unwrap();
                taken[start..end].fill(false);
            }
            let minute = |n: i64| at(8, 0).checked_add(jiff::ToSpan::minutes(n)).unwrap();
            let made = house.book("a", minute(from), minute(from + length)).is_ok();
            let slot = usize::try_from(from).unwrap()..usize::try_from(from + length).unwrap();
            let free = length >= 10 && taken[slot.clone()].iter().all(|held| !held);
            prop_assert_eq!(made, free);
            if made {
                taken[slot].fill(true);
            }
        }
        let standing: Vec<&Booking> = house.day.bookings.iter().filter(|held| held.stands()).collect();
        for (n, one) in standing.iter().enumerate() {
            for other in &standing[n + 1..] {
                prop_assert!(one.to <= other.from || other.to <= one.from);
            }
        }
    }
}
