//! Decisions taken over from elsewhere: published by another system, shown on our portal with their source.
//!
//! What this is not: a way to decide. An agency of this platform decides inside a matter, behind the gate of legal review;
//! a row that would give one of our own agencies a decision is refused with 处罚法58, and the attempt is recorded.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::application::App;
use crate::error::Error;
use crate::ports::{Append, DecisionRow, Payload, Sealed, View};
use crate::project::decision_id;
use crate::sealing::{self, kind};

/// A decision as its source published it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedDecision {
    /// Key that names the datum in its source, so that a second import finds it again.
    pub key: String,
    /// 文号; empty where the source had none.
    pub number: String,
    /// Agency that decided.
    pub agency_name: String,
    /// Category, for example `行政处罚`.
    pub category: String,
    /// Title of the notice.
    pub title: String,
    /// Party as published.
    pub party: String,
    /// Facts.
    pub facts: String,
    /// Basis.
    pub basis: String,
    /// Result.
    pub result: String,
    /// Kinds of sanction.
    pub kinds: Vec<String>,
    /// Fine in 分.
    pub fine: Option<i64>,
    /// Province or region.
    pub region: String,
    /// Day of the decision, `YYYY-MM-DD`, or empty.
    pub decided: String,
    /// Day it was published.
    pub published: String,
    /// Link or file that it came from.
    pub source: String,
}

impl App {
    /// Takes over decisions, all or none. Those taken over already, unchanged, are passed by. Answers how many were written.
    ///
    /// # Errors
    /// A decision of one of our own agencies (recorded as a refusal by the caller), or the store is not there.
    pub async fn take_over(
        &self,
        actor: &str,
        decisions: &[ImportedDecision],
    ) -> Result<usize, Error> {
        let mut batch = Vec::new();
        for decision in decisions {
            let stream = format!("import:{}", decision.key);
            let id = decision_id(self.suite(), &stream);
            let held = self.store().decision(&id).await?;
            let seen = held.as_ref().map_or(0, |row| row.version);
            let named = fields_of(decision);
            let values: Map<String, Value> = named.iter().cloned().collect();
            let row = row_of(&values, &stream, seen + 1, self)?;
            if held.is_some_and(|held| DecisionRow { version: seen + 1, ..held } == row) {
                continue;
            }
            let event = self.seal(kind::IMPORT, actor, named)?;
            let views = vec![View::Decision(Box::new(row))];
            let payload =
                Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
            batch.push(Append { stream, seen, payload, idempotency: None });
        }
        let written = batch.len();
        if written > 0 {
            self.store().append(batch).await?;
            self.record_grew();
        }
        Ok(written)
    }
}

/// The public row that an import event gives. Pure: used when it is written and in a rebuild.
///
/// # Errors
/// The stored fields are not those of an import.
pub fn row_of(
    values: &Map<String, Value>,
    stream: &str,
    version: u64,
    app: &App,
) -> Result<DecisionRow, Error> {
    let public: Map<String, Value> = values
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("public.")?.to_owned(), value.clone())))
        .collect();
    let decision: ImportedDecision = serde_json::from_value(Value::Object(public))
        .map_err(|error| Error::Internal(format!("import event: {error}")))?;
    let ImportedDecision {
        key: _,
        number,
        agency_name,
        category,
        title,
        party,
        facts,
        basis,
        result,
        kinds,
        fine,
        region,
        decided,
        published,
        source,
    } = decision;
    Ok(DecisionRow {
        id: decision_id(app.suite(), stream),
        number,
        agency: String::new(),
        agency_name,
        category,
        title,
        party,
        facts,
        basis,
        result,
        kinds,
        fine,
        region,
        decided,
        published,
        until: None,
        state: "published".to_owned(),
        reason: None,
        source,
        stream: stream.to_owned(),
        version,
    })
}

fn fields_of(decision: &ImportedDecision) -> Vec<(String, Value)> {
    let mut named = vec![("act".to_owned(), Value::from("import"))];
    if let Ok(Value::Object(fields)) = serde_json::to_value(decision) {
        named.extend(fields.into_iter().map(|(name, value)| (format!("public.{name}"), value)));
    }
    named
}

/// Kept for the rebuild: fields of a stored import.
///
/// # Errors
/// The content cannot be read.
pub fn stored_row(
    content: &str,
    stream: &str,
    version: u64,
    app: &App,
) -> Result<DecisionRow, Error> {
    row_of(&sealing::values_of(content)?, stream, version, app)
}
