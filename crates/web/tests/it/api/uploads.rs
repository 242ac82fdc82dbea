//! Resumable uploads as a tus 1.0 client sees them.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha1::Digest as _;
use zhiheng_app::ports::Blobs as _;
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

use crate::client::{Answer, Client};
use crate::world::World;

const OFFSETS: &str = "application/offset+octet-stream";

fn recording(size: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((content.len()..size).map(|at| (at * 31 + (at >> 11) * 7).to_le_bytes()[0]));
    content
}

fn digest(content: &[u8]) -> String {
    Outline::of(Suite::National, content).digest().to_string()
}

async fn tus(world: &World, person: &str) -> Client {
    world.person(person).await.with("tus-resumable", "1.0.0")
}

async fn begin(client: &Client, length: usize) -> String {
    let named = format!("filename {}", STANDARD.encode("执法记录.pdf"));
    let answer = client
        .with("upload-length", &length.to_string())
        .with("upload-metadata", &named)
        .send(Method::POST, "/api/uploads", None, Vec::new())
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!((answer.header("tus-resumable"), answer.header("upload-offset")), ("1.0.0", "0"));
    answer.header("location").to_owned()
}

async fn send(client: &Client, place: &str, offset: usize, bytes: &[u8]) -> Answer {
    let client = client.with("upload-offset", &offset.to_string());
    client.send(Method::PATCH, place, Some(OFFSETS), bytes.to_vec()).await
}

async fn head(client: &Client, place: &str) -> Answer {
    client.send(Method::HEAD, place, None, Vec::new()).await
}

#[tokio::test]
async fn a_client_learns_what_is_spoken_before_it_signs_in() {
    let world = World::new().await;
    let answer = world.anonymous().send(Method::OPTIONS, "/api/uploads", None, Vec::new()).await;
    assert_eq!((answer.status, answer.header("tus-version")), (200, "1.0.0"));
    for extension in ["creation", "termination", "checksum", "expiration", "concatenation"] {
        assert!(answer.header("tus-extension").contains(extension), "{extension}");
    }
    assert_eq!(answer.header("tus-checksum-algorithm"), "sha1,sha256,sm3");
    assert!(answer.header("tus-max-size").parse::<u64>().unwrap() > 4 << 30);
    let old = world.person("officer-a").await.with("tus-resumable", "0.2.2");
    let old = old.with("upload-length", "9");
    let answer = old.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!(answer.problem(412), "upload.version");
    assert_eq!(answer.header("tus-version"), "1.0.0");
}

#[tokio::test]
async fn a_file_in_three_requests_is_the_file_of_its_digest_and_goes_into_a_form_as_it_is_answered()
{
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "collect_evidence").await;
    let officer = tus(&world, "officer-a").await;
    let content = recording(2_500_000);
    let place = begin(&officer, content.len()).await;
    let mut at = 0;
    for piece in content.chunks(1_000_000) {
        let answer = send(&officer, &place, at, piece).await;
        at += piece.len();
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert_eq!(answer.header("upload-offset"), at.to_string());
        let now = head(&officer, &place).await;
        assert_eq!(now.header("upload-offset"), at.to_string());
        assert_eq!(now.header("upload-length"), content.len().to_string());
        assert_eq!(now.header("cache-control"), "no-store");
        assert!(now.header("upload-metadata").starts_with("filename "));
        assert!(now.header("upload-expires").ends_with(" GMT"), "{:?}", now.headers);
    }
    assert_eq!(head(&officer, &place).await.header("zhiheng-digest"), digest(&content));
    let told = officer.get(&place).await.json();
    assert_eq!(told["facts"]["type"], "application/pdf");
    let file = json!({
        "digest": digest(&content), "name": "执法记录.pdf",
        "size": content.len(), "type": "application/pdf"
    });
    assert_eq!(told["file"], file);

    let example = &world.app.pack().procedures["penalty.ordinary"].examples[0];
    let step = example.steps.iter().find(|step| step.act == "collect_evidence").unwrap();
    let mut fields = json!(step.fields);
    let act = world.app.pack().procedures["penalty.ordinary"].act("collect_evidence").unwrap();
    let files = act.fields.iter().find(|field| format!("{:?}", field.kind) == "Files").unwrap();
    fields[&files.id] = json!([file]);
    world.clock.at(&step.at);
    let officer = world.person("officer-a").await;
    assert_eq!(officer.act(&id, "collect_evidence", &fields).await.status, 200);

    let address = format!("/api/blobs/{}?matter={id}", digest(&content));
    let whole = officer.get(&address).await;
    assert!(whole.status == 200 && whole.body == content);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let facts = officer.get(&format!("/api/blobs/{}/facts?matter={id}", digest(&content))).await;
    assert_eq!(facts.json(), json!({ "type": "application/pdf" }));
    let tag = whole.header("etag").to_owned();
    let part = officer.with("range", "bytes=1048570-1048585").get(&address).await;
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 1048570-1048585/2500000"));
    assert_eq!(part.body, content[1_048_570..=1_048_585]);
    assert_eq!(part.header("content-length"), "16");
    let last = officer.with("range", "bytes=-5").with("if-range", &tag).get(&address).await;
    assert_eq!((last.status, last.body.as_slice()), (206, &content[2_499_995..]));
    let other = officer.with("range", "bytes=0-4").with("if-range", "\"x\"").get(&address).await;
    assert_eq!((other.status, other.body.len()), (200, content.len()));
    let beyond = officer.with("range", "bytes=2500000-").get(&address).await;
    assert_eq!(beyond.problem(416), "input.range");
    assert_eq!(beyond.header("content-range"), "bytes */2500000");
    let same = officer.with("if-none-match", &tag).get(&address).await;
    assert_eq!((same.status, same.body.len()), (304, 0));
    let shown = officer.get(&format!("{address}&show=inline")).await;
    assert!(shown.header("content-disposition").starts_with("inline"));
    assert_eq!(officer.get(&format!("{address}&show=x")).await.problem(400), "input.choice");
    let stranger = world.person("stranger").await.with("range", "bytes=0-4");
    assert_eq!(stranger.get(&address).await.problem(404), "not_found");

    // A byte of the second megabyte changed: the first still plays, the second is refused before a byte of it is sent.
    let mut changed = content.clone();
    changed[1_500_000] ^= 1;
    world.blobs.tamper(&digest(&content), changed);
    let part = officer.with("range", "bytes=0-99").get(&address).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &content[..100]));
    let part = officer.with("range", "bytes=2000000-").get(&address).await;
    assert_eq!(part.problem(409), "blob.corrupt");
    let said = part.json()["detail"].as_str().unwrap().to_owned();
    assert!(said.contains("第 1048576 至 2097151 字节"), "{said}");
    let after = officer.with("range", "bytes=2097152-2097160").get(&address).await;
    assert_eq!((after.status, after.body.as_slice()), (206, &content[2_097_152..=2_097_160]));
    assert!(world.blobs.check(&digest(&content)).await.is_err());
    let address = format!("/api/blobs/{}/check?matter={id}", digest(&content));
    let whole = json!({ "whole": false, "size": 2_500_000, "changed": { "from": 1_048_576, "to": 2_097_152 } });
    assert_eq!(officer.get(&address).await.json(), whole);
    assert_eq!(stranger.get(&address).await.problem(404), "not_found");
    world.blobs.tamper(&digest(&content), content.clone());
    let whole = json!({ "whole": true, "size": 2_500_000, "changed": null });
    assert_eq!(officer.get(&address).await.json(), whole);

    // The same file leaves with the dossier, read in pieces; and a changed one is told before anything is sent.
    let head = world.person("head-of-section").await;
    let zip = format!("/api/matters/{id}/dossier.zip");
    let answer = head.get(&zip).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut zip_file = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).unwrap();
    let names: Vec<String> = (0..zip_file.len())
        .map(|n| zip_file.by_index(n).unwrap().name().unwrap().into_owned())
        .collect();
    let sizes: Vec<u64> =
        (0..zip_file.len()).map(|n| zip_file.by_index(n).unwrap().size()).collect();
    assert!(sizes.contains(&2_500_000), "{names:?} {sizes:?}");
    let place = sizes.iter().position(|size| *size == 2_500_000).unwrap();
    let mut inside = Vec::new();
    std::io::copy(&mut zip_file.by_index(place).unwrap(), &mut inside).unwrap();
    assert!(inside == content);
    let mut changed = content.clone();
    changed[2_400_000] ^= 1;
    world.blobs.tamper(&digest(&content), changed);
    assert_eq!(head.get(&zip).await.problem(409), "blob.corrupt");
}

#[tokio::test]
async fn a_piece_at_the_wrong_place_too_long_or_of_another_type_is_refused_and_nothing_of_it_counts()
 {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let content = recording(1000);
    let place = begin(&officer, 1000).await;
    assert_eq!(send(&officer, &place, 0, &content[..400]).await.status, 204);
    for wrong in [0, 399, 401, 1000] {
        let answer = send(&officer, &place, wrong, b"x").await;
        assert_eq!(answer.problem(409), "upload.offset", "{wrong}");
    }
    let long = send(&officer, &place, 400, &content).await;
    assert_eq!(long.problem(413), "upload.beyond");
    let media = officer
        .with("upload-offset", "400")
        .send(Method::PATCH, &place, Some("application/json"), b"{}".to_vec())
        .await;
    assert_eq!(media.problem(415), "input.media");
    let without = officer.send(Method::PATCH, &place, Some(OFFSETS), b"x".to_vec()).await;
    assert_eq!(without.problem(400), "upload.header");
    assert_eq!(head(&officer, &place).await.header("upload-offset"), "400");
    assert_eq!(send(&officer, &place, 400, &content[400..]).await.status, 204);
    let closed = send(&officer, &place, 1000, b"x").await;
    assert_eq!(closed.problem(403), "upload.closed");
}

#[tokio::test]
async fn a_piece_whose_check_sum_is_wrong_is_answered_460_and_can_be_sent_again() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let content = recording(3000);
    let place = begin(&officer, 3000).await;
    let sum = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(sha1::Sha1::digest(bytes)));
    let checked = officer.with("upload-checksum", &sum(&content[..2000]));
    let wrong = send(&checked, &place, 0, &content[1..2001]).await;
    assert_eq!(wrong.problem(460), "upload.checksum");
    assert_eq!(head(&officer, &place).await.header("upload-offset"), "0");
    assert_eq!(send(&checked, &place, 0, &content[..2000]).await.header("upload-offset"), "2000");
    let unknown = officer.with("upload-checksum", "md5 AAAA");
    assert_eq!(send(&unknown, &place, 2000, b"x").await.problem(400), "upload.header");
    let rest = officer.with("upload-checksum", &sum(&content[2000..]));
    let done = send(&rest, &place, 2000, &content[2000..]).await;
    assert_eq!(done.header("zhiheng-digest"), digest(&content));
}

#[tokio::test]
async fn an_upload_belongs_to_the_person_who_began_it() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let place = begin(&officer, 100).await;
    for other in ["officer-b", "stranger", "principal"] {
        let other = tus(&world, other).await;
        assert_eq!(head(&other, &place).await.status, 404);
        assert_eq!(other.get(&place).await.problem(404), "not_found");
        assert_eq!(send(&other, &place, 0, b"%PDF").await.problem(404), "not_found");
        let removed = other.send(Method::DELETE, &place, None, Vec::new()).await;
        assert_eq!(removed.problem(404), "not_found");
    }
    let watcher = tus(&world, "watcher").await;
    assert_eq!(head(&watcher, &place).await.status, 403);
    let nobody = world.anonymous().with("tus-resumable", "1.0.0");
    assert_eq!(head(&nobody, &place).await.status, 401);
    assert_eq!(head(&officer, &place).await.status, 200);
}

#[tokio::test]
async fn parts_sent_side_by_side_become_one_file_and_are_used_up() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let content = recording(3_000_000);
    let part = officer.with("upload-concat", "partial");
    let mut places = Vec::new();
    for piece in content.chunks(1_600_000) {
        let place = begin(&part, piece.len()).await;
        assert_eq!(send(&officer, &place, 0, piece).await.status, 204);
        assert_eq!(head(&officer, &place).await.header("upload-concat"), "partial");
        places.push(place);
    }
    let list = format!("final;{}", places.join(" "));
    let other = tus(&world, "stranger").await.with("upload-concat", &list);
    let refused = other.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!(refused.problem(400), "upload.parts");
    let twice = format!("final;{} {}", places[0], places[0]);
    let twice = officer.with("upload-concat", &twice);
    let refused = twice.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!(refused.problem(400), "upload.parts");
    let whole = officer.with("upload-concat", &list);
    let made = whole.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!((made.status, made.header("zhiheng-digest")), (201, digest(&content).as_str()));
    let place = made.header("location").to_owned();
    assert_eq!(head(&officer, &place).await.header("upload-concat"), list);
    assert_eq!(send(&officer, &place, content.len(), b"x").await.problem(403), "upload.closed");
    assert_eq!(head(&officer, &places[0]).await.status, 404);
}

#[tokio::test]
async fn what_is_not_taken_in_is_refused_by_its_first_bytes_and_leaves_nothing() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let mut program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
    program.resize(2_000_000, 0);
    let place = begin(&officer, 40_000_000).await;
    let answer = send(&officer, &place, 0, &program).await;
    assert_eq!(answer.problem(415), "blob.type");
    assert_eq!(head(&officer, &place).await.status, 404);
    let answer = officer
        .with("upload-length", "16")
        .send(Method::POST, "/api/uploads", Some(OFFSETS), program[..16].to_vec())
        .await;
    assert_eq!(answer.problem(415), "blob.type");
    let empty = officer.with("upload-length", "0");
    let answer = empty.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!(answer.problem(400), "blob.empty");
    let huge = officer.with("upload-length", "99999999999999");
    let answer = huge.send(Method::POST, "/api/uploads", None, Vec::new()).await;
    assert_eq!(answer.problem(413), "upload.too_large");
}

#[tokio::test]
async fn an_upload_begun_with_its_bytes_is_finished_at_once() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let content = recording(5000);
    let whole = officer.with("upload-length", "5000");
    let answer = whole.send(Method::POST, "/api/uploads", Some(OFFSETS), content.clone()).await;
    assert_eq!((answer.status, answer.header("upload-offset")), (201, "5000"));
    assert_eq!(answer.header("zhiheng-digest"), digest(&content));
}

#[tokio::test]
async fn an_upload_taken_back_or_left_alone_is_gone_and_its_file_stays_if_it_became_one() {
    let world = World::new().await;
    let officer = tus(&world, "officer-a").await;
    let taken_back = begin(&officer, 100).await;
    let removed = officer
        .with("x-http-method-override", "DELETE")
        .send(Method::POST, &taken_back, None, Vec::new())
        .await;
    assert_eq!(removed.status, 204, "{}", removed.text());
    assert_eq!(head(&officer, &taken_back).await.status, 404);
    let left_alone = begin(&officer, 100).await;
    let content = recording(50);
    let finished = begin(&officer, 50).await;
    assert_eq!(send(&officer, &finished, 0, &content).await.status, 204);
    world.clock.pass(jiff::SignedDuration::from_hours(73));
    let officer = tus(&world, "officer-a").await;
    for place in [left_alone, finished] {
        assert_eq!(head(&officer, &place).await.status, 404);
    }
    assert!(world.blobs.get(&digest(&content)).await.unwrap().is_some());
}
