//! The service guide of a procedure (服务指南): what is done, by whom, within which time, with which papers, on which article.
//!
//! What this is not: a page. It is the same data as the procedure, in the order in which a reader asks.

use serde::Serialize;

use crate::model::{ActType, Material, Performer, Procedure};

/// A procedure as a reader asks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guide {
    /// Procedure id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Enforcement category.
    pub category: String,
    /// Articles that it rests on.
    pub basis: Vec<String>,
    /// Version of the pack.
    pub version: String,
    /// First day in force.
    pub from: String,
    /// The stages in order.
    pub stages: Vec<GuideStage>,
    /// Periods that bind the agency or the party, in the order in which they begin.
    pub periods: Vec<GuidePeriod>,
    /// What an applicant brings.
    pub materials: Vec<Material>,
    /// Papers that reach the party.
    pub papers: Vec<GuidePaper>,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideStage {
    /// Name.
    pub title: String,
    /// Acts in the order of use.
    pub acts: Vec<GuideAct>,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideAct {
    /// Name.
    pub title: String,
    /// Who, in words.
    pub who: String,
    /// What it is for.
    pub help: String,
    /// Articles.
    pub basis: Vec<String>,
    /// What must hold before, in words, with the article.
    pub conditions: Vec<(String, String)>,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuidePeriod {
    /// What is owed or allowed.
    pub title: String,
    /// After which act.
    pub after: String,
    /// Length in words.
    pub period: String,
    /// True where it is the party's own.
    pub party: bool,
    /// Article.
    pub basis: String,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuidePaper {
    /// Title.
    pub title: String,
    /// Act that issues it.
    pub act: String,
}

/// The guide of a procedure.
pub fn guide(procedure: &Procedure) -> Guide {
    let acts = || procedure.acts.iter().filter(|act| !act.internal);
    Guide {
        id: procedure.id.clone(),
        title: procedure.title.clone(),
        category: procedure.category.clone(),
        basis: procedure.basis.clone(),
        version: procedure.version.clone(),
        from: procedure.from.to_string(),
        stages: procedure
            .stages
            .iter()
            .map(|stage| GuideStage {
                title: stage.title.clone(),
                acts: acts().filter(|act| act.stage == stage.id).map(guide_act).collect(),
            })
            .collect(),
        periods: acts()
            .flat_map(|act| act.duties.iter().map(move |duty| (act, duty)))
            .map(|(act, duty)| GuidePeriod {
                title: duty.title.clone(),
                after: act.title.clone(),
                period: duty.period.clone(),
                party: duty.owner == "party",
                basis: duty.basis.clone(),
            })
            .collect(),
        materials: procedure.materials.clone(),
        papers: acts()
            .flat_map(|act| act.papers.iter().map(move |paper| (act, paper)))
            .filter(|(_, paper)| paper.outward)
            .map(|(act, paper)| GuidePaper { title: paper.title.clone(), act: act.title.clone() })
            .collect(),
    }
}

/// Who performs an act, in words: the power, and whose people.
pub fn who(act: &ActType) -> String {
    let power = power(&act.power);
    // 机关负责人 of a superior is 上一级机关负责人, the others are 上一级机关 and their name.
    let bare = power.strip_prefix("机关").unwrap_or(power);
    match act.by {
        Performer::Own => power.to_owned(),
        Performer::Upper => format!("上一级机关{bare}"),
        Performer::UpperUpper => format!("再上一级机关{bare}"),
    }
}

/// A row of the authority table in words.
pub fn power(id: &str) -> &str {
    match id {
        "register" => "登记人员",
        "handle" => "承办人员",
        "approve" => "审批人",
        "review" => "法制审核人员",
        "decide" => "机关负责人",
        "publish" => "公示员",
        "archive" => "档案员",
        "party" => "当事人",
        other => other,
    }
}

fn guide_act(act: &ActType) -> GuideAct {
    GuideAct {
        title: act.title.clone(),
        who: who(act),
        help: act.help.clone(),
        basis: act.basis.clone(),
        conditions: act
            .gates
            .iter()
            .map(|gate| (gate.message.clone(), gate.basis.clone()))
            .collect(),
    }
}
