//! The demonstration is a test of the whole: every script of it must get through the gates, and its history must be lawful.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use zhiheng_app::ports::{Entropy, MatterFilter, Status};
use zhiheng_app::{App, Parts};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_demo::dice::Dice;
use zhiheng_demo::{ManualClock, Outcome, Plan, play};
use zhiheng_record::Suite;

struct Seeded(Mutex<Dice>);

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        let mut dice = self.0.lock().unwrap();
        for byte in buffer {
            *byte = dice.throw().to_le_bytes()[0];
        }
    }
}

fn world(store: Arc<dyn zhiheng_app::ports::Store>, clock: Arc<ManualClock>) -> App {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    gather(&packs.join("national"), "national", &mut files);
    gather(&packs.join("registers"), "registers", &mut files);
    let notices = std::fs::read_dir(packs.join("calendar")).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let json = path.extension().is_some_and(|ending| ending == "json");
        json.then(|| {
            YearNotice::parse("day data", &std::fs::read_to_string(path).unwrap()).unwrap()
        })
    });
    App::new(Parts {
        store,
        blobs: Arc::new(zhiheng_evidence::MemoryBlobs::new(Suite::National)),
        clock,
        entropy: Arc::new(Seeded(Mutex::new(Dice::new(5)))),
        pack: Arc::new(zhiheng_law::Pack::load(&files).unwrap()),
        calendar: Arc::new(Calendar::new(notices)),
        suite: Suite::National,
    })
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

async fn played(matters: usize) -> (App, Outcome) {
    let from = date(2024, 11, 25);
    let clock = Arc::new(ManualClock::at(zhiheng_calendar::china_timestamp(from.at(8, 0, 0, 0))));
    let store = Arc::new(zhiheng_store::MemoryStore::default());
    let app = world(store, clock.clone());
    let plan = Plan { matters, seed: 1, from, until: date(2026, 11, 20).at(18, 0, 0, 0) };
    let outcome = play(&app, &clock, plan, |_, _| {}).await.unwrap();
    (app, outcome)
}

#[tokio::test]
async fn the_scripts_get_through_the_gates_and_reach_every_end() {
    let (app, outcome) = played(160).await;
    assert_eq!(
        outcome.given_up,
        std::collections::BTreeMap::new(),
        "no script is refused for good"
    );
    assert_eq!(outcome.matters, 160);
    assert_eq!(outcome.parties.len(), 2, "two parties wrote");
    for party in &outcome.parties {
        let page = app.party_page(&party.number, &party.code).await.unwrap().unwrap();
        assert!(page.items.iter().any(|item| item.heard.is_none()), "it waits on the desks");
    }
    let page =
        app.store().matters(&MatterFilter { limit: 500, ..MatterFilter::default() }).await.unwrap();
    let count = |status: Status| page.items.iter().filter(|row| row.status == status).count();
    assert!(count(Status::Archived) > 60, "{} archived", count(Status::Archived));
    assert!(count(Status::Open) > 3, "{} open", count(Status::Open));
    assert!(page.items.iter().any(|row| row.major), "some are major");
    let filter = zhiheng_app::ports::DecisionFilter {
        on: "2026-11-20".to_owned(),
        limit: 100,
        ..Default::default()
    };
    let decisions = app.store().decisions(&filter);
    assert!(decisions.await.unwrap().total > 20);
}

#[tokio::test]
async fn a_demonstration_that_begins_early_has_dossiers_past_their_period_and_is_lawful() {
    let first = zhiheng_demo::FIRST;
    let clock = Arc::new(ManualClock::at(zhiheng_calendar::china_timestamp(first.at(0, 0, 0, 0))));
    let app = world(Arc::new(zhiheng_store::MemoryStore::default()), clock.clone());
    let plan = Plan {
        matters: 12,
        seed: 1,
        from: date(2024, 11, 25),
        until: date(2026, 11, 20).at(18, 0, 0, 0),
    };
    let outcome = play(&app, &clock, plan, |_, _| {}).await.unwrap();
    assert_eq!(outcome.matters, 12);
    let (row, ..) = app.store().account("luzhou-archivist").await.unwrap().unwrap();
    let archivist = app.caller(&row).await.unwrap();
    let list = app
        .retention_list(&archivist, &zhiheng_app::retention::DueFilter::default())
        .await
        .unwrap();
    let until: Vec<_> = list.items.iter().filter_map(|line| line.until.as_deref()).collect();
    assert_eq!(until, ["2024-12-31", "2025-12-31"]);
    assert!(list.items.iter().all(|line| line.appraise));
    let audited = app.audit(|_, _| ()).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn no_natural_person_is_named_on_the_public_side() {
    let (app, _) = played(120).await;
    let mut names = Vec::new();
    for row in app
        .store()
        .matters(&MatterFilter { limit: 500, ..MatterFilter::default() })
        .await
        .unwrap()
        .items
    {
        let full = app.store().matter(&row.id).await.unwrap().unwrap();
        let matter: zhiheng_domain::Matter = serde_json::from_str(&full.snapshot).unwrap();
        if matter.text("party_kind") == "自然人" {
            names.push(matter.text("party").to_owned());
        }
    }
    assert!(names.len() > 20);
    let filter = zhiheng_app::ports::DecisionFilter {
        on: "2026-11-20".to_owned(),
        limit: 100,
        ..Default::default()
    };
    for decision in app.store().decisions(&filter).await.unwrap().items {
        let shown = serde_json::to_string(&decision).unwrap();
        for name in &names {
            assert!(!shown.contains(name.as_str()), "{name} in {}", decision.title);
        }
    }
}
