//! The end of a dossier's life: dossiers whose period ends, holds, appraisal, hand-over, destruction.
//!
//! Each dossier has a stream of its own for this, `retention:<matter>`, beside the matter's own events: it outlives the dossier and
//! names no party. The row of the read model is a trace whose moment is the end of the period, so that what has ended is found at
//! the cost of a page, however many dossiers are kept.
//!
//! What this is not: the rules (see `zhiheng_domain::retention` and `retention.toml`), nor how long a dossier is kept ([`period`]).

mod again;
mod born;
mod certificate;
mod destroy;
mod finish;
mod gone;
mod list;
mod period;
mod sample;
mod sheet;
mod shown;
mod steps;

use serde_json::{Map, Value, json};
use zhiheng_domain::retention::Life;

use crate::application::App;
use crate::error::Error;
use crate::looking::{TRACE, body_of, view_of};
use crate::ports::{Append, Payload, Sealed, TraceRow, View};
use crate::sealing::{STREAM, kind, values_of};

pub use again::Reapplied;
pub use certificate::{certificate_sheet, certificate_words};
pub use finish::Finished;
pub use gone::{Destroyed, destroyed_words};
pub use period::{KeepingReason, KeepingView};
pub use sample::paper_samples;
pub use sheet::{SheetLine, SheetView};
pub use shown::{DueFilter, DueLine, DueList, DueTally, HoldView, LifeLine, LifeView, Tab};
pub use steps::{AppraiseWish, LifeWish};

pub(crate) use born::{born, cited};
pub(crate) use gone::GONE;
pub(crate) use period::keeping;

/// What is left of a matter when it is destroyed, as the event says: enough to write its rows anew.
pub(crate) const REMAINS: &str = "remains";
/// Moment of the rows that never end, µs: the year 9999.
const EVER: i64 = 253_402_185_600_000_000;

/// Where the end of a period stands in the list: the midnight after its last day, China standard time.
fn moment_of(life: &Life) -> i64 {
    let after = life.until.and_then(|until| until.tomorrow().ok());
    after.map_or(EVER, |day| zhiheng_calendar::china_timestamp(day.at(0, 0, 0, 0)).as_microsecond())
}

/// The row of the read model.
fn row_of(life: &Life) -> TraceRow {
    TraceRow {
        kind: kind::RETENTION.to_owned(),
        id: life.matter.clone(),
        matter: life.matter.clone(),
        agency: life.agency.clone(),
        person: String::new(),
        state: life.state().to_owned(),
        at: moment_of(life),
        body: json!(life).to_string(),
    }
}

/// The fields of a step's event.
fn fields_of(
    step: &str,
    actor: &str,
    life: &Life,
    more: Vec<(String, Value)>,
) -> Vec<(String, Value)> {
    let TraceRow { id, matter, agency, person, state, at, .. } = row_of(life);
    let row = json!({
        "id": id, "matter": matter, "agency": agency, "person": person, "state": state, "at": at, "body": life,
    });
    let mut named = vec![
        ("act".to_owned(), Value::from(format!("retention.{step}"))),
        ("actor".to_owned(), Value::from(actor)),
        ("agency".to_owned(), Value::from(agency)),
        ("matter".to_owned(), Value::from(matter)),
        (STREAM.to_owned(), Value::from(stream_of(&life.matter))),
        (TRACE.to_owned(), row),
    ];
    named.extend(more);
    named
}

/// Stream of the end of a dossier's life.
pub(crate) fn stream_of(matter: &str) -> String {
    format!("{}:{matter}", kind::RETENTION)
}

/// The rows that an event of such a stream gives, live and in a rebuild.
///
/// # Errors
/// The stored content is not what this product writes.
pub(crate) fn views_of(values: &Map<String, Value>) -> Result<Vec<View>, Error> {
    let row = view_of(kind::RETENTION, values)?;
    let Some(remains) = values.get(REMAINS) else { return Ok(vec![row]) };
    let mut views = gone::views(&life_in(values)?, remains)?;
    views.push(row);
    Ok(views)
}

/// The life that an event holds.
pub(crate) fn life_in(values: &Map<String, Value>) -> Result<Life, Error> {
    let body = values.get(TRACE).and_then(|row| row.get("body")).cloned().unwrap_or_default();
    serde_json::from_value(body)
        .map_err(|error| Error::Internal(format!("stored retention: {error}")))
}

impl App {
    /// The end of a dossier's life as far as it has come; none while the dossier is not locked.
    pub(crate) async fn life_held(&self, matter: &str) -> Result<Option<Life>, Error> {
        let row = self.store().trace(kind::RETENTION, matter).await?;
        row.as_ref().map(body_of).transpose()
    }

    /// The append of one step, complete.
    fn step_of(&self, step: &str, actor: &str, life: &Life) -> Result<Append, Error> {
        let sealed = self.step_sealed(step, actor, life, Vec::new())?;
        let stream = stream_of(&life.matter);
        let seen = life.version.saturating_sub(1);
        Ok(Append { stream, seen, payload: Payload::Ready(sealed), idempotency: None })
    }

    fn step_sealed(
        &self,
        step: &str,
        actor: &str,
        life: &Life,
        more: Vec<(String, Value)>,
    ) -> Result<Sealed, Error> {
        let event = self.seal(kind::RETENTION, actor, fields_of(step, actor, life, more))?;
        let views = views_of(&values_of(&event.content)?)?;
        Ok(Sealed { events: vec![event], views, receipt: "{}".to_owned() })
    }
}
