//! `init` and `serve`: from nothing to an answer, and an orderly end.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::client::{Server, request, sign_in};
use crate::folders::Folder;
use crate::program::{command, over, over_with, ran, run};

#[test]
fn given_nothing_when_founded_and_served_then_it_answers_lets_the_administrator_in_and_ends_in_order()
 {
    let folder = Folder::absent();
    let data = &folder.path;
    let founded = over(
        data,
        &["init", "--origin", "test.invalid/record", "--suite", "international", "--json"],
    )
    .expect(0);
    assert_eq!(founded.json()["origin"], "test.invalid/record");
    let password = founded.err.split("（只显示这一次）：").nth(1).unwrap().lines().next().unwrap();
    assert!(!founded.out.contains(password), "the password is for a person, once");
    let key = fs::metadata(data.join("keys/log.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);

    let server = Server::start(data);
    let get = |path: &str| request(server.address, "GET", path, &[], "").unwrap();
    assert_eq!(get("/healthz").status, 200);
    assert_eq!(get("/readyz").json()["ready"], true);
    assert_eq!(get("/").status, 200);
    let checkpoint = get("/record/checkpoint");
    let entries: usize = checkpoint.body.lines().nth(1).unwrap().parse().unwrap();
    assert!(checkpoint.body.starts_with("test.invalid/record\n") && entries > 1, "{checkpoint:?}");
    assert_ne!(get("/record/../keys/log.key").status, 200);
    sign_in(server.address, "admin", password);

    let second = over(data, &["serve", "--listen", "127.0.0.1:0"]).expect(2);
    assert!(second.err.contains("另一个 zhiheng 进程"), "{}", second.err);
    let (code, said) = server.terminate();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("执衡已停止"));
    assert!(!said.contains(password));
    over(data, &["verify"]).expect(0);
    let again = over(data, &["init"]).expect(2);
    assert!(again.err.contains("已有记录"));
}

#[test]
fn given_a_port_that_is_taken_or_no_data_then_the_server_says_so_and_how_to_go_on() {
    let folder = Folder::absent();
    let none = over(&folder.path, &["serve"]).expect(2);
    assert!(none.err.contains("zhiheng init") && none.err.contains("make run"), "{}", none.err);
    assert!(!folder.path.exists(), "serving creates nothing");
    over(&folder.path, &["init"]).expect(0);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = over(&folder.path, &["serve", "--listen", &address]).expect(2);
    assert!(ran.err.contains("端口已被占用"), "{}", ran.err);
}

#[test]
fn given_accounts_when_added_and_reset_then_only_the_new_password_lets_in() {
    let folder = Folder::absent();
    let data = &folder.path;
    over(data, &["init", "--agency-id", "cz", "--agency-name", "示例信访局"]).expect(0);
    let add = ["account", "add", "li", "--name", "李某", "--agency", "cz", "--role", "officer"];
    let added = over(data, &add).expect(0);
    let first = added.err.split('：').nth(1).unwrap().trim().to_owned();
    assert!(over(data, &add).expect(1).err.contains("已存在"));
    let wrong = ["account", "add", "x", "--name", "x", "--agency", "cz", "--role", "king"];
    assert!(over(data, &wrong).expect(2).err.contains("king"));
    let mut reset = command()
        .args(["account", "passwd", "li", "--password-stdin", "--data"])
        .arg(data)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    reset.stdin.take().unwrap().write_all("一个足够长的新口令\n".as_bytes()).unwrap();
    ran(reset.wait_with_output().unwrap()).expect(0);
    let server = Server::start(data);
    sign_in(server.address, "li", "一个足够长的新口令");
    let body = serde_json::json!({ "username": "li", "password": first }).to_string();
    let refused = request(server.address, "POST", "/api/session", &[], &body).unwrap();
    assert_eq!(refused.status, 401);
}

#[test]
fn given_stores_that_are_not_offered_then_the_program_says_which_are() {
    let folder = Folder::absent();
    over(&folder.path, &["init"]).expect(0);
    let elsewhere = over(&folder.path, &["verify", "--blobs", "ftp://host/evidence"]).expect(2);
    assert!(elsewhere.err.contains("file:///") && elsewhere.err.contains("s3://"));
    let keys = [("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")];
    let bucket = over_with(&folder.path, &["verify", "--blobs", "s3://bucket"], &keys).expect(2);
    assert!(bucket.err.contains("AWS_ACCESS_KEY_ID"), "{}", bucket.err);
    let secret = ["verify", "--json", "--blobs", "s3://id:hunter2@bucket"];
    let refused = over(&folder.path, &secret).expect(2);
    assert_eq!(refused.json()["error"]["code"], "blobs.place");
    assert!(refused.err.contains("环境变量") && !refused.err.contains("hunter2"));
    let other = over(&folder.path, &["audit", "--database-url", "mysql://x"]).expect(2);
    assert!(other.err.contains("postgres://"), "{}", other.err);
    let elsewhere = format!("file://{}", folder.beside("evidence").display());
    over(&folder.path, &["verify", "--blobs", &elsewhere]).expect(0);
    run(["verify", "--bundle", "/nowhere.json"]).expect(2);
}
