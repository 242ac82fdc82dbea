//! Every object of a document: the strings in it with the room they stand in, and the streams that are to be looked into.
//!
//! What this is not: what a page draws; that is in `content`.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::strings;
use crate::finding::How;

/// Arrays and dictionaries inside one another.
const DEEPEST: usize = 200;

/// What the objects of a document hold beside what they draw.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Strings: object, room, words.
    pub(super) strings: Vec<(Option<u32>, How, String)>,
    /// Files carried along: name and stream.
    pub(super) files: Vec<(String, ObjectId)>,
    /// Small pictures of pages: page and stream.
    pub(super) thumbs: Vec<(ObjectId, ObjectId)>,
    /// Room of each object that was reached.
    pub(super) rooms: BTreeMap<ObjectId, How>,
    /// Streams that are tables and programs of fonts, masks of images: not looked into.
    pub(super) tools: BTreeSet<ObjectId>,
}

/// All that `document` holds. What nothing leads to counts as unused.
pub(super) fn all(document: &Document) -> Found {
    let mut walk = Walk { document, found: Found::default() };
    if let Ok(info) = document.trailer.get(b"Info") {
        walk.object(info, How::Information, None, 0);
    }
    if let Ok(catalog) = document.catalog() {
        for (key, value) in catalog {
            if key != b"Pages" {
                let how = room(key, How::Structure);
                walk.keyed(key, value, how, None, 0);
            }
        }
    }
    for (_, page) in document.get_pages() {
        if let Ok(dict) = document.get_dictionary(page)
            && let Ok(thumb) = dict.get(b"Thumb").and_then(Object::as_reference)
        {
            walk.found.thumbs.push((page, thumb));
            walk.found.tools.insert(thumb);
        }
    }
    for (_, value) in &document.trailer {
        walk.object(value, How::Structure, None, 0);
    }
    let lost: Vec<ObjectId> =
        document.objects.keys().filter(|id| !walk.found.rooms.contains_key(id)).copied().collect();
    for id in lost {
        if !own_table(document, id) {
            walk.object(&Object::Reference(id), How::Unused, None, 0);
        }
    }
    walk.found
}

/// Tables of the file itself.
fn own_table(document: &Document, id: ObjectId) -> bool {
    let stream = document.objects.get(&id).and_then(|object| object.as_stream().ok());
    stream.is_some_and(|stream| {
        stream.dict.get_type().is_ok_and(|kind| kind == b"XRef" || kind == b"ObjStm")
    })
}

/// The room that a key opens.
fn room(key: &[u8], how: How) -> How {
    match key {
        b"Info" => How::Information,
        b"Metadata" => How::Metadata,
        b"Outlines" => How::Bookmark,
        b"Annots" => How::Annotation,
        b"AcroForm" | b"XFA" => How::FormField,
        b"StructTreeRoot" => How::Alternative,
        b"OCProperties" => How::Layer,
        _ => how,
    }
}

struct Walk<'a> {
    document: &'a Document,
    found: Found,
}

impl Walk<'_> {
    fn keyed(&mut self, key: &[u8], value: &Object, how: How, holder: Option<u32>, depth: usize) {
        if matches!(
            key,
            b"FontFile" | b"FontFile2" | b"FontFile3" | b"ToUnicode" | b"SMask" | b"Mask"
        ) && let Ok(id) = value.as_reference()
        {
            self.found.tools.insert(id);
        }
        self.object(value, how, holder, depth);
    }

    fn object(&mut self, object: &Object, how: How, holder: Option<u32>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match object {
            Object::Reference(id) => {
                if self.found.rooms.insert(*id, how).is_some() {
                    // The first room stays: it was the more telling one.
                    return;
                }
                if let Some(object) = self.document.objects.get(id) {
                    self.object(object, how, Some(id.0), depth + 1);
                }
            }
            Object::String(bytes, _) => {
                self.found.strings.push((holder, how, strings::text(bytes)));
            }
            Object::Name(name) if !name.is_ascii() => {
                self.found.strings.push((holder, how, strings::text(name)));
            }
            Object::Array(all) => {
                for one in all {
                    self.object(one, how, holder, depth + 1);
                }
            }
            Object::Dictionary(dict) => self.dictionary(dict, how, holder, depth),
            Object::Stream(stream) => self.dictionary(&stream.dict, how, holder, depth),
            _ => {}
        }
    }

    fn dictionary(&mut self, dict: &Dictionary, how: How, holder: Option<u32>, depth: usize) {
        let has = |key: &[u8], value: &[u8]| {
            dict.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
        };
        let how = if has(b"Subtype", b"Widget") { How::FormField } else { how };
        if let Ok(held) = dict.get_deref(b"EF", self.document).and_then(Object::as_dict) {
            let name = [b"UF".as_slice(), b"F", b"Desc"]
                .iter()
                .find_map(|key| dict.get_deref(key, self.document).and_then(Object::as_str).ok())
                .map_or_else(|| "未命名".to_owned(), strings::text);
            let streams: BTreeSet<ObjectId> =
                held.iter().filter_map(|(_, stream)| stream.as_reference().ok()).collect();
            self.found.files.extend(streams.into_iter().map(|id| (name.clone(), id)));
        }
        for (key, value) in dict {
            // The way back up was gone already, and a font's collection (Adobe-GB1) is no word.
            let back = matches!(key.as_slice(), b"Parent" | b"P") && value.as_reference().is_ok();
            if back || key == b"CIDSystemInfo" {
                continue;
            }
            self.keyed(key, value, room(key, how), holder, depth + 1);
        }
    }
}
