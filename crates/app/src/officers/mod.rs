//! The people who enforce: their cards as a list, the life of one card, the steps, and the code that an officer shows.
//!
//! Each step is an event of the officer's own stream: the register entry as it is from then on, with the step beside it. So the
//! gates, a rebuild and an audit read a card that was issued here exactly as one that was taken over from a table.
//! What this is not: what a step needs and does (see `zhiheng_domain::certificate`).

mod code;
mod life;
mod lists;
mod phone;
mod public;
mod step;
mod token;

pub use code::{CodeFault, CodeShown, PublicOfficer, PublicTask};
pub use life::{DeviceLine, OfficerPage, TrainingLine};
pub use lists::{OfficerFilter, OfficerLine, OfficerList};
pub use phone::{MyCode, MyTask};
pub use public::{ListedOfficer, ListedOfficers, OFFICERS_PAGE};
pub use step::{CardStep, CardWish};
pub use token::Token;

use zhiheng_domain::certificate::Card;

use crate::application::App;
use crate::error::Error;
use crate::ports::{RegisterFilter, RegisterRow};

/// Register of officers.
pub const OFFICERS: &str = "officers";

impl App {
    /// One officer by id: the row and the card, found by their key and not by a search.
    pub(crate) async fn card(&self, id: &str) -> Result<Option<(RegisterRow, Card)>, Error> {
        let filter =
            RegisterFilter { kind: OFFICERS.to_owned(), agencies: None, ids: vec![id.to_owned()] };
        let row = self.store().register(&filter).await?.into_iter().find(|row| row.active);
        Ok(row.and_then(|row| read(&row).map(|card| (row, card))))
    }

    /// Which platform this is: the beginning of the digest of the first leaf of its record. A code of another platform bears another.
    pub(crate) async fn realm(&self) -> Result<String, Error> {
        let first = self.store().leaves(0, 1).await?;
        let leaf = first.first().map(Vec::as_slice).unwrap_or_default();
        Ok(self.suite().hash(leaf).to_string().chars().take(12).collect())
    }
}

/// The card that a row holds; none where the row is not one.
pub(crate) fn read(row: &RegisterRow) -> Option<Card> {
    serde_json::from_str(&row.body).ok()
}
