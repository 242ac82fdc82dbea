//! Letters of the public (来信): a correction asked for beside a published datum (纠错), a complaint (投诉), a question (咨询); what may
//! be written, to whom it goes, and how a person answers it.
//!
//! What this is not: a petition (信访事项), which is registered as a matter with its own terms; nor how letters are kept.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::authority::Power;
use crate::context::Actor;
use crate::refusal::Refusal;

/// Shortest and longest text of a letter, in characters.
const TEXT: (usize, usize) = (5, 1_000);
/// Longest telephone number or address at which the writer can be reached, in characters.
const CONTACT: usize = 100;
/// Shortest and longest answer, in characters.
const ANSWER: (usize, usize) = (5, 2_000);
/// Longest address of the page that a letter is about, in bytes.
const PLACE: usize = 300;

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 纠错: something published is wrong, or should not be public.
    Correction,
    /// 投诉: about an agency or its people.
    Complaint,
    /// 咨询.
    Question,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Correction, Self::Complaint, Self::Question];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Complaint => "complaint",
            Self::Question => "question",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Correction => "纠错",
            Self::Complaint => "投诉",
            Self::Question => "咨询",
        }
    }

    /// The kind with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// Where a letter stands; the state of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterStanding {
    /// Waits for an answer.
    Open,
    /// Was answered.
    Answered,
    /// Was answered, and what was wrong was put right.
    Corrected,
}

impl LetterStanding {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Corrected => "corrected",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "等待答复",
            Self::Answered => "已答复",
            Self::Corrected => "已更正",
        }
    }
}

/// What somebody writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterDraft {
    /// Kind by its id.
    pub kind: String,
    /// Address of the page that it is about, within the portal.
    pub place: String,
    /// The text.
    pub text: String,
    /// How to reach the writer; may be empty.
    pub contact: String,
}

/// A letter as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Id: digest of the query code.
    pub id: String,
    /// What it is.
    pub kind: LetterKind,
    /// Address of the page that it is about.
    pub place: String,
    /// Agency complained of, or whose page it is.
    pub about: String,
    /// Agency that answers.
    pub holder: String,
    /// The text.
    pub text: String,
    /// How to reach the writer.
    pub contact: String,
    /// When it came.
    pub sent: DateTime,
    /// The answer.
    pub answer: Option<LetterAnswer>,
}

/// An answer, by a named person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterAnswer {
    /// Person id.
    pub by: String,
    /// Name; for staff.
    pub name: String,
    /// When.
    pub at: DateTime,
    /// What the writer reads.
    pub said: String,
    /// What was wrong was put right.
    pub corrected: bool,
}

impl Letter {
    /// Where it stands.
    pub fn standing(&self) -> LetterStanding {
        match &self.answer {
            None => LetterStanding::Open,
            Some(answer) if answer.corrected => LetterStanding::Corrected,
            Some(_) => LetterStanding::Answered,
        }
    }

    /// The letter with its answer.
    ///
    /// # Errors
    /// Every reason why not: the person may not, it was answered, the words.
    pub fn answered(
        &self,
        actor: &Actor,
        said: &str,
        corrected: bool,
        now: DateTime,
    ) -> Result<Self, Vec<Refusal>> {
        let mut faults = Vec::new();
        if actor.agency != self.holder || !actor.may(Power::Publish) {
            let words = "由收到来信的机关里负责公示的人答复";
            faults.push(Refusal::new("authority.letter", words));
        }
        if self.answer.is_some() {
            faults.push(Refusal::new("letter.answered", "这封来信已经答复过了"));
        }
        let said = said.trim();
        if let Some(fault) = length("said", "答复", said, ANSWER) {
            faults.push(fault);
        }
        if corrected && self.kind != LetterKind::Correction {
            let words = "只有纠错才谈得上已更正";
            faults.push(Refusal::new("letter.corrected", words).at("corrected"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let answer = LetterAnswer {
            by: actor.id.clone(),
            name: actor.name.clone(),
            at: now,
            said: said.to_owned(),
            corrected,
        };
        Ok(Self { answer: Some(answer), ..self.clone() })
    }
}

/// Reads what somebody wrote: its kind, and the page that it is about.
///
/// # Errors
/// Every field that is wrong.
pub fn check(draft: &LetterDraft) -> Result<LetterKind, Vec<Refusal>> {
    let mut faults = Vec::new();
    let kind = LetterKind::parse(&draft.kind);
    if kind.is_none() {
        faults.push(Refusal::new("input.choice", "请选择纠错、投诉或者咨询").at("kind"));
    }
    if let Some(fault) = length("text", "内容", draft.text.trim(), TEXT) {
        faults.push(fault);
    }
    if draft.contact.chars().count() > CONTACT {
        let words = format!("联系方式最多 {CONTACT} 个字");
        faults.push(Refusal::new("input.long", words).at("contact"));
    }
    if !is_place(&draft.place) {
        faults.push(
            Refusal::new("input.place", "不知道说的是哪一页，请从那一页的“纠错”进入").at("place"),
        );
    }
    match kind {
        Some(kind) if faults.is_empty() => Ok(kind),
        _ => Err(faults),
    }
}

/// Whether an address is one of a page of this portal, without anything behind it.
pub fn is_place(place: &str) -> bool {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~' | '%');
    place.len() <= PLACE
        && place.starts_with('/')
        && !place.starts_with("//")
        && place.chars().all(plain)
}

/// Who answers: a complaint goes above the agency complained of, where there is somebody (信访条例30); everything else to the
/// agency itself. `superior` is the agency above; none at the root.
pub fn holder<'a>(kind: LetterKind, about: &'a str, superior: Option<&'a str>) -> &'a str {
    match kind {
        LetterKind::Complaint => superior.unwrap_or(about),
        LetterKind::Correction | LetterKind::Question => about,
    }
}

fn length(field: &str, label: &str, text: &str, (least, most): (usize, usize)) -> Option<Refusal> {
    let length = text.chars().count();
    let words = if length < least {
        format!("{label}至少写 {least} 个字")
    } else if length > most {
        format!("{label}最多 {most} 个字，现在 {length} 个字")
    } else {
        return None;
    };
    Some(Refusal::new("input.length", words).at(field))
}
