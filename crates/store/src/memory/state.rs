//! What the store in memory holds, and how one view changes it.

use std::collections::{BTreeMap, BTreeSet};

use zhiheng_app::ports::{
    AccountRow, DecisionRow, DutyRow, EntryRow, Erased, MatterRow, NumberKey, PartyRow,
    ProgressRow, Receipt, RegisterRow, SessionRow, StoreError, StoredEvent, TallyRow, TraceRow,
    View,
};

use crate::dump;

/// A row with the order of its first appearance, which tells rows with equal sort values apart.
#[derive(Debug, Clone)]
pub(super) struct Kept<T> {
    pub(super) key: i64,
    pub(super) row: T,
}

/// What is known of an account beside the read model.
#[derive(Debug, Clone, Default)]
pub(super) struct Secret {
    pub(super) text: String,
    pub(super) failures: u32,
    pub(super) locked_until: i64,
}

/// Everything.
#[derive(Default)]
pub(super) struct State {
    pub(super) events: Vec<StoredEvent>,
    pub(super) versions: BTreeMap<String, u64>,
    pub(super) numbers: BTreeMap<NumberKey, u32>,
    pub(super) receipts: BTreeMap<String, (String, Receipt)>,
    pub(super) matters: BTreeMap<String, Kept<MatterRow>>,
    pub(super) duties: BTreeMap<String, Vec<Kept<DutyRow>>>,
    pub(super) decisions: BTreeMap<String, DecisionRow>,
    pub(super) register: BTreeMap<(String, String), RegisterRow>,
    pub(super) entries: BTreeMap<(String, String), EntryRow>,
    pub(super) parties: BTreeMap<String, PartyRow>,
    pub(super) progress: BTreeMap<String, ProgressRow>,
    pub(super) traces: BTreeMap<(String, String), TraceRow>,
    pub(super) tallies: BTreeMap<(String, u64, String), TallyRow>,
    pub(super) cites: BTreeSet<(String, String)>,
    pub(super) accounts: BTreeMap<String, AccountRow>,
    pub(super) secrets: BTreeMap<String, Secret>,
    pub(super) sessions: BTreeMap<String, SessionRow>,
    keys: i64,
    /// Who holds which 文号: agency and number to decision.
    holders: BTreeMap<(String, String), String>,
}

/// Unique values taken by views that are checked but not yet put.
#[derive(Default)]
pub(super) struct Taken {
    /// Agency and number to decision; empty where it was given up.
    decisions: BTreeMap<(String, String), String>,
    /// The value that a decision now takes.
    held: BTreeMap<String, Option<(String, String)>>,
    progress: BTreeMap<String, String>,
}

impl State {
    /// Whether a view can be put after those checked before it; if not, what exists already.
    pub(super) fn check(&self, view: &View, taken: &mut Taken) -> Result<(), String> {
        match view {
            View::Decision(row) => {
                let before = taken.held.get(&row.id).cloned();
                let before = before.unwrap_or_else(|| self.decisions.get(&row.id).and_then(unique));
                if let Some(value) = before {
                    taken.decisions.insert(value, String::new());
                }
                let now = unique(row);
                if let Some(value) = &now {
                    let holder = taken.decisions.get(value).or_else(|| self.holders.get(value));
                    if holder.is_some_and(|holder| !holder.is_empty() && *holder != row.id) {
                        return Err(format!("文号 {}", row.number));
                    }
                    taken.decisions.insert(value.clone(), row.id.clone());
                }
                taken.held.insert(row.id.clone(), now);
            }
            View::Progress(row) => {
                let kept = self.progress.get(&row.number).map(|kept| &kept.matter);
                let holder = taken.progress.get(&row.number).or(kept);
                if holder.is_some_and(|holder| *holder != row.matter) {
                    return Err(format!("查询编号 {}", row.number));
                }
                taken.progress.insert(row.number.clone(), row.matter.clone());
            }
            View::Matter(_)
            | View::Duties { .. }
            | View::Register(_)
            | View::Entry(_)
            | View::Party(_)
            | View::Trace(_)
            | View::Tally(_)
            | View::Account(_)
            | View::Cites { .. }
            | View::Erased(_) => {}
        }
        Ok(())
    }

    /// Puts a view that was checked.
    pub(super) fn put(&mut self, view: &View) {
        match view {
            View::Matter(row) => {
                let known = self.matters.get(&row.id).map(|kept| kept.key);
                let key = known.unwrap_or_else(|| self.next_key());
                self.matters.insert(row.id.clone(), Kept { key, row: row.as_ref().clone() });
            }
            View::Duties { matter, rows } => {
                let had = self.duties.remove(matter).unwrap_or_default();
                let mut kept = Vec::new();
                for row in rows {
                    let known = had.iter().find(|kept| kept.row.id == row.id).map(|kept| kept.key);
                    let key = known.unwrap_or_else(|| self.next_key());
                    kept.push(Kept { key, row: row.clone() });
                }
                self.duties.insert(matter.clone(), kept);
            }
            View::Decision(row) => {
                if let Some(value) = self.decisions.get(&row.id).and_then(unique) {
                    self.holders.remove(&value);
                }
                if let Some(value) = unique(row) {
                    self.holders.insert(value, row.id.clone());
                }
                self.decisions.insert(row.id.clone(), row.as_ref().clone());
            }
            View::Register(row) => {
                self.register.insert((row.kind.clone(), row.id.clone()), row.clone());
            }
            View::Entry(row) => {
                self.entries.insert((row.kind.clone(), row.id.clone()), row.as_ref().clone());
            }
            View::Party(row) => {
                self.parties.insert(row.matter.clone(), row.clone());
            }
            View::Progress(row) => {
                self.progress.insert(row.number.clone(), row.clone());
            }
            View::Trace(row) => {
                self.traces.insert((row.kind.clone(), row.id.clone()), row.as_ref().clone());
            }
            View::Tally(row) => {
                let key = (row.matter.clone(), row.version, row.cell.clone());
                self.tallies.insert(key, row.clone());
            }
            View::Account(row) => {
                self.accounts.insert(row.username.clone(), row.clone());
            }
            View::Cites { matter, digests } => {
                self.cites.extend(digests.iter().map(|digest| (digest.clone(), matter.clone())));
            }
            View::Erased(gone) => self.erase(gone),
        }
    }

    fn erase(&mut self, gone: &Erased) {
        let seqs: BTreeSet<u64> = gone.seqs.iter().copied().collect();
        for event in self.events.iter_mut().filter(|event| seqs.contains(&event.seq)) {
            event.content.clear();
        }
        self.receipts.retain(|_, (_, receipt)| !seqs.contains(&receipt.seq));
        self.parties.remove(&gone.matter);
        if let Some(value) = self.decisions.remove(&gone.decision).as_ref().and_then(unique) {
            self.holders.remove(&value);
        }
        self.traces.retain(|(kind, _), row| {
            row.matter != gone.matter || !crate::trace::ERASED.contains(&kind.as_str())
        });
        self.cites.retain(|(_, matter)| *matter != gone.matter);
        // The year's report is frozen in its own event; what stands behind a number cannot be counted again.
        self.tallies.retain(|_, row| row.matter != gone.matter);
        for key in &gone.entries {
            self.register.remove(key);
        }
    }

    /// Drops every read model.
    pub(super) fn clear_views(&mut self) {
        self.matters.clear();
        self.duties.clear();
        self.decisions.clear();
        self.holders.clear();
        self.register.clear();
        self.entries.clear();
        self.parties.clear();
        self.progress.clear();
        self.traces.clear();
        self.tallies.clear();
        self.cites.clear();
        self.accounts.clear();
    }

    /// Every row as text. Counts and search need no rows of their own here: they are made when asked for.
    pub(super) fn dump(&self) -> Result<Vec<String>, StoreError> {
        let mut out = Vec::new();
        for kept in self.matters.values() {
            out.push(dump::line("matter", &kept.row)?);
        }
        for kept in self.duties.values().flatten() {
            out.push(dump::line("duty", &kept.row)?);
        }
        for row in self.decisions.values() {
            out.push(dump::line("decision", row)?);
        }
        for facet in super::lists::facets(self) {
            out.push(dump::line("decision_facet", &facet)?);
        }
        for row in self.register.values() {
            out.push(dump::line("register", row)?);
        }
        for row in self.entries.values() {
            out.push(dump::line("entry", row)?);
        }
        for row in self.parties.values() {
            out.push(dump::line("party", row)?);
        }
        for row in self.progress.values() {
            out.push(dump::line("progress", row)?);
        }
        for row in self.traces.values() {
            out.push(dump::line("trace", row)?);
        }
        for row in self.tallies.values() {
            out.push(dump::line("tally", row)?);
        }
        for row in &self.cites {
            out.push(dump::line("cite", row)?);
        }
        for row in self.accounts.values() {
            out.push(dump::line("account", row)?);
        }
        Ok(out)
    }

    fn next_key(&mut self) -> i64 {
        self.keys += 1;
        self.keys
    }
}

/// The value that no other decision may have.
fn unique(row: &DecisionRow) -> Option<(String, String)> {
    let complete = !row.agency.is_empty() && !row.number.is_empty();
    complete.then(|| (row.agency.clone(), row.number.clone()))
}
