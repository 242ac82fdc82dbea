//! The end of a dossier: who may do what, in which order, and that nothing else leads to destruction.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;
use zhiheng_law::{StepRule, StepRules};

use super::*;
use crate::Role;
use crate::refusal::Refusal;

fn rules() -> StepRules {
    let step = |id: &str, powers: &[&str]| StepRule {
        id: id.to_owned(),
        title: id.to_owned(),
        powers: powers.iter().map(|power| (*power).to_owned()).collect(),
        basis: "档案法21".to_owned(),
        help: String::new(),
    };
    StepRules {
        steps: vec![
            step("hold", &["archive", "supervise"]),
            step("lift", &["archive", "supervise"]),
            step("appraise", &["archive"]),
            step("approve", &["approve"]),
            step("reject", &["approve"]),
            step("prepare", &["archive"]),
            step("destroy", &["archive", "approve", "supervise"]),
            step("hand_over", &["archive"]),
        ],
        parameters: std::collections::BTreeMap::new(),
    }
}

fn actor(id: &str, agency: &str, role: Role) -> Actor {
    Actor { id: id.into(), name: format!("示例{id}"), agency: agency.into(), roles: vec![role] }
}

fn people() -> [Actor; 6] {
    [
        actor("archivist", "a", Role::Archivist),
        actor("archivist2", "a", Role::Archivist),
        actor("section", "a", Role::SectionHead),
        actor("officer", "a", Role::Officer),
        actor("upper", "u", Role::Supervisor),
        actor("stranger", "x", Role::Archivist),
    ]
}

const NOW: DateTime = date(2037, 3, 1).at(9, 0, 0, 0);

struct World {
    rules: StepRules,
    people: [Actor; 6],
    chain: Vec<String>,
    published: bool,
    parties: Vec<String>,
    now: DateTime,
}

impl World {
    fn new() -> Self {
        Self {
            rules: rules(),
            people: people(),
            chain: vec!["a".into(), "u".into()],
            published: false,
            parties: vec!["王某甲".into()],
            now: NOW,
        }
    }

    fn as_(&self, n: usize) -> Around<'_> {
        Around {
            rules: &self.rules,
            actor: &self.people[n],
            now: self.now,
            chain: &self.chain,
            published: self.published,
            parties: &self.parties,
        }
    }
}

fn life() -> Life {
    Life {
        matter: "m1".into(),
        agency: "a".into(),
        number: "示信〔2026〕1号".into(),
        volume: "1".into(),
        procedure: "petition".into(),
        noun: "信访事项".into(),
        category: "信访".into(),
        opened: date(2026, 3, 2),
        archived: date(2026, 5, 6),
        pages: 12,
        period: "10年".into(),
        until: Some(date(2036, 12, 31)),
        handlers: vec!["officer".into(), "archivist2".into()],
        standing: Standing::Kept,
        holds: Vec::new(),
        appraisals: Vec::new(),
        prepared: None,
        receipt: None,
        certificate: None,
        version: 0,
    }
}

fn verdict(answer: Answer) -> Verdict {
    Verdict {
        answer,
        reason: "没有继续保存的价值".into(),
        period: if answer == Answer::Keep { "30年".into() } else { String::new() },
        archive: if answer == Answer::Transfer { "示例档案馆".into() } else { String::new() },
    }
}

fn certificate(executor: Hand, witness: Hand) -> Certificate {
    Certificate {
        number: "示销〔2037〕1号".into(),
        day: NOW.date(),
        sheet: "示鉴〔2037〕1号".into(),
        agency: "示例局".into(),
        procedure: "信访事项".into(),
        events: 3,
        papers: 1,
        numbers: Vec::new(),
        files: Vec::new(),
        leaves: Certificate::stretches(vec![7, 3, 4, 5]),
        executor,
        witness,
        basis: vec!["档案法21".into()],
    }
}

fn codes(refusals: &[Refusal]) -> Vec<&str> {
    refusals.iter().map(|refusal| refusal.code.as_str()).collect()
}

const SHEET: &str = "s1";
const WISH: fn() -> HoldWish = || HoldWish {
    ground: "litigation".into(),
    basis: "示例法院通知".into(),
    reason: "诉讼中要用".into(),
};

#[test]
fn given_a_dossier_past_its_period_when_four_people_agree_then_it_is_destroyed_and_an_audit_finds_nothing()
 {
    let world = World::new();
    let life = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap();
    assert_eq!(life.standing, Standing::Appraised);
    let life = approve(&life, &world.as_(2)).unwrap();
    let life = prepare(&life, &world.as_(0)).unwrap();
    let life = destroy(&life, &world.as_(4), certificate).unwrap();
    assert_eq!((life.standing, life.version), (Standing::Destroyed, 4));
    assert_eq!(life.faults(), Vec::new());
    let done = life.certificate.as_ref().unwrap();
    assert_eq!(done.leaves, vec![(3, 5), (7, 7)]);
    assert_eq!((done.contents(), done.covers(6), done.covers(7)), (4, false, true));
}

#[test]
fn given_a_period_that_runs_then_appraising_is_refused_with_the_article() {
    let mut world = World::new();
    world.now = date(2036, 12, 31).at(9, 0, 0, 0);
    let said = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.not_ended"]);
    assert_eq!(said[0].article.as_deref(), Some("档案法21"));
    let ever = Life { until: None, period: "永久".into(), ..life() };
    let said = appraise(&ever, &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.permanent"]);
}

#[test]
fn given_a_hold_at_any_step_then_it_stops_there_until_it_is_lifted_by_who_placed_it() {
    let world = World::new();
    let appraised = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap();
    let approved = approve(&appraised, &world.as_(2)).unwrap();
    let prepared = prepare(&approved, &world.as_(0)).unwrap();
    let held = |life: &Life| hold(life, &WISH(), &world.as_(4)).unwrap();
    let on = |said: Result<Life, Vec<Refusal>>| codes(&said.unwrap_err()).join(",");
    assert_eq!(
        on(appraise(&held(&life()), &verdict(Answer::Destroy), SHEET, &world.as_(0))),
        "retention.held"
    );
    assert_eq!(on(approve(&held(&appraised), &world.as_(2))), "retention.held");
    assert_eq!(on(prepare(&held(&approved), &world.as_(0))), "retention.held");
    let stopped = held(&prepared);
    assert_eq!(stopped.state(), "held");
    assert_eq!(on(destroy(&stopped, &world.as_(2), certificate)), "retention.held");
    assert_eq!(on(lift(&stopped, 1, "撤诉结案", &world.as_(0))), "retention.other_agency");
    let free = lift(&stopped, 1, "撤诉结案", &world.as_(4)).unwrap();
    assert!(destroy(&free, &world.as_(2), certificate).is_ok());
    assert_eq!(on(lift(&free, 1, "撤诉结案", &world.as_(4))), "retention.no_hold");
}

#[test]
fn given_a_hold_then_keeping_on_is_still_possible_and_makes_the_period_longer() {
    let world = World::new();
    let held = hold(&life(), &WISH(), &world.as_(0)).unwrap();
    let kept = appraise(&held, &verdict(Answer::Keep), SHEET, &world.as_(0)).unwrap();
    assert_eq!((kept.standing, kept.until), (Standing::Kept, Some(date(2066, 12, 31))));
    let old = Life { until: Some(date(2010, 12, 31)), ..life() };
    let short = Verdict { period: "10年".into(), ..verdict(Answer::Keep) };
    let said = appraise(&old, &short, SHEET, &world.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.not_longer"]);
}

#[test]
fn given_one_person_for_two_parts_then_the_second_is_refused() {
    let world = World::new();
    let said = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(1)).unwrap_err();
    assert_eq!(codes(&said), ["retention.handler"]);
    let appraised = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap();
    let mut both = World::new();
    both.people[0].roles.push(Role::SectionHead);
    let said = approve(&appraised, &both.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.same_person"]);
    let prepared = prepare(&approve(&appraised, &world.as_(2)).unwrap(), &world.as_(0)).unwrap();
    let said = destroy(&prepared, &world.as_(0), certificate).unwrap_err();
    assert_eq!(codes(&said), ["retention.same_person"]);
}

#[test]
fn given_the_name_of_a_party_in_words_that_stay_then_they_are_refused() {
    let world = World::new();
    let named = HoldWish { reason: "王某甲已经起诉".into(), ..WISH() };
    let said = hold(&life(), &named, &world.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.names_party"]);
}

#[test]
fn given_a_decision_that_the_public_still_sees_then_nothing_is_destroyed() {
    let mut world = World::new();
    world.published = true;
    let said = appraise(&life(), &verdict(Answer::Destroy), SHEET, &world.as_(0)).unwrap_err();
    assert_eq!(codes(&said), ["retention.published"]);
}

#[test]
fn given_a_receipt_of_the_archive_then_the_dossier_is_handed_over_and_nothing_follows() {
    let world = World::new();
    let leaving = appraise(&life(), &verdict(Answer::Transfer), SHEET, &world.as_(0)).unwrap();
    let early = hand_over(&leaving, "示例档案馆", "收1", Some(date(2038, 1, 1)), &world.as_(0));
    assert_eq!(codes(&early.unwrap_err()), ["input.date"]);
    let day: Option<Date> = Some(date(2037, 2, 1));
    let gone = hand_over(&leaving, "示例档案馆", "收1", day, &world.as_(0)).unwrap();
    assert_eq!(gone.standing, Standing::Transferred);
    assert!(possible(&gone, &world.as_(0)).is_empty());
}

#[derive(Debug, Clone)]
enum Doing {
    Hold,
    Lift(u32),
    Appraise(Answer),
    Approve,
    Reject,
    Prepare,
    Destroy,
}

fn doing() -> impl Strategy<Value = (usize, i64, Doing)> {
    let what = prop_oneof![
        1 => Just(Doing::Hold),
        2 => (1..4_u32).prop_map(Doing::Lift),
        4 => Just(Doing::Appraise(Answer::Destroy)),
        1 => Just(Doing::Appraise(Answer::Keep)),
        4 => Just(Doing::Approve),
        1 => Just(Doing::Reject),
        4 => Just(Doing::Prepare),
        4 => Just(Doing::Destroy),
    ];
    (0..6_usize, 0..40_i64, what)
}

proptest! {
    /// Whatever people try in whatever order: where a dossier ends destroyed, an audit that asks anew finds nothing wrong, and
    /// nothing happens to it afterwards.
    #[test]
    fn given_any_attempts_then_what_is_destroyed_was_destroyed_lawfully(steps in proptest::collection::vec(doing(), 1..60)) {
        let mut world = World::new();
        let mut held = life();
        for (who, days, step) in steps {
            world.now = world.now.checked_add(jiff::Span::new().days(days)).unwrap();
            let around = world.as_(who);
            let next = match step {
                Doing::Hold => hold(&held, &WISH(), &around),
                Doing::Lift(n) => lift(&held, n, "事由消失", &around),
                Doing::Appraise(answer) => appraise(&held, &verdict(answer), SHEET, &around),
                Doing::Approve => approve(&held, &around),
                Doing::Reject => reject(&held, "退回重新鉴定", &around),
                Doing::Prepare => prepare(&held, &around),
                Doing::Destroy => destroy(&held, &around, certificate),
            };
            if let Ok(next) = next {
                prop_assert!(!held.standing.is_destroyed(), "something happened after the end");
                prop_assert_eq!(next.version, held.version + 1);
                held = next;
            }
        }
        if held.standing.is_destroyed() {
            prop_assert_eq!(held.faults(), Vec::new());
            let last = held.appraisal().unwrap();
            prop_assert!(last.approved.is_some());
            prop_assert_ne!(&last.approved.as_ref().unwrap().id, &last.by.id);
        }
        let text = serde_json::to_string(&held).unwrap();
        prop_assert_eq!(serde_json::from_str::<Life>(&text).unwrap(), held);
    }
}
