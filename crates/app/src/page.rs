//! The page of one matter: where it stands, what can be done, what is missing, what happened, what is owed.
//!
//! What this is not: a decision. What is possible here is asked of the domain in the same way as when the act is performed.

mod view;

use serde_json::Value;
use zhiheng_domain::{Matter, Power, Status, mask, review};
use zhiheng_law::{ActKind, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, Reason};
use crate::light::{duty_light, lapsed};
use crate::lists::{MatterListRow, list_row};
use crate::perform::Loaded;
use crate::shapes::{Id, Titled, json, moment};
use crate::timeline::{acts, tell};
use crate::tree::Tree;
use crate::veil::{Veil, sees_personal};

pub use view::{
    ActOption, Change, DutyView, FactView, MatterPage, PaperView, Participant, Party, Progress,
    RecordSpan, ReviewView, StageView, StepView, Why,
};

/// A matter with its history and what this person may read of it.
pub(crate) struct Opened<'a> {
    pub(crate) loaded: Loaded,
    pub(crate) procedure: &'a Procedure,
    pub(crate) tree: std::sync::Arc<Tree>,
    pub(crate) events: Vec<(u64, zhiheng_domain::Event)>,
    pub(crate) veil: Veil,
}

impl App {
    /// The page of one matter.
    ///
    /// # Errors
    /// There is none, or the caller may not know of it; or the store is not there.
    pub async fn matter_page(&self, caller: &Caller, id: &str) -> Result<MatterPage, Error> {
        let Opened { loaded, procedure, tree, events, veil } = self.opened(caller, id).await?;
        let Loaded { row, matter } = loaded;
        let readiness = self.readiness(caller, &matter).await?;
        let (possible, blocked) = options(procedure, readiness);
        let own = caller.actor.agency == matter.agency
            && (caller.actor.may(Power::Register) || caller.actor.may(Power::Handle));
        let (from, to) = (events.first(), events.last());
        Ok(MatterPage {
            row: MatterListRow { title: veil.text(&row.title), ..list_row(self, &tree, row) },
            version: matter.version,
            procedure_title: procedure.title.clone(),
            pack_version: matter.pack.clone(),
            query_code: own.then(|| matter.code.clone()),
            stages: stages(procedure, &matter),
            possible,
            blocked,
            timeline: tell(&events, procedure, &tree, &veil),
            duties: self.duties(&matter, &tree),
            papers: papers(&matter),
            people: people(&matter),
            parties: parties(&matter, &veil),
            facts: facts(procedure, &matter, &veil),
            review: review_view(procedure, &matter, &veil),
            record: RecordSpan {
                events: events.len(),
                from: from.map_or(0, |(seq, _)| *seq),
                to: to.map_or(0, |(seq, _)| *seq),
            },
        })
    }

    /// Loads a matter with its history, for one who may view matters at all.
    pub(crate) async fn opened(&self, caller: &Caller, id: &str) -> Result<Opened<'_>, Error> {
        caller.require(Power::View)?;
        let loaded = self.load(caller, id).await?;
        let procedure = self.pack().procedures.get(&loaded.matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", loaded.matter.procedure))
        })?;
        let tree = self.tree().await?;
        let events = acts(&self.store().stream(&format!("matter:{id}"), 0).await?)?;
        let veil = if sees_personal(caller, &loaded.matter, procedure, &tree) {
            Veil::open()
        } else {
            Veil::over(procedure, events.iter().map(|(_, event)| event))
        };
        Ok(Opened { loaded, procedure, tree, events, veil })
    }

    fn duties(&self, matter: &Matter, tree: &Tree) -> Vec<DutyView> {
        let today = self.today();
        matter
            .duties
            .iter()
            .map(|duty| DutyView {
                id: format!("{}/{}", matter.id, duty.n),
                title: duty.title.clone(),
                kind: duty.kind.clone(),
                owner: duty.owner.clone(),
                agency: Id::new(&duty.agency, tree.name(&duty.agency)),
                created: duty.created.to_string(),
                due: duty.due.map(|day| day.to_string()),
                light: duty_light(self.calendar(), today, duty.due, &duty.kind, duty.state.id()),
                basis: duty.basis.clone(),
                rule: duty.period.clone(),
                steps: duty.steps.clone(),
                alarms: duty.alarms.clone(),
                state: shown_state(duty, today).to_owned(),
                closed: duty.ended.map(|day| day.to_string()),
            })
            .collect()
    }
}

/// The state as people read it: a right that ran out unused is over.
fn shown_state(duty: &zhiheng_domain::Duty, today: jiff::civil::Date) -> &'static str {
    let state = duty.state.id();
    if lapsed(today, duty.due, &duty.kind, state) { "excused" } else { state }
}

/// Acts that can be done and acts that wait for something. Those done for good, and those whose way the matter did not take, are left out.
fn options(
    procedure: &Procedure,
    readiness: Vec<(String, Vec<Reason>)>,
) -> (Vec<ActOption>, Vec<ActOption>) {
    const PAST: [&str; 4] = ["gate.once", "gate.not_after", "gate.opened", "matter.locked"];
    let mut options = Vec::new();
    for (id, reasons) in readiness {
        let Some(act) = procedure.act(&id) else { continue };
        // What a party brings forward and what answers it stands in a list of its own.
        if matches!(act.kind, ActKind::PartySend | ActKind::PartyAnswer) {
            continue;
        }
        if reasons.iter().any(|reason| PAST.contains(&reason.code.as_str())) {
            continue;
        }
        let (authority, reasons): (Vec<Reason>, Vec<Reason>) =
            reasons.into_iter().partition(|reason| reason.code.starts_with("authority."));
        options.push(ActOption {
            id,
            title: act.title.clone(),
            step: act.step.clone(),
            kind: json(&act.kind).as_str().unwrap_or_default().to_owned(),
            help: act.help.clone(),
            basis: act.basis.clone(),
            allowed: reasons.is_empty(),
            reasons,
            mine: authority.is_empty(),
        });
    }
    options.into_iter().partition(|option| option.allowed)
}

fn stages(procedure: &Procedure, matter: &Matter) -> Vec<StageView> {
    let place = procedure.stages.iter().position(|stage| stage.id == matter.stage).unwrap_or(0);
    let ended = matter.status == Status::Archived;
    let state = |index: usize, now: usize| match index.cmp(&now) {
        _ if ended => Progress::Done,
        std::cmp::Ordering::Less => Progress::Done,
        std::cmp::Ordering::Equal => Progress::Now,
        std::cmp::Ordering::Greater => Progress::Ahead,
    };
    procedure
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let step = stage.steps.iter().position(|step| *step == matter.step);
            let steps = stage.steps.iter().enumerate().map(|(n, title)| StepView {
                title: title.clone(),
                state: if index == place {
                    state(n, step.unwrap_or(0))
                } else {
                    state(index, place)
                },
            });
            StageView {
                id: stage.id.clone(),
                title: stage.title.clone(),
                state: state(index, place),
                steps: steps.collect(),
            }
        })
        .collect()
}

fn papers(matter: &Matter) -> Vec<PaperView> {
    matter
        .papers
        .iter()
        .map(|paper| PaperView {
            id: paper.id.clone(),
            title: paper.title.clone(),
            number: paper.number.clone(),
            act: paper.act.clone(),
            at: matter
                .done
                .iter()
                .find(|done| done.version == paper.version)
                .map(|done| moment(done.at))
                .unwrap_or_default(),
            outward: paper.outward,
            served: paper.served.map(|day| day.to_string()),
        })
        .collect()
}

fn people(matter: &Matter) -> Vec<Participant> {
    let reviewer = matter.review.opinion.as_ref().map(|opinion| &opinion.by);
    let others = matter.hands.iter().filter(|hand| {
        matter.officers.iter().all(|officer| officer.id != hand.id)
            && reviewer.is_none_or(|reviewer| reviewer.id != hand.id)
    });
    let named = |role: &str, person: &zhiheng_domain::state::Named| Participant {
        role: role.to_owned(),
        id: person.id.clone(),
        name: person.name.clone(),
        card: (!person.card.is_empty()).then(|| person.card.clone()),
    };
    matter
        .officers
        .iter()
        .map(|person| named("办案人员", person))
        .chain(others.map(|person| named("经手人员", person)))
        .chain(reviewer.map(|person| named("法制审核人员", person)))
        .collect()
}

fn parties(matter: &Matter, veil: &Veil) -> Vec<Party> {
    let (name, kind) = (matter.text("party"), matter.text("party_kind"));
    if name.is_empty() {
        return Vec::new();
    }
    let shown = if veil.drawn() { mask::party(name, kind) } else { name.to_owned() };
    vec![Party { masked: shown != name, name: shown, kind: kind.to_owned() }]
}

/// Facts that an act has set, as this person may read them.
pub(crate) fn facts(procedure: &Procedure, matter: &Matter, veil: &Veil) -> Vec<FactView> {
    procedure
        .facts
        .iter()
        .filter_map(|fact| {
            let value = matter.facts.get(&fact.id).filter(|value| **value != fact.default)?;
            let field = procedure
                .acts
                .iter()
                .flat_map(|act| &act.fields)
                .find(|field| field.fact.as_deref() == Some(fact.id.as_str()));
            let (value, masked) = match field {
                Some(field) if fact.id != "party" => veil.field(field, value),
                _ => veil.value(value),
            };
            Some(FactView {
                id: fact.id.clone(),
                label: fact.label.clone(),
                value,
                kind: field.map(|field| json(&field.kind)).unwrap_or_default(),
                masked,
            })
        })
        .collect()
}

fn review_view(procedure: &Procedure, matter: &Matter, veil: &Veil) -> ReviewView {
    let now = review::reviewed(procedure, &matter.facts);
    let draft = review::digest(procedure, &matter.facts, &matter.evidence);
    let submitted = matter.review.submitted.as_ref();
    let asked = submission(procedure, matter).map_or(0, |done| done.version);
    let state = match (&matter.review.opinion, submitted) {
        (_, None) => "none",
        (Some(opinion), _) if opinion.version > asked => {
            if opinion.conclusion != review::AGREED {
                "returned"
            } else if opinion.digest == draft || matter.decided.is_some() {
                "agreed"
            } else {
                "void"
            }
        }
        _ => "submitted",
    };
    let changed = procedure
        .facts
        .iter()
        .filter(|fact| submitted.is_some() && fact.reviewed)
        .filter_map(|fact| {
            let (before, after) = (matter.review.facts.get(&fact.id), now.get(&fact.id));
            (before != after).then(|| Change {
                label: fact.label.clone(),
                before: veil.value(before.unwrap_or(&Value::Null)).0,
                after: veil.value(after.unwrap_or(&Value::Null)).0,
            })
        })
        .collect();
    ReviewView {
        major: !matter.major.is_empty(),
        why: matter
            .major
            .iter()
            .map(|major| Why { title: major.title.clone(), basis: major.basis.clone() })
            .collect(),
        state: state.to_owned(),
        digest: submitted.cloned(),
        draft_digest: Some(draft),
        changed,
    }
}

/// The last time the draft went to legal review.
pub(crate) fn submission<'m>(
    procedure: &Procedure,
    matter: &'m Matter,
) -> Option<&'m zhiheng_domain::state::Done> {
    matter
        .done
        .iter()
        .rev()
        .find(|done| procedure.act(&done.act).is_some_and(|act| act.kind == ActKind::Submit))
}

/// A stage by its id, as lists show it.
pub(crate) fn stage_title(procedure: Option<&Procedure>, stage: &str) -> Titled {
    let title = procedure
        .and_then(|procedure| procedure.stages.iter().find(|held| held.id == stage))
        .map_or(stage, |held| held.title.as_str());
    Titled::new(stage, title)
}
