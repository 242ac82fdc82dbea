//! Shapes that several answers share: a reference to a matter, a name with its id.
//!
//! What this is not: rows of the store (see [`crate::ports::rows`]); these are what a person is shown.

use jiff::civil::DateTime;
use serde::Serialize;
use utoipa::ToSchema;

use crate::application::App;
use crate::ports::{DutyRow, MatterRow};

/// A person or an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Id {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Something of the law by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Titled {
    /// Id.
    pub id: String,
    /// Name shown to people.
    pub title: String,
}

/// A matter in a line of something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterRef {
    /// Id.
    pub id: String,
    /// Its number, once given.
    pub number: Option<String>,
    /// Title for staff.
    pub title: String,
    /// Procedure id.
    pub procedure: String,
    /// `案件` or `信访事项`.
    pub noun: String,
}

impl Id {
    /// From parts.
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned() }
    }
}

impl Titled {
    /// From parts.
    pub fn new(id: &str, title: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned() }
    }
}

impl MatterRef {
    /// From a row of the read model.
    pub fn of(row: &MatterRow) -> Self {
        Self {
            id: row.id.clone(),
            number: row.number.clone(),
            title: row.title.clone(),
            procedure: row.procedure.clone(),
            noun: row.noun.clone(),
        }
    }

    /// From a duty, which carries what lists show of its matter.
    pub fn of_duty(row: &DutyRow, app: &App) -> Self {
        let procedure = app.pack().procedures.get(&row.procedure);
        Self {
            id: row.matter.clone(),
            number: row.matter_number.clone(),
            title: row.matter_title.clone(),
            procedure: row.procedure.clone(),
            noun: procedure.map(|procedure| procedure.noun.clone()).unwrap_or_default(),
        }
    }
}

/// A moment as answers write it: China standard time with its offset.
pub fn moment(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// Writes a value of the pack as JSON; what cannot be written is `null`, and nothing of the pack cannot.
pub fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}
