//! The yearly report as a matter: opened once, filled in by the platform, frozen when published, changed by corrections alone.

use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::perform::{Performed, Wish};
use zhiheng_app::ports::Store as _;
use zhiheng_app::reports::{AnnualReport, Standing, Wanted};

use crate::world::{World, object};

const SECTIONS: [&str; 9] = [
    "people",
    "rules",
    "systems",
    "petition",
    "training",
    "dossiers",
    "disputes",
    "complaints",
    "plans",
];

async fn act(
    world: &World,
    desk: &str,
    matter: &str,
    act: &str,
    fields: Value,
) -> Result<Performed, Error> {
    let wish = Wish {
        matter: Some(matter.to_owned()),
        procedure: "annual.report".to_owned(),
        act: act.to_owned(),
        fields: object(fields),
        ..Wish::default()
    };
    world.app.perform(&world.caller(desk).await, &wish).await
}

/// A form with a number of somebody's own making, which the platform does not look at.
fn compiled() -> Value {
    let mut form = json!({ "form": "datong", "figures": [["penalty.fine", "罚款", "宗", "999"]] });
    for section in SECTIONS {
        form[format!("section_{section}")] = Value::from("无。");
    }
    form
}

async fn report(world: &World, live: bool) -> AnnualReport {
    let wanted = Wanted { year: 2026, agency: "bureau".to_owned(), live, ..Wanted::default() };
    world.app.annual_report(&world.caller("head").await, &wanted).await.unwrap()
}

fn number(report: &AnnualReport, table: &str, title: &str) -> String {
    let table = report.tables.iter().find(|held| held.id == table).unwrap();
    let place = table.heads.iter().position(|head| head.title == title).unwrap();
    table.rows[0].values[place].clone()
}

async fn published(world: &World) -> String {
    world.at("2026-12-01T09:00");
    world.app.open_reports().await.unwrap();
    let id = world.app.report_matter("bureau", 2026).await.unwrap().unwrap();
    world.at("2027-01-06T09:00");
    act(world, "officer", &id, "compile", compiled()).await.unwrap();
    act(world, "section", &id, "examine", json!({})).await.unwrap();
    act(world, "head", &id, "approve_report", json!({})).await.unwrap();
    act(world, "editor", &id, "release", json!({})).await.unwrap();
    id
}

#[tokio::test]
async fn given_december_when_the_platform_looks_twice_then_each_agency_has_one_report_with_its_duties()
 {
    let world = World::new().await;
    world.at("2026-11-30T09:00");
    assert_eq!(world.app.open_reports().await.unwrap(), 0);
    world.at("2026-12-01T09:00");
    assert_eq!(world.app.open_reports().await.unwrap(), 3);
    assert_eq!(world.app.open_reports().await.unwrap(), 0);
    let id = world.app.report_matter("bureau", 2026).await.unwrap().unwrap();
    let row = world.store.matter(&id).await.unwrap().unwrap();
    assert_eq!(row.due.as_deref(), Some("2027-01-31"));
    world.at("2027-01-02T09:00");
    assert_eq!(world.app.open_reports().await.unwrap(), 0, "January is for who missed December");
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn given_numbers_of_somebodys_own_making_then_the_platform_fills_in_its_own() {
    let world = World::new().await;
    let id = published(&world).await;
    let row = world.store.matter(&id).await.unwrap().unwrap();
    assert!(!row.snapshot.contains("999"));
    let told = report(&world, false).await;
    assert_eq!(told.standing, Standing::Published);
    assert_eq!(number(&told, "penalty", "罚款"), "0", "nought is a number");
    assert_eq!(told.sections[0].text, "无。");
}

#[tokio::test]
async fn given_a_published_year_when_an_act_of_that_year_is_entered_late_then_the_report_stands_until_it_is_corrected()
 {
    let world = World::new().await;
    let id = published(&world).await;
    let before = serde_json::to_string(&report(&world, false).await.tables).unwrap();
    // An act with the day of the closed year, as a form entered late would give.
    let line = zhiheng_app::ports::TallyRow {
        matter: "late".to_owned(),
        version: 1,
        cell: "penalty.fine".to_owned(),
        agency: "bureau".to_owned(),
        day: "2026-12-30".to_owned(),
        amount: 0,
    };
    world.store.put_views(vec![zhiheng_app::ports::View::Tally(line)]).await.unwrap();
    let told = report(&world, false).await;
    assert_eq!(serde_json::to_string(&told.tables).unwrap(), before);
    assert_eq!(told.differences.len(), 1);
    assert_eq!((told.differences[0].before.as_str(), told.differences[0].now.as_str()), ("0", "1"));
    assert_eq!(number(&report(&world, true).await, "penalty", "罚款"), "1");

    let reason = json!({ "reason": "一件决定补录" });
    act(&world, "officer", &id, "propose_correction", reason).await.unwrap();
    act(&world, "head", &id, "correct", json!({})).await.unwrap();
    let corrected = report(&world, false).await;
    assert_eq!(number(&corrected, "penalty", "罚款"), "1");
    assert!(corrected.differences.is_empty());
    let [correction] = corrected.corrections.as_slice() else { panic!("one correction") };
    assert_eq!(correction.reason, "一件决定补录");
    assert_eq!(
        (correction.changes[0].before.as_str(), correction.changes[0].now.as_str()),
        ("0", "1")
    );
    let public = world.app.public_report("bureau", 2026, "").await.unwrap();
    assert_eq!(public.corrections.len(), 1);
    assert!(public.matter.is_none());
}

#[tokio::test]
async fn given_another_agency_then_its_report_is_not_seen_before_it_is_published() {
    let world = World::new().await;
    world.concluded(100_000).await;
    let wanted = Wanted { year: 2026, agency: "bureau".to_owned(), ..Wanted::default() };
    let stranger = world.caller("stranger").await;
    assert!(matches!(
        world.app.annual_report(&stranger, &wanted).await,
        Err(Error::Missing { .. })
    ));
    let behind = world.app.annual_lines(&stranger, ("bureau", 2026), "penalty.filed", None).await;
    assert!(matches!(behind, Err(Error::Missing { .. })));
    let public = world.app.public_report("bureau", 2026, "").await;
    assert!(matches!(public, Err(Error::Missing { .. })));
    let head = world.caller("head").await;
    let own = world.app.annual_lines(&head, ("bureau", 2026), "penalty.filed", None).await.unwrap();
    assert_eq!((own.now.as_str(), own.lines.len()), ("1", 1));
    assert!(own.lines[0].matter.is_some());
}

#[tokio::test]
async fn given_an_agency_below_then_its_superior_sees_a_line_for_each_and_their_sum() {
    let world = World::new().await;
    world.concluded(100_000).await;
    let wanted = Wanted {
        year: 2026,
        agency: "upper".to_owned(),
        below: true,
        form: "qufu".to_owned(),
        live: false,
    };
    let told = world.app.annual_report(&world.caller("upper").await, &wanted).await.unwrap();
    let table = &told.tables[0];
    assert_eq!(table.rows.len(), 2);
    let filed = table.heads.iter().position(|head| head.title == "立案数").unwrap();
    assert_eq!(
        table.rows.iter().map(|row| row.values[filed].as_str()).collect::<Vec<_>>(),
        ["0", "1"]
    );
    assert_eq!(table.total.as_ref().unwrap()[filed], "1");
}
