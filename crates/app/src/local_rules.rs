//! The rules beside procedures as one agency has them: the pack's, with the numbers that the agency set for itself and that hold today.
//!
//! What this is not: how a number is proposed, examined and published (see [`crate::local_parameters`]).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use zhiheng_law::looking::LookingRules;
use zhiheng_law::reviewers::ReviewerRules;
use zhiheng_law::{Family, OwnValues, StepRules};

use crate::application::App;
use crate::error::Error;
use crate::local_parameters::{PARAMETERS, value_of};
use crate::ports::EntryFilter;
use crate::registers::entry_of;

/// Entries read at once.
const PAGE: usize = 500;

/// What agencies have set for themselves, as it holds on one day.
#[derive(Debug)]
pub(crate) struct OwnNumbers {
    day: Date,
    /// By agency and family.
    values: BTreeMap<(String, Family), OwnValues>,
}

impl OwnNumbers {
    /// Whether it still says what holds on this day.
    pub(crate) fn is_of(&self, day: Date) -> bool {
        self.day == day
    }

    /// The rules of a family as an agency has them.
    pub(crate) fn step<'a>(
        &self,
        rules: &'a StepRules,
        agency: &str,
        family: Family,
    ) -> Cow<'a, StepRules> {
        let own = self.of(agency, family);
        own.map_or(Cow::Borrowed(rules), |own| Cow::Owned(rules.with(own)))
    }

    fn of(&self, agency: &str, family: Family) -> Option<&OwnValues> {
        self.values.get(&(agency.to_owned(), family))
    }
}

impl App {
    /// Rules of enforcement cards in an agency.
    ///
    /// # Errors
    /// The store is not there; so for the others.
    pub(crate) async fn officer_rules(&self, agency: &str) -> Result<Cow<'_, StepRules>, Error> {
        self.step_rules(&self.pack().officers, agency, Family::Officers).await
    }

    /// Rules of devices in an agency.
    pub(crate) async fn device_rules(&self, agency: &str) -> Result<Cow<'_, StepRules>, Error> {
        self.step_rules(&self.pack().devices, agency, Family::Devices).await
    }

    /// Rules of rooms in an agency.
    pub(crate) async fn room_rules(&self, agency: &str) -> Result<Cow<'_, StepRules>, Error> {
        self.step_rules(&self.pack().rooms, agency, Family::Rooms).await
    }

    /// Rules of the end of keeping in an agency.
    pub(crate) async fn retention_rules(&self, agency: &str) -> Result<Cow<'_, StepRules>, Error> {
        self.step_rules(&self.pack().retention, agency, Family::Retention).await
    }

    /// Rules of looking at the dossiers of an agency.
    pub(crate) async fn looking_rules(&self, agency: &str) -> Result<Cow<'_, LookingRules>, Error> {
        let (own, rules) = (self.own_numbers().await?, &self.pack().looking);
        let own = own.of(agency, Family::Looking);
        Ok(own.map_or(Cow::Borrowed(rules), |own| Cow::Owned(rules.with(own))))
    }

    /// Rules of the reviewers of an agency.
    pub(crate) async fn reviewer_rules(
        &self,
        agency: &str,
    ) -> Result<Cow<'_, ReviewerRules>, Error> {
        let (own, rules) = (self.own_numbers().await?, &self.pack().reviewers);
        let own = own.of(agency, Family::Reviewers);
        Ok(own.map_or(Cow::Borrowed(rules), |own| Cow::Owned(rules.with(own))))
    }

    async fn step_rules<'a>(
        &self,
        rules: &'a StepRules,
        agency: &str,
        family: Family,
    ) -> Result<Cow<'a, StepRules>, Error> {
        Ok(self.own_numbers().await?.step(rules, agency, family))
    }

    /// What agencies have set, as it holds today. Kept in memory for the day; every change of the register renews it.
    pub(crate) async fn own_numbers(&self) -> Result<Arc<OwnNumbers>, Error> {
        let day = self.today();
        if let Some(kept) = self.kept_numbers().filter(|kept| kept.is_of(day)) {
            return Ok(kept);
        }
        let mut filter = EntryFilter {
            kind: PARAMETERS.to_owned(),
            on: Some(day.to_string()),
            limit: PAGE,
            ..EntryFilter::default()
        };
        let mut values: BTreeMap<(String, Family), OwnValues> = BTreeMap::new();
        loop {
            let page = self.store().entries(&filter).await?;
            for row in &page.items {
                let entry = entry_of(row)?;
                let named = Family::ALL.into_iter().find_map(|family| {
                    let before = format!("{}.{}.", entry.agency, family.id());
                    entry.id.strip_prefix(&before).map(|name| (family, name.to_owned()))
                });
                let value = entry.on(day).and_then(value_of);
                if let (Some((family, name)), Some(value)) = (named, value) {
                    values.entry((entry.agency, family)).or_default().insert(name, value);
                }
            }
            if page.next.is_none() {
                break;
            }
            filter.cursor = page.next;
        }
        let own = Arc::new(OwnNumbers { day, values });
        self.keep_numbers(Some(own.clone()));
        Ok(own)
    }
}
