//! The daily statement (每日声明): how many decisions were made, which of them are public, which are not and why, so that an
//! omission shows. Each statement repeats the digest of the one before; whoever kept yesterday's can tell whether it still is the
//! beginning of today's.
//!
//! Decisions are named by the place of their event in the record, so that nothing of a decision that is not public is given away
//! and none can be put in or taken out later. What this is not: the making of statements from events, which is the application's.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::canonical::canonical;
use crate::{Digest, Suite};

/// Written before the text of a statement when its digest is taken.
const DOMAIN: &[u8] = b"zhiheng/statement/v1\n";

/// What one day brought. `date` is a day in China; places in the record count from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Name of the log.
    pub log: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// 1 for the first statement of the log, then one more each day.
    pub number: u64,
    /// Digest of the statement before, hex; empty for the first.
    pub previous: String,
    /// Entries of the record that it reaches to: those of the day, or of a part of it where the day brought very much.
    pub size: u64,
    /// The day is not over: nothing is promised yet. Such a statement is the last one, and not on the record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub running: bool,
    /// What became of which decision, in the order of the record.
    pub changes: Vec<Change>,
    /// How many there are of each since the beginning, by agency.
    pub totals: BTreeMap<String, Totals>,
}

/// What became of one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Place of the decision in the record.
    pub decision: u64,
    /// Place of the act that changed it; the same where it was made.
    pub entry: u64,
    /// Agency that decided.
    pub agency: String,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// The ways of a decision towards the public, and away from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// It was made here.
    Made {
        /// Kind of act, for example `行政处罚`.
        category: String,
        /// 文号; empty where it has none.
        number: String,
        /// Day it is dated.
        day: String,
    },
    /// It was taken over from elsewhere, public there already.
    TakenOver {
        /// Kind of act.
        category: String,
        /// Public id.
        id: String,
        /// 文号 shown; empty where the source had none.
        number: String,
        /// Day of the decision as shown; empty where the source had none.
        decided: String,
    },
    /// Its public copy was released, for the first time or again.
    Published {
        /// Public id.
        id: String,
        /// 文号 shown; empty where it has none.
        number: String,
        /// Day of the decision as shown; empty where the source had none.
        decided: String,
    },
    /// It was approved that it stays closed.
    Withheld {
        /// One of the reasons that the law knows.
        reason: String,
    },
    /// Its public copy was taken back.
    Withdrawn {
        /// Public id.
        id: String,
    },
    /// It was set aside or replaced before it was public.
    SetAside,
}

/// Counts since the beginning. `made` and `taken_over` together are all the others together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Made here.
    pub made: u64,
    /// Taken over.
    pub taken_over: u64,
    /// Public now, or with a public period that has ended.
    pub published: u64,
    /// Not public and not yet settled.
    pub open: u64,
    /// Closed for a reason, by reason.
    pub withheld: BTreeMap<String, u64>,
    /// Taken back.
    pub withdrawn: u64,
    /// Set aside before they were public.
    pub set_aside: u64,
}

/// Where a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not public and not settled.
    Open,
    /// Public, as shown: public id, 文号, day.
    Published(String, String, String),
    /// Closed, with the reason.
    Withheld(String),
    /// Taken back.
    Withdrawn,
    /// Set aside.
    SetAside,
}

/// One thing that does not hold, and the day it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementFault {
    /// A code that stays the same when the words change.
    pub code: &'static str,
    /// The day; empty where there is none.
    pub date: String,
    /// In Chinese.
    pub message: String,
}

/// A decision as the portal lists it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Public id.
    pub id: String,
    /// 文号 shown.
    pub number: String,
    /// Day of the decision as shown.
    pub decided: String,
    /// Day it was published.
    pub published: String,
}

/// The books that statements keep: every decision with its standing.
#[derive(Debug, Clone, Default)]
pub struct Books {
    decisions: BTreeMap<u64, (String, Standing)>,
    totals: BTreeMap<String, Totals>,
    /// Day of the last change of each decision.
    days: BTreeMap<u64, String>,
}

impl Statement {
    /// The text that is committed to.
    ///
    /// # Errors
    /// A number that JSON cannot hold exactly.
    pub fn text(&self) -> Result<Vec<u8>, String> {
        let value = serde_json::to_value(self).map_err(|fault| fault.to_string())?;
        canonical(&value).map_err(|fault| fault.to_string())
    }

    /// The digest that the next statement repeats.
    ///
    /// # Errors
    /// As [`Statement::text`].
    pub fn digest(&self, suite: Suite) -> Result<Digest, String> {
        Ok(suite.hash_parts(&[DOMAIN, &self.text()?]))
    }
}

impl Books {
    /// Where a decision stands, by its place in the record.
    pub fn standing(&self, decision: u64) -> Option<&Standing> {
        self.decisions.get(&decision).map(|(_, standing)| standing)
    }

    /// Counts by agency.
    pub fn totals(&self) -> &BTreeMap<String, Totals> {
        &self.totals
    }

    /// Decisions that are public by these books: place, what is shown, and the day that they became so.
    pub fn published(&self) -> impl Iterator<Item = (u64, &Standing, &str)> {
        let public = self
            .decisions
            .iter()
            .filter(|(_, (_, standing))| matches!(standing, Standing::Published(..)));
        public.map(|(place, (_, standing))| {
            (*place, standing, self.days.get(place).map(String::as_str).unwrap_or_default())
        })
    }

    /// Enters one change of the day `date`.
    ///
    /// # Errors
    /// The change does not follow from what the books say, in Chinese.
    pub fn enter(&mut self, date: &str, change: &Change) -> Result<(), String> {
        let Change { decision, agency, what, .. } = change;
        let held = self.decisions.get(decision).cloned();
        let next = what.leads_to();
        let new = matches!(what, What::Made { .. } | What::TakenOver { .. });
        let lawful = match &held {
            None => new,
            Some((_, Standing::SetAside)) => false,
            Some((_, Standing::Published(..))) => {
                matches!(what, What::Published { .. } | What::Withdrawn { .. })
            }
            Some(_) => !new && !matches!(what, What::Withdrawn { .. }),
        };
        if !lawful {
            return Err(match held {
                None => format!("第 {decision} 条决定此前没有声明过"),
                Some(_) => format!("第 {decision} 条决定此前已有声明，不能这样变化"),
            });
        }
        if held.as_ref().is_some_and(|(owner, _)| owner != agency) {
            return Err(format!("第 {decision} 条决定的机关前后不一致"));
        }
        let before = held.as_ref().map(|(_, standing)| standing);
        self.totals.entry(agency.clone()).or_default().enter(before, what);
        self.decisions.insert(*decision, (agency.clone(), next));
        self.days.insert(*decision, date.to_owned());
        Ok(())
    }
}

impl What {
    /// Where the decision stands afterwards.
    pub fn leads_to(&self) -> Standing {
        match self {
            Self::Made { .. } => Standing::Open,
            Self::TakenOver { id, number, decided, .. }
            | Self::Published { id, number, decided } => {
                Standing::Published(id.clone(), number.clone(), decided.clone())
            }
            Self::Withheld { reason } => Standing::Withheld(reason.clone()),
            Self::Withdrawn { .. } => Standing::Withdrawn,
            Self::SetAside => Standing::SetAside,
        }
    }
}

impl Totals {
    /// Counts one change of a decision that stood at `before`; none where it is new.
    pub fn enter(&mut self, before: Option<&Standing>, what: &What) {
        match what {
            What::Made { .. } => self.made = self.made.saturating_add(1),
            What::TakenOver { .. } => self.taken_over = self.taken_over.saturating_add(1),
            _ => {}
        }
        if let Some(before) = before {
            self.move_one(before, false);
        }
        self.move_one(&what.leads_to(), true);
    }

    fn move_one(&mut self, standing: &Standing, to: bool) {
        let place = match standing {
            Standing::Open => &mut self.open,
            Standing::Published(..) => &mut self.published,
            Standing::Withheld(reason) => self.withheld.entry(reason.clone()).or_default(),
            Standing::Withdrawn => &mut self.withdrawn,
            Standing::SetAside => &mut self.set_aside,
        };
        *place = if to { place.saturating_add(1) } else { place.saturating_sub(1) };
        self.withheld.retain(|_, count| *count > 0);
    }

    /// Whether what was made is what became of it.
    pub fn add_up(&self) -> bool {
        let [made, settled] = [
            [self.made, self.taken_over].iter().copied().fold(0_u64, u64::saturating_add),
            [self.published, self.open, self.withdrawn, self.set_aside]
                .into_iter()
                .chain(self.withheld.values().copied())
                .fold(0_u64, u64::saturating_add),
        ];
        made == settled
    }
}

/// Reads all statements of a log in order and answers its books with everything that does not hold. The days that are left out of a
/// calendar are not asked for: a statement may be missing for days on which the service was not running, and is then made later.
pub fn check(suite: Suite, statements: &[Statement]) -> (Books, Vec<StatementFault>) {
    let mut books = Books::default();
    let mut faults = Vec::new();
    let mut before: Option<(&Statement, String)> = None;
    for statement in statements {
        let mut fault = |code, message: String| {
            faults.push(StatementFault { code, date: statement.date.clone(), message });
        };
        let (number, date, size, digest) = match &before {
            None => (0, "", 0, ""),
            Some((last, digest)) => (last.number, last.date.as_str(), last.size, digest.as_str()),
        };
        if before.as_ref().is_some_and(|(last, _)| last.log != statement.log) {
            fault("statement.log", "不是同一个记录的声明".to_owned());
        }
        if statement.number != number.saturating_add(1) {
            let expected = number.saturating_add(1);
            fault(
                "statement.number",
                format!("应是第 {expected} 份声明，却是第 {} 份", statement.number),
            );
        }
        if statement.previous != digest {
            fault(
                "statement.chain",
                "与前一天的声明接不上：前一天或者这一天的声明被换过".to_owned(),
            );
        }
        if statement.date.as_str() < date {
            fault("statement.order", format!("日期早于前一份（{date}）"));
        }
        if statement.size < size {
            fault("statement.size", format!("记录由 {size} 条减为 {} 条", statement.size));
        }
        let mut last = size;
        for change in &statement.changes {
            if change.entry < size || change.entry >= statement.size {
                let place = change.entry;
                fault(
                    "statement.place",
                    format!("第 {place} 条不在这一天记下的 {size} 至 {} 条之间", statement.size),
                );
            }
            if change.entry < last {
                fault("statement.places", format!("第 {} 条的次序不对", change.entry));
            }
            last = change.entry;
            let made = matches!(change.what, What::Made { .. } | What::TakenOver { .. });
            if made && change.entry != change.decision {
                fault("statement.decision", format!("第 {} 条决定的位置不对", change.decision));
            }
            if let Err(message) = books.enter(&statement.date, change) {
                fault("statement.change", message);
            }
        }
        if books.totals != statement.totals {
            fault("statement.totals", "累计数与逐日的变化对不上".to_owned());
        }
        if let Some((agency, _)) = statement.totals.iter().find(|(_, totals)| !totals.add_up()) {
            fault("statement.sum", format!("{agency}：作出的与公开、未公开的加起来不等"));
        }
        let digest = match statement.digest(suite) {
            Ok(digest) => digest.to_string(),
            Err(message) => {
                fault("statement.text", message);
                String::new()
            }
        };
        before = Some((statement, digest));
    }
    (books, faults)
}

/// Whether statements that a reader kept are still the beginning of those that are handed out now.
pub fn prefix(kept: &[Statement], now: &[Statement]) -> Vec<StatementFault> {
    let mut faults = Vec::new();
    for (place, old) in kept.iter().enumerate().filter(|(_, old)| !old.running) {
        let message = match now.get(place) {
            None => "您留存的这一天的声明，现在没有了",
            Some(new) if new != old => "您留存的这一天的声明，与现在给出的不同",
            Some(_) => continue,
        };
        faults.push(StatementFault {
            code: "statement.kept",
            date: old.date.clone(),
            message: message.to_owned(),
        });
    }
    faults
}

/// Whether what the portal lists now is what the statements say is public.
pub fn compare(books: &Books, listed: &[Listed]) -> Vec<StatementFault> {
    let mut faults = Vec::new();
    let mut fault = |code, date: &str, message: String| {
        faults.push(StatementFault { code, date: date.to_owned(), message });
    };
    let by_id: BTreeMap<&str, &Listed> = listed.iter().map(|one| (one.id.as_str(), one)).collect();
    if by_id.len() != listed.len() {
        fault("statement.listed_twice", "", "门户的清单里同一份决定出现了两次".to_owned());
    }
    let mut declared = BTreeSet::new();
    for (place, standing, date) in books.published() {
        let Standing::Published(id, number, decided) = standing else { continue };
        declared.insert(id.as_str());
        let name = if number.is_empty() { id } else { number };
        match by_id.get(id.as_str()) {
            None => fault(
                "statement.omitted",
                date,
                format!(
                    "声明为已公开的决定 {name}（第 {place} 条），门户上没有了，也没有撤回的声明"
                ),
            ),
            Some(shown) if shown.number != *number || shown.decided != *decided => fault(
                "statement.changed",
                date,
                format!(
                    "决定 {name}（第 {place} 条）声明时是 {number}、{decided}，门户上是 {}、{}",
                    shown.number, shown.decided
                ),
            ),
            Some(_) => {}
        }
    }
    for shown in listed.iter().filter(|shown| !declared.contains(shown.id.as_str())) {
        let name = if shown.number.is_empty() { &shown.id } else { &shown.number };
        fault(
            "statement.undeclared",
            &shown.published,
            format!("门户上的决定 {name} 在声明里没有"),
        );
    }
    faults
}
