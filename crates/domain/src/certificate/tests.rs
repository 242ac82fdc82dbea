//! The life of a card, told as sentences.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;
use serde_json::{Value, json};
use zhiheng_law::{StepRule, StepRules};

use super::*;
use crate::authority::Role;

/// Rules with the powers that the national pack has; its own wording is not needed here.
fn rules() -> StepRules {
    let step = |id: &str, powers: &[&str]| StepRule {
        id: id.to_owned(),
        title: Step::parse(id).unwrap().words().to_owned(),
        powers: powers.iter().map(|power| (*power).to_owned()).collect(),
        basis: "处罚法42".to_owned(),
        help: "示例".to_owned(),
    };
    StepRules {
        steps: vec![
            step("apply", &["handle"]),
            step("examine", &["review", "supervise"]),
            step("return", &["review", "supervise"]),
            step("issue", &["decide"]),
            step("activate", &["approve", "supervise"]),
            step("train", &["approve", "review", "supervise"]),
            step("transfer", &["decide"]),
            step("suspend", &["decide", "supervise"]),
            step("resume", &["decide"]),
            step("withdraw", &["decide"]),
            step("enrol", &["view"]),
            step("revoke", &["view"]),
        ],
        parameters: std::collections::BTreeMap::new(),
    }
}

struct Desk {
    card: Option<Card>,
    now: DateTime,
    rules: StepRules,
}

impl Desk {
    fn new() -> Self {
        Self { card: None, now: date(2026, 3, 2).at(9, 0, 0, 0), rules: rules() }
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
            "section" => Role::SectionHead,
            "reviewer" => Role::LegalReviewer,
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
        let home =
            self.card.as_ref().map_or("bureau".to_owned(), |card| card.officer.agency.clone());
        let chain = [home, "upper".to_owned()];
        let around = Around {
            rules: &self.rules,
            actor: &actor,
            now: self.now,
            chain: &chain,
            person: ("a", "甲", "bureau"),
            agency_name: "示例机关",
            number_taken: fields["card"] == "TAKEN",
            target_known: true,
            categories: &["行政处罚", "行政检查"],
            fresh_id: "phone",
        };
        let wish = Wish {
            step,
            fields: fields.as_object().cloned().unwrap_or_default(),
            reason: "示例原因".to_owned(),
        };
        let taken = decide(self.card.as_ref(), &wish, &around)?;
        assert_eq!(taken.article, "处罚法42");
        self.card = Some(taken.card);
        Ok(taken.said)
    }

    fn card(&self) -> &Card {
        self.card.as_ref().unwrap()
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    fn in_use(&mut self) {
        self.take("section", Step::Apply, application()).unwrap();
        self.take("reviewer", Step::Examine, json!({})).unwrap();
        self.take("head", Step::Issue, number("14040001")).unwrap();
        self.take("section", Step::Train, training(true, true, 40)).unwrap();
        self.take("section", Step::Activate, json!({})).unwrap();
    }
}

fn application() -> Value {
    json!({ "fields": ["行政处罚"], "regions": ["140400"], "post": "科员", "staffed": true, "examined": true })
}

fn number(card: &str) -> Value {
    json!({ "card": card, "valid_from": "2026-03-02", "valid_until": "2031-03-01" })
}

fn training(before_post: bool, passed: bool, hours: u32) -> Value {
    json!({ "before_post": before_post, "day": "2026-03-01", "hours": hours, "subject": "行政处罚法", "passed": passed })
}

fn codes(refused: Result<String, Vec<Refusal>>) -> Vec<String> {
    refused.unwrap_err().into_iter().map(|refusal| refusal.code).collect()
}

#[test]
fn a_card_applied_for_examined_issued_and_put_into_use_by_four_hands_serves() {
    let mut desk = Desk::new();
    desk.in_use();
    let card = desk.card();
    assert_eq!(card.standing(desk.today()), "active");
    assert!(card.officer.valid_on(desk.today()));
    assert_eq!(card.officer.fields, ["行政处罚"]);
    assert_eq!(card.issuer, "示例机关");
}

#[test]
fn without_training_before_the_post_a_card_is_not_put_into_use() {
    let mut desk = Desk::new();
    desk.take("section", Step::Apply, application()).unwrap();
    desk.take("reviewer", Step::Examine, json!({})).unwrap();
    desk.take("head", Step::Issue, number("14040001")).unwrap();
    assert_eq!(codes(desk.take("section", Step::Activate, json!({}))), ["card.untrained"]);
    desk.take("section", Step::Train, training(true, false, 40)).unwrap();
    assert_eq!(codes(desk.take("section", Step::Activate, json!({}))), ["card.untrained"]);
    assert!(!desk.card().officer.valid_on(desk.today()));
}

#[test]
fn nobody_examines_his_own_application_nor_issues_what_he_examined() {
    let mut desk = Desk::new();
    desk.take("section", Step::Apply, application()).unwrap();
    desk.card.as_mut().unwrap().applied_by = "reviewer".to_owned();
    assert_eq!(codes(desk.take("reviewer", Step::Examine, json!({}))), ["card.hands"]);
    desk.take("supervisor", Step::Examine, json!({})).unwrap();
    desk.card.as_mut().unwrap().examined_by = "head".to_owned();
    assert_eq!(codes(desk.take("head", Step::Issue, number("1"))), ["card.hands"]);
}

#[test]
fn nobody_takes_a_step_with_his_own_card() {
    let mut desk = Desk::new();
    desk.in_use();
    desk.card.as_mut().unwrap().officer.id = "head".to_owned();
    desk.take("supervisor", Step::Suspend, json!({})).unwrap();
    assert_eq!(codes(desk.take("head", Step::Resume, json!({}))), ["card.self"]);
}

#[test]
fn a_number_that_another_card_of_the_agency_bears_is_refused() {
    let mut desk = Desk::new();
    desk.take("section", Step::Apply, application()).unwrap();
    desk.take("reviewer", Step::Examine, json!({})).unwrap();
    assert_eq!(codes(desk.take("head", Step::Issue, number("TAKEN"))), ["card.number"]);
}

#[test]
fn temporary_staff_get_no_card() {
    let mut form = application();
    form["staffed"] = json!(false);
    assert_eq!(codes(Desk::new().take("section", Step::Apply, form)), ["input.choice"]);
}

#[test]
fn a_suspended_card_serves_again_when_it_is_resumed_and_never_after_it_was_withdrawn() {
    let mut desk = Desk::new();
    desk.in_use();
    desk.take("supervisor", Step::Suspend, json!({})).unwrap();
    assert_eq!(desk.card().standing(desk.today()), "suspended");
    desk.take("head", Step::Resume, json!({})).unwrap();
    assert!(desk.card().officer.valid_on(desk.today()));
    let phone = json!({ "label": "手机", "key": "k" });
    let me = desk.take("a", Step::Enrol, phone);
    assert!(me.unwrap().contains("已登记"));
    desk.take("head", Step::Withdraw, json!({})).unwrap();
    assert_eq!(desk.card().standing(desk.today()), "withdrawn");
    assert!(desk.card().devices.iter().all(|device| device.until.is_some()));
    assert_eq!(codes(desk.take("head", Step::Resume, json!({}))), ["card.state"]);
}

#[test]
fn a_transferred_officer_serves_only_after_the_new_agency_applied_and_the_card_was_issued_again() {
    let mut desk = Desk::new();
    desk.in_use();
    desk.take("head", Step::Transfer, json!({ "to": "other" })).unwrap();
    assert!(!desk.card().officer.valid_on(desk.today()));
    assert_eq!(codes(desk.take("section", Step::Apply, application())), ["authority.agency"]);
    desk.from("other", "section", Step::Apply, &application()).unwrap();
    desk.from("upper", "reviewer", Step::Examine, &json!({})).unwrap();
    desk.from("upper", "head", Step::Issue, &number("14040099")).unwrap();
    desk.from("other", "section", Step::Activate, &json!({})).unwrap();
    assert!(desk.card().officer.valid_on(desk.today()));
    assert_eq!(desk.card().officer.agency, "other");
}

#[test]
fn who_renews_in_time_goes_on_with_the_old_card_until_the_new_one_is_issued() {
    let mut desk = Desk::new();
    desk.in_use();
    assert_eq!(codes(desk.take("section", Step::Apply, application())), ["card.state"]);
    desk.now = date(2031, 1, 10).at(9, 0, 0, 0);
    desk.take("section", Step::Apply, application()).unwrap();
    assert!(desk.card().officer.valid_on(desk.today()));
    desk.take("reviewer", Step::Examine, json!({})).unwrap();
    let renewed =
        json!({ "card": "14040001", "valid_from": "2031-01-10", "valid_until": "2036-01-09" });
    assert!(desk.take("head", Step::Issue, renewed).unwrap().contains("换证"));
    assert_eq!(desk.card().standing(desk.today()), "active");
}

#[test]
fn who_stands_in_a_table_without_a_card_begins_with_training_like_everybody() {
    let mut desk = Desk::new();
    let row = r#"{"id":"a","name":"甲","agency":"bureau","card":"","suspended":false}"#;
    desk.card = Some(serde_json::from_str(row).unwrap());
    assert_eq!(desk.card().standing(desk.today()), "no_card");
    desk.take("section", Step::Apply, application()).unwrap();
    desk.take("reviewer", Step::Examine, json!({})).unwrap();
    desk.take("head", Step::Issue, number("14040001")).unwrap();
    assert!(!desk.card().officer.valid_on(desk.today()));
    assert_eq!(codes(desk.take("section", Step::Activate, json!({}))), ["card.untrained"]);
}

#[test]
fn a_card_runs_out_by_its_date_without_any_step() {
    let mut desk = Desk::new();
    desk.in_use();
    assert_eq!(desk.card().standing(date(2031, 3, 1)), "active");
    assert_eq!(desk.card().standing(date(2031, 3, 2)), "lapsed");
}

#[test]
fn hours_of_a_year_are_those_of_its_training_and_not_of_the_training_before_the_post() {
    let mut desk = Desk::new();
    desk.in_use();
    desk.take("section", Step::Train, training(false, true, 12)).unwrap();
    desk.take("section", Step::Train, training(false, true, 8)).unwrap();
    assert_eq!((desk.card().hours_in(2026), desk.card().hours_in(2025)), (20, 0));
}

#[test]
fn a_card_with_its_life_reads_back_as_it_was_written() {
    let mut desk = Desk::new();
    desk.in_use();
    let text = serde_json::to_string(desk.card()).unwrap();
    assert_eq!(&serde_json::from_str::<Card>(&text).unwrap(), desk.card());
}

proptest! {
    /// Whatever anybody tries in whatever order: a card serves only if it was issued by a third hand to somebody trained.
    #[test]
    fn a_card_that_serves_was_issued_by_a_third_hand_after_training(
        tries in proptest::collection::vec((0_usize..12, 0_usize..5, any::<bool>()), 1..60),
    ) {
        let mut desk = Desk::new();
        let people = ["section", "reviewer", "head", "supervisor", "a"];
        let (mut trained, mut hands) = (false, Vec::new());
        for (step, who, flag) in tries {
            let (step, who) = (Step::ALL[step], people[who]);
            let fields = match step {
                Step::Apply => application(),
                Step::Issue => number("14040001"),
                Step::Train => training(flag, flag, 10),
                Step::Transfer => json!({ "to": "other" }),
                Step::Enrol => json!({ "label": "手机", "key": "k" }),
                Step::Revoke => json!({ "device": "phone" }),
                _ => json!({}),
            };
            let agency = desk.card.as_ref().map_or("bureau".to_owned(), |card| card.officer.agency.clone());
            if desk.from(&agency, who, step, &fields).is_ok() {
                match step {
                    Step::Apply => hands = vec![who],
                    Step::Examine | Step::Issue => hands.push(who),
                    Step::Train if flag => trained = true,
                    _ => {}
                }
            }
            if let Some(card) = &desk.card && card.officer.valid_on(desk.now.date()) {
                prop_assert!(trained && !card.officer.card.is_empty());
                if card.state == State::Active && card.asked.is_none() {
                    let mut different = hands.clone();
                    different.sort_unstable();
                    different.dedup();
                    prop_assert_eq!(different.len(), 3);
                }
            }
        }
    }
}
