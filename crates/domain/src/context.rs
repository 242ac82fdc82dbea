//! What an act is judged against besides the matter: who acts, when, under which law, and which officers are named.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use zhiheng_calendar::Calendar;
use zhiheng_law::Pack;

use crate::authority::{Power, Role, powers};
use crate::known::Known;
use crate::officer::Officer;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Person id.
    pub id: String,
    /// Person's name.
    pub name: String,
    /// Agency the person works for.
    pub agency: String,
    /// Roles held there.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether one of the roles holds the power.
    pub fn may(&self, power: Power) -> bool {
        self.roles.iter().any(|role| role.holds(power))
    }

    /// Every power held.
    pub fn powers(&self) -> Vec<Power> {
        powers(&self.roles)
    }
}

/// Everything outside the matter that a decision depends on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The present moment.
    pub now: Timestamp,
    /// Who acts.
    pub actor: &'a Actor,
    /// The law.
    pub pack: &'a Pack,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Officers that the act may name; others are unknown.
    pub officers: &'a [Officer],
    /// The agency that holds the matter, its superior, the superior of that, …
    pub chain: &'a [String],
    /// Division code of the area in which the matter lies: that of the agency that holds it; empty if none is on file.
    pub division: &'a str,
    /// 机关代字 of the agency that acts, as it stands in numbers.
    pub mark: &'a str,
    /// Name of the agency that acts, as papers write it.
    pub agency_name: &'a str,
    /// Government at the agency's own level, which decides on 复议 against it (复议法24); may be empty.
    pub government: &'a str,
    /// Name of the agency above, which decides on 复查 (信访工作条例35); may be empty.
    pub superior: &'a str,
    /// What was looked up in registers and other matters.
    pub known: &'a Known,
    /// Id for a matter that the act opens.
    pub fresh_id: &'a str,
    /// Code for the party of a matter that the act opens.
    pub fresh_code: &'a str,
}

impl Context<'_> {
    /// Today in China standard time.
    pub fn today(&self) -> Date {
        self.moment().date()
    }

    /// The present moment in China standard time.
    pub fn moment(&self) -> DateTime {
        zhiheng_calendar::china_datetime(self.now)
    }

    /// A registered officer by id.
    pub fn officer(&self, id: &str) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.id == id)
    }
}
