//! Files sent in pieces, over lines that break and through servers that stop: who may send, how much, until when, and
//! the one who appends at a time.
//!
//! What this is not: the protocol on the wire (the web crate speaks tus), nor where the bytes grow
//! (`ports::Partials`). A finished upload is a file by its digest, as any other; an act brings it into a matter.

mod turn;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{BlobError, BlobInfo};
use turn::Turn;
pub use turn::{Piece, Taken};

/// How much may be sent, and how long what was begun is kept.
#[derive(Debug, Clone, Copy)]
pub struct UploadRules {
    /// Largest file, in bytes.
    pub largest: u64,
    /// Unfinished uploads of one person at a time: a camera's folder is sent at once.
    pub unfinished: usize,
    /// How long an upload is kept after the last byte came.
    pub kept: SignedDuration,
}

impl Default for UploadRules {
    fn default() -> Self {
        Self { largest: 64 << 30, unfinished: 500, kept: SignedDuration::from_hours(72) }
    }
}

/// Why an upload did not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadFault {
    /// Larger than any file may be.
    #[error("文件不能超过 {most} 字节")]
    TooLarge {
        /// The bound.
        most: u64,
    },
    /// The person has too many unfinished ones.
    #[error("未完成的上传已有 {most} 个，请先完成或者取消一些")]
    TooMany {
        /// The bound.
        most: usize,
    },
    /// Another request went on with the same upload.
    #[error("同一次上传已由另一个请求接着进行")]
    Superseded,
    /// A final upload is made of parts alone, and of finished ones.
    #[error("合并的各段必须是本人已传完的分段上传")]
    Parts,
    /// Nothing can be appended: it is finished, or made of parts.
    #[error("这次上传不能再追加内容")]
    Closed,
    /// More bytes than were announced.
    #[error("内容超过了声明的长度 {length} 字节")]
    Beyond {
        /// What was announced.
        length: u64,
    },
    /// Anything else.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<BlobError> for UploadFault {
    fn from(fault: BlobError) -> Self {
        match fault {
            BlobError::NoUpload => Self::Other(missing()),
            other => Self::Other(Error::Blob(other)),
        }
    }
}

/// What an upload is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadKind {
    /// A file.
    Whole,
    /// A part of a file.
    Part,
    /// A file made of parts.
    Final(Vec<String>),
}

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name in addresses.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// What it is for.
    pub kind: UploadKind,
    /// Bytes that were announced.
    pub length: u64,
    /// Bytes that are durable here.
    pub offset: u64,
    /// What the client said of it, returned as it came.
    pub metadata: String,
    /// When it is removed if nothing comes.
    pub expires: Timestamp,
    /// The file, once it is one.
    pub file: Option<BlobInfo>,
}

/// A new upload.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Name of the file.
    pub name: String,
    /// Bytes announced.
    pub length: u64,
    /// What the client says of it.
    pub metadata: String,
    /// Whether it is a part of a file.
    pub part: bool,
}

/// What is kept beside the bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Note {
    owner: String,
    name: String,
    kind: UploadKind,
    length: u64,
    metadata: String,
    expires: Timestamp,
    file: Option<BlobInfo>,
}

/// The uploads of a running server.
pub struct Uploads {
    app: App,
    rules: UploadRules,
    /// Notes by upload, read once: nobody else writes them.
    notes: tokio::sync::Mutex<Option<BTreeMap<String, Note>>>,
    turns: Mutex<BTreeMap<String, Arc<Turn>>>,
}

impl Uploads {
    /// Over an application.
    pub fn new(app: App, rules: UploadRules) -> Self {
        Self { app, rules, notes: tokio::sync::Mutex::default(), turns: Mutex::default() }
    }

    /// The bounds.
    pub fn rules(&self) -> UploadRules {
        self.rules
    }

    /// Begins an upload. Durable on return.
    ///
    /// # Errors
    /// It is too large, the person has too many, or the store is not there.
    pub async fn create(&self, caller: &Caller, new: NewUpload) -> Result<Upload, UploadFault> {
        let NewUpload { name, length, metadata, part } = new;
        let kind = if part { UploadKind::Part } else { UploadKind::Whole };
        self.begin(caller, name, length, metadata, kind).await
    }

    /// Makes a file of finished parts, in this order; the parts are used up.
    ///
    /// # Errors
    /// One is no finished part of this person, the file would be too large, or it is not taken in.
    pub async fn assemble(
        &self,
        caller: &Caller,
        name: String,
        metadata: String,
        parts: Vec<String>,
    ) -> Result<Upload, UploadFault> {
        let mut turns = Vec::new();
        let mut length = 0_u64;
        // In one order for everybody, and each once: nobody waits for a turn whose holder waits for theirs.
        let mut each = parts.clone();
        each.sort();
        each.dedup();
        if each.len() != parts.len() || parts.is_empty() {
            return Err(UploadFault::Parts);
        }
        for part in &each {
            let taken = match self.take(caller, part).await {
                Err(UploadFault::Other(Error::Missing { .. })) => return Err(UploadFault::Parts),
                taken => taken?,
            };
            let upload = taken.upload();
            if upload.kind != UploadKind::Part || upload.offset != upload.length {
                return Err(UploadFault::Parts);
            }
            length = length.saturating_add(upload.length);
            turns.push(taken);
        }
        let kind = UploadKind::Final(parts.clone());
        let upload = self.begin(caller, name, length, metadata, kind).await?;
        let mut taken = self.take(caller, &upload.id).await?;
        let made = match self.app.blobs().join(&upload.id, &parts).await {
            Ok(_) => taken.settle().await,
            Err(fault) => Err(fault.into()),
        };
        drop((taken, turns));
        match made {
            Ok(upload) => {
                for part in parts {
                    self.forget(&part).await?;
                }
                Ok(upload)
            }
            Err(fault) => {
                self.forget(&upload.id).await?;
                Err(fault)
            }
        }
    }

    /// The turn to append to an upload of this person; whoever had it before is told to stop.
    ///
    /// # Errors
    /// There is no such upload of this person.
    pub async fn take(&self, caller: &Caller, id: &str) -> Result<Taken<'_>, UploadFault> {
        self.own(caller, id).await?;
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry(id.to_owned()).or_default().clone()
        };
        let place = turn.queue().await;
        // It may have been finished or removed while we waited.
        let note = self.own(caller, id).await?;
        let offset = match &note.file {
            Some(file) => file.size,
            None => self.app.blobs().settle(id).await?,
        };
        let mut taken = Taken::new(self, place, shown(id, note, offset));
        // A kill may have come between the last byte and the digest.
        if taken.is_whole_but_unnamed() {
            taken.settle().await?;
        }
        Ok(taken)
    }

    /// Removes an upload. A file that came of it stays.
    ///
    /// # Errors
    /// There is no such upload of this person.
    pub async fn remove(&self, caller: &Caller, id: &str) -> Result<(), UploadFault> {
        drop(self.take(caller, id).await?);
        self.forget(id).await
    }

    /// Removes what has expired, and what a kill left of pieces; answers how many. Called now and then.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn sweep(&self) -> Result<usize, UploadFault> {
        let now = self.app.now();
        let expired: Vec<String> = {
            let mut notes = self.notes.lock().await;
            let notes = self.read(&mut notes).await?;
            let over = notes.iter().filter(|(_, note)| note.expires <= now);
            over.map(|(id, _)| id.clone()).collect()
        };
        for id in &expired {
            self.forget(id).await?;
        }
        Ok(expired.len())
    }

    async fn begin(
        &self,
        caller: &Caller,
        name: String,
        length: u64,
        metadata: String,
        kind: UploadKind,
    ) -> Result<Upload, UploadFault> {
        if length > self.rules.largest {
            return Err(UploadFault::TooLarge { most: self.rules.largest });
        }
        let owner = caller.actor.id.clone();
        let mut notes = self.notes.lock().await;
        let notes = self.read(&mut notes).await?;
        let held = notes.values().filter(|note| note.owner == owner && note.file.is_none());
        if held.count() >= self.rules.unfinished {
            return Err(UploadFault::TooMany { most: self.rules.unfinished });
        }
        let note = Note { owner, name, kind, length, metadata, expires: self.until(), file: None };
        let id = format!("{:032x}", u128::from_be_bytes(self.app.random::<16>()));
        self.app.blobs().begin(&id, &written(&note)?).await?;
        notes.insert(id.clone(), note.clone());
        Ok(shown(&id, note, 0))
    }

    async fn own(&self, caller: &Caller, id: &str) -> Result<Note, UploadFault> {
        let mut notes = self.notes.lock().await;
        let notes = self.read(&mut notes).await?;
        let now = self.app.now();
        notes
            .get(id)
            .filter(|note| note.owner == caller.actor.id && note.expires > now)
            .cloned()
            .ok_or_else(|| missing().into())
    }

    async fn change(&self, id: &str, change: impl FnOnce(&mut Note)) -> Result<(), UploadFault> {
        let mut notes = self.notes.lock().await;
        let Some(note) = self.read(&mut notes).await?.get_mut(id) else {
            return Err(missing().into());
        };
        let mut changed = note.clone();
        change(&mut changed);
        self.app.blobs().set_note(id, &written(&changed)?).await?;
        *note = changed;
        Ok(())
    }

    async fn forget(&self, id: &str) -> Result<(), UploadFault> {
        self.app.blobs().discard(id).await?;
        if let Some(notes) = self.notes.lock().await.as_mut() {
            notes.remove(id);
        }
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        Ok(())
    }

    /// The notes, read from the store the first time. What nobody can continue any more is removed then.
    async fn read<'n>(
        &self,
        notes: &'n mut Option<BTreeMap<String, Note>>,
    ) -> Result<&'n mut BTreeMap<String, Note>, UploadFault> {
        if notes.is_none() {
            let mut found = BTreeMap::new();
            for id in self.app.blobs().partials().await? {
                let note = self.app.blobs().note(&id).await?;
                let note = note.and_then(|note| serde_json::from_slice::<Note>(&note).ok());
                match note {
                    Some(note) => {
                        found.insert(id, note);
                    }
                    // A piece whose check sum never came, or an upload that never quite began.
                    None => self.app.blobs().discard(&id).await?,
                }
            }
            *notes = Some(found);
        }
        Ok(notes.get_or_insert_default())
    }

    fn until(&self) -> Timestamp {
        self.app.now().checked_add(self.rules.kept).unwrap_or(Timestamp::MAX)
    }
}

fn written(note: &Note) -> Result<Vec<u8>, UploadFault> {
    serde_json::to_vec(note).map_err(|error| Error::Internal(error.to_string()).into())
}

fn shown(id: &str, note: Note, offset: u64) -> Upload {
    let Note { owner: _, name, kind, length, metadata, expires, file } = note;
    Upload { id: id.to_owned(), name, kind, length, offset, metadata, expires, file }
}

fn missing() -> Error {
    Error::Missing { what: "这次上传".to_owned() }
}
