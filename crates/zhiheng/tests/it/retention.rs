//! A dossier past its period through the program: destroyed over HTTP, killed before the rest was tidied up, finished at the next
//! start; and an older backup that must not bring it back.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::client::{Server, request, sign_in};
use crate::folders::Folder;
use crate::program::over;

fn account(data: &std::path::Path, username: &str) -> (String, String) {
    let text = std::fs::read_to_string(data.join("demo-accounts.json")).unwrap();
    let accounts: Value = serde_json::from_str(&text).unwrap();
    let held = accounts.as_array().unwrap().iter().find(|held| held["username"] == username);
    (username.to_owned(), held.unwrap()["password"].as_str().unwrap().to_owned())
}

struct Person {
    address: SocketAddr,
    token: String,
}

impl Person {
    fn of(server: &Server, data: &std::path::Path, username: &str) -> Self {
        let (username, password) = account(data, username);
        Self { address: server.address, token: sign_in(server.address, &username, &password) }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let headers = [("Authorization", self.token.as_str())];
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let answer = request(self.address, method, path, &headers, &body).unwrap();
        (answer.status, answer.json())
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.ask("POST", path, body);
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }
}

#[test]
fn given_a_kill_after_a_destruction_when_started_again_then_it_is_finished_and_an_older_backup_does_not_undo_it()
 {
    let folder = Folder::demo();
    let data = folder.path.clone();
    let file = folder.beside("older.tar.gz").to_string_lossy().into_owned();
    over(&data, &["backup", "--out", &file]).expect(0);

    let server = Server::start(&data);
    let archivist = Person::of(&server, &data, "luzhou-archivist");
    let section = Person::of(&server, &data, "luzhou-section");
    let (_, list) = archivist.ask("GET", "/api/retention", &Value::Null);
    let id = list["items"][0]["matter"]["id"].as_str().unwrap().to_owned();
    let wish = json!({ "matters": [id], "answer": "destroy", "reason": "没有继续保存的价值" });
    let sheet = archivist.post("/api/retention/appraise", &wish)["id"].as_str().unwrap().to_owned();
    let step = |name: &str| format!("/api/retention/sheets/{sheet}/{name}");
    section.post(&step("approve"), &json!({}));
    archivist.post(&step("prepare"), &json!({}));
    section.post(&step("destroy"), &json!({}));
    server.kill();

    // What is on the record stands, whether or not the rest was done.
    let verified = over(&data, &["verify", "--json"]).expect(0).json();
    assert_eq!(
        (verified["certificates"].as_u64(), verified["destroyed"].as_u64()),
        (Some(1), Some(5))
    );
    let server = Server::start(&data);
    let section = Person::of(&server, &data, "luzhou-section");
    let path = format!("/api/matters/{id}/retention");
    let finished = (0..200).any(|_| {
        let (_, life) = section.ask("GET", &path, &Value::Null);
        life["line"]["standing"]["id"] == "erased" && data.join("destroyed.json").exists()
    });
    assert!(finished, "the next start finishes it");
    assert_eq!(section.ask("GET", &format!("/api/matters/{id}"), &Value::Null).0, 410);
    let (code, said) = server.terminate();
    assert_eq!(code, 0, "{said}");
    over(&data, &["verify"]).expect(0);
    assert_eq!(over(&data, &["audit", "--json"]).expect(0).json()["destroyed"], 1);
    over(&data, &["rebuild", "--check"]).expect(0);

    let list = data.join("destroyed.json").to_string_lossy().into_owned();
    let restored = folder.beside("restored");
    let ran = over(&restored, &["restore", &file, "--destroyed", &list, "--json"]).expect(0);
    assert_eq!(ran.json()["destroyed_again"]["again"], 1);
    assert_eq!(ran.json()["outcome"], "intact");
    assert_eq!(ran.json()["destroyed"], 5);
    over(&restored, &["audit"]).expect(0);
    over(&restored, &["rebuild", "--check"]).expect(0);
    let server = Server::start(&restored);
    let section = Person::of(&server, &restored, "luzhou-section");
    assert_eq!(section.ask("GET", &format!("/api/matters/{id}"), &Value::Null).0, 410);
    drop(server);
    // Without the list it says what that means.
    let bare = over(&folder.beside("bare"), &["restore", &file]).expect(0);
    assert!(bare.err.contains("--destroyed"), "{}", bare.err);
}
