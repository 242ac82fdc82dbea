//! One petition of the demonstration: what it asks, and the acts it goes through, some of them as far as 复核.

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::people::{AGENCIES, invented_name, person};
use crate::play::{Step, step};

/// What a petition is about.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Agency that registers and handles it.
    pub agency: &'static str,
    party: String,
    subject: &'static str,
    request: &'static str,
    channel: &'static str,
    route: &'static str,
    result: &'static str,
}

/// Subject and request.
const SUBJECTS: [(&str, &str); 10] = [
    ("小区供热温度不达标", "请求督促供热单位检修管网并退还差额"),
    ("村道路灯长期不亮", "请求修复路灯并明确维护单位"),
    ("征地补偿款发放迟延", "请求说明补偿款发放进度并尽快发放"),
    ("建筑工地夜间施工扰民", "请求制止夜间施工"),
    ("老旧住宅楼屋面漏水", "请求协调使用维修资金"),
    ("公交线路调整后出行不便", "请求恢复原站点或者增设站点"),
    ("饮用水水压不足", "请求增压改造"),
    ("劳动报酬被拖欠", "请求协调支付所欠工资"),
    ("学校门口交通拥堵", "请求增设标线和值守"),
    ("垃圾转运站异味", "请求治理异味并公开监测结果"),
];

impl Facts {
    /// Draws a petition.
    pub fn draw(dice: &mut Dice, n: usize) -> Self {
        let counties: Vec<&'static str> = AGENCIES
            .iter()
            .filter(|agency| agency.5 == Some("cz"))
            .map(|agency| agency.0)
            .collect();
        let agency = if dice.percent(22) { "cz" } else { *dice.pick(&counties) };
        let (subject, request) = *dice.pick(&SUBJECTS);
        let route = if dice.percent(82) {
            "信访程序"
        } else {
            dice.pick(&[
                "诉讼、复议、检察、公安程序",
                "仲裁",
                "查处违法行为、履行法定职责",
                "建议意见",
            ])
        };
        Self {
            agency,
            party: invented_name(n * 3 + 60),
            subject,
            request,
            channel: *dice.pick(&["网上信访", "来信", "来访", "来电"]),
            route,
            result: *dice.pick(&["支持", "解释说明", "不予支持"]),
        }
    }
}

/// The acts of a petition, with the working days that pass before each.
pub fn script(facts: &Facts, dice: &mut Dice) -> Vec<Step> {
    let officer = if dice.percent(50) { "officer" } else { "officer2" };
    let mut steps = vec![step("register", officer, 0)];
    if dice.percent(4) {
        steps.push(step("refuse", officer, dice.between(1, 5)));
        steps.push(step("conclude:refused", "section", 3));
        steps.push(step("archive", "archivist", dice.between(3, 15)));
        return steps;
    }
    steps.push(step("route", officer, dice.between(0, 7)));
    steps.push(step("notice", officer, if dice.percent(95) { dice.between(0, 7) } else { 16 }));
    if facts.route != "信访程序" {
        steps.push(step("conclude:other", "section", dice.between(2, 8)));
        steps.push(step("archive", "archivist", dice.between(3, 15)));
        return steps;
    }
    for _ in 0..dice.between(1, 3) {
        steps.push(step("investigate", officer, dice.between(2, 8)));
    }
    if dice.percent(12) {
        steps.push(step("agreement", officer, dice.between(3, 10)));
        steps.push(step("conclude:agreed", "section", 2));
        steps.push(step("archive", "archivist", dice.between(3, 15)));
        return steps;
    }
    if dice.percent(10) {
        steps.push(step("extend", "section", 5));
    }
    steps.push(step("opinion", "head", if dice.percent(95) { dice.between(3, 15) } else { 38 }));
    steps.push(step("serve_opinion", officer, dice.between(0, 4)));
    if facts.result == "支持" {
        steps.push(step("executed", officer, dice.between(5, 15)));
    }
    if facts.result != "支持" && dice.percent(30) && facts.agency != "cz" {
        steps.push(step("request_review", "upper/officer", dice.between(3, 15)));
        steps.push(step("review_result", "upper/head", dice.between(5, 18)));
        steps.push(step("serve_review", "upper/officer", dice.between(0, 3)));
        if dice.percent(40) {
            steps.push(step("request_recheck", "upper2/officer", dice.between(3, 15)));
            steps.push(step("recheck_result", "upper2/head", dice.between(5, 18)));
            steps.push(step("serve_recheck", "upper2/officer", dice.between(0, 3)));
            steps.push(step("conclude:rechecked", "section", 2));
        } else {
            steps.push(step("accept_opinion", officer, dice.between(2, 10)));
            steps.push(step("conclude:accepted", "section", 2));
        }
    } else if dice.percent(60) {
        steps.push(step("accept_opinion", officer, dice.between(1, 8)));
        steps.push(step("conclude:accepted", "section", dice.between(1, 4)));
    } else {
        steps.push(step("conclude:served", "section", 22));
    }
    steps.push(step("archive", "archivist", dice.between(3, 15)));
    steps
}

/// The form of an act at a moment.
pub fn form(facts: &Facts, act: &str, at: DateTime) -> Value {
    let day = at.date().to_string();
    let earlier = |minutes: i64| at.checked_sub(minutes.minutes()).unwrap_or(at).to_string();
    let Facts { agency, party, subject, request, channel, route, result } = facts;
    let (plain, outcome) = act.split_once(':').unwrap_or((act, ""));
    match plain {
        "register" => {
            let mut form = json!({
                "title": format!("反映{subject}"), "channel": channel, "received_on": day, "party": party, "party_kind": "自然人",
                "phone": "13800000000", "address": "长治市示例小区(演示地址)", "request": format!("{request}。"),
                "facts": format!("信访人称,{subject}已有一段时间,曾向物业或者有关单位反映,未得到解决。"), "urgent": false,
            });
            if *channel == "来访"
                && let Value::Object(form) = &mut form
            {
                form.insert("headcount".to_owned(), json!(1));
            }
            form
        }
        "refuse" => {
            json!({ "reason": "复核以后仍以同一事实和理由提出", "explanation": "该事项此前已经复核终结。" })
        }
        "route" => {
            let own = *route == "信访程序";
            json!({
                "route": route, "manner": if own { "本机关办理" } else { "转送" },
                "to": if own { "本机关办理科室" } else { "有权处理的演示机关" }, "handed_on": day, "why": "按照诉求性质甄别。",
            })
        }
        "notice" => {
            json!({ "told_how": "网上告知", "path": "可凭编号和查询码在公示门户查询办理进度。", "contact": "演示接待室 0355-0000000" })
        }
        "investigate" => json!({
            "manner": "向有关单位、人员核实", "officers": [person(agency, "officer"), person(agency, "officer2")],
            "place": "现场及有关单位", "started_at": earlier(80), "ended_at": earlier(20),
            "text": format!("就“{subject}”向有关单位核实,调取了相关记录。"),
        }),
        "agreement" => {
            json!({ "kind": "调解协议书", "terms": "有关单位十五日内完成整改,信访人不再就此提出请求。" })
        }
        "extend" => json!({ "days": 30, "reason": "情况复杂,需要专业机构检测,经负责人批准延长。" }),
        "opinion" => json!({
            "result": result, "findings": format!("经核实,{subject}的情况部分属实。"), "grounds": "依照有关规定和本机关职责。",
            "opinion": match *result {
                "支持" => format!("{request},予以支持,责成有关单位限期办结。"),
                "解释说明" => "有关单位已按计划实施,现将依据和进度予以说明。".to_owned(),
                _ => "请求没有法律、法规、规章和政策依据,不予支持。".to_owned(),
            },
            "review_body": "上一级信访工作机构",
        }),
        "serve_opinion" | "serve_review" | "serve_recheck" => {
            json!({ "manner": "邮寄送达", "served_on": day, "receiver": party })
        }
        "accept_opinion" => json!({ "accepted_how": "电话回访,信访人表示接受。" }),
        "executed" => {
            json!({ "executor": "有关单位", "state": "已经执行", "detail": "已完成整改。" })
        }
        "request_review" | "request_recheck" => {
            json!({ "received_on": day, "request": "对意见不服,请求重新核查。" })
        }
        "review_result" => json!({
            "result": "维持", "findings": "原办理机关查明的事实清楚。", "review": "维持原信访处理意见。", "recheck_body": "上一级信访工作机构",
        }),
        "recheck_result" => {
            json!({ "result": "维持", "heard": false, "findings": "复查程序合法、结论适当。", "recheck": "维持复查意见。" })
        }
        "conclude" => json!({
            "follow_up": "已告知信访人结果和后续途径。",
            "outcome": match outcome {
                "refused" => "不予受理",
                "other" => "导入其他法定途径",
                "agreed" => "达成协议",
                "rechecked" => "复核终结",
                "served" => "处理意见已送达，未请求复查",
                _ => "信访人接受意见",
            },
        }),
        "archive" => {
            json!({ "keeping": "30年", "volume": format!("演示{}-{}", at.year(), at.day_of_year()), "pages": 18 })
        }
        _ => json!({}),
    }
}
