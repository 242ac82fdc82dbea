//! A press that prints the sheet itself, so that a test can read what would have been printed.

use zhiheng_app::ports::press::{Png, Press, PressError, Sheet};

/// What the bytes begin with.
pub(crate) const MARK: &[u8] = b"%PDF-proof\n";
/// No face has this character.
pub(crate) const UNKNOWN: char = '\u{2ceb0}';

#[derive(Debug)]
pub(crate) struct Proof;

impl Press for Proof {
    fn pdf(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        if sheet.paragraphs.iter().any(|text| text.contains(UNKNOWN)) {
            return Err(PressError::FontMissing { characters: UNKNOWN.to_string() });
        }
        Ok([MARK, &serde_json::to_vec(sheet).unwrap()].concat())
    }

    fn pages(&self, _sheet: &Sheet, _dpi: u16) -> Result<Vec<Png>, PressError> {
        Ok(Vec::new())
    }

    fn faces(&self) -> Result<Vec<String>, PressError> {
        Ok(vec!["proof".to_owned()])
    }
}

/// The sheet that was printed.
pub(crate) fn read(pdf: &[u8]) -> Sheet {
    serde_json::from_slice(pdf.strip_prefix(MARK).unwrap()).unwrap()
}
