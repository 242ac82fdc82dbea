//! Which letters the codes of a font mean.
//!
//! A map `ToUnicode` is believed before the encoding: a font may be coded in any way. Codes without a meaning come out as
//! U+FFFD: the checker then says that the text cannot be read. What this is not: the shapes of letters.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// Most bytes that a table of a font unfolds to.
const LARGEST: usize = 8 << 20;

/// A font as far as its letters and widths go.
pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    /// Two bytes make a code.
    wide: bool,
    first: i64,
    widths: Vec<f32>,
}

impl<'a> Font<'a> {
    /// The font `dict`; `map` is the same one reduced to its map of letters, see [`mapped`].
    pub(super) fn new(
        document: &'a Document,
        dict: &'a Dictionary,
        map: Option<&'a Dictionary>,
    ) -> Self {
        let wide =
            dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let read = |dict: &'a Dictionary| dict.get_font_encoding_with_limit(document, LARGEST).ok();
        let mapped =
            map.and_then(read).filter(|read| matches!(read, Encoding::UnicodeMapEncoding(_)));
        let encoding = mapped.or_else(|| {
            let encoding = read(dict)?;
            // Where nothing is known of a wide font, the library falls back to Latin letters: that is no reading.
            let guessed =
                wide && matches!(encoding, Encoding::OneByteEncoding(_) | Encoding::Differences(_));
            (!guessed).then_some(encoding)
        });
        let widths = dict
            .get_deref(b"Widths", document)
            .and_then(Object::as_array)
            .map(|all| all.iter().map(|width| width.as_float().unwrap_or(500.0) / 1000.0).collect())
            .unwrap_or_default();
        let first = dict.get(b"FirstChar").and_then(Object::as_i64).unwrap_or(0);
        Self { encoding, wide, first, widths }
    }

    /// The letters of a string with their widths in parts of the size.
    pub(super) fn letters(&self, bytes: &[u8]) -> Vec<(char, f32)> {
        let step = if self.wide { 2 } else { 1 };
        let mut letters = Vec::new();
        for code in bytes.chunks(step) {
            let text = self
                .encoding
                .as_ref()
                .and_then(|encoding| encoding.bytes_to_string(code).ok())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| "\u{fffd}".to_owned());
            let width = self.width(code);
            for (n, letter) in text.chars().enumerate() {
                letters.push((readable(letter), if n == 0 { width } else { 0.0 }));
            }
        }
        letters
    }

    fn width(&self, code: &[u8]) -> f32 {
        if self.wide {
            return 1.0;
        }
        let place = code.first().map(|code| i64::from(*code) - self.first);
        place
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| self.widths.get(place))
            .copied()
            .unwrap_or(0.5)
    }
}

/// Letters of private use mean what a font says, and the text does not.
fn readable(letter: char) -> char {
    if matches!(letter, '\u{e000}'..='\u{f8ff}' | '\0') { '\u{fffd}' } else { letter }
}

/// Every font of the document that has a map `ToUnicode`, as if it had nothing else: the library believes the encoding first.
pub(super) fn mapped(document: &Document) -> BTreeMap<ObjectId, Dictionary> {
    let mut fonts = BTreeMap::new();
    for (id, object) in &document.objects {
        let Object::Dictionary(dict) = object else { continue };
        if let Ok(map) = dict.get(b"ToUnicode") {
            let mut bare = Dictionary::new();
            bare.set("Type", Object::Name(b"Font".to_vec()));
            bare.set("ToUnicode", map.clone());
            fonts.insert(*id, bare);
        }
    }
    fonts
}
