//! What a file is, found from its content alone: a name or a browser's word proves nothing.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use zhiheng_app::ports::BlobError;

use crate::disk::unavailable;

/// Bytes after which the beginning of any type that is taken in is known.
const TELLING: usize = 4096;
/// First bytes by which the type of a large file is told.
pub(crate) const HEAD: usize = 1 << 20;

/// Types that are taken in, as the detector spells them, with the spelling that is kept and sent out.
const TAKEN: &[(&str, &str)] = &[
    ("application/pdf", "application/pdf"),
    ("image/png", "image/png"),
    ("image/jpeg", "image/jpeg"),
    ("image/tiff", "image/tiff"),
    ("image/webp", "image/webp"),
    // What phones write where nobody chose otherwise.
    ("image/heif", "image/heic"),
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
    match by_head(content)? {
        Some(kept) => Ok(kept),
        None if is_plain_text(content) => Ok(TEXT),
        None => refused(UNKNOWN),
    }
}

/// The type that the first bytes of a file give away; none where they are no known beginning.
///
/// # Errors
/// They begin something that is not taken in.
pub fn by_head(head: &[u8]) -> Result<Option<&'static str>, BlobError> {
    let Some(kind) = infer::get(head) else { return Ok(None) };
    let found = kind.mime_type();
    match TAKEN.iter().find(|(name, _)| *name == found) {
        Some((_, kept)) => Ok(Some(kept)),
        None => Err(BlobError::Type { found: found.to_owned() }),
    }
}

/// Refuses the beginning of what is not taken in. Too few bytes to tell are let pass.
///
/// # Errors
/// [`BlobError::Type`] where no continuation would be taken in.
pub(crate) fn glance(head: &[u8]) -> Result<(), BlobError> {
    let head = head.get(..HEAD.min(head.len())).unwrap_or_default();
    if by_head(head)?.is_some() || head.len() < TELLING {
        return Ok(());
    }
    let whole = match str::from_utf8(head) {
        Ok(_) => head.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => 0,
    };
    match head.get(..whole) {
        Some(text) if whole > 0 && is_plain_text(text) => Ok(()),
        _ => Err(BlobError::Type { found: UNKNOWN.to_owned() }),
    }
}

/// The media type of a file of `size` bytes, read in pieces.
pub(crate) fn of_file(file: &File, size: u64) -> Result<&'static str, BlobError> {
    let length = usize::try_from(size).unwrap_or(usize::MAX).min(HEAD);
    let mut piece = vec![0; length];
    file.read_exact_at(&mut piece, 0).map_err(unavailable)?;
    if size <= u64::try_from(HEAD).unwrap_or(0) {
        return media_type(&piece);
    }
    if let Some(kept) = by_head(&piece)? {
        return Ok(kept);
    }
    // Text is text to its end.
    let (mut start, mut begun) = (0, Vec::new());
    while start < size {
        let most = usize::try_from(size.saturating_sub(start)).unwrap_or(usize::MAX).min(HEAD);
        piece.resize(most, 0);
        file.read_exact_at(&mut piece, start).map_err(unavailable)?;
        start = start.saturating_add(u64::try_from(most).unwrap_or(size));
        begun.extend_from_slice(&piece);
        let whole = match str::from_utf8(&begun) {
            Ok(_) => begun.len(),
            // A character may be cut where the piece ends.
            Err(error) if error.error_len().is_none() && start < size => error.valid_up_to(),
            Err(_) => return Err(BlobError::Type { found: UNKNOWN.to_owned() }),
        };
        if !is_plain_text(begun.get(..whole).unwrap_or_default()) {
            return Err(BlobError::Type { found: UNKNOWN.to_owned() });
        }
        begun.drain(..whole);
    }
    Ok(TEXT)
}

const TEXT: &str = "text/plain; charset=utf-8";
const UNKNOWN: &str = "无法识别的内容";

/// UTF-8 without control characters other than tabulator and line ends.
fn is_plain_text(content: &[u8]) -> bool {
    str::from_utf8(content)
        .is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')))
}
