//! The files of a matter over HTTP: what they say, the glimpses of them and who may have those, what is made of them, and marks.

use axum::http::Method;
use serde_json::{Value, json};
use zhiheng_app::ports::{FileFacts, Place, Track};
use zhiheng_app::sealing::values_of;

use super::looking::with_files;
use crate::client::Client;
use crate::world::World;

/// The film of the demonstration: 45 seconds of H.264 and AAC.
const FILM: &[u8] = include_bytes!("../../../../../demonstration/recordings/questioning.mp4");
const CAPTIONS: &[u8] = include_bytes!("../../../../../demonstration/recordings/questioning.vtt");

async fn upload(client: &Client, name: &str, content: &[u8]) -> Value {
    let media = Some("application/octet-stream");
    let address = format!("/api/blobs?name={name}");
    let sent = client.send(Method::POST, &address, media, content.to_vec()).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    sent.json()
}

fn picture(shade: u8) -> Vec<u8> {
    let mut written = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(640, 480, image::Rgb([shade, 90, 90]));
    pixels.write_to(&mut written, image::ImageFormat::Png).unwrap();
    written.into_inner()
}

/// A matter with a recording that is really there, and the recording's digest.
async fn recorded(world: &World) -> (String, String) {
    let procedure = &world.app.pack().procedures["penalty.ordinary"];
    let uploads =
        |step: &&zhiheng_law::ExampleStep| step.act == "upload_recording" && step.refused.is_none();
    let (n, step) = procedure
        .examples
        .iter()
        .enumerate()
        .find_map(|(n, example)| Some((n, example.steps.iter().find(uploads)?)))
        .unwrap();
    let id = world.play("penalty.ordinary", n, "upload_recording").await;
    world.clock.at(&step.at);
    let officer = world.person("officer-a").await;
    let file = upload(&officer, "film.mp4", FILM).await;
    let mut fields = json!(step.fields);
    fields["files"] = json!([file]);
    let done = officer.act(&id, "upload_recording", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let digest = file["digest"].as_str().unwrap().to_owned();
    let facts = FileFacts {
        media: "video/mp4".to_owned(),
        duration_ms: Some(45_000),
        ..FileFacts::default()
    };
    world.blobs.say(&digest, facts);
    (id, digest)
}

async fn files(world: &World, id: &str, person: &str) -> Value {
    let answer = world.person(person).await.get(&format!("/api/matters/{id}/files")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn given_a_file_whose_clock_was_wrong_then_the_list_says_by_how_much_and_to_whom_it_may() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let facts = FileFacts {
        media: "application/pdf".to_owned(),
        recorded: Some("2020-01-01T00:00:00Z".to_owned()),
        place: Some(Place { latitude: 36.2, longitude: 113.1, altitude: None }),
        tracks: vec![Track { kind: "video".to_owned(), codec: "h264".to_owned() }],
        ..FileFacts::default()
    };
    world.blobs.say(&digests[0], facts);
    let told = files(&world, &id, "officer-a").await;
    let one = told["files"].as_array().unwrap().iter().find(|file| file["digest"] == digests[0]);
    let one = one.unwrap();
    assert_eq!(told["doubtful"], 1);
    assert!(one["doubt"].as_str().unwrap().contains("2020-01-01 08:00，比办理的时间早"), "{one}");
    assert_eq!((&one["facts"]["place"]["latitude"], &one["open"]), (&json!(36.2), &json!(true)));
    assert_eq!(told["tolerance"]["minutes"], 5);
    assert!(world.events("look").await.is_empty(), "a description is no look");
    let watcher = files(&world, &id, "watcher").await;
    assert_eq!(watcher["doubtful"], 0);
    for file in watcher["files"].as_array().unwrap() {
        assert_eq!((&file["open"], &file["facts"]), (&json!(false), &json!(null)), "{file}");
    }
}

#[tokio::test]
async fn given_small_pictures_of_a_matter_then_all_of_them_within_minutes_are_one_look() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "collect_evidence").await;
    let procedure = &world.app.pack().procedures["penalty.ordinary"];
    let step =
        procedure.examples[0].steps.iter().find(|step| step.act == "collect_evidence").unwrap();
    world.clock.at(&step.at);
    let officer = world.person("officer-a").await;
    let held = [
        upload(&officer, "a.png", &picture(10)).await,
        upload(&officer, "b.png", &picture(200)).await,
    ];
    let act = procedure.act("collect_evidence").unwrap();
    let place = act.fields.iter().find(|field| format!("{:?}", field.kind) == "Files").unwrap();
    let mut fields = json!(step.fields);
    fields[&place.id] = json!(held);
    assert_eq!(officer.act(&id, "collect_evidence", &fields).await.status, 200);
    let address = |file: &Value| {
        format!("/api/blobs/{}/thumbnail?matter={id}", file["digest"].as_str().unwrap())
    };
    for file in &held {
        let small = officer.get(&address(file)).await;
        assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
        let small = image::load_from_memory(&small.body).unwrap();
        assert_eq!((small.width(), small.height()), (320, 240));
    }
    let looks = world.events("look").await;
    assert_eq!(looks.len(), 1);
    let said = values_of(&looks[0].content).unwrap();
    assert_eq!(said["trace"]["body"]["what"], "thumbnails");
    let refused = world.person("watcher").await.get(&address(&held[0])).await;
    assert_eq!(refused.problem(422), "access.needed");
    assert_eq!(
        world.person("stranger").await.get(&address(&held[0])).await.problem(404),
        "not_found"
    );
    let digest = held[0]["digest"].as_str().unwrap();
    let nowhere = officer.get(&format!("/api/blobs/{digest}/thumbnail")).await;
    assert_eq!(nowhere.problem(400), "input.required");
    let take = officer.get(&format!("/api/blobs/{digest}/thumbnail?take=nothing")).await;
    assert_eq!(take.problem(404), "not_found", "no recording handed in is this file");
}

#[tokio::test]
async fn given_a_recording_that_was_handed_in_then_its_officer_alone_sees_a_small_picture() {
    let world = World::new().await;
    world.clock.at("2026-03-02T12:00");
    let officer = world.person("officer-a").await;
    let file = upload(&officer, "film.mp4", FILM).await;
    let digest = file["digest"].as_str().unwrap();
    let wish = json!({ "digest": digest, "name": "film.mp4", "from": "2026-03-02T09:00" });
    let taken = officer.post("/api/recordings", &wish).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    let take = taken.json()["id"].as_str().unwrap().to_owned();
    let address = format!("/api/blobs/{digest}/thumbnail?take={take}");
    let small = officer.get(&address).await;
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
    assert_eq!(world.person("officer-b").await.get(&address).await.problem(404), "not_found");
    assert!(world.events("look").await.is_empty(), "one's own camera is no dossier");
}

#[tokio::test]
async fn given_a_recording_then_the_shape_of_its_sound_is_one_look_with_playing_it() {
    let world = World::new().await;
    let (id, digest) = recorded(&world).await;
    let player = world.person("officer-a").await.with("range", "bytes=0-9");
    player.get(&format!("/api/blobs/{digest}?matter={id}")).await;
    let shape = player.get(&format!("/api/blobs/{digest}/waveform?matter={id}")).await.json();
    assert!(shape["peaks"].as_array().unwrap().len() > 100, "{shape}");
    assert_eq!(world.events("look").await.len(), 1);
    let refused = world.person("watcher").await;
    let refused = refused.get(&format!("/api/blobs/{digest}/waveform?matter={id}")).await;
    assert_eq!(refused.problem(422), "access.needed");
}

#[tokio::test]
async fn given_captions_written_later_then_they_stand_under_the_original_and_in_the_dossier() {
    let world = World::new().await;
    let (id, digest) = recorded(&world).await;
    let officer = world.person("officer-a").await;
    let plain = upload(&officer, "note.txt", "没有时间的文字".as_bytes()).await;
    let form = |file: &Value| json!({ "of": digest, "derived": "字幕或者转写稿", "reason": "检索和核对", "file": file });
    let refused = officer.act(&id, "add_derivative", &form(&plain)).await;
    assert_eq!(refused.problem(422), "derivative.transcript");
    let captions = upload(&officer, "later.vtt", CAPTIONS).await;
    let done = officer.act(&id, "add_derivative", &form(&captions)).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let told = files(&world, &id, "officer-a").await;
    let film =
        told["files"].as_array().unwrap().iter().find(|file| file["digest"] == digest).unwrap();
    assert_eq!(film["derivatives"][0]["digest"], captions["digest"]);
    assert!(
        told["files"].as_array().unwrap().iter().all(|file| file["digest"] != captions["digest"]),
        "what was made of a file stands under it alone"
    );
    let recordings = officer.get(&format!("/api/matters/{id}/recordings")).await.json();
    let held = recordings["recordings"].as_array().unwrap();
    let held = held.iter().find(|held| held["files"][0]["digest"] == digest).unwrap();
    assert_eq!(held["derivatives"][0]["kind"], "字幕或者转写稿");
    let dossier = officer.get(&format!("/api/matters/{id}/dossier")).await.json();
    let pieces = dossier["volumes"].as_array().unwrap().iter();
    let pieces: Vec<&Value> = pieces.flat_map(|one| one["pieces"].as_array().unwrap()).collect();
    let piece = pieces.iter().find(|piece| piece["id"] == captions["digest"]).unwrap();
    assert_eq!((&piece["made"]["of"], &piece["section"]), (&json!(digest), &json!("证据材料")));
    assert!(piece["note"].as_str().unwrap().contains("字幕或者转写稿，取自"), "{piece}");
    let beyond = json!({
        "of": digest, "derived": "节选", "reason": "听证出示", "from_second": 40, "to_second": 50,
        "file": upload(&officer, "clip.png", &picture(1)).await,
    });
    assert_eq!(officer.act(&id, "add_derivative", &beyond).await.problem(422), "derivative.span");
}

#[tokio::test]
async fn given_a_mark_by_hand_then_it_stands_among_those_of_acts_until_it_is_withdrawn() {
    let world = World::new().await;
    let (id, digest) = recorded(&world).await;
    let officer = world.person("officer-a").await;
    let mark = |second: u64| json!({ "of": digest, "second": second, "mark": "签字" });
    assert_eq!(officer.act(&id, "mark_recording", &mark(46)).await.problem(422), "mark.beyond");
    let done = officer.act(&id, "mark_recording", &mark(30)).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let marks = async || {
        let told = officer.get(&format!("/api/matters/{id}/recordings")).await.json();
        assert_eq!(told["mark_act"], "mark_recording");
        let held = told["recordings"].as_array().unwrap().iter();
        let marks = held.flat_map(|held| held["marks"].as_array().unwrap().clone());
        marks.filter(|mark| !mark["hand"].is_null()).collect::<Vec<_>>()
    };
    let set = marks().await;
    assert_eq!((set.len(), &set[0]["seconds"], &set[0]["what"]), (1, &json!(30), &json!("签字")));
    let version = &set[0]["hand"]["version"];
    let form = json!({ "marked": version, "reason": "标早了" });
    assert_eq!(officer.act(&id, "withdraw_mark", &form).await.status, 200);
    let gone = marks().await;
    assert_eq!(gone.len(), 1, "withdrawn is not deleted");
    assert!(gone[0]["hand"]["withdrawn"].as_str().unwrap().contains("标早了"));
    let watcher = world.person("watcher").await.get(&format!("/api/matters/{id}/recordings")).await;
    assert_eq!(watcher.json()["mark_act"], json!(null));
}

#[tokio::test]
async fn given_a_request_for_one_file_then_the_approver_sees_which_and_it_opens_that_alone() {
    let world = World::new().await;
    let (id, digests) = with_files(&world).await;
    let watcher = world.person("watcher").await;
    let asked =
        json!({ "purpose": "supervision", "reason": "季度执法监督抽查", "files": [digests[0]] });
    let address = format!("/api/matters/{id}/access");
    let foreign = json!({ "purpose": "supervision", "reason": "抽查", "files": ["0".repeat(64)] });
    assert_eq!(watcher.post(&address, &foreign).await.problem(422), "input.files");
    let request = watcher.post(&address, &asked).await;
    assert_eq!(request.status, 200, "{}", request.text());
    let head = world.person("head-of-section").await;
    let waiting = head.get("/api/access").await.json();
    assert_eq!(waiting["waiting"][0]["files"], json!([{ "id": digests[0], "name": "a.pdf" }]));
    let approve = format!("/api/access/{}/approve", request.json()["id"].as_str().unwrap());
    assert_eq!(head.post(&approve, &json!({})).await.status, 200);
    let told = files(&world, &id, "watcher").await;
    let open = |digest: &str| {
        let all = told["files"].as_array().unwrap();
        all.iter().find(|file| file["digest"] == digest).unwrap()["open"].clone()
    };
    assert_eq!((open(&digests[0]), open(&digests[1])), (json!(true), json!(false)));
    let other = watcher.get(&format!("/api/blobs/{}/thumbnail?matter={id}", digests[1])).await;
    assert_eq!(other.problem(422), "access.scope");
}

#[tokio::test]
async fn the_night_of_the_chart_is_the_night_of_the_rule() {
    let world = World::new().await;
    let looks = world.person("head-of-section").await.get("/api/looks").await.json();
    let rules = &world.app.pack().looking;
    assert_eq!(looks["night_from"], rules.number("night_from", 0));
    assert_eq!(looks["night_until"], rules.number("night_until", 0));
}
