//! The life of a device, told as sentences.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::{Value, json};
use zhiheng_law::{StepRule, StepRules};

use super::*;
use crate::authority::Role;

/// Rules with the powers that the national pack has; its own wording is not needed here.
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
            step("purchase", &["approve", "supervise"]),
            step("loan", &["archive", "approve"]),
            step("return", &["archive", "approve"]),
            step("check", &["archive", "approve", "handle"]),
            step("install", &["archive", "approve"]),
            step("repair", &["archive", "approve"]),
            step("repaired", &["archive", "approve"]),
            step("scrap", &["decide", "supervise"]),
        ],
        parameters: std::collections::BTreeMap::new(),
    }
}

fn officer(id: &str, agency: &str, until: &str) -> Card {
    let body = json!({
        "id": id, "name": format!("某{id}"), "agency": agency, "card": "SL01",
        "valid_from": "2020-01-01", "valid_until": until,
    });
    serde_json::from_value(body).unwrap()
}

struct Desk {
    device: Option<Device>,
    now: DateTime,
    rules: StepRules,
}

impl Desk {
    fn new() -> Self {
        Self { device: None, now: date(2026, 3, 2).at(9, 0, 0, 0), rules: rules() }
    }

    fn bought() -> Self {
        let mut desk = Self::new();
        desk.take("section", Step::Purchase, purchase("执法记录仪")).unwrap();
        desk
    }

    #[expect(clippy::needless_pass_by_value, reason = "forms are written on the spot")]
    fn take(&mut self, who: &str, step: Step, fields: Value) -> Result<String, Vec<Refusal>> {
        self.from("bureau", who, step, &fields)
    }

    fn from(
        &mut self,
        agency: &str,
        who: &str,
        step: Step,
        fields: &Value,
    ) -> Result<String, Vec<Refusal>> {
        let role = match who {
            "section" | "section2" => Role::SectionHead,
            "keeper" => Role::Archivist,
            "head" => Role::AgencyHead,
            "supervisor" => Role::Supervisor,
            _ => Role::Officer,
        };
        let actor = Actor {
            id: who.to_owned(),
            name: who.to_owned(),
            agency: agency.to_owned(),
            roles: vec![role],
        };
        let chain = ["bureau".to_owned(), "upper".to_owned()];
        let people = [
            officer("a", "bureau", "2035-01-01"),
            officer("b", "bureau", "2035-01-01"),
            officer("section2", "bureau", "2035-01-01"),
            officer("lapsed", "bureau", "2026-01-01"),
            officer("stranger", "elsewhere", "2035-01-01"),
        ];
        let wanted = fields["officer"].as_str().unwrap_or_default();
        let around = Around {
            rules: &self.rules,
            actor: &actor,
            now: self.now,
            chain: &chain,
            id: "JLY-1",
            borrower: people.iter().find(|card| card.officer.id == wanted),
            room: (fields["room"] == "R1").then_some("询问一室"),
            serial_taken: fields["serial"] == "TAKEN",
        };
        let wish = Wish {
            step,
            fields: fields.as_object().cloned().unwrap_or_default(),
            reason: "示例原因".to_owned(),
        };
        let taken = decide(self.device.as_ref(), &wish, &around)?;
        self.device = Some(taken.device);
        Ok(taken.said)
    }

    fn device(&self) -> &Device {
        self.device.as_ref().unwrap()
    }

    fn later(&mut self, minutes: i64) {
        self.now = self.now.checked_add(minutes.minutes()).unwrap();
    }
}

fn purchase(kind: &str) -> Value {
    json!({ "name": "记录仪一号", "kind": kind, "model": "X1", "serial": "sn 001", "bought": "2026-03-01", "price": 120_000 })
}

fn lend(to: &str) -> Value {
    json!({ "officer": to, "battery": 96, "storage": 60, "offset": -3 })
}

fn back() -> Value {
    json!({ "battery": 20, "sound": true })
}

fn codes(refused: Result<String, Vec<Refusal>>) -> Vec<String> {
    refused.unwrap_err().into_iter().map(|refusal| refusal.code).collect()
}

#[test]
fn a_device_that_was_bought_is_lent_comes_back_and_is_lent_again() {
    let mut desk = Desk::bought();
    assert!(desk.take("keeper", Step::Loan, lend("a")).unwrap().contains("某a"));
    assert_eq!(desk.device().words(), "领用中");
    desk.later(90);
    desk.take("keeper", Step::Return, back()).unwrap();
    desk.later(1);
    desk.take("keeper", Step::Loan, lend("b")).unwrap();
    let at = |hour, minute| date(2026, 3, 2).at(hour, minute, 0, 0);
    let device = desk.device();
    assert_eq!(device.holder_at(at(8, 59)), None);
    assert_eq!(device.holder_at(at(9, 0)), Some("a"));
    assert_eq!(device.holder_at(at(10, 30)), None);
    assert_eq!(device.holder_at(at(10, 31)), Some("b"));
    assert_eq!(device.offset_at(at(9, 30)), Some(-3));
    assert_eq!(device.offset_at(at(8, 0)), None);
}

#[test]
fn a_device_on_loan_is_not_lent_again_and_the_refusal_says_who_has_it() {
    let mut desk = Desk::bought();
    desk.take("keeper", Step::Loan, lend("a")).unwrap();
    let refused = desk.take("keeper", Step::Loan, lend("b")).unwrap_err();
    assert_eq!(refused[0].code, "device.state");
    assert!(refused[0].message.contains("某a"), "{}", refused[0].message);
    assert_eq!(refused[0].article.as_deref(), Some("国办发〔2018〕118号（八）"));
}

#[test]
fn a_device_is_lent_only_to_an_officer_of_the_agency_whose_card_is_in_force() {
    for nobody in ["lapsed", "stranger", "unknown"] {
        let mut desk = Desk::bought();
        assert_eq!(
            codes(desk.take("keeper", Step::Loan, lend(nobody))),
            ["device.borrower"],
            "{nobody}"
        );
    }
}

#[test]
fn a_device_under_repair_or_scrapped_is_not_lent() {
    let mut desk = Desk::bought();
    desk.take("keeper", Step::Repair, json!({})).unwrap();
    assert!(!desk.device().usable());
    assert_eq!(codes(desk.take("keeper", Step::Loan, lend("a"))), ["device.state"]);
    desk.take("keeper", Step::Repaired, json!({})).unwrap();
    desk.take("head", Step::Scrap, json!({ "wiped": true })).unwrap();
    assert_eq!(codes(desk.take("keeper", Step::Loan, lend("a"))), ["device.state"]);
}

#[test]
fn who_buys_does_not_lend_and_who_lends_does_not_scrap_and_nobody_lends_to_himself() {
    let mut desk = Desk::bought();
    assert_eq!(codes(desk.take("section", Step::Loan, lend("a"))), ["device.hands"]);
    assert_eq!(codes(desk.take("section2", Step::Loan, lend("section2"))), ["device.hands"]);
    desk.take("keeper", Step::Loan, lend("a")).unwrap();
    desk.take("keeper", Step::Return, back()).unwrap();
    let mut held = desk.device().clone();
    held.loans[0].by = "head".to_owned();
    desk.device = Some(held);
    assert_eq!(codes(desk.take("head", Step::Scrap, json!({ "wiped": true }))), ["device.hands"]);
    desk.take("supervisor", Step::Scrap, json!({ "wiped": true })).unwrap();
}

#[test]
fn an_officer_checks_what_he_carries_and_nothing_else() {
    let mut desk = Desk::bought();
    let check = json!({ "battery": 50, "storage": 10, "offset": 2, "sound": true });
    assert_eq!(codes(desk.take("a", Step::Check, check.clone())), ["device.hands"]);
    desk.take("keeper", Step::Loan, lend("a")).unwrap();
    desk.later(5);
    assert!(desk.take("a", Step::Check, check).unwrap().contains("时间快 2 秒"));
    assert_eq!(desk.device().offset_at(desk.now), Some(2));
}

#[test]
fn the_same_serial_twice_a_day_to_come_and_an_unknown_kind_are_refused_each_at_its_field() {
    let mut form = purchase("收音机");
    form["serial"] = json!("TAKEN");
    form["bought"] = json!("2026-03-03");
    let refused = Desk::new().take("section", Step::Purchase, form).unwrap_err();
    let mut at: Vec<(&str, &str)> =
        refused.iter().map(|r| (r.code.as_str(), r.field.as_deref().unwrap())).collect();
    at.sort_unstable();
    assert_eq!(
        at,
        [("device.serial", "serial"), ("input.choice", "bought"), ("input.choice", "kind")]
    );
}

#[test]
fn serial_numbers_are_the_same_whatever_their_spaces_and_case() {
    assert_eq!(serial_key("sn 00a"), serial_key("SN00A"));
}

#[test]
fn a_flat_battery_and_a_wrong_clock_are_put_right_before_the_loan() {
    let mut desk = Desk::bought();
    for (name, value) in [("battery_least", 30), ("storage_least", 8), ("clock_most", 60)] {
        let parameter = zhiheng_law::Parameter {
            label: name.to_owned(),
            value,
            unit: String::new(),
            min: None,
            max: None,
            basis: String::new(),
            certainty: "unverified".to_owned(),
            changed: None,
        };
        desk.rules.parameters.insert(name.to_owned(), parameter);
    }
    let poor = json!({ "officer": "a", "battery": 29, "storage": 8, "offset": -61 });
    let refused = desk.take("keeper", Step::Loan, poor).unwrap_err();
    let fields: Vec<_> = refused.iter().map(|r| r.field.as_deref().unwrap()).collect();
    assert_eq!(fields, ["battery", "offset"]);
    assert!(refused.iter().all(|r| r.code == "device.unfit"));
}

#[test]
fn a_camera_in_a_room_has_a_room_and_no_holder() {
    let mut desk = Desk::new();
    let mut form = purchase("视频监控");
    form["room"] = json!("R1");
    desk.take("section", Step::Purchase, form).unwrap();
    assert_eq!(desk.device().fixed_room(), Some("R1"));
    assert_eq!(codes(desk.take("keeper", Step::Loan, lend("a"))), ["device.state"]);
    assert_eq!(desk.device().holder_at(desk.now), None);
    desk.take("head", Step::Scrap, json!({ "wiped": true })).unwrap();
    assert_eq!(desk.device().fixed_room(), None);
}

#[test]
fn the_city_above_buys_for_the_county_but_does_not_lend_there() {
    let mut desk = Desk::new();
    desk.from("upper", "section", Step::Purchase, &purchase("手持终端")).unwrap();
    assert_eq!(codes(desk.from("upper", "keeper", Step::Loan, &lend("a"))), ["authority.agency"]);
}

#[test]
fn ten_officers_of_class_a_with_three_devices_lack_one() {
    assert_eq!(need(10, Some(3), 0, 3), Need { needed: 4, short: 1 });
    assert_eq!(need(10, Some(5), 0, 3), Need { needed: 2, short: 0 });
    assert_eq!(need(10, None, 6, 3), Need { needed: 6, short: 3 });
    assert_eq!(need(0, Some(3), 0, 0), Need { needed: 0, short: 0 });
}

#[test]
fn a_device_of_a_table_with_a_name_alone_reads_and_one_with_its_life_reads_back() {
    let bare = r#"{"id":"D1","name":"记录仪","agency":"bureau"}"#;
    let bare: Device = serde_json::from_str(bare).unwrap();
    assert_eq!((bare.kind, bare.words()), (Kind::Other, "在库"));
    let mut desk = Desk::bought();
    desk.take("keeper", Step::Loan, lend("a")).unwrap();
    let text = serde_json::to_string(desk.device()).unwrap();
    assert_eq!(&serde_json::from_str::<Device>(&text).unwrap(), desk.device());
}

proptest! {
    /// Whatever anybody tries in whatever order: never two open loans, and the holder of every moment is the one whose loan covers it.
    #[test]
    fn there_are_never_two_open_loans_and_the_holder_of_a_moment_is_that_of_the_loans(
        tries in proptest::collection::vec((0_usize..8, 0_usize..6, 0_i64..40), 1..80),
    ) {
        let mut desk = Desk::bought();
        let start = desk.now;
        let people = ["keeper", "section2", "head", "a", "b", "supervisor"];
        // The story as an outsider writes it down: who had it from which minute on.
        let mut story: Vec<(DateTime, Option<String>)> = Vec::new();
        for (step, who, wait) in tries {
            desk.later(wait);
            let (step, who) = (Step::ALL[step], people[who]);
            let borrower = if wait % 2 == 0 { "a" } else { "b" };
            let fields = match step {
                Step::Loan => lend(borrower),
                Step::Return | Step::Check => back(),
                Step::Scrap => json!({ "wiped": wait % 7 == 0 }),
                Step::Install => json!({ "room": "R1" }),
                Step::Purchase => purchase("执法记录仪"),
                _ => json!({}),
            };
            if desk.take(who, step, fields).is_ok() {
                match step {
                    Step::Loan => story.push((desk.now, Some(borrower.to_owned()))),
                    Step::Return => story.push((desk.now, None)),
                    _ => {}
                }
            }
            let open = desk.device().loans.iter().filter(|loan| loan.back.is_none()).count();
            prop_assert!(open <= 1);
            prop_assert_eq!(open == 1, desk.device().state == State::OnLoan);
        }
        let device = desk.device();
        let mut at = start;
        while at <= desk.now {
            let told = story.iter().rev().find(|(when, _)| *when <= at).and_then(|(_, who)| who.as_deref());
            prop_assert_eq!(device.holder_at(at), told);
            at = at.checked_add(7.minutes()).unwrap();
        }
    }

    /// What is lacking is never negative, and with it the standard is met and not exceeded by a whole device.
    #[test]
    fn with_what_is_lacking_every_device_serves_no_more_officers_than_the_standard_says(
        officers in 0_u32..5000, each in 1_u32..20, usable in 0_u32..5000,
    ) {
        let Need { needed, short } = need(officers, Some(each), 0, usable);
        prop_assert!(officers <= (usable + short) * each);
        prop_assert!(short == 0 || (usable + short - 1) * each < officers);
        prop_assert!(needed <= usable + short);
    }
}
