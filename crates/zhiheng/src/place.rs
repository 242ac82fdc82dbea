//! The data folder: where each thing lies in it, and that only one process writes to it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::output::{Fault, file_fault};

/// A data folder that exists.
#[derive(Debug)]
pub(crate) struct Place {
    dir: PathBuf,
    /// Held as long as this process may write; the operating system lets go of it when the process ends, however it ends.
    _lock: Option<File>,
}

impl Place {
    /// The folder, for reading: somebody else may be writing to it.
    pub(crate) fn look(dir: &Path) -> Result<Self, Fault> {
        if !dir.is_dir() {
            return Err(missing(dir));
        }
        Ok(Self { dir: dir.to_owned(), _lock: None })
    }

    /// The folder, for this process alone.
    pub(crate) fn take(dir: &Path) -> Result<Self, Fault> {
        if !dir.is_dir() {
            return Err(missing(dir));
        }
        let path = dir.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| file_fault(&path, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { dir: dir.to_owned(), _lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(Fault::new(
                "data.locked",
                format!("数据目录 {} 正由另一个 zhiheng 进程使用，请先停止它", dir.display()),
            )),
            Err(TryLockError::Error(error)) => Err(file_fault(&path, &error)),
        }
    }

    /// The folder made where there is none, for this process alone.
    pub(crate) fn make(dir: &Path) -> Result<Self, Fault> {
        fs::create_dir_all(dir).map_err(|error| file_fault(dir, &error))?;
        Self::take(dir)
    }

    /// The folder itself.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The embedded database.
    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("zhiheng.db")
    }

    /// Files of evidence.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.dir.join("blobs")
    }

    /// The published record.
    pub(crate) fn record(&self) -> PathBuf {
        self.dir.join("record")
    }

    /// Law that takes the place of the built-in one, where there is any.
    pub(crate) fn packs(&self) -> PathBuf {
        self.dir.join("packs")
    }

    /// There while the read models are being rebuilt: a process that finds it begins the rebuild again.
    pub(crate) fn rebuilding(&self) -> PathBuf {
        self.dir.join("rebuilding")
    }
}

fn missing(dir: &Path) -> Fault {
    Fault::new(
        "data.missing",
        format!(
            "数据目录 {} 不存在。新建请运行 zhiheng init，看演示请运行 make run",
            dir.display()
        ),
    )
}
