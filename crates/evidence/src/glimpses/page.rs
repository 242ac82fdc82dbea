//! The first page of a PDF.
//!
//! A PDF of a few kilobytes can unfold into gigabytes. Before it is drawn, every stream in it is measured as it unfolds, and
//! every picture by the dimensions that it names; a file that is beyond the bounds has no small picture.

use std::io::Read as _;
use std::sync::Arc;

use flate2::read::ZlibDecoder;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use image::{DynamicImage, RgbaImage};
use lopdf::{Dictionary, Document, Object};
use zhiheng_app::ports::THUMBNAIL_SIDE;

use super::MOST_PIXELS;
use super::source::Content;

/// Largest PDF that is drawn, in bytes.
const LARGEST: u64 = 32 << 20;
/// Most that all its streams unfold to, in bytes.
const MOST_UNFOLDED: u64 = 256 << 20;
/// By how much run lengths and LZW unfold at most.
const RUN_LENGTH: u64 = 64;

/// The first page on white; none where it is damaged, locked, or beyond the bounds.
pub(super) fn first(mut content: Content) -> Option<DynamicImage> {
    if content.size() > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).ok()?;
    let document = Document::load_mem(&bytes).ok()?;
    if !bounded(&document) {
        return None;
    }
    drop(document);
    let pdf = Pdf::new(Arc::new(bytes)).ok()?;
    let page = pdf.pages().first()?;
    let (width, height) = page.render_dimensions();
    let longer = width.max(height);
    if !longer.is_finite() || longer < 1.0 || width.min(height) < 1.0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let scale = THUMBNAIL_SIDE as f32 / longer;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the side of a thumbnail, and the cast saturates"
    )]
    let points = |side: f32| ((side * scale).round() as u16).max(1);
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(points(width)),
        height: Some(points(height)),
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
    };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let picture = RgbaImage::from_raw(width, height, drawn.data_as_u8_slice().to_vec())?;
    Some(DynamicImage::ImageRgba8(picture))
}

/// Whether everything in the document stays within bounds when it is unfolded.
fn bounded(document: &Document) -> bool {
    let mut left = MOST_UNFOLDED;
    document.objects.values().all(|object| {
        let Object::Stream(stream) = object else { return true };
        let number = |name: &[u8]| {
            let told = stream.dict.get(name).and_then(Object::as_i64).unwrap_or(0);
            u64::try_from(told).unwrap_or(u64::MAX)
        };
        if number(b"Width").saturating_mul(number(b"Height")) > MOST_PIXELS {
            return false;
        }
        let Some(unfolded) = unfolded(&stream.dict, &stream.content, left) else { return false };
        left = left.saturating_sub(unfolded);
        left > 0
    })
}

/// Bytes to which a stream unfolds; none where they are more than `most`, or cannot be told beforehand.
fn unfolded(dict: &Dictionary, content: &[u8], most: u64) -> Option<u64> {
    let folded = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let filters: Vec<&[u8]> = match dict.get(b"Filter") {
        Ok(Object::Array(all)) => all.iter().filter_map(|one| one.as_name().ok()).collect(),
        Ok(Object::Name(one)) => vec![one.as_slice()],
        Ok(_) => return None,
        Err(_) => Vec::new(),
    };
    let packs =
        |filter: &&&[u8]| matches!(**filter, b"FlateDecode" | b"Fl" | b"LZWDecode" | b"LZW");
    // Packed twice, a kilobyte is a gigabyte.
    if filters.iter().filter(packs).count() > 1 {
        return None;
    }
    let size = match filters.first().copied() {
        Some(b"FlateDecode" | b"Fl") => {
            let mut reader = ZlibDecoder::new(content).take(most.saturating_add(1));
            // What ends badly ends early.
            let mut counted = std::io::sink();
            match std::io::copy(&mut reader, &mut counted) {
                Ok(size) => size,
                Err(_) => most.saturating_sub(reader.limit()).max(folded),
            }
        }
        Some(b"LZWDecode" | b"LZW" | b"RunLengthDecode" | b"RL") => {
            folded.saturating_mul(RUN_LENGTH)
        }
        // JPEG 2000 unfolds to what it says inside and not to what the document says.
        Some(b"JPXDecode") => return None,
        Some(b"DCTDecode" | b"DCT") => pixels_of(content)?.saturating_mul(4),
        _ => folded,
    };
    (size <= most).then_some(size)
}

/// The pixels that a JPEG says it has.
fn pixels_of(content: &[u8]) -> Option<u64> {
    let format = image::ImageFormat::Jpeg;
    let reader = image::ImageReader::with_format(std::io::Cursor::new(content), format);
    let (width, height) = reader.into_dimensions().ok()?;
    let pixels = u64::from(width) * u64::from(height);
    (pixels <= MOST_PIXELS).then_some(pixels)
}
