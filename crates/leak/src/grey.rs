//! A picture in shades of grey, and whether two pictures show the same.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder as _, ImageReader, Limits};

/// Longest side of a picture that is decoded.
const SIDE: u32 = 16_000;
/// Memory that decoding may take.
const MEMORY: u64 = 512 << 20;
/// Cells to a side when two pictures are compared.
const CELLS: usize = 24;
/// Mean difference of a cell from which on two pictures differ there.
const APART: i32 = 36;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grey {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Grey {
    pub(crate) fn new(width: usize, height: usize, dots: Vec<u8>) -> Option<Self> {
        let whole = width > 0 && height > 0 && width.checked_mul(height) == Some(dots.len());
        whole.then_some(Self { width, height, dots })
    }

    /// A PNG, JPEG or WebP, on white.
    pub(crate) fn decoded(bytes: &[u8]) -> Option<Self> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE);
        limits.max_image_height = Some(SIDE);
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let picture = reader.decode().ok()?.into_luma_alpha8();
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let dots = picture.pixels().map(|pixel| {
            let [light, cover] = pixel.0;
            let seen = u32::from(light) * u32::from(cover) + 255 * (255 - u32::from(cover));
            u8::try_from(seen / 255).unwrap_or(u8::MAX)
        });
        Self::new(width, height, dots.collect())
    }

    /// The picture without regard to what covers it: what a transparent part would show.
    pub(crate) fn uncovered(bytes: &[u8]) -> Option<Self> {
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let picture = reader.decode().ok()?.into_luma_alpha8();
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Self::new(width, height, picture.pixels().map(|pixel| pixel.0[0]).collect())
    }

    fn span(&self, row: usize, column: usize, cells: usize) -> impl Iterator<Item = u8> {
        let part =
            |n: usize, of: usize| (n * of / cells, ((n + 1) * of / cells).max(n * of / cells + 1));
        let (top, bottom) = part(row, self.height);
        let (left, right) = part(column, self.width);
        let right = right.min(self.width);
        (top..bottom.min(self.height))
            .filter_map(move |y| self.dots.get(y * self.width + left..y * self.width + right))
            .flatten()
            .copied()
    }

    /// The darkest and the mean light of one of `cells` × `cells` cells.
    pub(crate) fn cell(&self, row: usize, column: usize, cells: usize) -> (u8, u8) {
        let (mut darkest, mut sum, mut count) = (u8::MAX, 0_usize, 0_usize);
        for dot in self.span(row, column, cells) {
            darkest = darkest.min(dot);
            sum += usize::from(dot);
            count += 1;
        }
        (darkest, u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
    }

    /// Whether something is drawn in these cells: points that stand out by `contrast` from the commonest light, one in `share`.
    pub(crate) fn ink(
        &self,
        chosen: &[(usize, usize)],
        cells: usize,
        contrast: u8,
        share: usize,
    ) -> bool {
        let mut lights = [0_usize; 256];
        let mut all = 0_usize;
        for (row, column) in chosen {
            for dot in self.span(*row, *column, cells) {
                if let Some(light) = lights.get_mut(usize::from(dot)) {
                    *light += 1;
                }
                all += 1;
            }
        }
        let ground = lights
            .iter()
            .enumerate()
            .max_by_key(|(_, count)| **count)
            .map_or(0, |(light, _)| light);
        let apart: usize = lights
            .iter()
            .enumerate()
            .filter(|(light, _)| light.abs_diff(ground) >= usize::from(contrast))
            .map(|(_, count)| *count)
            .sum();
        apart > 0 && apart * share >= all
    }

    /// Whether the two show different things somewhere.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        (0..CELLS).any(|row| {
            (0..CELLS).any(|column| {
                let one = i32::from(self.cell(row, column, CELLS).1);
                let two = i32::from(other.cell(row, column, CELLS).1);
                (one - two).abs() > APART
            })
        })
    }

    /// As PNG.
    pub(crate) fn png(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (width, height) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        image::codecs::png::PngEncoder::new(&mut bytes)
            .write_image(&self.dots, width, height, ExtendedColorType::L8)
            .ok()?;
        Some(bytes)
    }
}
