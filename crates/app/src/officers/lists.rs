//! Officers as a list.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::certificate::{Card, standing_words};
use zhiheng_law::{Family, StepRules};

use super::{OFFICERS, read};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::RegisterFilter;
use crate::shapes::Id;
use crate::tree::Tree;

/// Most lines of one answer.
const MOST: usize = 200;
/// Days before its end from which a card is shown as running out.
const SOON: i32 = 60;

/// What the list shows. Every field narrows.
#[derive(Debug, Clone, Default)]
pub struct OfficerFilter {
    /// Agency; none = all of the caller's scope.
    pub agency: Option<String>,
    /// Words that occur in the name, the id or the number of the card.
    pub words: String,
    /// Standing: `active`, `lapsed`, `suspended`, …; `soon` = runs out within 60 days; `short` = too few hours of training.
    pub standing: Option<String>,
    /// Lines to leave out at the beginning.
    pub skip: usize,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerList {
    /// The lines.
    pub items: Vec<OfficerLine>,
    /// How many there are under the filter.
    pub total: usize,
    /// How many there are of each standing under the other filters, with `soon` and `short`.
    pub counts: std::collections::BTreeMap<String, usize>,
}

/// One officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerLine {
    /// Person id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: Id,
    /// Post.
    pub post: String,
    /// Number of the card; empty if none.
    pub card: String,
    /// Categories that it covers; empty = all.
    pub fields: Vec<String>,
    /// Division codes that it covers; empty = everywhere.
    pub regions: Vec<String>,
    /// Last day.
    pub valid_until: Option<String>,
    /// What it is today.
    pub standing: String,
    /// Its name.
    pub standing_title: String,
    /// It runs out within 60 days.
    pub soon: bool,
    /// Training before the post passed.
    pub trained: bool,
    /// Hours of training this year.
    pub hours: u32,
    /// Hours that a year should have.
    pub hours_wanted: i64,
    /// Fewer than that.
    pub short: bool,
    /// Phones in use.
    pub devices: usize,
}

impl App {
    /// Officers of the caller's scope.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller sees no people, or the store is not there.
    pub async fn officers(
        &self,
        caller: &Caller,
        filter: &OfficerFilter,
    ) -> Result<OfficerList, Error> {
        if !caller.actor.may(Power::Administer) {
            caller.require(Power::View)?;
        }
        let agencies = match &filter.agency {
            Some(agency) if caller.scope.contains(agency) => vec![agency.clone()],
            Some(_) => {
                let why = "没有这一机关，或者不在您的查看范围内";
                return Err(Error::field("input.choice", "agency", why));
            }
            None => caller.scope.clone(),
        };
        let tree = self.tree().await?;
        let asked =
            RegisterFilter { kind: OFFICERS.to_owned(), agencies: Some(agencies), ids: Vec::new() };
        let own = self.own_numbers().await?;
        let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
        let mut lines: Vec<OfficerLine> = self
            .store()
            .register(&asked)
            .await?
            .iter()
            .filter(|row| row.active)
            .filter_map(read)
            .filter(|card| {
                let officer = &card.officer;
                let text =
                    format!("{} {} {}", officer.name, officer.id, officer.card).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .map(|card| {
                let agency = &card.officer.agency;
                let rules = own.step(&self.pack().officers, agency, Family::Officers);
                self.officer_line(&card, &tree, &rules)
            })
            .collect();
        let mut counts = std::collections::BTreeMap::new();
        for line in &lines {
            *counts.entry(line.standing.clone()).or_insert(0) += 1;
            if line.soon {
                *counts.entry("soon".to_owned()).or_insert(0) += 1;
            }
            if line.short {
                *counts.entry("short".to_owned()).or_insert(0) += 1;
            }
        }
        if let Some(standing) = &filter.standing {
            lines.retain(|line| match standing.as_str() {
                "soon" => line.soon,
                "short" => line.short,
                standing => line.standing == standing,
            });
        } else {
            // People of the agency who never had a card are no officers; they are counted, and listed when asked for.
            lines.retain(|line| line.standing != "no_card");
        }
        lines.sort_by(|a, b| (&a.agency.id, &a.id).cmp(&(&b.agency.id, &b.id)));
        let total = lines.len();
        let items = lines.into_iter().skip(filter.skip).take(MOST).collect();
        Ok(OfficerList { items, total, counts })
    }

    /// One line; `rules` are those of the officer's agency.
    pub(super) fn officer_line(&self, card: &Card, tree: &Tree, rules: &StepRules) -> OfficerLine {
        use jiff::ToSpan as _;
        let today = self.today();
        let standing = card.standing(today);
        let officer = &card.officer;
        let wanted = rules.number("training_hours", 0);
        let hours = card.hours_in(today.year());
        let horizon = today.checked_add(SOON.days()).unwrap_or(today);
        OfficerLine {
            id: officer.id.clone(),
            name: officer.name.clone(),
            agency: Id::new(&officer.agency, tree.name(&officer.agency)),
            post: card.post.clone(),
            card: officer.card.clone(),
            fields: officer.fields.clone(),
            regions: officer.regions.clone(),
            valid_until: officer.valid_until.map(|day| day.to_string()),
            standing: standing.to_owned(),
            standing_title: standing_words(standing).to_owned(),
            soon: standing == "active" && officer.valid_until.is_some_and(|day| day <= horizon),
            trained: officer.trained,
            hours,
            hours_wanted: wanted,
            // Who has no card to keep up owes no hours.
            short: matches!(standing, "active" | "suspended") && i64::from(hours) < wanted,
            devices: card.devices.iter().filter(|device| device.until.is_none()).count(),
        }
    }
}
