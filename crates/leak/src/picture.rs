//! Photographs and scans as files of their own: what they show, what a camera or a program wrote beside it, what was cut off.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::check::Look;
use crate::finding::{How, Place};
use crate::grey::Grey;
use crate::words::letters;

/// Bytes that a text of a PNG unfolds to.
const LARGEST: u64 = 8 << 20;

/// Looks into a PNG, JPEG or WebP.
pub(crate) fn look(look: &mut Look<'_>, bytes: &[u8]) {
    look.report.images += 1;
    let Some(grey) = Grey::decoded(bytes) else {
        look.tell(Place::default(), How::Damaged);
        return;
    };
    if let Some(below) = Grey::uncovered(bytes)
        && below.differs(&grey)
    {
        look.tell(Place::default(), How::HiddenImage);
    }
    if let Some(png) = grey.png() {
        look.picture(Place::default(), &png, true);
    }
    notes(look, bytes, &grey);
}

/// What stands in a picture beside its points: notes of a camera, a preview, what lies behind the end.
pub(crate) fn notes(look: &mut Look<'_>, bytes: &[u8], grey: &Grey) {
    let parts = if bytes.starts_with(b"\x89PNG") { png(bytes) } else { jpeg(bytes) };
    for part in &parts.notes {
        look.text(Place::default(), &letters(&crate::pdf::read_string(part), How::Preview));
        for preview in previews(part) {
            if let Some(small) = Grey::decoded(preview)
                && small.differs(grey)
            {
                look.tell(Place::default(), How::Preview);
            }
        }
    }
    if parts.behind.is_empty() {
        return;
    }
    let found = look.report.findings.len();
    look.text(Place::default(), &letters(&crate::pdf::read_string(parts.behind), How::Trailing));
    // More points behind the end than a filler: the rest of a larger picture that was overwritten.
    if look.report.findings.len() == found && parts.behind.iter().any(|byte| *byte != 0) {
        look.tell(Place::default(), How::Trailing);
    }
}

struct Parts<'a> {
    notes: Vec<Vec<u8>>,
    behind: &'a [u8],
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// Chunks of a PNG.
fn png(bytes: &[u8]) -> Parts<'_> {
    let mut notes = Vec::new();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let (length, kind) = head.split_at(4);
        let length = number(length);
        let Some(data) = bytes.get(at + 8..(at + 8).saturating_add(length)) else { break };
        match kind {
            b"tEXt" | b"eXIf" => notes.push(data.to_vec()),
            b"zTXt" | b"iTXt" => {
                notes.push(data.to_vec());
                // The folded text begins somewhere behind the name: every place is tried that looks like a beginning.
                let begins = data.windows(2).enumerate().filter(|(_, two)| {
                    two[..] == [0x78, 0x9c] || two[..] == [0x78, 0xda] || two[..] == [0x78, 0x01]
                });
                for (begin, _) in begins.take(8) {
                    let mut text = Vec::new();
                    let folded = data.get(begin..).unwrap_or_default();
                    if ZlibDecoder::new(folded).take(LARGEST).read_to_end(&mut text).is_ok() {
                        notes.push(text);
                    }
                }
            }
            b"IEND" => {
                return Parts { notes, behind: bytes.get(at + 12..).unwrap_or_default() };
            }
            _ => {}
        }
        at = at.saturating_add(length).saturating_add(12);
    }
    Parts { notes, behind: &[] }
}

/// Segments of a JPEG.
fn jpeg(bytes: &[u8]) -> Parts<'_> {
    let mut notes = Vec::new();
    let mut at = 2;
    while let Some(&[0xff, kind]) = bytes.get(at..at + 2) {
        if kind == 0xda {
            break;
        }
        let Some(length) = bytes.get(at + 2..at + 4).map(number) else { break };
        if matches!(kind, 0xe1..=0xef | 0xfe)
            && let Some(data) = bytes.get(at + 4..(at + 2).saturating_add(length))
        {
            notes.push(data.to_vec());
        }
        at = at.saturating_add(length).saturating_add(2);
    }
    let scan = bytes.get(at..).unwrap_or_default();
    let end = scan.windows(2).position(|two| two[..] == [0xff, 0xd9]);
    let behind = end.and_then(|end| scan.get(end + 2..)).unwrap_or_default();
    Parts { notes, behind }
}

/// JPEGs inside a note.
fn previews(note: &[u8]) -> impl Iterator<Item = &[u8]> {
    let begins = note.windows(3).enumerate().filter(|(_, three)| three[..] == [0xff, 0xd8, 0xff]);
    begins.take(4).filter_map(move |(at, _)| note.get(at..))
}
