//! Photographs and scans: dimensions, and what the camera wrote into EXIF.

use std::path::Path;

use nom_exif::ExifTag;
use zhiheng_app::ports::FileFacts;

use super::{cleaned, moment, place};

pub(super) fn read(path: &Path, media: &str, facts: &mut FileFacts) {
    let exif = nom_exif::read_exif(path).ok();
    let size = image::ImageReader::open(path)
        .and_then(image::ImageReader::with_guessed_format)
        .ok()
        .and_then(|reader| reader.into_dimensions().ok());
    if let Some((width, height)) = size {
        (facts.width, facts.height) = (Some(width), Some(height));
    } else if matches!(media, "image/jpeg" | "image/png") {
        facts.damaged = true;
    }
    let Some(exif) = exif else { return };
    // HEIC is not decoded here; what the phone wrote of its size is as good.
    let pixels = |tag| {
        let value = exif.get(tag)?;
        value.as_u32().or_else(|| value.as_u16().map(u32::from)).filter(|side| *side > 0)
    };
    facts.width = facts.width.or_else(|| pixels(ExifTag::ExifImageWidth));
    facts.height = facts.height.or_else(|| pixels(ExifTag::ExifImageHeight));
    let text = |tag| exif.get(tag).and_then(|value| value.as_str()).and_then(cleaned);
    (facts.make, facts.model) = (text(ExifTag::Make), text(ExifTag::Model));
    facts.recorded = [ExifTag::DateTimeOriginal, ExifTag::CreateDate]
        .into_iter()
        .find_map(|tag| exif.get(tag).and_then(moment));
    facts.place = exif.gps_info().and_then(place);
}
