//! Photographs and scans, turned as the camera was held.

use std::io::BufReader;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use super::MOST_PIXELS;
use super::source::Content;

/// The picture of a file; none where it is damaged, of a kind that is not decoded here (HEIC), or has too many pixels.
pub(super) fn read(content: Content) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(BufReader::new(content)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS.saturating_mul(4));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    // EXIF: the sensor lies on its side when the phone stands.
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(turned) = turned {
        // Small first: turning fifty million pixels takes as much memory again.
        if picture.width().max(picture.height()) > super::THUMBNAIL_SIDE {
            picture = picture.thumbnail(super::THUMBNAIL_SIDE, super::THUMBNAIL_SIDE);
        }
        picture.apply_orientation(turned);
    }
    Some(picture)
}
