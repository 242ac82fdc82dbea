//! The yearly reports (年报) as the pack says them: which numbers there are and by which rule each is counted or who enters it, how
//! they stand in tables, and what the narrative begins with. One file below `reports/` for each kind of report.
//!
//! What this is not: it counts nothing (see `domain::tally`) and knows no agency; a province's form is another `[[form]]`.

mod check;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Pack, Parameter};

pub(crate) use check::{check, spread};

/// Folder of the files in the national folder.
pub(crate) const FOLDER: &str = "reports/";

/// The kind of report that is meant where nobody says another: that of law enforcement.
pub const ENFORCEMENT: &str = "annual";

/// Fact of a report's procedure that holds the numbers a person entered, as rows of cell, name, unit, number.
pub const ENTERED: &str = "entered";

/// Stands for every procedure that has one of the acts.
pub(crate) const EVERY: &str = "*";

/// The rules of one kind of yearly report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AnnualRules {
    /// Stable id: the name of the file.
    pub id: String,
    /// What the report is called, behind the agency and the year.
    pub title: String,
    /// What it is called in a list.
    pub short: String,
    /// What a reader is told about it.
    pub lead: String,
    /// Place among the reports.
    pub place: i64,
    /// Procedure in which a year's report is compiled, examined, approved, published and sent.
    pub procedure: String,
    /// Parts and tables bear their own numbers in their titles.
    pub numbered: bool,
    /// Cells of other reports that this one shows; they stand among `cells`.
    pub borrowed: Vec<String>,
    /// Sums that must be equal in what a person enters.
    pub balances: Vec<Balance>,
    /// Articles that the report rests on.
    pub basis: Vec<String>,
    /// `opens_month`.
    pub parameters: BTreeMap<String, Parameter>,
    /// Numbers that cannot be taken apart, in the order of the file.
    pub cells: Vec<TallyCell>,
    /// Ways of setting them out; the first default one is used where nobody asks for another.
    pub forms: Vec<ReportForm>,
    /// Parts of the narrative (情况说明), in order.
    pub sections: Vec<ReportSection>,
}

/// One number with the rule by which it is counted.
#[derive(Debug, Clone, Serialize)]
pub struct TallyCell {
    /// Stable id, for example `penalty.warning`.
    pub id: String,
    /// Name.
    pub title: String,
    /// `宗`, `件`, `次`, `元`, `人`.
    pub unit: String,
    /// What is measured.
    pub measure: Measure,
    /// Procedures that count; those that `*` stood for are filled in.
    pub procedures: Vec<String>,
    /// Acts that count.
    pub acts: Vec<String>,
    /// What the day of those acts is called.
    pub by: String,
    /// CEL over `facts`, `fields`, `done`, asked at the moment of the act.
    pub when: Option<String>,
    /// Amounts that are added, `facts.fine`; 分.
    pub amount: Vec<String>,
    /// Every time the act is done counts, not only the first.
    pub every: bool,
    /// Of the cells of one group an act counts in one alone: that of the greatest severity.
    pub group: Option<String>,
    /// Place in the group, greater is heavier.
    pub severity: i64,
    /// The rule in words.
    pub rule: String,
    /// The platform does not know it: a person enters it, and is named with the day.
    pub entered: bool,
    /// Counted by another report's rule, which is this one.
    pub borrowed: bool,
    /// Article.
    pub basis: String,
    /// How well the rule is known.
    pub certainty: String,
    /// Line in the file.
    pub line: usize,
}

/// What a person enters adds up on both sides (勾稽关系).
#[derive(Debug, Clone, Serialize)]
pub struct Balance {
    /// Cells of the left side, by their ids before they were spread.
    pub left: Vec<String>,
    /// Cells of the right side.
    pub right: Vec<String>,
    /// Keys over which it must hold one by one; empty = once.
    pub keys: Vec<String>,
    /// What is said where it does not hold.
    pub message: String,
    /// Line in the file.
    pub line: usize,
}

/// What a cell measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How often.
    #[default]
    Count,
    /// How much, 分.
    Amount,
    /// Officers on the register on the day of counting.
    Officers,
}

/// A way of setting the numbers out.
#[derive(Debug, Clone, Serialize)]
pub struct ReportForm {
    /// Stable id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Used where nobody asks for another.
    pub default: bool,
    /// Article.
    pub basis: String,
    /// How well the form is known.
    pub certainty: String,
    /// Where the form was seen.
    pub source: String,
    /// Its tables, in order.
    pub tables: Vec<FormTable>,
    /// Line in the file.
    pub line: usize,
}

/// A table of a form.
#[derive(Debug, Clone, Serialize)]
pub struct FormTable {
    /// Stable id within the form.
    pub id: String,
    /// Name.
    pub title: String,
    /// Columns from left to right; empty where the table has `lines`.
    pub columns: Vec<FormColumn>,
    /// What the first column of a table with lines is called.
    pub stub: String,
    /// Columns of a table with lines: a cell of a line and a key of these meet in the cell `cell.key`.
    pub across: Vec<Across>,
    /// Lines from top to bottom.
    pub lines: Vec<FormLine>,
    /// What stands under it.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct FormColumn {
    /// Head.
    pub title: String,
    /// Head over several columns; empty if none.
    pub over: String,
    /// Cells that it adds up.
    pub cells: Vec<String>,
    /// Unit shown; that of the cells where the file names none. `万元` divides.
    pub unit: String,
    /// The sum of the other columns of this unit.
    pub sum: bool,
    /// Part and whole, shown in percent; empty otherwise.
    pub share: Vec<String>,
    /// Line in the file.
    pub line: usize,
}

/// A column of a table with lines.
#[derive(Debug, Clone, Serialize)]
pub struct Across {
    /// Part of the cells' ids; empty for the sum of the others.
    pub key: String,
    /// Head.
    pub title: String,
    /// Head over several columns; empty if none.
    pub over: String,
}

/// A line of a table.
#[derive(Debug, Clone, Serialize)]
pub struct FormLine {
    /// What stands before the numbers.
    pub title: String,
    /// What stands before that; empty if none.
    pub over: String,
    /// Cells that it adds up, by their ids before they were spread.
    pub cells: Vec<String>,
    /// The sum of other lines.
    pub sum: bool,
    /// Line in the file.
    pub line: usize,
}

/// A part of the narrative.
#[derive(Debug, Clone, Serialize)]
pub struct ReportSection {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Draft; `{cell}`, `{agency}` and `{year}` are filled in.
    pub body: String,
    /// It stands behind the tables.
    pub behind: bool,
    /// Line in the file.
    pub line: usize,
}

impl Pack {
    /// The rules of a kind of report; those of law enforcement for an empty name.
    pub fn report(&self, id: &str) -> Option<&AnnualRules> {
        let id = if id.is_empty() { ENFORCEMENT } else { id };
        self.reports.iter().find(|rules| rules.id == id)
    }

    /// The rules of the report that this procedure makes.
    pub fn report_of(&self, procedure: &str) -> Option<&AnnualRules> {
        self.reports.iter().find(|rules| rules.procedure == procedure)
    }

    /// The cells that are counted, each once, whichever reports show them.
    pub fn counted(&self) -> impl Iterator<Item = &TallyCell> {
        let cells = self.reports.iter().flat_map(|rules| &rules.cells);
        cells.filter(|cell| !cell.entered && !cell.borrowed && cell.measure != Measure::Officers)
    }
}

impl AnnualRules {
    /// The cell with this id.
    pub fn cell(&self, id: &str) -> Option<&TallyCell> {
        self.cells.iter().find(|cell| cell.id == id)
    }

    /// Cells that a person enters, in order.
    pub fn entered(&self) -> impl Iterator<Item = &TallyCell> {
        self.cells.iter().filter(|cell| cell.entered)
    }

    /// The form with this id; the default one for an empty id.
    pub fn form(&self, id: &str) -> Option<&ReportForm> {
        match id {
            "" => self.forms.iter().find(|form| form.default).or_else(|| self.forms.first()),
            id => self.forms.iter().find(|form| form.id == id),
        }
    }

    /// First month in which the duty of the year's report is listed.
    pub fn opens_month(&self) -> i8 {
        let month = self.parameters.get("opens_month").map_or(12, |parameter| parameter.value);
        i8::try_from(month).unwrap_or(12)
    }
}

/// The cell that a cell's name and a key mean together; the name alone where there is no key.
pub fn spread_id(cell: &str, key: &str) -> String {
    if key.is_empty() { cell.to_owned() } else { format!("{cell}.{key}") }
}

/// Field, and fact, of the report's procedure that holds a part of the narrative.
pub fn narrative_field(section: &str) -> String {
    format!("section_{section}")
}

/// Names in braces, in the order of the text.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
