//! A delivery (批次): rows that go to the credit platform together and do not change any more, and what the platform answers.
//!
//! What this is not: the file in which they go, nor the way there. Numbers of persons are in the rows alone, which are kept beside.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::item::Operation;
use super::verdict::RowFault;
use crate::context::Actor;
use crate::refusal::Refusal;

/// Longest reason of a rejection, in characters.
const REASON: usize = 500;

/// What stands in the rows of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// All fields of each decision: new ones and corrections.
    Rows,
    /// The state of each decision: repaired, withdrawn.
    States,
}

impl Content {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::States => "states",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rows => "数据行",
            Self::States => "状态行",
        }
    }

    /// The content with this id.
    pub fn parse(id: &str) -> Option<Self> {
        [Self::Rows, Self::States].into_iter().find(|content| content.id() == id)
    }

    /// Where a row of an operation stands.
    pub fn of(operation: Operation) -> Self {
        match operation {
            Operation::New | Operation::Correct => Self::Rows,
            Operation::Change => Self::States,
        }
    }
}

/// A decision that is to go with a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Public id.
    pub decision: String,
    /// Internal id of the matter.
    pub matter: String,
    /// 文号.
    pub number: String,
    /// What the platform would be asked; none where nothing is owed.
    pub owed: Option<Operation>,
    /// Sent, and not answered yet.
    pub waiting: bool,
    /// Id of the change; empty where none is sent.
    pub change: String,
    /// Version of the publication.
    pub version: u64,
    /// Digest of the row.
    pub digest: String,
    /// 文号, party and day: two with the same are one decision.
    pub key: Vec<String>,
    /// Why the platform would not take it.
    pub faults: Vec<RowFault>,
}

/// What the platform said of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// It was taken.
    pub accepted: bool,
    /// Why not; empty where it was.
    pub reason: String,
    /// Who entered it.
    pub by: String,
    /// When.
    pub at: DateTime,
}

/// A row of a delivery, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchLine {
    /// Public id of the decision.
    pub decision: String,
    /// Internal id of its matter.
    pub matter: String,
    /// 文号.
    pub number: String,
    /// What the platform is asked to do.
    pub operation: Operation,
    /// Id of the change; empty where none is sent.
    pub change: String,
    /// Digest of the row.
    pub digest: String,
    /// What the platform said.
    pub answer: Option<Answer>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Id.
    pub id: String,
    /// Id of the report.
    pub report: String,
    /// What stands in its rows.
    pub content: Content,
    /// The agency that sends it.
    pub agency: String,
    /// Who made it: person id and name.
    pub by: (String, String),
    /// When.
    pub made: DateTime,
    /// Digest of all rows.
    pub digest: String,
    /// Its rows, by 文号.
    pub lines: Vec<BatchLine>,
    /// Version of its stream.
    pub version: u64,
}

/// What is said of a delivery when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'a> {
    /// Id.
    pub id: String,
    /// Id of the report.
    pub report: &'a str,
    /// What stands in its rows.
    pub content: Content,
    /// When.
    pub now: DateTime,
    /// Most rows.
    pub most: usize,
}

/// How the rows of a delivery stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Not answered.
    pub waiting: usize,
    /// Taken.
    pub accepted: usize,
    /// Not taken.
    pub rejected: usize,
}

impl Batch {
    /// A delivery of these decisions; `digest` is that of all rows.
    ///
    /// # Errors
    /// Every reason against it, for every decision: none was chosen, too many, one is not owed, one would not be taken and why, two
    /// are the same.
    pub fn made(
        actor: &Actor,
        heading: Heading<'_>,
        candidates: &[Candidate],
        digest: String,
    ) -> Result<Self, Vec<Refusal>> {
        let Heading { id, report, content, now, most } = heading;
        let mut faults = Vec::new();
        if candidates.is_empty() {
            faults.push(Refusal::new("credit.empty", "没有选要报送的决定").at("decisions"));
        }
        if candidates.len() > most {
            let words = format!("一批最多 {most} 条，现在 {} 条，请分几批", candidates.len());
            faults.push(Refusal::new("credit.many", words).at("decisions"));
        }
        let mut keys = BTreeMap::new();
        for candidate in candidates {
            faults.extend(against(candidate, content));
            if let Some(first) = keys.insert(&candidate.key, &candidate.number) {
                let words = format!(
                    "{} 与 {first} 的文号、相对人、决定日期相同，平台会当作重复退回；只选一件",
                    candidate.number
                );
                faults.push(Refusal::new("credit.repeated", words).at(&candidate.decision));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut lines: Vec<BatchLine> = candidates
            .iter()
            .filter_map(|candidate| {
                Some(BatchLine {
                    decision: candidate.decision.clone(),
                    matter: candidate.matter.clone(),
                    number: candidate.number.clone(),
                    operation: candidate.owed?,
                    change: candidate.change.clone(),
                    digest: candidate.digest.clone(),
                    answer: None,
                })
            })
            .collect();
        lines.sort_by(|one, two| (&one.number, &one.decision).cmp(&(&two.number, &two.decision)));
        Ok(Self {
            id,
            report: report.to_owned(),
            content,
            agency: actor.agency.clone(),
            by: (actor.id.clone(), actor.name.clone()),
            made: now,
            digest,
            lines,
            version: 1,
        })
    }

    /// How its rows stand.
    pub fn count(&self) -> Count {
        self.lines.iter().fold(Count::default(), |mut count, line| {
            match &line.answer {
                None => count.waiting += 1,
                Some(answer) if answer.accepted => count.accepted += 1,
                Some(_) => count.rejected += 1,
            }
            count
        })
    }

    /// The delivery with what the platform said of some of its rows, by 文号: taken, or the reason why not.
    ///
    /// # Errors
    /// Every line that is wrong: an unknown 文号, one said twice, one answered before, a rejection without a reason.
    pub fn answered(
        &self,
        actor: &Actor,
        said: &[(String, Option<String>)],
        now: DateTime,
    ) -> Result<Self, Vec<Refusal>> {
        let mut faults = Vec::new();
        if said.is_empty() {
            faults.push(Refusal::new("credit.receipt_empty", "回执里没有一行").at("receipt"));
        }
        let mut next = self.clone();
        next.version += 1;
        let mut seen = BTreeSet::new();
        for (number, refused) in said {
            let number = number.trim();
            let reason = refused.as_deref().map(str::trim);
            if !seen.insert(number) {
                let words = format!("{number} 在回执里出现了两次");
                faults.push(Refusal::new("credit.receipt_twice", words).at(number));
                continue;
            }
            let Some(line) = next.lines.iter_mut().find(|line| line.number == number) else {
                let words = format!("这一批里没有 {number}，请核对是不是这一批的回执");
                faults.push(Refusal::new("credit.receipt_unknown", words).at(number));
                continue;
            };
            if line.answer.is_some() {
                let words = format!("{number} 的回执已经登记，不能再改");
                faults.push(Refusal::new("credit.receipt_known", words).at(number));
                continue;
            }
            if let Some(reason) = reason
                && (reason.is_empty() || reason.chars().count() > REASON)
            {
                let words = format!("{number} 被退回的，写明平台说的原因（最多 {REASON} 个字）");
                faults.push(Refusal::new("credit.receipt_reason", words).at(number));
                continue;
            }
            line.answer = Some(Answer {
                accepted: reason.is_none(),
                reason: reason.unwrap_or_default().to_owned(),
                by: actor.id.clone(),
                at: now,
            });
        }
        if faults.is_empty() { Ok(next) } else { Err(faults) }
    }
}

/// What stands against one decision in a delivery.
fn against(candidate: &Candidate, content: Content) -> Vec<Refusal> {
    let Candidate { decision, number, .. } = candidate;
    let one = |code: &str, words: String| vec![Refusal::new(code, words).at(decision)];
    match candidate.owed {
        _ if candidate.waiting => {
            one("credit.waiting", format!("{number} 已报送，还没有回执；先登记回执"))
        }
        None => one(
            "credit.sent",
            format!("{number} 平台已接收，内容没有变，不用再报；内容变了会列为更正"),
        ),
        Some(operation) if Content::of(operation) != content => {
            let words = format!(
                "{number} 要报的是{}，不能放在{}的批次里",
                Content::of(operation).title(),
                content.title()
            );
            one("credit.content", words)
        }
        Some(_) => candidate
            .faults
            .iter()
            .map(|fault| {
                let words = format!("{number}：{}（{}）", fault.message, fault.field);
                Refusal::new(&fault.code, words).at(decision)
            })
            .collect(),
    }
}
