//! The checker as the application asks for it.

use std::sync::OnceLock;

use zhiheng_app::ports::{LeakCheck, LeakFile, LeakFinding, LeakReport, LeakWord};

use crate::check::{Copy, check};
use crate::finding::How;
use crate::ocr::{Ocr, Tesseract};
use crate::words::Masked;

/// Looks into copies, with the machine's reader of pictures where there is one. It is looked for at the first check: most
/// commands need none.
#[derive(Debug, Default)]
pub struct LeakReader {
    blind: bool,
    ocr: OnceLock<Option<Tesseract>>,
}

impl LeakReader {
    /// With what this machine has.
    pub fn found() -> Self {
        Self::default()
    }

    /// Without a reader of pictures: copies that are pictures are stopped.
    pub fn without_sight() -> Self {
        Self { blind: true, ..Self::default() }
    }

    fn ocr(&self) -> Option<&dyn Ocr> {
        if self.blind {
            return None;
        }
        let found = self.ocr.get_or_init(Tesseract::found);
        found.as_ref().map(|reader| reader as &dyn Ocr)
    }
}

impl LeakCheck for LeakReader {
    fn check(&self, file: &LeakFile, masked: &[LeakWord], earlier: &[LeakFile]) -> LeakReport {
        let words: Vec<Masked> = masked
            .iter()
            .map(|word| Masked { kind: word.kind.clone(), text: word.text.clone() })
            .collect();
        let earlier: Vec<Copy<'_>> =
            earlier.iter().map(|file| Copy { name: &file.name, bytes: &file.content }).collect();
        let copy = Copy { name: &file.name, bytes: &file.content };
        let report = check(copy, &words, &earlier, self.ocr());
        let findings = report
            .findings
            .iter()
            .map(|finding| LeakFinding {
                how: serde_json::to_value(finding.how)
                    .ok()
                    .and_then(|code| code.as_str().map(ToOwned::to_owned))
                    .unwrap_or_default(),
                message: finding.to_string(),
                earlier_only: finding.how == How::EarlierCopy,
            })
            .collect();
        LeakReport { clean: report.clean, findings, looked_at: report.looked_at() }
    }
}
