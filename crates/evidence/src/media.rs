//! What a file is, found from its content alone: a name or a browser's word proves nothing.

use zhiheng_app::ports::BlobError;

/// Types that are taken in, as the detector spells them, with the spelling that is kept and sent out.
const TAKEN: &[(&str, &str)] = &[
    ("application/pdf", "application/pdf"),
    ("image/png", "image/png"),
    ("image/jpeg", "image/jpeg"),
    ("image/tiff", "image/tiff"),
    ("image/webp", "image/webp"),
    ("audio/mpeg", "audio/mpeg"),
    ("audio/x-wav", "audio/wav"),
    ("audio/m4a", "audio/mp4"),
    ("audio/ogg", "audio/ogg"),
    ("audio/x-flac", "audio/flac"),
    ("video/mp4", "video/mp4"),
    ("video/x-m4v", "video/mp4"),
    ("video/quicktime", "video/quicktime"),
    ("video/x-matroska", "video/x-matroska"),
    ("video/webm", "video/webm"),
    ("video/x-msvideo", "video/x-msvideo"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("application/msword", "application/msword"),
    ("application/vnd.ms-excel", "application/vnd.ms-excel"),
];

/// The media type of `content`.
///
/// # Errors
/// [`BlobError::Type`] where it is not one of those that are taken in: programs, web pages, archives, empty files and
/// whatever cannot be told.
pub fn media_type(content: &[u8]) -> Result<&'static str, BlobError> {
    let refused = |found: &str| Err(BlobError::Type { found: found.to_owned() });
    if content.is_empty() {
        return refused("空文件");
    }
    if let Some(kind) = infer::get(content) {
        let found = kind.mime_type();
        return match TAKEN.iter().find(|(name, _)| *name == found) {
            Some((_, kept)) => Ok(kept),
            None => refused(found),
        };
    }
    if is_plain_text(content) {
        Ok("text/plain; charset=utf-8")
    } else {
        refused("无法识别的内容")
    }
}

/// UTF-8 without control characters other than tabulator and line ends.
fn is_plain_text(content: &[u8]) -> bool {
    str::from_utf8(content)
        .is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')))
}
