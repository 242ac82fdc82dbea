//! 销毁证明: what was destroyed, by whom, on which basis. Kept for ever; names no party.
//!
//! What this is not: the paper (see `app::retention::paper`). What stands here is enough for a verifier to know which contents are
//! gone lawfully, and for an audit to ask the rules again after the dossier itself cannot be read any more.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Answer, Hand, Hold, Life};

/// A file that was destroyed, by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Digest in the suite of the record, hex.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    /// Another matter cites it, so it stays there.
    pub stays: bool,
}

/// The certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// `示销〔2057〕1号`.
    pub number: String,
    /// Day.
    pub day: Date,
    /// Number of the sheet on which it was appraised.
    pub sheet: String,
    /// Agency that held the dossier, by name.
    pub agency: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Events of the matter.
    pub events: u64,
    /// Papers in the dossier.
    pub papers: u64,
    /// Numbers that the matter and its papers bore, with the agency that gave each: no series has a gap because of a destruction.
    pub numbers: Vec<(String, String)>,
    /// Files, by digest.
    pub files: Vec<FileSum>,
    /// Places in the record of the contents that were destroyed: first and last of each stretch.
    pub leaves: Vec<(u64, u64)>,
    /// Who carried it out (执行人).
    pub executor: Hand,
    /// Who watched (监销人).
    pub witness: Hand,
    /// Articles.
    pub basis: Vec<String>,
}

/// What an audit finds wrong with a destruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, as when the step would have been refused.
    pub code: &'static str,
    /// In Chinese.
    pub message: &'static str,
}

impl Certificate {
    /// How many contents were destroyed.
    pub fn contents(&self) -> u64 {
        let widths =
            self.leaves.iter().map(|(from, to)| to.saturating_sub(*from).saturating_add(1));
        widths.fold(0, u64::saturating_add)
    }

    /// Whether the content at a place of the record is among what was destroyed.
    pub fn covers(&self, seq: u64) -> bool {
        self.leaves.iter().any(|(from, to)| (*from..=*to).contains(&seq))
    }

    /// Places of the record as stretches.
    pub fn stretches(mut places: Vec<u64>) -> Vec<(u64, u64)> {
        places.sort_unstable();
        places.dedup();
        let mut leaves: Vec<(u64, u64)> = Vec::new();
        for place in places {
            match leaves.last_mut() {
                Some((_, to)) if to.checked_add(1) == Some(place) => *to = place,
                _ => leaves.push((place, place)),
            }
        }
        leaves
    }
}

impl Life {
    /// What is wrong with the destruction that this life ends with, from its own words: the same questions that were asked when it
    /// was done. Empty where nothing is, or where nothing was destroyed.
    pub fn faults(&self) -> Vec<Fault> {
        let Some(done) = &self.certificate else { return Vec::new() };
        let mut faults = Vec::new();
        let mut wrong = |code, message| faults.push(Fault { code, message });
        let at = done.witness.at;
        match self.appraisal() {
            Some(appraisal) if appraisal.answer == Answer::Destroy => {
                if self.until.is_none_or(|until| until >= appraisal.by.at.date()) {
                    wrong("retention.not_ended", "鉴定的时候保管期限没有届满");
                }
                if self.handlers.contains(&appraisal.by.id) {
                    wrong("retention.handler", "鉴定人是本件的承办、经手人");
                }
                match &appraisal.approved {
                    Some(approved) if approved.id == appraisal.by.id => {
                        wrong("retention.same_person", "批准人就是鉴定人");
                    }
                    Some(approved) if approved.at > done.executor.at => {
                        wrong("retention.not_approved", "批准以前已经执行");
                    }
                    Some(_) => {}
                    None => wrong("retention.not_approved", "销毁没有经过批准"),
                }
            }
            _ => wrong("retention.not_appraised", "销毁没有经过鉴定"),
        }
        if done.executor.id == done.witness.id {
            wrong("retention.same_person", "监销人就是执行人");
        }
        let stood = |hold: &Hold| {
            hold.by.at <= at && hold.lifted.as_ref().is_none_or(|lifted| lifted.at > at)
        };
        if self.holds.iter().any(stood) {
            wrong("retention.held", "暂停销毁没有解除");
        }
        faults
    }
}
