//! The worked examples of the packs run as tests, and every gate in use has one that it refuses.

use std::collections::BTreeSet;

use crate::world::{CALENDAR, PACK};

#[test]
fn every_worked_example_of_every_procedure_comes_out_as_written() {
    let mut deviations = Vec::new();
    for procedure in PACK.procedures.values() {
        assert!(procedure.examples.len() >= 2, "{} has too few examples", procedure.id);
        deviations.extend(zhiheng_domain::example::run_all(procedure, &PACK, &CALENDAR));
    }
    let told: Vec<String> = deviations
        .iter()
        .map(|deviation| {
            format!(
                "{}:{} [{}] {}",
                deviation.file, deviation.line, deviation.example, deviation.message
            )
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_gate_that_a_procedure_uses_refuses_something_in_its_examples() {
    for procedure in PACK.procedures.values() {
        let used: BTreeSet<String> = procedure
            .acts
            .iter()
            .flat_map(|act| &act.gates)
            .map(|gate| format!("gate.{}", gate.check.code()))
            .collect();
        let shown: BTreeSet<String> = procedure
            .examples
            .iter()
            .flat_map(|example| &example.steps)
            .filter_map(|step| step.refused.clone())
            .collect();
        let missing: Vec<&String> = used.difference(&shown).collect();
        assert!(missing.is_empty(), "{}: no refused example for {missing:?}", procedure.id);
    }
}

#[test]
fn each_procedure_has_a_lawful_run_to_its_locked_dossier() {
    for procedure in PACK.procedures.values() {
        let locked = procedure.examples.iter().any(|example| {
            zhiheng_domain::example::run(example, procedure, &PACK, &CALENDAR)
                .ok()
                .flatten()
                .is_some_and(|matter| matter.status == zhiheng_domain::Status::Archived)
        });
        assert!(locked, "{}", procedure.id);
    }
}

#[test]
fn every_gate_of_every_act_has_an_example_that_its_article_refuses() {
    let uncovered = zhiheng_law::coverage::uncovered(&PACK);
    let told: Vec<String> = uncovered.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} gates\n{}", told.len(), told.join("\n"));
}

#[test]
fn a_decision_on_the_spot_is_a_decision_although_no_review_is_due() {
    let procedure = &PACK.procedures["penalty.summary"];
    let mut decided = 0;
    for example in &procedure.examples {
        let Ok(Some(matter)) = zhiheng_domain::example::run(example, procedure, &PACK, &CALENDAR)
        else {
            continue;
        };
        let Some(decision) = &matter.decided else { continue };
        decided += 1;
        assert_eq!(decision.opinion, None, "{}", example.title);
        let papers = matter.papers.iter().filter(|paper| paper.version == decision.version);
        assert!(papers.count() > 0, "{}: the decision stands on a paper", example.title);
    }
    assert!(decided > 0);
}

#[test]
fn a_paper_that_is_due_only_in_a_case_is_issued_in_that_case_alone() {
    let procedure = &PACK.procedures["crime.transfer"];
    let mut seen = BTreeSet::new();
    for example in &procedure.examples {
        let Ok(Some(matter)) = zhiheng_domain::example::run(example, procedure, &PACK, &CALENDAR)
        else {
            continue;
        };
        let handed = example.steps.iter().filter(|step| step.refused.is_none());
        let said: Vec<&str> =
            handed.filter_map(|step| step.fields.get("goods_enclosed")?.as_str()).collect();
        if said.is_empty() {
            continue;
        }
        let goods = said.contains(&"附有");
        let listed = matter.papers.iter().any(|paper| paper.id.starts_with("crime_goods_list"));
        assert_eq!(listed, goods, "{}", example.title);
        seen.insert(goods);
    }
    assert_eq!(seen.len(), 2, "the examples show both cases");
}
