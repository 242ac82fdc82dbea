//! A superior's entry and an agency's side by side: same, stricter, added, missing, or looser, as a whole and column by column.
//!
//! What this is not: a judgement. What may not be is refused before it is published (see [`super::against`]); a looser entry is shown
//! where the superior became stricter afterwards.

use serde::Serialize;
use zhiheng_law::Register;

use super::Rule;
use crate::register::{Version, words};

/// How an agency's entry stands to its superior's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The superior lists it, the agency does not.
    Missing,
    /// The agency is looser, for the superior became stricter.
    Looser,
    /// The agency is stricter.
    Stricter,
    /// The agency lists it, the superior does not.
    Added,
    /// Both make the same matters major.
    Same,
}

impl Relation {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Looser => "looser",
            Self::Stricter => "stricter",
            Self::Added => "added",
            Self::Same => "same",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Missing => "缺少",
            Self::Looser => "较宽",
            Self::Stricter => "更严",
            Self::Added => "新增",
            Self::Same => "相同",
        }
    }
}

/// How one column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRelation {
    /// Said in the same words.
    Same,
    /// The agency is stricter.
    Stricter,
    /// The agency is looser.
    Looser,
    /// Said in other words, without being stricter or looser.
    Other,
}

/// One column, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Column.
    pub column: String,
    /// Its name.
    pub title: String,
    /// What the superior says.
    pub upper: String,
    /// What the agency says.
    pub own: String,
    /// How the agency stands to it.
    pub relation: FieldRelation,
}

/// The two side by side, with every column of which one of them says something.
pub fn beside(
    register: &Register,
    template: Option<&Version>,
    own: Option<&Version>,
) -> (Relation, Vec<Side>) {
    let rule = |version: &Version| Rule::of(&version.fields);
    let (looser, stricter) = match (template, own) {
        (Some(template), Some(own)) => {
            let (one, other) = (rule(own), rule(template));
            (one.looser_than(&other), other.looser_than(&one))
        }
        _ => (Vec::new(), Vec::new()),
    };
    let relation = match (template, own) {
        (None, _) => Relation::Added,
        (Some(_), None) => Relation::Missing,
        _ if !looser.is_empty() => Relation::Looser,
        _ if !stricter.is_empty() => Relation::Stricter,
        _ => Relation::Same,
    };
    let sides = register
        .columns
        .iter()
        .filter(|column| column.id != "template" && column.id != "number")
        .filter_map(|column| {
            let said = |version: Option<&Version>| {
                version.map_or_else(String::new, |version| {
                    words(column, version.fields.get(&column.id))
                })
            };
            let (upper, own) = (said(template), said(own));
            if upper.is_empty() && own.is_empty() {
                return None;
            }
            let relation = if looser.iter().any(|held| held.column == column.id) {
                FieldRelation::Looser
            } else if stricter.iter().any(|held| held.column == column.id) {
                FieldRelation::Stricter
            } else if upper == own {
                FieldRelation::Same
            } else {
                FieldRelation::Other
            };
            Some(Side {
                column: column.id.clone(),
                title: column.title.clone(),
                upper,
                own,
                relation,
            })
        })
        .collect();
    (relation, sides)
}
