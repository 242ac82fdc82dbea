//! The yearly report as a matter: opened once, filled in by the platform, frozen when published, changed by corrections alone.

use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::perform::{Performed, Wish};
use zhiheng_app::ports::Store as _;
use zhiheng_app::reports::{AnnualReport, Standing, Wanted};
use zhiheng_domain::Role;

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
    let id = world.app.report_matter("", "bureau", 2026).await.unwrap().unwrap();
    world.at("2027-01-06T09:00");
    act(world, "officer", &id, "compile", compiled()).await.unwrap();
    act(world, "section", &id, "examine", json!({})).await.unwrap();
    act(world, "head", &id, "approve_report", json!({})).await.unwrap();
    act(world, "editor", &id, "release", json!({})).await.unwrap();
    id
}

#[tokio::test]
async fn given_december_when_the_platform_looks_twice_then_each_agency_has_one_of_each_kind_with_its_duties()
 {
    let world = World::new().await;
    world.at("2026-11-30T09:00");
    assert_eq!(world.app.open_reports().await.unwrap(), 0);
    world.at("2026-12-01T09:00");
    assert_eq!(world.app.open_reports().await.unwrap(), 6, "two reports for each agency");
    assert_eq!(world.app.open_reports().await.unwrap(), 0);
    let id = world.app.report_matter("", "bureau", 2026).await.unwrap().unwrap();
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
    let public = world.app.public_report("", "bureau", 2026).await.unwrap();
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
    let behind =
        world.app.annual_lines(&stranger, ("", "bureau", 2026), "penalty.filed", None).await;
    assert!(matches!(behind, Err(Error::Missing { .. })));
    let public = world.app.public_report("", "bureau", 2026).await;
    assert!(matches!(public, Err(Error::Missing { .. })));
    let head = world.caller("head").await;
    let own =
        world.app.annual_lines(&head, ("", "bureau", 2026), "penalty.filed", None).await.unwrap();
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
        ..Wanted::default()
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

/// A world whose reports of 2026 are open, and the matter of the bureau's report about government information.
async fn open_to_public(world: &World) -> String {
    world.at("2026-12-01T09:00");
    world.app.open_reports().await.unwrap();
    let id = world.app.report_matter("openness", "bureau", 2026).await.unwrap().unwrap();
    world.at("2027-01-05T09:00");
    id
}

/// What the form proposes, with these numbers in place of noughts.
async fn numbers(world: &World, matter: &str, said: &[(&str, &str)]) -> Value {
    let officer = world.caller("officer").await;
    let form = world.app.act_form(&officer, matter, "enter").await.unwrap().defaults;
    let mut rows = form["entered"].clone();
    for row in rows.as_array_mut().unwrap() {
        if let Some((_, number)) = said.iter().find(|(cell, _)| row[0] == *cell) {
            row[3] = Value::from(*number);
        }
    }
    json!({ "entered": rows, "entered_source": "申请登记簿" })
}

fn codes(refused: Result<Performed, Error>) -> Vec<String> {
    match refused {
        Err(Error::Refused(reasons) | Error::Input(reasons)) => {
            reasons.iter().map(|reason| reason.code.clone()).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

async fn openness(world: &World, live: bool) -> AnnualReport {
    let wanted = Wanted {
        report: "openness".to_owned(),
        year: 2026,
        agency: "bureau".to_owned(),
        live,
        ..Wanted::default()
    };
    world.app.annual_report(&world.caller("head").await, &wanted).await.unwrap()
}

fn told() -> Value {
    json!({ "form": "common", "section_overview": "总体平稳。", "section_problems": "无。", "section_others": "无。" })
}

const ASKED: [(&str, &str); 4] = [
    ("apply.new.person", "3"),
    ("apply.granted.person", "2"),
    ("apply.left.person", "1"),
    ("charge.amount", "12345.60"),
];

#[tokio::test]
async fn given_numbers_that_the_platform_does_not_know_then_a_person_enters_them_and_is_named_with_the_day()
 {
    let world = World::new().await;
    // A decision of the year, as the rule of the other report counts it.
    let line = zhiheng_app::ports::TallyRow {
        matter: "decided".to_owned(),
        version: 1,
        cell: "penalty.fine".to_owned(),
        agency: "bureau".to_owned(),
        day: "2026-06-30".to_owned(),
        amount: 0,
    };
    world.store.put_views(vec![zhiheng_app::ports::View::Tally(line)]).await.unwrap();
    let id = open_to_public(&world).await;
    assert_eq!(codes(act(&world, "officer", &id, "compile", told()).await), ["gate.after"]);
    let fields = numbers(&world, &id, &ASKED).await;
    act(&world, "officer", &id, "enter", fields).await.unwrap();
    let report = openness(&world, false).await;
    assert_eq!(report.standing, Standing::Compiling);
    assert_eq!(
        (report.entries[0].day.as_str(), report.entries[0].source.as_str()),
        ("2027-01-05", "申请登记簿")
    );
    assert!(!report.entries[0].by.is_empty());
    let table = report.tables.iter().find(|table| table.id == "applications").unwrap();
    let line = |title: &str| {
        let found = table.rows.iter().find(|row| row.title == title);
        found.unwrap().values.iter().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(line("本年新收政府信息公开申请数量"), ["3", "0", "0", "0", "0", "0", "3"]);
    assert_eq!(line("总计"), ["2", "0", "0", "0", "0", "0", "2"]);
    let active = report.tables.iter().find(|table| table.id == "active").unwrap();
    let of = |over: &str| active.heads.iter().position(|head| head.over == over).unwrap();
    assert_eq!(
        active.rows[0].values[of("行政处罚")],
        "1",
        "counted by the rule of the other report"
    );
    assert_eq!(active.rows[0].values[of("行政事业性收费")], "1.23456", "万元, to the cent");
    let behind = world.caller("head").await;
    let behind =
        world.app.annual_lines(&behind, ("openness", "bureau", 2026), "apply.new.person", None);
    let behind = behind.await.unwrap();
    assert!(behind.rule.entered && behind.lines.is_empty());
    assert_eq!((behind.now.as_str(), behind.entries.len()), ("3", 1));
}

#[tokio::test]
async fn given_requests_that_do_not_add_up_or_rows_that_are_none_then_they_are_refused_by_name() {
    let world = World::new().await;
    let id = open_to_public(&world).await;
    let apart =
        numbers(&world, &id, &[("apply.new.legal", "2"), ("apply.granted.legal", "1")]).await;
    let refused = act(&world, "officer", &id, "enter", apart).await;
    let said = format!("{refused:?}");
    assert!(said.contains("法律服务机构") && said.contains("现在是 2 和 1"), "{said}");
    assert_eq!(codes(refused), ["report.balance"]);
    for wrong in ["-1", "1.5", "", "三", "9999999999999"] {
        let fields = numbers(&world, &id, &[("rules.made", wrong)]).await;
        assert_eq!(
            codes(act(&world, "officer", &id, "enter", fields).await),
            ["report.entered"],
            "{wrong}"
        );
    }
    for rows in [
        json!([["penalty.fine", "罚款", "宗", "9"]]),
        json!([["rules.made", "", "", "1"], ["rules.made", "", "", "1"]]),
        json!([["rules.made"]]),
    ] {
        let fields = json!({ "entered": rows, "entered_source": "簿" });
        let found = codes(act(&world, "officer", &id, "enter", fields).await);
        assert!(found.iter().all(|code| code == "report.entered"), "{found:?}");
    }
}

#[tokio::test]
async fn given_the_person_who_compiled_then_that_person_may_not_publish_either_report() {
    let world = World::new().await;
    let opened = open_to_public(&world).await;
    let annual = world.app.report_matter("", "bureau", 2026).await.unwrap().unwrap();
    let fields = numbers(&world, &opened, &ASKED).await;
    act(&world, "officer", &opened, "enter", fields).await.unwrap();
    for (matter, form) in [(&annual, compiled()), (&opened, told())] {
        act(&world, "officer", matter, "compile", form).await.unwrap();
        act(&world, "section", matter, "examine", json!({})).await.unwrap();
        act(&world, "head", matter, "approve_report", json!({})).await.unwrap();
        // The same person, who is the editor of disclosure as well.
        let mut both = world.caller("officer").await;
        both.actor.roles.push(Role::DisclosureEditor);
        let wish =
            Wish { matter: Some(matter.clone()), act: "release".to_owned(), ..Wish::default() };
        assert_eq!(codes(world.app.perform(&both, &wish).await), ["gate.different_person"]);
        act(&world, "editor", matter, "release", json!({})).await.unwrap();
    }
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn given_a_published_report_when_other_numbers_are_entered_then_it_stands_until_it_is_corrected()
 {
    let world = World::new().await;
    let id = open_to_public(&world).await;
    let fields = numbers(&world, &id, &ASKED).await;
    act(&world, "officer", &id, "enter", fields).await.unwrap();
    act(&world, "officer", &id, "compile", told()).await.unwrap();
    let late = numbers(&world, &id, &[("rules.held", "7")]).await;
    assert_eq!(codes(act(&world, "officer", &id, "enter", late.clone()).await), ["gate.holds"]);
    act(&world, "section", &id, "examine", json!({})).await.unwrap();
    act(&world, "head", &id, "approve_report", json!({})).await.unwrap();
    act(&world, "editor", &id, "release", json!({})).await.unwrap();
    let before = serde_json::to_string(&openness(&world, false).await.tables).unwrap();

    let late = numbers(&world, &id, &[("rules.held", "7")]).await;
    act(&world, "officer2", &id, "enter", late).await.unwrap();
    let stands = openness(&world, false).await;
    assert_eq!(serde_json::to_string(&stands.tables).unwrap(), before);
    assert_eq!((stands.differences.len(), stands.differences[0].now.as_str()), (1, "7"));
    let reason = json!({ "reason": "规章漏报" });
    act(&world, "officer", &id, "propose_correction", reason).await.unwrap();
    act(&world, "head", &id, "correct", json!({})).await.unwrap();
    let corrected = openness(&world, false).await;
    assert!(corrected.differences.is_empty());
    assert_eq!(corrected.corrections[0].changes[0].before, "0");
    let public = world.app.public_report("openness", "bureau", 2026).await.unwrap();
    assert_eq!((public.title.as_str(), public.corrections.len()), (corrected.title.as_str(), 1));
    assert!(matches!(
        world.app.public_report("none", "bureau", 2026).await,
        Err(Error::Missing { .. })
    ));
}

#[tokio::test]
async fn given_the_last_of_january_has_passed_then_what_was_not_published_is_overdue() {
    let world = World::new().await;
    let id = open_to_public(&world).await;
    world.at("2027-02-01T09:00");
    let head = world.caller("head").await;
    let owed = world.app.matter_page(&head, &id).await.unwrap();
    let text = format!("{owed:?}");
    assert!(text.contains("2027-01-31"), "{text}");
}
