//! Who answers for a decision is told from the events alone; a decision that is revoked says so.

use zhiheng_domain::responsibility::{Part, decisions};
use zhiheng_domain::{Event, Known, decide, evolve};
use zhiheng_law::Example;

use crate::world::{PACK, context, person};

/// The events of a worked example.
fn events(procedure: &str, which: impl Fn(&Example) -> bool) -> Vec<Event> {
    let procedure = &PACK.procedures[procedure];
    let example = procedure.examples.iter().find(|example| which(example)).unwrap();
    let (mut matter, mut events) = (None, Vec::new());
    for step in example.steps.iter().filter(|step| step.refused.is_none()) {
        let actor = person(&step.who);
        let known = Known::new(&step.known).unwrap();
        let cx =
            zhiheng_domain::Context { known: &known, ..context(&actor, step.at.parse().unwrap()) };
        let submission = zhiheng_domain::Submission {
            procedure: &procedure.id,
            act: &step.act,
            fields: &step.fields,
        };
        let decision = decide(matter.as_ref(), submission, &cx).unwrap();
        let numbers = vec![1; decision.series().len()];
        let (event, _) = decision.finish(&numbers).unwrap();
        matter = Some(evolve(matter, &event));
        events.push(event);
    }
    events
}

fn takes(example: &Example, act: &str) -> bool {
    example.steps.iter().any(|step| step.act == act && step.refused.is_none())
}

#[test]
fn given_a_reviewed_penalty_then_handler_section_reviewer_and_principal_stand_in_its_chain() {
    let events = events("penalty.ordinary", |example| {
        takes(example, "review_opinion") && takes(example, "decide")
    });
    let answers = decisions(&events, &PACK.procedures["penalty.ordinary"]);
    assert_eq!(answers.len(), 1);
    let chain = &answers[0].chain;
    for part in [Part::Handler, Part::Section, Part::Reviewer, Part::Approver, Part::Principal] {
        assert!(chain.iter().any(|link| link.part == part), "{part:?}");
    }
    let reviewer = chain.iter().find(|link| link.part == Part::Reviewer).unwrap();
    assert_eq!(reviewer.person.id, "reviewer");
    assert_eq!(reviewer.article, "处罚法58");
    let principal = chain.iter().find(|link| link.part == Part::Principal).unwrap();
    assert_eq!((principal.act.as_str(), principal.version), ("decide", answers[0].version));
    assert!(chain.iter().all(|link| link.version <= answers[0].version), "nothing after it");
    assert!(!answers[0].items.is_empty(), "the items of the opinion that cleared it");
}

#[test]
fn given_a_decision_that_a_court_revoked_then_its_chain_stands_and_a_check_is_proposed() {
    let events = events("penalty.ordinary", |example| {
        takes(example, "note_check") && takes(example, "change_decision")
    });
    let answers = decisions(&events, &PACK.procedures["penalty.ordinary"]);
    let last = answers.last().unwrap();
    assert!(last.changes.iter().any(|change| change.grave && change.how == "撤销"));
    assert!(last.chain.iter().any(|link| link.part == Part::Principal));
}

#[test]
fn given_no_decision_then_nobody_answers_for_one() {
    let mut events = events("penalty.ordinary", |example| takes(example, "decide"));
    events.truncate(4);
    assert!(decisions(&events, &PACK.procedures["penalty.ordinary"]).is_empty());
}
