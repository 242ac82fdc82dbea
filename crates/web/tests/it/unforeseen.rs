//! A kind of matter that nobody foresaw, added as data alone: the files of `tests/unforeseen` are an agency's own pack.
//! Nothing in the program knows their names.

use std::path::Path;

use crate::world::{World, pack_and};

const NIGHT: &str = "night.works";

#[tokio::test]
async fn given_a_kind_of_matter_nobody_foresaw_when_its_data_is_added_then_it_is_worked_to_its_archive()
 {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unforeseen");
    let mut world = World::under(pack_and(own)).await;
    assert!(!World::new().await.app.pack().procedures.contains_key(NIGHT), "the product has it");

    let examples = world.app.pack().procedures[NIGHT].examples.len();
    for example in 0..examples {
        let matter = world.play(NIGHT, example, "").await;
        let officer = world.person("officer-a").await;
        let page = officer.get(&format!("/api/matters/{matter}")).await.json();
        assert_eq!(page["status"], "archived", "example {example}: {page}");
    }

    world.publish_record().await;
    let visitor = world.anonymous();
    let procedure = visitor.get(&format!("/procedures/{NIGHT}")).await;
    assert_eq!(procedure.status, 200);
    assert!(procedure.text().contains("夜间连续施工"), "the guide stands on the portal");
    assert_eq!(visitor.get(&format!("/procedures/{NIGHT}/chart.svg")).await.status, 200);
    let decisions = visitor.get("/decisions").await.text();
    assert!(
        decisions.contains("夜"),
        "its decision is published under its own number: {decisions}"
    );
}
