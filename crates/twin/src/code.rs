//! The code in the lower corner of every printed page: found, read and taken apart.

pub use zhiheng_app::ports::press::PageCode as Code;

use crate::geometry::Point;
use crate::ink::ink;
use crate::picture::Grey;

/// More ink than this is black.
const HALF: u8 = 115;

/// A code and where it stands.
#[derive(Debug, Clone)]
pub struct Sight {
    /// What it says.
    pub code: Code,
    /// Its corners in dots, from the upper left one as it is read, clockwise.
    pub(crate) corners: [Point; 4],
}

impl Sight {
    /// Length of its side, dots.
    pub(crate) fn side(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        (a.distance(b) + b.distance(c) + c.distance(d) + d.distance(a)) / 4.0
    }

    /// The same sight in a picture of half the size.
    pub(crate) fn halved(mut self) -> Self {
        for corner in &mut self.corners {
            corner.x /= 2.0;
            corner.y /= 2.0;
        }
        self
    }
}

/// Every page code in the picture, each text once. Other codes are passed over.
///
/// The picture is looked at softened (noise), as it is, and enlarged at its upper and lower edge (a coarse scan), until
/// something is found. What is ink is decided here and not by the reader, whose measure of shade is a part of the page's width
/// and far coarser than a code.
pub fn codes(picture: &Grey) -> Vec<Sight> {
    let soft = picture.softened();
    let whole = Place { scale: 1.0, top: 0.0 };
    for picture in [&ink(&soft), &ink(picture)] {
        let found = look(picture, whole);
        if !found.is_empty() {
            return found;
        }
    }
    for (from, to) in bands(picture.height()) {
        for picture in [&soft, picture] {
            let found =
                look(&ink(&enlarged(picture, from, to)), Place { scale: 0.5, top: places(from) });
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Where a code can be on a page that lies upright or upside down: lines from, to.
fn bands(height: usize) -> [(usize, usize); 2] {
    let band = height / 7;
    [(height - band, height), (0, band)]
}

fn enlarged(picture: &Grey, from: usize, to: usize) -> Grey {
    let (width, height) = (picture.width() * 2, (to - from) * 2);
    let mut dots = Vec::with_capacity(width * height);
    for y in 0..height {
        let at = places(from) + places(y) / 2.0;
        dots.extend((0..width).map(|x| shade(picture.between(places(x) / 2.0, at))));
    }
    Grey::new(width, height, dots).unwrap_or_else(|| picture.clone())
}

fn shade(value: Option<f32>) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a grey")]
    value.map_or(u8::MAX, |value| value as u8)
}

fn places(n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a picture is narrower than 2^24 dots")]
    {
        n as f32
    }
}

/// How a part of a picture lies in the whole.
#[derive(Clone, Copy)]
struct Place {
    scale: f32,
    top: f32,
}

fn look(ink: &Grey, place: Place) -> Vec<Sight> {
    let dots = ink.dots();
    let width = ink.width();
    let mut prepared = rqrr::PreparedImage::prepare_from_bitmap(width, ink.height(), |x, y| {
        dots.get(y * width + x).is_some_and(|ink| *ink > HALF)
    });
    let mut found: Vec<Sight> = Vec::new();
    for grid in prepared.detect_grids() {
        let Some(code) = grid.decode().ok().and_then(|(_, text)| Code::parse(&text)) else {
            continue;
        };
        if found.iter().any(|sight| sight.code == code) {
            continue;
        }
        let corners = grid.bounds.map(|point| {
            #[expect(clippy::cast_precision_loss, reason = "a picture is narrower than 2^24 dots")]
            let (x, y) = (point.x as f32, point.y as f32);
            Point { x: x * place.scale, y: y * place.scale + place.top }
        });
        found.push(Sight { code, corners });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_code_when_it_is_taken_apart_then_writing_it_gives_the_same() {
        let text = "ZH1.01JABCDEFGHJKMNPQRSTVWXYZ0~p3.2.11.0a1b2c3d";
        let code = Code::parse(text).unwrap();
        assert_eq!(
            (code.key.as_str(), code.page, code.pages),
            ("01JABCDEFGHJKMNPQRSTVWXYZ0~p3", 2, 11)
        );
        assert_eq!(code.to_string(), text);
    }

    #[test]
    fn given_what_is_no_page_code_then_nothing_is_read() {
        for text in [
            "",
            "https://example.cn/",
            "ZH2.a~b.1.1.00000000",
            "ZH1.a~b.2.1.00000000",
            "ZH1.a~b.0.1.00000000",
            "ZH1.ab.1.1.00000000",
            "ZH1.a~b.1.1.0000000",
            "ZH1.a~b.1.1.0000000g",
        ] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }
}
