//! Dossiers over HTTP: their order, what they lack, who takes them out, and what is on the record afterwards.

use serde_json::{Value, json};

use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

async fn dossier(world: &World, id: &str, person: &str) -> Value {
    world.person(person).await.get(&format!("/api/matters/{id}/dossier")).await.json()
}

#[tokio::test]
async fn given_a_penalty_when_its_dossier_is_asked_for_then_pages_run_through_each_volume() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "archive").await;
    let page = dossier(&world, &id, "officer-a").await;
    assert_eq!(page["arrangement"], "正副卷");
    let volumes = page["volumes"].as_array().unwrap();
    assert_eq!(
        volumes.iter().map(|v| v["title"].as_str().unwrap()).collect::<Vec<_>>(),
        ["正卷", "副卷"]
    );
    for volume in volumes {
        let mut next = 1;
        for (n, piece) in volume["pieces"].as_array().unwrap().iter().enumerate() {
            assert_eq!(
                (piece["n"].as_u64(), piece["from"].as_u64()),
                (Some(n as u64 + 1), Some(next))
            );
            next = piece["to"].as_u64().unwrap() + 1;
        }
        assert_eq!(volume["pages"].as_u64().unwrap() + 1, next);
    }
    let first: Vec<&str> = volumes[0]["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["title"].as_str().unwrap())
        .collect();
    assert_eq!(first[0], "行政处罚立案审批表");
    assert!(volumes[1]["pieces"].as_array().unwrap().iter().all(|piece| piece["open"] == false));
    assert_eq!(page["keeping"]["chosen"], false);
}

#[tokio::test]
async fn given_the_edition_for_the_party_then_nothing_of_the_second_volume_is_in_it() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "archive").await;
    let officer = world.person("officer-a").await;
    let full = officer.get(&format!("/api/matters/{id}/dossier.pdf")).await;
    assert_eq!((full.status, full.header("content-type")), (200, "application/pdf"));
    assert!(full.text().contains("正卷") && full.text().contains("副卷"), "{}", full.text());
    let open = officer.get(&format!("/api/matters/{id}/dossier.pdf?edition=open")).await.text();
    assert!(open.contains("行政处罚决定书") && !open.contains("副卷"), "{open}");
    assert!(!open.contains("审核") && !open.contains("案件来源登记表"), "{open}");
    let wrong = officer.get(&format!("/api/matters/{id}/dossier.pdf?edition=all")).await;
    assert_eq!(wrong.problem(400), "input.choice");
    let noted = world.events("export").await;
    assert_eq!(noted.iter().filter(|e| e.content.contains("export.dossier")).count(), 2);
}

#[tokio::test]
async fn given_who_may_not_read_personal_data_then_the_whole_is_refused_and_the_catalogue_is_not() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "file_case").await;
    for person in ["watcher", "editor", "archivist"] {
        assert_eq!(dossier(&world, &id, person).await["whole"], false, "{person}");
        let client = world.person(person).await;
        for address in ["dossier.pdf", "dossier.zip"] {
            let answer = client.get(&format!("/api/matters/{id}/{address}")).await;
            assert_eq!(answer.problem(422), "dossier.personal", "{person}");
        }
    }
    assert!(world.events("export").await.is_empty());
    let closed = world.play(PENALTY, 0, "archive").await;
    let archivist = world.person("archivist").await;
    assert_eq!(archivist.get(&format!("/api/matters/{closed}/dossier.pdf")).await.status, 200);
    let stranger = world.person("stranger").await;
    assert_eq!(
        stranger.get(&format!("/api/matters/{closed}/dossier")).await.problem(404),
        "not_found"
    );
}

#[tokio::test]
async fn given_a_zip_then_it_holds_each_volume_its_catalogue_and_its_pieces() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "archive").await;
    let head = world.person("head-of-section").await;
    let answer = head.get(&format!("/api/matters/{id}/dossier.zip")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).unwrap();
    let names: Vec<String> =
        (0..zip.len()).map(|n| zip.by_index(n).unwrap().name().unwrap().into_owned()).collect();
    for wanted in ["正卷.pdf", "正卷/卷内目录.csv", "副卷.pdf", "正卷/001 行政处罚立案审批表.pdf"]
    {
        assert!(names.iter().any(|name| name == wanted), "{wanted}: {names:?}");
    }
}

#[tokio::test]
async fn given_a_lack_when_the_dossier_is_locked_then_it_is_refused_until_somebody_else_approves() {
    let world = World::new().await;
    let id = world.play("coercion.measure", example(&world), "explain_gaps").await;
    let page = dossier(&world, &id, "archivist").await;
    let lack = &page["lacks"][0];
    assert_eq!(
        (&lack["explained"], lack["basis"].as_str().unwrap().is_empty()),
        (&json!(false), false)
    );
    let archivist = world.person("archivist").await;
    let form = json!({ "fields": { "keeping": "10年", "volume": "强2026-3", "pages": 12 } });
    let address = format!("/api/matters/{id}/acts/archive");
    let refused = archivist.post(&address, &form).await;
    assert_eq!(refused.problem(422), "dossier.incomplete");
    let principal = world.person("principal").await;
    let reason = json!({ "fields": { "reason": "更正通知书邮寄退回。" } });
    let approved = principal.post(&format!("/api/matters/{id}/acts/explain_gaps"), &reason).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(dossier(&world, &id, "archivist").await["lacks"][0]["explained"], true);
    let locked = archivist.post(&address, &form).await;
    assert_eq!(locked.status, 200, "{}", locked.text());
    let page = dossier(&world, &id, "archivist").await;
    assert_eq!((&page["locked"], &page["archive_number"]), (&json!(true), &json!("强2026-3")));
    assert_eq!(page["keeping"]["chosen"], true);
    assert!(page["keeping"]["until"].as_str().unwrap().ends_with("-12-31"));
}

/// The worked example whose dossier lacks a paper that was served.
fn example(world: &World) -> usize {
    let examples = &world.app.pack().procedures["coercion.measure"].examples;
    examples.iter().position(|held| held.title.contains("当场扣押后负责人不批准")).unwrap()
}

#[tokio::test]
async fn given_a_package_then_it_waits_for_its_proof_and_verifies_with_the_policy_of_the_log() {
    let mut world = World::new().await;
    let id = world.play(PENALTY, 0, "archive").await;
    world.publish_record().await;
    let head = world.person("head-of-section").await;
    let address = format!("/api/matters/{id}/dossier/package");
    let asked = tokio::spawn(async move { head.post(&address, &json!({})).await });
    // The proof of the package itself needs a checkpoint that does not exist yet.
    while !asked.is_finished() {
        world.publish_record().await;
        tokio::task::yield_now().await;
    }
    let answer = asked.await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bag.zip");
    std::fs::write(&path, &answer.body).unwrap();
    let bag = zhiheng_verify::open_bag(&path).unwrap();
    let policy = world.policy();
    let found = zhiheng_record::bag::package::verify_package(bag.as_ref(), Some(&policy)).unwrap();
    assert!(found.is_intact() && found.sealed, "{found:?}");
    assert!(found.events > 5);
    let noted = world.events("export").await;
    assert_eq!(noted.iter().filter(|e| e.content.contains("export.package")).count(), 1);
}

#[tokio::test]
async fn given_the_four_properties_then_every_check_says_what_was_tested_and_nothing_is_written() {
    let mut world = World::new().await;
    let id = world.play(PENALTY, 0, "archive").await;
    world.publish_record().await;
    let before = world.events("export").await.len();
    let officer = world.person("officer-a").await;
    let answer = officer.get(&format!("/api/matters/{id}/dossier/properties")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    let titles: Vec<&str> = report["properties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["真实性", "完整性", "可用性", "安全性"]);
    for property in report["properties"].as_array().unwrap() {
        for check in property["checks"].as_array().unwrap() {
            assert!(!check["detail"].as_str().unwrap().is_empty(), "{check}");
        }
    }
    assert_eq!(world.events("export").await.len(), before);
}
