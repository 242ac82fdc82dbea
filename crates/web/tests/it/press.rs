//! A press that prints the sheet itself, so that a test can read what would have been printed.

use zhiheng_app::ports::press::{Part, Png, Press, PressError, Sheet};

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

    fn plate(&self, image: &[u8], caption: &str) -> Result<Vec<u8>, PressError> {
        Ok([MARK, caption.as_bytes(), b"\n", image].concat())
    }

    fn count(&self, pdf: &[u8]) -> Result<usize, PressError> {
        if pdf.starts_with(b"%PDF") {
            return Ok(1);
        }
        Err(PressError::Unbindable("不是 PDF".to_owned()))
    }

    fn bind(&self, parts: &[Part]) -> Result<Vec<u8>, PressError> {
        let told: Vec<String> = parts
            .iter()
            .map(|part| {
                let number = part.first.map(|n| n.to_string()).unwrap_or_default();
                format!("{number} {}", part.title.clone().unwrap_or_default())
            })
            .collect();
        Ok([MARK, told.join("\n").as_bytes()].concat())
    }

    fn faces(&self) -> Result<Vec<String>, PressError> {
        Ok(vec!["proof".to_owned()])
    }
}

/// The sheet that was printed.
pub(crate) fn read(pdf: &[u8]) -> Sheet {
    serde_json::from_slice(pdf.strip_prefix(MARK).unwrap()).unwrap()
}
