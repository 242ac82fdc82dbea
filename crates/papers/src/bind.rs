//! Binds PDFs into one volume: pages in a row, a number at the lower right of each, an outline.
//!
//! What this is not: the setting of papers. Parts come from strangers as well, so whatever acts by itself (scripts, actions,
//! attached files) is left behind, and a part that cannot be read is refused by itself.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Bookmark, Dictionary, Document, Object, ObjectId, Stream, dictionary};
use zhiheng_app::ports::press::{Part, PressError};

/// Size of the page numbers, in points.
const SIZE: f32 = 10.5;
/// From the right and the lower edge, in points: 15 mm and 9 mm, clear of the code of a paper.
const FROM_RIGHT: f32 = 42.5;
const FROM_BELOW: f32 = 25.5;
/// Pages of one volume, at most.
const MOST: usize = 20_000;
/// Page attributes that a page may have from its parents (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What acts by itself.
const ACTIVE: [&[u8]; 2] = [b"A", b"AA"];

/// How many pages a PDF has.
pub(crate) fn count(pdf: &[u8]) -> Result<usize, PressError> {
    Ok(open(pdf)?.get_pages().len())
}

fn open(pdf: &[u8]) -> Result<Document, PressError> {
    let broken = |why: &str| PressError::Unbindable(why.to_owned());
    let document = Document::load_mem(pdf)
        .map_err(|fault| PressError::Unbindable(format!("PDF 读不出来（{fault}）")))?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(broken("PDF 有密码保护"));
    }
    match document.get_pages().len() {
        0 => Err(broken("PDF 没有页")),
        n if n > MOST => Err(broken("PDF 页数太多")),
        _ => Ok(document),
    }
}

/// The parts as one PDF.
pub(crate) fn bind(parts: &[Part]) -> Result<Vec<u8>, PressError> {
    let mut volume = Document::with_version("1.7");
    let tree = volume.new_object_id();
    let face = volume.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let mut kids: Vec<Object> = Vec::new();
    for part in parts {
        let mut document = open(&part.pdf)?;
        document.renumber_objects_with(volume.max_id + 1);
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        let mut leaves: BTreeMap<ObjectId, Dictionary> = BTreeMap::new();
        for id in &pages {
            leaves.insert(*id, flat(&document, *id)?);
        }
        volume.max_id = document.max_id;
        for (id, object) in std::mem::take(&mut document.objects) {
            if !belongs_to_catalog(&object) {
                volume.objects.insert(id, inert(object));
            }
        }
        for (n, (id, mut page)) in
            pages.iter().zip(pages.iter().filter_map(|id| leaves.remove(id))).enumerate()
        {
            page.set("Parent", tree);
            if let Some(first) = part.first {
                stamp(&mut volume, &mut page, face, first + n);
            }
            volume.objects.insert(*id, Object::Dictionary(page));
            kids.push(Object::Reference(*id));
            if let (0, Some(title)) = (n, &part.title) {
                volume.add_bookmark(Bookmark::new(title.clone(), [0.0; 3], 0, *id), None);
            }
        }
    }
    if kids.is_empty() {
        return Err(PressError::Unbindable("没有可装订的页".to_owned()));
    }
    let total = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    volume.objects.insert(
        tree,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => total }),
    );
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
    if let Some(outline) = volume.build_outline() {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let catalog = volume.add_object(catalog);
    volume.trailer.set("Root", catalog);
    volume.prune_objects();
    let mut bytes = Vec::new();
    volume
        .save_to(&mut bytes)
        .map_err(|fault| PressError::Layout(format!("bound volume: {fault}")))?;
    Ok(bytes)
}

/// The page with what it has from its parents, without what acts by itself.
fn flat(document: &Document, id: ObjectId) -> Result<Dictionary, PressError> {
    let broken =
        |fault: lopdf::Error| PressError::Unbindable(format!("PDF 的页读不出来（{fault}）"));
    let mut page = document.get_dictionary(id).map_err(broken)?.clone();
    let mut above = page.get(b"Parent").and_then(Object::as_reference).ok();
    // Parents of parents, and no further than a sound tree goes.
    for _ in 0..64 {
        let Some(parent) = above.and_then(|id| document.get_dictionary(id).ok()) else { break };
        for key in INHERITED {
            if !page.has(key)
                && let Ok(value) = parent.get(key)
            {
                page.set(key, value.clone());
            }
        }
        above = parent.get(b"Parent").and_then(Object::as_reference).ok();
    }
    for key in [&b"AA"[..], b"StructParents", b"Tabs", b"B", b"Thumb"] {
        page.remove(key);
    }
    Ok(page)
}

/// What the volume has of its own.
fn belongs_to_catalog(object: &Object) -> bool {
    let Ok(held) = object.as_dict() else { return false };
    let kind = held.get(b"Type").and_then(Object::as_name).unwrap_or_default();
    matches!(
        kind,
        b"Catalog" | b"Pages" | b"Page" | b"Outlines" | b"Filespec" | b"ObjStm" | b"XRef"
    )
}

/// Annotations keep their looks (a signature's, a stamp's) and lose what they would do.
fn inert(mut object: Object) -> Object {
    if let Object::Dictionary(held) = &mut object
        && held.has(b"Subtype")
        && held.has(b"Rect")
    {
        for key in ACTIVE {
            held.remove(key);
        }
    }
    object
}

/// Writes the number at the lower right of the page as it is looked at.
fn stamp(volume: &mut Document, page: &mut Dictionary, face: ObjectId, number: usize) {
    let [left, below, right, above] = frame(volume, page);
    let turned = page.get(b"Rotate").and_then(Object::as_i64).unwrap_or(0).rem_euclid(360);
    let digits = number.to_string();
    // Figures of Helvetica are 556 thousandths wide.
    let wide = 0.556 * SIZE * f32::from(u8::try_from(digits.len()).unwrap_or(u8::MAX));
    let (away, up) = (FROM_RIGHT + wide, FROM_BELOW);
    let matrix = match turned {
        90 => [0.0, 1.0, -1.0, 0.0, right - up, above - away],
        180 => [-1.0, 0.0, 0.0, -1.0, left + away, above - up],
        270 => [0.0, -1.0, 1.0, 0.0, left + up, below + away],
        _ => [1.0, 0.0, 0.0, 1.0, right - away, below + up],
    };
    let operations = vec![
        Operation::new("Q", vec![]),
        Operation::new("q", vec![]),
        Operation::new("BT", vec![]),
        Operation::new("g", vec![0.into()]),
        Operation::new("Tf", vec!["ZhihengNumber".into(), SIZE.into()]),
        Operation::new("Tm", matrix.iter().map(|n| Object::Real(*n)).collect()),
        Operation::new("Tj", vec![Object::string_literal(digits)]),
        Operation::new("ET", vec![]),
        Operation::new("Q", vec![]),
    ];
    let written = Content { operations }.encode().unwrap_or_default();
    // What the page drew before stands between q and Q, so that it cannot move the number.
    let open = volume.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let close = volume.add_object(Stream::new(Dictionary::new(), written));
    let mut contents = vec![Object::Reference(open)];
    match page.get(b"Contents").cloned() {
        Ok(Object::Array(held)) => contents.extend(held),
        Ok(Object::Reference(id)) => match volume.get_object(id) {
            Ok(Object::Array(held)) => contents.extend(held.clone()),
            _ => contents.push(Object::Reference(id)),
        },
        _ => {}
    }
    contents.push(Object::Reference(close));
    page.set("Contents", contents);
    let resolved = |volume: &Document, value: Option<&Object>| {
        let held = value.and_then(|value| volume.dereference(value).ok());
        held.and_then(|(_, value)| value.as_dict().ok().cloned()).unwrap_or_default()
    };
    let mut resources = resolved(volume, page.get(b"Resources").ok());
    let mut faces = resolved(volume, resources.get(b"Font").ok());
    faces.set("ZhihengNumber", face);
    resources.set("Font", faces);
    page.set("Resources", resources);
}

/// What is shown of the page: left, below, right, above; A4 where the page does not say it soundly.
fn frame(volume: &Document, page: &Dictionary) -> [f32; 4] {
    let read = |key: &[u8]| {
        let (_, value) = volume.dereference(page.get(key).ok()?).ok()?;
        let numbers: Vec<f32> = (value.as_array().ok()?.iter())
            .filter_map(|value| volume.dereference(value).ok()?.1.as_float().ok())
            .collect();
        let [a, b, c, d] = numbers.try_into().ok()?;
        Some([f32::min(a, c), f32::min(b, d), f32::max(a, c), f32::max(b, d)])
    };
    read(b"CropBox").or_else(|| read(b"MediaBox")).unwrap_or([0.0, 0.0, 595.0, 842.0])
}
