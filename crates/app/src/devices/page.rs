//! One device: what it is, who has it, its life from the record, and what the caller may do now.

use jiff::civil::DateTime;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::device::{Around, Check, possible};

use super::list::{device_line, looking};
use super::{DEVICES, LedgerDevice};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::life::{self, CanStep, LifeStep};
use crate::shapes::Id;

/// One device with everything about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DevicePage {
    /// As in the list.
    pub line: LedgerDevice,
    /// Day of purchase.
    pub bought: Option<String>,
    /// Price, 分.
    pub price: Option<i64>,
    /// Loans, the latest first.
    pub loans: Vec<LoanLine>,
    /// The last look at it.
    pub look: Option<LookLine>,
    /// Its life, the latest first.
    pub life: Vec<LifeStep>,
    /// Steps that the caller may take now.
    pub can: Vec<CanStep>,
    /// Limits that a loan is held to: charge (%), free storage (GB), error of the clock (seconds).
    pub limits: Limits,
    /// Version of the stream, for the next step.
    pub seen: u64,
}

/// Limits that a loan is held to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limits {
    /// Least charge, %.
    pub battery: i64,
    /// Least free storage, GB.
    pub storage: i64,
    /// Largest error of the clock, seconds.
    pub clock: i64,
}

/// One loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LoanLine {
    /// Who has it.
    pub officer: Id,
    /// Since when.
    pub out: String,
    /// Until when; none while it is out.
    pub back: Option<String>,
    /// How it was when it went out.
    pub check_out: LookLine,
    /// How it was when it came back.
    pub check_back: Option<LookLine>,
}

/// What somebody found when looking at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookLine {
    /// When.
    pub at: String,
    /// Charge, %.
    pub battery: Option<u8>,
    /// Free storage, GB.
    pub storage: Option<u32>,
    /// How far its clock was ahead, seconds.
    pub offset: Option<i32>,
    /// Nothing was broken.
    pub sound: bool,
}

impl App {
    /// One device.
    ///
    /// # Errors
    /// There is none within the caller's scope, the caller sees nothing of this, or the store is not there.
    pub async fn device(&self, caller: &Caller, id: &str) -> Result<DevicePage, Error> {
        looking(caller)?;
        let (row, device) = self
            .device_held(id)
            .await?
            .filter(|(row, _)| caller.scope.contains(&row.agency))
            .ok_or_else(|| Error::Missing { what: "这台设备".to_owned() })?;
        let tree = self.tree().await?;
        let rules = &*self.device_rules(&device.agency).await?;
        let mut steps = self.life(DEVICES, id, rules, "由设备清单登记").await?;
        steps.reverse();
        let chain = tree.chain(&device.agency);
        let around = Around {
            rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            id,
            borrower: None,
            room: None,
            serial_taken: false,
        };
        let can = possible(&device, &around)
            .into_iter()
            .filter_map(|step| life::can(rules, step.id(), step.needs_reason()))
            .collect();
        let loans = device.loans.iter().rev().map(|loan| LoanLine {
            officer: Id::new(&loan.officer, &loan.name),
            out: minute(loan.out),
            back: loan.back.map(minute),
            check_out: look_line(&loan.check_out),
            check_back: loan.check_back.as_ref().map(look_line),
        });
        Ok(DevicePage {
            line: device_line(&device, &tree, &self.room_names().await?),
            bought: device.bought.map(|day| day.to_string()),
            price: device.price,
            loans: loans.collect(),
            look: device.last_look().map(look_line),
            life: steps,
            can,
            limits: Limits {
                battery: rules.number("battery_least", 0),
                storage: rules.number("storage_least", 0),
                clock: rules.number("clock_most", 0),
            },
            seen: row.version,
        })
    }
}

fn look_line(check: &Check) -> LookLine {
    let Check { at, battery, storage, offset, sound } = check;
    LookLine {
        at: minute(*at),
        battery: *battery,
        storage: *storage,
        offset: *offset,
        sound: *sound,
    }
}

fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}
