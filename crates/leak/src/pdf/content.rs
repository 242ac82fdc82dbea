//! What the instructions of a page draw: every letter with its place and colour, every image with its place, everything laid
//! over them. All layers are followed, whether they are switched on or not.
//!
//! What this is not: drawing. Nothing is put on a canvas; boxes are enough to say what lies under what.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::follow::{Run, State};
use super::fonts::Font;
use super::geometry::{Area, Matrix};

/// Instructions of one page.
const MOST: usize = 2_000_000;

/// A letter on a page.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a way a letter can be hidden, and they occur together"
)]
pub(super) struct Glyph {
    pub(super) letter: char,
    pub(super) at: (f32, f32),
    pub(super) size: f32,
    pub(super) width: f32,
    /// Place in the order of drawing.
    pub(super) turn: usize,
    pub(super) white: bool,
    pub(super) invisible: bool,
    pub(super) tiny: bool,
    pub(super) outside: bool,
    pub(super) layer: bool,
}

/// An image on a page.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// None for one that stands in the instructions themselves.
    pub(super) id: Option<ObjectId>,
    pub(super) inline: Option<Stream>,
    pub(super) matrix: Matrix,
    pub(super) clip: Area,
    pub(super) turn: usize,
    pub(super) layer: bool,
}

/// All that a page draws.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) images: Vec<Drawn>,
    /// Opaque boxes with their turns.
    pub(super) covers: Vec<(usize, Area)>,
    /// `ActualText`, `Alt` and `E` of marked content.
    pub(super) alternatives: Vec<String>,
    /// Curved shapes: letters may have been turned into them.
    pub(super) curves: usize,
    /// There was more than is looked into.
    pub(super) cut: bool,
}

/// Follows instructions.
pub(super) struct Pen<'a> {
    pub(super) document: &'a Document,
    maps: &'a BTreeMap<ObjectId, Dictionary>,
    off: &'a BTreeSet<ObjectId>,
    pub(super) fonts: Vec<Font<'a>>,
    known: BTreeMap<ObjectId, usize>,
    /// Streams that were drawn.
    pub(super) drawn: BTreeSet<ObjectId>,
    pub(super) drawing: Drawing,
    pub(super) turn: usize,
    steps: usize,
}

impl<'a> Pen<'a> {
    pub(super) fn new(
        document: &'a Document,
        maps: &'a BTreeMap<ObjectId, Dictionary>,
        off: &'a BTreeSet<ObjectId>,
    ) -> Self {
        Self {
            document,
            maps,
            off,
            fonts: Vec::new(),
            known: BTreeMap::new(),
            drawn: BTreeSet::new(),
            drawing: Drawing::default(),
            turn: 0,
            steps: 0,
        }
    }

    /// What was drawn since the last time.
    pub(super) fn take(&mut self) -> Drawing {
        self.steps = 0;
        std::mem::take(&mut self.drawing)
    }

    /// Something opaque that lies on the page without instructions of its own.
    pub(super) fn cover(&mut self, area: Area) {
        self.turn += 1;
        self.drawing.covers.push((self.turn, area));
    }

    /// Follows `content`, whose names are in `resources` (innermost first), inside `clip`.
    pub(super) fn follow(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        matrix: Matrix,
        clip: Area,
        layer: bool,
    ) {
        let state = State::new(matrix, clip);
        self.run(content, resources, state, layer, 0);
    }

    pub(super) fn run(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        state: State,
        layer: bool,
        depth: usize,
    ) {
        let Ok(content) = Content::decode(content) else {
            self.drawing.cut = true;
            return;
        };
        let mut run = Run::new(resources, state, layer, depth);
        for operation in &content.operations {
            self.steps += 1;
            if self.steps > MOST {
                self.drawing.cut = true;
                return;
            }
            run.step(self, operation);
        }
    }

    pub(super) fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<usize> {
        let entry = resources.iter().find_map(|resources| {
            resources.get_deref(b"Font", self.document).ok()?.as_dict().ok()?.get(name).ok()
        })?;
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return Some(*known);
        }
        let (_, object) = self.document.dereference(entry).ok()?;
        let dict = object.as_dict().ok()?;
        let map = id.and_then(|id| self.maps.get(&id));
        self.fonts.push(Font::new(self.document, dict, map));
        let place = self.fonts.len() - 1;
        if let Some(id) = id {
            self.known.insert(id, place);
        }
        Some(place)
    }

    /// Whether a thing belongs to a layer that is switched off.
    pub(super) fn hidden(&self, membership: Option<&Object>) -> bool {
        let Some(object) = membership else { return false };
        if object.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Ok((_, object)) = self.document.dereference(object) else { return false };
        let Ok(groups) = object.as_dict().and_then(|dict| dict.get(b"OCGs")) else { return false };
        match groups {
            Object::Array(all) => all
                .iter()
                .filter_map(|one| one.as_reference().ok())
                .any(|id| self.off.contains(&id)),
            one => one.as_reference().is_ok_and(|id| self.off.contains(&id)),
        }
    }
}
