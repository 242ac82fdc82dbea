//! The desk of legal review: what waits for an opinion, and one dossier with the twelve items prefilled with what the system can prove.
//!
//! What this is not: the opinion. It is the act `review_opinion`, given by a person, and nothing here marks an item for that person
//! where the matter itself does not prove it.

mod items;
mod submission;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::{Event, Matter, Power, review};
use zhiheng_law::{ActKind, FieldType, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::desk::owed;
use crate::error::Error;
use crate::light::Light;
use crate::page::submission as submission_of;
use crate::ports::{DutyFilter, RegisterFilter};
use crate::registers::Lookup;
use crate::shapes::{MatterRef, json, moment};
use crate::timeline::{TimelineRow, at_version, tell};

pub use items::{Mark, ReviewItem};
pub use submission::{Element, Material};

/// Opinions shown as done.
const DONE: usize = 20;
/// Days back over which opinions given are shown.
const BACK: i64 = 60;
/// Duties looked at for opinions given.
const LOOKED_AT: usize = 500;

/// What waits for legal review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewDesk {
    /// Drafts that wait, by due day.
    pub queue: Vec<Waiting>,
    /// Opinions given last.
    pub done: Vec<Reviewed>,
}

/// A draft that waits for an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waiting {
    /// The matter.
    pub matter: MatterRef,
    /// When it was submitted.
    pub submitted: String,
    /// By whom.
    pub by: String,
    /// Due day of the opinion.
    pub due: Option<String>,
    /// How it stands.
    pub light: Light,
    /// Which time it was submitted.
    pub round: u32,
    /// Digest of the draft.
    pub digest: String,
}

/// An opinion given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reviewed {
    /// The matter.
    pub matter: MatterRef,
    /// Conclusion.
    pub conclusion: String,
    /// When.
    pub at: String,
}

/// A dossier under review.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewDossier {
    /// What was submitted.
    pub submitted: Submitted,
    /// The twelve items (law.md 4.2), prefilled where the matter proves them.
    pub items: Vec<ReviewItem>,
    /// Conclusions to choose from.
    pub options: Vec<String>,
}

/// What was submitted for review.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Submitted {
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Digest.
    pub digest: String,
    /// The section's statement.
    pub statement: String,
    /// Text of the intended decision; empty where the report stands for it.
    pub draft: String,
    /// The head of the section declared the materials true, accurate and complete (国办发〔2018〕118号 十四).
    pub declared: bool,
    /// What has to be sent, and whether it is there.
    pub materials: Vec<Material>,
    /// Which evidence proves which element.
    pub elements: Vec<Element>,
    /// Facts under review.
    pub facts: Vec<SubmittedFact>,
    /// Acts that brought evidence.
    pub evidence: Vec<TimelineRow>,
}

/// A fact under review.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SubmittedFact {
    /// Fact id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Value as submitted.
    pub value: Value,
    /// Type of value.
    #[serde(rename = "type")]
    pub kind: Value,
    /// It differs from the submission before.
    pub changed: bool,
    /// Value as submitted before.
    pub before: Value,
}

impl App {
    /// Drafts that wait for the caller's agency to review them.
    ///
    /// # Errors
    /// The caller does not review, or the store is not there.
    pub async fn review_desk(&self, caller: &Caller) -> Result<ReviewDesk, Error> {
        caller.require(Power::Review)?;
        let kinds = vec!["review".to_owned()];
        let open = DutyFilter { kinds: kinds.clone(), ..owed(caller) };
        let mut queue: Vec<Waiting> = Vec::new();
        for duty in self.store().duties(&open).await? {
            let Ok(loaded) = self.load(caller, &duty.matter).await else { continue };
            let Some(procedure) = self.pack().procedures.get(&duty.procedure) else { continue };
            let matter = &loaded.matter;
            let Some(asked) = submission_of(procedure, matter) else { continue };
            // A draft submitted twice owes two opinions; it waits in one line.
            if queue.iter().any(|waiting| waiting.matter.id == duty.matter) {
                continue;
            }
            queue.push(Waiting {
                matter: MatterRef::of(&loaded.row),
                submitted: moment(asked.at),
                by: name_of(matter, &asked.actor),
                light: self.light(duty.due.as_deref(), &duty.state),
                due: duty.due,
                round: matter.review.rounds,
                digest: matter.review.submitted.clone().unwrap_or_default(),
            });
        }
        let ended = DutyFilter {
            kinds,
            states: vec!["fulfilled".to_owned()],
            due_from: self
                .today()
                .checked_sub(jiff::Span::new().days(BACK))
                .ok()
                .map(|day| day.to_string()),
            limit: LOOKED_AT,
            ..owed(caller)
        };
        let mut done: Vec<Reviewed> = Vec::new();
        let mut duties = self.store().duties(&ended).await?;
        duties.sort_by(|one, other| other.ended.cmp(&one.ended));
        for duty in duties.into_iter().take(2 * DONE) {
            let Ok(loaded) = self.load(caller, &duty.matter).await else { continue };
            let Some(opinion) = &loaded.matter.review.opinion else { continue };
            let at = loaded.matter.done.iter().find(|done| done.version == opinion.version);
            if done.iter().all(|line| line.matter.id != duty.matter) {
                done.push(Reviewed {
                    matter: MatterRef::of(&loaded.row),
                    conclusion: opinion.conclusion.clone(),
                    at: at.map(|done| moment(done.at)).unwrap_or_default(),
                });
            }
        }
        done.sort_by(|one, other| other.at.cmp(&one.at));
        done.truncate(DONE);
        Ok(ReviewDesk { queue, done })
    }

    /// One dossier under review.
    ///
    /// # Errors
    /// Nothing was submitted, the caller has no part in review or decision, may not know of the matter, or the store is not there.
    pub async fn review_dossier(&self, caller: &Caller, id: &str) -> Result<ReviewDossier, Error> {
        let powers = [Power::Review, Power::Decide, Power::Approve, Power::Handle];
        if !powers.into_iter().any(|power| caller.actor.may(power)) {
            caller.require(Power::Review)?;
        }
        let opened = self.opened(caller, id).await?;
        let (matter, procedure) = (&opened.loaded.matter, opened.procedure);
        let asked = submission_of(procedure, matter)
            .ok_or_else(|| Error::Missing { what: "送审的内容".to_owned() })?;
        let rows = tell(&opened.events, procedure, &opened.tree, &opened.veil);
        let facts = procedure
            .facts
            .iter()
            .filter(|fact| fact.reviewed)
            .filter_map(|fact| {
                let value = matter.review.facts.get(&fact.id)?;
                let before = matter.review.facts_before.get(&fact.id);
                let changed = before.is_some_and(|before| before != value);
                Some(SubmittedFact {
                    id: fact.id.clone(),
                    label: fact.label.clone(),
                    value: opened.veil.value(value).0,
                    kind: kind_of(procedure, &fact.id),
                    changed,
                    before: before
                        .filter(|_| changed)
                        .map(|before| opened.veil.value(before).0)
                        .unwrap_or_default(),
                })
            })
            .collect();
        let sent = at_version(&opened.events, asked.version);
        let spoken = |field: &str| opened.veil.text(submission::said(sent, field));
        Ok(ReviewDossier {
            submitted: Submitted {
                at: moment(asked.at),
                by: name_of(matter, &asked.actor),
                digest: matter.review.submitted.clone().unwrap_or_default(),
                statement: spoken("statement"),
                draft: spoken("draft"),
                declared: sent.is_some_and(|event| {
                    event.fields.get("declaration") == Some(&Value::Bool(true))
                }),
                materials: submission::materials(matter, procedure, sent),
                elements: submission::elements(sent),
                facts,
                evidence: rows.into_iter().filter(|row| brings_evidence(procedure, row)).collect(),
            },
            items: self.review_items(matter, procedure, &opened.events).await?,
            options: conclusions(procedure),
        })
    }

    /// The twelve items, prefilled.
    pub(crate) async fn review_items(
        &self,
        matter: &Matter,
        procedure: &Procedure,
        events: &[(u64, Event)],
    ) -> Result<Vec<ReviewItem>, Error> {
        let tree = self.tree().await?;
        let filter = RegisterFilter {
            kind: "officers".to_owned(),
            agencies: None,
            ids: matter.officers.iter().map(|officer| officer.id.clone()).collect(),
        };
        let officers =
            if filter.ids.is_empty() { Vec::new() } else { self.store().register(&filter).await? };
        let officers: Vec<zhiheng_domain::Officer> =
            officers.iter().filter_map(|row| serde_json::from_str(&row.body).ok()).collect();
        let asked = submission_of(procedure, matter).map(|done| done.version);
        let sent = asked.and_then(|version| at_version(events, version));
        let text = |fact: &str| matter.text(fact).to_owned();
        let known = self
            .known(&Lookup {
                asks: vec!["published", "tiered", "fine_min", "fine_max"],
                agency: matter.agency.clone(),
                matter: matter.id.clone(),
                family: procedure.family.clone(),
                item: text("item"),
                tier: text("tier"),
                base: matter.facts.get("base").and_then(Value::as_i64),
                party: String::new(),
                person: String::new(),
                beginners_from: None,
                day: self.today(),
            })
            .await?;
        let elements = submission::elements(sent);
        Ok(items::prefill(&items::Proofs {
            pack: self.pack(),
            events,
            elements: &elements,
            known: &known,
            matter,
            procedure,
            agency: tree.get(&matter.agency),
            officers: &officers,
            draft: &review::digest(procedure, &matter.facts, &matter.evidence),
            today: self.today(),
        }))
    }
}

/// Conclusions that the pack offers for an opinion.
fn conclusions(procedure: &Procedure) -> Vec<String> {
    procedure
        .acts
        .iter()
        .filter(|act| act.kind == ActKind::Opine)
        .flat_map(|act| &act.fields)
        .find(|field| field.id == "conclusion")
        .map(|field| field.options.clone())
        .unwrap_or_default()
}

fn kind_of(procedure: &Procedure, fact: &str) -> Value {
    procedure
        .acts
        .iter()
        .flat_map(|act| &act.fields)
        .find(|field| field.fact.as_deref() == Some(fact))
        .map_or_else(|| json(&FieldType::Text), |field| json(&field.kind))
}

/// Acts whose form takes files: questioning, inspection, evidence, recordings.
fn brings_evidence(procedure: &Procedure, row: &TimelineRow) -> bool {
    procedure.act(&row.act.id).is_some_and(|act| {
        act.fields.iter().any(|field| matches!(field.kind, FieldType::File | FieldType::Files))
    })
}

fn name_of(matter: &Matter, person: &str) -> String {
    matter
        .hands
        .iter()
        .find(|hand| hand.id == person)
        .map_or_else(|| person.to_owned(), |hand| hand.name.clone())
}
