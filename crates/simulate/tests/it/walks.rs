//! A small simulation: every procedure of the pack is walked to its end, every unlawful act is refused by its rule, and what came of
//! it is lawful and whole.

use std::sync::Arc;

use zhiheng_simulate::ledger::End;
use zhiheng_simulate::{Plan, folder, run};

use crate::law;

/// Matters of each procedure.
const EACH: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chance_walks_every_procedure_to_its_end_and_no_unlawful_act_gets_through() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (world, mut follower) = folder::found(&data, law(), 7).await.unwrap();
    let world = Arc::new(world);
    let procedures: Vec<String> = world.app.pack().procedures.keys().cloned().collect();
    let matters = procedures.len() * EACH;
    let plan = Plan::new(matters, matters * 12, 7);
    let ledger = run(world.clone(), plan, |_, _| {}).await.unwrap();
    assert!(ledger.failures.is_empty(), "{:#?}", ledger.failures);
    let walked: usize = ledger.ends.values().sum();
    assert_eq!(walked, matters);
    for procedure in &procedures {
        assert!(ledger.reached(procedure) > 0, "{procedure}: {:#?}", ledger.stuck);
    }
    let open: usize =
        ledger.ends.iter().filter(|((_, end), _)| *end == End::Open).map(|(_, n)| n).sum();
    assert!(open * 10 <= matters, "{open} of {matters} stand still: {:#?}", ledger.stuck);
    assert!(ledger.tried >= matters, "only {} unlawful acts were tried", ledger.tried);
    let refused: usize = ledger.refused.values().map(|(count, _)| count).sum();
    assert_eq!(refused, ledger.tried);
    // What stands on the record is lawful, and the record is whole.
    follower.catch_up().await.unwrap();
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:#?}", audited.findings);
    assert_eq!(audited.acts, ledger.performed.values().map(|n| *n as u64).sum::<u64>());
    assert!(audited.refusals > 0);
}

#[test]
fn an_unlawful_act_that_gets_through_would_be_told() {
    let mut ledger = zhiheng_simulate::Ledger::default();
    ledger.failures.push(zhiheng_simulate::ledger::Failure {
        what: "accepted",
        seed: 3,
        about: "gate".to_owned(),
        told: "form".to_owned(),
    });
    let lines = ledger.lines(&law().pack, 0.0);
    assert!(lines.iter().any(|line| line["line"] == "failure" && line["seed"] == 3));
    assert_eq!(lines.last().unwrap()["failures"], 1);
}
