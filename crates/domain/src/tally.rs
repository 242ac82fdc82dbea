//! What one act adds to the yearly report (统计年报): the cells in which it counts, with day and amount.
//!
//! Counted at the moment of the act, from the state as the act left it: whatever happens to the matter later adds lines of its own
//! and takes none away, so that a closed year does not move (decisions that are revoked later stay counted).
//! What this is not: sums, forms and the report itself (see `app`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_law::{Inputs, Measure, Pack, Procedure, TallyCell, Values};

use crate::effect::Event;
use crate::state::Matter;

/// One line of the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Id of the cell.
    pub cell: String,
    /// Day that decides the year.
    pub day: Date,
    /// 分; 0 where the cell counts how often.
    pub amount: i64,
}

/// The lines that `event` adds; `matter` is the state right after it. In the order of the cells in the pack.
///
/// Of the cells of a group the heaviest alone counts: 并处算一宗入最重类. A condition that cannot be evaluated counts nothing;
/// the pack's checker has found it before.
pub fn tally(matter: &Matter, event: &Event, pack: &Pack) -> Vec<Tally> {
    let Some(procedure) = pack.procedures.get(&matter.procedure) else { return Vec::new() };
    let asked: Vec<&TallyCell> = pack
        .counted()
        .filter(|cell| cell.acts.contains(&event.act) && cell.procedures.contains(&procedure.id))
        .collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for done in &matter.done {
        *counts.entry(done.act.clone()).or_default() += 1;
    }
    let facts = Facts { matter, procedure };
    let nothing = BTreeMap::<String, i64>::new();
    let holds = |cell: &&&TallyCell| {
        let Some(when) = &cell.when else { return true };
        let inputs = Inputs {
            facts: &facts,
            fields: &event.fields,
            done: &counts,
            param: &nothing,
            known: &event.known,
        };
        pack.holds(when, &inputs).unwrap_or(false)
    };
    let first = |cell: &&&TallyCell| {
        cell.every || cell.acts.iter().map(|act| times(&counts, act)).sum::<i64>() == 1
    };
    let hit: Vec<&TallyCell> = asked.iter().filter(first).filter(holds).copied().collect();
    hit.iter()
        .filter(|cell| heaviest(cell, &hit))
        .filter_map(|cell| {
            let amount = match cell.measure {
                Measure::Amount => sum(cell, &facts, event),
                Measure::Count | Measure::Officers => 0,
            };
            let counted = cell.measure == Measure::Count || amount > 0;
            counted.then(|| Tally { cell: cell.id.clone(), day: event.day, amount })
        })
        .collect()
}

fn times(counts: &BTreeMap<String, i64>, act: &str) -> i64 {
    counts.get(act).copied().unwrap_or(0)
}

/// Nothing of the same group is heavier; of two that are equal the first counts.
fn heaviest(cell: &TallyCell, hit: &[&TallyCell]) -> bool {
    let Some(group) = &cell.group else { return true };
    let rivals = hit.iter().filter(|other| other.group.as_ref() == Some(group));
    let most = rivals.clone().map(|other| other.severity).max();
    let mut best = rivals.filter(|other| Some(other.severity) == most);
    best.next().is_some_and(|best| best.id == cell.id)
}

/// The amounts of the cell added up, 分. What is no whole number, or stands nowhere, adds nothing; neither does less than nothing.
fn sum(cell: &TallyCell, facts: &Facts<'_>, event: &Event) -> i64 {
    let values = cell.amount.iter().filter_map(|source| match source.split_once('.') {
        Some(("facts", name)) => facts.value(name),
        Some(("fields", name)) => event.fields.get(name),
        _ => None,
    });
    values.filter_map(Value::as_i64).filter(|amount| *amount > 0).fold(0, i64::saturating_add)
}

/// Facts of a matter, with the default where the matter is older than the fact.
struct Facts<'a> {
    matter: &'a Matter,
    procedure: &'a Procedure,
}

impl Values for Facts<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        let default = || {
            let held = self.procedure.facts.iter().find(|fact| fact.id == name);
            held.map(|fact| &fact.default)
        };
        self.matter.facts.get(name).or_else(default).filter(|value| !value.is_null())
    }
}
