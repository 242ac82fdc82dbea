//! Pictures in grey: what a scan and an electronic page have in common.
//!
//! A colour scan is kept in three ways: how light a dot is, how light it is when red does not count (so that a red seal does
//! not hide the black print below it), and how red it is.

/// A picture in grey, a byte a dot, line by line from the top; 0 is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Grey {
    /// A picture of these dots; none where their number is not `width` × `height` or there are none.
    pub fn new(width: usize, height: usize, dots: Vec<u8>) -> Option<Self> {
        (width > 0 && width.checked_mul(height) == Some(dots.len()) && height > 0).then_some(Self {
            width,
            height,
            dots,
        })
    }

    /// Dots in a line.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Lines.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All dots, line by line.
    pub fn dots(&self) -> &[u8] {
        &self.dots
    }

    /// The lines, from the top.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.dots.chunks_exact(self.width)
    }

    /// One line; empty outside.
    pub(crate) fn line(&self, y: usize) -> &[u8] {
        self.dots.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Sets a dot; outside, nothing happens.
    pub(crate) fn set(&mut self, x: usize, y: usize, value: u8) {
        if x < self.width
            && let Some(dot) = self.dots.get_mut(y * self.width + x)
        {
            *dot = value;
        }
    }

    /// A picture of the same size, made line by line.
    pub(crate) fn made(&self, mut line: impl FnMut(usize, &mut [u8])) -> Self {
        let mut dots = vec![0; self.dots.len()];
        for (y, out) in dots.chunks_exact_mut(self.width).enumerate() {
            line(y, out);
        }
        Self { width: self.width, height: self.height, dots }
    }

    /// The dot at a place between dots; `None` outside.
    pub(crate) fn between(&self, x: f32, y: f32) -> Option<f32> {
        if x < 0.0 || y < 0.0 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "not negative, and a picture is narrower than 2^24 dots"
        )]
        let (left, top, right, down) = {
            let (left, top) = (x as usize, y as usize);
            (left, top, x - left as f32, y - top as f32)
        };
        if left + 1 >= self.width || top + 1 >= self.height {
            return None;
        }
        let at = top * self.width + left;
        let upper = self.dots.get(at..at + 2)?;
        let lower = self.dots.get(at + self.width..at + self.width + 2)?;
        let mixed = |line: &[u8]| match line {
            &[one, two] => Some(f32::from(one) + (f32::from(two) - f32::from(one)) * right),
            _ => None,
        };
        let (above, below) = (mixed(upper)?, mixed(lower)?);
        Some(above + (below - above) * down)
    }

    /// Half as wide and half as high, four dots to one.
    pub(crate) fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        if self.width < 2 || self.height < 2 {
            return self.clone();
        }
        let mut dots = vec![0; width * height];
        for (y, out) in dots.chunks_exact_mut(width).enumerate() {
            let (upper, lower) = (self.line(2 * y), self.line(2 * y + 1));
            let quads = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            for (dot, (one, two)) in out.iter_mut().zip(quads) {
                let sum: u16 = one.iter().chain(two).map(|dot| u16::from(*dot)).sum();
                *dot = u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX);
            }
        }
        Self { width, height, dots }
    }

    /// Each dot mixed with its neighbours, 1-2-1 both ways.
    pub(crate) fn softened(&self) -> Self {
        let across = self.made(|y, out| soften(self.line(y), out));
        let last = self.height - 1;
        across.made(|y, out| {
            let (above, here, below) =
                (across.line(y.saturating_sub(1)), across.line(y), across.line((y + 1).min(last)));
            for (dot, ((a, b), c)) in out.iter_mut().zip(above.iter().zip(here).zip(below)) {
                let sum = u16::from(*a) + 2 * u16::from(*b) + u16::from(*c);
                *dot = u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX);
            }
        })
    }
}

fn soften(line: &[u8], out: &mut [u8]) {
    let mut before = line.first().copied().unwrap_or_default();
    let mut rest = line.iter().copied().peekable();
    for dot in out {
        let Some(here) = rest.next() else { return };
        let after = rest.peek().copied().unwrap_or(here);
        let sum = u16::from(before) + 2 * u16::from(here) + u16::from(after);
        *dot = u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX);
        before = here;
    }
}

/// A scanned page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// How light.
    pub(crate) light: Grey,
    /// How light where red does not count: black and blue ink stand, a red seal is nearly gone. None in a grey scan.
    pub(crate) unred: Option<Grey>,
    /// How red. None in a grey scan.
    pub(crate) red: Option<Grey>,
}

impl Scan {
    /// A scan in grey.
    pub fn grey(picture: Grey) -> Self {
        Self { light: picture, unred: None, red: None }
    }

    /// A scan in colour, three bytes a dot; none where their number is not `width` × `height`.
    pub fn colour(width: usize, height: usize, dots: &[u8]) -> Option<Self> {
        let kept = |of: fn(u8, u8, u8) -> u8| {
            let dots = dots
                .chunks_exact(3)
                .map(|dot| match *dot {
                    [red, green, blue] => of(red, green, blue),
                    _ => 0,
                })
                .collect();
            Grey::new(width, height, dots)
        };
        let light = kept(|red, green, blue| {
            // Weights of ITU-R BT.601.
            let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
            u8::try_from(sum / 1000).unwrap_or(u8::MAX)
        })?;
        let red = kept(|red, green, blue| red.saturating_sub(green.max(blue)))?;
        // Paper that has yellowed is not red: a page counts as coloured where some dots are clearly so.
        if red.dots.iter().filter(|dot| **dot > RED).count() < FEW {
            return Some(Self::grey(light));
        }
        Some(Self { light, unred: Some(kept(|red, _, _| red)?), red: Some(red) })
    }

    /// How light it is, in grey.
    pub fn light(&self) -> &Grey {
        &self.light
    }

    /// The scan at half the size.
    pub(crate) fn halved(&self) -> Self {
        Self {
            light: self.light.halved(),
            unred: self.unred.as_ref().map(Grey::halved),
            red: self.red.as_ref().map(Grey::halved),
        }
    }
}

/// A dot is red where its red is so much above its green and blue.
pub(crate) const RED: u8 = 60;
/// Fewer red dots than this are dust.
const FEW: usize = 200;
