//! No silent boxes: a paper with a character that no face has is not printed.

use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use zhiheng_app::ports::press::PressError;

/// Named in one failure, at most.
const NAMED: usize = 20;

/// Whether every character has a glyph.
///
/// # Errors
/// Names the characters that have none.
pub(crate) fn all_drawn(document: &PagedDocument) -> Result<(), PressError> {
    let mut missing = String::new();
    for page in document.pages() {
        walk(&page.frame, &mut missing);
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(PressError::FontMissing { characters: missing })
}

fn walk(frame: &Frame, missing: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, missing),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    for character in text.text.get(glyph.range()).unwrap_or_default().chars() {
                        if !missing.contains(character) && missing.chars().count() < NAMED {
                            missing.push(character);
                        }
                    }
                }
            }
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}
