//! The limits of adaptation: what an agency's catalogue may not drop or loosen (国办发〔2018〕118号（十二）；处罚法58).
//!
//! What this is not: a limit on being stricter. More entries, lower amounts and wider scopes always pass.

use jiff::civil::Date;
use zhiheng_law::{Pack, Procedure};

use super::{BASIS, CATALOGUE, Rule, yuan};
use crate::known::Known;
use crate::refusal::Refusal;
use crate::register::{Entry, EntryEvent, Step, Version};

/// The most that an amount may be by the law in force: what a parameter says for this agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// 执法类别
    pub category: String,
    /// Id of the procedure.
    pub procedure: String,
    /// Its name.
    pub title: String,
    /// For whom; empty = everybody.
    pub party: String,
    /// 分
    pub amount: i64,
}

/// What stands beside an entry when a step with it is judged.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Entries of the agencies above.
    pub above: &'a [Entry],
    /// The agency's own entries.
    pub own: &'a [Entry],
    /// Amounts of the national law.
    pub limits: &'a [Limit],
}

/// The limits of a pack on a day, with what the agency has set for itself in `known` of each procedure.
pub fn limits<'k>(
    pack: &Pack,
    day: Date,
    known: impl Fn(&Procedure) -> Option<&'k Known>,
) -> Vec<Limit> {
    let mut limits = Vec::new();
    for procedure in pack.procedures.values().filter(|procedure| procedure.in_force(day)) {
        let Some(reading) = pack.local_reading(procedure) else { continue };
        let own = known(procedure);
        for limit in &reading.limits {
            let Some(parameter) = procedure.parameters.get(&limit.parameter) else { continue };
            let set = own.and_then(|own| {
                own.parameters().find(|(name, _)| *name == limit.parameter).map(|(_, value)| value)
            });
            limits.push(Limit {
                category: procedure.category.clone(),
                procedure: procedure.id.clone(),
                title: procedure.title.clone(),
                party: limit.party.clone().unwrap_or_default(),
                amount: set.unwrap_or(parameter.value),
            });
        }
    }
    limits
}

/// The version of an entry that counts as listed: published, not withdrawn, and no statement of none.
pub fn live(entry: &Entry) -> Option<&Version> {
    entry.live().filter(|version| !version.none)
}

/// Whether an agency's version is its version of a superior's entry: it says so, or it is about the same.
pub fn corresponds(own: &Version, template: &Entry, listed: &Version) -> bool {
    let (one, other) = (Rule::of(&own.fields), Rule::of(&listed.fields));
    if own.none {
        return false;
    }
    if !one.template.is_empty() {
        return one.template == template.id;
    }
    own.name == listed.name
        && (&one.category, &one.procedure, &one.item, &one.party)
            == (&other.category, &other.procedure, &other.item, &other.party)
}

/// What stands against a step with an entry of the local catalogue. Drafts may say anything; what is handed on may not.
pub fn against(before: Option<&Entry>, event: &EntryEvent, beside: &Beside<'_>) -> Vec<Refusal> {
    if event.register != CATALOGUE {
        return Vec::new();
    }
    let working = before.and_then(|entry| entry.working.as_ref());
    let published = before.and_then(live);
    match event.step {
        Step::Propose => {
            let Some(content) = &event.content else { return Vec::new() };
            let written = Version {
                n: event.n,
                name: content.name.clone(),
                category: content.category.clone(),
                code: content.code.clone(),
                none: content.none,
                effective: content.effective,
                source: content.source.clone(),
                fields: content.fields.clone(),
                work: crate::register::Work::Pending,
                collected: event.mark.clone(),
                examined: None,
                published: None,
                withdrawn: None,
                since: None,
                until: None,
            };
            listed(&event.id, Some(&written), published, beside)
        }
        Step::Submit | Step::Publish => match working {
            Some(version) => listed(&event.id, Some(version), published, beside),
            None => Vec::new(),
        },
        Step::Withdraw => listed(&event.id, None, published, beside),
        Step::Draft
        | Step::Examine
        | Step::Return
        | Step::Discard
        | Step::Comment
        | Step::Answer => Vec::new(),
    }
}

/// What stands against an entry's saying `next` from now on, or nothing any more, in place of `now`.
fn listed(
    id: &str,
    next: Option<&Version>,
    now: Option<&Version>,
    beside: &Beside<'_>,
) -> Vec<Refusal> {
    let above = || beside.above.iter().filter_map(|entry| Some((entry, live(entry)?)));
    let mut reasons = Vec::new();
    if let Some(next) = next.filter(|next| next.none) {
        if let Some((_, template)) = above()
            .find(|(_, template)| next.category.is_empty() || next.category == template.category)
        {
            let message = format!("上级目录列有“{}”，本级不得声明无此类事项", template.name);
            reasons.push(Refusal::new("catalogue.dropped", message).under(BASIS).at("category"));
        }
    } else if let Some(next) = next {
        reasons.extend(loosened(next, now, beside));
    }
    for (entry, template) in above() {
        let kept = next.is_some_and(|next| corresponds(next, entry, template));
        if kept || !now.is_some_and(|now| corresponds(now, entry, template)) {
            continue;
        }
        let rule = Rule::of(&template.fields);
        let otherwise = beside.own.iter().filter(|own| own.id != id).filter_map(live).any(|own| {
            corresponds(own, entry, template) && Rule::of(&own.fields).looser_than(&rule).is_empty()
        });
        if !otherwise {
            let message = format!(
                "上级目录列有“{}”，本级可以更严，不得删去；上级废止以后才能删去",
                template.name
            );
            reasons.push(Refusal::new("catalogue.dropped", message).under(BASIS).at("template"));
        }
    }
    reasons
}

/// Where `next` is looser than the national law or than what a superior lists.
fn loosened(next: &Version, now: Option<&Version>, beside: &Beside<'_>) -> Vec<Refusal> {
    let rule = Rule::of(&next.fields);
    let mut reasons = Vec::new();
    if now.is_some_and(|now| now.category != next.category) {
        let message = "“执法类别”不能改；类别不同的，另行登记一条";
        reasons.push(Refusal::new("catalogue.category", message).at("category"));
    }
    let meant = |own: &str, other: &str| own.is_empty() || other.is_empty() || own == other;
    let national = beside.limits.iter().filter(|limit| {
        limit.category == rule.category
            && meant(&rule.procedure, &limit.procedure)
            && meant(&rule.party, &limit.party)
    });
    for limit in national {
        if let Some(amount) = rule.amount.filter(|amount| *amount > limit.amount) {
            let whom =
                if limit.party.is_empty() { String::new() } else { format!("对{}", limit.party) };
            let message = format!(
                "“金额达到”写 {}，高于“{}”{}现行的限度 {}；本级目录只能更严",
                yuan(amount),
                limit.title,
                whom,
                yuan(limit.amount)
            );
            reasons.push(Refusal::new("catalogue.national", message).under(BASIS).at("amount"));
        }
    }
    if !rule.template.is_empty() && !beside.above.iter().any(|entry| entry.id == rule.template) {
        let message = format!("上级目录里没有编号为“{}”的条目", rule.template);
        reasons.push(Refusal::new("catalogue.template", message).at("template"));
    }
    for entry in beside.above {
        let Some(template) = live(entry) else { continue };
        if !corresponds(next, entry, template) {
            continue;
        }
        for looser in rule.looser_than(&Rule::of(&template.fields)) {
            let message = format!(
                "比上级目录“{}”宽：“{}”上级的限度是 {}，本级只能相同或者更严",
                template.name,
                title_of(looser.column),
                looser.limit
            );
            reasons.push(Refusal::new("catalogue.looser", message).under(BASIS).at(looser.column));
        }
    }
    reasons
}

/// Name of a column of a rule, as the register writes it.
fn title_of(column: &str) -> &'static str {
    match column {
        "category" => "执法类别",
        "procedure" => "适用程序",
        "item" => "事项编码",
        "region" => "适用区划",
        "party" => "当事人",
        "amount" => "金额达到",
        "hearing" => "经过听证",
        "impact" => "重大公共利益、社会影响",
        "relations" => "疑难复杂、多个法律关系",
        _ => "一律审核",
    }
}
