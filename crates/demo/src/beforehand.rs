//! What the demonstration's agencies tell the public beforehand (事前公示): powers and duties, ways to remedy, and what a petition
//! office must publish; and that there is none of what it has no power for. All through the application, by three people each.
//!
//! What this is not: reviewers, catalogues and cards (see [`crate::lists`]). Places and numbers are invented; articles are not.

use serde_json::{Value, json};
use zhiheng_app::registers::EntryWish;
use zhiheng_app::{App, Error};
use zhiheng_domain::register::{Step, Wish};

use crate::lists::{Callers, caller, object, publish, released};

/// The city's petition office, which has none of the powers to punish, license or coerce.
const OFFICE: &str = "cz";
/// The city's penalty agency.
const AGENCY: &str = "shili";
/// Categories of which the petition office has none (law.md 9.1).
const NONE: [&str; 8] = [
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政检查",
    "行政确认",
    "行政给付",
    "行政裁决",
];
/// What must be published by everybody who receives petitions (信访工作条例18).
const PETITION: [(&str, &str, &str); 7] = [
    (
        "网络信访渠道",
        "网上信访平台",
        "通过本平台首页“办理进度”旁的入口，或者山西省网上信访平台（演示）提出。",
    ),
    ("通信地址", "来信地址", "长治市示例路 1 号 长治市信访局办信科（演示），邮政编码 000000。"),
    (
        "咨询投诉电话",
        "咨询投诉电话",
        "0355-0000000（演示），工作日 8:30 至 12:00，14:30 至 18:00。",
    ),
    (
        "接待的时间和地点",
        "来访接待",
        "工作日 8:30 至 12:00，14:30 至 18:00；长治市示例路 1 号一层接待大厅（演示）。",
    ),
    (
        "查询进展和结果的方式",
        "查询",
        "凭编号和查询码在本网站“办理进度”查询，或者持身份证件到接待大厅查询。",
    ),
    (
        "相关法律、法规、规章",
        "主要依据",
        "《信访工作条例》（2022 年 5 月 1 日起施行）。全文见本网站“法律依据”。",
    ),
    (
        "处理程序",
        "办理程序",
        "登记、受理或者转送、办理、答复；对处理意见不服的可以请求复查、复核。流程图见本网站“办事程序”。",
    ),
];

/// Before the first matter.
///
/// # Errors
/// A step is refused, or the store is not there.
pub(crate) async fn before(app: &App, callers: &Callers) -> Result<(), Error> {
    for (kind, title, content) in PETITION {
        let fields = json!({ "kind": kind, "title": title, "content": content });
        publish(app, callers, OFFICE, "petition-public", fields).await?;
    }
    let own = [
        (
            "信访",
            "信访事项的受理、转送、交办",
            "信访工作条例14",
            "办信科",
            "登记、转送、交办，督促按期办理",
        ),
        ("信访", "信访事项的督办", "信访工作条例40", "督查科", "发现不按规定办理的，提出改进建议"),
        (
            "行政奖励",
            "对提出建议、意见有贡献的奖励",
            "信访工作条例29、39",
            "办公室",
            "按规定评定、公布",
        ),
    ];
    for (category, matter, basis, unit, responsibility) in own {
        duty(app, callers, OFFICE, [category, matter, basis, unit, responsibility]).await?;
    }
    for category in NONE {
        state_none(app, callers, OFFICE, "duties", category).await?;
    }
    let punish = "依法立案、调查、审核、告知、听证、决定、送达、执行、公开";
    let own = [
        ("行政处罚", "市容环境卫生违法行为的处罚", "处罚法18（演示的集中行使）", "案件科", punish),
        (
            "行政检查",
            "市容环境卫生的日常检查",
            "国办发〔2024〕54号",
            "巡查科",
            "按计划检查，出示证件，制作记录",
        ),
    ];
    for (category, matter, basis, unit, responsibility) in own {
        duty(app, callers, AGENCY, [category, matter, basis, unit, responsibility]).await?;
    }
    remedies(app, callers).await
}

/// A change that waits for its examination, so that the desk of disclosure has something to count down.
///
/// # Errors
/// A step is refused, or the store is not there.
pub(crate) async fn after(app: &App, callers: &Callers) -> Result<(), Error> {
    let fields = duty_fields([
        "行政检查",
        "餐饮油烟的专项检查",
        "国办发〔2024〕54号",
        "巡查科",
        "按计划检查，出示证件，制作记录",
    ]);
    let officer = caller(callers, AGENCY, "officer")?;
    app.change_entries(officer, "duties", vec![proposed(fields, None)]).await?;
    Ok(())
}

async fn remedies(app: &App, callers: &Callers) -> Result<(), Error> {
    let address = "长治市示例路 2 号（演示）";
    let penalty = [
        ("陈述、申辩", "拟作出的行政处罚", "作出处罚的机关", "告知书写明的期限内", "处罚法45"),
        (
            "听证",
            "数额较大的罚款等拟处罚",
            "作出处罚的机关",
            "告知之日起五个工作日内",
            "处罚法63、64",
        ),
        (
            "行政复议",
            "行政处罚决定等执法决定",
            "长治市人民政府（演示）",
            "知道之日起六十日内",
            "行政复议法20、24",
        ),
        (
            "行政诉讼",
            "行政处罚决定等执法决定",
            "有管辖权的人民法院",
            "知道之日起六个月内",
            "行政诉讼法46",
        ),
        ("投诉、举报", "执法人员的行为", "长治市示例司法局（演示）", "随时", "处罚法75"),
    ];
    for (kind, against, receiver, limit, basis) in penalty {
        let fields = json!({
            "kind": kind, "against": against, "receiver": receiver, "limit": limit, "basis": basis,
            "address": address, "phone": "0355-0000000（演示）",
        });
        publish(app, callers, AGENCY, "remedies", fields).await?;
    }
    let petition = [
        ("信访处理意见", "办理机关的上一级机关（复查）", "收到之日起三十日内", "信访工作条例35"),
        ("信访复查意见", "复查机关的上一级机关（复核）", "收到之日起三十日内", "信访工作条例36"),
    ];
    for (against, receiver, limit, basis) in petition {
        let fields = json!({
            "kind": "信访复查、复核", "against": against, "receiver": receiver, "limit": limit, "basis": basis,
        });
        publish(app, callers, OFFICE, "remedies", fields).await?;
    }
    Ok(())
}

/// Category, name, basis, unit and responsibility of a power.
fn duty_fields([category, matter, basis, unit, responsibility]: [&str; 5]) -> Value {
    json!({
        "category": category, "matter": matter, "basis": basis, "unit": unit, "responsibility": responsibility,
        "accountability": "不依法履行、滥用职权、徇私舞弊的，依法追究责任。", "phone": "0355-0000000（演示）",
    })
}

async fn duty(app: &App, callers: &Callers, agency: &str, words: [&str; 5]) -> Result<(), Error> {
    publish(app, callers, agency, "duties", duty_fields(words)).await?;
    Ok(())
}

/// States that there is none of a category.
async fn state_none(
    app: &App,
    callers: &Callers,
    agency: &str,
    kind: &str,
    category: &str,
) -> Result<(), Error> {
    let wish = proposed(json!({}), Some(category.to_owned()));
    let officer = caller(callers, agency, "officer")?;
    let done = app.change_entries(officer, kind, vec![wish]).await?;
    let id = done.entries.first().map(|entry| entry.id.clone()).unwrap_or_default();
    released(app, callers, agency, kind, &id).await
}

fn proposed(fields: Value, none: Option<String>) -> EntryWish {
    let wish = Wish {
        step: Step::Propose,
        fields: object(fields),
        none,
        day: None,
        words: "演示资料".to_owned(),
    };
    EntryWish { id: None, agency: None, seen: None, wish }
}
