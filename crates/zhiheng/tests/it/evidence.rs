//! A recording of several megabytes from the first byte over the wire to the byte that somebody changed: in the data
//! folder, and in a bucket.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::bucket::{self, Weather};
use crate::client::{Answer, Server, demo_account, request, sign_in};
use crate::folders::{Folder, files, spoil};
use crate::program::{over, over_with};

/// Bytes of the recording: three chunks, the last one short.
const SIZE: usize = 2_500_000;
const HALF: usize = 1_300_000;
/// A byte of the second chunk.
const CHANGED: usize = 1_500_000;

fn recording() -> String {
    let mut content = "%PDF-1.7\n".to_owned();
    let letters = b"abcdefghijklmnopqrstuvw";
    content.extend(
        (content.len()..SIZE).map(|at| char::from(letters[(at + at / 4099) % letters.len()])),
    );
    content
}

/// A client of tus that signs in anew after each restart.
struct Sender<'s> {
    server: &'s Server,
    token: String,
}

impl<'s> Sender<'s> {
    fn new(server: &'s Server, data: &Path) -> Self {
        let (username, password) = demo_account(data, "officer");
        Self { server, token: sign_in(server.address, &username, &password) }
    }

    fn ask(&self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let mut headers = vec![("Authorization", self.token.as_str()), ("Tus-Resumable", "1.0.0")];
        headers.extend(more);
        request(self.server.address, method, path, &headers, body).unwrap()
    }

    fn begin(&self) -> String {
        // “录像.pdf” in base64.
        let named =
            [("Upload-Length", "2500000"), ("Upload-Metadata", "filename 5b2V5YOPLnBkZg==")];
        let answer = self.ask("POST", "/api/uploads", &named, "");
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.header("location").to_owned()
    }

    fn send(&self, place: &str, from: usize, piece: &str) -> Answer {
        let from = from.to_string();
        let about =
            [("Upload-Offset", from.as_str()), ("Content-Type", "application/offset+octet-stream")];
        self.ask("PATCH", place, &about, piece)
    }

    fn reached(&self, place: &str) -> usize {
        self.ask("HEAD", place, &[], "").header("upload-offset").parse().unwrap()
    }

    fn digest(&self, place: &str) -> String {
        let told = self.ask("GET", place, &[], "").json();
        told["file"]["digest"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
    }
}

/// Sends the first half, kills the server, and sends the rest to another; answers the digest.
fn sent_through_a_kill(data: &Path, start: impl Fn() -> Server) -> String {
    let content = recording();
    let server = start();
    let sender = Sender::new(&server, data);
    let place = sender.begin();
    assert_eq!(sender.send(&place, 0, &content[..HALF]).status, 204);
    server.kill();
    let server = start();
    let sender = Sender::new(&server, data);
    assert_eq!(sender.reached(&place), HALF, "what was answered is there");
    assert_eq!(sender.send(&place, HALF, &content[HALF..]).status, 204);
    let digest = sender.digest(&place);
    server.kill();
    digest
}

/// What is said of the changed file by a verification that found it.
fn named(answer: &Value, digest: &str) -> Value {
    let problems = answer["problems"].as_array().unwrap();
    let found: Vec<&Value> = problems.iter().filter(|one| one["blob"] == digest).collect();
    assert_eq!((found.len(), problems.len()), (1, 1), "{answer:#}");
    found[0].clone()
}

#[test]
fn given_one_changed_byte_of_a_recording_in_the_folder_when_verified_then_file_and_bytes_are_named()
{
    let folder = Folder::demo();
    let data = &folder.path;
    let digest = sent_through_a_kill(data, || Server::start(data));
    let place = data.join("blobs").join(&digest[..2]).join(&digest);
    assert_eq!(fs::read_to_string(&place).unwrap(), recording());
    over(data, &["verify"]).expect(0);
    spoil(&place, CHANGED);
    let ran = over(data, &["verify", "--json"]).expect(1);
    let found = named(&ran.json(), &digest);
    assert_eq!(
        (&found["kind"], &found["bytes"]),
        (&json!("blob_changed"), &json!([1_048_576, 2_097_152]))
    );
    let said = ran.err;
    assert!(
        said.contains(&format!("blobs/{digest}")) && said.contains("第 1048576 至 2097151 字节"),
        "{said}"
    );
    spoil(&place, CHANGED);
    over(data, &["verify"]).expect(0);
}

#[test]
fn given_evidence_in_a_bucket_then_uploads_survive_kills_and_a_failing_store_and_a_changed_byte_is_named()
 {
    let root = tempfile::tempdir().unwrap();
    let store = bucket::Server::over(root.path());
    let keys = [("AWS_ACCESS_KEY_ID", bucket::ID), ("AWS_SECRET_ACCESS_KEY", bucket::SECRET)];
    let url = store.url("city/petition");
    let place = ["--blobs", url.as_str()];
    let folder = Folder::absent();
    let data = &folder.path;
    let run = |words: &[&str]| over_with(data, &[words, &place].concat(), &keys);
    run(&["demo", "--matters", "8", "--seed", "1"]).expect(0);
    assert!(files(&data.join("blobs")).is_empty(), "nothing is kept twice");
    assert!(!files(&store.folder("city/petition")).is_empty());
    let start = || Server::start_with(data, &place, &keys);
    let digest = sent_through_a_kill(data, start);
    run(&["verify"]).expect(0);

    // The store fails at the last piece: said with a code, nothing lost, and asked again it is done.
    let content = recording().replace("%PDF-1.7", "%PDF-1.6");
    let server = start();
    let sender = Sender::new(&server, data);
    let upload = sender.begin();
    assert_eq!(sender.send(&upload, 0, &content[..HALF]).status, 204);
    store.becomes(Weather::Errors);
    let refused = sender.send(&upload, HALF, &content[HALF..]);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (503, &json!("blob.unavailable")),
        "{refused:?}"
    );
    assert!(store.failed() > 1, "it is tried more than once");
    store.becomes(Weather::Clear);
    assert_eq!(sender.reached(&upload), SIZE);
    assert_ne!(sender.digest(&upload), digest);
    let (code, said) = server.terminate();
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains(bucket::SECRET));
    let verified = run(&["verify", "--json"]).expect(0).json();
    run(&["audit"]).expect(0);

    // A dossier leaves, and a backup says what it does not hold.
    let table = folder.beside("matters.csv");
    run(&["export", "matters", "--out", table.to_str().unwrap()]).expect(0);
    let text = fs::read_to_string(&table).unwrap();
    let number = text.lines().find(|line| line.contains("已归档")).unwrap();
    let number = number.split(',').next().unwrap().trim_matches('"');
    let bag = folder.beside("bag");
    run(&["export", "dossier", number, "--out", bag.to_str().unwrap()]).expect(0);
    let (file, restored) = (folder.beside("backup.tar.gz"), folder.beside("restored"));
    let name = file.to_str().unwrap();
    let taken = run(&["backup", "--json", "--out", name]).expect(0);
    assert_eq!(taken.json()["bucket"], "s3://evidence/city/petition");
    assert!(taken.err.contains("不在这份备份里"), "{}", taken.err);
    let without = over(&restored, &["restore", name]).expect(2);
    assert!(without.err.contains("s3://evidence/city/petition"), "{}", without.err);
    let words = [["restore", name].as_slice(), &place, &["--json"]].concat();
    let back = over_with(&restored, &words, &keys).expect(0).json();
    assert_eq!((&back["outcome"], &back["blobs"]), (&json!("intact"), &verified["blobs"]));

    // Somebody with the bucket changes one byte.
    spoil(&store.folder("city/petition").join(&digest[..2]).join(&digest), CHANGED);
    let ran = run(&["verify", "--json"]).expect(1);
    assert_eq!(named(&ran.json(), &digest)["bytes"], json!([1_048_576, 2_097_152]));
    assert!(
        ran.err.contains(&digest) && ran.err.contains("第 1048576 至 2097151 字节"),
        "{}",
        ran.err
    );

    // A bucket that is not there, keys that do not open it, and a store that is away: no verdict.
    let wrong = [keys[0], ("AWS_SECRET_ACCESS_KEY", "wrong")];
    let refused = over_with(data, &["verify", "--json", "--blobs", &url], &wrong).expect(2);
    assert_eq!(refused.json()["error"]["code"], "blobs.bucket");
    store.becomes(Weather::Errors);
    let away = run(&["verify", "--json"]).expect(2);
    assert_eq!(away.json()["error"]["code"], "blob.unavailable", "{}", away.err);
}
