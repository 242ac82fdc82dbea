//! Where in its file each part of the law stands, kept beside the values so that a check can point at the line.

use std::collections::BTreeMap;

use crate::model::{GateCheck, Procedure};
use crate::period::PeriodTable;
use crate::source::Table;

/// A value with the file it was read from and the lines of its parts.
pub(crate) struct Located<T> {
    pub(crate) file: String,
    pub(crate) lines: Lines,
    pub(crate) value: T,
}

/// Lines by path (`act/decide/gate/2`) and, inside a part, by key.
#[derive(Default)]
pub(crate) struct Lines {
    parts: BTreeMap<String, usize>,
    keys: BTreeMap<(String, &'static str), usize>,
    /// Parts that were taken in from another file.
    files: BTreeMap<String, String>,
}

impl Lines {
    /// Notes where a part stands, and where those of its keys stand that checks speak of.
    pub(crate) fn note(&mut self, path: &str, table: &Table<'_, '_>, keys: &[&'static str]) {
        // A name given twice is told where it is given again.
        self.parts.insert(path.to_owned(), table.line);
        for key in keys {
            self.keys.insert((path.to_owned(), key), table.line_of(key));
        }
    }

    /// Notes that a part, with all below it, stands in another file.
    pub(crate) fn stands_in(&mut self, path: &str, file: &str, line: usize) {
        self.files.insert(path.to_owned(), file.to_owned());
        self.parts.entry(path.to_owned()).or_insert(line);
    }

    /// The other file in which a part stands; none where it stands in the procedure's own.
    pub(crate) fn file_of(&self, path: &str) -> Option<&str> {
        let mut head =
            path.match_indices('/').nth(1).map_or(path, |(at, _)| path.get(..at).unwrap_or(path));
        if head.is_empty() {
            head = path;
        }
        self.files.get(head).map(String::as_str)
    }

    /// Line of a part; 1 where it was never noted.
    pub(crate) fn of(&self, path: &str) -> usize {
        self.parts.get(path).copied().unwrap_or(1)
    }

    /// Line of a key in a part; the part's own line where the key was not noted.
    pub(crate) fn key(&self, path: &str, key: &'static str) -> usize {
        self.keys.get(&(path.to_owned(), key)).copied().unwrap_or_else(|| self.of(path))
    }
}

/// Writes the periods in words beside the codes, so that a chart or a guide needs no second table.
pub(crate) fn fill_periods(procedure: &mut Procedure, periods: &PeriodTable) {
    let words = |code: &str| periods.get(code).map(crate::period_words::words);
    for act in &mut procedure.acts {
        for duty in &mut act.duties {
            duty.period = match &duty.rule {
                Some(code) => words(code).unwrap_or_default(),
                None => "及时".to_owned(),
            };
        }
        for gate in &mut act.gates {
            gate.period = match &gate.check {
                GateCheck::Elapsed { rule, .. }
                | GateCheck::Within { rule, .. }
                | GateCheck::NoticeLeft { rule, .. }
                | GateCheck::HearingSettled { rule, .. } => words(rule),
                _ => None,
            };
        }
    }
}
