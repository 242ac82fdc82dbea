//! 双公示: what is reported of decisions to the credit platform, in deliveries that stand on the record, and what it answers.
//!
//! Each decision has a stream of its own with one row (ADR 0013, 0020): the values that somebody typed for it, the row that was
//! sent, the answer. Each delivery has another. Values of rows stand in the events alone, so that they are on no page and go when
//! the dossier is destroyed. What this is not: the rules (see `zhiheng_domain::credit` and the pack), nor the way to the platform.

mod deliver;
mod desk;
mod fill;
mod line;
mod receipt;
mod shapes;
mod table;

pub use receipt::Said;
pub use shapes::{
    CreditBatchLine, CreditBatchView, CreditDesk, CreditFault, CreditField, CreditLine,
    CreditNumber, CreditPage, CreditRule,
};
pub use table::{CreditForm, CreditLines, CreditTable};

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_domain::credit::{Batch, CreditItem, Row};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::looking::{Left, body_of};
use crate::ports::{Append, DecisionFilter, DecisionRow, TraceFilter};
use crate::sealing::{kind, values_of};

/// Field of an event with the values that were typed.
const TYPED: &str = "typed";
/// Field of an event with the row that was sent.
const ROW: &str = "row";
/// Decisions read at a time.
const RUN: usize = 1_000;
/// Traces read at a time.
const PAGE: usize = 500;

impl App {
    /// The decisions of a kind that were published since a day, those of which the public period has ended included. `agency`
    /// is the agency's name; none for all.
    async fn reported_decisions(
        &self,
        category: &str,
        agency: Option<&str>,
        (from, to): (Date, Option<Date>),
    ) -> Result<Vec<DecisionRow>, Error> {
        let mut filter = DecisionFilter {
            category: Some(category.to_owned()),
            agency: agency.map(ToOwned::to_owned),
            from: Some(from.to_string()),
            to: to.map(|day| day.to_string()),
            limit: RUN,
            ..DecisionFilter::default()
        };
        let mut found = Vec::new();
        loop {
            let (rows, next) = self.store().decision_run(&filter).await?;
            // What was taken over from elsewhere is reported by whoever decided it.
            found.extend(rows.into_iter().filter(|row| row.stream.starts_with("matter:")));
            match next {
                Some(next) => filter.cursor = Some(next),
                None => return Ok(found),
            }
        }
    }

    /// What an agency has reported of decisions made since a day.
    async fn credit_items(
        &self,
        agency: &str,
        from: Date,
    ) -> Result<BTreeMap<String, CreditItem>, Error> {
        let mut items = BTreeMap::new();
        let mut filter = since(kind::CREDIT, agency, from);
        loop {
            let (rows, next) = self.store().traces(&filter).await?;
            for row in &rows {
                items.insert(row.id.clone(), body_of(row)?);
            }
            match next {
                Some(next) => filter.cursor = Some(next),
                None => return Ok(items),
            }
        }
    }

    /// What was reported of one decision.
    async fn credit_item(&self, decision: &str) -> Result<Option<CreditItem>, Error> {
        let row = self.store().trace(kind::CREDIT, decision).await?;
        row.as_ref().map(body_of).transpose()
    }

    /// The values that were typed for a decision.
    async fn typed(&self, item: &CreditItem) -> Result<Row, Error> {
        if item.filled.is_empty() {
            return Ok(Row::new());
        }
        self.held_row(&item.decision, |values| values.get(TYPED).cloned()).await
    }

    /// The row that went with a delivery.
    async fn row_sent(&self, decision: &str, batch: &str) -> Result<Row, Error> {
        let sent = |values: &serde_json::Map<String, Value>| {
            let this = values.get("batch").and_then(Value::as_str) == Some(batch);
            this.then(|| values.get(ROW).cloned()).flatten()
        };
        self.held_row(decision, sent).await
    }

    /// A row of values in the newest event of a decision's stream that holds it.
    async fn held_row(
        &self,
        decision: &str,
        of: impl Fn(&serde_json::Map<String, Value>) -> Option<Value>,
    ) -> Result<Row, Error> {
        let stream = format!("{}:{decision}", kind::CREDIT);
        for event in self.store().stream(&stream, 0).await?.iter().rev() {
            if event.is_erased() {
                continue;
            }
            if let Some(value) = of(&values_of(&event.content)?) {
                return serde_json::from_value(value)
                    .map_err(|error| Error::Internal(format!("stored {stream}: {error}")));
            }
        }
        Ok(Row::new())
    }

    /// The append that writes the next state of a decision; `more` are values that stand in the event alone.
    fn item_append(
        &self,
        caller: &Caller,
        act: &str,
        (item, decision): (&CreditItem, &DecisionRow),
        more: Vec<(String, Value)>,
    ) -> Result<Append, Error> {
        let day: Date = decision.decided.parse().unwrap_or_else(|_| self.today());
        self.trace_append(Left {
            kind: kind::CREDIT,
            id: &item.decision,
            seen: item.version.saturating_sub(1),
            act,
            actor: &caller.actor.id,
            matter: decision.stream.strip_prefix("matter:").unwrap_or_default(),
            agency: &decision.agency,
            person: "",
            state: item.standing().id(),
            // The row stands at the day of the decision: lists ask for decisions since a day.
            at: noon(day),
            body: serde_json::json!(item),
            more,
        })
    }

    fn batch_append(&self, caller: &Caller, act: &str, batch: &Batch) -> Result<Append, Error> {
        self.trace_append(Left {
            kind: kind::DELIVERY,
            id: &batch.id,
            seen: batch.version.saturating_sub(1),
            act,
            actor: &caller.actor.id,
            matter: "",
            agency: &batch.agency,
            person: "",
            state: if batch.count().waiting > 0 { "waiting" } else { "answered" },
            at: zhiheng_calendar::china_timestamp(batch.made).as_microsecond(),
            body: serde_json::json!(batch),
            more: Vec::new(),
        })
    }

    /// A delivery of the person's own agency.
    async fn batch_of(&self, caller: &Caller, id: &str) -> Result<Batch, Error> {
        let missing = || Error::Missing { what: "这一批".to_owned() };
        let row = self.store().trace(kind::DELIVERY, id).await?.ok_or_else(missing)?;
        if row.agency != caller.actor.agency {
            return Err(missing());
        }
        body_of(&row)
    }

    /// A decision of the person's own agency that is reported.
    async fn decision_reported(&self, caller: &Caller, id: &str) -> Result<DecisionRow, Error> {
        let missing = || Error::Missing { what: "这件决定".to_owned() };
        let row = self.store().decision(id).await?.ok_or_else(missing)?;
        let own = row.agency == caller.actor.agency && row.stream.starts_with("matter:");
        let reported = self.pack().credit.report(&row.category).is_some();
        if own && reported { Ok(row) } else { Err(missing()) }
    }
}

/// Noon of a day, µs: where a row of that day stands among others.
fn noon(day: Date) -> i64 {
    zhiheng_calendar::china_timestamp(day.at(12, 0, 0, 0)).as_microsecond()
}

/// The traces of an agency since a day, a page at a time.
fn since(kind: &str, agency: &str, from: Date) -> TraceFilter {
    TraceFilter {
        kind: kind.to_owned(),
        agencies: Some(vec![agency.to_owned()]),
        from: Some(zhiheng_calendar::china_timestamp(from.at(0, 0, 0, 0)).as_microsecond()),
        limit: PAGE,
        ..TraceFilter::default()
    }
}
