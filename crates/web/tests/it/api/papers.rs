//! Papers over HTTP: the issued one, its draft, its sample; who reads what of it, and what is on the record afterwards.

use serde_json::{Value, json};
use zhiheng_app::ports::press::{Sheet, Standing};

use crate::press::{UNKNOWN, read};
use crate::world::World;

const PENALTY: &str = "penalty.ordinary";

/// Ids of the papers on the page of a matter, those for the party or the others.
async fn papers(world: &World, id: &str, outward: bool) -> Vec<String> {
    let page = world.person("officer-a").await.get(&format!("/api/matters/{id}")).await.json();
    let all = page["papers"].as_array().unwrap();
    all.iter()
        .filter(|paper| paper["outward"] == outward)
        .map(|paper| paper["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_issued_paper_is_printed_with_its_number_and_the_same_each_time() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "assign").await;
    let officer = world.person("officer-a").await;
    let page = officer.get(&format!("/api/matters/{id}")).await.json();
    let paper = &page["papers"][0];
    let address = format!("/api/matters/{id}/papers/{}/pdf", paper["id"].as_str().unwrap());
    let answer = officer.get(&address).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("inline; filename*=UTF-8''"));
    let sheet = read(&answer.body);
    assert_eq!(sheet.standing, Standing::Issued);
    assert_eq!(json!(sheet.title), paper["title"]);
    assert_eq!(json!(sheet.number), paper["number"]);
    assert_eq!(sheet.agency, "示例机关");
    assert_eq!(sheet.key, format!("{id}~{}", paper["id"].as_str().unwrap()));
    assert_eq!(officer.get(&address).await.body, answer.body);
    let none = officer.get(&format!("/api/matters/{id}/papers/none/pdf")).await;
    assert_eq!(none.problem(404), "not_found");
    let stranger = world.person("stranger").await.get(&address).await;
    assert_eq!(stranger.problem(404), "not_found");
}

#[tokio::test]
async fn every_paper_taken_out_is_on_the_record_without_the_personal_data() {
    let world = World::new().await;
    let id = world.play("petition", 0, "request_review").await;
    let (outer, inner) = (papers(&world, &id, true).await, papers(&world, &id, false).await);
    let procedure = &world.app.pack().procedures["petition"];
    let opening = procedure.opening().unwrap();
    let field = opening.fields.iter().find(|field| field.fact.as_deref() == Some("party")).unwrap();
    let party = procedure.examples[0].steps[0].fields[&field.id].as_str().unwrap().to_owned();
    let officer = world.person("officer-a").await;
    let before = world.events("look").await.len();
    let mut taken = 0;
    for paper in outer.iter().chain(&inner) {
        for _ in 0..2 {
            officer.get(&format!("/api/matters/{id}/papers/{paper}/pdf")).await;
            taken += 1;
        }
    }
    let events = world.events("look").await.split_off(before);
    assert_eq!(events.len(), taken, "printing twice is two looks");
    for event in &events {
        assert!(event.content.contains("look.print") && event.content.contains(&id));
        assert!(!event.content.contains(&party), "{}", event.content);
    }
}

#[tokio::test]
async fn whoever_may_not_read_personal_data_gets_a_masked_paper_that_says_so() {
    let world = World::new().await;
    let id = world.play("petition", 0, "request_review").await;
    let procedure = &world.app.pack().procedures["petition"];
    let step = &procedure.examples[0].steps[0];
    let secrets: Vec<&str> = procedure
        .opening()
        .unwrap()
        .fields
        .iter()
        .filter(|field| field.personal)
        .filter_map(|field| step.fields.get(&field.id)?.as_str())
        .filter(|text| text.chars().count() >= 2)
        .collect();
    assert!(!secrets.is_empty());
    let all = [papers(&world, &id, true).await, papers(&world, &id, false).await].concat();
    let (watcher, officer) = (world.person("watcher").await, world.person("officer-a").await);
    let mut told = 0;
    for paper in all {
        let address = format!("/api/matters/{id}/papers/{paper}/pdf");
        let masked = watcher.get(&address).await;
        assert_eq!(read(&masked.body).standing, Standing::Masked, "{paper}");
        let open = officer.get(&address).await;
        assert_eq!(read(&open.body).standing, Standing::Issued, "{paper}");
        for secret in &secrets {
            assert!(!masked.text().contains(secret), "{paper} tells {secret}");
            told += usize::from(open.text().contains(secret));
        }
    }
    assert!(told > 0, "the officer reads what the watcher does not");
}

#[tokio::test]
async fn a_draft_shows_the_paper_without_a_number_and_writes_nothing() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "file_case").await;
    let steps = &world.app.pack().procedures[PENALTY].examples[0].steps;
    let step = steps.iter().find(|step| step.act == "file_case" && step.refused.is_none()).unwrap();
    world.clock.at(&step.at);
    let head = world.person(&step.who).await;
    let body = json!({ "fields": step.fields });
    let preview = head.post(&format!("/api/matters/{id}/acts/file_case/preview"), &body).await;
    let paper = preview.json()["papers"][0]["id"].as_str().unwrap().to_owned();
    let before = world.app.store().size().await.unwrap();
    let address = format!("/api/matters/{id}/acts/file_case/papers/{paper}/pdf");
    let answer = head.post(&address, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let sheet = read(&answer.body);
    assert_eq!(sheet.standing, Standing::Draft);
    assert!(sheet.number.is_none_or(|number| number.contains("出具时")));
    let none = format!("/api/matters/{id}/acts/file_case/papers/none/pdf");
    assert_eq!(head.post(&none, &body).await.problem(404), "not_found");
    let empty = head.post(&address, &json!({ "fields": {} })).await;
    assert_eq!(empty.status, 422, "{}", empty.text());
    assert_eq!(world.app.store().size().await.unwrap(), before);
}

#[tokio::test]
async fn the_draft_of_an_opening_is_shown_before_anything_is_registered() {
    let world = World::new().await;
    let (procedure, step, paper) = world
        .app
        .pack()
        .procedures
        .values()
        .find_map(|procedure| {
            let paper = procedure.opening()?.papers.first()?;
            let step = procedure.examples.first()?.steps.first()?;
            step.refused.is_none().then(|| (procedure.id.clone(), step.clone(), paper.id.clone()))
        })
        .unwrap();
    world.clock.at(&step.at);
    let officer = world.person(&step.who).await;
    let body = json!({ "procedure": procedure, "fields": step.fields });
    let answer = officer.post(&format!("/api/matters/preview/papers/{paper}/pdf"), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(read(&answer.body).standing, Standing::Draft);
    assert!(world.events("act").await.is_empty());
}

#[tokio::test]
async fn every_paper_of_every_procedure_has_a_sample() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let (mut all, mut short) = (0, Vec::new());
    for procedure in world.app.pack().procedures.values() {
        for act in &procedure.acts {
            for paper in &act.papers {
                let address =
                    format!("/api/papers/samples/{}/{}/{}.pdf", procedure.id, act.id, paper.id);
                let answer = officer.get(&address).await;
                assert_eq!(answer.status, 200, "{address}: {}", answer.text());
                let sheet = read(&answer.body);
                assert_eq!(sheet.standing, Standing::Sample, "{address}");
                assert_eq!(sheet.title, paper.title, "{address}");
                if places(&sheet) {
                    short.push(address);
                }
                all += 1;
            }
        }
    }
    assert!(all >= 58, "{all} papers");
    assert!(short.is_empty(), "places are left open: {short:?}");
    for address in ["/api/papers/samples/none/a/b.pdf", "/api/papers/samples/petition/a/b.pdf"] {
        assert_eq!(officer.get(address).await.problem(404), "not_found");
    }
}

/// Whether a place of the text was not filled.
fn places(sheet: &Sheet) -> bool {
    sheet.paragraphs.iter().any(|text| text.contains('{'))
}

#[tokio::test]
async fn a_character_without_a_face_is_named_and_no_paper_comes_out() {
    let world = World::new().await;
    let id = world.play(PENALTY, 0, "file_case").await;
    let steps = &world.app.pack().procedures[PENALTY].examples[0].steps;
    let step = steps.iter().find(|step| step.act == "file_case" && step.refused.is_none()).unwrap();
    world.clock.at(&step.at);
    let head = world.person(&step.who).await;
    let mut fields = step.fields.clone();
    let cause = fields.get("cause").and_then(Value::as_str).unwrap_or("案由").to_owned();
    fields.insert("cause".to_owned(), json!(format!("{cause}{UNKNOWN}")));
    let body = json!({ "fields": fields });
    let preview = head.post(&format!("/api/matters/{id}/acts/file_case/preview"), &body).await;
    let paper = preview.json()["papers"][0]["id"].as_str().unwrap().to_owned();
    let address = format!("/api/matters/{id}/acts/file_case/papers/{paper}/pdf");
    let answer = head.post(&address, &body).await;
    assert_eq!(answer.problem(422), "papers.font_missing");
    assert!(answer.text().contains(UNKNOWN), "{}", answer.text());
}

#[tokio::test]
async fn readiness_tells_the_faces_at_hand() {
    let world = World::new().await;
    let ready = world.anonymous().get("/readyz").await.json();
    assert_eq!(ready["papers"], json!({ "state": "ok", "faces": ["proof"] }));
}
