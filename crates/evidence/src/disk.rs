//! Small things about files on a disk that are the same wherever evidence lies: names that cannot leave a folder,
//! writing that is whole or not at all, and what a failing disk is called.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use zhiheng_app::ports::BlobError;

/// 64 lower-case hexadecimal digits: nothing else may become part of a path.
pub(crate) fn is_digest(text: &str) -> bool {
    is_hex(text, 64)
}

/// 32 lower-case hexadecimal digits, the name of an upload.
pub(crate) fn is_upload(text: &str) -> bool {
    is_hex(text, 32)
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Flushes the entries of a folder to disk.
pub(crate) fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Writes a file aside, flushes it and gives it its name: a reader sees the old or the new one, never half of one.
/// The folder of `place` is the caller's to flush.
pub(crate) fn write_whole(aside: &Path, place: &Path, content: &[u8]) -> io::Result<()> {
    let written = File::create(aside).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(aside, place)
    });
    if written.is_err() {
        // It may not exist any more; that is as good.
        let _ = fs::remove_file(aside);
    }
    written
}

/// The content of a file; none where there is no such file.
pub(crate) fn read_if_there(place: &Path) -> io::Result<Option<Vec<u8>>> {
    if_there(fs::read(place))
}

/// None where the file is not there.
pub(crate) fn if_there<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A failing disk in words for people.
#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
pub(crate) fn unavailable(error: io::Error) -> BlobError {
    BlobError::Unavailable(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘空间不足".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读写权限".to_owned(),
        _ => error.to_string(),
    })
}

/// Does what blocks where it keeps nobody else waiting.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BlobError::Unavailable(error.to_string())),
    }
}
