//! Registers over HTTP: who may take which step, in which form things are told, tables in and templates out.

use axum::http::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::world::World;

fn item(code: &str, name: &str) -> Value {
    json!({ "code": code, "category": "行政检查", "name": name, "basis": "《示例条例》第一条" })
}

fn proposal(fields: &Value) -> Value {
    json!({ "fields": fields, "source": "长政发〔2026〕1号" })
}

async fn step(client: &Client, step: &str, body: &Value) -> Answer {
    client.post(&format!("/api/registers/items/{step}"), body).await
}

/// Taken through the three hands; answers the id.
async fn published(world: &World, fields: &Value) -> String {
    let done = step(&world.person("officer-a").await, "propose", &proposal(fields)).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let id = done.json()["entries"][0]["id"].as_str().unwrap().to_owned();
    let ids = json!({ "ids": [id], "agree": true, "opinion": "同意" });
    assert_eq!(step(&world.person("reviewer").await, "examine", &ids).await.status, 200);
    let ids = json!({ "ids": [id] });
    assert_eq!(step(&world.person("editor").await, "publish", &ids).await.status, 200);
    id
}

#[tokio::test]
async fn an_entry_goes_through_three_hands_and_says_what_stands_against_each_step() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let done = step(&officer, "propose", &proposal(&item("JC-1", "路灯检查"))).await.json();
    assert_eq!(done["entries"][0]["state"], "pending");
    assert_eq!(done["said"], "“路灯检查”已报审");
    let id = done["entries"][0]["id"].as_str().unwrap();
    let ids = json!({ "ids": [id] });
    let early = step(&world.person("editor").await, "publish", &ids).await;
    assert_eq!(early.problem(422), "register.not_examined");
    assert_eq!(early.json()["article"], "国办发〔2018〕118号");
    let page = officer.get(&format!("/api/registers/items/entries/{id}")).await.json();
    assert_eq!((&page["current"], &page["working"]["version"]), (&Value::Null, &json!(1)));
    let examine = page["can"].as_array().unwrap().iter().find(|can| can["step"] == "examine");
    let codes: Vec<&str> = examine.unwrap()["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["authority.power", "register.same_person"]);

    let back = json!({ "ids": [id], "agree": false, "opinion": "依据不全" });
    let reviewer = world.person("reviewer").await;
    assert_eq!(step(&reviewer, "examine", &back).await.json()["entries"][0]["state"], "draft");
    assert_eq!(step(&officer, "submit", &ids).await.json()["entries"][0]["state"], "pending");
    let agree = json!({ "ids": [id], "agree": true });
    assert_eq!(step(&reviewer, "examine", &agree).await.status, 200);
    let done = step(&world.person("editor").await, "publish", &ids).await.json();
    assert_eq!(done["entries"][0]["state_title"], "已公布");
    let page = officer.get(&format!("/api/registers/items/entries/{id}")).await.json();
    let steps: Vec<&str> = page["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["publish", "examine", "submit", "return", "propose"]);
    assert_eq!(page["history"][3]["opinion"], "依据不全");
}

#[tokio::test]
async fn a_new_version_is_compared_with_the_old_one_and_a_withdrawn_entry_is_no_longer_in_force() {
    let world = World::new().await;
    let id = published(&world, &item("JC-1", "旧名")).await;
    published(&world, &item("JC-1", "新名")).await;
    let officer = world.person("officer-a").await;
    let at = format!("/api/registers/items/entries/{id}");
    let compared = officer.get(&format!("{at}/compare?left=1&right=2")).await.json();
    assert_eq!(
        compared["changes"],
        json!([{ "column": "name", "title": "事项名称", "kind": "changed", "left": "旧名", "right": "新名" }])
    );
    assert_eq!(
        officer.get(&format!("{at}/compare?left=1&right=7")).await.problem(404),
        "not_found"
    );
    assert_eq!(officer.get(&format!("{at}/compare?left=1")).await.problem(400), "input.integer");
    assert_eq!(
        officer.get(&format!("{at}/compare?left=1&right=2&x=1")).await.problem(400),
        "input.unknown"
    );

    let list =
        officer.get("/api/registers/items/entries?in_force=true&words=%E6%96%B0").await.json();
    assert_eq!((&list["total"], &list["items"][0]["code"]), (&json!(1), &json!("JC-1")));
    let silent = json!({ "ids": [id], "reason": " " });
    let editor = world.person("editor").await;
    assert_eq!(step(&editor, "withdraw", &silent).await.problem(422), "input.required");
    let reason = json!({ "ids": [id], "reason": "职权取消" });
    assert_eq!(step(&editor, "withdraw", &reason).await.json()["entries"][0]["state"], "repealed");
    let list = officer.get("/api/registers/items/entries?in_force=true").await.json();
    assert_eq!(list["total"], 0);
    let list = officer.get("/api/registers/items/entries?state=repealed").await.json();
    assert_eq!(list["items"][0]["name"], "新名");
}

#[tokio::test]
async fn registers_tell_their_columns_counts_and_where_there_is_none() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let none = json!({ "group": "行政许可", "source": "三定规定" });
    let done = step(&officer, "none", &none).await.json();
    let ids = json!({ "ids": [done["entries"][0]["id"]], "agree": true });
    step(&world.person("reviewer").await, "examine", &ids).await;
    let ids = json!({ "ids": [done["entries"][0]["id"]] });
    step(&world.person("editor").await, "publish", &ids).await;
    published(&world, &item("JC-1", "检查")).await;
    let draft = json!({ "fields": item("JC-2", "草稿"), "source": "文件", "draft": true });
    let draft = step(&officer, "propose", &draft).await.json();
    assert_eq!(draft["entries"][0]["state"], "draft");

    let registers = officer.get("/api/registers").await.json();
    let items = registers.as_array().unwrap().iter().find(|held| held["id"] == "items").unwrap();
    assert_eq!(items["counts"], json!({ "draft": 1, "pending": 0, "published": 1, "repealed": 0 }));
    assert_eq!(items["none"][0]["group"], "行政许可");
    assert_eq!(items["can"], json!({ "propose": true, "examine": false, "publish": false }));
    let code = &items["columns"][0];
    assert_eq!(
        (&code["id"], &code["type"], &code["key"]),
        (&json!("code"), &json!("code"), &json!(true))
    );
    let ids = json!({ "ids": [draft["entries"][0]["id"]] });
    assert_eq!(step(&officer, "discard", &ids).await.status, 200);
    let all = officer.get("/api/registers/items/entries").await.json();
    assert_eq!(all["total"], 2, "the statement and the item; what was given up is in no list");
}

#[tokio::test]
async fn a_table_is_checked_then_taken_and_its_template_is_a_workbook() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    let text =
        "事项编码,类别,事项名称,实施依据\nJC-1,行政检查,检查,依据\nJC-2,行政烤火,烤火,依据\n";
    let send = |address: &'static str, text: &str| {
        let (officer, body) = (officer.clone(), text.as_bytes().to_vec());
        async move { officer.send(Method::POST, address, Some("application/octet-stream"), body).await }
    };
    let address = "/api/registers/items/import?name=a.csv&submit=true";
    let report = send(address, text).await.json();
    assert_eq!((&report["accepted"], &report["rejected"]), (&json!(0), &json!(2)));
    assert_eq!(
        (&report["report"][0]["row"], &report["report"][0]["column"], &report["report"][0]["code"]),
        (&json!(3), &json!("类别"), &json!("import.choice"))
    );
    let right = text.replace("行政烤火", "行政检查");
    let check = "/api/registers/items/import?name=a.csv&check=true";
    assert_eq!(send(check, &right).await.json()["accepted"], 2);
    assert_eq!(officer.get("/api/registers/items/entries").await.json()["total"], 0);
    assert_eq!(send(address, &right).await.json()["accepted"], 2);
    assert_eq!(officer.get("/api/registers/items/entries?state=pending").await.json()["total"], 2);
    assert_eq!(send("/api/registers/items/import", &right).await.problem(400), "input.name");
    assert_eq!(send(address, "").await.problem(422), "import.file");
    let odd = "/api/registers/items/import?name=a.csv&submit=maybe";
    assert_eq!(send(odd, &right).await.problem(400), "input.choice");

    let template = officer.get("/api/registers/discretion/template.xlsx").await;
    assert_eq!(template.status, 200);
    assert!(template.body.starts_with(b"PK"));
    assert!(template.header("content-disposition").contains("discretion.xlsx"));
}

#[tokio::test]
async fn what_is_sent_wrong_is_named() {
    let world = World::new().await;
    let officer = world.person("officer-a").await;
    for (what, body, code) in [
        ("propose", json!({ "fields": { "code": 1 }, "source": "x" }), "input.text"),
        ("propose", json!({ "fields": item("JC-1", "检查") }), "input.required"),
        (
            "propose",
            json!({ "fields": item("JC-1", "检查"), "source": "x", "effective": "2026-02-30" }),
            "input.date",
        ),
        (
            "propose",
            json!({ "fields": item("JC-1", "检查"), "source": "x", "odd": 1 }),
            "input.unknown",
        ),
        (
            "propose",
            json!({ "fields": item("JC-1", "检查"), "source": "x", "draft": "yes" }),
            "input.bool",
        ),
        ("none", json!({ "group": "行政烤火", "source": "x" }), "input.choice"),
        ("submit", json!({ "ids": [] }), "input.list"),
        ("submit", json!({ "ids": [1] }), "input.list"),
        ("submit", json!({}), "input.required"),
    ] {
        let answer = step(&officer, what, &body).await;
        // What cannot be read is 400; what can be read and is wrong is 422.
        assert!([400, 422].contains(&answer.status), "{what} {body}: {}", answer.text());
        assert_eq!(answer.problem(answer.status), code, "{what} {body}");
    }
    let lost = step(&officer, "submit", &json!({ "ids": ["nowhere"] })).await;
    assert_eq!(lost.problem(404), "not_found");
    assert_eq!(officer.get("/api/registers/dragons/entries").await.problem(404), "not_found");
    assert_eq!(
        officer.get("/api/registers/items/entries?cursor=x").await.problem(400),
        "input.query"
    );
    let denied = step(&officer, "publish", &json!({ "ids": ["x"] })).await;
    assert_eq!(denied.problem(403), "authority.denied");
}
