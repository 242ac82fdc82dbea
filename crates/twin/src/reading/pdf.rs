//! PDF whose pages are scanned pictures: the one picture of each page is taken out, nothing is drawn.

use image::ImageFormat;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{ReadError, fits, picture, size, tiff};
use crate::picture::{Grey, Scan};

/// The pages of the file.
///
/// # Errors
/// It is no PDF, or it is protected.
pub(super) fn pages(
    bytes: &[u8],
) -> Result<impl Iterator<Item = Result<Scan, ReadError>> + use<>, ReadError> {
    let document =
        Document::load_mem(bytes).map_err(|fault| ReadError::Broken(fault.to_string()))?;
    if document.is_encrypted() {
        return Err(ReadError::Locked);
    }
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let mut failed = false;
    Ok(ids.into_iter().zip(1..).map_while(move |(id, number)| {
        if failed {
            return None;
        }
        let page = page(&document, id, number);
        failed = page.is_err();
        Some(page)
    }))
}

fn page(document: &Document, id: ObjectId, number: usize) -> Result<Scan, ReadError> {
    let images = document.get_page_images(id).unwrap_or_default();
    let area = |width: i64, height: i64| width.saturating_mul(height);
    let largest = images
        .iter()
        .max_by_key(|image| area(image.width, image.height))
        .ok_or(ReadError::NoPicture { page: number })?;
    let all: i64 = images.iter().map(|image| area(image.width, image.height)).sum();
    // A stamp or a logo beside the scan does not matter; strips of a page do.
    if area(largest.width, largest.height).saturating_mul(10) < all.saturating_mul(6) {
        return Err(ReadError::Pieces { page: number });
    }
    let stream = document
        .get_object(largest.id)
        .and_then(Object::as_stream)
        .map_err(|fault| ReadError::Broken(fault.to_string()))?;
    let edge = |length: i64| u32::try_from(length).map_err(|_| ReadError::Large);
    let (width, height) = (edge(largest.width)?, edge(largest.height)?);
    fits(width, height)?;
    let filters = largest.filters.clone().unwrap_or_default();
    match filters.last().map(String::as_str) {
        Some("DCTDecode" | "DCT") if filters.len() == 1 => {
            picture(&stream.content, ImageFormat::Jpeg)
        }
        Some("CCITTFaxDecode" | "CCF") if filters.len() == 1 => {
            fax(document, stream, width, height)
        }
        None | Some("FlateDecode" | "Fl" | "LZWDecode" | "RunLengthDecode") => {
            let dots = if filters.is_empty() {
                stream.content.clone()
            } else {
                stream
                    .decompressed_content()
                    .map_err(|fault| ReadError::Broken(fault.to_string()))?
            };
            plain(document, &stream.dict, width, height, dots)
        }
        Some(other) => Err(ReadError::Packed(other.to_owned())),
    }
}

/// Dots as they are, without a picture format around them.
fn plain(
    document: &Document,
    dict: &Dictionary,
    width: u32,
    height: u32,
    dots: Vec<u8>,
) -> Result<Scan, ReadError> {
    let (width, height) = (size(width), size(height));
    let bits = dict.get(b"BitsPerComponent").and_then(Object::as_i64).unwrap_or(1);
    let made = match (bits, channels(document, dict)) {
        (1, Some(1)) => {
            let mut dots = tiff::bits(&dots, width);
            dots.truncate(width * height);
            if inverted(dict) {
                for dot in &mut dots {
                    *dot = !*dot;
                }
            }
            Grey::new(width, height, dots).map(Scan::grey)
        }
        (8, Some(1)) => Grey::new(width, height, cut(dots, width * height)).map(Scan::grey),
        (8, Some(3)) => Scan::colour(width, height, &cut(dots, width * height * 3)),
        (bits, _) => return Err(ReadError::Packed(format!("PDF {bits} 位图像"))),
    };
    made.ok_or_else(|| ReadError::Broken("PDF 的图像不完整".to_owned()))
}

fn cut(mut dots: Vec<u8>, length: usize) -> Vec<u8> {
    dots.truncate(length);
    dots
}

/// Values a dot has; none where colours are looked up or mixed in another way.
fn channels(document: &Document, dict: &Dictionary) -> Option<usize> {
    if dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false) {
        return Some(1);
    }
    let resolved = |object: &Object| match object {
        Object::Reference(id) => document.get_object(*id).ok().cloned(),
        other => Some(other.clone()),
    };
    let space = resolved(dict.get(b"ColorSpace").ok()?)?;
    let named = |name: &[u8]| match name {
        b"DeviceGray" | b"G" | b"CalGray" => Some(1),
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Some(3),
        _ => None,
    };
    match &space {
        Object::Name(name) => named(name),
        Object::Array(parts) => match parts.first().and_then(|name| name.as_name().ok())? {
            b"ICCBased" => {
                let profile = resolved(parts.get(1)?)?;
                let count = profile.as_stream().ok()?.dict.get(b"N").ok()?.as_i64().ok()?;
                usize::try_from(count).ok().filter(|count| [1, 3].contains(count))
            }
            name => named(name),
        },
        _ => None,
    }
}

/// Whether 1 is black.
fn inverted(dict: &Dictionary) -> bool {
    dict.get(b"Decode")
        .and_then(Object::as_array)
        .ok()
        .and_then(|range| range.first())
        .is_some_and(|first| first.as_float().is_ok_and(|first| first > 0.5))
}

/// Fax, read by putting it into a TIFF of one strip.
fn fax(document: &Document, stream: &Stream, width: u32, height: u32) -> Result<Scan, ReadError> {
    let parameters = match stream.dict.get(b"DecodeParms") {
        Ok(Object::Reference(id)) => {
            document.get_object(*id).and_then(Object::as_dict).ok().cloned()
        }
        Ok(Object::Dictionary(dict)) => Some(dict.clone()),
        Ok(Object::Array(all)) => all.first().and_then(|one| one.as_dict().ok()).cloned(),
        _ => None,
    }
    .unwrap_or_default();
    let k = parameters.get(b"K").and_then(Object::as_i64).unwrap_or(0);
    if k >= 0 {
        return Err(ReadError::Packed("CCITT G3".to_owned()));
    }
    let black_is_one = parameters.get(b"BlackIs1").and_then(Object::as_bool).unwrap_or(false);
    let white_is_zero = black_is_one == inverted(&stream.dict);
    let wrapped = wrapped(&stream.content, width, height, white_is_zero);
    tiff::pages(&wrapped)?.next().unwrap_or(Err(ReadError::Kind))
}

/// A TIFF around one strip of fax.
fn wrapped(content: &[u8], width: u32, height: u32, white_is_zero: bool) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    let entries: [(u16, u16, u32); 9] = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 1),
        (259, 3, 4),
        (262, 3, u32::from(!white_is_zero)),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, length),
    ];
    let padded = length.saturating_add(length & 1);
    let mut out = Vec::with_capacity(content.len() + 140);
    out.extend(b"II*\0");
    out.extend(padded.saturating_add(8).to_le_bytes());
    out.extend(content);
    if length & 1 == 1 {
        out.push(0);
    }
    out.extend(9_u16.to_le_bytes());
    for (tag, kind, value) in entries {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend(0_u32.to_le_bytes());
    out
}
