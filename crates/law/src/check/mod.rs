//! What is wrong with a pack that could be read: names that lead nowhere, acts nobody reaches, duties nobody can fulfil,
//! articles that do not exist, conditions that cannot be evaluated.
//!
//! What this is not: it judges no matter, and it does not run the worked examples (`domain` does, with the real gates).

mod basis;
pub(crate) mod conditions;
mod duties;
mod examples;
mod forms;
mod intervals;
mod names;
mod papers;
mod party;
mod reach;
mod recordings;

use std::collections::BTreeMap;

use crate::condition::Condition;
use crate::fault::PackFault;
use crate::local::LocalReading;
use crate::model::Procedure;
use crate::parse::{Lines, Located, LocatedEntry, LocatedStatute};
use crate::period::PeriodTable;

/// Everything that was read, as the checks see it.
pub(crate) struct Law<'a> {
    pub(crate) statutes: &'a [LocatedStatute],
    pub(crate) periods: &'a PeriodTable,
    pub(crate) catalogue: &'a [LocatedEntry],
    pub(crate) local: &'a [Located<LocalReading>],
    pub(crate) procedures: &'a [Located<Procedure>],
}

/// Rows of the authority table that an act may name.
pub(crate) const POWERS: &[&str] =
    &["register", "handle", "approve", "review", "decide", "publish", "archive"];

/// Kinds of duty. The last two are the party's own.
pub(crate) const DUTY_KINDS: &[&str] = &[
    "publish", "record", "review", "serve", "decide", "notify", "archive", "handle", "pay", "right",
];

/// Owner of a duty that is the party's own.
pub(crate) use crate::model::PARTY;

/// Enforcement categories (the ten of the plan) and the petition.
pub const CATEGORIES: &[&str] = &[
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政检查",
    "行政确认",
    "行政给付",
    "行政奖励",
    "行政裁决",
    "其他行政执法",
    "信访",
];

/// Runs every check. Conditions that compile are put into `conditions` on the way.
pub(crate) fn all(law: &Law<'_>, conditions: &mut BTreeMap<String, Condition>) -> Vec<PackFault> {
    let mut faults = Vec::new();
    intervals::check(law, &mut faults);
    for located in law.procedures {
        let mut desk = Desk { file: &located.file, lines: &located.lines, faults: &mut faults };
        let procedure = &located.value;
        names::check(&mut desk, procedure, law);
        party::check(&mut desk, procedure, law);
        forms::check(&mut desk, procedure);
        papers::check(&mut desk, procedure);
        basis::check(&mut desk, procedure, law);
        duties::check(&mut desk, procedure);
        recordings::check(&mut desk, procedure, law);
        reach::check(&mut desk, procedure);
        conditions::check(&mut desk, procedure, conditions);
        examples::check(procedure, desk.faults);
    }
    for entry in law.catalogue {
        let mut desk = Desk { file: &entry.file, lines: &entry.lines, faults: &mut faults };
        conditions::catalogue(&mut desk, &entry.value, law, conditions);
        basis::cite(&mut desk, law, "", "basis", &entry.value.basis, "目录条目");
    }
    for reading in law.local {
        let mut desk = Desk { file: &reading.file, lines: &reading.lines, faults: &mut faults };
        crate::local::check(&mut desk, &reading.value, law, conditions);
    }
    names::catalogue(law, &mut faults);
    faults
}

/// The file under check, and where faults go.
pub(crate) struct Desk<'a> {
    file: &'a str,
    lines: &'a Lines,
    faults: &'a mut Vec<PackFault>,
}

impl Desk<'_> {
    /// Notes a fault at a key of a part.
    pub(crate) fn fault(
        &mut self,
        path: &str,
        key: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.faults.push(PackFault {
            file: self.lines.file_of(path).unwrap_or(self.file).to_owned(),
            line: self.lines.key(path, key),
            message: message.into(),
            advice: advice.into(),
        });
    }
}
