//! Reads a PDF back with another library than the one that wrote it.

use lopdf::{Document, Object};

/// Words of each page, without spaces: how lines fall is not asked here.
pub(crate) fn pages(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
    numbers
        .into_iter()
        .map(|page| {
            let text = document.extract_text(&[page]).unwrap();
            text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
        })
        .collect()
}

/// All objects that are dictionaries, streams' too.
pub(crate) fn dictionaries(document: &Document) -> Vec<&lopdf::Dictionary> {
    document
        .objects
        .values()
        .filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        })
        .collect()
}

/// Whether a dictionary is of this type.
pub(crate) fn is(dictionary: &lopdf::Dictionary, kind: &[u8]) -> bool {
    dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == kind)
}
