//! 当事人来件: what came in time is heard before anything is decided, whoever opened it when; what came late is answered and holds nothing
//! up.

use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiheng_domain::decide::openings;
use zhiheng_domain::party::{DUTY, Opening};
use zhiheng_domain::{DutyState, Matter, Submission, decide, evolve};
use zhiheng_law::{ActKind, Example, PARTY_ITEM};

use crate::walk::{throws, walk};
use crate::world::{PACK, context, person};

const WAY: [&str; 9] = [
    "register_clue",
    "file_case",
    "assign",
    "conclude",
    "notify",
    "serve_notice",
    "party_send",
    "defend",
    "decide",
];

fn example() -> &'static Example {
    let procedure = &PACK.procedures["penalty.ordinary"];
    procedure.examples.iter().find(|example| example.title.starts_with("当事人在网上")).unwrap()
}

/// The matter of the example with its notice served on 2026-05-12: both rights run to 2026-05-19.
fn served() -> Matter {
    let mut matter = None;
    for step in &example().steps {
        if step.refused.is_some() {
            continue;
        }
        if step.act == "party_send" {
            break;
        }
        let at: DateTime = step.at.parse().unwrap();
        matter = Some(done(matter, &step.who, &step.act, &step.fields, at).unwrap());
    }
    matter.unwrap()
}

fn done(
    matter: Option<Matter>,
    who: &str,
    act: &str,
    fields: &Map<String, Value>,
    at: DateTime,
) -> Result<Matter, Vec<String>> {
    let who = person(who);
    let cx = context(&who, at);
    let submission = Submission { procedure: "penalty.ordinary", act, fields };
    match decide(matter.as_ref(), submission, &cx) {
        Ok(decision) => {
            let numbers: Vec<u32> = decision.series().iter().map(|_| 1).collect();
            Ok(evolve(matter, &decision.finish(&numbers).unwrap().0))
        }
        Err(refusals) => Err(refusals.into_iter().map(|refusal| refusal.code.clone()).collect()),
    }
}

fn sends(matter: Matter, about: &str, at: DateTime) -> Result<Matter, Vec<String>> {
    let form = json!({ "about": about, "text": "我不同意。", "sender": "赵某" });
    done(Some(matter), "party", "party_send", form.as_object().unwrap(), at)
}

fn takes(matter: &Matter, act: &str, form: &Value, at: DateTime) -> Result<Matter, Vec<String>> {
    done(Some(matter.clone()), "officer-a", act, form.as_object().unwrap(), at)
}

fn decides(matter: &Matter, at: DateTime) -> Vec<String> {
    done(Some(matter.clone()), "principal", "decide", &Map::new(), at).unwrap_err()
}

#[test]
fn given_the_last_minute_of_the_period_when_the_party_asks_then_it_counts_and_a_minute_later_it_is_late()
 {
    let last = date(2026, 5, 19).at(23, 59, 0, 0);
    let intime = sends(served(), "request_hearing", last).unwrap();
    assert!(intime.party_items[0].in_time);
    assert_eq!(intime.party_items[0].due, Some(date(2026, 5, 19)));
    assert!(
        decides(&intime, date(2026, 5, 25).at(9, 0, 0, 0)).contains(&"party.unheard".to_owned())
    );
    let late = sends(served(), "request_hearing", date(2026, 5, 20).at(0, 0, 0, 0)).unwrap();
    assert!(!late.party_items[0].in_time);
    assert!(
        !decides(&late, date(2026, 5, 25).at(9, 0, 0, 0)).contains(&"party.unheard".to_owned())
    );
}

#[test]
fn given_a_request_in_time_when_an_officer_opens_it_weeks_later_then_it_is_taken_over_as_of_its_day()
 {
    let asked = date(2026, 5, 18).at(22, 0, 0, 0);
    let matter = sends(served(), "request_hearing", asked).unwrap();
    let item = matter.party_items[0].version;
    let at = date(2026, 6, 30).at(9, 0, 0, 0);
    let form = json!({ "form": "书面", "request": "我不同意。" });
    assert!(
        takes(&matter, "request_hearing", &form, at)
            .unwrap_err()
            .contains(&"gate.within".to_owned())
    );
    let mut form = form;
    form[PARTY_ITEM] = json!(item);
    let taken = takes(&matter, "request_hearing", &form, at).unwrap();
    assert_eq!(taken.last("request_hearing").unwrap().day, asked.date());
    assert!(taken.party_items[0].heard.as_ref().unwrap().taken);
    let duty = taken.duties.iter().find(|duty| duty.rule == DUTY).unwrap();
    assert_eq!(duty.state, DutyState::Fulfilled);
}

#[test]
fn given_a_late_request_when_it_is_named_in_the_act_then_the_limit_still_refuses_and_an_answer_ends_it()
 {
    let matter = sends(served(), "request_hearing", date(2026, 5, 21).at(9, 0, 0, 0)).unwrap();
    let item = matter.party_items[0].version;
    let at = date(2026, 5, 22).at(9, 0, 0, 0);
    let form = json!({ "form": "书面", "request": "我不同意。", PARTY_ITEM: item });
    assert!(
        takes(&matter, "request_hearing", &form, at)
            .unwrap_err()
            .contains(&"gate.within".to_owned())
    );
    let said = json!({ PARTY_ITEM: item, "said": "期限到 5 月 19 日为止。" });
    let answered = takes(&matter, "party_answer", &said, at).unwrap();
    assert_eq!(answered.party_items[0].heard.as_ref().unwrap().said, "期限到 5 月 19 日为止。");
    assert_eq!(takes(&answered, "party_answer", &said, at).unwrap_err(), ["party.no_item"]);
}

#[test]
fn given_a_defence_in_time_then_it_cannot_be_answered_away_and_nothing_gets_heavier_from_its_moment_on()
 {
    let matter = sends(served(), "defend", date(2026, 5, 13).at(9, 0, 0, 0)).unwrap();
    assert!(matter.notified.as_ref().unwrap().defended);
    let said = json!({ PARTY_ITEM: matter.party_items[0].version, "said": "不采纳。" });
    let at = date(2026, 5, 14).at(9, 0, 0, 0);
    assert_eq!(takes(&matter, "party_answer", &said, at).unwrap_err(), ["party.must_take"]);
}

#[test]
fn given_two_defences_then_each_is_heard_on_its_own_and_the_second_of_a_kind_may_be_answered() {
    let at = date(2026, 5, 13).at(9, 0, 0, 0);
    let matter = sends(sends(served(), "defend", at).unwrap(), "defend", at).unwrap();
    let (one, two) = (matter.party_items[0].version, matter.party_items[1].version);
    let form = json!({ "form": "书面", "statement": "我不同意。", PARTY_ITEM: one });
    let taken = takes(&matter, "defend", &form, at).unwrap();
    assert!(decides(&taken, at).contains(&"party.unheard".to_owned()));
    let waiting = |matter: &Matter| {
        matter.duties.iter().filter(|duty| duty.rule == DUTY && duty.state.owed()).count()
    };
    assert_eq!(waiting(&taken), 1);
    let said = json!({ PARTY_ITEM: two, "said": "与第一份相同，已一并记录。" });
    let answered = takes(&taken, "party_answer", &said, at).unwrap();
    assert_eq!(waiting(&answered), 0);
    assert!(!decides(&answered, at).contains(&"party.unheard".to_owned()));
}

#[test]
fn given_a_request_that_was_recorded_by_hand_or_a_case_that_was_ended_then_what_waits_can_be_answered()
 {
    let at = date(2026, 5, 13).at(9, 0, 0, 0);
    let matter = sends(served(), "request_hearing", at).unwrap();
    let said = json!({ PARTY_ITEM: matter.party_items[0].version, "said": "已经办理。" });
    assert_eq!(takes(&matter, "party_answer", &said, at).unwrap_err(), ["party.must_take"]);
    let by_hand = json!({ "form": "口头", "request": "当面又说了一遍。" });
    let noted = takes(&matter, "request_hearing", &by_hand, at).unwrap();
    assert!(takes(&noted, "party_answer", &said, at).is_ok());
    let mut ended = matter;
    let mut last = ended.done.last().unwrap().clone();
    last.act = "terminate".to_owned();
    ended.done.push(last);
    assert!(takes(&ended, "party_answer", &said, at).is_ok());
}

#[test]
fn given_a_case_that_is_only_filed_then_defence_and_hearing_are_not_yet_and_material_is_open() {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let mut matter = None;
    for step in example().steps.iter().filter(|step| step.refused.is_none()).take(3) {
        let at: DateTime = step.at.parse().unwrap();
        matter = Some(done(matter, &step.who, &step.act, &step.fields, at).unwrap());
    }
    let matter = matter.unwrap();
    let party = person("party");
    let cx = context(&party, date(2026, 5, 8).at(9, 0, 0, 0));
    let found = openings(&matter, procedure, &cx).unwrap();
    let of = |id: &str| found.iter().find(|(act, ..)| act.id == id).unwrap().2;
    assert_eq!(of("defend"), Opening::NotYet);
    assert_eq!(of("request_hearing"), Opening::NotYet);
    assert_eq!(of("collect_evidence"), Opening::Open(None));
    assert_eq!(of("serve_notice"), Opening::NotYet);
    for about in ["defend", "decide", "", "serve"] {
        let refused = sends(matter.clone(), about, date(2026, 5, 8).at(9, 0, 0, 0)).unwrap_err();
        assert!(refused.iter().any(|code| code.starts_with("party.") || code == "input.required"));
    }
}

#[test]
fn given_nobody_but_the_party_of_the_matter_then_nobody_sends_in_its_name_and_it_does_nothing_else()
{
    let at = date(2026, 5, 13).at(9, 0, 0, 0);
    let form = json!({ "about": "defend", "text": "代为提出", "sender": "赵某" });
    let form = form.as_object().unwrap();
    for who in ["officer-a", "principal", "head-of-section", "archivist"] {
        let refused = done(Some(served()), who, "party_send", form, at).unwrap_err();
        assert!(refused.contains(&"authority.party".to_owned()), "{who}");
    }
    let mut other = served();
    other.id = "another".to_owned();
    let refused = done(Some(other), "party", "party_send", form, at).unwrap_err();
    assert!(refused.contains(&"authority.party".to_owned()));
    let procedure = &PACK.procedures["penalty.ordinary"];
    for act in procedure.acts.iter().filter(|act| act.kind != ActKind::PartySend) {
        let refused = done(Some(served()), "party", &act.id, &Map::new(), at).unwrap_err();
        assert!(refused.iter().any(|code| code == "authority.power"), "{}", act.id);
    }
}

#[test]
fn given_consent_to_electronic_service_when_the_party_confirms_then_the_act_of_service_bears_its_day()
 {
    let mut matter = served();
    let at = date(2026, 5, 13).at(9, 0, 0, 0);
    // Not served yet: the notice was only made.
    matter.done.retain(|done| done.act != "serve_notice");
    assert!(
        sends(matter.clone(), "serve_notice", at)
            .unwrap_err()
            .contains(&"party.not_yet".to_owned())
    );
    let matter = sends(matter, "confirm_electronic", at).unwrap();
    let form = json!({ "channel": "当事人页面", PARTY_ITEM: matter.party_items[0].version });
    let matter = takes(&matter, "confirm_electronic", &form, at).unwrap();
    let read = at.checked_add(20.hours()).unwrap();
    let matter = sends(matter, "serve_notice", read).unwrap();
    let form = json!({
        "manner": "电子送达", "served_on": read.date().to_string(), "receiver": "当事人本人",
        PARTY_ITEM: matter.party_items[1].version,
    });
    let later = date(2026, 5, 16).at(9, 0, 0, 0);
    let matter = takes(&matter, "serve_notice", &form, later).unwrap();
    assert_eq!(matter.last("serve_notice").unwrap().day, read.date());
    assert!(matter.papers.iter().any(|paper| paper.served == Some(read.date())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done in whatever order: no decision and no end while something that came in time waits.
    #[test]
    fn no_sequence_of_acts_decides_over_what_came_in_time_and_was_not_heard(steps in throws(60)) {
        let procedure = &PACK.procedures["penalty.ordinary"];
        let mut faults = Vec::new();
        walk(procedure, &WAY, &steps, |matter| {
            let last = matter.done.last().map(|done| done.act.as_str()).unwrap_or_default();
            let decides = procedure
                .act(last)
                .is_some_and(|act| matches!(act.kind, ActKind::Decide | ActKind::Close));
            let waits = matter.party_items.iter().any(|item| {
                let unheard = procedure.act(&item.about).and_then(|act| act.party.as_ref());
                item.in_time
                    && item.heard.is_none()
                    && unheard.is_some_and(|rule| rule.unheard.is_some())
            });
            if decides && waits {
                faults.push(last.to_owned());
            }
        });
        prop_assert!(faults.is_empty(), "{faults:?}");
    }
}
