//! What a pack holds, one line for each procedure: for `zhiheng pack list` and the portal's list.
//!
//! What this is not: the procedure itself, or its guide.

use serde::Serialize;

use crate::model::Pack;

/// One procedure in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureRow {
    /// Stable id, for example `penalty.ordinary`.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Enforcement category, or `信访`.
    pub category: String,
    /// Version of the pack it comes from.
    pub version: String,
    /// Articles that it rests on.
    pub basis: Vec<String>,
    /// First day in force, `2021-07-15`.
    pub from: String,
    /// Number of act types.
    pub acts: usize,
    /// Number of worked examples.
    pub examples: usize,
}

impl Pack {
    /// Every procedure, by id.
    pub fn list(&self) -> Vec<ProcedureRow> {
        self.procedures
            .values()
            .map(|procedure| ProcedureRow {
                id: procedure.id.clone(),
                title: procedure.title.clone(),
                category: procedure.category.clone(),
                version: procedure.version.clone(),
                basis: procedure.basis.clone(),
                from: procedure.from.to_string(),
                acts: procedure.acts.len(),
                examples: procedure.examples.len(),
            })
            .collect()
    }
}
