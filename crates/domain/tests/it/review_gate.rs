//! 处罚法58: no sequence of acts reaches a decision on a major matter without a review that agreed to exactly that draft.

use proptest::prelude::*;
use zhiheng_domain::review::{AGREED, digest};
use zhiheng_domain::{Matter, evolve};

use crate::walk::{throws, walk};
use crate::world::PACK;

/// The ordinary way of a penalty, review before notice.
const WAY: [&str; 15] = [
    "register_clue",
    "file_case",
    "assign",
    "show_credentials",
    "question",
    "collect_evidence",
    "conclude",
    "submit_review",
    "review_opinion",
    "notify",
    "serve_notice",
    "waive",
    "discuss",
    "decide",
    "serve",
];

/// The same with 告知 before 法制审核.
const OTHER_WAY: [&str; 15] = [
    "register_clue",
    "file_case",
    "assign",
    "show_credentials",
    "question",
    "collect_evidence",
    "conclude",
    "notify",
    "serve_notice",
    "waive",
    "submit_review",
    "review_opinion",
    "discuss",
    "decide",
    "serve",
];

fn lawful(matter: &Matter) -> Result<(), TestCaseError> {
    let Some(decided) = &matter.decided else { return Ok(()) };
    if decided.version != matter.version {
        return Ok(());
    }
    let procedure = &PACK.procedures[&matter.procedure];
    prop_assert_eq!(
        &decided.digest,
        &digest(procedure, &matter.facts, &matter.evidence),
        "the witness covers this draft"
    );
    if !matter.major.is_empty() {
        let opinion = matter.review.opinion.as_ref();
        prop_assert!(opinion.is_some_and(
            |opinion| opinion.conclusion == AGREED && opinion.digest == decided.digest
        ));
        prop_assert_eq!(decided.opinion, opinion.map(|opinion| opinion.version));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_sequence_of_acts_decides_a_major_matter_without_a_review_of_its_final_draft(steps in throws(48), other in any::<bool>()) {
        let procedure = &PACK.procedures["penalty.ordinary"];
        let way = if other { OTHER_WAY } else { WAY };
        let mut faults = Vec::new();
        walk(procedure, &way, &steps, |matter| faults.extend(lawful(matter).err()));
        prop_assert!(faults.is_empty(), "{:?}", faults);
    }

    #[test]
    fn replaying_the_events_gives_the_live_state(steps in throws(32)) {
        for (id, way) in [("penalty.ordinary", &WAY[..]), ("petition", &["register", "route", "notice", "investigate", "opinion", "serve_opinion"][..])] {
            let walked = walk(&PACK.procedures[id], way, &steps, |_| {});
            let replayed = walked.events.iter().fold(None, |matter, event| Some(evolve(matter, event)));
            prop_assert_eq!(&replayed, &walked.matter);
            // Through the stored form as well: what is written is what is read.
            let stored: Vec<zhiheng_domain::Event> = walked.events.iter()
                .map(|event| serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap())
                .collect();
            prop_assert_eq!(&stored, &walked.events);
        }
    }

    #[test]
    fn a_locked_dossier_takes_no_act_but_those_allowed_after_the_lock(steps in throws(60)) {
        let procedure = &PACK.procedures["penalty.ordinary"];
        let mut locked = false;
        let mut faults = 0;
        walk(procedure, &WAY, &steps, |matter| {
            let last = matter.done.last().map(|done| done.act.as_str()).unwrap_or_default();
            if locked && !procedure.act(last).is_some_and(|act| act.after_lock) {
                faults += 1;
            }
            locked = matter.status == zhiheng_domain::Status::Archived;
        });
        prop_assert_eq!(faults, 0);
    }
}

/// The walks above mean nothing if none of them ever decides: counted here over fixed dice.
#[test]
fn the_random_walks_do_reach_decisions_on_major_matters() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut decided, mut major, mut refused) = (0, 0, 0);
    for _ in 0..200 {
        let steps = throws(48).new_tree(&mut runner).unwrap().current();
        let walked = walk(&PACK.procedures["penalty.ordinary"], &WAY, &steps, |_| {});
        refused += walked.refused;
        if let Some(matter) = walked.matter.filter(|matter| matter.decided.is_some()) {
            decided += 1;
            major += usize::from(!matter.major.is_empty());
        }
    }
    assert!(decided >= 10, "only {decided} of 200 walks decided");
    assert!(major >= 3, "only {major} decided walks were major");
    assert!(refused >= 200, "only {refused} acts were refused");
}
