//! The party's page through the application: the code opens its own matter alone, what it brings forward is on the record with a receipt,
//! nothing is decided over it, and the audit finds all of it lawful.

use serde_json::json;
use zhiheng_app::Error;
use zhiheng_app::party::{OfferState, PartyDraft};
use zhiheng_app::party_receipt::Still;
use zhiheng_app::ports::Store as _;

use crate::world::{World, decision};

/// A minor fine on a company whose notice was served on 2026-03-04: 陈述申辩 until 2026-03-11, no hearing.
async fn served(world: &World) -> (String, String) {
    let id = world.concluded(100_000).await;
    let m = Some(id.as_str());
    world.at("2026-03-04T10:00");
    let told = json!({ "hearing_told": false, "where_to_state": "法规科" });
    world.act("section", m, "notify", told).await.unwrap();
    let served = json!({ "manner": "直接送达", "served_on": "2026-03-04", "receiver": "示例公司" });
    world.act("officer", m, "serve_notice", served).await.unwrap();
    let loaded = world.app.load(&world.caller("officer").await, &id).await.unwrap();
    (id, loaded.matter.number.unwrap())
}

async fn code(world: &World, id: &str) -> String {
    world.app.give_party_code(&world.caller("officer").await, id).await.unwrap().code
}

fn defence(once: &str) -> PartyDraft {
    PartyDraft {
        about: "defend".to_owned(),
        text: "桌椅是隔壁摆的。".to_owned(),
        sender: "赵某某".to_owned(),
        phone: "13800138000".to_owned(),
        once: once.to_owned(),
        ..PartyDraft::default()
    }
}

#[tokio::test]
async fn given_a_defence_on_the_page_when_the_head_decides_before_anybody_opened_it_then_it_is_refused_under_article_45()
 {
    let world = World::new().await;
    let (id, number) = served(&world).await;
    let code = code(&world, &id).await;
    world.at("2026-03-11T23:50");
    let picture =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let file = world.app.party_file(picture).await.unwrap();
    let draft =
        PartyDraft { files: vec![(file.clone(), "合同.png".to_owned())], ..defence("a1") };
    let sent = world.app.party_send(&number, &code, &draft).await.unwrap().unwrap();
    assert_eq!((sent.title.as_str(), sent.in_time), ("陈述、申辩", Some(true)));
    assert_eq!(sent.receipt.items.len(), 2);
    let again = world.app.party_send(&number, &code, &draft).await.unwrap().unwrap();
    assert_eq!(again, sent, "a second press of the button brings nothing twice");

    world.at("2026-03-20T09:00");
    let m = Some(id.as_str());
    let Error::Refused(reasons) = world.act("head", m, "decide", decision()).await.unwrap_err()
    else {
        panic!()
    };
    let party = reasons.iter().find(|reason| reason.code == "party.unheard").unwrap();
    assert_eq!(party.article.as_deref(), Some("处罚法45"));
    assert_eq!(party.supply.as_ref().unwrap().act, "defend");

    let desk = world.app.party_desk(&world.caller("officer").await, &id).await.unwrap();
    assert_eq!((desk.waiting, desk.items[0].sender.as_str()), (1, "赵某某"));
    let masked = world.app.party_desk(&world.caller("supervisor").await, &id).await.unwrap();
    assert!(masked.items[0].masked && masked.items[0].fields.is_empty());
    assert!(!serde_json::to_string(&masked).unwrap().contains("桌椅是隔壁摆的"));
    let owed = world.app.desk(&world.caller("officer").await).await.unwrap();
    assert!(owed.duties.iter().any(|duty| duty.title == "接收或者答复当事人来件"));

    let fields = serde_json::Value::Object(desk.items[0].fields.clone());
    world.act("officer", m, "defend", fields).await.unwrap();
    world
        .act(
            "officer",
            m,
            "answer_defence",
            json!({ "adopted": "不采纳", "reasons": "照片相符。" }),
        )
        .await
        .unwrap();
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    assert!(page.items[0].heard.as_ref().unwrap().0, "the party sees that it was taken over");
    assert_eq!(page.items[0].receipt, sent.receipt.code);
    let shown = world.app.receipt_shown(&sent.receipt.code).await.unwrap().unwrap();
    assert!(shown.items.iter().all(|(_, still)| *still == Still::Same));
    world.act("head", m, "decide", decision()).await.unwrap();
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}

#[tokio::test]
async fn given_a_new_code_then_the_old_one_opens_nothing_and_neither_does_the_code_with_another_number()
 {
    let world = World::new().await;
    let (id, number) = served(&world).await;
    let old = code(&world, &id).await;
    assert!(world.app.party_page(&number, &old.to_lowercase()).await.unwrap().is_some());
    let new = code(&world, &id).await;
    assert!(world.app.party_page(&number, &old).await.unwrap().is_none());
    assert!(world.app.party_page(&number, &new).await.unwrap().is_some());
    for (number, code) in [
        ("示bureau处〔2026〕99号", new.as_str()),
        (&number, "0000-0000-0000-0000"),
        ("", ""),
        (&number, ""),
    ] {
        assert!(world.app.party_page(number, code).await.unwrap().is_none());
    }
    assert!(world.app.party_send(&number, &old, &defence("b1")).await.unwrap().is_none());
    // The query code is with whoever registered the matter, who may be an informer: it opens nothing here.
    let loaded = world.app.load(&world.caller("officer").await, &id).await.unwrap();
    assert!(world.app.party_page(&number, &loaded.matter.code).await.unwrap().is_none());
    let plain = new.replace('-', "");
    for event in world.store.journal(0, 10_000).await.unwrap() {
        assert!(!event.content.contains(&plain) && !event.content.contains(&new), "{}", event.kind);
    }
}

#[tokio::test]
async fn given_whoever_has_no_part_then_no_code_is_given_and_no_slip_printed() {
    let world = World::new().await;
    let (id, _) = served(&world).await;
    for desk in ["reviewer", "head", "editor", "archivist", "supervisor", "stranger"] {
        let refused = world.app.give_party_code(&world.caller(desk).await, &id).await;
        assert!(refused.is_err(), "{desk}");
    }
    let caller = world.caller("officer").await;
    let given = world.app.give_party_code(&caller, &id).await.unwrap();
    let slip =
        world.app.party_slip(&caller, &id, &given.code, "https://example.gov.cn").await.unwrap();
    assert!(!slip.key.contains(&given.code.replace('-', "")), "no secret in the address");
    assert!(
        world
            .app
            .party_slip(&caller, &id, "0000-0000-0000-0000", "https://example.gov.cn")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn given_the_page_then_it_shows_days_papers_and_what_can_be_done_and_nothing_that_stays_inside()
 {
    let world = World::new().await;
    let (id, number) = served(&world).await;
    let code = code(&world, &id).await;
    world.at("2026-03-06T09:00");
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    let defend = page.offers.iter().find(|offer| offer.act == "defend").unwrap();
    assert_eq!(defend.state, OfferState::Open(Some(jiff::civil::date(2026, 3, 11))));
    let hearing = page.offers.iter().find(|offer| offer.act == "request_hearing").unwrap();
    assert!(
        matches!(hearing.state, OfferState::Closed(_)),
        "no right to a hearing over 1 000 yuan"
    );
    assert_eq!(page.days[0].left, 5);
    let titles: Vec<&str> = page.papers.iter().map(|paper| paper.title.as_str()).collect();
    assert_eq!(titles, ["行政处罚事先告知书"]);
    world.at("2026-03-12T00:00");
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    let defend = page.offers.iter().find(|offer| offer.act == "defend").unwrap();
    assert!(matches!(defend.state, OfferState::Late(_)));
    let sent = world.app.party_send(&number, &code, &defence("c1")).await.unwrap().unwrap();
    assert_eq!(sent.in_time, Some(false));
}

#[tokio::test]
async fn given_a_file_of_another_kind_or_too_much_then_it_is_refused_in_words() {
    let world = World::new().await;
    let Err(Error::Input(reasons)) = world.app.party_file(b"hello, this is text\n").await else {
        panic!("plain text was taken")
    };
    assert!(reasons[0].message.contains("PDF"));
    let (id, number) = served(&world).await;
    let code = code(&world, &id).await;
    for n in 0..20 {
        let draft = PartyDraft {
            about: "collect_evidence".to_owned(),
            text: format!("材料 {n}"),
            ..defence(&format!("d{n}"))
        };
        world.app.party_send(&number, &code, &draft).await.unwrap().unwrap();
    }
    let Err(Error::Refused(reasons)) = world.app.party_send(&number, &code, &defence("e1")).await
    else {
        panic!("the twenty-first was taken")
    };
    assert_eq!(reasons[0].code, "party.many");
    let nothing = PartyDraft { text: String::new(), ..defence("e2") };
    assert!(world.app.party_send(&number, &code, &nothing).await.is_err());
}

#[tokio::test]
async fn given_consent_when_a_notice_is_made_then_it_waits_on_the_page_and_its_confirmation_fills_the_act_of_service()
 {
    let world = World::new().await;
    let id = world.concluded(100_000).await;
    let m = Some(id.as_str());
    let number = world.app.load(&world.caller("officer").await, &id).await.unwrap().matter.number;
    let number = number.unwrap();
    let code = code(&world, &id).await;
    world.at("2026-03-04T10:00");
    let told = json!({ "hearing_told": false, "where_to_state": "法规科" });
    world.act("section", m, "notify", told).await.unwrap();
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    assert!(page.papers.is_empty(), "what was not served is not shown without consent");

    let consent = PartyDraft {
        about: "confirm_electronic".to_owned(),
        text: "别的话".to_owned(),
        ..defence("f1")
    };
    let sent = world.app.party_send(&number, &code, &consent).await.unwrap().unwrap();
    assert_eq!(sent.in_time, None);
    let take = async |act: &str| {
        let desk = world.app.party_desk(&world.caller("officer").await, &id).await.unwrap();
        let item = desk.items.iter().find(|item| item.state == "waiting").unwrap();
        assert_eq!(item.act.id, act);
        let fields = serde_json::Value::Object(item.fields.clone());
        world.act("officer", m, act, fields).await.unwrap();
        item.clone()
    };
    let taken = take("confirm_electronic").await;
    assert!(!taken.text.contains("别的话"), "the words of the pack are agreed to");

    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    assert!(page.papers[0].waits && page.papers[0].served.is_none());
    world.at("2026-03-05T22:00");
    let confirm = PartyDraft { about: "serve_notice".to_owned(), ..defence("f2") };
    world.app.party_send(&number, &code, &confirm).await.unwrap().unwrap();
    world.at("2026-03-09T09:00");
    take("serve_notice").await;
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    assert_eq!(page.papers[0].served, Some(jiff::civil::date(2026, 3, 5)));
    assert_eq!(
        page.days[0].due,
        jiff::civil::date(2026, 3, 12),
        "counted from the day it was confirmed"
    );
    assert!(page.means.is_empty());

    world
        .act("officer", m, "waive", json!({ "waived_how": "书面", "signed": "示例公司" }))
        .await
        .unwrap();
    world.act("head", m, "decide", decision()).await.unwrap();
    let confirm = PartyDraft { about: "serve".to_owned(), ..defence("f3") };
    world.app.party_send(&number, &code, &confirm).await.unwrap().unwrap();
    take("serve").await;
    let page = world.app.party_page(&number, &code).await.unwrap().unwrap();
    let means: Vec<(&str, String)> =
        page.means.iter().map(|means| (means.title.as_str(), means.due.to_string())).collect();
    assert_eq!(
        means,
        [("申请行政复议", "2026-05-08".to_owned()), ("提起行政诉讼", "2026-09-09".to_owned())]
    );
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
}
