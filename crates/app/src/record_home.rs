//! The log of a data folder: its key, its files, and the checks that stand before it is continued.
//!
//! ```text
//! keys/log.key           the secret, readable by the owner alone; never below `record/`, which is public
//! record/                what everybody may read: checkpoint, policy, tile/, history/
//! ```
//! A log is made once, on purpose, by [`RecordHome::create`]. Opening one that is not there is an error and never
//! makes one: a second history under the same name would be worth less than none.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::policy::policy_for;
use zhiheng_record::tile::{
    Kind, TilePath, TileReader, WIDTH, decode_entries, encode_entries, grow_entries, grow_tiles,
};
use zhiheng_record::tree::{Frontier, HashReader as _};
use zhiheng_record::{Digest, Suite};

use crate::ports::StoreError;
use crate::record_folder::{RecordFolder, flush};

const KEY_HEADER: &str = "zhiheng/log-key/v1";

/// Why a log cannot be made, opened or continued.
#[derive(Debug, thiserror::Error)]
pub enum RecordFault {
    /// There is none.
    #[error("数据目录 {0} 中没有记录。新建请运行 zhiheng init，看演示请运行 make run")]
    NotCreated(String),
    /// There is one already.
    #[error("数据目录 {0} 中已有记录，不能再建一个")]
    Exists(String),
    /// The key file is not what it should be.
    #[error("记录的签名密钥不可用：{0}")]
    Key(String),
    /// The checkpoint belongs to another log.
    #[error("密钥属于日志“{key}”，检查点属于日志“{checkpoint}”：两者不是同一份记录，拒绝继续签署")]
    Origin {
        /// Name in the key file.
        key: String,
        /// Name in the checkpoint.
        checkpoint: String,
    },
    /// The checkpoint does not hold.
    #[error("检查点不可信：{0}。拒绝继续签署，请用 zhiheng verify 查明")]
    Checkpoint(String),
    /// Signed entries are gone from the store.
    #[error(
        "数据库只有 {store} 条，检查点已签署到 {checkpoint} 条：数据库被换成了旧的或被删减，拒绝继续签署"
    )]
    Behind {
        /// Events in the store.
        store: u64,
        /// Size that was signed.
        checkpoint: u64,
    },
    /// The store holds another history than the one that was signed.
    #[error("数据库第 {leaf} 条与已签署的记录不同：这是另一份历史，拒绝继续签署")]
    Fork {
        /// First entry that differs, from 0.
        leaf: u64,
    },
    /// The tiles do not give the signed root.
    #[error("瓦片算出的树根与检查点签署的不同，拒绝继续签署，请用 zhiheng verify 查明")]
    Root,
    /// A later checkpoint was signed once.
    #[error(
        "日志曾签署到 {later} 条，现在的检查点只有 {checkpoint} 条：检查点被换成了旧的，拒绝继续签署"
    )]
    RolledBack {
        /// Size in the history.
        later: u64,
        /// Size of the checkpoint.
        checkpoint: u64,
    },
    /// A file cannot be read or written.
    #[error("读写记录文件失败：{0}")]
    Files(String),
    /// The store cannot be read.
    #[error("读取数据库失败：{0}")]
    Store(#[from] StoreError),
}

impl RecordFault {
    /// A code that stays the same when the words change.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCreated(_) => "record.not_created",
            Self::Exists(_) => "record.exists",
            Self::Key(_) => "record.key",
            Self::Origin { .. } => "record.origin",
            Self::Checkpoint(_) => "record.checkpoint",
            Self::Behind { .. } => "record.behind",
            Self::Fork { .. } => "record.fork",
            Self::Root => "record.root",
            Self::RolledBack { .. } => "record.rolled_back",
            Self::Files(_) => "record.files",
            Self::Store(_) => "record.store",
        }
    }
}

impl From<io::Error> for RecordFault {
    fn from(error: io::Error) -> Self {
        Self::Files(error.to_string())
    }
}

/// A log that may be continued.
#[derive(Debug)]
pub struct RecordHome {
    folder: RecordFolder,
    suite: Suite,
    signer: Signer,
}

/// Where the signed log ends.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) frontier: Frontier,
    /// Text of the checkpoint as published.
    text: String,
    /// Day on which it was signed, where this process signed it.
    day: Option<Date>,
}

impl RecordHome {
    /// Makes a log in the data folder `dir`: its key from `seed` (32 unguessable bytes), its policy, and a signed
    /// checkpoint of the empty tree.
    ///
    /// # Errors
    /// [`RecordFault::Exists`], a name that cannot be an origin, or the folder cannot be written.
    pub fn create(
        dir: &Path,
        suite: Suite,
        origin: &str,
        seed: &[u8; 32],
    ) -> Result<Self, RecordFault> {
        let folder = RecordFolder::new(dir.join("record"));
        if folder.root().join("checkpoint").exists() || folder.root().join("tile").exists() {
            return Err(RecordFault::Exists(dir.display().to_string()));
        }
        let signer = Signer::from_seed(origin, KeyKind::of_log(suite), seed)
            .map_err(|fault| RecordFault::Key(fault.to_string()))?;
        fs::create_dir_all(folder.root())?;
        write_key(dir, suite, origin, seed)?;
        let home = Self { folder, suite, signer };
        let empty = home.sign(0, suite.empty_root())?;
        home.folder.write(&[
            ("policy".to_owned(), policy_for(&home.signer.vkey()).into_bytes()),
            // Last: what has a checkpoint is a log.
            ("checkpoint".to_owned(), empty.into_bytes()),
        ])?;
        flush(dir)?;
        Ok(home)
    }

    /// The log of the data folder `dir`.
    ///
    /// # Errors
    /// [`RecordFault::NotCreated`], or the key cannot be used.
    pub fn open(dir: &Path) -> Result<Self, RecordFault> {
        let folder = RecordFolder::new(dir.join("record"));
        if !folder.root().join("checkpoint").exists() {
            return Err(RecordFault::NotCreated(dir.display().to_string()));
        }
        let (suite, origin, seed) = read_key(dir)?;
        let signer = Signer::from_seed(&origin, KeyKind::of_log(suite), &seed)
            .map_err(|fault| RecordFault::Key(fault.to_string()))?;
        let home = Self { folder, suite, signer };
        if !home.folder.root().join("policy").exists() {
            let policy = policy_for(&home.signer.vkey());
            home.folder.write(&[("policy".to_owned(), policy.into_bytes())])?;
        }
        Ok(home)
    }

    /// The algorithms of the log.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The identity of the log.
    pub fn origin(&self) -> &str {
        self.signer.verifier().name()
    }

    /// The published files.
    pub fn folder(&self) -> &RecordFolder {
        &self.folder
    }

    /// Where the signed log ends, checked: ours, not rolled back, and what the tiles give.
    pub(crate) fn head(&self) -> Result<Head, RecordFault> {
        let text = self
            .folder
            .read("checkpoint")
            .map_err(RecordFault::Files)?
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| RecordFault::Checkpoint("文件不可读".to_owned()))?;
        let signed: SignedCheckpoint =
            text.parse().map_err(|fault: zhiheng_record::checkpoint::CheckpointFault| {
                RecordFault::Checkpoint(fault.to_string())
            })?;
        let checkpoint = signed.checkpoint();
        if checkpoint.origin != self.origin() {
            let (key, checkpoint) = (self.origin().to_owned(), checkpoint.origin.clone());
            return Err(RecordFault::Origin { key, checkpoint });
        }
        signed
            .verify(self.signer.verifier())
            .map_err(|fault| RecordFault::Checkpoint(fault.to_string()))?;
        self.not_rolled_back(checkpoint.size)?;
        let frontier = self.frontier(checkpoint.size)?;
        if frontier.root() != checkpoint.root {
            return Err(RecordFault::Root);
        }
        Ok(Head { frontier, text, day: None })
    }

    /// The entries of the bundle in which the signed log ends, with the place of the first; for comparison with the store.
    pub(crate) fn tail(&self, size: u64) -> Result<(u64, Vec<Vec<u8>>), RecordFault> {
        let Some(last) = size.checked_sub(1) else { return Ok((0, Vec::new())) };
        let first = last / WIDTH * WIDTH;
        let entries = self.bundle(last / WIDTH, size)?;
        Ok((first, entries))
    }

    /// Publishes further leaves and signs the longer log. Files first, the checkpoint last.
    pub(crate) fn extend(
        &self,
        head: Head,
        leaves: &[Vec<u8>],
        today: Date,
    ) -> Result<Head, RecordFault> {
        let Head { mut frontier, text: before, day } = head;
        let old = frontier.size();
        let borrowed: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        let hashes = self.suite.leaf_hashes(&borrowed);
        let edge = match TilePath::at_size(Kind::Entries, old / WIDTH, old) {
            Some(path) => Some(
                encode_entries(&self.bundle(path.index, old)?)
                    .map_err(|fault| RecordFault::Files(fault.to_string()))?,
            ),
            None => None,
        };
        let bundles = grow_entries(old, edge.as_deref(), leaves)
            .map_err(|fault| RecordFault::Files(fault.to_string()))?;
        let tiles = grow_tiles(self.suite, old, &hashes, &self.folder)
            .map_err(|fault| RecordFault::Files(fault.to_string()))?;
        for hash in hashes {
            frontier.append(hash).map_err(|fault| RecordFault::Files(fault.to_string()))?;
        }
        let new = frontier.size();
        let written: Vec<TilePath> = bundles.iter().chain(&tiles).map(|(path, _)| *path).collect();
        let mut files: Vec<(String, Vec<u8>)> = bundles
            .into_iter()
            .chain(tiles)
            .map(|(path, bytes)| (path.to_string(), bytes))
            .collect();
        if is_kept(old, new, day, today) {
            files.push((format!("history/{old}"), before.into_bytes()));
        }
        self.folder.write(&files)?;
        let text = self.sign(new, frontier.root())?;
        self.folder.write(&[("checkpoint".to_owned(), text.clone().into_bytes())])?;
        for path in written.iter().filter(|path| path.is_full()) {
            self.folder.drop_partials(path)?;
        }
        Ok(Head { frontier, text, day: Some(today) })
    }

    fn sign(&self, size: u64, root: Digest) -> Result<String, RecordFault> {
        let checkpoint = Checkpoint::new(self.origin(), size, root);
        SignedCheckpoint::sign(checkpoint, &self.signer)
            .map(|signed| signed.to_string())
            .map_err(|fault| RecordFault::Key(fault.to_string()))
    }

    /// The entries of one bundle as a log of `size` has them; the full file serves for a partial one.
    fn bundle(&self, index: u64, size: u64) -> Result<Vec<Vec<u8>>, RecordFault> {
        let missing = || RecordFault::Files(format!("第 {index} 个条目文件缺失或不完整"));
        let path = TilePath::at_size(Kind::Entries, index, size).ok_or_else(missing)?;
        let read = |path: TilePath| self.folder.read(&path.to_string());
        let bytes = match read(path).map_err(RecordFault::Files)? {
            None => read(path.filled()).map_err(RecordFault::Files)?,
            found => found,
        }
        .ok_or_else(missing)?;
        let entries = decode_entries(&bytes).map_err(|_| missing())?;
        let entries = entries.get(..usize::from(path.width)).ok_or_else(missing)?;
        Ok(entries.iter().map(|entry| (*entry).to_owned()).collect())
    }

    /// The tree of `size` leaves as the tiles have it.
    fn frontier(&self, size: u64) -> Result<Frontier, RecordFault> {
        let unreadable = |fault: String| RecordFault::Files(fault);
        let reader = TileReader::new(self.suite, size, &self.folder);
        let mut frontier = Frontier::new(self.suite);
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            let node = reader
                .node(level, frontier.size() >> level)
                .map_err(|fault| unreadable(fault.to_string()))?;
            frontier.append_subtree(level, node).map_err(|fault| unreadable(fault.to_string()))?;
        }
        Ok(frontier)
    }

    fn not_rolled_back(&self, size: u64) -> Result<(), RecordFault> {
        let files = self.folder.list("history").map_err(RecordFault::Files)?.unwrap_or_default();
        let later = files
            .iter()
            .filter_map(|file| file.strip_prefix("history/")?.parse::<u64>().ok())
            .max()
            .filter(|later| *later > size);
        match later {
            Some(later) => Err(RecordFault::RolledBack { later, checkpoint: size }),
            None => Ok(()),
        }
    }
}

/// Whether the checkpoint at `old` is kept when the one at `new` takes its place: the last before each power of two,
/// the last of each day, and the one a process began with.
fn is_kept(old: u64, new: u64, day: Option<Date>, today: Date) -> bool {
    old > 0 && (new.ilog2() > old.ilog2() || day != Some(today))
}

fn key_file(dir: &Path) -> PathBuf {
    dir.join("keys").join("log.key")
}

fn write_key(dir: &Path, suite: Suite, origin: &str, seed: &[u8; 32]) -> Result<(), RecordFault> {
    let file = key_file(dir);
    let keys = dir.join("keys");
    if !keys.is_dir() {
        fs::DirBuilder::new().mode(0o700).create(&keys)?;
    }
    let suite = match suite {
        Suite::National => "national",
        Suite::International => "international",
    };
    // The bytes of a digest happen to be written the way the seed is: 64 hexadecimal digits.
    let text = format!("{KEY_HEADER}\norigin {origin}\nsuite {suite}\nseed {}\n", Digest(*seed));
    let aside = file.with_extension("new");
    let mut written =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    fs::rename(&aside, &file)?;
    flush(&keys)?;
    Ok(())
}

fn read_key(dir: &Path) -> Result<(Suite, String, [u8; 32]), RecordFault> {
    let file = key_file(dir);
    let text = fs::read_to_string(&file)
        .map_err(|error| RecordFault::Key(format!("{}:{error}", file.display())))?;
    let parse = || {
        let mut lines = text.lines();
        lines.next().filter(|line| *line == KEY_HEADER)?;
        let origin = lines.next()?.strip_prefix("origin ")?.to_owned();
        let suite = match lines.next()?.strip_prefix("suite ")? {
            "national" => Suite::National,
            "international" => Suite::International,
            _ => return None,
        };
        let seed: Digest = lines.next()?.strip_prefix("seed ")?.parse().ok()?;
        Some((suite, origin, seed.0))
    };
    parse().ok_or_else(|| RecordFault::Key(format!("{} 的格式不对", file.display())))
}
