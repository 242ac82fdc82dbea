//! The history of a matter as a person reads it: each act a sentence, with its form, its papers and what followed.
//!
//! What this is not: the events themselves (see [`crate::sealing`]). Sentences are told anew from the events at each reading,
//! because a sentence is words, and only what happened is on the record.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::paper::{Source, fill};
use zhiheng_domain::{Effect, Event, Matter, evolve};
use zhiheng_law::{ActType, Procedure};

use crate::error::Error;
use crate::perform;
use crate::ports::StoredEvent;
use crate::sealing;
use crate::shapes::{Id, Titled, json, moment};
use crate::tree::Tree;
use crate::veil::Veil;

/// One act of a matter's history.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineRow {
    /// Version of the matter after it.
    pub version: u64,
    /// Place in the record, from 0.
    pub seq: u64,
    /// When it was entered.
    pub at: String,
    /// Which act.
    pub act: Titled,
    /// Who.
    pub actor: Id,
    /// Of which agency.
    pub agency: Id,
    /// What happened, in words.
    pub sentence: String,
    /// The form as filled in.
    pub fields: Vec<FieldShown>,
    /// Papers issued.
    pub papers: Vec<PaperRef>,
    /// Duties fulfilled.
    pub fulfilled: Vec<String>,
    /// Duties created.
    pub created: Vec<DutyRef>,
    /// Stage afterwards.
    pub stage: String,
}

/// One field of a form as filled in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldShown {
    /// Field id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Value.
    pub value: Value,
    /// Type of value.
    #[serde(rename = "type")]
    pub kind: Value,
    /// Something is hidden from this person.
    pub masked: bool,
}

/// A paper by its id within the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperRef {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
}

/// A duty that an act created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyRef {
    /// What is owed.
    pub title: String,
    /// Due day.
    pub due: Option<String>,
}

/// The acts among the stored events of one matter, each with its place in the record.
///
/// # Errors
/// A stored event cannot be read.
pub fn acts(stored: &[StoredEvent]) -> Result<Vec<(u64, Event)>, Error> {
    stored
        .iter()
        .filter(|event| event.kind == sealing::kind::ACT)
        .map(|event| Ok((event.seq, sealing::event_of(&event.content)?)))
        .collect()
}

/// The act that brought a matter to this version. What stands beside an event is its place in the record, which is another number.
pub(crate) fn at_version(events: &[(u64, Event)], version: u64) -> Option<&Event> {
    let place = usize::try_from(version.checked_sub(1)?).ok()?;
    events.get(place).map(|(_, event)| event)
}

/// Tells the history of one matter, oldest first.
pub fn tell(
    events: &[(u64, Event)],
    procedure: &Procedure,
    tree: &Tree,
    veil: &Veil,
) -> Vec<TimelineRow> {
    let mut matter: Option<Matter> = None;
    let mut rows = Vec::with_capacity(events.len());
    for (seq, event) in events {
        let before = matter.as_ref().map(|matter| matter.duties.clone()).unwrap_or_default();
        let after = evolve(matter.take(), event);
        let act = procedure.act(&event.act);
        rows.push(TimelineRow {
            version: after.version,
            seq: *seq,
            at: moment(event.at),
            act: Titled::new(&event.act, act.map_or(event.act.as_str(), |act| &act.title)),
            actor: Id::new(&event.actor.id, &event.actor.name),
            agency: Id::new(&event.agency, tree.name(&event.agency)),
            sentence: act.map(|act| sentence(act, event, &after, veil)).unwrap_or_default(),
            fields: act.map(|act| fields(act, event, veil)).unwrap_or_default(),
            papers: papers(event),
            fulfilled: perform::fulfilled(&event.effects, &before),
            created: perform::created(&event.effects, false)
                .into_iter()
                .map(|duty| DutyRef { title: duty.title, due: duty.due })
                .collect(),
            stage: after.stage.clone(),
        });
        matter = Some(after);
    }
    rows
}

fn fields(act: &ActType, event: &Event, veil: &Veil) -> Vec<FieldShown> {
    act.fields
        .iter()
        .filter_map(|field| {
            let (value, masked) = veil.field(field, event.fields.get(&field.id)?);
            Some(FieldShown {
                id: field.id.clone(),
                label: field.label.clone(),
                value,
                kind: json(&field.kind),
                masked,
            })
        })
        .collect()
}

fn papers(event: &Event) -> Vec<PaperRef> {
    event
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::PaperIssued { paper } => Some(PaperRef {
                id: paper.id.clone(),
                title: paper.title.clone(),
                number: paper.number.clone(),
            }),
            _ => None,
        })
        .collect()
}

/// What the person who acted was told, with the numbers and due days as they were then.
fn sentence(act: &ActType, event: &Event, after: &Matter, veil: &Veil) -> String {
    let mut others = BTreeMap::from([(
        "number".to_owned(),
        after.number.clone().unwrap_or_else(|| "（未编号）".to_owned()),
    )]);
    if let Some(number) = papers(event).into_iter().filter_map(|paper| paper.number).next_back() {
        others.insert("paper".to_owned(), number);
    }
    for duty in after.duties.iter().filter(|duty| duty.state.owed()) {
        let due = match duty.due {
            Some(day) => day.to_string(),
            None if duty.state == zhiheng_domain::DutyState::Stopped => "（暂停计算）".to_owned(),
            None => "（无期限）".to_owned(),
        };
        others.insert(format!("due:{}", duty.rule), due);
    }
    let form: Map<String, Value> =
        event.fields.iter().map(|(name, value)| (name.clone(), veil.value(value).0)).collect();
    let facts: BTreeMap<String, Value> =
        after.facts.iter().map(|(name, value)| (name.clone(), veil.value(value).0)).collect();
    let told = fill(&act.sentence, &Source { form: &form, facts: &facts, others: &others });
    without_places(told)
}

/// A duty that this act did not create in this case has no due day to name.
fn without_places(mut told: String) -> String {
    while let Some(from) = told.find("{due:") {
        let Some(length) = told.get(from..).and_then(|tail| tail.find('}')) else { break };
        told.replace_range(from..=from + length, "（无期限）");
    }
    told.replace("{paper}", "（未编号）")
}
