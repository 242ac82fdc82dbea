//! Ledgers over HTTP: what stands in them, who may take them out, and that numbers leave no gaps unseen.

use serde_json::Value;

use crate::world::World;

async fn ledger(world: &World, kind: &str, person: &str) -> Value {
    let answer = world.person(person).await.get(&format!("/api/ledgers/{kind}")).await;
    assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn given_a_penalty_to_its_end_then_each_ledger_tells_of_it_and_none_names_the_party() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "archive").await;
    let archivist = world.person("archivist").await;
    let form = serde_json::json!({ "keeping": "30年", "volume": "处2026-1", "pages": 20 });
    let locked = archivist.act(&id, "archive", &form).await;
    assert_eq!(locked.status, 200, "{}", locked.text());
    for kind in ["cases", "papers", "seals", "fines", "archives", "numbers"] {
        let told = ledger(&world, kind, "officer-a").await;
        let rows = told["rows"].as_array().unwrap();
        assert!(!rows.is_empty(), "{kind}");
        let columns = told["columns"].as_array().unwrap().len();
        assert!(rows.iter().all(|row| row["cells"].as_array().unwrap().len() == columns), "{kind}");
        assert!(!columns_name(&told, "当事人"), "{kind}");
    }
    let kept = ledger(&world, "archives", "officer-a").await;
    let cells = kept["rows"][0]["cells"].as_array().unwrap();
    assert_eq!((cells[0].as_str(), cells[5].as_str()), (Some("处2026-1"), Some("30年")));
}

fn columns_name(told: &Value, word: &str) -> bool {
    told["columns"].as_array().unwrap().iter().any(|head| head.as_str().unwrap().contains(word))
}

#[tokio::test]
async fn given_another_agency_then_its_numbers_are_not_seen_and_its_ledger_is_empty() {
    let world = World::new().await;
    world.play("penalty.ordinary", 0, "archive").await;
    let told = ledger(&world, "numbers", "stranger").await;
    assert_eq!(told["rows"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn given_the_table_then_who_may_export_gets_it_and_it_is_on_the_record() {
    let world = World::new().await;
    world.play("penalty.ordinary", 0, "archive").await;
    let officer = world.person("officer-a").await;
    assert_eq!(
        officer.get("/api/ledgers/papers/table.xlsx").await.problem(403),
        "authority.denied"
    );
    let head = world.person("head-of-section").await;
    let answer = head.get("/api/ledgers/papers/table.xlsx?year=2026").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.body.starts_with(b"PK"));
    let noted = world.events("export").await;
    assert_eq!(noted.iter().filter(|event| event.content.contains("export.ledger")).count(), 1);
    for (address, code) in [("nonsense", 404), ("papers?year=26x", 400), ("papers?colour=red", 400)]
    {
        let answer = head.get(&format!("/api/ledgers/{address}")).await;
        assert_eq!(answer.status, code, "{address}: {}", answer.text());
    }
}
