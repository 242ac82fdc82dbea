//! The letters of a page in the orders in which they can be read, each with the way in which it is hidden.

use super::content::{Drawing, Glyph};
use crate::finding::How;
use crate::words::Letter;

/// Letters without a meaning from which on a text counts as unreadable.
const UNKNOWN: usize = 4;

/// Whether a stream is instructions that show text.
pub(super) fn instructs(content: &[u8]) -> bool {
    let has = |word: &[u8]| content.windows(word.len()).any(|window| window == word);
    has(b"BT") && has(b"ET") && (has(b"Tj") || has(b"TJ") || has(b"'") || has(b"\""))
}

/// How a letter is hidden.
fn how(drawing: &Drawing, glyph: &Glyph, open: How) -> How {
    let covered =
        || drawing.covers.iter().any(|(turn, area)| *turn > glyph.turn && area.holds(glyph.at));
    if glyph.layer {
        How::Layer
    } else if covered() {
        How::Covered
    } else if glyph.outside {
        How::Outside
    } else if glyph.invisible {
        How::Invisible
    } else if glyph.white {
        How::White
    } else if glyph.tiny {
        How::Tiny
    } else {
        open
    }
}

/// The letters in the order of drawing, and in the order of their places. `open` is the room of those that are not hidden.
pub(super) fn readings(drawing: &Drawing, open: How) -> [Vec<Letter>; 2] {
    let known: Vec<(&Glyph, How)> =
        drawing.glyphs.iter().map(|glyph| (glyph, how(drawing, glyph, open))).collect();
    let mut placed = known.clone();
    // Lines from the top, each from the left; a line is as high as half a letter.
    let line = |glyph: &Glyph| (glyph.at.1 / (glyph.size.max(1.0) / 2.0)).round();
    placed.sort_by(|(one, _), (two, _)| {
        line(two).total_cmp(&line(one)).then(one.at.0.total_cmp(&two.at.0))
    });
    [lined(&known), lined(&placed)]
}

fn lined(glyphs: &[(&Glyph, How)]) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(glyphs.len());
    let mut last: Option<&Glyph> = None;
    for (glyph, how) in glyphs {
        let apart = last.is_some_and(|last| {
            let size = last.size.max(glyph.size).max(1.0);
            (last.at.1 - glyph.at.1).abs() > size * 0.6
                || glyph.at.0 - last.at.0 > size * 3.0 + last.width
        });
        if apart {
            letters.push(('\n', *how));
        }
        letters.push((glyph.letter, *how));
        last = Some(glyph);
    }
    letters
}

/// Whether a page holds text that a machine cannot read.
pub(super) fn unreadable(drawing: &Drawing) -> bool {
    drawing.glyphs.iter().filter(|glyph| glyph.letter == '\u{fffd}').count() >= UNKNOWN
}
