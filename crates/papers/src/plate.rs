//! A picture of a dossier as a page of its own.
//!
//! What this is not: reading what the picture shows. Its content is placed as it is, only its measures are asked.

use std::io::Cursor;

use serde_json::json;
use zhiheng_app::ports::press::PressError;

use crate::world::{Job, Stock};

/// A picture is at most so many bytes.
const BYTES: usize = 64 << 20;
/// Characters of the line under it.
const CAPTION: usize = 120;

/// The page on its way to be set.
///
/// # Errors
/// It is no PNG or JPEG, or too large.
pub(crate) fn job<'a>(
    stock: &'a Stock,
    image: &[u8],
    caption: &str,
) -> Result<Job<'a>, PressError> {
    if image.len() > BYTES {
        return Err(PressError::Unbindable(format!("图像超过 {} MB", BYTES >> 20)));
    }
    let (width, height) = measures(image)
        .ok_or_else(|| PressError::Unbindable("不是 PNG 或者 JPEG 图像".to_owned()))?;
    let words = json!({
        "caption": caption.chars().filter(|c| !c.is_control()).take(CAPTION).collect::<String>(),
        "face": stock.faces().chosen().body,
        "wide": width > height,
    });
    Ok(Job::plate(stock, image.to_vec(), &words))
}

/// Width and height in dots.
fn measures(image: &[u8]) -> Option<(u32, u32)> {
    if image.starts_with(&[0xff, 0xd8, 0xff]) {
        return jpeg(image);
    }
    let reader = png::Decoder::new(Cursor::new(image)).read_info().ok()?;
    Some((reader.info().width, reader.info().height))
}

/// The frame header of a JPEG (ITU-T T.81 B.2.2): the first SOF segment, its height before its width.
fn jpeg(image: &[u8]) -> Option<(u32, u32)> {
    let mut place = 2;
    loop {
        let marker = *image.get(place + 1)?;
        let length =
            usize::from(u16::from_be_bytes([*image.get(place + 2)?, *image.get(place + 3)?]));
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            let at = |n: usize| image.get(place + n).copied().map(u32::from);
            let (height, width) = (at(5)? << 8 | at(6)?, at(7)? << 8 | at(8)?);
            return (width > 0 && height > 0).then_some((width, height));
        }
        place = place.checked_add(2)?.checked_add(length)?;
        if *image.get(place)? != 0xff {
            return None;
        }
    }
}
