//! What came of a simulation: counts by procedure, by act and by gate, and every failure with the seed that repeats it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use zhiheng_law::{ActKind, Pack};

/// Where a walked matter ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The dossier is locked.
    Archived,
    /// The matter was concluded.
    Closed,
    /// A decision was made, and it went no further.
    Decided,
    /// None of these.
    Open,
}

impl End {
    fn word(self) -> &'static str {
        match self {
            Self::Archived => "archived",
            Self::Closed => "closed",
            Self::Decided => "decided",
            Self::Open => "open",
        }
    }
}

/// A rule that an unlawful act broke: procedure, act, code and article.
pub type Broken = (String, String, String, String);

/// Something that should not have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `accepted`, `other_refusal`, `ahead_differs`, `error`.
    pub what: &'static str,
    /// Seed of the matter.
    pub seed: u64,
    /// The rule in question, or the act.
    pub about: String,
    /// What came out.
    pub told: String,
}

/// The ledger.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Lawful matters by procedure and end.
    pub ends: BTreeMap<(String, End), usize>,
    /// Performed acts by procedure and act.
    pub performed: BTreeMap<(String, String), usize>,
    /// Refused unlawful acts by rule: how often, and how often for this reason alone.
    pub refused: BTreeMap<Broken, (usize, usize)>,
    /// Why matters came to a standstill: procedure, and the last refusals.
    pub stuck: BTreeMap<(String, String), usize>,
    /// What should not have happened.
    pub failures: Vec<Failure>,
    /// Unlawful acts tried.
    pub tried: usize,
}

impl Ledger {
    /// Every (procedure, act, code, article) of the pack's gates.
    pub fn gates(pack: &Pack) -> BTreeSet<Broken> {
        let mut gates = BTreeSet::new();
        for procedure in pack.procedures.values() {
            for act in &procedure.acts {
                for gate in &act.gates {
                    gates.insert((
                        procedure.id.clone(),
                        act.id.clone(),
                        format!("gate.{}", gate.check.code()),
                        gate.basis.clone(),
                    ));
                }
            }
        }
        gates
    }

    /// Gates that no unlawful act was refused by.
    pub fn not_hit(&self, pack: &Pack) -> Vec<Broken> {
        Self::gates(pack).into_iter().filter(|gate| !self.refused.contains_key(gate)).collect()
    }

    /// Acts that no matter performed.
    pub fn never_performed(&self, pack: &Pack) -> Vec<(String, String)> {
        let all = pack.procedures.values().flat_map(|procedure| {
            procedure.acts.iter().map(|act| (procedure.id.clone(), act.id.clone()))
        });
        all.filter(|act| !self.performed.contains_key(act)).collect()
    }

    /// How many matters of a procedure reached an end that counts.
    pub fn reached(&self, procedure: &str) -> usize {
        let counts = self.ends.iter().filter(|((id, end), _)| id == procedure && *end != End::Open);
        counts.map(|(_, count)| count).sum()
    }

    /// The ledger as objects, one for each line.
    pub fn lines(&self, pack: &Pack, seconds: f64) -> Vec<Value> {
        let mut lines = Vec::new();
        for procedure in pack.procedures.values() {
            let count =
                |end: End| self.ends.get(&(procedure.id.clone(), end)).copied().unwrap_or_default();
            let decides = procedure.acts.iter().any(|act| act.kind == ActKind::Decide);
            let mut line = Map::new();
            line.insert("line".to_owned(), json!("lawful"));
            line.insert("procedure".to_owned(), json!(procedure.id));
            for end in [End::Archived, End::Closed, End::Decided, End::Open] {
                if end != End::Decided || decides {
                    line.insert(end.word().to_owned(), json!(count(end)));
                }
            }
            lines.push(Value::Object(line));
        }
        for ((procedure, why), count) in &self.stuck {
            lines.push(
                json!({ "line": "standstill", "procedure": procedure, "why": why, "count": count }),
            );
        }
        let mut kinds: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for ((procedure, _, code, _), (count, alone)) in &self.refused {
            let held = kinds.entry((code.as_str(), procedure.as_str())).or_default();
            held.0 += count;
            held.1 += alone;
        }
        for ((code, procedure), (count, alone)) in kinds {
            lines.push(json!({
                "line": "unlawful", "code": code, "procedure": procedure, "refused": count, "for_this_alone": alone,
            }));
        }
        for (procedure, act) in self.never_performed(pack) {
            lines.push(json!({ "line": "never_performed", "procedure": procedure, "act": act }));
        }
        for (procedure, act, code, basis) in self.not_hit(pack) {
            lines.push(json!({
                "line": "gate_not_hit", "procedure": procedure, "act": act, "code": code, "basis": basis,
            }));
        }
        for failure in &self.failures {
            lines.push(json!({
                "line": "failure", "what": failure.what, "seed": failure.seed, "about": failure.about, "told": failure.told,
            }));
        }
        lines.push(self.total(pack, seconds));
        lines
    }

    fn total(&self, pack: &Pack, seconds: f64) -> Value {
        let matters: usize = self.ends.values().sum();
        let open: usize =
            self.ends.iter().filter(|((_, end), _)| *end == End::Open).map(|(_, n)| n).sum();
        json!({
            "line": "total",
            "procedures": pack.procedures.len(),
            "matters": matters,
            "reached_their_end": matters - open,
            "acts": self.performed.values().sum::<usize>(),
            "unlawful_tried": self.tried,
            "unlawful_refused": self.refused.values().map(|(count, _)| count).sum::<usize>(),
            "gates": Self::gates(pack).len(),
            "gates_not_hit": self.not_hit(pack).len(),
            "acts_never_performed": self.never_performed(pack).len(),
            "failures": self.failures.len(),
            "seconds": seconds,
        })
    }
}
