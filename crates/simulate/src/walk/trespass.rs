//! Trespasses on the way: an unlawful act is tried through the application, and its refusal is looked at.

use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::civil::DateTime;
use zhiheng_app::Error;
use zhiheng_app::perform::Wish;
use zhiheng_domain::Matter;
use zhiheng_law::Procedure;

use super::Walker;
use crate::breach::{self, Breach, Scenery};
use crate::ledger::{Broken, Ledger};
use crate::world::World;

/// How many unlawful acts are tried.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// At most so many.
    pub most: usize,
    /// In so many of a hundred moments.
    pub percent: u64,
}

impl Walker {
    /// Tries something unlawful, where its turn has come.
    pub(super) async fn trespass(
        &mut self,
        world: &World,
        procedure: &Procedure,
        ledger: &Mutex<Ledger>,
        quota: &Quota,
        now: DateTime,
    ) -> Result<(), Error> {
        let tried = ledger.lock().map_or(usize::MAX, |ledger| ledger.tried);
        let random = self.dice.percent(quota.percent) && tried * 100 < quota.most * 85;
        if tried >= quota.most || !(random || self.dice.percent(30)) {
            return Ok(());
        }
        let unopened;
        let matter = if let Some(matter) = &self.matter {
            matter
        } else {
            let (pack, today) = (&world.app.pack().version, world.app.today());
            unopened = Matter::unopened("ahead", &procedure.id, pack, "agency", today);
            &unopened
        };
        let scenery = Scenery { world, procedure, matter, now };
        let seen: BTreeMap<Broken, usize> = ledger
            .lock()
            .map(|ledger| {
                let own = ledger.refused.iter().filter(|(rule, _)| rule.0 == procedure.id);
                own.map(|(rule, (count, _))| (rule.clone(), *count)).collect()
            })
            .unwrap_or_default();
        let drawn = breach::draw(scenery, &seen, &mut self.dice).await?;
        let Some(breach) = drawn else { return Ok(()) };
        if !random && seen.contains_key(&breach.rule) {
            return Ok(());
        }
        self.attempt(world, ledger, breach).await
    }

    async fn attempt(
        &mut self,
        world: &World,
        ledger: &Mutex<Ledger>,
        breach: Breach,
    ) -> Result<(), Error> {
        let Breach { rule, person, act, fields } = breach;
        let Some(caller) = world.people.get(&person) else { return Ok(()) };
        let wish = Wish {
            matter: self.matter.as_ref().map(|matter| matter.id.clone()),
            procedure: self.procedure.clone(),
            act,
            fields,
            ..Wish::default()
        };
        let outcome = world.app.perform(caller, &wish).await;
        if let Ok(mut ledger) = ledger.lock() {
            ledger.tried += 1;
        }
        let about = format!("{} {} {}({}) by {person}", rule.0, rule.1, rule.2, rule.3);
        match outcome {
            Ok(done) => {
                let form = serde_json::to_string(&wish.fields).unwrap_or_default();
                self.fail(ledger, "accepted", &about, form);
                let loaded = world.app.load(caller, &done.matter.id).await?;
                self.matter = Some(loaded.matter);
            }
            Err(Error::Denied(_)) if rule.2.starts_with("authority.") => {
                count(ledger, rule, true);
            }
            Err(Error::Refused(reasons) | Error::Input(reasons))
                if reasons.iter().any(|reason| {
                    reason.code == rule.2
                        && (rule.3.is_empty() || reason.article.as_deref() == Some(&rule.3))
                }) =>
            {
                count(ledger, rule, reasons.len() == 1);
            }
            Err(error) => {
                let told = told(error)?;
                let form = serde_json::to_string(&wish.fields).unwrap_or_default();
                self.fail(ledger, "other_refusal", &about, format!("{told} {form}"));
            }
        }
        Ok(())
    }
}

fn count(ledger: &Mutex<Ledger>, rule: Broken, alone: bool) {
    if let Ok(mut ledger) = ledger.lock() {
        let held = ledger.refused.entry(rule).or_default();
        held.0 += 1;
        held.1 += usize::from(alone);
    }
}

/// A refusal in one line; what is no refusal goes on as an error.
pub(super) fn told(error: Error) -> Result<String, Error> {
    match error {
        Error::Refused(reasons) | Error::Input(reasons) => Ok(reasons
            .iter()
            .map(|reason| {
                let place = reason.article.as_deref().or(reason.field.as_deref());
                format!("{}({})", reason.code, place.unwrap_or_default())
            })
            .collect::<Vec<_>>()
            .join(" ")),
        Error::Denied(why) => Ok(format!("denied {why}")),
        Error::Missing { what } => Ok(format!("missing {what}")),
        other => Err(other),
    }
}
