//! 双公示 as the pack says it: the fields of a penalty and of a licence as the credit platform takes them, each with its code,
//! its length, when it must be filled, where its value comes from, and how sure all that is. One file, `credit.toml`.
//!
//! What this is not: it fills nothing in and checks no value (see `domain::credit`).

mod check;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use check::check;

/// Name of the file in the national folder.
pub(crate) const FILE: &str = "credit.toml";

/// Where a value comes from, beside `facts.名称`.
pub const SOURCES: [&str; 7] = [
    "decision.number",
    "decision.paper",
    "decision.day",
    "decision.until",
    "agency.name",
    "agency.code",
    // Nothing in the dossier says it: whoever reports types it.
    "entry",
];

/// The rules of 双公示.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreditRules {
    /// Standard that the fields follow.
    pub standard: String,
    /// Articles that the duty rests on.
    pub basis: Vec<String>,
    /// Period rule within which a decision is reported.
    pub rule: String,
    /// Most decisions in one delivery.
    pub most: usize,
    /// How sure that number is: `read`, `excerpt`, `unverified`.
    pub most_certainty: String,
    /// How the receipt of the platform is read.
    pub receipt: ReceiptWords,
    /// What the platform is told of a decision that it took and that is not public any more; the last one holds for the rest.
    pub changes: Vec<CreditChange>,
    /// One for each kind of decision.
    pub reports: Vec<CreditReport>,
    /// Lists of values, by id.
    pub tables: BTreeMap<String, CreditTable>,
}

/// The words by which a receipt of the platform is read; each list in the order in which they are tried.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReceiptWords {
    /// Headings of the column with the 文号.
    pub number: Vec<String>,
    /// Headings of the column with the result.
    pub result: Vec<String>,
    /// Headings of the column with the reason.
    pub reason: Vec<String>,
    /// Results that mean that it was taken.
    pub accepted: Vec<String>,
    /// Results that mean that it was not.
    pub rejected: Vec<String>,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// Why a decision that was reported is public no more, and what the platform is told of it.
#[derive(Debug, Clone, Serialize)]
pub struct CreditChange {
    /// `repaired` or `withdrawn`.
    pub id: String,
    /// What the platform is to do, in the words of the row.
    pub title: String,
    /// Acts by which it came about; none for every other.
    pub acts: Vec<String>,
    /// Period rule within which the platform is told.
    pub rule: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// The fields of one kind of decision.
#[derive(Debug, Clone, Serialize)]
pub struct CreditReport {
    /// `penalty` or `licence`.
    pub id: String,
    /// Name.
    pub title: String,
    /// Category of the procedures that are reported.
    pub category: String,
    /// Codes of the fields that together say which decision it is.
    pub key: Vec<String>,
    /// Only decisions of which this holds are reported; `facts` are the fields of the row. None for all.
    pub only: Option<String>,
    /// In the order of the standard.
    pub fields: Vec<CreditField>,
}

/// One field.
#[derive(Debug, Clone, Serialize)]
pub struct CreditField {
    /// Code, for example `CF_XDR_MC`.
    pub code: String,
    /// Name.
    pub title: String,
    /// Type of its value.
    #[serde(rename = "type")]
    pub kind: CreditType,
    /// Most characters; 0 is no limit.
    pub limit: usize,
    /// When it must be filled.
    pub required: Required,
    /// `facts.名称`, one of [`SOURCES`], or a fixed value behind `=`.
    pub source: String,
    /// How a code is checked.
    pub check: Option<CodeCheck>,
    /// The check holds only where this condition does; `facts` are the fields of the row.
    pub check_when: Option<String>,
    /// List that its value is in.
    pub table: Option<String>,
    /// Personal data: only in what is reported, never on a page.
    pub personal: bool,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
    /// Line in the file.
    #[serde(skip)]
    pub line: usize,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditType {
    /// Words.
    Text,
    /// `2026-03-01`.
    Date,
    /// 万元 with six decimals.
    Money,
    /// One of a list.
    Choice,
    /// Some of a list, divided by `;`.
    Choices,
}

/// When a field must be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "when", content = "condition")]
pub enum Required {
    /// Always.
    Always,
    /// Never.
    No,
    /// Where the condition holds; `facts` are the fields of the row.
    When(String),
}

/// How a code is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeCheck {
    /// 统一社会信用代码, GB 32100.
    Organisation,
    /// 公民身份号码, GB 11643.
    Citizen,
}

/// A list of values.
#[derive(Debug, Clone, Serialize)]
pub struct CreditTable {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Values.
    pub values: Vec<String>,
    /// Words of the dossier that mean another value, each `ours=theirs`.
    pub means: BTreeMap<String, String>,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

impl CreditRules {
    /// The report of a category.
    pub fn report(&self, category: &str) -> Option<&CreditReport> {
        self.reports.iter().find(|report| report.category == category)
    }

    /// The report with an id.
    pub fn report_by_id(&self, id: &str) -> Option<&CreditReport> {
        self.reports.iter().find(|report| report.id == id)
    }

    /// What is told of a decision that `act` took from the public.
    pub fn change(&self, act: &str) -> Option<&CreditChange> {
        let named = |change: &&CreditChange| change.acts.iter().any(|one| one == act);
        self.changes
            .iter()
            .find(named)
            .or_else(|| self.changes.iter().find(|change| change.acts.is_empty()))
    }

    /// The change with an id.
    pub fn change_by_id(&self, id: &str) -> Option<&CreditChange> {
        self.changes.iter().find(|change| change.id == id)
    }
}

impl CreditReport {
    /// The field of a code.
    pub fn field(&self, code: &str) -> Option<&CreditField> {
        self.fields.iter().find(|field| field.code == code)
    }
}
