//! One entry with its history, and the difference between two of its versions.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::register::{Around, Entry, Mark, Step, Version, compare, readiness};

use super::row::{entry_of, event_of, stream_of};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, Reason, reason};
use crate::shapes::{Id, Titled};

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryPage {
    /// Register.
    pub register: Titled,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: Id,
    /// Value of the grouping column.
    pub group: String,
    /// It states that there is no such entry.
    pub none: bool,
    /// State.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Version of the stream.
    pub seen: u64,
    /// What holds today.
    pub current: Option<VersionInfo>,
    /// What is under work.
    pub working: Option<VersionInfo>,
    /// What was published, newest first.
    pub versions: Vec<VersionInfo>,
    /// Every step, newest first.
    pub history: Vec<HistoryStep>,
    /// What the caller may do next, and what stands against it.
    pub can: Vec<StepChoice>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VersionInfo {
    /// Number.
    pub version: u32,
    /// State.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Values by column.
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// First day on which it holds.
    pub effective: String,
    /// First day on which it does not hold any more.
    pub until: Option<String>,
    /// Source.
    pub source: String,
    /// Who collected it.
    pub collected: MarkInfo,
    /// Who examined it or sent it back.
    pub examined: Option<MarkInfo>,
    /// Who published it.
    pub published: Option<MarkInfo>,
    /// Who withdrew it.
    pub withdrawn: Option<MarkInfo>,
}

/// Who did something, when, in which words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarkInfo {
    /// Person id.
    pub person: String,
    /// Name.
    pub name: String,
    /// Moment.
    pub at: String,
    /// Opinion or reason.
    pub opinion: String,
}

/// One step of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryStep {
    /// Moment.
    pub at: String,
    /// Who.
    pub who: String,
    /// Which step.
    pub step: String,
    /// Its name.
    pub title: String,
    /// Version that it was about.
    pub version: u32,
    /// Opinion or reason.
    pub opinion: String,
}

/// A step that could come next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepChoice {
    /// Which.
    pub step: String,
    /// Its name.
    pub title: String,
    /// Nothing stands against it.
    pub allowed: bool,
    /// What stands against it.
    pub reasons: Vec<Reason>,
}

/// Two versions side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    /// Number of the left version.
    pub left: u32,
    /// Number of the right version.
    pub right: u32,
    /// Columns that differ.
    pub changes: Vec<CompareChange>,
}

/// One column that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompareChange {
    /// Column.
    pub column: String,
    /// Its name.
    pub title: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// Left, in words.
    pub left: String,
    /// Right, in words.
    pub right: String,
}

impl App {
    /// One entry of an agency that the caller sees.
    ///
    /// # Errors
    /// There is none, or the store is not there.
    pub async fn entry_page(
        &self,
        caller: &Caller,
        kind: &str,
        id: &str,
    ) -> Result<EntryPage, Error> {
        let register = self.register_of(kind)?;
        let entry = self.visible_entry(caller, kind, id).await?;
        let mut history = Vec::new();
        for stored in self.store().stream(&stream_of(kind, id), 0).await?.into_iter().rev() {
            let event = event_of(&stored.content)?;
            history.push(HistoryStep {
                at: moment(&event.mark),
                who: event.mark.name,
                step: event.step.id().to_owned(),
                title: event.step.title().to_owned(),
                version: event.n,
                opinion: event.mark.opinion,
            });
        }
        let around = Around {
            register,
            actor: &caller.actor,
            agency: &entry.agency,
            id,
            now: zhiheng_calendar::china_datetime(self.now()),
        };
        let choice = |step: Step| {
            let reasons = readiness(Some(&entry), step, &around);
            StepChoice {
                step: step.id().to_owned(),
                title: step.title().to_owned(),
                allowed: reasons.is_empty(),
                reasons: reasons.into_iter().map(|refusal| reason(refusal, None)).collect(),
            }
        };
        let tree = self.tree().await?;
        let shown = entry.shown();
        let text = |value: fn(&Version) -> &str| shown.map(value).unwrap_or_default().to_owned();
        Ok(EntryPage {
            register: Titled::new(&register.id, &register.title),
            id: entry.id.clone(),
            name: text(|version| &version.name),
            agency: Id::new(&entry.agency, tree.name(&entry.agency)),
            group: text(|version| &version.category),
            none: shown.is_some_and(|version| version.none),
            state: entry.state().id().to_owned(),
            state_title: entry.state().title().to_owned(),
            seen: entry.seen,
            current: entry.on(self.today()).map(version_info),
            working: entry.working.as_ref().map(version_info),
            versions: entry.published.iter().rev().map(version_info).collect(),
            history,
            can: Step::ALL.into_iter().map(choice).collect(),
        })
    }

    /// What is different between two versions of an entry.
    ///
    /// # Errors
    /// There is no such entry or version, or the store is not there.
    pub async fn entry_comparison(
        &self,
        caller: &Caller,
        kind: &str,
        id: &str,
        (left, right): (u32, u32),
    ) -> Result<Comparison, Error> {
        let register = self.register_of(kind)?;
        let entry = self.visible_entry(caller, kind, id).await?;
        let missing = || Error::Missing { what: "这一版本".to_owned() };
        let (one, other) =
            (entry.version(left).ok_or_else(missing)?, entry.version(right).ok_or_else(missing)?);
        let changes = compare(register, one, other)
            .into_iter()
            .map(|change| CompareChange {
                column: change.column,
                title: change.title,
                kind: change.kind.id(),
                left: change.left,
                right: change.right,
            })
            .collect();
        Ok(Comparison { left, right, changes })
    }

    async fn visible_entry(&self, caller: &Caller, kind: &str, id: &str) -> Result<Entry, Error> {
        let missing = || Error::Missing { what: "这一条".to_owned() };
        let row = self.store().entry(kind, id).await?.ok_or_else(missing)?;
        if !caller.scope.contains(&row.agency) {
            return Err(missing());
        }
        entry_of(&row)
    }
}

fn version_info(version: &Version) -> VersionInfo {
    let state = version.state();
    VersionInfo {
        version: version.n,
        state: state.id().to_owned(),
        state_title: state.title().to_owned(),
        fields: version.fields.clone(),
        effective: version.effective.to_string(),
        until: version.until.map(|until| until.to_string()),
        source: version.source.clone(),
        collected: mark(&version.collected),
        examined: version.examined.as_ref().map(mark),
        published: version.published.as_ref().map(mark),
        withdrawn: version.withdrawn.as_ref().map(mark),
    }
}

fn mark(mark: &Mark) -> MarkInfo {
    MarkInfo {
        person: mark.person.clone(),
        name: mark.name.clone(),
        at: moment(mark),
        opinion: mark.opinion.clone(),
    }
}

/// A moment with its offset, as every answer writes it.
fn moment(mark: &Mark) -> String {
    crate::shapes::moment(mark.at)
}
