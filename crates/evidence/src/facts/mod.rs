//! What a file is and what it says of itself, read from its content in bounded memory.
//!
//! Files come from strangers' devices: whatever is cut, flipped or made up must be answered and must not fail.

use std::fs::File;
use std::path::Path;

use zhiheng_app::ports::{BlobError, FileFacts};

use crate::media;

/// The facts of a file of `size` bytes.
///
/// # Errors
/// [`BlobError::Type`]: the content is not taken in, or is not what its first bytes say.
pub(crate) fn of_file(_path: &Path, file: &File, size: u64) -> Result<FileFacts, BlobError> {
    let media = media::of_file(file, size)?;
    Ok(FileFacts { media: media.to_owned(), ..FileFacts::default() })
}
