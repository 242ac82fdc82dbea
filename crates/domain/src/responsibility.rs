//! Who answers for a decision (执法责任): for each decision of a matter the persons of its way, from the record alone, and whether
//! it was changed afterwards (国办发〔2018〕118号（十四）; 粤审22; 蒙244第33).
//!
//! What this is not: a judgement about anybody. It says who did which act on which day under which article; whether somebody
//! failed in that is for an accountability check to find.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use zhiheng_law::{ActKind, ActType, DECIDE_AGAIN, Procedure};

use crate::effect::{Effect, Event};
use crate::state::Named;

/// In which part somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 承办人员: investigated, collected, proposed.
    Handler,
    /// 承办机构负责人: handed the draft in and answered for its truth.
    Section,
    /// 法制审核人员.
    Reviewer,
    /// 审批人员: approved on the way.
    Approver,
    /// 主要负责人: decided.
    Principal,
}

impl Part {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Section => "section",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
            Self::Principal => "principal",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Handler => "承办人员",
            Self::Section => "送审的承办机构",
            Self::Reviewer => "法制审核人员",
            Self::Approver => "审批人员",
            Self::Principal => "作出决定的负责人",
        }
    }
}

/// One act of one person on the way to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// In which part.
    pub part: Part,
    /// Who, as named then.
    pub person: Named,
    /// Agency.
    pub agency: String,
    /// Act id.
    pub act: String,
    /// Name of the act.
    pub title: String,
    /// Day on which it took effect.
    pub day: Date,
    /// Article that the act rests on.
    pub article: String,
    /// Version of the event.
    pub version: u64,
    /// What an opinion concluded; empty for other acts.
    pub conclusion: String,
}

/// What changed a decision afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Act id.
    pub act: String,
    /// Name of the act.
    pub title: String,
    /// Outcome or reason, in words.
    pub how: String,
    /// Day.
    pub day: Date,
    /// Version of the event.
    pub version: u64,
    /// The decision itself was revoked or changed, so that a check is proposed; otherwise only its public copy or a paper.
    pub grave: bool,
}

/// One decision with those who answer for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answerable {
    /// Act id.
    pub act: String,
    /// Name of the act.
    pub title: String,
    /// Day of the decision.
    pub day: Date,
    /// Version of the event.
    pub version: u64,
    /// 文号, if it has one.
    pub number: Option<String>,
    /// Version of the opinion that cleared it; none where none was due.
    pub opinion: Option<u64>,
    /// Items of that opinion and how they were marked.
    pub items: Vec<(String, String)>,
    /// The persons, in the order of their parts and acts.
    pub chain: Vec<Link>,
    /// What changed it, oldest first.
    pub changes: Vec<Changed>,
}

/// Every decision of a matter, oldest first, from its events.
pub fn decisions(events: &[Event], procedure: &Procedure) -> Vec<Answerable> {
    let mut answers: Vec<Answerable> = Vec::new();
    let mut way: Vec<Link> = Vec::new();
    let mut items: BTreeMap<u64, Vec<(String, String)>> = BTreeMap::new();
    for (version, event) in (1_u64..).zip(events) {
        let Some(act) = procedure.act(&event.act) else { continue };
        if act.kind == ActKind::Opine {
            items.insert(version, marks(event));
        }
        way.extend(links(event, act, version));
        for effect in &event.effects {
            match effect {
                Effect::Decided { decided } => answers.push(Answerable {
                    act: act.id.clone(),
                    title: act.title.clone(),
                    day: decided.day,
                    version,
                    number: number(event),
                    opinion: decided.opinion,
                    items: decided.opinion.and_then(|n| items.get(&n).cloned()).unwrap_or_default(),
                    chain: in_order(&way),
                    changes: Vec::new(),
                }),
                Effect::SetAside { outcome } => {
                    change(&mut answers, event, act, version, outcome, true);
                    if outcome == DECIDE_AGAIN {
                        // What follows answers for the next decision; what was handled stands behind both.
                        way.retain(|link| link.part == Part::Handler);
                    }
                }
                Effect::Withdrawn { reason } => {
                    let gone =
                        ["撤销", "变更", "违法", "无效"].iter().any(|word| reason.contains(word));
                    change(&mut answers, event, act, version, reason, gone);
                }
                _ => {}
            }
        }
    }
    answers
}

fn change(
    answers: &mut [Answerable],
    event: &Event,
    act: &ActType,
    version: u64,
    how: &str,
    grave: bool,
) {
    if let Some(last) = answers.last_mut() {
        last.changes.push(Changed {
            act: act.id.clone(),
            title: act.title.clone(),
            how: how.to_owned(),
            day: event.day,
            version,
            grave,
        });
    }
}

fn links(event: &Event, act: &ActType, version: u64) -> Vec<Link> {
    let link = |part: Part, person: &Named| Link {
        part,
        person: person.clone(),
        agency: event.agency.clone(),
        act: act.id.clone(),
        title: act.title.clone(),
        day: event.day,
        article: act.basis.first().cloned().unwrap_or_default(),
        version,
        conclusion: if act.kind == ActKind::Opine { conclusion(event) } else { String::new() },
    };
    let part = match (act.kind, act.power.as_str()) {
        (ActKind::Opine, _) => Part::Reviewer,
        (ActKind::Decide, _) => Part::Principal,
        (ActKind::Submit, _) => Part::Section,
        // What comes after a decision, or only files it, is no part of its way.
        (
            ActKind::Serve
            | ActKind::Publish
            | ActKind::Withhold
            | ActKind::Withdraw
            | ActKind::Overturn
            | ActKind::Close
            | ActKind::Archive
            | ActKind::Gap
            | ActKind::Supplement
            | ActKind::Declare
            | ActKind::Dismiss,
            _,
        ) => return Vec::new(),
        (_, "register" | "handle") => Part::Handler,
        (_, "approve" | "decide") => Part::Approver,
        _ => return Vec::new(),
    };
    let mut links = vec![link(part, &event.actor)];
    for effect in &event.effects {
        if let Effect::Assigned { officers } = effect {
            links.extend(officers.iter().map(|officer| link(Part::Handler, officer)));
        }
    }
    links
}

/// By part, and within a part as it happened; one act of one person once.
fn in_order(way: &[Link]) -> Vec<Link> {
    let mut chain: Vec<Link> = Vec::new();
    for link in way {
        let same = |held: &Link| {
            (held.part, &held.person.id, &held.act) == (link.part, &link.person.id, &link.act)
        };
        match chain.iter_mut().find(|held| same(held)) {
            // Done again: the last time is the one that counts.
            Some(held) => held.clone_from(link),
            None => chain.push(link.clone()),
        }
    }
    chain.sort_by_key(|link| (link.part, link.version));
    chain
}

fn number(event: &Event) -> Option<String> {
    event.effects.iter().find_map(|effect| match effect {
        Effect::PaperIssued { paper } => paper.number.clone(),
        _ => None,
    })
}

fn conclusion(event: &Event) -> String {
    event.fields.get("conclusion").and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

fn marks(event: &Event) -> Vec<(String, String)> {
    let items = event.fields.get("items").and_then(|value| value.as_array());
    items
        .into_iter()
        .flatten()
        .filter_map(|line| {
            let text = |name: &str| line.get(name).and_then(|value| value.as_str());
            Some((text("item")?.to_owned(), text("mark")?.to_owned()))
        })
        .collect()
}
