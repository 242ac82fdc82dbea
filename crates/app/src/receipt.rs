//! What a person is told of an act: what happened, which papers came out, which duties ended and which began.
//!
//! What this is not: the event. A receipt repeats it in words; the record holds it.

use serde::{Deserialize, Serialize};
use zhiheng_domain::{Duty, Effect, Event, Matter};

use crate::error::Reason;

/// What was done, for the person who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Performed {
    /// The matter.
    pub matter: Ref,
    /// Its version now.
    pub version: u64,
    /// Place in the record.
    #[serde(default)]
    pub seq: u64,
    /// What happened and what follows.
    pub sentence: String,
    /// Papers issued.
    pub papers: Vec<IssuedPaper>,
    /// Duties fulfilled.
    pub fulfilled: Vec<String>,
    /// Duties created.
    pub created: Vec<NewDuty>,
    /// Code for the party of a matter that was opened.
    pub query_code: Option<String>,
}

/// A matter by id, number and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ref {
    /// Id.
    pub id: String,
    /// Number.
    pub number: Option<String>,
    /// Title.
    pub title: String,
}

/// A paper that an act issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedPaper {
    /// Id within the matter.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
}

/// A duty that an act created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDuty {
    /// What is owed.
    pub title: String,
    /// Due day.
    pub due: Option<String>,
    /// How it came about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// What an act would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preview {
    /// It may be done.
    pub allowed: bool,
    /// Why not.
    pub reasons: Vec<Reason>,
    /// Duties that it would fulfil.
    pub fulfils: Vec<String>,
    /// Duties that it would create.
    pub creates: Vec<NewDuty>,
    /// Papers that it would issue.
    pub papers: Vec<PreviewPaper>,
    /// Doubts about statutes that the form cites.
    pub warnings: Vec<zhiheng_law::cited::CitationWarning>,
}

/// A paper as it would be issued.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PreviewPaper {
    /// Id within the matter.
    pub id: String,
    /// Title.
    pub title: String,
    /// What stands in place of the number.
    pub number: Option<&'static str>,
    /// Addressee.
    pub addressee: String,
    /// Text.
    pub paragraphs: Vec<String>,
}

pub(crate) fn receipt_of(
    matter: &Matter,
    event: &Event,
    sentence: String,
    before: &[Duty],
) -> Performed {
    let opened = event.effects.iter().any(|effect| matches!(effect, Effect::Opened { .. }));
    Performed {
        matter: Ref { id: matter.id.clone(), number: matter.number.clone(), title: matter.title() },
        version: matter.version,
        seq: 0,
        sentence,
        papers: event
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::PaperIssued { paper } => Some(IssuedPaper {
                    id: paper.id.clone(),
                    title: paper.title.clone(),
                    number: paper.number.clone(),
                }),
                _ => None,
            })
            .collect(),
        fulfilled: fulfilled(&event.effects, before),
        created: created(&event.effects, false),
        query_code: opened.then(|| matter.code.clone()),
    }
}

/// Titles of the duties that these effects fulfil.
pub fn fulfilled(effects: &[Effect], held: &[Duty]) -> Vec<String> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::DutyEnded { n, .. } => {
                held.iter().find(|duty| duty.n == *n).map(|duty| duty.title.clone())
            }
            _ => None,
        })
        .collect()
}

/// Duties that these effects create, with their reasoning where asked.
pub fn created(effects: &[Effect], reasoned: bool) -> Vec<NewDuty> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::DutyCreated { duty } => Some(NewDuty {
                title: duty.title.clone(),
                due: duty.due.map(|day| day.to_string()),
                steps: if reasoned { duty.steps.clone() } else { Vec::new() },
            }),
            _ => None,
        })
        .collect()
}

pub(crate) fn preview_of(event: &Event, matter: Option<&Matter>) -> Preview {
    Preview {
        allowed: true,
        reasons: Vec::new(),
        fulfils: fulfilled(
            &event.effects,
            matter.map(|matter| matter.duties.as_slice()).unwrap_or_default(),
        ),
        creates: created(&event.effects, true),
        papers: event
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::PaperIssued { paper } => Some(PreviewPaper {
                    id: paper.id.clone(),
                    title: paper.title.clone(),
                    number: Some("（编号于出具时生成）"),
                    addressee: paper.addressee.clone(),
                    paragraphs: paper.paragraphs.clone(),
                }),
                _ => None,
            })
            .collect(),
        warnings: Vec::new(),
    }
}
