//! Recording devices: the ledger as a list, the life of one device, the steps, and how many there ought to be.
//!
//! Each step is an event of the device's own stream `devices:<id>`: the entry as it is from then on, with the step beside it. A serial
//! number is an entry of its own, written in the same append as the purchase, so that of two who enter the same device one is refused.
//! What this is not: what a step needs and does (see `zhiheng_domain::device`).

mod budget;
mod import;
mod list;
mod page;
mod standard;
mod step;

pub use budget::{COLUMNS, budget_sheet};
pub use list::{DeviceFilter, DeviceList, LedgerDevice};
pub(crate) use list::{looking, narrowed};
pub use page::{DevicePage, Limits, LoanLine, LookLine};
pub use standard::{AgencyEquipment, ClassWish, Equipment, StandardLine};
pub use step::{DeviceStep, DeviceWish};

use zhiheng_domain::device::Device;

use crate::application::App;
use crate::error::Error;
use crate::ports::{RegisterFilter, RegisterRow};
use crate::registry::Entry;

/// Register of devices.
pub const DEVICES: &str = "devices";
/// Register of serial numbers: whose each is.
pub const SERIALS: &str = "device_serials";
/// Register of the class of each agency.
pub const EQUIPMENT: &str = "equipment";

impl App {
    /// One device by its code: the row and the device, found by their key and not by a search.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn device_held(&self, id: &str) -> Result<Option<(RegisterRow, Device)>, Error> {
        let filter =
            RegisterFilter { kind: DEVICES.to_owned(), agencies: None, ids: vec![id.to_owned()] };
        let row = self.store().register(&filter).await?.into_iter().find(|row| row.active);
        Ok(row.and_then(|row| read(&row).map(|device| (row, device))))
    }
}

/// The device that a row holds; none where the row is not one.
pub(crate) fn read(row: &RegisterRow) -> Option<Device> {
    serde_json::from_str(&row.body).ok()
}

/// The serial number as an entry: whose it is.
pub(crate) fn serial_entry(device: &Device) -> Option<Entry> {
    let key = zhiheng_domain::device::serial_key(&device.serial);
    let mut body = serde_json::Map::new();
    body.insert("device".to_owned(), device.id.as_str().into());
    (!key.is_empty()).then(|| Entry {
        register: SERIALS.to_owned(),
        id: key,
        agency: device.agency.clone(),
        name: device.name.clone(),
        body,
        active: true,
    })
}
