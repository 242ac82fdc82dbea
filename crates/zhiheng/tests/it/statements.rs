//! 每日声明: a reader with nothing but what the portal hands out finds a decision that was taken away or dated back, and the day.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use crate::client::{Server, request};
use crate::folders::Folder;
use crate::program::{Ran, run};

/// Downloads what a reader needs into a folder.
fn download(data: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    let server = Server::start(data);
    let get = |path: &str| {
        let answer = request(server.address, "GET", path, &[], "").unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    };
    fs::write(into.join("statements.jsonl"), get("/record/statements.jsonl")).unwrap();
    fs::write(into.join("decisions.jsonl"), get("/record/decisions.jsonl")).unwrap();
    fs::write(into.join("policy"), get("/record/policy")).unwrap();
    let last = sealed(into).last().unwrap()["number"].as_u64().unwrap();
    let proof = get(&format!("/record/statements/{last}/proof.json"));
    fs::write(into.join("proof.json"), proof).unwrap();
}

fn sealed(folder: &Path) -> Vec<Value> {
    fs::read_to_string(folder.join("statements.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|statement: &Value| statement.get("running").is_none())
        .collect()
}

fn read(now: &Path, kept: &Path) -> Ran {
    let file = |folder: &Path, name: &str| folder.join(name).to_string_lossy().into_owned();
    run([
        "verify",
        "--json",
        "--statements",
        &file(now, "statements.jsonl"),
        "--decisions",
        &file(now, "decisions.jsonl"),
        "--kept",
        &file(kept, "statements.jsonl"),
        "--proof",
        &file(now, "proof.json"),
        "--policy",
        &file(kept, "policy"),
    ])
}

/// One of our own decisions that is public: id and the day on which the statement said so.
fn one(folder: &Path) -> (String, String) {
    sealed(folder)
        .iter()
        .find_map(|statement| {
            let changes = statement["changes"].as_array().unwrap();
            let published = changes.iter().find(|change| change["what"] == "published")?;
            let date = statement["date"].as_str()?.to_owned();
            Some((published["id"].as_str()?.to_owned(), date))
        })
        .expect("the demonstration publishes decisions of its own")
}

#[test]
fn given_two_years_of_statements_when_a_reader_checks_them_then_they_follow_add_up_and_match_the_list()
 {
    let folder = Folder::demo();
    let kept = folder.beside("kept");
    download(&folder.path, &kept);
    let statements = sealed(&kept);
    assert!(statements.len() > 700, "a day without a decision has its statement too");
    let answer = read(&kept, &kept).expect(0).json();
    assert_eq!(answer["outcome"], "intact");
    let lines = fs::read_to_string(kept.join("decisions.jsonl")).unwrap().lines().count();
    assert_eq!(answer["listed"], lines);
    assert!(lines > 2_000 && answer["proven"].as_u64() == Some(statements.len() as u64));
}

#[test]
fn given_a_decision_taken_out_of_the_database_when_a_reader_checks_then_it_fails_and_names_the_day()
{
    let folder = Folder::demo();
    let kept = folder.beside("kept");
    download(&folder.path, &kept);
    let (id, day) = one(&kept);
    let connection = Connection::open(folder.path.join("zhiheng.db")).unwrap();
    assert_eq!(connection.execute("DELETE FROM decision WHERE id = ?1", [&id]).unwrap(), 1);
    connection.close().unwrap();
    let now = folder.beside("now");
    download(&folder.path, &now);
    let answer = read(&now, &kept).expect(1).json();
    let problems = answer["problems"].as_array().unwrap();
    assert!(
        problems.iter().any(
            |problem| problem["code"] == "statement.omitted" && problem["date"] == day.as_str()
        ),
        "{problems:?}"
    );
}

#[test]
fn given_a_decision_dated_back_in_the_database_when_a_reader_checks_then_it_fails_and_names_the_day()
 {
    let folder = Folder::demo();
    let kept = folder.beside("kept");
    download(&folder.path, &kept);
    let (id, day) = one(&kept);
    let connection = Connection::open(folder.path.join("zhiheng.db")).unwrap();
    let sql = "UPDATE decision SET decided = '2001-01-01' WHERE id = ?1";
    assert_eq!(connection.execute(sql, [&id]).unwrap(), 1);
    connection.close().unwrap();
    let now = folder.beside("now");
    download(&folder.path, &now);
    let answer = read(&now, &kept).expect(1).json();
    let problems = answer["problems"].as_array().unwrap();
    assert!(
        problems.iter().any(
            |problem| problem["code"] == "statement.changed" && problem["date"] == day.as_str()
        ),
        "{problems:?}"
    );
}

#[test]
fn given_a_statement_without_one_of_its_decisions_when_a_reader_compares_with_his_own_then_it_fails_and_names_the_day()
 {
    let folder = Folder::demo();
    let kept = folder.beside("kept");
    download(&folder.path, &kept);
    let (_, day) = one(&kept);
    let now = folder.beside("now");
    fs::create_dir_all(&now).unwrap();
    for file in ["decisions.jsonl", "policy", "proof.json"] {
        fs::copy(kept.join(file), now.join(file)).unwrap();
    }
    // The portal hands out another statement for that day, with everything after it in step.
    let mut text = String::new();
    for mut statement in sealed(&kept) {
        if statement["date"] == day.as_str() {
            statement["changes"].as_array_mut().unwrap().retain(|one| one["what"] != "published");
        }
        text += &statement.to_string();
        text.push('\n');
    }
    fs::write(now.join("statements.jsonl"), text).unwrap();
    let answer = read(&now, &kept).expect(1).json();
    let problems = answer["problems"].as_array().unwrap();
    for code in ["statement.kept", "statement.totals"] {
        assert!(
            problems.iter().any(|one| one["code"] == code && one["date"] == day.as_str()),
            "{code}: {problems:?}"
        );
    }
}
