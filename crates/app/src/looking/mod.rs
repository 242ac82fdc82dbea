//! 调阅: every look at a dossier is on the record before the bytes leave, and whoever has no part in a matter asks first.
//!
//! Looks, requests and receipts are events of streams of their own with one row each in the read model of traces.
//! What this is not: who has a part, what a grant covers and what is unusual (see `zhiheng_domain::looking`); nor who may know of
//! a matter at all (see [`App::load`]).

mod list;
mod look;
mod request;
mod window;

pub use list::{Limit, LookFilter, LookLine, LookList, READING};
pub use look::{How, What};
pub use request::{Asking, MatterAccess, RequestView, Requests};
pub(crate) use window::Window;

use serde_json::{Map, Value, json};

use crate::application::App;
use crate::error::Error;
use crate::ports::{Append, Payload, Sealed, TraceRow, View};
use crate::sealing::{STREAM, values_of};

/// Field that holds the row of the read model.
pub(crate) const TRACE: &str = "trace";

/// A trace to be left.
pub(crate) struct Left<'a> {
    /// One of `kind::LOOK`, `kind::ACCESS`, `kind::RECEIPT`.
    pub(crate) kind: &'a str,
    /// Id within the kind.
    pub(crate) id: &'a str,
    /// Version of its stream that was seen.
    pub(crate) seen: u64,
    /// Name of what was done.
    pub(crate) act: &'a str,
    /// Who did it.
    pub(crate) actor: &'a str,
    /// The matter.
    pub(crate) matter: &'a str,
    /// Agency that holds the matter.
    pub(crate) agency: &'a str,
    /// Whose row it is; mostly the actor.
    pub(crate) person: &'a str,
    /// State of the row.
    pub(crate) state: &'a str,
    /// Moment of the row, µs.
    pub(crate) at: i64,
    /// The whole of it.
    pub(crate) body: Value,
    /// Further fields of the event, each with its own salt.
    pub(crate) more: Vec<(String, Value)>,
}

impl App {
    /// Writes a trace: event and row together. Durable on return.
    ///
    /// # Errors
    /// Somebody else wrote to its stream, a value cannot be written, or the store is not there.
    pub(crate) async fn leave(&self, left: Left<'_>) -> Result<(), Error> {
        let append = self.trace_append(left)?;
        // Commit point.
        self.store().append(vec![append]).await?;
        self.record_grew();
        Ok(())
    }

    /// The event and row of a trace, for an append with others.
    ///
    /// # Errors
    /// A value cannot be written.
    pub(crate) fn trace_append(&self, left: Left<'_>) -> Result<Append, Error> {
        let Left { kind, id, seen, act, actor, matter, agency, person, state, at, body, more } =
            left;
        let stream = format!("{kind}:{id}");
        let row = json!({
            "id": id, "matter": matter, "agency": agency, "person": person, "state": state, "at": at, "body": body,
        });
        let mut named = vec![
            ("act".to_owned(), Value::from(act)),
            ("actor".to_owned(), Value::from(actor)),
            ("agency".to_owned(), Value::from(agency)),
            ("matter".to_owned(), Value::from(matter)),
            (STREAM.to_owned(), Value::from(stream.as_str())),
            (TRACE.to_owned(), row),
        ];
        named.extend(more);
        let event = self.seal(kind, actor, named)?;
        let views = vec![view_of(kind, &values_of(&event.content)?)?];
        let payload =
            Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
        Ok(Append { stream, seen, payload, idempotency: None })
    }
}

/// The row that an event of a trace gives, live and in a rebuild.
///
/// # Errors
/// The stored content is not what this product writes.
pub(crate) fn view_of(kind: &str, values: &Map<String, Value>) -> Result<View, Error> {
    let corrupt = |what: &str| Error::Internal(format!("stored {kind}: {what}"));
    let row = values.get(TRACE).and_then(Value::as_object).ok_or_else(|| corrupt(TRACE))?;
    let text = |name: &str| {
        let value = row.get(name).and_then(Value::as_str);
        value.map(ToOwned::to_owned).ok_or_else(|| corrupt(name))
    };
    let body = row.get("body").ok_or_else(|| corrupt("body"))?;
    Ok(View::Trace(Box::new(TraceRow {
        kind: kind.to_owned(),
        id: text("id")?,
        matter: text("matter")?,
        agency: text("agency")?,
        person: text("person")?,
        state: text("state")?,
        at: row.get("at").and_then(Value::as_i64).ok_or_else(|| corrupt("at"))?,
        body: body.to_string(),
    })))
}

/// What a row holds.
pub(crate) fn body_of<T: serde::de::DeserializeOwned>(row: &TraceRow) -> Result<T, Error> {
    serde_json::from_str(&row.body)
        .map_err(|error| Error::Internal(format!("{} {}: {error}", row.kind, row.id)))
}
