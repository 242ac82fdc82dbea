//! Proofs of single events, and the head of the record.

use zhiheng_record::bundle::verify_bundle;

use crate::world::World;

#[tokio::test]
async fn a_proof_verifies_offline_and_shows_each_what_they_may_see() {
    let mut world = World::new().await;
    let id = world.play("petition", 0, "route").await;
    let officer = world.person("officer-a").await;
    let address = format!("/api/matters/{id}/events/1/proof");
    let early = officer.get(&address).await;
    assert_eq!(early.problem(503), "record.not_covered");
    assert_eq!(early.header("retry-after"), "2");
    world.publish_record().await;
    let policy = world.policy();
    let phone = world.app.pack().procedures["petition"].examples[0].steps[0].fields["party"]
        .as_str()
        .unwrap()
        .to_owned();
    for (person, sees) in [("officer-a", true), ("editor", false)] {
        let answer = world.person(person).await.get(&address).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        verify_bundle(&answer.text(), &policy).unwrap();
        assert_eq!(answer.text().contains(&phone), sees, "{person}");
    }
}

#[tokio::test]
async fn versions_that_are_none_are_missing_or_unreadable() {
    let mut world = World::new().await;
    let id = world.play("petition", 0, "route").await;
    world.publish_record().await;
    let officer = world.person("officer-a").await;
    for version in ["0", "2", "18446744073709551615"] {
        assert_eq!(
            officer.get(&format!("/api/matters/{id}/events/{version}/proof")).await.problem(404),
            "not_found",
            "{version}"
        );
    }
    for version in ["-1", "x", "1.5", "18446744073709551616"] {
        assert_eq!(
            officer.get(&format!("/api/matters/{id}/events/{version}/proof")).await.problem(400),
            "input.address",
            "{version}"
        );
    }
}

#[tokio::test]
async fn the_head_of_the_record_is_the_published_checkpoint() {
    let mut world = World::new().await;
    world.publish_record().await;
    let size = world.app.store().size().await.unwrap();
    let head = world.person("officer-a").await.get("/api/record").await.json();
    assert_eq!((head["size"].as_u64(), head["suite"].as_str()), (Some(size), Some("national")));
    assert_eq!(head["origin"], "example.gov.cn/log");
    assert!(head["checkpoint"].as_str().unwrap().starts_with("example.gov.cn/log\n"));
    assert_eq!(head["root"].as_str().unwrap().len(), 64);
}
