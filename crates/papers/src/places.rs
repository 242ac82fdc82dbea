//! Where a paper leaves room for a pen or a seal, found in the paper as it was set: beside the words that ask for it.

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;
use zhiheng_app::ports::press::{Cell, Place, Sheet, Standing};

/// What the layouts print where the seal goes.
const SEAL: &str = "（印章）";
/// Half the side of the room for a seal: one of 42 mm across, set by hand, mm.
const SEAL_ROOM: f32 = 32.0;
/// Room for a signature above its line and below, mm.
const PEN: (f32, f32) = (15.0, 4.0);
/// Room for words written into an empty cell, mm.
const WORDS: (f32, f32) = (7.0, 5.0);
/// Room for a pen: what the form prints where words go, and where a tick goes.
const ROOM: [char; 2] = ['＿', '□'];
/// Room around a place in a line: beside it, above its line and below, mm.
const IN_LINE: (f32, f32, f32) = (1.5, 9.0, 3.5);
/// Left edge of the text, mm.
const LEFT: f32 = 26.0;
/// Right edge of the text, mm.
const RIGHT: f32 = 184.0;
/// Words no further apart stand on one line, mm.
const LINE: f32 = 2.5;
/// Length of a line to sign on, mm.
const PEN_LINE: f32 = 78.0;

/// Words and where their line begins, mm.
struct Words {
    text: String,
    left: f32,
    right: f32,
    base: f32,
    /// Where a pen writes into them: left and right, mm.
    rooms: Vec<(f32, f32)>,
}

/// The places of every page.
pub(crate) fn found(document: &PagedDocument, sheet: &Sheet) -> Vec<Place> {
    let pens: Vec<String> = sheet
        .signatures
        .iter()
        .filter(|one| one.image.is_empty())
        .map(|one| one.label.clone())
        .collect();
    let empty: Vec<&str> = sheet
        .rows
        .iter()
        .filter(|row| matches!(&row.value, Cell::Text(text) if text.trim().is_empty()))
        .map(|row| row.label.as_str())
        .collect();
    // A form's own tables are empty: whatever is written below their heads fills them in.
    let heads: Vec<&str> = sheet
        .rows
        .iter()
        .filter(|_| sheet.standing == Standing::Blank)
        .filter_map(|row| match &row.value {
            Cell::Table { columns, .. } => columns.first().map(String::as_str),
            Cell::Text(_) => None,
        })
        .collect();
    let mut places = Vec::new();
    for (page, number) in document.pages().iter().zip(1..) {
        let mut words = Vec::new();
        gather(&page.frame, Point::zero(), &mut words);
        for one in &words {
            let text = one.text.trim();
            for (left, right) in &one.rooms {
                let (beside, above, below) = IN_LINE;
                places.push(Place {
                    page: number,
                    left: left - beside,
                    top: one.base - above,
                    right: right + beside,
                    bottom: one.base + below,
                });
            }
            if heads.contains(&text) {
                let last = words
                    .iter()
                    .filter(|other| {
                        other.base > one.base && other.text.trim().parse::<u32>().is_ok()
                    })
                    .map(|other| other.base)
                    .fold(one.base, f32::max);
                places.push(Place {
                    page: number,
                    left: LEFT,
                    top: one.base,
                    right: RIGHT,
                    bottom: last + WORDS.1,
                });
            }
            let place = |left: f32, top: f32, right: f32, bottom: f32| Place {
                page: number,
                left: left.max(0.0),
                top: top.max(0.0),
                right,
                bottom,
            };
            if text.contains(SEAL) {
                let middle = f32::midpoint(one.left, one.right);
                places.push(place(
                    middle - SEAL_ROOM,
                    one.base - SEAL_ROOM,
                    middle + SEAL_ROOM,
                    one.base + SEAL_ROOM,
                ));
            }
            let label = text.trim_end_matches('：');
            if label != text && pens.iter().any(|pen| begins(pen, label)) {
                let right = (one.left + PEN_LINE).min(RIGHT);
                places.push(place(one.left, one.base - PEN.0, right, one.base + PEN.1));
            }
            if empty.contains(&text) {
                let beside = words
                    .iter()
                    .filter(|other| {
                        (other.base - one.base).abs() < LINE && other.left > one.right + 1.0
                    })
                    .map(|other| other.left)
                    .fold(RIGHT, f32::min);
                places.push(place(one.right, one.base - WORDS.0, beside, one.base + WORDS.1));
            }
        }
    }
    places
}

/// A label may be set in several runs; the one that ends it stands nearest to the line.
fn begins(pen: &str, label: &str) -> bool {
    !label.is_empty() && pen.ends_with(label)
}

fn gather(frame: &Frame, at: Point, words: &mut Vec<Words>) {
    for (position, item) in frame.items() {
        let place = at + *position;
        match item {
            FrameItem::Group(group) => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                gather(&group.frame, place + shift, words);
            }
            FrameItem::Text(text) => {
                let mm = |length: typst::layout::Abs| {
                    #[expect(clippy::cast_possible_truncation, reason = "millimetres on a page")]
                    {
                        length.to_mm() as f32
                    }
                };
                let (mut rooms, mut x) = (Vec::<(f32, f32)>::new(), place.x);
                for glyph in &text.glyphs {
                    let end = x + glyph.x_advance.at(text.size);
                    let shown = text.text.get(glyph.range()).unwrap_or_default();
                    if shown.starts_with(ROOM) {
                        match rooms.last_mut().filter(|room| (room.1 - mm(x)).abs() < 0.1) {
                            Some(room) => room.1 = mm(end),
                            None => rooms.push((mm(x), mm(end))),
                        }
                    }
                    x = end;
                }
                words.push(Words {
                    rooms,
                    text: text.text.to_string(),
                    left: mm(place.x),
                    right: mm(place.x + text.width()),
                    base: mm(place.y),
                });
            }
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}
