//! What the demonstration publishes besides matters: who reviews, their training, advisers, the city's review catalogue with the counties'
//! adaptations and what was remarked on them, numbered blank forms, and cards in several states. All through the application.
//!
//! What this is not: matters (see [`crate::play`]). A refusal here is a mistake in the demonstration and ends it.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};
use zhiheng_app::blanks::Form;
use zhiheng_app::caller::Caller;
use zhiheng_app::officers::CardWish;
use zhiheng_app::registers::EntryWish;
use zhiheng_app::registry::Entry;
use zhiheng_app::{App, Error};
use zhiheng_domain::register::{Step, Wish};

use crate::people::{invented_name, person};

/// The penalty agency of the city; `luzhi` and `xiangzhi` are those of two counties below it.
const CITY: &str = "shili";
/// Card holders of the first county besides those with accounts, so that one reviewer is short of the ratio.
const SQUAD: usize = 22;

pub(crate) type Callers = BTreeMap<String, Caller>;

/// Before the first matter: reviewers and catalogues, so that they rule from then on.
///
/// # Errors
/// A step is refused, or the store is not there.
pub async fn before(app: &App, callers: &Callers) -> Result<(), Error> {
    for (agency, qualified) in [(CITY, true), ("luzhi", true), ("xiangzhi", false)] {
        let reviewer = person(agency, "reviewer");
        let name = callers.get(&reviewer).map(|caller| caller.actor.name.clone());
        // Who began after 15 July 2021 without the qualification may not review penalties (处罚法58).
        let standing = if qualified {
            json!({
                "began_on": "2019-03-01", "qualification": "A2018示例0001（演示）", "qualified_on": "2018-03-30",
            })
        } else {
            json!({ "began_on": "2023-05-01" })
        };
        let seat = json!({
            "person": reviewer, "name": name, "unit": "法规科", "degree": "法学本科",
            "appointment": "演示文〔2019〕3号",
        });
        let fields = Value::Object(object(seat).into_iter().chain(object(standing)).collect());
        publish(app, callers, agency, "reviewers", fields).await?;
    }
    for (code, name, kind, unit) in [
        ("GZ-01", "顾某甲", "公职律师", "长治市示例司法局"),
        ("GW-01", "顾某乙", "法律顾问（外聘）", "示例律师事务所"),
    ] {
        let fields = json!({
            "code": code, "name": name, "kind": kind, "unit": unit,
            "licence": format!("演示证{code}"), "fields": ["行政处罚", "行政许可"], "until": "2028-12-31",
        });
        publish(app, callers, CITY, "advisers", fields).await?;
    }
    catalogues(app, callers).await
}

/// The city's catalogue repeats the amounts of the national one; the first county is stricter, the second lacks an entry.
async fn catalogues(app: &App, callers: &Callers) -> Result<(), Error> {
    let listed = |matter: &str, criteria: &str, more: Value| {
        let mut fields = json!({
            "category": "行政处罚", "matter": matter, "criteria": criteria,
            "basis": "《行政处罚法》第五十八条；国办发〔2018〕118号",
            "materials": "拟作出的决定、调查终结报告、证据、听证笔录",
            "points": "主体、事实、证据、依据、裁量、程序、文书", "limit": "五个工作日",
        });
        if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
            fields.extend(more);
        }
        fields
    };
    let unit = listed(
        "对单位的罚款、没收",
        "对单位和个体工商户罚没五万元以上的",
        json!({ "party": "单位和个体工商户", "amount": 5_000_000 }),
    );
    let natural = listed(
        "对公民的罚款、没收",
        "对公民罚没一万元以上的",
        json!({ "party": "公民", "amount": 1_000_000 }),
    );
    let heard = listed("经过听证的处罚", "经过听证程序的", json!({ "hearing": true }));
    let mut above = Vec::new();
    for fields in [unit, natural, heard] {
        above.push(publish(app, callers, CITY, "catalogue", fields).await?);
    }
    let [unit, natural, heard] = above.as_slice() else {
        return Err(Error::Internal("the demonstration's catalogue".to_owned()));
    };
    let stricter = json!({ "amount": 2_000_000, "criteria": "对单位和个体工商户罚没二万元以上的" });
    adopt(app, callers, "luzhi", unit, stricter).await?;
    adopt(app, callers, "luzhi", natural, json!({})).await?;
    adopt(app, callers, "luzhi", heard, json!({})).await?;
    let own = listed(
        "夜市、早市的集中整治",
        "同一次整治涉及多个法律关系的",
        json!({ "relations": true }),
    );
    publish(app, callers, "luzhi", "catalogue", own).await?;
    adopt(app, callers, "xiangzhi", unit, json!({})).await?;
    adopt(app, callers, "xiangzhi", heard, json!({})).await?;
    let above = caller(callers, CITY, "reviewer")?;
    app.remark(above, natural, "xiangzhi", "对公民的罚没没有列入，请说明，或者在本月内补列。")
        .await?;
    app.remark(above, unit, "luzhi", "二万元的标准比市级严，请说明依据。").await?;
    let below = caller(callers, "luzhi", "reviewer")?;
    let answer =
        "辖区夜市、早市案件多为个体工商户，罚没二万元以上已属数额较大，经局务会研究从严确定。";
    app.answer_remark(below, unit, 1, answer).await?;
    Ok(())
}

/// After the last matter: this year's training, numbered forms, and cards that are suspended, about to lapse, or not yet in use.
///
/// # Errors
/// A step is refused, or the store is not there.
pub async fn after(app: &App, callers: &Callers, until: DateTime) -> Result<(), Error> {
    let trained = until.date().checked_sub(20.days()).unwrap_or(until.date());
    for (agency, hours) in [(CITY, "42"), ("luzhi", "16.5")] {
        let fields = json!({
            "person": person(agency, "reviewer"), "on": trained.to_string(), "kind": "业务培训",
            "topic": "重大执法决定法制审核实务", "hours": hours, "organiser": "长治市示例司法局", "result": "合格",
        });
        publish(app, callers, agency, "reviewer-training", fields).await?;
    }
    let soon = until.date().checked_add(12.days()).unwrap_or(until.date());
    let mut squad: Vec<Entry> = (0..SQUAD)
        .map(|n| {
            let id = format!("luzhi-squad{:02}", n + 1);
            card(&id, &invented_name(240 + n), "luzhi", &format!("YS{:06}", 900 + n), "2028-12-31")
        })
        .collect();
    let officer = person("luzhi", "officer2");
    let name = caller(callers, "luzhi", "officer2")?.actor.name.clone();
    squad.push(card(&officer, &name, "luzhi", "YS000898", &soon.to_string()));
    app.enter("system", squad).await?;
    let form = Form { procedure: "penalty.summary", act: "decide", paper: "spot_decision" };
    app.reserve(caller(callers, "luzhi", "officer")?, form, 5, None).await?;
    cards(app, callers, until).await
}

async fn cards(app: &App, callers: &Callers, until: DateTime) -> Result<(), Error> {
    let step = |step: &str, fields: Value, reason: &str| CardWish {
        step: step.to_owned(),
        fields: object(fields),
        reason: reason.to_owned(),
        seen: None,
    };
    let suspended = person("luzhi", "officer3");
    let head = caller(callers, "luzhi", "head")?;
    app.card_step(
        head,
        &suspended,
        &step("suspend", json!({}), "正在接受核查，结果出来以前不执法（演示）"),
    )
    .await?;
    // A new card: applied for, examined, issued; training before the post is still to come.
    let fresh = person("luzhi", "archivist");
    let asked = json!({
        "fields": ["行政处罚"], "regions": ["140403"], "post": "科员", "staffed": true, "examined": true,
    });
    let officer = caller(callers, "luzhi", "officer")?;
    app.card_step(officer, &fresh, &step("apply", asked, "")).await?;
    let reviewer = caller(callers, "luzhi", "reviewer")?;
    app.card_step(reviewer, &fresh, &step("examine", json!({}), "")).await?;
    let issued = json!({
        "card": "YS000899", "valid_from": until.date().to_string(), "valid_until": "2029-12-31",
    });
    app.card_step(head, &fresh, &step("issue", issued, "")).await?;
    Ok(())
}

/// Collected, examined and published by three people of an agency. Answers the id.
pub(crate) async fn publish(
    app: &App,
    callers: &Callers,
    agency: &str,
    kind: &str,
    fields: Value,
) -> Result<String, Error> {
    let wish = |step: Step, fields: Value| Wish {
        step,
        fields: object(fields),
        none: None,
        day: None,
        words: "演示资料".to_owned(),
    };
    let first = EntryWish { id: None, agency: None, seen: None, wish: wish(Step::Propose, fields) };
    let officer = caller(callers, agency, "officer")?;
    let done = app.change_entries(officer, kind, vec![first]).await?;
    let id = done.entries.first().map(|entry| entry.id.clone()).unwrap_or_default();
    released(app, callers, agency, kind, &id).await?;
    Ok(id)
}

pub(crate) async fn released(
    app: &App,
    callers: &Callers,
    agency: &str,
    kind: &str,
    id: &str,
) -> Result<(), Error> {
    for (step, desk) in [(Step::Examine, "section"), (Step::Publish, "editor")] {
        let wish =
            Wish { step, fields: Map::new(), none: None, day: None, words: "同意".to_owned() };
        let wish = EntryWish { id: Some(id.to_owned()), agency: None, seen: None, wish };
        app.change_entries(caller(callers, agency, desk)?, kind, vec![wish]).await?;
    }
    Ok(())
}

/// A county takes over one of the city's entries.
async fn adopt(
    app: &App,
    callers: &Callers,
    agency: &str,
    template: &str,
    stricter: Value,
) -> Result<(), Error> {
    let officer = caller(callers, agency, "officer")?;
    let done = app.adopt(officer, template, object(stricter), "演示资料").await?;
    let id = done.entries.first().map(|entry| entry.id.clone()).unwrap_or_default();
    released(app, callers, agency, "catalogue", &id).await
}

pub(crate) fn caller<'c>(
    callers: &'c Callers,
    agency: &str,
    desk: &str,
) -> Result<&'c Caller, Error> {
    let id = person(agency, desk);
    callers.get(&id).ok_or_else(|| Error::Internal(format!("the demonstration lacks {id}")))
}

fn card(id: &str, name: &str, agency: &str, number: &str, until: &str) -> Entry {
    Entry {
        register: "officers".to_owned(),
        id: id.to_owned(),
        agency: agency.to_owned(),
        name: name.to_owned(),
        body: object(json!({
            "id": id, "name": name, "agency": agency, "card": number, "valid_from": "2023-01-01",
            "valid_until": until, "suspended": false, "post": "科员", "issuer": "山西省人民政府",
        })),
        active: true,
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
