//! Images of a PDF: their points in grey, and what of them is in the file without being shown.

use lopdf::{Document, Object, Stream};

use super::content::{Drawing, Drawn};
use crate::grey::Grey;

/// Points of an image that are looked at.
const MOST: usize = 64 << 20;
/// Cells to a side when an image is compared with what is shown of it.
const CELLS: usize = 48;
/// Hidden cells below this may be a margin.
const MARGIN: usize = 20;
/// By how much light differs where something is drawn.
const INK: u8 = 90;
/// Share of ink among hidden points, one in so many.
const SHARE: usize = 400;

/// The points of an image; none where it is packed in a way that is not read.
pub(super) fn grey(document: &Document, stream: &Stream) -> Option<Grey> {
    let number = |long: &[u8], short: &[u8]| {
        let told = stream
            .dict
            .get_deref(long, document)
            .or_else(|_| stream.dict.get_deref(short, document));
        told.and_then(Object::as_i64).ok()
    };
    let side = |value: Option<i64>| value.and_then(|side| usize::try_from(side).ok());
    let (width, height) = (side(number(b"Width", b"W"))?, side(number(b"Height", b"H"))?);
    if width == 0 || height == 0 || width.checked_mul(height)? > MOST {
        return None;
    }
    let filters = stream.filters().unwrap_or_default();
    if filters.last().is_some_and(|last| *last == b"DCTDecode" || *last == b"DCT") {
        let packed = if filters.len() == 1 { stream.content.clone() } else { return None };
        return Grey::decoded(&packed);
    }
    if filters
        .iter()
        .any(|filter| matches!(*filter, b"JPXDecode" | b"CCITTFaxDecode" | b"CCF" | b"JBIG2Decode"))
    {
        return None;
    }
    let dots = stream.get_plain_content_with_limit(MOST * 4).ok()?;
    let bits = number(b"BitsPerComponent", b"BPC").unwrap_or(1);
    let points = width * height;
    match bits {
        8 => {
            let channels = dots.len() / points;
            let grey = match channels {
                1 => dots.get(..points)?.to_vec(),
                3 | 4 => dots.chunks_exact(channels).take(points).map(mean).collect(),
                _ => return None,
            };
            Grey::new(width, height, grey)
        }
        1 => {
            let row = width.div_ceil(8);
            let bit = |y: usize, x: usize| {
                let byte = dots.get(y * row + x / 8).copied().unwrap_or(0);
                if byte >> (7 - x % 8) & 1 == 1 { 255 } else { 0 }
            };
            let grey =
                (0..height).flat_map(|y| (0..width).map(move |x| (y, x))).map(|(y, x)| bit(y, x));
            Grey::new(width, height, grey.collect())
        }
        _ => None,
    }
}

fn mean(point: &[u8]) -> u8 {
    let sum: usize = point.iter().take(3).map(|part| usize::from(*part)).sum();
    u8::try_from(sum / point.len().clamp(1, 3)).unwrap_or(u8::MAX)
}

/// What of an image is in the file and not on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// Nothing, or nothing that is drawn.
    Nothing,
    /// Something is drawn there.
    Something,
    /// A part is hidden and the points could not be read.
    Unread,
}

/// Looks at the parts of an image that lie outside its clip, under a cover, or behind its mask.
pub(super) fn hidden(
    document: &Document,
    drawing: &Drawing,
    drawn: &Drawn,
    stream: &Stream,
) -> Hidden {
    let mask = stream
        .dict
        .get_deref(b"SMask", document)
        .and_then(Object::as_stream)
        .ok()
        .and_then(|mask| grey(document, mask));
    let cells: Vec<(usize, usize)> = (0..CELLS)
        .flat_map(|row| (0..CELLS).map(move |column| (row, column)))
        .filter(|(row, column)| {
            let part = |n: usize| (small(n) + 0.5) / small(CELLS);
            let at = drawn.matrix.at(part(*column), 1.0 - part(*row));
            let covered =
                || drawing.covers.iter().any(|(turn, area)| *turn > drawn.turn && area.holds(at));
            let behind =
                || mask.as_ref().is_some_and(|mask| mask.cell(*row, *column, CELLS).1 < 16);
            drawn.layer || !drawn.clip.holds(at) || covered() || behind()
        })
        .collect();
    if cells.len() < MARGIN {
        return Hidden::Nothing;
    }
    let Some(grey) = grey(document, stream) else { return Hidden::Unread };
    if grey.ink(&cells, CELLS, INK, SHARE) { Hidden::Something } else { Hidden::Nothing }
}

fn small(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::MAX, f32::from)
}
