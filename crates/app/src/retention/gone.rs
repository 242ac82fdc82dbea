//! What is left where a matter was: its row without what was in it, the number by which its party asks, receipts that say that it is
//! gone. All of it stands in the event that bears the certificate, so that a rebuild gives the same rows.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use zhiheng_domain::retention::{Life, tombstone};

use super::certificate_words;
use crate::application::App;
use crate::error::Error;
use crate::ports::{Erased, MatterRow, ProgressRow, Status, TraceRow, View};
use crate::sealing::kind;

/// State of a receipt whose matter was destroyed.
pub(crate) const GONE: &str = "destroyed";

/// What the public is told of a destroyed matter: this and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Destroyed {
    /// 销毁证明的编号
    pub certificate: String,
    /// 一句话
    pub said: String,
}

/// The sentence that stands where the matter would be.
pub fn destroyed_words(life: &Life) -> Option<Destroyed> {
    let certificate = life.certificate.as_ref()?.number.clone();
    Some(Destroyed { certificate, said: certificate_words(life)? })
}

/// What remains of a matter, for its event.
pub(super) struct Remains {
    pub(super) row: MatterRow,
    pub(super) progress: Vec<ProgressRow>,
    pub(super) receipts: Vec<String>,
    pub(super) entries: Vec<(String, String)>,
    pub(super) decision: String,
}

impl Remains {
    pub(super) fn value(&self) -> Value {
        let Self { row, progress, receipts, entries, decision } = self;
        json!({ "row": row, "progress": progress, "receipts": receipts, "entries": entries, "decision": decision })
    }
}

/// The row of a matter without what was in it.
pub(super) fn empty_row(life: &Life, row: &MatterRow) -> Result<MatterRow, Error> {
    let matter = tombstone(life, row.version.saturating_add(1), &row.stage, &row.step);
    Ok(MatterRow {
        id: row.id.clone(),
        number: row.number.clone(),
        title: format!("{}（已依法销毁）", row.noun),
        procedure: row.procedure.clone(),
        noun: row.noun.clone(),
        category: row.category.clone(),
        stage: row.stage.clone(),
        step: row.step.clone(),
        agency: row.agency.clone(),
        opened: row.opened.clone(),
        due: None,
        handlers: Vec::new(),
        status: Status::Destroyed,
        major: false,
        hidden_from: row.hidden_from.clone(),
        search: row.number.clone().unwrap_or_default(),
        version: row.version.saturating_add(1),
        snapshot: serde_json::to_string(&matter)
            .map_err(|error| Error::Internal(error.to_string()))?,
    })
}

/// The rows that the destruction gives, live and in a rebuild.
pub(super) fn views(life: &Life, remains: &Value) -> Result<Vec<View>, Error> {
    fn part<T: serde::de::DeserializeOwned>(remains: &Value, name: &str) -> Result<T, Error> {
        let value = remains.get(name).cloned().unwrap_or_default();
        serde_json::from_value(value)
            .map_err(|error| Error::Internal(format!("stored destruction, {name}: {error}")))
    }
    let corrupt = || Error::Internal("stored destruction: no certificate".to_owned());
    let done = life.certificate.as_ref().ok_or_else(corrupt)?;
    let row: MatterRow = part(remains, "row")?;
    let receipts: Vec<String> = part(remains, "receipts")?;
    let progress: Vec<ProgressRow> = part(remains, "progress")?;
    let gone = Erased {
        matter: life.matter.clone(),
        decision: part(remains, "decision")?,
        seqs: done.leaves.iter().flat_map(|(from, to)| *from..=*to).collect(),
        entries: part(remains, "entries")?,
    };
    let mut views = vec![
        View::Erased(Box::new(gone)),
        View::Matter(Box::new(row)),
        View::Duties { matter: life.matter.clone(), rows: Vec::new() },
    ];
    views.extend(progress.into_iter().map(View::Progress));
    let at = zhiheng_calendar::china_timestamp(done.witness.at).as_microsecond();
    views.extend(receipts.into_iter().map(|id| {
        View::Trace(Box::new(TraceRow {
            kind: kind::RECEIPT.to_owned(),
            id,
            matter: life.matter.clone(),
            agency: life.agency.clone(),
            person: String::new(),
            state: GONE.to_owned(),
            at,
            body: "{}".to_owned(),
        }))
    }));
    Ok(views)
}

impl App {
    /// The refusal with which everything about a destroyed matter is answered.
    pub(crate) async fn gone(&self, matter: &str) -> Error {
        let life = match self.life_held(matter).await {
            Ok(life) => life,
            Err(error) => return error,
        };
        match life.as_ref().and_then(destroyed_words) {
            Some(Destroyed { certificate, said }) => {
                Error::Destroyed { matter: matter.to_owned(), certificate, said }
            }
            None => Error::Internal(format!("{matter} is gone without a certificate")),
        }
    }
}
