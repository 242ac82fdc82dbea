//! The pages of a document: their text, their images, what lies over them, and how they look where that matters.

use std::collections::BTreeSet;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::content::{Drawing, Pen};
use super::drawing::{readings, unreadable};
use super::fonts;
use super::geometry::{Area, Matrix};
use super::images::{self, Hidden};
use super::reading::{boxed, form_matrix, numbers};
use super::walk::Found;
use crate::check::Look;
use crate::finding::{How, Place};
use crate::grey::Grey;

/// Bytes of the instructions of one page.
const LARGEST: usize = 64 << 20;
/// Dots to the inch at which words are read off a page.
const DPI: f32 = 200.0;
/// Longest side of a drawn page, in dots.
const SIDE: f32 = 4_000.0;
/// Share of a page from which on an image on it may carry words.
const IMAGE: f32 = 0.1;
/// Curved shapes from which on they may be letters.
const CURVES: usize = 120;
/// A page without a size.
const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
/// Pages.
const MOST: usize = 3_000;

/// Looks at every page; the streams that they drew. `bytes` are the file where pages are to be seen as they look.
pub(super) fn look(
    look: &mut Look<'_>,
    document: &Document,
    found: &Found,
    bytes: Option<&[u8]>,
) -> BTreeSet<ObjectId> {
    let maps = fonts::mapped(document);
    let off = switched_off(document);
    let mut pen = Pen::new(document, &maps, &off);
    let mut drawn = BTreeSet::new();
    let pdf = bytes.and_then(|bytes| Pdf::new(Arc::new(bytes.to_vec())).ok());
    let pages = document.get_pages();
    if pages.len() > MOST {
        look.tell(Place::default(), How::Damaged);
    }
    for (number, id) in pages.into_iter().take(MOST) {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        look.report.pages += 1;
        let contents = document.get_page_contents(id);
        drawn.extend(contents.iter().copied());
        let clip = shown(document, id);
        let content = document.get_page_content_with_limit(id, LARGEST).unwrap_or_default();
        let (own, parents) = document.get_page_resources(id).unwrap_or_default();
        let resources: Vec<&Dictionary> = own
            .into_iter()
            .chain(parents.into_iter().filter_map(|id| document.get_dictionary(id).ok()))
            .collect();
        pen.follow(&content, &resources, Matrix::UNIT, clip, false);
        let marks = annotations(document, id);
        for area in marks.iter().filter_map(|mark| mark.covers) {
            pen.cover(area);
        }
        let drawing = pen.take();
        let place = Place { page: Some(number), ..Place::default() };
        page(look, document, &drawing, &place);
        for mark in marks {
            let Some((stream, id)) = mark.appearance else { continue };
            let Ok(content) = stream.get_plain_content_with_limit(LARGEST) else { continue };
            drawn.insert(id);
            let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
            let resources: Vec<&Dictionary> =
                own.into_iter().chain(resources.iter().copied()).collect();
            let hidden = pen.hidden(stream.dict.get(b"OC").ok());
            pen.follow(&content, &resources, form_matrix(stream), clip, hidden);
            let drawing = pen.take();
            for reading in
                readings(&drawing, if mark.field { How::FormField } else { How::Annotation })
            {
                look.text(place.clone(), &reading);
            }
        }
        let thumb = found.thumbs.iter().find(|(page, _)| *page == id).map(|(_, thumb)| *thumb);
        seen(look, document, &drawing, &place, pdf.as_ref(), thumb, clip);
    }
    drawn.extend(pen.drawn);
    drawn
}

fn page(look: &mut Look<'_>, document: &Document, drawing: &Drawing, place: &Place) {
    for reading in readings(drawing, How::Visible) {
        look.text(place.clone(), &reading);
    }
    for text in &drawing.alternatives {
        look.text(place.clone(), &crate::words::letters(text, How::Alternative));
    }
    if unreadable(drawing) {
        look.tell(place.clone(), How::Unreadable);
    }
    if drawing.cut {
        look.tell(place.clone(), How::Damaged);
    }
    for drawn in &drawing.images {
        look.report.images += 1;
        let held = drawn.id.and_then(|id| document.get_object(id).and_then(Object::as_stream).ok());
        let Some(stream) = held.or(drawn.inline.as_ref()) else { continue };
        let place = Place { object: drawn.id.map(|id| id.0), ..place.clone() };
        if images::hidden(document, drawing, drawn, stream) != Hidden::Nothing {
            look.tell(place.clone(), How::HiddenImage);
        }
        if let Some(grey) = Grey::decoded(&stream.content) {
            crate::picture::notes(look, &stream.content, &grey);
        }
    }
}

/// What is on a page to be seen: words in images, letters made into shapes, the small picture beside it.
fn seen(
    look: &mut Look<'_>,
    document: &Document,
    drawing: &Drawing,
    place: &Place,
    pdf: Option<&Pdf>,
    thumb: Option<ObjectId>,
    clip: Area,
) {
    let Some(pdf) = pdf else { return };
    let number = place.page.unwrap_or(1) - 1;
    if let Some(thumb) =
        thumb.and_then(|id| document.get_object(id).and_then(Object::as_stream).ok())
    {
        let small = images::grey(document, thumb);
        let same = small
            .and_then(|small| drawn(pdf, number, 36.0).map(|page| !small.differs(&page)))
            .unwrap_or(false);
        if !same {
            look.tell(place.clone(), How::Thumbnail);
        }
    }
    let page = ((clip.right - clip.left) * (clip.top - clip.bottom)).max(1.0);
    let images = drawing.images.iter().any(|image| {
        image.matrix.area(1.0, 1.0).is_some_and(|area| {
            let area = area.within(&clip);
            (area.right - area.left).max(0.0) * (area.top - area.bottom).max(0.0) >= page * IMAGE
        })
    });
    let puzzling = look.sees() && unreadable(drawing);
    let plain = !images && drawing.curves < CURVES && !puzzling;
    if plain || look.idle() {
        return;
    }
    // Where nobody can read pictures there is no use in drawing the page.
    let png = if look.sees() {
        drawn(pdf, number, DPI).and_then(|grey| grey.png())
    } else {
        Some(Vec::new())
    };
    match png {
        Some(png) => look.picture(place.clone(), &png, true),
        None => look.tell(place.clone(), How::Unseen),
    }
}

/// A page as it looks, on white.
fn drawn(pdf: &Pdf, number: usize, dpi: f32) -> Option<Grey> {
    let page = pdf.pages().get(number)?;
    let (width, height) = page.render_dimensions();
    let longer = width.max(height);
    if !longer.is_finite() || width.min(height) < 1.0 {
        return None;
    }
    let scale = (dpi / 72.0).min(SIDE / longer);
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
        ..RenderSettings::default()
    };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
    let light = |pixel: &[u8]| {
        let sum: u32 = pixel.iter().take(3).map(|part| u32::from(*part)).sum();
        u8::try_from(sum / 3).unwrap_or(u8::MAX)
    };
    Grey::new(width, height, drawn.data_as_u8_slice().chunks_exact(4).map(light).collect())
}

/// An image that no page shows.
pub(super) fn unshown(look: &mut Look<'_>, document: &Document, stream: &Stream, place: Place) {
    let blank = images::grey(document, stream).is_some_and(|grey| {
        let whole: Vec<(usize, usize)> =
            (0..8).flat_map(|row| (0..8).map(move |column| (row, column))).collect();
        !grey.ink(&whole, 8, 90, 400)
    });
    if !blank {
        look.tell(place, How::HiddenImage);
    }
}

/// Instructions that no page follows, read with the fonts of every page.
pub(super) fn unused(
    look: &mut Look<'_>,
    document: &Document,
    stream: &Stream,
    content: &[u8],
    place: Place,
    how: How,
) {
    let maps = fonts::mapped(document);
    let off = BTreeSet::new();
    let mut pen = Pen::new(document, &maps, &off);
    let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
    let lent = document.page_iter().flat_map(|id| {
        let (own, parents) = document.get_page_resources(id).unwrap_or_default();
        own.into_iter().chain(parents.into_iter().filter_map(|id| document.get_dictionary(id).ok()))
    });
    let resources: Vec<&Dictionary> = own.into_iter().chain(lent.take(50)).collect();
    let everywhere = Area { left: f32::MIN, bottom: f32::MIN, right: f32::MAX, top: f32::MAX };
    pen.follow(content, &resources, Matrix::UNIT, everywhere, false);
    let mut drawing = pen.take();
    drawing.covers.clear();
    for glyph in &mut drawing.glyphs {
        (glyph.white, glyph.invisible, glyph.tiny) = (false, false, false);
    }
    for reading in readings(&drawing, how) {
        look.text(place.clone(), &reading);
    }
    if unreadable(&drawing) {
        look.tell(place, How::Unreadable);
    }
}

/// The part of a page that is shown.
fn shown(document: &Document, page: ObjectId) -> Area {
    let inherited = |key: &[u8]| {
        let mut id = page;
        for _ in 0..32 {
            let dict = document.get_dictionary(id).ok()?;
            if let Ok(Object::Array(_)) = dict.get_deref(key, document) {
                let mut own = Dictionary::new();
                own.set("Box", dict.get_deref(key, document).ok()?.clone());
                return numbers(&own, b"Box").filter(|sides| sides.len() == 4);
            }
            id = dict.get(b"Parent").and_then(Object::as_reference).ok()?;
        }
        None
    };
    let media = inherited(b"MediaBox").and_then(|sides| boxed(&sides, Matrix::UNIT));
    let media = media.or_else(|| boxed(&A4, Matrix::UNIT));
    let crop = inherited(b"CropBox").and_then(|sides| boxed(&sides, Matrix::UNIT));
    match (media, crop) {
        (Some(media), Some(crop)) => media.within(&crop),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Area { left: 0.0, bottom: 0.0, right: 595.0, top: 842.0 },
    }
}

/// Layers that are off when the file is opened.
fn switched_off(document: &Document) -> BTreeSet<ObjectId> {
    let read = || {
        let layers = document
            .catalog()
            .ok()?
            .get_deref(b"OCProperties", document)
            .and_then(Object::as_dict)
            .ok()?;
        let usual = layers.get_deref(b"D", document).and_then(Object::as_dict).ok()?;
        let list = |dict: &Dictionary, key: &[u8]| -> BTreeSet<ObjectId> {
            let all = dict.get_deref(key, document).and_then(Object::as_array);
            all.map(|all| all.iter().filter_map(|one| one.as_reference().ok()).collect())
                .unwrap_or_default()
        };
        let mut off = list(usual, b"OFF");
        if usual.get(b"BaseState").and_then(Object::as_name).is_ok_and(|state| state == b"OFF") {
            let on = list(usual, b"ON");
            off.extend(list(layers, b"OCGs").difference(&on).copied());
        }
        Some(off)
    };
    read().unwrap_or_default()
}

/// A note laid on a page.
struct Note<'a> {
    /// What it draws.
    appearance: Option<(&'a Stream, ObjectId)>,
    /// It hides what lies under it.
    covers: Option<Area>,
    /// It is a field of a form.
    field: bool,
}

fn annotations(document: &Document, page: ObjectId) -> Vec<Note<'_>> {
    let notes = document.get_page_annotations(page).unwrap_or_default();
    notes
        .into_iter()
        .map(|dict| {
            let kind = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            let appearance = dict
                .get_deref(b"AP", document)
                .and_then(Object::as_dict)
                .and_then(|all| all.get(b"N"))
                .ok()
                .and_then(|normal| {
                    let id = normal.as_reference().ok()?;
                    Some((document.get_object(id).and_then(Object::as_stream).ok()?, id))
                });
            let filled = dict.has(b"IC") || matches!(kind, b"Redact" | b"Stamp" | b"FreeText");
            let area = numbers(dict, b"Rect").and_then(|sides| boxed(&sides, Matrix::UNIT));
            Note { appearance, covers: area.filter(|_| filled), field: kind == b"Widget" }
        })
        .collect()
}
