//! What stands in the place of a matter that was destroyed: its id, agency, procedure and days, and nothing that was in it.

use std::collections::BTreeMap;

use super::Life;
use crate::state::{Matter, Review, Status};

/// The empty state of a destroyed matter. `version` is the number of events that it had, `stage` and `step` where it ended.
pub fn tombstone(life: &Life, version: u64, stage: &str, step: &str) -> Matter {
    Matter {
        id: life.matter.clone(),
        procedure: life.procedure.clone(),
        pack: String::new(),
        agency: life.agency.clone(),
        number: Some(life.number.clone()).filter(|number| !number.is_empty()),
        opened: life.opened,
        code: String::new(),
        version,
        stage: stage.to_owned(),
        step: step.to_owned(),
        status: Status::Archived,
        done: Vec::new(),
        facts: BTreeMap::new(),
        evidence: Vec::new(),
        duties: Vec::new(),
        papers: Vec::new(),
        officers: Vec::new(),
        hands: Vec::new(),
        shown: Vec::new(),
        recused: Vec::new(),
        conflicts: Vec::new(),
        reviewer: None,
        spans: Vec::new(),
        recordings: Vec::new(),
        explained: Vec::new(),
        derivatives: Vec::new(),
        marks: Vec::new(),
        party_items: Vec::new(),
        review: Review::default(),
        notified: None,
        major: Vec::new(),
        decided: None,
        publication: None,
        set_aside: None,
    }
}
