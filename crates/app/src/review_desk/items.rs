//! The twelve items of legal review (国办发〔2018〕118号 十三; 方案; 市监53、农业51), each prefilled only where the matter itself proves it.
//!
//! What this is not: judgement. Whether facts are true, evidence enough and discretion fair is for the reviewer; those items
//! show what lies in the dossier and stay unmarked. Everything here is computed from its arguments.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::paper::yuan;
use zhiheng_domain::{DutyState, Event, Known, Matter, Officer};
use zhiheng_law::{ActKind, GateCheck, Pack, Procedure, Values as _};

use super::submission::Element;
use crate::tree::Agency;

/// A mark on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Mark {
    /// 符合
    #[serde(rename = "符合")]
    Met,
    /// 不符合
    #[serde(rename = "不符合")]
    NotMet,
    /// 不适用
    #[serde(rename = "不适用")]
    Inapplicable,
}

/// One item of legal review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewItem {
    /// Stable id.
    pub item: String,
    /// What is reviewed.
    pub title: String,
    /// What the matter proves; none where a person must judge.
    pub prefill: Option<Mark>,
    /// What lies in the dossier.
    pub proof: Vec<String>,
}

/// What the items are proved from.
pub(crate) struct Proofs<'a> {
    /// The law.
    pub(crate) pack: &'a Pack,
    /// What happened, oldest first.
    pub(crate) events: &'a [(u64, Event)],
    /// Which evidence was said to prove which element.
    pub(crate) elements: &'a [Element],
    /// What the registers say of the item and the tier.
    pub(crate) known: &'a Known,
    /// The matter.
    pub(crate) matter: &'a Matter,
    /// Its procedure.
    pub(crate) procedure: &'a Procedure,
    /// The agency that holds it.
    pub(crate) agency: Option<&'a Agency>,
    /// Its officers as registered now.
    pub(crate) officers: &'a [Officer],
    /// Digest of the draft now.
    pub(crate) draft: &'a str,
    /// Today.
    pub(crate) today: Date,
}

type Found = (Option<Mark>, Vec<String>);

/// The items in the order of the opinion.
pub(crate) fn prefill(proofs: &Proofs<'_>) -> Vec<ReviewItem> {
    let item = |item: &str, title: &str, (prefill, proof): Found| ReviewItem {
        item: item.to_owned(),
        title: title.to_owned(),
        prefill,
        proof,
    };
    vec![
        item("subject", "执法主体合法", subject(proofs)),
        item("officers", "执法人员具备资格，不少于两人", officers(proofs)),
        item(
            "party",
            "当事人情况清楚",
            stated(proofs, &["party", "party_kind", "party_address"], "party"),
        ),
        item("power", "在职权和管辖范围内，没有超越、滥用职权", power(proofs)),
        item("facts", "主要事实清楚", stated(proofs, &["facts"], "facts")),
        item("evidence", "证据合法、确凿、充分", evidence(proofs)),
        item("nature", "定性准确", stated(proofs, &["cause"], "cause")),
        item("law", "适用法律、法规、规章准确", law(proofs)),
        item("discretion", "执行裁量基准适当", discretion(proofs)),
        item("procedure", "程序合法", procedure(proofs)),
        item("papers", "法律文书齐备、规范", papers(proofs)),
        item("transfer", "涉嫌犯罪应当移送的已移送", transfer(proofs)),
    ]
}

fn subject(proofs: &Proofs<'_>) -> Found {
    let Some(agency) = proofs.agency else {
        return (Some(Mark::NotMet), vec!["承办机关没有登记在册".to_owned()]);
    };
    let mut proof = vec![format!("承办机关：{}", agency.name)];
    if !agency.runs(proofs.procedure) {
        proof.push(format!("登记的职权中没有“{}”", proofs.procedure.title));
        return (Some(Mark::NotMet), proof);
    }
    if agency.basis.is_empty() {
        proof.push("没有登记职权依据，请核对".to_owned());
        return (None, proof);
    }
    proof.push(format!("职权依据：{}", agency.basis));
    (Some(Mark::Met), proof)
}

/// 处罚法42: two officers at least, each with a card valid on every day on which the card was shown.
fn officers(proofs: &Proofs<'_>) -> Found {
    let matter = proofs.matter;
    if proofs.procedure.acts.iter().all(|act| act.kind != ActKind::Assign) {
        return (None, Vec::new());
    }
    let mut proof = Vec::new();
    let mut valid = matter.officers.len() >= 2;
    if !valid {
        proof.push(format!("指派的执法人员 {} 名，不足两名（处罚法42）", matter.officers.len()));
    }
    for named in &matter.officers {
        let Some(officer) = proofs.officers.iter().find(|officer| officer.id == named.id) else {
            valid = false;
            proof.push(format!("{} 不在执法人员名录中", named.name));
            continue;
        };
        let mut days: Vec<Date> = matter
            .shown
            .iter()
            .filter(|shown| shown.officer == named.id)
            .map(|shown| shown.at.date())
            .collect();
        days.extend(
            matter.done.iter().filter(|done| assigns(proofs, &done.act)).map(|done| done.day),
        );
        let defect = days.iter().find_map(|day| Some((day, officer.defect_on(*day)?)));
        if let Some((day, defect)) = defect {
            valid = false;
            proof.push(format!("{day}：{}{}", officer.name, defect.words()));
            continue;
        }
        let until = officer.valid_until.map(|day| day.to_string()).unwrap_or_default();
        proof.push(format!("{} {}，有效期至 {until}", officer.name, officer.card));
    }
    (Some(if valid { Mark::Met } else { Mark::NotMet }), proof)
}

fn assigns(proofs: &Proofs<'_>, act: &str) -> bool {
    proofs.procedure.act(act).is_some_and(|act| act.kind == ActKind::Assign)
}

/// An item that a person judges by what is stated; proved wrong only where nothing is.
fn stated(proofs: &Proofs<'_>, facts: &[&str], essential: &str) -> Found {
    let label = |fact: &str| {
        let held = proofs.procedure.facts.iter().find(|held| held.id == fact);
        held.map_or_else(|| fact.to_owned(), |held| held.label.clone())
    };
    if proofs.procedure.facts.iter().all(|fact| fact.id != essential) {
        return (None, Vec::new());
    }
    if proofs.matter.text(essential).trim().is_empty() {
        return (Some(Mark::NotMet), vec![format!("“{}”没有填写", label(essential))]);
    }
    let proof = facts
        .iter()
        .filter(|fact| !proofs.matter.text(fact).is_empty())
        .map(|fact| format!("{}：{}", label(fact), shortened(proofs.matter.text(fact))))
        .collect();
    (None, proof)
}

fn power(proofs: &Proofs<'_>) -> Found {
    let name = proofs.agency.map(|agency| agency.name.as_str()).unwrap_or_default();
    let number = proofs.matter.number.as_deref().unwrap_or("未编号");
    let mut proof = vec![format!("{name}办理，案号 {number}")];
    let code = proofs.matter.text("item");
    if code.is_empty() {
        return (None, proof);
    }
    // 国办发〔2018〕118号（四）: what an agency does stands in its published list.
    if flag(proofs, "published") {
        proof.push(format!("事项 {code} 在本机关公布的事项清单中"));
        (Some(Mark::Met), proof)
    } else {
        proof.push(format!("事项 {code} 不在本机关公布的事项清单中"));
        (Some(Mark::NotMet), proof)
    }
}

fn flag(proofs: &Proofs<'_>, name: &str) -> bool {
    proofs.known.value(name).and_then(Value::as_bool).unwrap_or_default()
}

fn fen(proofs: &Proofs<'_>, name: &str) -> i64 {
    proofs.known.value(name).and_then(Value::as_i64).unwrap_or_default()
}

/// An article that is not in force today, or does not exist, is proved against; the rest is for a person.
fn law(proofs: &Proofs<'_>) -> Found {
    let (mark, mut proof) = stated(proofs, &["basis"], "basis");
    let doubts = proofs.pack.doubts(proofs.matter.text("basis"), proofs.today);
    if doubts.is_empty() {
        return (mark, proof);
    }
    proof.extend(doubts.into_iter().map(|doubt| doubt.message));
    (Some(Mark::NotMet), proof)
}

/// 处罚法42、55: one officer cannot be in two places; two records that overlap cannot both be true.
fn overlapping(proofs: &Proofs<'_>) -> Vec<String> {
    let moment = |event: &Event, field: &str| {
        event.fields.get(field).and_then(Value::as_str).and_then(|at| at.parse::<DateTime>().ok())
    };
    let records: Vec<(&Event, DateTime, DateTime)> = proofs
        .events
        .iter()
        .filter_map(|(_, event)| {
            Some((event, moment(event, "started_at")?, moment(event, "ended_at")?))
        })
        .collect();
    let mut found = Vec::new();
    for (n, (one, from, to)) in records.iter().enumerate() {
        for (other, start, end) in records.iter().skip(n + 1) {
            if from >= end || start >= to {
                continue;
            }
            let both: Vec<&str> = officers_of(one)
                .filter(|id| officers_of(other).any(|held| held == *id))
                .map(|id| {
                    let named = proofs.officers.iter().find(|officer| officer.id == id);
                    named.map_or(id, |officer| officer.name.as_str())
                })
                .collect();
            if both.is_empty() {
                continue;
            }
            let title = |event: &Event| {
                proofs.procedure.act(&event.act).map_or_else(String::new, |act| act.title.clone())
            };
            found.push(format!(
                "{} 同一时间在两处：“{}”{from} 至 {to}，“{}”{start} 至 {end}（处罚法42）",
                both.join("、"),
                title(one),
                title(other),
            ));
        }
    }
    found
}

fn officers_of(event: &Event) -> impl Iterator<Item = &str> {
    let ids = event.fields.get("officers").and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(Value::as_str)
}

fn evidence(proofs: &Proofs<'_>) -> Found {
    let mut files: Vec<&str> =
        proofs.matter.evidence.iter().map(|(digest, _)| digest.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let listed = proofs.matter.text("evidence");
    if files.is_empty() && listed.trim().is_empty() {
        return (Some(Mark::NotMet), vec!["案卷中没有证据".to_owned()]);
    }
    let mut proof = vec![format!("在卷文件 {} 份", files.len())];
    if !listed.is_empty() {
        proof.push(format!("证据清单：{}", shortened(listed)));
    }
    let bare: Vec<&str> =
        proofs.elements.iter().filter(|row| row.bare()).map(|row| row.element.as_str()).collect();
    if !bare.is_empty() {
        proof.push(format!("这些要件没有写明证据：{}", bare.join("、")));
        return (Some(Mark::NotMet), proof);
    }
    if let Some(submitted) = &proofs.matter.review.submitted
        && submitted != proofs.draft
    {
        proof.push("送审以后案卷有改动，现在的内容与送审的不同".to_owned());
    }
    (None, proof)
}

fn discretion(proofs: &Proofs<'_>) -> Found {
    let mut found = stated(proofs, &["sanction", "discretion"], "discretion");
    if let Some(fine) =
        proofs.matter.facts.get("fine").and_then(Value::as_i64).filter(|fine| *fine > 0)
    {
        found.1.push(format!("拟处罚款 {}", yuan(fine)));
        if flag(proofs, "tiered") {
            let (least, most) = (fen(proofs, "fine_min"), fen(proofs, "fine_max"));
            let range = format!("所选阶次的幅度 {} 至 {}", yuan(least), yuan(most));
            if fine < least || fine > most {
                found.1.push(format!("{range}，拟处罚款不在其中（处罚法34）"));
                return (Some(Mark::NotMet), found.1);
            }
            found.1.push(range);
        }
    }
    found
}

/// What the engine kept: order, cards, periods. A period that ran out unkept is proved against.
fn procedure(proofs: &Proofs<'_>) -> Found {
    let Proofs { matter, procedure, today, .. } = proofs;
    let mut proof = Vec::new();
    let carded: Vec<&str> = matter
        .done
        .iter()
        .filter_map(|done| procedure.act(&done.act))
        .filter(|act| act.gates.iter().any(|gate| gate.check == GateCheck::CredentialsShown))
        .map(|act| act.title.as_str())
        .collect();
    if !carded.is_empty() {
        proof.push(format!(
            "{} 次{}，每次开始以前都有当日的亮证记录（处罚法55）",
            carded.len(),
            joined(&carded)
        ));
    }
    match &matter.notified {
        Some(notified) => {
            let day = matter.done.iter().find(|done| done.version == notified.version);
            let day = day.map(|done| done.day.to_string()).unwrap_or_default();
            let paper = matter.papers.iter().find(|paper| paper.version == notified.version);
            let served = paper.and_then(|paper| paper.served);
            proof.push(match served {
                Some(served) => format!("已于 {day} 告知，{served} 送达（处罚法44）"),
                None => format!("已于 {day} 告知，还没有送达记录"),
            });
        }
        None => proof.push("还没有告知当事人；告知在决定以前完成即可（处罚法44）".to_owned()),
    }
    proof.extend(hearing(proofs));
    let late: Vec<String> = matter
        .duties
        .iter()
        .filter(|duty| !matches!(duty.owner.as_str(), "party"))
        .filter_map(|duty| {
            let due = duty.due?;
            match (duty.state, duty.ended) {
                (DutyState::Fulfilled, Some(ended)) if ended > due => {
                    Some(format!("“{}”应至 {due}，{ended} 完成（{}）", duty.title, duty.basis))
                }
                (DutyState::Open, _) if *today > due => {
                    Some(format!("“{}”应至 {due}，尚未完成（{}）", duty.title, duty.basis))
                }
                _ => None,
            }
        })
        .collect();
    let twice = overlapping(proofs);
    if !twice.is_empty() {
        proof.extend(twice);
        proof.extend(late);
        return (Some(Mark::NotMet), proof);
    }
    if late.is_empty() {
        proof.push("各项期限都没有超过".to_owned());
        // The engine lets no act out of order; without any inquiry there is nothing it could have kept.
        return ((!carded.is_empty()).then_some(Mark::Met), proof);
    }
    proof.extend(late);
    (Some(Mark::NotMet), proof)
}

/// 处罚法63: how the right to a hearing stands, in the words of the acts that the pack names.
fn hearing(proofs: &Proofs<'_>) -> Option<String> {
    let gate =
        proofs.procedure.acts.iter().filter(|act| act.kind == ActKind::Decide).find_map(|act| {
            act.gates.iter().find_map(|gate| match &gate.check {
                GateCheck::HearingSettled { request, hearing, waiver, .. } => {
                    Some([request, hearing, waiver])
                }
                _ => None,
            })
        })?;
    let done: Vec<String> = gate
        .into_iter()
        .filter_map(|id| {
            let done = proofs.matter.last(id)?;
            Some(format!("{} {}", done.day, proofs.procedure.act(id)?.title))
        })
        .collect();
    (!done.is_empty()).then(|| format!("听证的权利：{}（处罚法63）", done.join("，")))
}

fn papers(proofs: &Proofs<'_>) -> Found {
    let mut missing = Vec::new();
    let mut expected = 0;
    for done in &proofs.matter.done {
        let Some(act) = proofs.procedure.act(&done.act) else { continue };
        let issued =
            proofs.matter.papers.iter().filter(|paper| paper.version == done.version).count();
        // Papers that an act issues only in a case are not missing where they were not issued.
        let always = act.papers.iter().filter(|rule| rule.when.is_none()).count();
        expected += always.max(issued);
        if issued < always {
            missing.push(format!("“{}”应有的文书不在卷中", act.title));
        }
    }
    if !missing.is_empty() {
        return (Some(Mark::NotMet), missing);
    }
    let proof = vec![format!("应有文书 {expected} 份，在卷 {} 份", proofs.matter.papers.len())];
    ((expected > 0).then_some(Mark::Met), proof)
}

fn transfer(proofs: &Proofs<'_>) -> Found {
    match proofs.matter.text("crime") {
        "" => (None, Vec::new()),
        "不涉嫌犯罪" => (Some(Mark::Inapplicable), vec!["办案机构认为不涉嫌犯罪".to_owned()]),
        other => (None, vec![format!("办案机构认为：{other}")]),
    }
}

fn joined(titles: &[&str]) -> String {
    let mut titles = titles.to_vec();
    titles.sort_unstable();
    titles.dedup();
    titles.join("、")
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
