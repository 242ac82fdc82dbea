//! What an officer's phone keeps so that it can show the card without a network.
//!
//! Tasks are told by number and procedure: whom a matter is about stays off a phone that may be lost.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::{DeviceLine, OfficerLine};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::DutyFilter;

/// Most tasks that a phone keeps.
const MOST: usize = 50;

/// What the phone needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyCode {
    /// Which platform this is; stands in every code.
    pub realm: String,
    /// What is signed before the payload.
    pub domain: String,
    /// The officer.
    pub officer: OfficerLine,
    /// There is a photo.
    pub photo: bool,
    /// Seconds between two codes.
    pub renewal: i64,
    /// Seconds after which a code is old.
    pub window: i64,
    /// Phones in use.
    pub devices: Vec<DeviceLine>,
    /// What the officer is on.
    pub tasks: Vec<MyTask>,
    /// When this was told, China standard time.
    pub at: String,
    /// Version of the stream, for enrolling.
    pub seen: u64,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyTask {
    /// Matter.
    pub id: String,
    /// Its number, once given.
    pub number: Option<String>,
    /// Procedure.
    pub title: String,
    /// Next due day.
    pub due: Option<String>,
}

impl App {
    /// What the caller's phone keeps.
    ///
    /// # Errors
    /// The caller has no enforcement card, or the store is not there.
    pub async fn my_code(&self, caller: &Caller) -> Result<MyCode, Error> {
        let me = &caller.actor.id;
        let (row, card) = self
            .card(me)
            .await?
            .ok_or_else(|| Error::Missing { what: "您的执法证".to_owned() })?;
        let filter = DutyFilter {
            agencies: None,
            viewer: caller.actor.agency.clone(),
            handler: Some(me.clone()),
            states: vec!["open".to_owned(), "stopped".to_owned()],
            limit: 500,
            ..DutyFilter::default()
        };
        let mut seen = BTreeSet::new();
        let mut tasks = Vec::new();
        for duty in self.store().duties(&filter).await? {
            if tasks.len() >= MOST || !seen.insert(duty.matter.clone()) {
                continue;
            }
            let Some(procedure) = self.pack().procedures.get(&duty.procedure) else { continue };
            tasks.push(MyTask {
                id: duty.matter,
                number: duty.matter_number,
                title: procedure.title.clone(),
                due: duty.due,
            });
        }
        let tree = self.tree().await?;
        let rules = &*self.officer_rules(&card.officer.agency).await?;
        Ok(MyCode {
            realm: self.realm().await?,
            domain: super::token::DOMAIN.to_owned(),
            officer: self.officer_line(&card, &tree, rules),
            photo: !card.photo.is_empty(),
            renewal: rules.number("code_renewal", 25),
            window: rules.number("code_window", 90),
            devices: card
                .devices
                .iter()
                .filter(|device| device.until.is_none())
                .map(|device| DeviceLine {
                    id: device.id.clone(),
                    label: device.label.clone(),
                    since: device.since.clone(),
                    until: None,
                })
                .collect(),
            tasks,
            at: zhiheng_calendar::china_datetime(self.now()).strftime("%Y-%m-%dT%H:%M").to_string(),
            seen: row.version,
        })
    }
}
