//! What the public may ask, without an account: decisions and their proofs, the year in numbers, one's own progress.
//!
//! What this is not: pages (the web crate draws them), nor anything of a matter beyond its public copy. Nothing here writes.

mod found;
mod history;
mod numbers;
mod progress;
mod proof;
mod query;

use jiff::civil::Date;
use zhiheng_law::ActKind;

pub use found::Found;
pub use history::Replaced;
pub use numbers::{Count, YearNumbers};
pub use progress::{Milestones, Progress, StageNow, StageState};
pub(crate) use progress::{plain, progress};
pub use proof::{ProofFault, is_public_field};
pub use query::{DecisionQuery, QUERY_FIELDS};

use crate::application::App;
use crate::error::Error;
use crate::ports::{
    DecisionFilter, DecisionRow, DecisionSort, Facet, Page, StoreError, StoredEvent,
};
use crate::sealing;

/// Decisions on one page of the public list.
pub const PAGE: usize = 20;
/// Longest public id that is looked for.
const LONGEST_ID: usize = 64;

/// Whether the text of a decision may be shown today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is published and its public period includes today.
    Published,
    /// It was withdrawn (处罚法48): the notice and the reason are shown, the text is not.
    Withdrawn,
    /// Its public period has ended: that is said, the text is not shown.
    Ended,
}

/// A decision as the public may know it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicDecision {
    /// The row; where it is not [`Standing::Published`], only number, agency, category, days and reason may be shown.
    pub row: DecisionRow,
    /// Whether its text may be shown.
    pub standing: Standing,
}

impl App {
    /// One page of the public decisions whose public period includes today: best match first where words are asked for,
    /// newest first otherwise.
    ///
    /// # Errors
    /// A cursor that is none ([`Error::Input`] naming the field), or the store is not there.
    pub async fn public_decisions(
        &self,
        query: &DecisionQuery,
    ) -> Result<Page<DecisionRow>, Error> {
        let filter = self.filter(query, PAGE);
        self.store().decisions(&filter).await.map_err(|fault| match fault {
            // Words, days and lengths were checked before; what is left is the cursor.
            StoreError::Input(reason) if query.cursor.is_some() => {
                Error::field("input.cursor", "cursor", format!("翻页位置无效：{reason}"))
            }
            StoreError::Input(reason) => Error::field("input.words", "q", reason),
            fault => Error::Store(fault),
        })
    }

    /// Decisions after one another as the list has them, newest first, without how many there are: for feeds and downloads. The
    /// second value is where the next piece begins. At most 500 at once.
    ///
    /// # Errors
    /// As [`App::public_decisions`].
    pub async fn public_run(
        &self,
        query: &DecisionQuery,
        limit: usize,
    ) -> Result<(Vec<DecisionRow>, Option<String>), Error> {
        let filter = DecisionFilter {
            sort: DecisionSort::Published,
            ..self.filter(query, limit.clamp(1, 500))
        };
        Ok(self.store().decision_run(&filter).await?)
    }

    /// How many public decisions a query finds today; counted exactly up to 10 000.
    ///
    /// # Errors
    /// As [`App::public_decisions`].
    pub async fn public_count(&self, query: &DecisionQuery) -> Result<Count, Error> {
        let filter = DecisionFilter { sort: DecisionSort::Published, ..self.filter(query, 1) };
        let page = self.store().decisions(&filter).await?;
        Ok(Count { number: page.total, exact: page.exact })
    }

    /// Values of the filters with how many published decisions have each.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn public_facets(&self) -> Result<Vec<Facet>, Error> {
        Ok(self.store().facets().await?.into_iter().filter(|facet| facet.count > 0).collect())
    }

    /// One decision by its public id.
    ///
    /// # Errors
    /// There is none, or the store is not there.
    pub async fn public_decision(&self, id: &str) -> Result<PublicDecision, Error> {
        let missing = || Error::Missing { what: "这份决定".to_owned() };
        let plausible = !id.is_empty()
            && id.len() <= LONGEST_ID
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !plausible {
            return Err(missing());
        }
        let row = self.store().decision(id).await?.ok_or_else(missing)?;
        let standing = standing(&row, self.today());
        Ok(PublicDecision { row, standing })
    }

    /// The event whose public copy a decision is.
    ///
    /// # Errors
    /// The store is not there, or the event is not in it.
    pub async fn public_event(&self, row: &DecisionRow) -> Result<StoredEvent, Error> {
        let events = self.store().stream(&row.stream, row.version.saturating_sub(1)).await?;
        events
            .into_iter()
            .find(|event| event.version == row.version)
            .ok_or_else(|| Error::Internal(format!("decision {} has no event", row.id)))
    }

    /// Day on which a decision was withdrawn, as the record says; none where no withdrawal follows its publication.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn withdrawn_on(&self, row: &DecisionRow) -> Result<Option<Date>, Error> {
        for event in self.store().stream(&row.stream, row.version).await? {
            let values = sealing::values_of(&event.content)?;
            let text = |name: &str| values.get(name).and_then(serde_json::Value::as_str);
            let withdraws = text("act").is_some_and(|act| {
                self.pack()
                    .procedures
                    .values()
                    .filter_map(|procedure| procedure.act(act))
                    .any(|act| act.kind == ActKind::Withdraw)
            });
            if withdraws {
                return Ok(text("day").and_then(|day| day.parse().ok()));
            }
        }
        Ok(None)
    }

    fn filter(&self, query: &DecisionQuery, limit: usize) -> DecisionFilter {
        let DecisionQuery { words, category, agency, region, kind, from, to, cursor, page: _ } =
            query.clone();
        DecisionFilter {
            sort: if words.is_empty() { DecisionSort::Published } else { DecisionSort::Relevance },
            words,
            category,
            agency,
            region,
            kind,
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            on: self.today().to_string(),
            cursor,
            limit,
        }
    }
}

fn standing(row: &DecisionRow, today: Date) -> Standing {
    if row.state != "published" {
        return Standing::Withdrawn;
    }
    let ended =
        row.until.as_ref().and_then(|day| day.parse::<Date>().ok()).is_some_and(|day| day < today);
    if ended { Standing::Ended } else { Standing::Published }
}
