//! The device that a recording is said to come from: who had it on loan when the recording began.
//!
//! What this is not: the ledger (see [`crate::devices`]); nor the refusal (see `zhiheng_domain::recording`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde_json::{Map, Value};
use zhiheng_domain::device::Device;
use zhiheng_domain::{Known, Matter, form};
use zhiheng_law::{ActKind, Procedure};

use crate::application::App;
use crate::devices::{DEVICES, read};
use crate::error::Error;
use crate::ports::{RegisterFilter, StoredEvent, View};
use crate::{registry, sealing};

/// What an act asks about the device that it names.
pub(crate) struct DeviceAsked {
    code: String,
    at: DateTime,
    people: BTreeSet<String>,
}

impl DeviceAsked {
    /// What the act asks; none where it brings no recording or names no device.
    pub(crate) fn of(
        procedure: &Procedure,
        act: &str,
        matter: Option<&Matter>,
        fields: &Map<String, Value>,
        actor: &str,
    ) -> Option<Self> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::trim);
        let act = procedure.act(act).filter(|act| act.kind == ActKind::Record)?;
        let asks = act.fields.iter().any(|field| field.id == "device");
        let code = text("device").filter(|code| asks && !code.is_empty())?;
        let at = text("started_at").and_then(form::moment)?;
        let mut people = BTreeSet::from([actor.to_owned()]);
        if let Some(matter) = matter {
            people.extend(matter.officers.iter().map(|officer| officer.id.clone()));
            people.extend(matter.shown.iter().map(|shown| shown.officer.clone()));
            people.extend(matter.spans.iter().flat_map(|span| span.officers.iter().cloned()));
        }
        Some(Self { code: code.to_owned(), at, people })
    }

    /// Whether one of the matter's officers had it, or it hangs in a room. None where the agency keeps no ledger.
    fn answer(&self, device: Option<&Device>, ledger: bool) -> Option<bool> {
        match device {
            Some(device) => Some(
                device.fixed_room().is_some()
                    || device.holder_at(self.at).is_some_and(|held| self.people.contains(held)),
            ),
            None => ledger.then_some(false),
        }
    }
}

impl App {
    /// What is known, with who had the device.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn with_device(
        &self,
        known: Known,
        agency: &str,
        asked: &DeviceAsked,
    ) -> Result<Known, Error> {
        let filter = |ids: Vec<String>| RegisterFilter {
            kind: DEVICES.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            ids,
        };
        let rows = self.store().register(&filter(vec![asked.code.clone()])).await?;
        let device = rows.first().and_then(read);
        let ledger = match device {
            Some(_) => true,
            None => !self.store().register(&filter(Vec::new())).await?.is_empty(),
        };
        Ok(match asked.answer(device.as_ref(), ledger) {
            Some(held) => known.with_device(held),
            None => known,
        })
    }
}

/// An act looks up first and is written afterwards. What changed in between, in µs at most, may be answered either way.
const BETWEEN: i64 = 60_000_000;

/// The ledgers of devices up to a place in the record, for the audit.
#[derive(Default)]
pub(crate) struct Ledgers {
    devices: BTreeMap<(String, String), Seen>,
}

struct Seen {
    now: Device,
    before: Option<Device>,
    at: i64,
}

impl Ledgers {
    /// Takes in an entry of the register; others are passed over.
    ///
    /// # Errors
    /// The stored entry cannot be read.
    pub(crate) fn learn(&mut self, stored: &StoredEvent) -> Result<(), Error> {
        if !stored.stream.starts_with("devices:") {
            return Ok(());
        }
        let values = sealing::values_of(&stored.content)?;
        let View::Register(row) = registry::view_of(&values, stored.version)? else {
            return Ok(());
        };
        if let Some(now) = read(&row) {
            let key = (row.agency, row.id);
            let before = self.devices.remove(&key).map(|seen| seen.now);
            self.devices.insert(key, Seen { now, before, at: stored.at });
        }
        Ok(())
    }

    /// Whether an act was told who had the device.
    pub(crate) fn told(&self, agency: &str, asked: &DeviceAsked, known: &Known, at: i64) -> bool {
        let first = (agency.to_owned(), String::new());
        let ledger =
            self.devices.range(first..).next().is_some_and(|((held, _), _)| held == agency);
        let seen = self.devices.get(&(agency.to_owned(), asked.code.clone()));
        let told = known.device();
        let recent = seen.filter(|seen| at - seen.at < BETWEEN);
        told == asked.answer(seen.map(|seen| &seen.now), ledger)
            || recent.is_some_and(|seen| told == asked.answer(seen.before.as_ref(), ledger))
    }
}
