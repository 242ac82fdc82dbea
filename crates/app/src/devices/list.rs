//! Devices as a list.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::device::Device;

use super::{DEVICES, read};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::RegisterFilter;
use crate::rooms::ROOMS;
use crate::shapes::Id;
use crate::tree::Tree;

/// Most lines of one answer.
const MOST: usize = 200;

/// What the list shows. Every field narrows.
#[derive(Debug, Clone, Default)]
pub struct DeviceFilter {
    /// Agency; none = all of the caller's scope.
    pub agency: Option<String>,
    /// Words that occur in the code, the name, the model, the serial number or the name of who has it.
    pub words: String,
    /// Kind, in its own words.
    pub kind: Option<String>,
    /// `available`, `on_loan`, `repair`, `scrapped`.
    pub state: Option<String>,
    /// Person id of who has it.
    pub holder: Option<String>,
    /// Lines to leave out at the beginning.
    pub skip: usize,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceList {
    /// The lines.
    pub items: Vec<LedgerDevice>,
    /// How many there are under the filter.
    pub total: usize,
    /// How many there are in each state under the other filters.
    pub counts: BTreeMap<String, usize>,
    /// How many there are of each kind under the other filters, scrapped ones left out.
    pub kinds: BTreeMap<String, usize>,
    /// The caller may enter a device that was bought.
    pub can_purchase: bool,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerDevice {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Make and model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Whose it is.
    pub agency: Id,
    /// `available`, `on_loan`, `repair`, `scrapped`.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Who has it.
    pub holder: Option<Id>,
    /// Since when, China standard time.
    pub since: Option<String>,
    /// Room in which it is installed.
    pub room: Option<Id>,
    /// Day of the last look at it.
    pub looked: Option<String>,
    /// How far its clock was ahead then, seconds.
    pub offset: Option<i32>,
}

impl App {
    /// Devices of the caller's scope.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller sees nothing of this, or the store is not there.
    pub async fn devices(
        &self,
        caller: &Caller,
        filter: &DeviceFilter,
    ) -> Result<DeviceList, Error> {
        looking(caller)?;
        let agencies = narrowed(caller, filter.agency.as_deref())?;
        let tree = self.tree().await?;
        let rooms = self.room_names().await?;
        let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
        let mut lines: Vec<LedgerDevice> = self
            .devices_of(agencies)
            .await?
            .iter()
            .map(|device| device_line(device, &tree, &rooms))
            .filter(|line| {
                let holder = line.holder.as_ref().map_or("", |holder| holder.name.as_str());
                let text = [&line.id, &line.name, &line.model, &line.serial].map(String::as_str);
                let text = format!("{} {holder}", text.join(" ")).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .filter(|line| match &filter.holder {
                Some(holder) => line.holder.as_ref().is_some_and(|held| held.id == *holder),
                None => true,
            })
            .collect();
        let (mut counts, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        let (kind, state) = (&filter.kind, &filter.state);
        for line in &lines {
            if kind.as_ref().is_none_or(|kind| line.kind == *kind) {
                *counts.entry(line.state.clone()).or_insert(0) += 1;
            }
            let wanted = match state {
                Some(state) => line.state == *state,
                None => line.state != "scrapped",
            };
            if wanted {
                *kinds.entry(line.kind.clone()).or_insert(0) += 1;
            }
        }
        lines.retain(|line| {
            kind.as_ref().is_none_or(|kind| line.kind == *kind)
                // What was scrapped is counted, and listed when asked for.
                && state.as_ref().map_or(line.state != "scrapped", |state| line.state == *state)
        });
        lines.sort_by(|a, b| (&a.agency.id, &a.id).cmp(&(&b.agency.id, &b.id)));
        let total = lines.len();
        let items = lines.into_iter().skip(filter.skip).take(MOST).collect();
        let can_purchase = self.pack().devices.step("purchase").is_some_and(|rule| {
            rule.powers
                .iter()
                .filter_map(|power| Power::parse(power))
                .any(|power| caller.actor.may(power))
        });
        Ok(DeviceList { items, total, counts, kinds, can_purchase })
    }

    /// Every device of these agencies.
    pub(crate) async fn devices_of(&self, agencies: Vec<String>) -> Result<Vec<Device>, Error> {
        let asked =
            RegisterFilter { kind: DEVICES.to_owned(), agencies: Some(agencies), ids: Vec::new() };
        let rows = self.store().register(&asked).await?;
        Ok(rows.iter().filter(|row| row.active).filter_map(read).collect())
    }

    /// Names of the rooms by id.
    pub(crate) async fn room_names(&self) -> Result<BTreeMap<String, String>, Error> {
        let asked = RegisterFilter { kind: ROOMS.to_owned(), ..RegisterFilter::default() };
        let rows = self.store().register(&asked).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }
}

/// Who may look at devices and rooms.
pub(crate) fn looking(caller: &Caller) -> Result<(), Error> {
    if caller.actor.may(Power::Administer) { Ok(()) } else { caller.require(Power::View) }
}

/// The agencies that a list shows.
pub(crate) fn narrowed(caller: &Caller, agency: Option<&str>) -> Result<Vec<String>, Error> {
    match agency {
        Some(agency) if caller.scope.iter().any(|held| held == agency) => {
            Ok(vec![agency.to_owned()])
        }
        Some(_) => {
            let why = "没有这一机关，或者不在您的查看范围内";
            Err(Error::field("input.choice", "agency", why))
        }
        None => Ok(caller.scope.clone()),
    }
}

pub(super) fn device_line(
    device: &Device,
    tree: &Tree,
    rooms: &BTreeMap<String, String>,
) -> LedgerDevice {
    let loan = device.holder();
    let look = device.last_look();
    LedgerDevice {
        id: device.id.clone(),
        name: device.name.clone(),
        kind: device.kind.words().to_owned(),
        model: device.model.clone(),
        serial: device.serial.clone(),
        agency: Id::new(&device.agency, tree.name(&device.agency)),
        state: device.state.id().to_owned(),
        state_title: device.words().to_owned(),
        holder: loan.map(|loan| Id::new(&loan.officer, &loan.name)),
        since: loan.map(|loan| loan.out.strftime("%Y-%m-%dT%H:%M").to_string()),
        room: device
            .room
            .as_ref()
            .map(|room| Id::new(room, rooms.get(room).map_or(room.as_str(), String::as_str))),
        looked: look.map(|look| look.at.date().to_string()),
        offset: look.and_then(|look| look.offset),
    }
}
