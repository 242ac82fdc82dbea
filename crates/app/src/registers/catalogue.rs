//! The local review catalogue at work: what an act is told of it, what stands beside an entry when it changes, and how a county
//! takes over or adapts its city's entries.
//!
//! What this is not: the limits themselves, nor whether a matter becomes major (see `zhiheng_domain::catalogue`).

use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_domain::catalogue::{
    Beside, CATALOGUE, Limit, Listed, Scope, answer, comment, corresponds, limits, live,
};
use zhiheng_domain::register::{Entry, Step, Wish, evolve};
use zhiheng_domain::{Known, Matter};
use zhiheng_law::Procedure;

use super::change::{Done, EntryWish, Taken};
use super::row::entry_of;
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::ports::EntryFilter;

/// Entries read in one step.
const STEP: usize = 500;
/// Columns of a superior's entry that are about the superior itself.
const ITS_OWN: [&str; 3] = ["number", "section", "reviewer"];

/// What stands beside the entries of one agency.
pub(super) struct CatalogueBeside {
    above: Vec<Entry>,
    own: Vec<Entry>,
    limits: Vec<Limit>,
}

impl CatalogueBeside {
    /// As the domain takes it.
    pub(super) fn borrowed(&self) -> Beside<'_> {
        Beside { above: &self.above, own: &self.own, limits: &self.limits }
    }

    /// One of the agency's entries is now this.
    pub(super) fn now(&mut self, entry: &Entry) {
        self.own.retain(|held| held.id != entry.id);
        self.own.push(entry.clone());
    }
}

impl App {
    /// What was looked up, with the published entries of the agency and those above it that are about such a matter on that day.
    /// Entries by which the matter is major already say nothing new and are left out.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn with_listed(
        &self,
        mut known: Known,
        procedure: &Procedure,
        (chain, division): (&[String], &str),
        (matter, item): (Option<&Matter>, &str),
        day: Date,
    ) -> Result<Known, Error> {
        if self.pack().local_reading(procedure).is_none() {
            return Ok(known);
        }
        let filter = EntryFilter {
            agencies: Some(chain.to_vec()),
            category: Some(procedure.category.clone()),
            on: Some(day.to_string()),
            ..EntryFilter::default()
        };
        let scope = scope(procedure, item, division);
        for entry in self.catalogue_entries(filter).await? {
            if matter.is_some_and(|matter| matter.major.iter().any(|held| held.id == entry.id)) {
                continue;
            }
            let upper = chain.first() != Some(&entry.agency);
            let listed =
                entry.on(day).and_then(|version| Listed::of(&entry.id, version, upper, &scope));
            if let Some(listed) = listed {
                known = known.with_listed(&listed);
            }
        }
        Ok(known)
    }

    /// What stands beside the entries of an agency.
    pub(super) async fn catalogue_beside(&self, agency: &str) -> Result<CatalogueBeside, Error> {
        let chain = self.tree().await?.chain(agency);
        let above = chain.get(1..).unwrap_or_default().to_vec();
        let of = |agencies| EntryFilter { agencies: Some(agencies), ..EntryFilter::default() };
        let day = self.today();
        let mut set = std::collections::BTreeMap::new();
        for procedure in self.pack().procedures.values().filter(|held| held.in_force(day)) {
            if self.pack().local_reading(procedure).is_some_and(|held| !held.limits.is_empty()) {
                let known =
                    self.with_local_parameters(Known::default(), procedure, agency, day).await?;
                set.insert(procedure.id.clone(), known);
            }
        }
        Ok(CatalogueBeside {
            above: if above.is_empty() {
                Vec::new()
            } else {
                self.catalogue_entries(of(above)).await?
            },
            own: self.catalogue_entries(of(vec![agency.to_owned()])).await?,
            limits: limits(self.pack(), day, |procedure| set.get(&procedure.id)),
        })
    }

    /// Every entry of the register that a filter names.
    pub(super) async fn catalogue_entries(&self, filter: EntryFilter) -> Result<Vec<Entry>, Error> {
        let mut filter = EntryFilter { kind: CATALOGUE.to_owned(), limit: STEP, ..filter };
        let mut entries = Vec::new();
        loop {
            let page = self.store().entries(&filter).await?;
            for row in &page.items {
                entries.push(entry_of(row)?);
            }
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => return Ok(entries),
            }
        }
    }

    /// Takes over a superior's entry into the caller's own catalogue, unchanged or with stricter values, and hands it on to examination.
    /// An item that the agency has none of is left out, which is wider.
    ///
    /// # Errors
    /// There is no such entry above, it is refused, or the store is not there.
    pub async fn adopt(
        &self,
        caller: &Caller,
        template: &str,
        stricter: Map<String, Value>,
        source: &str,
    ) -> Result<Done, Error> {
        let agency = &caller.actor.agency;
        let missing = || Error::Missing { what: "上级目录的这一条".to_owned() };
        let beside = self.catalogue_beside(agency).await?;
        let entry = beside.above.iter().find(|held| held.id == template).ok_or_else(missing)?;
        let listed = live(entry).ok_or_else(missing)?;
        let mut fields = listed.fields.clone();
        for column in ITS_OWN {
            fields.remove(column);
        }
        fields.insert("template".to_owned(), Value::from(template));
        if let Some(item) = fields.get("item").and_then(Value::as_str)
            && !self.item_there(agency, item).await?
        {
            fields.remove("item");
        }
        for (column, value) in stricter {
            if value.is_null() {
                fields.remove(&column);
            } else {
                fields.insert(column, value);
            }
        }
        let own = beside.own.iter().find(|own| {
            let said = own.live().or(own.working.as_ref());
            said.is_some_and(|said| corresponds(said, entry, listed))
        });
        let wish = EntryWish {
            id: own.map(|own| own.id.clone()),
            agency: None,
            seen: None,
            wish: Wish {
                step: Step::Propose,
                fields,
                none: None,
                day: None,
                words: source.to_owned(),
            },
        };
        self.change_entries(caller, CATALOGUE, vec![wish]).await
    }

    /// Remarks on an entry, to an agency below: on its own entry, or on one of the superior's that it lacks.
    ///
    /// # Errors
    /// There is no such entry or agency, it is refused, or the store is not there.
    pub async fn remark(
        &self,
        caller: &Caller,
        entry: &str,
        to: &str,
        text: &str,
    ) -> Result<Done, Error> {
        let tree = self.tree().await?;
        if !caller.scope.iter().any(|held| held == to) {
            return Err(Error::Missing { what: "这一机关".to_owned() });
        }
        let chain = tree.chain(to);
        self.say(caller, entry, &chain, Step::Comment, |entry, now| {
            comment(entry, to, text, (&caller.actor, &chain), now)
        })
        .await
    }

    /// Answers a remark.
    ///
    /// # Errors
    /// There is no such entry or remark, it is refused, or the store is not there.
    pub async fn answer_remark(
        &self,
        caller: &Caller,
        entry: &str,
        n: u32,
        text: &str,
    ) -> Result<Done, Error> {
        let chain = self.tree().await?.chain(&caller.actor.agency);
        self.say(caller, entry, &chain, Step::Answer, |entry, now| {
            answer(entry, n, text, &caller.actor, now)
        })
        .await
    }

    async fn say(
        &self,
        caller: &Caller,
        id: &str,
        chain: &[String],
        step: Step,
        said: impl FnOnce(
            &Entry,
            jiff::civil::DateTime,
        )
            -> Result<zhiheng_domain::register::EntryEvent, Vec<zhiheng_domain::Refusal>>,
    ) -> Result<Done, Error> {
        let missing = || Error::Missing { what: "这一条".to_owned() };
        let row = self.store().entry(CATALOGUE, id).await?.ok_or_else(missing)?;
        let entry = entry_of(&row)?;
        if !chain.contains(&entry.agency) {
            return Err(missing());
        }
        match said(&entry, zhiheng_calendar::china_datetime(self.now())) {
            Ok(event) => {
                let before = entry.seen;
                let entry = evolve(Some(entry), &event);
                let taken = Taken { before, event, entry };
                let done = Done::of(&taken, format!("{}，已记入记录", step.title()));
                self.write_entries(&caller.actor.id, &[taken]).await?;
                Ok(done)
            }
            Err(refusals) => {
                self.note_entry_refusal(&caller.actor, CATALOGUE, step.id(), &refusals).await?;
                Err(refused(refusals, None))
            }
        }
    }
}

/// Where a procedure asks the catalogues.
pub(super) fn scope<'a>(procedure: &'a Procedure, item: &'a str, division: &'a str) -> Scope<'a> {
    Scope {
        category: &procedure.category,
        procedure: &procedure.id,
        family: &procedure.family,
        item,
        division,
    }
}
