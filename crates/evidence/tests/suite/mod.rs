//! What every store of files promises, asked of each: the crate that runs it says which stores there are (`crate::stores`).

mod parts;
mod promises;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use zhiheng_app::ports::Blobs;
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

/// A store, and the hands of somebody who can reach what it keeps.
pub(crate) struct Store {
    pub(crate) blobs: Arc<dyn Blobs>,
    /// Opens it as another process would, with nothing in memory; none for a store that is memory alone.
    pub(crate) open: Option<Box<dyn Fn() -> Arc<dyn Blobs>>>,
    /// Where its files lie; none for memory.
    pub(crate) folder: Option<PathBuf>,
    /// What it lies in, as long as it is needed.
    pub(crate) _keeper: TempDir,
}

impl Store {
    fn place(&self, digest: &str) -> Option<PathBuf> {
        let folder: &Path = self.folder.as_ref()?;
        Some(folder.join(&digest[..2]).join(digest))
    }
}

fn digest(content: &[u8]) -> String {
    Outline::of(Suite::National, content).digest().to_string()
}
