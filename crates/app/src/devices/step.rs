//! A step in the life of a device: decided by `domain`, written as one event of the device's stream.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::Refusal;
use zhiheng_domain::device::{self, Around, Device, Step, Taken, Wish, serial_key};

use super::{DEVICES, SERIALS, serial_entry};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::life::Done;
use crate::ports::{Append, AppendError, Payload, RegisterFilter, Sealed};
use crate::registry::{Entry, fields_of, stream_of, view_of};
use crate::sealing::{self, kind};

/// What somebody wants to do with a device.
#[derive(Debug, Clone, Default)]
pub struct DeviceWish {
    /// Step id.
    pub step: String,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
    /// Version of the device's stream that the person saw.
    pub seen: Option<u64>,
}

/// A step, done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceStep {
    /// The device.
    pub id: String,
    /// Where it stands now.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Version of the stream, for the next step.
    pub seen: u64,
    /// A sentence for people.
    pub said: String,
}

impl App {
    /// Takes a step with a device.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, no such device within the caller's scope, changed by somebody else, or the store is not
    /// there. A refusal is itself written down.
    pub async fn device_step(
        &self,
        caller: &Caller,
        id: &str,
        wish: &DeviceWish,
    ) -> Result<DeviceStep, Error> {
        let missing = || Error::Missing { what: "这台设备".to_owned() };
        let step = Step::parse(&wish.step)
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let (version, held) = match self.device_held(id).await? {
            Some((row, device)) => (row.version, Some(device)),
            None => (0, None),
        };
        let tree = self.tree().await?;
        let agency = match (&held, step) {
            (Some(device), _) => device.agency.clone(),
            (None, Step::Purchase) => text(&wish.fields, "agency")
                .filter(|agency| !agency.is_empty() && tree.get(agency).is_some())
                .unwrap_or(&caller.actor.agency)
                .to_owned(),
            (None, _) => return Err(missing()),
        };
        if !caller.scope.contains(&agency) {
            return Err(missing());
        }
        if wish.seen.is_some_and(|seen| seen != version) {
            return Err(Error::Conflict { now: version });
        }
        let chain = tree.chain(&agency);
        let borrower = match text(&wish.fields, "officer") {
            Some(officer) if step == Step::Loan => self.card(officer).await?,
            _ => None,
        };
        let room = match text(&wish.fields, "room") {
            Some(room) if matches!(step, Step::Purchase | Step::Install) => {
                self.room_held(room).await?
            }
            _ => None,
        };
        let room = room.filter(|(_, room)| room.agency == agency && !room.closed);
        let rules = self.device_rules(&agency).await?;
        let around = Around {
            rules: &rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            id,
            borrower: borrower.as_ref().map(|(_, card)| card),
            room: room.as_ref().map(|(_, room)| room.name.as_str()),
            serial_taken: step == Step::Purchase && self.serial_taken(&wish.fields).await?,
        };
        let asked =
            Wish { step, fields: wish.fields.clone(), reason: wish.reason.trim().to_owned() };
        match device::decide(held.as_ref(), &asked, &around) {
            Ok(taken) => self.write_device(caller, &asked, version, taken).await,
            Err(refusals) => {
                let act = format!("device.{}", step.id());
                self.note_step_refusal(caller, DEVICES, act, ("device", id), &refusals).await?;
                Err(refused(refusals, None))
            }
        }
    }

    async fn serial_taken(&self, fields: &Map<String, Value>) -> Result<bool, Error> {
        let key = serial_key(text(fields, "serial").unwrap_or_default());
        if key.is_empty() {
            return Ok(false);
        }
        let filter = RegisterFilter { kind: SERIALS.to_owned(), agencies: None, ids: vec![key] };
        Ok(!self.store().register(&filter).await?.is_empty())
    }

    async fn write_device(
        &self,
        caller: &Caller,
        wish: &Wish,
        version: u64,
        taken: Taken,
    ) -> Result<DeviceStep, Error> {
        let Taken { device, article, said } = taken;
        let done = Done {
            step: wish.step.id(),
            form: &wish.fields,
            reason: &wish.reason,
            article: &article,
            said: &said,
        };
        let mut batch = vec![self.step_append(caller, &entry_of(&device)?, &done, version)?];
        if wish.step == Step::Purchase
            && let Some(entry) = serial_entry(&device)
        {
            batch.push(self.claim(caller, &entry)?);
        }
        // Commit point: the step, the device that every gate reads, and its serial number, together or not at all.
        match self.store().append(batch).await {
            Ok(_) => {}
            Err(AppendError::Conflict { stream, .. })
                if stream.starts_with(&stream_of(SERIALS, "")) =>
            {
                let message = "这个序列号的设备已经入账，一台设备只入一次账";
                let refusal = Refusal::new("device.serial", message).under(&article).at("serial");
                return Err(refused(vec![refusal], None));
            }
            Err(error) => return Err(error.into()),
        }
        self.record_grew();
        Ok(DeviceStep {
            state: device.state.id().to_owned(),
            state_title: device.words().to_owned(),
            id: device.id,
            seen: version + 1,
            said,
        })
    }

    /// An entry that must be new.
    fn claim(&self, caller: &Caller, entry: &Entry) -> Result<Append, Error> {
        let event = self.seal(kind::REGISTER, &caller.actor.id, fields_of(entry))?;
        let views = vec![view_of(&sealing::values_of(&event.content)?, 1)?];
        let payload =
            Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
        let stream = stream_of(&entry.register, &entry.id);
        Ok(Append { stream, seen: 0, payload, idempotency: None })
    }
}

/// The device as an entry of the register.
fn entry_of(device: &Device) -> Result<Entry, Error> {
    let Ok(Value::Object(body)) = serde_json::to_value(device) else {
        return Err(Error::Internal("device cannot be written".to_owned()));
    };
    Ok(Entry {
        register: DEVICES.to_owned(),
        id: device.id.clone(),
        agency: device.agency.clone(),
        name: device.name.clone(),
        body,
        active: true,
    })
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).map(str::trim)
}
