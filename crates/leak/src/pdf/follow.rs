//! Instructions one by one: what each does to the state of the pen, and what it draws.
//!
//! What this is not: what a page is (see `pages`), nor the fonts.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object};

use super::content::{Drawn, Glyph, Pen};
use super::geometry::{Area, Matrix};
use super::reading::{boxed, form_matrix, named, numbers, six, white};

/// Forms inside forms.
const DEEPEST: usize = 12;
/// Bytes that a content stream unfolds to.
const LARGEST: usize = 64 << 20;
/// Letters smaller than this are not seen, points.
const TINY: f32 = 2.0;

#[derive(Clone)]
pub(super) struct State {
    matrix: Matrix,
    clip: Area,
    font: Option<usize>,
    size: f32,
    leading: f32,
    spacing: f32,
    words: f32,
    stretch: f32,
    rise: f32,
    mode: i64,
    white: bool,
    faint: bool,
}

impl State {
    /// As a page begins.
    pub(super) fn new(matrix: Matrix, clip: Area) -> Self {
        Self {
            matrix,
            clip,
            font: None,
            size: 1.0,
            leading: 0.0,
            spacing: 0.0,
            words: 0.0,
            stretch: 1.0,
            rise: 0.0,
            mode: 0,
            white: false,
            faint: false,
        }
    }
}

/// One stream of instructions under way.
pub(super) struct Run<'r, 'a> {
    resources: &'r [&'a Dictionary],
    depth: usize,
    state: State,
    kept: Vec<State>,
    text: Matrix,
    line: Matrix,
    path: Vec<(f32, f32)>,
    /// The path is made of straight boxes alone.
    boxed: bool,
    clipping: bool,
    /// For each marked content under way, whether it is on a layer that is off.
    marks: Vec<bool>,
}

impl<'r, 'a> Run<'r, 'a> {
    pub(super) fn new(
        resources: &'r [&'a Dictionary],
        state: State,
        layer: bool,
        depth: usize,
    ) -> Self {
        Self {
            resources,
            depth,
            state,
            kept: Vec::new(),
            text: Matrix::UNIT,
            line: Matrix::UNIT,
            path: Vec::new(),
            boxed: true,
            clipping: false,
            marks: vec![layer],
        }
    }

    pub(super) fn step(&mut self, pen: &mut Pen<'a>, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let number = |n: usize| operands.get(n).and_then(|one| one.as_float().ok()).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" => self.kept.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.matrix = six(operands).then(self.state.matrix),
            "BT" => (self.text, self.line) = (Matrix::UNIT, Matrix::UNIT),
            "Tf" => {
                let name =
                    operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                self.state.font = pen.font(self.resources, name);
                self.state.size = number(1);
            }
            "Tr" => self.state.mode = operands.first().and_then(|n| n.as_i64().ok()).unwrap_or(0),
            "Tc" => self.state.spacing = number(0),
            "Tw" => self.state.words = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "Tm" => (self.text, self.line) = (six(operands), six(operands)),
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(pen, operands),
            "TJ" => {
                if let Some(Ok(all)) = operands.first().map(Object::as_array) {
                    self.show(pen, all);
                }
            }
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(pen, operands);
            }
            "\"" => {
                (self.state.words, self.state.spacing) = (number(0), number(1));
                self.next_line(0.0, -self.state.leading);
                self.show(pen, operands.get(2..).unwrap_or_default());
            }
            "g" | "rg" | "sc" | "scn" | "k" => self.state.white = white(operands),
            "cs" => self.state.white = false,
            "gs" => self.graphics(pen, operands),
            "BDC" | "BMC" | "EMC" | "DP" => self.mark(pen, &operation.operator, operands),
            "Do" => self.object(pen, operands),
            "BI" => self.inline(pen, operands),
            _ => self.shape(pen, operation),
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    fn layer(&self) -> bool {
        self.marks.iter().any(|off| *off)
    }

    fn show(&mut self, pen: &mut Pen<'a>, pieces: &[Object]) {
        let State { size, stretch, rise, .. } = self.state;
        for piece in pieces {
            if let Ok(back) = piece.as_float() {
                self.advance(-back / 1000.0 * size * stretch);
                continue;
            }
            let Ok(bytes) = piece.as_str() else { continue };
            let letters = match self.state.font.and_then(|font| pen.fonts.get(font)) {
                Some(font) => font.letters(bytes),
                None => vec![('\u{fffd}', 1.0); bytes.len().div_ceil(2)],
            };
            for (letter, width) in letters {
                let matrix = Matrix([size * stretch, 0.0, 0.0, size, 0.0, rise])
                    .then(self.text)
                    .then(self.state.matrix);
                let at = matrix.at(width / 2.0, 0.3);
                pen.turn += 1;
                let height = matrix.scale();
                pen.drawing.glyphs.push(Glyph {
                    letter,
                    at,
                    size: height,
                    width: width * height,
                    turn: pen.turn,
                    white: self.state.white || self.state.faint,
                    invisible: matches!(self.state.mode, 3 | 7),
                    tiny: height < TINY,
                    outside: !self.state.clip.holds(at),
                    layer: self.layer(),
                });
                let gap = self.state.spacing + if letter == ' ' { self.state.words } else { 0.0 };
                self.advance((width * size + gap) * stretch);
            }
        }
    }

    fn advance(&mut self, by: f32) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, by, 0.0]).then(self.text);
    }

    fn graphics(&mut self, pen: &Pen<'a>, operands: &[Object]) {
        let found = named(pen.document, self.resources, b"ExtGState", operands);
        let Some(dict) = found.and_then(|(_, object)| object.as_dict().ok()) else { return };
        if let Ok(alpha) = dict.get(b"ca").and_then(Object::as_float) {
            self.state.faint = alpha < 0.05;
        }
    }

    fn mark(&mut self, pen: &mut Pen<'a>, operator: &str, operands: &[Object]) {
        if operator == "EMC" {
            if self.marks.len() > 1 {
                self.marks.pop();
            }
            return;
        }
        let mut off = false;
        if operator != "BMC"
            && let Some(given) = operands.get(1)
        {
            let listed = operands
                .get(1..)
                .and_then(|rest| named(pen.document, self.resources, b"Properties", rest));
            let object = listed.map_or(given, |(entry, _)| entry);
            off = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"OC".as_slice())
                && pen.hidden(Some(object));
            if let Ok((_, object)) = pen.document.dereference(object)
                && let Ok(dict) = object.as_dict()
            {
                for key in [b"ActualText".as_slice(), b"Alt", b"E"] {
                    let text = dict.get_deref(key, pen.document).and_then(Object::as_str);
                    pen.drawing.alternatives.extend(text.ok().map(super::strings::text));
                }
            }
        }
        if operator != "DP" {
            self.marks.push(off);
        }
    }

    fn object(&mut self, pen: &mut Pen<'a>, operands: &[Object]) {
        let Some((entry, object)) = named(pen.document, self.resources, b"XObject", operands)
        else {
            return;
        };
        let (Ok(stream), id) = (object.as_stream(), entry.as_reference().ok()) else { return };
        pen.drawn.extend(id);
        let layer = self.layer() || pen.hidden(stream.dict.get(b"OC").ok());
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
        {
            pen.turn += 1;
            let (matrix, clip, turn) = (self.state.matrix, self.state.clip, pen.turn);
            if let Some(area) = matrix.area(1.0, 1.0)
                && !stream.dict.has(b"SMask")
                && !stream.dict.has(b"Mask")
                && !stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false)
            {
                pen.drawing.covers.push((turn, area.within(&clip)));
            }
            pen.drawing.images.push(Drawn { id, inline: None, matrix, clip, turn, layer });
            return;
        }
        if self.depth >= DEEPEST {
            pen.drawing.cut = true;
            return;
        }
        let own = stream.dict.get_deref(b"Resources", pen.document).and_then(Object::as_dict).ok();
        let resources: Vec<&Dictionary> =
            own.into_iter().chain(self.resources.iter().copied()).collect();
        let mut state = self.state.clone();
        state.matrix = form_matrix(stream).then(state.matrix);
        if let Some(area) =
            numbers(&stream.dict, b"BBox").and_then(|sides| boxed(&sides, state.matrix))
        {
            state.clip = state.clip.within(&area);
        }
        if let Ok(content) = stream.get_plain_content_with_limit(LARGEST) {
            pen.run(&content, &resources, state, layer, self.depth + 1);
        } else {
            pen.drawing.cut = true;
        }
    }

    fn inline(&mut self, pen: &mut Pen<'a>, operands: &[Object]) {
        pen.turn += 1;
        let inline = operands.first().and_then(|one| one.as_stream().ok()).cloned();
        let (matrix, clip, turn) = (self.state.matrix, self.state.clip, pen.turn);
        pen.drawing.images.push(Drawn {
            id: None,
            inline,
            matrix,
            clip,
            turn,
            layer: self.layer(),
        });
    }

    fn shape(&mut self, pen: &mut Pen<'a>, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let number = |n: usize| operands.get(n).and_then(|one| one.as_float().ok()).unwrap_or(0.0);
        let matrix = self.state.matrix;
        match operation.operator.as_str() {
            "re" => {
                let (x, y, w, h) = (number(0), number(1), number(2), number(3));
                self.path.extend([
                    matrix.at(x, y),
                    matrix.at(x + w, y),
                    matrix.at(x, y + h),
                    matrix.at(x + w, y + h),
                ]);
            }
            "m" | "l" => self.path.push(matrix.at(number(0), number(1))),
            "c" | "v" | "y" => {
                self.boxed = false;
                let last = operands.len().saturating_sub(2);
                self.path.push(matrix.at(number(last), number(last + 1)));
            }
            "W" | "W*" => self.clipping = true,
            "f" | "F" | "f*" | "b" | "b*" | "B" | "B*" | "n" | "s" | "S" | "sh" => {
                let painted = !matches!(operation.operator.as_str(), "n" | "s" | "S" | "sh");
                self.painted(pen, painted);
            }
            _ => {}
        }
    }

    fn painted(&mut self, pen: &mut Pen<'a>, painted: bool) {
        pen.turn += 1;
        if let Some(area) = Area::around(&self.path) {
            if painted && self.boxed && !self.state.faint {
                pen.drawing.covers.push((pen.turn, area.within(&self.state.clip)));
            }
            if painted && !self.boxed {
                pen.drawing.curves += 1;
            }
            if self.clipping {
                self.state.clip = self.state.clip.within(&area);
            }
        }
        self.path.clear();
        (self.boxed, self.clipping) = (true, false);
    }
}
