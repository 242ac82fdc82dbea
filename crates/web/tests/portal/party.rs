//! The party's page as somebody with a paper and a phone meets it: no script, no cookie, no secret in an address.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::account_entry;
use zhiheng_domain::Role;

use crate::visitor::{Answer, city, get, post, send};
use crate::world::{World, object};

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

async fn chief(world: &World) -> Caller {
    let row = AccountRow {
        username: "chief".to_owned(),
        person: "chief".to_owned(),
        name: "示例丙".to_owned(),
        agency: "cz".to_owned(),
        roles: vec![Role::Officer.id().to_owned(), Role::SectionHead.id().to_owned()],
        active: true,
    };
    world.app.enter("system", vec![account_entry(&row)]).await.unwrap();
    world.app.caller(&row).await.unwrap()
}

/// A petition that was accepted, and the code of its party.
async fn accepted(world: &World) -> (String, String, String) {
    let chief = chief(world).await;
    let act = async |matter: Option<&str>, act: &str, fields: Value| {
        let wish = Wish {
            matter: matter.map(ToOwned::to_owned),
            procedure: "petition".to_owned(),
            act: act.to_owned(),
            fields: object(fields),
            ..Wish::default()
        };
        world.app.perform(&chief, &wish).await.unwrap()
    };
    let done = act(None, "register", json!({
        "title": "反映小区路灯不亮", "channel": "来信", "received_on": "2026-11-20", "party": "王某甲", "party_kind": "自然人",
        "phone": "13800138000", "address": "示例小区三号楼", "request": "请尽快修复", "facts": "三号楼前路灯不亮已有两月",
    })).await;
    let id = done.matter.id;
    let m = Some(id.as_str());
    act(m, "route", json!({
        "route": "信访程序", "manner": "本机关办理", "to": "长治市信访局", "handed_on": "2026-11-23", "why": "走信访程序。",
    })).await;
    act(m, "notice", json!({
        "told_how": "邮寄", "path": "由承办科室办理，六十日内出具处理意见书。", "contact": "承办科室",
    })).await;
    let code = world.app.give_party_code(&chief, &id).await.unwrap();
    (id, code.number, code.code)
}

fn pair(number: &str, code: &str) -> String {
    let encode =
        |text: &str| text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    format!("number={}&code={}", encode(number), encode(code))
}

/// A form with files, in the order in which the page has it.
fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    if let Some((name, content)) = file {
        let head = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    Request::post("/p/send")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
        .body(Body::from(body))
        .unwrap()
}

fn silent(answer: &Answer, code: &str) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert!(!answer.text().contains("<script"));
    for place in
        answer.text().split("href=\"").skip(1).chain(answer.text().split("action=\"").skip(1))
    {
        let address = place.split('"').next().unwrap();
        assert!(!address.contains(code) && !address.contains(&code.replace('-', "")), "{address}");
    }
}

#[tokio::test]
async fn the_party_comes_in_supplements_and_reads_the_answer_and_nobody_else_s_data() {
    let (world, router) = city().await;
    let (id, number, code) = accepted(&world).await;
    let ask = get(&router, "/p").await;
    assert_eq!(ask.status, StatusCode::OK);
    let page = post(&router, "/p", pair(&number, &code)).await;
    assert_eq!(page.status, StatusCode::OK);
    silent(&page, &code);
    let html = page.text();
    for said in
        [number.as_str(), "补充说明和材料", "信访工作条例", "信访事项受理告知书", "长治市信访局"]
    {
        assert!(html.contains(said), "the page does not say {said}");
    }
    assert!(!html.contains("13800138000"));

    let fields = [
        ("number", number.as_str()),
        ("code", &code),
        ("about", "investigate"),
        ("once", "k1"),
        ("text", "昨天又坏了一盏。"),
        ("sender", "王某甲"),
        ("phone", ""),
    ];
    let sent = send(&router, multipart(&fields, Some(("灯.png", PNG)))).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    silent(&sent, &code);
    assert!(sent.text().contains("回执码"));
    let page = post(&router, "/p", pair(&number, &code)).await.text();
    assert!(page.contains("昨天又坏了一盏。") && page.contains("已收到，等机关处理"));

    let chief = chief(&world).await;
    let desk = world.app.party_desk(&chief, &id).await.unwrap();
    assert_eq!(desk.items[0].files.len(), 1);
    let wish = Wish {
        matter: Some(id.clone()),
        act: "party_answer".to_owned(),
        fields: object(
            json!({ "party_item": desk.items[0].n, "said": "已转路灯所，<b>周内</b>修复。" }),
        ),
        ..Wish::default()
    };
    world.app.perform(&chief, &wish).await.unwrap();
    let page = post(&router, "/p", pair(&number, &code)).await.text();
    assert!(page.contains("机关已答复") && page.contains("周内") && !page.contains("<b>周内"));
}

#[tokio::test]
async fn every_wrong_pair_gets_one_answer_stores_nothing_and_the_eleventh_try_waits() {
    let (world, router) = city().await;
    let (_, number, code) = accepted(&world).await;
    let wrong = post(&router, "/p", pair(&number, "0000-0000-0000-0000")).await;
    let other = post(&router, "/p", pair("长信信〔2026〕999号", &code)).await;
    assert_eq!((wrong.status, other.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let bare = |html: String, typed: &str| html.replace(typed, "");
    assert_eq!(bare(wrong.text(), &number), bare(other.text(), "长信信〔2026〕999号"));
    assert!(!wrong.text().contains("0000-0000"));
    let fields = [
        ("number", number.as_str()),
        ("code", "no"),
        ("about", "investigate"),
        ("text", "x"),
        ("sender", "x"),
    ];
    let before = world.app.blobs().digests().await.unwrap().len();
    let sent = send(&router, multipart(&fields, Some(("a.png", PNG)))).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(world.app.blobs().digests().await.unwrap().len(), before);
    for _ in 0..7 {
        post(&router, "/p", pair(&number, "no")).await;
    }
    let often = post(&router, "/p", pair(&number, &code)).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!often.header("retry-after").is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_what_was_written_stays_in_the_form() {
    let (world, router) = city().await;
    let (_, number, code) = accepted(&world).await;
    let base = [("number", number.as_str()), ("code", code.as_str()), ("about", "investigate")];
    let mut fields = base.to_vec();
    fields.extend([("text", "写了很久的话"), ("sender", "")]);
    let answer = send(&router, multipart(&fields, None)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("写了很久的话") && answer.text().contains("必须填写"));
    let mut fields = base.to_vec();
    fields.extend([("text", "说明"), ("sender", "王某甲")]);
    let answer = send(&router, multipart(&fields, Some(("程序.exe", b"MZ\x90\0\x03\0\0\0")))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("没有提交成功"));
    let broken = Request::post("/p/send")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
        .body(Body::from("--cut\r\nnonsense"))
        .unwrap();
    assert!(send(&router, broken).await.status.is_client_error());
    let mut fields = base.to_vec();
    fields[2] = ("about", "opinion");
    fields.extend([("text", "我自己出意见"), ("sender", "王某甲")]);
    let answer = send(&router, multipart(&fields, None)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}
