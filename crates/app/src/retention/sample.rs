//! The papers of the end of a dossier as they look, for the gallery of papers. People, agencies and matters are made up.

use jiff::civil::date;
use zhiheng_domain::retention::{self, Answer, Appraisal, Certificate, FileSum, Hand, Life};

use super::sheet::{Kept, line, paper};
use crate::ports::press::{Sheet, Standing};

/// The sheet and the certificate, marked as samples.
pub fn paper_samples() -> Vec<(&'static str, Sheet)> {
    let life = sample_life();
    let Some(appraisal) = life.appraisals.first() else { return Vec::new() };
    let kept = Kept {
        id: "sample".to_owned(),
        number: "示鉴〔2057〕1号".to_owned(),
        agency: life.agency.clone(),
        agency_name: "示例县信访局".to_owned(),
        answer: Answer::Destroy,
        reason: appraisal.reason.clone(),
        period: String::new(),
        archive: String::new(),
        state: "destroyed".to_owned(),
        by: appraisal.by.clone(),
        approved: appraisal.approved.clone(),
        prepared: life.prepared.clone(),
        witnessed: life.certificate.as_ref().map(|done| done.witness.clone()),
        lines: vec![line(&life)],
        version: 1,
    };
    let sampled = |sheet: Sheet| Sheet { standing: Standing::Sample, ..sheet };
    let certificate = super::certificate_sheet(&life).map(|sheet| ("certificate", sampled(sheet)));
    [("sheet", sampled(paper(&kept)))].into_iter().chain(certificate).collect()
}

fn sample_life() -> Life {
    let hand = |id: &str, name: &str, hour: i8| Hand {
        id: id.to_owned(),
        name: name.to_owned(),
        agency: "sample".to_owned(),
        at: date(2057, 3, 5).at(hour, 0, 0, 0),
    };
    let digest = |n: u8| format!("{n:02x}").repeat(32);
    Life {
        matter: "sample".to_owned(),
        agency: "sample".to_owned(),
        number: "示信访〔2026〕12号".to_owned(),
        volume: "2026-信-12".to_owned(),
        procedure: "petition".to_owned(),
        noun: "信访事项".to_owned(),
        category: "信访".to_owned(),
        opened: date(2026, 3, 2),
        archived: date(2026, 5, 6),
        pages: 26,
        period: "30年".to_owned(),
        until: Some(date(2056, 12, 31)),
        handlers: Vec::new(),
        standing: retention::Standing::Erased,
        holds: Vec::new(),
        appraisals: vec![Appraisal {
            sheet: "sample".to_owned(),
            answer: Answer::Destroy,
            reason: "保管期限届满，没有继续保存的价值。".to_owned(),
            period: String::new(),
            archive: String::new(),
            by: hand("a", "李某甲", 9),
            approved: Some(hand("b", "王某乙", 10)),
            rejected: None,
            rejected_for: String::new(),
        }],
        prepared: Some(hand("a", "李某甲", 14)),
        receipt: None,
        certificate: Some(Certificate {
            number: "示销〔2057〕1号".to_owned(),
            day: date(2057, 3, 5),
            sheet: "示鉴〔2057〕1号".to_owned(),
            agency: "示例县信访局".to_owned(),
            procedure: "信访事项".to_owned(),
            events: 11,
            papers: 8,
            numbers: Vec::new(),
            files: vec![
                FileSum { digest: digest(0x3a), size: 1_204_518, stays: false },
                FileSum { digest: digest(0xc4), size: 88_210, stays: true },
            ],
            leaves: vec![(41_207, 41_212), (41_530, 41_534)],
            executor: hand("a", "李某甲", 14),
            witness: hand("c", "赵某丙", 15),
            basis: vec!["档案法21".to_owned(), "档案法实施条例24".to_owned()],
        }),
        version: 5,
    }
}
