//! PDF: every state in which it was ever saved, every object, every page.
//!
//! What this is not: a viewer. A page is drawn only where pictures on it are to be read or its small picture is compared.

mod content;
mod drawing;
mod follow;
mod fonts;
mod geometry;
mod images;
mod pages;
mod reading;
mod strings;
mod walk;

use std::collections::BTreeSet;

use lopdf::{Document, LoadOptions, Object, ObjectId, Stream};

use crate::check::Look;
use crate::finding::{How, Place};
use crate::words::letters;

pub(crate) use strings::plain;

/// Largest file.
const LARGEST: usize = 256 << 20;
/// Bytes that one stream unfolds to.
const UNFOLDED: usize = 64 << 20;
/// Earlier states.
const REVISIONS: usize = 64;
/// Least length of a file that is one.
const SHORTEST: usize = 64;

/// A string of a note as text.
pub(crate) fn read_string(bytes: &[u8]) -> String {
    let latin: String = bytes
        .iter()
        .map(|byte| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '|' })
        .collect();
    format!("{}|{latin}", strings::text(bytes))
}

/// Whether words stand in bytes as they are, in one of the usual codes.
pub(crate) fn stands_in(bytes: &[u8], text: &str) -> bool {
    strings::coded(text).iter().any(|way| {
        let Some(first) = way.first() else { return false };
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| byte == first) {
            rest = rest.get(at..).unwrap_or_default();
            if rest.starts_with(way) {
                return true;
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        false
    })
}

/// Looks into a PDF.
pub(crate) fn look(look: &mut Look<'_>, bytes: &[u8]) {
    if bytes.len() > LARGEST {
        look.tell(Place::default(), How::Damaged);
        return;
    }
    let Some(newest) = state(look, bytes, true) else { return };
    orphans(look, bytes, &newest);
    let ends: Vec<usize> = ends(bytes);
    let earlier = ends.split_last().map_or(&[] as &[usize], |(_, earlier)| earlier);
    if earlier.len() > REVISIONS {
        look.tell(Place::default(), How::Damaged);
    }
    for (number, end) in (1..).zip(earlier.iter().take(REVISIONS)) {
        let Some(part) = bytes.get(..*end) else { continue };
        look.report.revisions += 1;
        let place = Place { revision: Some(number), ..Place::default() };
        let pages = (look.report.pages, look.report.images);
        look.inside(place, How::Revision, |look| {
            state(look, part, false);
        });
        (look.report.pages, look.report.images) = pages;
    }
}

/// Places behind each mark of an end.
fn ends(bytes: &[u8]) -> Vec<usize> {
    let mark = b"%%EOF";
    bytes
        .windows(mark.len())
        .enumerate()
        .filter(|(_, window)| *window == mark)
        .map(|(at, _)| at + mark.len())
        .filter(|end| *end > SHORTEST)
        .collect()
}

/// Looks into one state of the file.
fn state(look: &mut Look<'_>, bytes: &[u8], newest: bool) -> Option<Document> {
    let options = LoadOptions { max_decompressed_size: Some(UNFOLDED), ..LoadOptions::default() };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else {
        look.tell(Place::default(), How::Damaged);
        return None;
    };
    if document.is_encrypted() || document.was_encrypted() || document.trailer.has(b"Encrypt") {
        look.tell(Place::default(), How::Locked);
        return None;
    }
    let found = walk::all(&document);
    for (object, how, text) in &found.strings {
        let place = Place { object: *object, ..Place::default() };
        look.text(place, &letters(text, *how));
    }
    let drawn = pages::look(look, &document, &found, newest.then_some(bytes));
    streams(look, &document, &found, &drawn);
    for (name, id) in &found.files {
        let stream = document.get_object(*id).and_then(Object::as_stream);
        match stream.ok().and_then(unfolded) {
            Some(content) => look.attachment(name, &content),
            None => look.tell(Place { object: Some(id.0), ..Place::default() }, How::Opaque),
        }
    }
    Some(document)
}

fn unfolded(stream: &Stream) -> Option<Vec<u8>> {
    stream.get_plain_content_with_limit(UNFOLDED).ok()
}

/// Objects that lie in the file and that its table does not name.
fn orphans(look: &mut Look<'_>, bytes: &[u8], newest: &Document) {
    let options = LoadOptions {
        max_decompressed_size: Some(UNFOLDED),
        force_reconstruct: true,
        ..LoadOptions::default()
    };
    let Ok(mut rebuilt) = Document::load_mem_with_options(bytes, options) else { return };
    rebuilt.objects.retain(|id, object| newest.objects.get(id) != Some(&*object));
    if rebuilt.objects.is_empty() {
        return;
    }
    let lost: BTreeSet<ObjectId> = rebuilt.objects.keys().copied().collect();
    // What they lead to is looked up in the newest state: fonts above all.
    for (id, object) in &newest.objects {
        rebuilt.objects.entry(*id).or_insert_with(|| object.clone());
    }
    look.inside(Place::default(), How::Unused, |look| {
        let found = walk::all(&rebuilt);
        for (object, how, text) in &found.strings {
            if object.is_some_and(|object| lost.iter().any(|id| id.0 == object)) {
                look.text(Place { object: *object, ..Place::default() }, &letters(text, *how));
            }
        }
        let known = newest.objects.keys().filter(|id| !lost.contains(id)).copied().collect();
        streams(look, &rebuilt, &found, &known);
    });
}

/// Streams that no page drew: other metadata, scripts, forms, images.
fn streams(
    look: &mut Look<'_>,
    document: &Document,
    found: &walk::Found,
    drawn: &BTreeSet<ObjectId>,
) {
    let files: BTreeSet<ObjectId> = found.files.iter().map(|(_, id)| *id).collect();
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        if drawn.contains(id) || files.contains(id) || found.tools.contains(id) {
            continue;
        }
        let is = |key: &[u8], value: &[u8]| {
            stream.dict.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
        };
        if is(b"Type", b"ObjStm") || is(b"Type", b"XRef") {
            continue;
        }
        let place = Place { object: Some(id.0), ..Place::default() };
        let how = found.rooms.get(id).copied().unwrap_or(How::Unused);
        if is(b"Subtype", b"Image") {
            look.report.images += 1;
            pages::unshown(look, document, stream, place);
            continue;
        }
        let Some(content) = unfolded(stream) else { continue };
        if is(b"Type", b"EmbeddedFile") {
            look.attachment("未命名", &content);
        } else if drawing::instructs(&content) {
            let how =
                if matches!(how, How::Annotation | How::FormField) { how } else { How::Unused };
            pages::unused(look, document, stream, &content, place, how);
        } else if let Some(text) = plain(&content) {
            look.text(place, &letters(&text, how));
        } else if is(b"Type", b"Metadata") {
            look.tell(place, How::Unreadable);
        }
    }
}
