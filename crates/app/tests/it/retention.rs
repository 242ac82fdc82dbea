//! The end of a dossier's life through the application: due, held, appraised, approved, sealed, destroyed; what is left, and what
//! verification, audit and rebuild say of it.

use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use zhiheng_app::follower::Follower;
use zhiheng_app::ports::{Erased, Store as _, View};
use zhiheng_app::record_home::RecordHome;
use zhiheng_app::retention::{AppraiseWish, DueFilter, LifeWish, Tab};
use zhiheng_app::verify::{Progress, Verified};
use zhiheng_app::{App, Error};
use zhiheng_record::Suite;
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::policy::Policy;

use crate::world::{World, object, petition, wish};

const NAME: &str = "王某甲";

/// A petition from its registration to its dossier, with one file; its id.
async fn archived(world: &World, n: usize, content: &[u8]) -> String {
    let file = world.app.blobs().put(content).await.unwrap();
    let mut form = petition(n);
    form["files"] = json!([{ "digest": file.digest, "name": "来信.txt", "size": file.size, "type": file.media }]);
    let opened = world.act("officer", None, "register", form).await.unwrap();
    let id = opened.matter.id;
    let m = Some(id.as_str());
    let refused =
        json!({ "reason": "复核以后仍以同一事实和理由提出", "explanation": "已经复核终结。" });
    world.act("officer", m, "refuse", refused).await.unwrap();
    let ended = json!({ "outcome": "不予受理", "follow_up": "无" });
    world.act("section", m, "conclude", ended).await.unwrap();
    let form = json!({ "keeping": "10年", "volume": format!("2026-{n}"), "pages": 3 });
    world.act("archivist", m, "archive", form).await.unwrap();
    id
}

fn destroy(ids: &[&str]) -> AppraiseWish {
    AppraiseWish {
        matters: ids.iter().map(|id| (*id).to_owned()).collect(),
        answer: "destroy".to_owned(),
        reason: "没有继续保存的价值".to_owned(),
        ..AppraiseWish::default()
    }
}

fn hold(step: &str, fields: Value) -> LifeWish {
    LifeWish { step: step.to_owned(), fields: object(fields) }
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Refused(reasons) | Error::Input(reasons) => {
            reasons.into_iter().map(|reason| reason.code).collect()
        }
        Error::Denied(_) => vec!["denied".to_owned()],
        other => vec![format!("{other}")],
    }
}

/// Appraised by the archivist, approved by the section's head, sealed by the archivist; the sheet.
async fn prepared(world: &World, ids: &[&str]) -> String {
    let archivist = world.caller("archivist").await;
    let sheet = world.app.appraise(&archivist, &destroy(ids)).await.unwrap();
    let section = world.caller("section").await;
    world.app.sheet_step(&section, &sheet.id, "approve", "").await.unwrap();
    world.app.sheet_step(&archivist, &sheet.id, "prepare", "").await.unwrap();
    sheet.id
}

async fn destroyed(world: &World, ids: &[&str]) -> String {
    let sheet = prepared(world, ids).await;
    let supervisor = world.caller("supervisor").await;
    world.app.sheet_step(&supervisor, &sheet, "destroy", "").await.unwrap();
    sheet
}

async fn log(app: &App) -> (TempDir, Follower) {
    let dir = tempfile::tempdir().unwrap();
    RecordHome::create(dir.path(), Suite::National, "test.invalid/record", &[7; 32]).unwrap();
    let home = RecordHome::open(dir.path()).unwrap();
    let mut follower = Follower::start(app.clone(), home).await.unwrap();
    follower.catch_up().await.unwrap();
    (dir, follower)
}

async fn verify(app: &App, home: &RecordHome) -> Verified {
    let policy = home.folder().read("policy").unwrap().unwrap();
    let policy = Policy::parse(&String::from_utf8(policy).unwrap()).unwrap();
    let silent: Progress = Arc::new(|_, _, _| ());
    app.verify(home.folder(), policy, silent).await.unwrap()
}

#[tokio::test]
async fn given_a_period_that_runs_then_the_dossier_is_not_due_and_afterwards_it_is_listed_by_year()
{
    let world = World::new().await;
    let id = archived(&world, 1, b"one").await;
    let archivist = world.caller("archivist").await;
    let list = world.app.retention_list(&archivist, &DueFilter::default()).await.unwrap();
    assert!(list.items.is_empty());
    let said = world.app.appraise(&archivist, &destroy(&[&id])).await.unwrap_err();
    assert_eq!(codes(said), ["retention.not_ended"]);

    world.at("2036-12-31T09:00");
    let list = world.app.retention_list(&archivist, &DueFilter::default()).await.unwrap();
    assert_eq!((list.items.len(), list.items[0].ended), (1, false), "it ends soon");
    world.at("2037-01-01T09:00");
    let list = world.app.retention_list(&archivist, &DueFilter::default()).await.unwrap();
    let line = &list.items[0];
    assert_eq!((line.ended, line.appraise), (true, true));
    assert_eq!(
        (line.until.as_deref(), line.appraise_by.as_deref()),
        (Some("2036-12-31"), Some("2037-06-29"))
    );
    assert_eq!((list.tally[0].year, list.tally[0].count), (2036, 1));
    let other = DueFilter { year: Some(2035), ..DueFilter::default() };
    assert!(world.app.retention_list(&archivist, &other).await.unwrap().items.is_empty());
    // Whoever may not know of the agency sees nothing.
    let stranger = world.caller("stranger").await;
    assert!(
        world.app.retention_list(&stranger, &DueFilter::default()).await.unwrap().items.is_empty()
    );
    assert!(world.app.life_view(&stranger, &id).await.is_err());
}

#[tokio::test]
async fn given_a_hold_of_the_superior_when_two_people_want_to_destroy_then_they_wait_for_its_lifting()
 {
    let world = World::new().await;
    let id = archived(&world, 1, b"one").await;
    world.at("2037-01-05T09:00");
    let sheet = prepared(&world, &[&id]).await;
    let upper = world.caller("upper").await;
    let form = json!({ "ground": "litigation", "basis": "示例法院调卷函", "reason": "诉讼中要用" });
    let named = json!({ "ground": "litigation", "basis": "示例法院调卷函", "reason": format!("{NAME}起诉") });
    let said = world.app.life_step(&upper, &id, &hold("hold", named)).await.unwrap_err();
    assert_eq!(codes(said), ["retention.names_party"]);
    let view = world.app.life_step(&upper, &id, &hold("hold", form)).await.unwrap();
    assert_eq!(view.line.held, ["诉讼"]);
    let held = DueFilter { tab: Tab::Held, ..DueFilter::default() };
    assert_eq!(world.app.retention_list(&upper, &held).await.unwrap().items.len(), 1);

    let supervisor = world.caller("supervisor").await;
    let said = world.app.sheet_step(&supervisor, &sheet, "destroy", "").await.unwrap_err();
    assert_eq!(codes(said), ["retention.held"]);
    let archivist = world.caller("archivist").await;
    let lift = hold("lift", json!({ "n": 1, "reason": "诉讼已经终结" }));
    let said = world.app.life_step(&archivist, &id, &lift).await.unwrap_err();
    assert_eq!(codes(said), ["retention.other_agency"]);
    world.app.life_step(&upper, &id, &lift).await.unwrap();
    world.app.sheet_step(&supervisor, &sheet, "destroy", "").await.unwrap();
    // Each refusal stands on the record, without the form.
    let journal = world.store.journal(0, 10_000).await.unwrap();
    let refused = journal.iter().filter(|event| event.kind == "refusal").count();
    assert_eq!(refused, 3);
}

#[tokio::test]
async fn given_one_person_for_both_parts_or_none_of_the_posts_then_nothing_is_destroyed() {
    let world = World::new().await;
    let id = archived(&world, 1, b"one").await;
    world.at("2037-01-05T09:00");
    for desk in ["officer", "section", "head", "supervisor", "administrator"] {
        let caller = world.caller(desk).await;
        assert!(world.app.appraise(&caller, &destroy(&[&id])).await.is_err(), "{desk}");
    }
    let archivist = world.caller("archivist").await;
    let sheet = world.app.appraise(&archivist, &destroy(&[&id])).await.unwrap();
    assert_eq!(sheet.number, "示bureau鉴〔2037〕1号");
    assert!(world.app.sheet_step(&archivist, &sheet.id, "approve", "").await.is_err());
    let section = world.caller("section").await;
    world.app.sheet_step(&section, &sheet.id, "approve", "").await.unwrap();
    world.app.sheet_step(&archivist, &sheet.id, "prepare", "").await.unwrap();
    let said = world.app.sheet_step(&archivist, &sheet.id, "destroy", "").await.unwrap_err();
    assert_eq!(codes(said), ["retention.same_person"]);
    // Sealed: nobody looks into it, nothing is added.
    let late = json!({ "subject": "补", "reason": "补充", "files": [] });
    let said = world.act("archivist", Some(&id), "supplement_dossier", late).await.unwrap_err();
    assert_eq!(codes(said), ["retention.sealed"]);
    assert!(world.app.life_view(&archivist, &id).await.unwrap().destroyed.is_none());
}

#[tokio::test]
async fn given_three_dossiers_on_a_sheet_and_one_that_cannot_go_then_none_goes_until_it_is_sent_back()
 {
    let world = World::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(archived(&world, n, b"same").await);
    }
    world.at("2037-01-05T09:00");
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    let sheet = prepared(&world, &all).await;
    let archivist = world.caller("archivist").await;
    let form = json!({ "ground": "audit", "basis": "审计通知书", "reason": "审计要用" });
    world.app.life_step(&archivist, &ids[1], &hold("hold", form)).await.unwrap();
    let supervisor = world.caller("supervisor").await;
    assert!(world.app.sheet_step(&supervisor, &sheet, "destroy", "").await.is_err());
    assert!(world.app.life_view(&archivist, &ids[0]).await.unwrap().destroyed.is_none());
    let back = hold("reject", json!({ "reason": "审计期间退回" }));
    world.app.life_step(&archivist, &ids[1], &back).await.unwrap();
    world.app.sheet_step(&supervisor, &sheet, "destroy", "").await.unwrap();
    let left = [&ids[0], &ids[2]].map(|id| world.app.life_view(&archivist, id));
    let [one, other] = left;
    assert_eq!(one.await.unwrap().line.paper.as_deref(), Some("示bureau销〔2037〕1号"));
    assert_eq!(other.await.unwrap().line.paper.as_deref(), Some("示bureau销〔2037〕2号"));
    // The file of all three stays as long as one of them cites it.
    let finished = world.app.finish_destructions(None).await.unwrap();
    assert_eq!((finished.dossiers, finished.files), (2, 0));
    assert_eq!(world.app.blobs().digests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn given_a_destroyed_dossier_then_only_its_certificate_is_left_and_the_record_is_whole() {
    let world = World::new().await;
    let id = archived(&world, 1, b"the letter").await;
    let other = archived(&world, 2, b"another letter").await;
    let (_dir, mut follower) = log(&world.app).await;
    let before = world.store.stream(&format!("matter:{id}"), 0).await.unwrap();
    let officer = world.caller("officer").await;
    let page = world.app.matter_page(&officer, &id).await.unwrap();
    let (number, code) = (page.row.number.clone().unwrap(), page.query_code.clone().unwrap());
    let receipt = world.app.give_receipt(&officer, &id, 2).await.unwrap();
    follower.catch_up().await.unwrap();

    world.at("2037-01-05T09:00");
    destroyed(&world, &[&id]).await;
    follower.catch_up().await.unwrap();
    let finished = world.app.finish_destructions(None).await.unwrap();
    assert_eq!((finished.dossiers, finished.files), (1, 1));
    assert_eq!(
        world.app.finish_destructions(None).await.unwrap().dossiers,
        0,
        "nothing is left to do"
    );
    follower.catch_up().await.unwrap();

    // Nothing that names the party is anywhere in the store, but for the other petition of the same person.
    let dump = world.store.dump_views().await.unwrap();
    assert!(dump.iter().filter(|line| line.contains(&id)).all(|line| !line.contains(NAME)));
    for event in world.store.journal(0, 10_000).await.unwrap() {
        let about = event.content.contains(&id) || event.stream.contains(&id);
        assert!(!about || !event.content.contains(NAME), "{} {}", event.seq, event.kind);
    }
    // Every way to it says the same and no more.
    let archivist = world.caller("archivist").await;
    let gone = |error: Error| match error {
        Error::Destroyed { certificate, said, .. } => {
            assert!(said.contains("已于2037年1月5日依法销毁"), "{said}");
            certificate
        }
        other => panic!("{other}"),
    };
    let certificate = "示bureau销〔2037〕1号";
    assert_eq!(gone(world.app.matter_page(&officer, &id).await.unwrap_err()), certificate);
    assert_eq!(gone(world.app.progress_of(&number, &code).await.unwrap_err()), certificate);
    assert_eq!(gone(world.app.receipt_shown(&receipt.code).await.unwrap_err()), certificate);
    assert!(world.app.receipt_event(&receipt.code).await.unwrap().is_none());
    assert_eq!(world.app.progress_of(&number, "wrong").await.unwrap(), None);
    let said = world.act("officer", Some(&id), "conclude", json!({})).await.unwrap_err();
    assert_eq!(gone(said), certificate);
    let view = world.app.life_view(&archivist, &id).await.unwrap();
    assert!(view.destroyed.unwrap().contains(certificate));
    assert_eq!((view.line.title, view.line.standing.id.as_str()), (None, "erased"));
    let paper = world.app.destruction_paper(&archivist, &id).await.unwrap();
    assert_eq!(paper.number.as_deref(), Some(certificate));
    assert_eq!(paper.signoffs.len(), 4);
    assert!(!format!("{paper:?}").contains(NAME));

    // The record is whole: every leaf is there, and an old proof still verifies.
    let verified = verify(&world.app, follower.home()).await;
    assert!(verified.is_intact(), "{:?}", verified.problems);
    assert_eq!((verified.certificates, verified.destroyed), (1, 5));
    let erased = world.store.journal(before[0].seq, 1).await.unwrap().remove(0);
    assert!(erased.is_erased());
    assert_eq!(erased.leaf, before[0].leaf);
    world.app.tlog_proof(&erased, follower.home().folder()).unwrap();

    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
    assert_eq!(audited.destroyed, 1);
    let rebuilt = world.app.rebuild(true, |_, _| ()).await.unwrap();
    let compared = rebuilt.comparison.unwrap();
    assert!(compared.is_same(), "{:?}", compared.named);
    assert!(world.app.matter_page(&officer, &other).await.is_ok());
}

#[tokio::test]
async fn given_a_content_that_is_gone_without_a_certificate_then_verification_says_which() {
    let world = World::new().await;
    let id = archived(&world, 1, b"one").await;
    let (_dir, mut follower) = log(&world.app).await;
    let seq = world.store.stream(&format!("matter:{id}"), 0).await.unwrap()[1].seq;
    let gone = Erased {
        matter: id.clone(),
        decision: String::new(),
        seqs: vec![seq],
        entries: Vec::new(),
    };
    world.store.put_views(vec![View::Erased(Box::new(gone))]).await.unwrap();
    follower.catch_up().await.unwrap();
    let verified = verify(&world.app, follower.home()).await;
    assert_eq!(verified.destroyed, 0);
    let kinds: Vec<(&str, Option<u64>)> =
        verified.problems.iter().map(|one| (one.kind.as_str(), one.seq)).collect();
    assert_eq!(kinds, [("content_missing", Some(seq))]);
}

#[tokio::test]
async fn given_an_act_under_way_when_the_dossier_is_destroyed_then_the_act_comes_too_late() {
    let world = World::new().await;
    let id = archived(&world, 1, b"one").await;
    world.at("2037-01-05T09:00");
    let archivist = world.caller("archivist").await;
    let loaded = world.app.load(&archivist, &id).await.unwrap();
    destroyed(&world, &[&id]).await;
    // What the act would have been appended on is not the end of the stream any more.
    let events = world.store.stream(&format!("matter:{id}"), 0).await.unwrap();
    assert_eq!(events.last().unwrap().version, loaded.matter.version + 1);
    assert_eq!(events.last().unwrap().kind, "closed");
    let late = wish(Some(&id), "supplement_dossier", json!({}));
    assert!(matches!(world.app.perform(&archivist, &late).await, Err(Error::Destroyed { .. })));
}

#[tokio::test]
async fn given_a_keeping_on_and_a_hand_over_then_both_are_on_the_record_and_nothing_is_removed() {
    let world = World::new().await;
    let (one, other) = (archived(&world, 1, b"one").await, archived(&world, 2, b"two").await);
    world.at("2037-01-05T09:00");
    let archivist = world.caller("archivist").await;
    let keep = AppraiseWish { answer: "keep".into(), period: "30年".into(), ..destroy(&[&one]) };
    let sheet = world.app.appraise(&archivist, &keep).await.unwrap();
    assert_eq!(sheet.state.title, "已续存");
    let view = world.app.life_view(&archivist, &one).await.unwrap();
    assert_eq!((view.line.until.as_deref(), view.line.ended), (Some("2066-12-31"), false));

    let give = AppraiseWish {
        answer: "transfer".into(),
        archive: "示例档案馆".into(),
        ..destroy(&[&other])
    };
    world.app.appraise(&archivist, &give).await.unwrap();
    let form = json!({ "archive": "示例档案馆", "number": "收〔2037〕3号", "day": "2037-01-05" });
    let view = world.app.life_step(&archivist, &other, &hold("hand_over", form)).await.unwrap();
    assert_eq!(
        (view.line.standing.id.as_str(), view.line.paper.as_deref()),
        ("transferred", Some("收〔2037〕3号"))
    );
    assert_eq!(world.app.finish_destructions(None).await.unwrap().dossiers, 0);
    assert!(world.app.matter_page(&archivist, &other).await.is_ok());
    let compared = world.app.rebuild(true, |_, _| ()).await.unwrap().comparison.unwrap();
    assert!(compared.is_same(), "{:?}", compared.named);
}
