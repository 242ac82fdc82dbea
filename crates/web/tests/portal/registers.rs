//! The published registers as anybody reads them.

use axum::http::StatusCode;
use serde_json::{Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::registers::EntryWish;
use zhiheng_domain::register::{Step, Wish};
use zhiheng_domain::{Actor, Role};

use crate::visitor::{city, get};
use crate::world::{World, object};

fn caller(person: &str, role: Role) -> Caller {
    Caller {
        username: person.to_owned(),
        actor: Actor {
            id: person.to_owned(),
            name: person.to_owned(),
            agency: "cz".to_owned(),
            roles: vec![role],
        },
        scope: vec!["cz".to_owned()],
        everything: false,
    }
}

async fn step(world: &World, who: Caller, kind: &str, id: Option<&str>, wish: Wish) -> String {
    let wish = EntryWish { id: id.map(ToOwned::to_owned), agency: None, seen: None, wish };
    let done = world.app.change_entries(&who, kind, vec![wish]).await.unwrap();
    done.entries[0].id.clone()
}

fn plain(step: Step, words: &str) -> Wish {
    Wish { step, fields: object(json!({})), none: None, day: None, words: words.to_owned() }
}

async fn publish(world: &World, kind: &str, wish: Wish) -> String {
    let id = step(world, caller("a", Role::Officer), kind, None, wish).await;
    step(
        world,
        caller("b", Role::LegalReviewer),
        kind,
        Some(&id),
        plain(Step::Examine, "内部意见"),
    )
    .await;
    step(world, caller("c", Role::DisclosureEditor), kind, Some(&id), plain(Step::Publish, ""))
        .await
}

fn item(code: &str, name: &str) -> Value {
    json!({ "code": code, "category": "行政检查", "name": name, "basis": "《示例条例》第一条" })
}

fn proposal(fields: Value) -> Wish {
    Wish { fields: object(fields), ..plain(Step::Propose, "长政发〔2026〕1号") }
}

#[tokio::test]
async fn an_empty_city_says_that_nothing_is_published_yet() {
    let (_world, router) = city().await;
    let html = get(&router, "/registers").await.text();
    assert!(html.contains("行政执法事项清单") && html.contains("还没有公布的条目"));
    let html = get(&router, "/registers/items").await.text();
    assert!(html.contains("没有公布的条目"));
    for path in ["/registers/dragons", "/registers/items/nowhere", "/registers/items/%00"] {
        assert_eq!(get(&router, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get(&router, "/registers/items?cursor=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_published_entry_stands_with_version_day_and_source_and_its_earlier_version_stays() {
    let (world, router) = city().await;
    let id = publish(&world, "items", proposal(item("JC-1", "路灯<检查>"))).await;
    publish(&world, "items", proposal(item("JC-1", "路灯和井盖检查"))).await;
    let draft = Wish { step: Step::Draft, ..proposal(item("JC-9", "还没定的事")) };
    step(&world, caller("a", Role::Officer), "items", None, draft).await;

    let html = get(&router, "/registers/items").await.text();
    assert!(html.contains("路灯和井盖检查") && html.contains("第 2 版"));
    assert!(html.contains("2026 年 11 月 23 日") || html.contains("2026年11月23日"));
    assert!(!html.contains("还没定的事"));
    let html = get(&router, &format!("/registers/items/{id}")).await.text();
    for words in ["长政发〔2026〕1号", "以前的版本", "路灯&#60;检查&#62;", "长治市信访局"]
    {
        assert!(html.contains(words), "{words} is missing");
    }
    for secret in ["内部意见", "LegalReviewer", "路灯<检查>"] {
        assert!(!html.contains(secret), "{secret} is shown");
    }
    let html = get(&router, "/registers/items?q=%E4%BA%95%E7%9B%96").await.text();
    assert!(html.contains("共 <span class=\"num\">1</span> 条"));
    let html = get(&router, "/registers/items?q=%E9%BE%99").await.text();
    assert!(html.contains("没有找到"));

    step(
        &world,
        caller("c", Role::DisclosureEditor),
        "items",
        Some(&id),
        plain(Step::Withdraw, "职权取消"),
    )
    .await;
    let html = get(&router, &format!("/registers/items/{id}")).await.text();
    assert!(html.contains("已经废止") && html.contains("职权取消"));
    assert!(!get(&router, "/registers/items").await.text().contains("井盖"));
}

#[tokio::test]
async fn that_there_is_none_is_public_with_its_day() {
    let (world, router) = city().await;
    let none =
        Wish { none: Some("行政强制".to_owned()), ..plain(Step::Propose, "三定规定") };
    let id = publish(&world, "items", none).await;
    for path in ["/registers", "/registers/items"] {
        let html = get(&router, path).await.text();
        assert!(html.contains("无此类事项") && html.contains("行政强制"), "{path}");
    }
    let html = get(&router, &format!("/registers/items/{id}")).await.text();
    assert!(html.contains("三定规定"));
}

#[tokio::test]
async fn a_long_register_is_turned_page_by_page() {
    let (world, router) = city().await;
    for n in 0..32 {
        publish(&world, "items", proposal(item(&format!("JC-{n}"), &format!("检查{n}号")))).await;
    }
    let html = get(&router, "/registers/items").await.text();
    assert!(html.contains("检查2号") && !html.contains("检查31号"), "in the order of their codes");
    let next = html.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let html = get(&router, &next).await.text();
    assert!(html.contains("检查31号") && html.contains("回到第一页") && !html.contains("检查2号"));
}
