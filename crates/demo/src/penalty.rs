//! One penalty case of the demonstration: its facts, and the acts it goes through.

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::people::{invented_name, person};
use crate::play::{Step, step};

/// What a case is about.
#[derive(Debug, Clone)]
pub struct Facts {
    agency: &'static str,
    party: String,
    kind: &'static str,
    cause: &'static str,
    conduct: &'static str,
    basis: &'static str,
    fine: i64,
    sanctions: Vec<&'static str>,
    complex: bool,
}

/// Cause, conduct, invented basis.
const CAUSES: [(&str, &str, &str); 8] = [
    (
        "擅自占用道路摆放经营设施",
        "在示例路人行道摆放桌椅 12 套,占用道路 38 平方米,未办理占道手续",
        "《示例市容管理条例》第三十一条",
    ),
    (
        "未按照规定设置户外广告",
        "在沿街立面设置发光字招牌一处,面积 24 平方米,未经批准",
        "《示例户外广告管理办法》第十二条",
    ),
    (
        "未及时清运建筑垃圾",
        "工地出入口堆放建筑垃圾约 60 立方米,逾期未清运",
        "《示例建筑垃圾管理规定》第二十条",
    ),
    (
        "餐饮油烟未经处理直接排放",
        "后厨油烟净化设施停用,油烟经窗口直接排放",
        "《示例大气污染防治办法》第四十条",
    ),
    (
        "未取得施工许可擅自开工",
        "厂房扩建工程已完成基础施工,未取得施工许可",
        "《示例工程管理条例》第六十四条",
    ),
    ("超出许可范围经营", "在核准地址以外设立存放点并对外经营", "《示例经营许可管理办法》第十八条"),
    ("未建立安全管理台账", "检查时不能提供当年安全检查记录", "《示例安全管理规定》第三十三条"),
    ("损坏公共绿地", "车辆碾压公共绿地约 45 平方米,未恢复原状", "《示例园林绿化条例》第二十七条"),
];

impl Facts {
    /// Draws a case; `share_major` of a hundred have a fine large enough for legal review.
    pub fn draw(dice: &mut Dice, n: usize) -> Self {
        let (cause, conduct, basis) = *dice.pick(&CAUSES);
        let person = dice.percent(35);
        let trade = [
            "餐饮店",
            "建材经营部",
            "广告有限公司",
            "建筑工程有限公司",
            "物业服务有限公司",
            "食品有限公司",
        ];
        let (party, kind) = if person {
            (invented_name(n * 5 + 11), "自然人")
        } else {
            (
                format!(
                    "长治示例{}第{}号{}",
                    dice.pick(&["东街", "西街", "北城", "南城", "城关"]),
                    n + 1,
                    dice.pick(&trade)
                ),
                "法人及非法人组织",
            )
        };
        let large = dice.percent(30);
        let fine = if large {
            if person { dice.between(12, 20) * 100_000 } else { dice.between(6, 18) * 1_000_000 }
        } else if person {
            dice.between(3, 30) * 10_000
        } else {
            dice.between(5, 90) * 50_000
        };
        let mut sanctions = vec!["罚款"];
        if dice.percent(20) {
            sanctions.insert(0, "警告");
        }
        if large && dice.percent(15) {
            sanctions.push("责令停产停业");
        }
        Self {
            agency: "shili",
            party,
            kind,
            cause,
            conduct,
            basis,
            fine,
            sanctions,
            complex: dice.percent(8),
        }
    }

    fn hearing(&self) -> bool {
        let limit = if self.kind == "自然人" { 1_000_000 } else { 10_000_000 };
        self.fine >= limit || self.sanctions.contains(&"责令停产停业")
    }

    fn major(&self) -> bool {
        let limit = if self.kind == "自然人" { 1_000_000 } else { 5_000_000 };
        self.fine >= limit || self.sanctions.contains(&"责令停产停业") || self.complex
    }
}

/// The acts of a case, with the working days that pass before each. Some cases end early, some run late, as they do.
pub fn script(facts: &Facts, dice: &mut Dice) -> Vec<Step> {
    let officer = if dice.percent(60) { "officer" } else { "officer2" };
    let mut steps = vec![step("register_clue", officer, 0)];
    if dice.percent(6) {
        steps.push(step("not_file", "section", 3));
        return steps;
    }
    steps.push(step("file_case", "section", dice.between(1, 8)));
    steps.push(step("assign", "section", 0));
    steps.push(step("show_credentials", officer, dice.between(1, 4)));
    steps.push(step("inspect", officer, 0));
    if dice.percent(70) {
        steps.push(step("show_credentials", officer, dice.between(1, 5)));
        // Some are not recorded, some whole, some in part with the reason for the rest.
        match facts.conduct.len() % 3 {
            0 => steps.push(step("question", officer, 0)),
            1 => {
                steps.push(step("question:recorded", officer, 0));
                steps.push(step("upload_recording", officer, 0));
            }
            _ => {
                steps.push(step("question:recorded", officer, 0));
                steps.push(step("upload_recording:part", officer, 0));
                steps.push(step("explain_gap", officer, 0));
            }
        }
    }
    steps.push(step("collect_evidence", officer, dice.between(1, 4)));
    if dice.percent(6) {
        steps.push(step("suspend", "section", 2));
        steps.push(step("resume", "section", dice.between(8, 20)));
    }
    if dice.percent(8) {
        steps.push(step("extend", "section", dice.between(10, 20)));
    }
    steps.push(step("conclude", officer, dice.between(2, 10)));
    if facts.hearing() && dice.percent(40) {
        // The hearing comes first; review follows it (处罚法58 一款二项).
        steps.extend([
            step("notify", "section", 1),
            step("serve_notice", officer, 1),
            step("request_hearing", officer, dice.between(1, 3)),
            step("notify_hearing", officer, 1),
            step("hear", "officer3", 11),
            step("submit_review", "section", 2),
            step("review_opinion", "reviewer", dice.between(1, 4)),
            step("discuss", "head", 2),
        ]);
    } else if facts.major() {
        if dice.percent(25) {
            steps.push(step("submit_review", "section", 1));
            steps.push(step("review_opinion:return", "reviewer", dice.between(1, 4)));
            steps.push(step("conclude", officer, dice.between(2, 6)));
        }
        steps.push(step("submit_review", "section", 1));
        steps.push(step("review_opinion", "reviewer", dice.between(1, 5)));
        steps.push(step("notify", "section", 1));
        steps.push(step("serve_notice", officer, dice.between(0, 2)));
        defence(&mut steps, officer, dice);
        steps.push(step("discuss", "head", 1));
    } else {
        steps.push(step("notify", "section", 1));
        steps.push(step("serve_notice", officer, dice.between(0, 2)));
        defence(&mut steps, officer, dice);
        if facts.complex {
            steps.push(step("discuss", "head", 1));
        }
    }
    steps.push(step("decide", "head", dice.between(1, 3)));
    steps.push(step("serve", officer, dice.between(1, 6)));
    // Nearly all are published in time; a few late ones keep the lights honest.
    steps.push(step("publish", "editor", if dice.percent(93) { dice.between(0, 1) } else { 9 }));
    steps.push(step("pay", officer, dice.between(2, 12)));
    if dice.percent(2) {
        steps.push(step("change_decision", "section", 20));
        steps.push(step("withdraw_publication", "editor", 1));
    }
    steps.push(step("close", "section", dice.between(2, 8)));
    steps.push(step("archive", "archivist", dice.between(3, 18)));
    steps
}

fn defence(steps: &mut Vec<Step>, officer: &'static str, dice: &mut Dice) {
    if dice.percent(45) {
        steps.push(step("waive", officer, dice.between(0, 2)));
    } else if dice.percent(40) {
        steps.push(step("defend", officer, dice.between(1, 3)));
        steps.push(step("answer_defence", officer, 2));
    }
}

/// Files of the demonstration, as forms hold them.
#[derive(Debug, Clone)]
pub struct Files {
    /// A document.
    pub evidence: Value,
    /// A recording.
    pub film: Value,
    /// Its captions.
    pub captions: Value,
}

/// What was recorded of a questioning an hour and a half before, and why the rest was not.
fn recorded(act: &str, at: DateTime, files: &Files) -> Value {
    let earlier = |minutes: i64| at.checked_sub(minutes.minutes()).unwrap_or(at).to_string();
    if act == "explain_gap" {
        return json!({
            "scene": "询问", "reason": "执法记录仪存储卡写满，换卡期间没有录到，笔录由被询问人逐页核对。",
            "reported_to": "科室负责人",
        });
    }
    let end = if act.ends_with("part") { 118 } else { 99 };
    json!({
        "scene": "询问", "started_at": earlier(141), "ended_at": earlier(end),
        "files": [files.film], "transcript": files.captions,
    })
}

/// The form of an act at a moment.
pub fn form(facts: &Facts, act: &str, at: DateTime, files: &Files) -> Value {
    let evidence = &files.evidence;
    let day = at.date().to_string();
    let earlier = |minutes: i64| at.checked_sub(minutes.minutes()).unwrap_or(at).to_string();
    let officers = json!([person(facts.agency, "officer"), person(facts.agency, "officer2")]);
    let Facts { party, kind, cause, conduct, basis, fine, sanctions, complex, .. } = facts;
    let yuan = fine / 100;
    let result = format!(
        "{};罚款 {yuan} 元",
        sanctions.iter().filter(|kind| **kind != "罚款").copied().collect::<Vec<_>>().join("、")
    );
    let result = result.trim_start_matches(';').to_owned();
    let title = format!("{party}{cause}案");
    match act {
        "upload_recording" | "upload_recording:part" | "explain_gap" => recorded(act, at, files),
        "register_clue" => json!({
            "title": format!("{party}涉嫌{cause}"), "source": "监督检查发现", "received_on": day,
            "clue": format!("日常巡查发现:{conduct}。"), "party": party,
        }),
        "file_case" => json!({
            "title": title, "party": party, "party_kind": kind, "party_address": "长治市示例路(演示地址)", "cause": cause,
            "has_evidence": true, "punishable": true, "jurisdiction": true, "violation_ended": day, "life_safety": false,
        }),
        "not_file" => {
            json!({ "reason": "没有证据证明存在违法行为", "explanation": "现场复查未见所述情形。" })
        }
        "assign" => json!({ "officers": officers }),
        "show_credentials" => json!({
            "officers": officers, "shown_at": earlier(50), "shown_to": party, "place": "当事人经营场所", "told_recusal": true,
        }),
        "inspect" => json!({
            "officers": officers, "place": "当事人经营场所", "present": party, "started_at": earlier(45), "ended_at": earlier(10),
            "text": format!("现场可见:{conduct}。当事人在场确认。"), "signed": "当事人签名", "recorded": false,
        }),
        "question" | "question:recorded" => json!({
            "officers": officers, "person_asked": party, "place": "本局询问室", "started_at": earlier(45), "ended_at": earlier(5),
            "text": "问:是否清楚本次询问的事由和你的权利?答:清楚。问:上述情形是否属实?答:属实,已着手整改。",
            "signed": "逐页签名", "recorded": act == "question:recorded",
        }),
        "collect_evidence" => json!({
            "evidence_kind": "书证", "name": "营业执照复制件及现场情况说明", "origin": "当事人提供,与原件核对无异",
            "proves": "当事人身份及违法事实", "officers": officers, "files": [evidence],
        }),
        "suspend" => json!({ "reason": "鉴定、检验、检测", "explanation": "面积须委托测绘。" }),
        "resume" => json!({ "reason": "测绘报告已收到。" }),
        "extend" => json!({ "days": 30, "reason": "案情需要进一步核实,经机关负责人批准。" }),
        "conclude" => json!({
            "party": party, "cause": cause, "facts": format!("经查,{party}{conduct}。"),
            "evidence": "现场检查笔录、询问笔录、书证各一份,相互印证。", "basis": basis,
            "discretion": "首次发现,配合调查,按照裁量基准一般情节。", "sanctions": sanctions, "sanction": result, "fine": fine,
            "correction": "责令立即改正", "crime": "不涉嫌犯罪", "public_interest": false, "social_risk": false,
            "complex": complex, "relations": false,
        }),
        "submit_review" => {
            json!({
                "statement": "事实清楚,证据确凿,拟按一般情节处罚。", "declaration": true,
                "elements": [
                    ["主体和身份", "营业执照、身份证明复印件", "第1页"], ["行为和经过", "现场检查笔录、询问笔录", "第2至5页"],
                    ["时间和地点", "现场照片", "第6页"], ["情节和后果", "书证", "第7页"],
                ],
            })
        }
        "review_opinion" | "review_opinion:return" => {
            let agreed = act == "review_opinion";
            json!({
                "conclusion": if agreed { "同意" } else { "建议补充调查" },
                "items": review_items(agreed),
                "text": if agreed { "事实清楚,程序合法,适用法律正确,裁量适当。" } else { "经营场所权属证明不足,建议补充。" },
            })
        }
        "notify" => {
            json!({ "hearing_told": facts.hearing(), "where_to_state": "长治市示例综合执法局法规科" })
        }
        "serve_notice" => json!({ "manner": "直接送达", "served_on": day, "receiver": party }),
        "defend" => json!({ "form": "书面", "statement": "经营困难,请求从轻。" }),
        "answer_defence" => {
            json!({ "adopted": "不采纳", "reasons": "拟处罚已按一般情节幅度下限,所述情形不属法定从轻事由。" })
        }
        "waive" => json!({ "waived_how": "书面声明", "signed": party }),
        "request_hearing" => json!({ "form": "书面", "request": "对处罚幅度有异议,要求听证。" }),
        "notify_hearing" => json!({
            "hearing_on": at.date().checked_add(14.days()).unwrap_or(at.date()).to_string(), "hearing_time": "09:30",
            "place": "本局听证室", "presider": person(facts.agency, "officer3"), "open_hearing": true,
        }),
        "hear" => json!({
            "started_at": earlier(90), "ended_at": earlier(10), "place": "本局听证室", "attendance": "当事人或者代理人出席",
            "text": "双方围绕事实、依据、裁量陈述并质证。", "report": "事实清楚,建议维持拟处罚意见。",
        }),
        "discuss" => json!({
            "present": "机关负责人、分管负责人、法制审核人员", "opinions": "一致认为事实清楚、裁量适当。", "outcome": "同意拟处罚意见。",
        }),
        "decide" => json!({
            "performance": "自收到决定书之日起十五日内到指定银行缴纳罚款。", "collector": "示例银行长治分行",
            "surcharge": "逾期每日按罚款数额的百分之三加处罚款，加处的数额不超出罚款的数额",
            "remedy_review": "长治市人民政府", "remedy_court": "长治市示例区人民法院",
        }),
        "serve" => {
            json!({ "manner": "直接送达", "served_on": day, "receiver": party, "told_publication": true })
        }
        "publish" => {
            let shown = zhiheng_domain::mask::party(party, kind);
            json!({
                "public_title": format!("{shown}{cause}案"), "public_party": shown, "public_facts": format!("经查,{shown}{conduct}。"),
                "public_basis": basis, "public_result": result, "checked": true,
            })
        }
        "pay" => json!({ "paid_on": day, "amount": fine, "receipt": "演示票据" }),
        "change_decision" => json!({
            "changed_by": "行政复议机关", "outcome": "撤销", "document": "演示复议决定书", "effective_on": day,
        }),
        "withdraw_publication" => json!({ "reason": "处罚决定已被行政复议机关撤销" }),
        "close" => {
            json!({ "outcome": "处罚决定执行完毕", "summary": "罚款已缴清,违法行为已改正。" })
        }
        "archive" => {
            json!({ "keeping": "30年", "volume": format!("演示{}-{}", at.year(), at.day_of_year()), "pages": 32 })
        }
        _ => json!({}),
    }
}

fn review_items(agreed: bool) -> Value {
    let items = [
        "主体合法",
        "执法人员资格",
        "当事人情况",
        "管辖与权限",
        "事实",
        "证据",
        "定性",
        "法律适用",
        "裁量基准",
        "程序",
        "文书",
        "是否涉嫌犯罪",
    ];
    items
        .iter()
        .map(|item| {
            let wrong = !agreed && *item == "证据";
            json!({ "item": item, "mark": if wrong { "不符合" } else { "符合" }, "reason": if wrong { "场所权属证明不足" } else { "" } })
        })
        .collect()
}
