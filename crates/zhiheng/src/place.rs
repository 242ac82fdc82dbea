//! The data folder: where each thing lies in it, and that only one process writes to it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::output::{Fault, file_fault};

/// A data folder in the making: it has its name only once it is whole, so that a kill leaves no half of one behind.
#[derive(Debug)]
pub(crate) struct Fresh {
    place: Place,
    /// Where it is being made and what it will be called; none where it is made in its place.
    aside: Option<(PathBuf, PathBuf)>,
}

impl Fresh {
    /// Begins a data folder. One that exists and holds something already, for example packs, is filled in its place.
    pub(crate) fn begin(dir: &Path) -> Result<Self, Fault> {
        if is_occupied(dir)? {
            return Ok(Self { place: Place::take(dir)?, aside: None });
        }
        let aside = aside(dir)?;
        if aside.exists() {
            // Left by a process that was stopped; the lock says that it has ended.
            drop(Place::take(&aside)?);
            fs::remove_dir_all(&aside).map_err(|error| file_fault(&aside, &error))?;
        }
        fs::create_dir_all(&aside).map_err(|error| file_fault(&aside, &error))?;
        Ok(Self { place: Place::take(&aside)?, aside: Some((aside, dir.to_owned())) })
    }

    /// The folder while it is being made.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Gives it its name.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        let Some((aside, dir)) = self.aside else { return Ok(()) };
        if dir.exists() {
            fs::remove_dir(&dir).map_err(|error| file_fault(&dir, &error))?;
        }
        fs::rename(&aside, &dir).map_err(|error| file_fault(&dir, &error))
    }
}

/// Whether there is anything in the folder.
pub(crate) fn is_occupied(dir: &Path) -> Result<bool, Fault> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(file_fault(dir, &error)),
    }
}

/// The folder beside `dir`, on the same file system, in which it is made.
pub(crate) fn aside(dir: &Path) -> Result<PathBuf, Fault> {
    let name = dir
        .file_name()
        .ok_or_else(|| Fault::new("data.folder", format!("{} 不能作为数据目录", dir.display())))?;
    Ok(dir.with_file_name(format!("{}.new", name.to_string_lossy())))
}

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

    /// Small pictures of files; may be deleted at any time.
    pub(crate) fn glimpses(&self) -> PathBuf {
        self.dir.join("cache").join("glimpses")
    }

    /// Faces of the agency's own for its papers, where there are any.
    pub(crate) fn fonts(&self) -> PathBuf {
        self.dir.join("fonts")
    }

    /// Every destruction with its certificate: kept beside backups, so that an older one does not bring a dossier back.
    pub(crate) fn destroyed(&self) -> PathBuf {
        self.dir.join("destroyed.json")
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
