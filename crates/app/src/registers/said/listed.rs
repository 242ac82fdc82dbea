//! The audit of local review catalogues: whether an act was told the entries that held then, and whether a step with an entry kept the
//! limits of adaptation with what stood above it then.
//!
//! What this is not: a lookup of the present.

use std::collections::BTreeMap;

use zhiheng_domain::catalogue::{Beside, CATALOGUE, Listed, against, answer, comment, limits};
use zhiheng_domain::register::{Entry, EntryEvent, Step};
use zhiheng_domain::{Actor, Event, Known, Matter, Refusal};
use zhiheng_law::{Procedure, Values as _};

use super::{BETWEEN, Kept, Said};
use crate::application::App;
use crate::local_parameters::{PARAMETERS, id_of, value_of};
use crate::registers::catalogue::scope;
use crate::tree::Tree;

impl Said {
    /// Catalogue entries of some agencies.
    fn catalogue<'s>(&'s self, agencies: &'s [String]) -> impl Iterator<Item = &'s Kept> {
        agencies
            .iter()
            .filter_map(|agency| self.listed.get(agency))
            .flatten()
            .filter_map(|id| self.entries.get(&(CATALOGUE.to_owned(), id.clone())))
    }

    /// Whether the entries that an act was told are those that held then.
    pub(super) fn told_listed(
        &self,
        app: &App,
        procedure: &Procedure,
        before: Option<&Matter>,
        event: &Event,
        (chain, division): (&[String], &str),
        (item, at): (&str, i64),
    ) -> bool {
        let told: BTreeMap<String, Listed> =
            event.known.listed().map(|listed| (listed.id.clone(), listed)).collect();
        if app.pack().local_reading(procedure).is_none() || self.listed.is_empty() {
            return told.is_empty();
        }
        let scope = scope(procedure, item, division);
        let day = event.at.date();
        let noted =
            |id: &str| before.is_some_and(|matter| matter.major.iter().any(|major| major.id == id));
        let mut met = 0;
        for kept in self.catalogue(chain) {
            let said = |entry: &Entry| {
                let upper = chain.first() != Some(&entry.agency);
                entry.on(day).and_then(|version| Listed::of(&entry.id, version, upper, &scope))
            };
            let told = told.get(&kept.now.id);
            met += usize::from(told.is_some());
            let now = said(&kept.now).filter(|_| !noted(&kept.now.id));
            let recent = at - kept.at < BETWEEN;
            let earlier = || kept.before.as_ref().and_then(said).filter(|_| !noted(&kept.now.id));
            if told != now.as_ref() && !(recent && told == earlier().as_ref()) {
                return false;
            }
        }
        met == told.len()
    }

    /// What the limits of adaptation say against a step that was taken; none where they did not with what had stood just before.
    pub(super) fn beyond_limits(
        &self,
        app: &App,
        before: Option<&Entry>,
        event: &EntryEvent,
        tree: &Tree,
        at: i64,
    ) -> Vec<Refusal> {
        if event.register != CATALOGUE {
            return Vec::new();
        }
        let chain = tree.chain(&event.agency);
        let above = chain.get(1..).unwrap_or_default();
        let (day, own) = (event.mark.at.date(), std::slice::from_ref(&event.agency));
        let judged = |settled: bool| {
            let state = |kept: &Kept| {
                let recent = settled && at - kept.at < BETWEEN;
                if recent { kept.before.clone() } else { Some(kept.now.clone()) }
            };
            let (above, own): (Vec<Entry>, Vec<Entry>) = (
                self.catalogue(above).filter_map(state).collect(),
                self.catalogue(own).map(|kept| kept.now.clone()).collect(),
            );
            let known: BTreeMap<&str, Known> = app
                .pack()
                .procedures
                .values()
                .map(|procedure| (procedure.id.as_str(), self.set(procedure, &event.agency, day)))
                .collect();
            let limits = limits(app.pack(), day, |procedure| known.get(procedure.id.as_str()));
            against(before, event, &Beside { above: &above, own: &own, limits: &limits })
        };
        let found = judged(false);
        if found.is_empty() || judged(true).is_empty() { Vec::new() } else { found }
    }

    /// What an agency had set for itself on a day.
    fn set(&self, procedure: &Procedure, agency: &str, day: jiff::civil::Date) -> Known {
        procedure.parameters.keys().fold(Known::default(), |known, name| {
            let kept =
                self.entries.get(&(PARAMETERS.to_owned(), id_of(agency, &procedure.id, name)));
            match kept.and_then(|kept| kept.now.on(day)).and_then(value_of) {
                Some(value) => known.with_parameter(name, value),
                None => known,
            }
        })
    }

    /// The item that an act was about.
    pub(super) fn item_of(procedure: &Procedure, before: Option<&Matter>, event: &Event) -> String {
        let written = procedure
            .act(&event.act)
            .into_iter()
            .flat_map(|act| &act.fields)
            .filter(|field| field.fact.as_deref() == Some("item") || field.id == "item")
            .find_map(|field| event.fields.value(&field.id));
        let value = written.or_else(|| before?.facts.get("item"));
        value.and_then(serde_json::Value::as_str).unwrap_or_default().trim().to_owned()
    }
}

/// What the rules of remarks say against one that was made.
pub(super) fn remark(
    before: Option<&Entry>,
    event: &EntryEvent,
    actors: &[Actor],
    tree: &Tree,
) -> Vec<(String, String, Option<String>)> {
    let (Some(entry), Some(on)) = (before, &event.remark) else {
        return vec![("audit.differs".to_owned(), "意见没有说明是哪一条的".to_owned(), None)];
    };
    let chain = tree.chain(&on.to);
    let (text, now) = (event.mark.opinion.as_str(), event.mark.at);
    let mut faults = vec![("audit.person".to_owned(), "提出的人没有账户".to_owned(), None)];
    for actor in actors {
        let decided = match event.step {
            Step::Answer => answer(entry, on.n, text, actor, now),
            _ => comment(entry, &on.to, text, (actor, &chain), now),
        };
        match decided {
            Ok(_) => return Vec::new(),
            Err(refusals) => {
                faults =
                    refusals.into_iter().map(|one| (one.code, one.message, one.article)).collect();
            }
        }
    }
    faults
}
