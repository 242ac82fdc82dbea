//! What is different between two versions of an entry, column by column, in words.

use serde::Serialize;
use zhiheng_law::Register;

use super::entry::Version;
use super::form::words;

/// One column that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Column.
    pub column: String,
    /// Its name.
    pub title: String,
    /// How it differs.
    pub kind: ChangeKind,
    /// What the left version says; empty where it says nothing.
    pub left: String,
    /// What the right version says.
    pub right: String,
}

/// How a column differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only the right version says something.
    Added,
    /// Only the left version says something.
    Removed,
    /// They say different things.
    Changed,
}

impl ChangeKind {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// Every column that differs, in the order of the register; the days of effect and the sources come last.
pub fn compare(register: &Register, left: &Version, right: &Version) -> Vec<Change> {
    let columns = register.columns.iter().map(|column| {
        let of = |version: &Version| words(column, version.fields.get(&column.id));
        (column.id.as_str(), column.title.as_str(), of(left), of(right))
    });
    let about = [
        ("effective", "生效日期", left.effective.to_string(), right.effective.to_string()),
        ("source", "来源", left.source.clone(), right.source.clone()),
    ];
    columns
        .chain(about)
        .filter(|(_, _, one, other)| one != other)
        .map(|(column, title, one, other)| Change {
            column: column.to_owned(),
            title: title.to_owned(),
            kind: match (one.is_empty(), other.is_empty()) {
                (true, _) => ChangeKind::Added,
                (_, true) => ChangeKind::Removed,
                _ => ChangeKind::Changed,
            },
            left: one,
            right: other,
        })
        .collect()
}
