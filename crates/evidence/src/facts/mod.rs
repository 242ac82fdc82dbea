//! What a file is and what it says of itself, read from its content in bounded memory.
//!
//! Files come from strangers' devices: whatever is cut, flipped or made up must be answered and must not fail. A
//! recording whose end is missing is still evidence: it is taken in and said to be damaged. A reader of a format that
//! does not cope with a file is stopped here, and what it had found is lost, not the file.

pub(crate) mod captions;
mod picture;
mod recording;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use zhiheng_app::ports::{BlobError, FileFacts};

use crate::media;

/// Largest PDF whose pages are counted: its tables are read into memory whole.
const LARGEST_PDF: u64 = 32 << 20;

/// The facts of a file of `size` bytes, which lies at `path` and is open as `file`.
///
/// # Errors
/// [`BlobError::Type`]: the content is not taken in.
pub(crate) fn of_file(path: &Path, file: &File, size: u64) -> Result<FileFacts, BlobError> {
    let media = media::of_file(file, size)?;
    let kind = media.split('/').next().unwrap_or_default();
    let read = || {
        let mut facts = FileFacts::default();
        match kind {
            "image" => picture::read(path, media, &mut facts),
            "audio" | "video" => recording::read(path, media, &mut facts),
            _ if media == "application/pdf" && size <= LARGEST_PDF => pages(path, &mut facts),
            "text" => captions::read(path, size, &mut facts),
            _ => {}
        }
        facts
    };
    let facts = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        tracing::warn!(media, "a reader did not cope with a file");
        FileFacts { damaged: true, ..FileFacts::default() }
    });
    Ok(FileFacts { media: media.to_owned(), ..facts })
}

fn pages(path: &Path, facts: &mut FileFacts) {
    match lopdf::Document::load(path) {
        Ok(document) => facts.pages = u32::try_from(document.get_pages().len()).ok(),
        Err(_) => facts.damaged = true,
    }
}

/// A text as a device wrote it: shown, so without anything that is not.
fn cleaned(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A position on the earth, or none: devices write zeroes where they do not know.
fn place(gps: &nom_exif::GPSInfo) -> Option<zhiheng_app::ports::Place> {
    let latitude = gps.latitude.to_decimal_degrees()? * gps.latitude_ref.sign();
    let longitude = gps.longitude.to_decimal_degrees()? * gps.longitude_ref.sign();
    let known = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let nowhere = latitude.abs() < f64::EPSILON && longitude.abs() < f64::EPSILON;
    let altitude = gps.altitude.meters().filter(|metres| metres.is_finite());
    // No receiver is finer than a centimetre, and a height of light years is none; short numbers are read back as they were written.
    let rounded = |value: f64, parts: f64| (value * parts).round() / parts;
    let place = zhiheng_app::ports::Place {
        latitude: rounded(latitude, 1e7),
        longitude: rounded(longitude, 1e7),
        altitude: altitude.filter(|metres| metres.abs() < 1e6).map(|metres| rounded(metres, 100.0)),
    };
    (known && !nowhere).then_some(place)
}

/// A moment as a device wrote it. A clock that was never set says 1904, 1970 or 1980: that is no moment.
fn moment(value: &nom_exif::EntryValue) -> Option<String> {
    let text = match value {
        nom_exif::EntryValue::DateTime(moment) => moment.to_rfc3339(),
        nom_exif::EntryValue::NaiveDateTime(moment) => moment.to_string().replacen(' ', "T", 1),
        _ => return None,
    };
    let year: i32 = text.get(..4)?.parse().ok()?;
    (year > 1990).then_some(text)
}
