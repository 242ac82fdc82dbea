//! The desk: what I owe, what I wait for, what changed.
//!
//! What this is not: another ledger. Every line is a duty of a matter, seen from one person.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::party::DUTY;
use zhiheng_domain::{Matter, Power};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::light::{Light, RIGHT};
use crate::ports::{self, DutyFilter, MatterFilter, MatterRow, MatterSort};
use crate::sealing::kind;
use crate::shapes::{Id, MatterRef, Titled};
use crate::timeline::{TimelineRow, acts, tell};
use crate::tree::Tree;
use crate::veil::{Veil, sees_personal};

/// Most duties of each list on a desk.
const MOST: usize = 200;
/// Changes shown.
const CHANGES: usize = 20;
/// Newest events of the record in which changes are looked for first.
const NEWEST: u64 = 100;
/// Matters among which changes are looked for besides: those opened last, and those of my duties.
const BESIDES: usize = 20;
/// Days that count as the coming week.
const WEEK: i64 = 7;

/// A desk.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Desk {
    /// Today in China.
    pub today: String,
    /// The four counts that matter.
    pub counts: Counts,
    /// What I owe, by due day.
    pub duties: Vec<DutyLine>,
    /// What others owe on matters I acted on.
    pub waiting: Vec<DutyLine>,
    /// The newest acts on matters I see.
    pub changes: Vec<ChangeLine>,
}

/// Counts at the head of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Past due.
    pub overdue: u64,
    /// Due today.
    pub today: u64,
    /// Due within seven days after today.
    pub week: u64,
    /// Owed by others; counted up to 200.
    pub waiting: u64,
    /// 等着接收或者答复的当事人来件
    pub party: u64,
}

/// One duty in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyLine {
    /// Id.
    pub id: String,
    /// The matter.
    pub matter: MatterRef,
    /// What is owed.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Power that owes it.
    pub owner: String,
    /// Agency that owes it.
    pub agency: Id,
    /// Due day.
    pub due: Option<String>,
    /// How it stands.
    pub light: Light,
    /// Article.
    pub basis: String,
    /// The act that fulfils it.
    pub act: Option<Titled>,
}

/// One act on a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangeLine {
    /// The act.
    #[serde(flatten)]
    pub row: TimelineRow,
    /// The matter.
    pub matter: MatterRef,
}

impl App {
    /// The desk of a person.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn desk(&self, caller: &Caller) -> Result<Desk, Error> {
        let today = self.today();
        let week = today.checked_add(jiff::Span::new().days(WEEK)).unwrap_or(today).to_string();
        let tree = self.tree().await?;
        let mut counts = Counts { overdue: 0, today: 0, week: 0, waiting: 0, party: 0 };
        let mut mine = Vec::new();
        for filter in filters_of(caller) {
            let heading = self.store().heading(&filter, &today.to_string(), &week).await?;
            counts.overdue += heading.overdue;
            counts.today += heading.today;
            counts.week += heading.week;
            mine.extend(self.store().duties(&filter).await?);
        }
        let party = mine.iter().filter(|duty| duty.rule == DUTY).count();
        counts.party = u64::try_from(party).unwrap_or(u64::MAX);
        by_due(&mut mine);
        mine.truncate(MOST);
        let mut waiting = Vec::new();
        if caller.actor.may(Power::View) {
            let filter = DutyFilter {
                handler: Some(caller.actor.id.clone()),
                owners: Vec::new(),
                agencies: None,
                ..owed(caller)
            };
            waiting = self.store().duties(&filter).await?;
            // What a party may do is not something that anybody here waits for.
            waiting.retain(|duty| !is_mine(caller, duty) && duty.kind != RIGHT);
        }
        counts.waiting = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
        let known = mine.iter().chain(&waiting).map(|duty| duty.matter.as_str());
        let changes = self.changes(caller, &tree, known).await?;
        let line = |duty| duty_line(self, &tree, duty);
        Ok(Desk {
            today: today.to_string(),
            counts,
            duties: mine.into_iter().map(line).collect(),
            waiting: waiting.into_iter().map(line).collect(),
            changes,
        })
    }

    /// The newest acts on matters that the caller sees, newest first.
    ///
    /// There is no index of acts by moment over every scope. They are found through the newest events of the record, and, because
    /// all of those may be others' or an import, through the matters opened last and those on which the caller has duties.
    async fn changes(
        &self,
        caller: &Caller,
        tree: &Tree,
        duties: impl Iterator<Item = &str>,
    ) -> Result<Vec<ChangeLine>, Error> {
        if !caller.actor.may(Power::View) {
            return Ok(Vec::new());
        }
        let mut ids: Vec<String> = Vec::new();
        let start = self.store().size().await?.saturating_sub(NEWEST);
        let newest = self.store().journal(start, usize::try_from(NEWEST).unwrap_or(0)).await?;
        for event in newest.iter().rev().filter(|event| event.kind == kind::ACT) {
            ids.extend(event.stream.strip_prefix("matter:").map(ToOwned::to_owned));
        }
        let filter = MatterFilter {
            agencies: caller.agencies(),
            viewer: caller.actor.agency.clone(),
            sort: MatterSort::OpenedLast,
            limit: BESIDES,
            ..MatterFilter::default()
        };
        ids.extend(self.store().matters(&filter).await?.items.into_iter().map(|row| row.id));
        ids.extend(duties.take(BESIDES).map(ToOwned::to_owned));
        let mut matters: BTreeMap<String, (MatterRow, Matter)> = BTreeMap::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for id in ids {
            if !seen.insert(id.clone()) {
                continue;
            }
            let row = self.store().matter(&id).await?;
            let Some(row) = row.filter(|row| visible(caller, row)) else { continue };
            let matter = serde_json::from_str(&row.snapshot)
                .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))?;
            matters.insert(id, (row, matter));
        }
        let mut acts: Vec<_> = matters
            .iter()
            .flat_map(|(id, (_, matter))| {
                matter.done.iter().map(move |done| (done.at, id, done.version))
            })
            .collect();
        acts.sort_unstable_by(|one, other| other.cmp(one));
        acts.truncate(CHANGES);
        let mut told: BTreeMap<&str, Vec<TimelineRow>> = BTreeMap::new();
        let mut changes = Vec::with_capacity(acts.len());
        for (_, id, version) in acts {
            let Some((row, matter)) = matters.get(id) else { continue };
            if !told.contains_key(id.as_str()) {
                told.insert(id, self.history(caller, tree, matter).await?);
            }
            let rows = told.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let line = rows.iter().find(|line| line.version == version);
            changes.extend(
                line.map(|line| ChangeLine { row: line.clone(), matter: MatterRef::of(row) }),
            );
        }
        Ok(changes)
    }

    async fn history(
        &self,
        caller: &Caller,
        tree: &Tree,
        matter: &Matter,
    ) -> Result<Vec<TimelineRow>, Error> {
        let Some(procedure) = self.pack().procedures.get(&matter.procedure) else {
            return Ok(Vec::new());
        };
        let events = acts(&self.store().stream(&format!("matter:{}", matter.id), 0).await?)?;
        let veil = if sees_personal(caller, matter, procedure, tree) {
            Veil::open()
        } else {
            Veil::over(procedure, events.iter().map(|(_, event)| event))
        };
        Ok(tell(&events, procedure, tree, &veil))
    }
}

/// A duty as lists show it.
pub(crate) fn duty_line(app: &App, tree: &Tree, duty: ports::DutyRow) -> DutyLine {
    let act = duty.act.as_ref().and_then(|act| {
        let procedure = app.pack().procedures.get(&duty.procedure)?;
        Some(Titled::new(act, &procedure.act(act)?.title))
    });
    DutyLine {
        matter: MatterRef::of_duty(&duty, app),
        light: app.duty_light(duty.due.as_deref(), &duty.kind, &duty.state),
        agency: Id::new(&duty.agency, tree.name(&duty.agency)),
        id: duty.id,
        title: duty.title,
        kind: duty.kind,
        owner: duty.owner,
        due: duty.due,
        basis: duty.basis,
        act,
    }
}

/// Open duties that a list of this person may hold.
pub(crate) fn owed(caller: &Caller) -> DutyFilter {
    DutyFilter {
        agencies: Some(vec![caller.actor.agency.clone()]),
        viewer: caller.actor.agency.clone(),
        states: vec!["open".to_owned(), "stopped".to_owned()],
        limit: MOST,
        ..DutyFilter::default()
    }
}

/// Handling is owed by those on the matter; approving, reviewing, deciding, publishing and archiving by everybody who may.
fn filters_of(caller: &Caller) -> Vec<DutyFilter> {
    let personal = [Power::Register, Power::Handle];
    let ids = |powers: Vec<Power>| powers.into_iter().map(|power| power.id().to_owned()).collect();
    let (own, shared): (Vec<Power>, Vec<Power>) = caller
        .actor
        .powers()
        .into_iter()
        .filter(|power| *power != Power::View)
        .partition(|power| personal.contains(power));
    let mut filters = Vec::new();
    if !own.is_empty() {
        let handler = Some(caller.actor.id.clone());
        filters.push(DutyFilter { owners: ids(own), handler, ..owed(caller) });
    }
    if !shared.is_empty() {
        filters.push(DutyFilter { owners: ids(shared), ..owed(caller) });
    }
    filters
}

fn is_mine(caller: &Caller, duty: &ports::DutyRow) -> bool {
    duty.agency == caller.actor.agency
        && Power::parse(&duty.owner).is_some_and(|power| caller.actor.may(power))
}

fn by_due(duties: &mut [ports::DutyRow]) {
    duties.sort_by(|one, other| {
        // What a party brought forward stands first: it is to be heard without delay, and nothing is decided before.
        let place = |duty: &ports::DutyRow| (duty.rule != DUTY, duty.due.is_none());
        (place(one), &one.due, &one.id).cmp(&(place(other), &other.due, &other.id))
    });
}

/// Whether a matter may be known of.
pub(crate) fn visible(caller: &Caller, row: &MatterRow) -> bool {
    let hidden = !row.hidden_from.is_empty() && row.hidden_from == caller.actor.agency;
    !hidden && caller.scope.contains(&row.agency)
}
