//! Each December the platform opens the year's reports for every agency, so that the duties stand on everybody's list in time.

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_domain::{Actor, Role};
use zhiheng_law::{AnnualRules, Pack};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::perform::Wish;

/// Person id under which the platform itself acts. No account bears it.
pub const SYSTEM: &str = "@system";

/// What the platform itself may do: register, in the procedures of the reports alone.
pub fn system_roles(pack: &Pack, procedure: &str, act: &str) -> Vec<Role> {
    let opens = act == "open_year" && pack.report_of(procedure).is_some();
    if opens { vec![Role::Officer] } else { Vec::new() }
}

impl App {
    /// Opens the reports that are due to be begun, once for each kind, agency and year; says how many were opened.
    ///
    /// From the month that the pack says until December it is the report of the year that ends; in January that of the year
    /// before, for whoever was not running in December.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn open_reports(&self) -> Result<usize, Error> {
        let today = self.today();
        let mut opened = 0;
        for rules in &self.pack().reports {
            let year = if today.month() >= rules.opens_month() {
                today.year()
            } else if today.month() == 1 {
                today.year() - 1
            } else {
                continue;
            };
            if !self.pack().procedures.contains_key(&rules.procedure) {
                continue;
            }
            let tree = self.tree().await?;
            for agency in tree.all() {
                opened += usize::from(self.open_report(rules, &agency.id, year).await?);
            }
        }
        Ok(opened)
    }

    /// Opens one report; false where it is open already.
    ///
    /// # Errors
    /// The store is not there, or the pack refuses.
    pub async fn open_report(
        &self,
        rules: &AnnualRules,
        agency: &str,
        year: i16,
    ) -> Result<bool, Error> {
        if self.held_report(rules, agency, year).await?.is_some() {
            return Ok(false);
        }
        let Ok(year_end) = Date::new(year, 12, 31) else { return Ok(false) };
        let caller = Caller {
            username: SYSTEM.to_owned(),
            actor: Actor {
                id: SYSTEM.to_owned(),
                name: "系统".to_owned(),
                agency: agency.to_owned(),
                roles: system_roles(self.pack(), &rules.procedure, "open_year"),
            },
            scope: vec![agency.to_owned()],
            everything: false,
        };
        let fields = [
            ("title", Value::from(format!("{year}年度{}", rules.title))),
            ("year", Value::from(year)),
            ("year_end", Value::from(year_end.to_string())),
        ];
        let wish = Wish {
            procedure: rules.procedure.clone(),
            fields: fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
            // Two servers that start at the same moment open one report between them.
            key: Some(format!("{}:{agency}:{year}", rules.id)),
            ..Wish::default()
        };
        match self.perform(&caller, &wish).await {
            Ok(_) => Ok(true),
            Err(Error::KeyReused) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
