//! TIFF, page after page: black and white (also fax), grey and colour of eight bits.

use std::io::Cursor;

use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};

use super::{MOST_DOTS, ReadError, fits, size};
use crate::picture::{Grey, Scan};

/// The pages of the file.
///
/// # Errors
/// It is no TIFF.
pub(super) fn pages(
    bytes: &[u8],
) -> Result<impl Iterator<Item = Result<Scan, ReadError>> + '_, ReadError> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = usize::try_from(MOST_DOTS * 4).unwrap_or(usize::MAX);
    let decoder = Decoder::new(Cursor::new(bytes)).map_err(broken)?.with_limits(limits);
    Ok(Tiff { decoder, first: true, done: false })
}

struct Tiff<'a> {
    decoder: Decoder<Cursor<&'a [u8]>>,
    first: bool,
    done: bool,
}

impl Iterator for Tiff<'_> {
    type Item = Result<Scan, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        if !std::mem::replace(&mut self.first, false) {
            if !self.decoder.more_images() {
                return None;
            }
            if let Err(fault) = self.decoder.next_image() {
                self.done = true;
                return Some(Err(broken(fault)));
            }
        }
        let page = self.page();
        self.done = page.is_err();
        Some(page)
    }
}

impl Tiff<'_> {
    fn page(&mut self) -> Result<Scan, ReadError> {
        let (width, height) = self.decoder.dimensions().map_err(broken)?;
        fits(width, height)?;
        let kind = self.decoder.colortype().map_err(broken)?;
        let DecodingResult::U8(dots) = self.decoder.read_image().map_err(broken)? else {
            return Err(ReadError::Packed(format!("TIFF {kind:?}")));
        };
        let (width, height) = (size(width), size(height));
        let made = match kind {
            ColorType::Gray(8) => Grey::new(width, height, dots).map(Scan::grey),
            ColorType::Gray(1) => Grey::new(width, height, bits(&dots, width)).map(Scan::grey),
            ColorType::RGB(8) => Scan::colour(width, height, &dots),
            ColorType::RGBA(8) => {
                let dots: Vec<u8> =
                    dots.chunks_exact(4).flat_map(|dot| dot.iter().take(3)).copied().collect();
                Scan::colour(width, height, &dots)
            }
            other => return Err(ReadError::Packed(format!("TIFF {other:?}"))),
        };
        made.ok_or_else(|| ReadError::Broken("TIFF 的图像不完整".to_owned()))
    }
}

/// A byte for each bit; 1 is white.
pub(super) fn bits(packed: &[u8], width: usize) -> Vec<u8> {
    let mut dots = Vec::with_capacity(packed.len() * 8);
    for line in packed.chunks(width.div_ceil(8).max(1)) {
        dots.extend(
            line.iter()
                .flat_map(|byte| {
                    (0..8).rev().map(move |bit| if byte >> bit & 1 == 1 { 255 } else { 0 })
                })
                .take(width),
        );
    }
    dots
}

fn broken(fault: tiff::TiffError) -> ReadError {
    match fault {
        tiff::TiffError::LimitsExceeded => ReadError::Large,
        tiff::TiffError::UnsupportedError(what) => ReadError::Packed(format!("TIFF {what}")),
        fault => ReadError::Broken(fault.to_string()),
    }
}
