//! The store in memory: for the tests of other crates, with failures on demand.
//!
//! It keeps to the same contract and passes the same suite as the databases, and it lists by looking at every row, so it
//! also says what the right answer of a database is. What it is not: durable, or fast with many rows.

mod append;
mod entries;
mod lists;
mod state;
mod tallies;
mod traces;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use zhiheng_app::ports::{
    AccountRow, Append, AppendError, DecisionFilter, DecisionRow, DutyFilter, DutyRow,
    EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, Facet, FoundValues, Heading,
    MatterFilter, MatterRow, NumberKey, Page, ProgressRow, Receipt, RegisterFilter, RegisterRow,
    SessionRow, Store, StoreError, StoredEvent, TallyFilter, TallyRow, TallySum, TraceFilter,
    TraceRow, View,
};

use self::state::State;
use crate::{guard, sieve};

/// What becomes of the write that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is stored, and the caller is told that the store is not available.
    Lost,
    /// All of it is stored, and the caller is told that nobody knows.
    StoredAnyway,
}

/// Which write fails, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultPlan {
    /// The write that fails, counted from 1 over all methods that change the store, from the moment the plan is set.
    pub write: u64,
    /// How it fails.
    pub outcome: Outcome,
}

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    state: State,
    plan: Option<FaultPlan>,
    writes: u64,
}

impl MemoryStore {
    /// An empty store that does not fail.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store in which one write fails.
    pub fn failing(plan: FaultPlan) -> Self {
        let store = Self::default();
        store.fail(Some(plan));
        store
    }

    /// Sets which of the coming writes fails; `None`: no more failures. The count of writes begins anew.
    pub fn fail(&self, plan: Option<FaultPlan>) {
        let mut inner = self.lock();
        inner.plan = plan;
        inner.writes = 0;
    }

    /// Writes since the plan was set, those that failed included.
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, work: impl FnOnce(&State) -> T) -> T {
        work(&self.lock().state)
    }

    /// Runs a write, or fails it as planned.
    fn write<T, E: From<StoreError>>(
        &self,
        unknown: impl FnOnce(String) -> E,
        work: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut inner = self.lock();
        inner.writes += 1;
        let planned = inner.plan.filter(|plan| plan.write == inner.writes);
        match planned.map(|plan| plan.outcome) {
            None => work(&mut inner.state),
            Some(Outcome::Lost) => {
                Err(StoreError::Unavailable("planned failure".to_owned()).into())
            }
            Some(Outcome::StoredAnyway) => {
                work(&mut inner.state)?;
                Err(unknown("planned failure".to_owned()))
            }
        }
    }

    fn change(&self, work: impl FnOnce(&mut State)) -> Result<(), StoreError> {
        self.write(StoreError::Unavailable, |state| {
            work(state);
            Ok(())
        })
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Receipt>, AppendError> {
        self.write(AppendError::Unknown, |state| append::run(state, &batch))
    }

    async fn size(&self) -> Result<u64, StoreError> {
        Ok(self.read(|state| state.events.len() as u64))
    }

    async fn stream(&self, stream: &str, after: u64) -> Result<Vec<StoredEvent>, StoreError> {
        let of = |event: &&StoredEvent| event.stream == stream && event.version > after;
        Ok(self.read(|state| state.events.iter().filter(of).cloned().collect()))
    }

    async fn journal(&self, seq: u64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let from = usize::try_from(seq).unwrap_or(usize::MAX);
        Ok(self.read(|state| state.events.iter().skip(from).take(limit).cloned().collect()))
    }

    async fn leaves(&self, seq: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let events = self.journal(seq, limit).await?;
        Ok(events.into_iter().map(|event| event.leaf).collect())
    }

    async fn repeated(&self, key: &str) -> Result<Option<(String, Receipt)>, StoreError> {
        Ok(self.read(|state| state.receipts.get(key).cloned()))
    }

    async fn matter(&self, id: &str) -> Result<Option<MatterRow>, StoreError> {
        Ok(self.read(|state| state.matters.get(id).map(|kept| kept.row.clone())))
    }

    async fn matters(&self, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
        guard::matters(filter)?;
        self.read(|state| lists::matters(state, filter))
    }

    async fn duties(&self, filter: &DutyFilter) -> Result<Vec<DutyRow>, StoreError> {
        guard::duties(filter)?;
        Ok(self.read(|state| lists::duties(state, filter)))
    }

    async fn heading(
        &self,
        filter: &DutyFilter,
        today: &str,
        week: &str,
    ) -> Result<Heading, StoreError> {
        guard::duties(filter)?;
        guard::days(&[Some(today), Some(week)])?;
        Ok(self.read(|state| lists::heading(state, filter, today, week)))
    }

    async fn decision(&self, id: &str) -> Result<Option<DecisionRow>, StoreError> {
        Ok(self.read(|state| state.decisions.get(id).cloned()))
    }

    async fn decisions(&self, filter: &DecisionFilter) -> Result<Page<DecisionRow>, StoreError> {
        guard::decisions(filter)?;
        self.read(|state| lists::decisions(state, filter, sieve::LIST))
    }

    async fn decision_run(
        &self,
        filter: &DecisionFilter,
    ) -> Result<(Vec<DecisionRow>, Option<String>), StoreError> {
        guard::decisions(filter)?;
        let page = self.read(|state| lists::decisions(state, filter, sieve::RUN))?;
        Ok((page.items, page.next))
    }

    async fn facets(&self) -> Result<Vec<Facet>, StoreError> {
        Ok(self.read(lists::facets))
    }

    async fn found_values(&self, filter: &DecisionFilter) -> Result<FoundValues, StoreError> {
        guard::decisions(filter)?;
        Ok(self.read(|state| lists::found_values(state, filter)))
    }

    async fn register(&self, filter: &RegisterFilter) -> Result<Vec<RegisterRow>, StoreError> {
        Ok(self.read(|state| lists::register(state, filter)))
    }

    async fn entry(&self, kind: &str, id: &str) -> Result<Option<EntryRow>, StoreError> {
        let key = (kind.to_owned(), id.to_owned());
        Ok(self.read(|state| state.entries.get(&key).cloned()))
    }

    async fn entries(&self, filter: &EntryFilter) -> Result<Page<EntryRow>, StoreError> {
        guard::entries(filter)?;
        self.read(|state| entries::page(state, filter))
    }

    async fn entry_tallies(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryTally>, StoreError> {
        Ok(self.read(|state| entries::tallies(state, agencies)))
    }

    async fn entries_waiting(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryWait>, StoreError> {
        Ok(self.read(|state| entries::waiting(state, agencies)))
    }

    async fn earlier(&self, filter: &EarlierFilter) -> Result<u64, StoreError> {
        guard::earlier(filter)?;
        Ok(self.read(|state| entries::earlier(state, filter)))
    }

    async fn progress(&self, number: &str) -> Result<Option<ProgressRow>, StoreError> {
        Ok(self.read(|state| state.progress.get(number).cloned()))
    }

    async fn tally_sums(
        &self,
        agencies: Option<&[String]>,
        year: i16,
    ) -> Result<Vec<TallySum>, StoreError> {
        Ok(self.read(|state| tallies::sums(state, agencies, year)))
    }

    async fn tallies(&self, filter: &TallyFilter) -> Result<Vec<TallyRow>, StoreError> {
        guard::tallies(filter)?;
        Ok(self.read(|state| tallies::list(state, filter)))
    }

    async fn trace(&self, kind: &str, id: &str) -> Result<Option<TraceRow>, StoreError> {
        let key = (kind.to_owned(), id.to_owned());
        Ok(self.read(|state| state.traces.get(&key).cloned()))
    }

    async fn traces(
        &self,
        filter: &TraceFilter,
    ) -> Result<(Vec<TraceRow>, Option<String>), StoreError> {
        guard::traces(filter)?;
        self.read(|state| traces::page(state, filter))
    }

    async fn trace_hours(&self, filter: &TraceFilter) -> Result<Vec<(u8, u64)>, StoreError> {
        guard::traces(filter)?;
        Ok(self.read(|state| traces::hours(state, filter)))
    }

    async fn cited(&self, digests: &[String], but: &str) -> Result<Vec<String>, StoreError> {
        let held = |state: &State, digest: &String| {
            let from = (digest.clone(), String::new());
            let mut of = state.cites.range(from..).take_while(|(first, _)| first == digest);
            of.any(|(_, matter)| matter != but)
        };
        Ok(self.read(|state| digests.iter().filter(|one| held(state, one)).cloned().collect()))
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn numbers(&self) -> Result<Vec<(NumberKey, u32)>, StoreError> {
        Ok(self.read(|state| state.numbers.clone().into_iter().collect()))
    }

    async fn account(
        &self,
        username: &str,
    ) -> Result<Option<(AccountRow, String, u32, i64)>, StoreError> {
        Ok(self.read(|state| {
            let account = state.accounts.get(username)?.clone();
            let secret = state.secrets.get(username).cloned().unwrap_or_default();
            Some((account, secret.text, secret.failures, secret.locked_until))
        }))
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        Ok(self.read(|state| state.accounts.values().cloned().collect()))
    }

    async fn set_secret(&self, username: &str, secret: &str) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        guard::name("口令摘要", secret)?;
        self.change(|state| {
            let kept = state.secrets.entry(username.to_owned()).or_default();
            secret.clone_into(&mut kept.text);
        })
    }

    async fn set_failures(
        &self,
        username: &str,
        failures: u32,
        locked_until: i64,
    ) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        self.change(|state| {
            let secret = state.secrets.entry(username.to_owned()).or_default();
            secret.failures = failures;
            secret.locked_until = locked_until;
        })
    }

    async fn put_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        guard::session(session)?;
        self.change(|state| {
            state.sessions.insert(session.token.clone(), session.clone());
        })
    }

    async fn session(&self, token: &str) -> Result<Option<SessionRow>, StoreError> {
        Ok(self.read(|state| state.sessions.get(token).cloned()))
    }

    async fn touch_session(&self, token: &str, seen: i64) -> Result<(), StoreError> {
        self.change(|state| {
            if let Some(session) = state.sessions.get_mut(token) {
                session.seen = seen;
            }
        })
    }

    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        self.change(|state| {
            state.sessions.remove(token);
        })
    }

    async fn stale(&self) -> Result<bool, StoreError> {
        Ok(false)
    }

    async fn drop_views(&self) -> Result<(), StoreError> {
        self.change(State::clear_views)
    }

    async fn put_views(&self, views: Vec<View>) -> Result<(), StoreError> {
        views.iter().try_for_each(guard::view)?;
        self.write(StoreError::Unavailable, |state| {
            let mut taken = state::Taken::default();
            for view in &views {
                state.check(view, &mut taken).map_err(StoreError::Unavailable)?;
            }
            for view in &views {
                state.put(view);
            }
            Ok(())
        })
    }

    async fn dump_views(&self) -> Result<Vec<String>, StoreError> {
        self.read(State::dump)
    }
}
