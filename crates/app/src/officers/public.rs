//! 执法人员清单 as anybody may read it: name, agency, post, number of the card, what it covers, whether it holds today.
//!
//! What this is not: the cards. Number of identity, photo, training, phones and who examined stay inside; people who never had a
//! card, or whose card was never put into use, are not listed.

use std::collections::BTreeMap;

use zhiheng_domain::certificate::{Card, standing_words};

use super::code::areas;
use super::{OFFICERS, read};
use crate::application::App;
use crate::error::Error;
use crate::ports::RegisterFilter;
use crate::shapes::Id;
use crate::tree::Tree;

/// Officers on one page.
pub const OFFICERS_PAGE: usize = 50;
/// Standings of a card that was in use at some time.
const SHOWN: [&str; 6] = ["active", "lapsed", "early", "suspended", "withdrawn", "transferred"];

/// One officer of the public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOfficer {
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: Id,
    /// Post.
    pub post: String,
    /// Number of the card.
    pub card: String,
    /// Categories that it covers; empty = all.
    pub fields: Vec<String>,
    /// Areas in words.
    pub regions: String,
    /// Last day of the card.
    pub until: Option<String>,
    /// The card holds today.
    pub valid: bool,
    /// Its standing in words.
    pub standing: &'static str,
}

/// A page of the public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOfficers {
    /// The officers: by agency, then by number of the card.
    pub items: Vec<ListedOfficer>,
    /// How many there are.
    pub total: usize,
    /// How many of these have a card that holds today.
    pub valid: usize,
}

impl App {
    /// A page of the public list of officers: of one agency or of all, whose name or number holds every word.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn listed_officers(
        &self,
        agency: Option<&str>,
        words: &str,
        page: usize,
    ) -> Result<ListedOfficers, Error> {
        let tree = self.tree().await?;
        let asked = RegisterFilter {
            kind: OFFICERS.to_owned(),
            agencies: agency.map(|agency| vec![agency.to_owned()]),
            ids: Vec::new(),
        };
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let rows = self.store().register(&asked).await?;
        let mut items: Vec<ListedOfficer> = rows
            .iter()
            .filter(|row| row.active)
            .filter_map(read)
            .filter_map(|card| self.listed_officer(&card, &tree))
            .filter(|officer| {
                let text = format!("{} {}", officer.name, officer.card).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .collect();
        items.sort_by(|a, b| (&a.agency.id, &a.card).cmp(&(&b.agency.id, &b.card)));
        let (total, valid) = (items.len(), items.iter().filter(|officer| officer.valid).count());
        let before = page.saturating_sub(1).saturating_mul(OFFICERS_PAGE);
        Ok(ListedOfficers {
            items: items.into_iter().skip(before).take(OFFICERS_PAGE).collect(),
            total,
            valid,
        })
    }

    /// How many cards in the public list do not hold today, by agency; agencies without any are left out.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn lapsed_cards(
        &self,
        agencies: &[String],
    ) -> Result<BTreeMap<String, usize>, Error> {
        let tree = self.tree().await?;
        let asked = RegisterFilter {
            kind: OFFICERS.to_owned(),
            agencies: Some(agencies.to_vec()),
            ids: Vec::new(),
        };
        let mut lapsed = BTreeMap::new();
        for row in self.store().register(&asked).await?.iter().filter(|row| row.active) {
            let listed = read(row).and_then(|card| self.listed_officer(&card, &tree));
            if let Some(officer) = listed.filter(|officer| !officer.valid) {
                *lapsed.entry(officer.agency.id).or_default() += 1;
            }
        }
        Ok(lapsed)
    }

    fn listed_officer(&self, card: &Card, tree: &Tree) -> Option<ListedOfficer> {
        let standing = card.standing(self.today());
        if card.officer.card.is_empty() || !SHOWN.contains(&standing) {
            return None;
        }
        let agency = tree.get(&card.officer.agency);
        let division = agency.map(|agency| agency.division.as_str()).unwrap_or_default();
        Some(ListedOfficer {
            name: card.officer.name.clone(),
            agency: Id::new(&card.officer.agency, tree.name(&card.officer.agency)),
            post: card.post.clone(),
            card: card.officer.card.clone(),
            fields: card.officer.fields.clone(),
            regions: areas(&card.officer.regions, division),
            until: card.officer.valid_until.map(|day| day.to_string()),
            valid: standing == "active",
            standing: standing_words(standing),
        })
    }
}
