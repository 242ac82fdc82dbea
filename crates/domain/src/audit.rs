//! Lawfulness, not only integrity: every event of a matter is decided again under the law, and compared with what was recorded.
//!
//! What this is not: proof that nobody rewrote anything; that is the record's.

use serde_json::Value;
use zhiheng_calendar::Calendar;
use zhiheng_law::{ActKind, Pack};

use crate::context::{Actor, Context};
use crate::decide::{Submission, decide};
use crate::effect::{Effect, Event};
use crate::evolve::evolve;
use crate::officer::Officer;
use crate::state::Matter;

/// Something in a matter's history that the law does not allow.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The matter.
    pub matter: String,
    /// Version of the event.
    pub version: u64,
    /// Act id.
    pub act: String,
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub message: String,
    /// Article.
    pub article: Option<String>,
}

/// What was known when an event was written: the actor's roles, the officers, the chain of agencies.
pub struct Surroundings<'a> {
    /// Who acted, with the roles held then.
    pub actor: &'a Actor,
    /// Officers as registered.
    pub officers: &'a [Officer],
    /// Agency that holds the matter and those above it.
    pub chain: &'a [String],
    /// Division code of the agency that holds the matter.
    pub division: &'a str,
    /// 机关代字 of the agency that acted.
    pub mark: &'a str,
    /// Name of the agency that acted.
    pub agency_name: &'a str,
    /// Government at that agency's level.
    pub government: &'a str,
    /// Name of the agency above it.
    pub superior: &'a str,
}

/// Decides the event again and says how it differs from what the law gives. The state afterwards is returned for the next event.
pub fn replay(
    matter: Option<Matter>,
    event: &Event,
    around: &Surroundings<'_>,
    pack: &Pack,
    calendar: &Calendar,
) -> (Matter, Vec<Finding>) {
    let version = matter.as_ref().map_or(0, |matter| matter.version) + 1;
    let code = event.effects.iter().find_map(|effect| match effect {
        Effect::Opened { code, .. } => Some(code.as_str()),
        _ => None,
    });
    let finding = |code: &str, message: String, article: Option<String>| Finding {
        matter: event.matter.clone(),
        version,
        act: event.act.clone(),
        code: code.to_owned(),
        message,
        article,
    };
    let cx = Context {
        now: zhiheng_calendar::china_timestamp(event.at),
        actor: around.actor,
        pack,
        calendar,
        officers: around.officers,
        chain: around.chain,
        division: around.division,
        mark: around.mark,
        agency_name: around.agency_name,
        government: around.government,
        superior: around.superior,
        known: &event.known,
        fresh_id: &event.matter,
        fresh_code: code.unwrap_or_default(),
    };
    let submission =
        Submission { procedure: &event.procedure, act: &event.act, fields: &event.fields };
    let mut findings = Vec::new();
    match decide(matter.as_ref(), submission, &cx) {
        Ok(decision) => {
            // Numbers are given by the store and the pack's version may have moved on: both are left out of the comparison.
            if comparable(decision.draft()) != comparable(event) {
                findings.push(finding(
                    "audit.differs",
                    "记录的后果与依法应有的后果不同".to_owned(),
                    None,
                ));
            }
        }
        Err(refusals) => findings.extend(
            refusals
                .into_iter()
                .map(|refusal| finding(&refusal.code, refusal.message, refusal.article)),
        ),
    }
    if let Some(decided) = event.effects.iter().find_map(|effect| match effect {
        Effect::Decided { decided } => Some(decided),
        _ => None,
    }) && let Some(before) = &matter
        && !before.major.is_empty()
        && decided.opinion.is_none()
    {
        findings.push(finding(
            "gate.review_cleared",
            "重大执法决定未经法制审核".to_owned(),
            Some("处罚法58".to_owned()),
        ));
    }
    let kind = pack
        .procedures
        .get(&event.procedure)
        .and_then(|procedure| procedure.act(&event.act))
        .map(|act| act.kind);
    if kind == Some(ActKind::Decide)
        && !event.effects.iter().any(|effect| matches!(effect, Effect::Decided { .. }))
    {
        findings.push(finding(
            "audit.no_witness",
            "决定没有审核凭证".to_owned(),
            Some("处罚法58".to_owned()),
        ));
    }
    (evolve(matter, event), findings)
}

fn comparable(event: &Event) -> Vec<Value> {
    event
        .effects
        .iter()
        .map(|effect| match effect {
            Effect::Numbered { .. } => Effect::Numbered { number: String::new() },
            Effect::PaperIssued { paper } => {
                let mut paper = paper.clone();
                if let Some(number) = paper.number.take() {
                    for paragraph in &mut paper.paragraphs {
                        *paragraph = paragraph.replace(&number, "{number}");
                    }
                }
                Effect::PaperIssued { paper }
            }
            other => other.clone(),
        })
        .map(|effect| serde_json::to_value(effect).unwrap_or_default())
        .collect()
}
