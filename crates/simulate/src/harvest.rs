//! What the worked examples teach: for each act the forms with which it was performed, by whom and when; and in which order.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::{Map, Value};
use zhiheng_law::{ActKind, Pack, Procedure};

/// A form that a worked example fills in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Act id.
    pub act: String,
    /// The moment in the example; dates in the form are read relative to it.
    pub at: DateTime,
    /// Who performs it.
    pub who: String,
    /// The form.
    pub fields: Map<String, Value>,
    /// What the registers say in the example.
    pub known: Map<String, Value>,
    /// The example expects the act to be done, not refused.
    pub lawful: bool,
}

/// Every example of a procedure, in the form of samples.
#[derive(Debug, Clone, Default)]
pub struct Harvest {
    /// Ways that examples go, the refused steps left out; by procedure.
    pub ways: BTreeMap<String, Vec<Vec<Sample>>>,
    /// Forms by procedure and act; those of refused steps stand behind those that were performed.
    forms: BTreeMap<String, BTreeMap<String, Vec<Sample>>>,
}

impl Harvest {
    /// Reads the examples of every procedure. Acts of fragments that one procedure shows and another does not are learnt from the
    /// other procedures of the pack.
    pub fn new(pack: &Pack) -> Self {
        let mut harvest = Self::default();
        for procedure in pack.procedures.values() {
            harvest.learn(procedure);
        }
        let all = harvest.forms.clone();
        for procedure in pack.procedures.values() {
            let own = harvest.forms.entry(procedure.id.clone()).or_default();
            for act in &procedure.acts {
                if own.get(&act.id).is_some_and(|held| held.iter().any(|sample| sample.lawful)) {
                    continue;
                }
                let fits = |sample: &&Sample| {
                    sample
                        .fields
                        .keys()
                        .all(|name| act.fields.iter().any(|field| field.id == *name))
                };
                let others: Vec<Sample> = all
                    .values()
                    .filter_map(|forms| forms.get(&act.id))
                    .flatten()
                    .filter(fits)
                    .cloned()
                    .collect();
                own.entry(act.id.clone()).or_default().extend(others);
            }
        }
        harvest
    }

    fn learn(&mut self, procedure: &Procedure) {
        let ways = self.ways.entry(procedure.id.clone()).or_default();
        let forms = self.forms.entry(procedure.id.clone()).or_default();
        for example in &procedure.examples {
            let samples: Vec<Sample> = example
                .steps
                .iter()
                // What a party writes, and what answers it, is not staff's way.
                .filter(|step| {
                    let act = procedure.act(&step.act);
                    !act.is_some_and(|act| {
                        matches!(act.kind, ActKind::PartySend | ActKind::PartyAnswer)
                    })
                })
                .filter_map(|step| {
                    Some(Sample {
                        act: step.act.clone(),
                        at: step.at.parse().ok()?,
                        who: step.who.clone(),
                        fields: step.fields.clone(),
                        known: step.known.clone(),
                        lawful: step.refused.is_none(),
                    })
                })
                .collect();
            for sample in &samples {
                let held = forms.entry(sample.act.clone()).or_default();
                if sample.lawful {
                    held.insert(0, sample.clone());
                } else {
                    held.push(sample.clone());
                }
            }
            ways.push(samples.into_iter().filter(|sample| sample.lawful).collect());
        }
    }

    /// Everything that registers say anywhere in the examples.
    pub fn known(&self) -> impl Iterator<Item = &Map<String, Value>> {
        let samples = self.forms.values().flat_map(BTreeMap::values).flatten();
        samples.map(|sample| &sample.known).filter(|known| !known.is_empty())
    }

    /// Forms with which an act was performed.
    pub fn forms(&self, procedure: &str, act: &str) -> &[Sample] {
        self.forms.get(procedure).and_then(|forms| forms.get(act)).map_or(&[], Vec::as_slice)
    }
}
