//! Files in memory, for the tests of other crates. Same answers as the folder, nothing kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use zhiheng_app::ports::{BlobError, BlobInfo, Blobs, FileFacts, Partials};
use zhiheng_record::Suite;
use zhiheng_record::chunks::{CHUNK, Outline};

use crate::disk::is_upload;
use crate::facts::captions;
use crate::media::{glance, media_type};

/// A store of files that ends with the process.
#[derive(Debug)]
pub struct MemoryBlobs {
    suite: Suite,
    files: Mutex<BTreeMap<String, (Outline, Vec<u8>)>>,
    partials: Mutex<BTreeMap<String, Growing>>,
    said: Mutex<BTreeMap<String, FileFacts>>,
}

#[derive(Debug, Default)]
struct Growing {
    note: Vec<u8>,
    data: Vec<u8>,
    done: Option<BlobInfo>,
}

impl MemoryBlobs {
    /// An empty store.
    pub fn new(suite: Suite) -> Self {
        let (files, partials) = (Mutex::default(), Mutex::default());
        Self { suite, files, partials, said: Mutex::default() }
    }

    /// What a file says of itself from now on; nothing is read out of files here but captions.
    pub fn say(&self, digest: &str, facts: FileFacts) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.insert(digest.to_owned(), facts);
    }

    /// Puts other content under a digest, as somebody with access to the disk could.
    pub fn tamper(&self, digest: &str, content: Vec<u8>) {
        let mut files = self.files();
        let outline = files.get(digest).map(|(outline, _)| outline.clone());
        let outline = outline.unwrap_or_else(|| Outline::of(self.suite, &content));
        files.insert(digest.to_owned(), (outline, content));
    }

    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (Outline, Vec<u8>)>> {
        // A panic elsewhere leaves the map whole: every change to it is one call.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn partial<T>(
        &self,
        id: &str,
        work: impl FnOnce(&mut Growing) -> Result<T, BlobError>,
    ) -> Result<T, BlobError> {
        let mut partials = self.partials.lock().unwrap_or_else(PoisonError::into_inner);
        work(partials.get_mut(id).ok_or(BlobError::NoUpload)?)
    }
}

#[async_trait]
impl Blobs for MemoryBlobs {
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError> {
        let media = media_type(content)?.to_owned();
        let outline = Outline::of(self.suite, content);
        let digest = outline.digest().to_string();
        let size = outline.size();
        self.files().insert(digest.clone(), (outline, content.to_vec()));
        Ok(BlobInfo { digest, size, media })
    }

    async fn size(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        Ok(self.files().get(digest).map(|(_, content)| length(content)))
    }

    async fn read_at(
        &self,
        digest: &str,
        start: u64,
        most: u64,
    ) -> Result<Option<Bytes>, BlobError> {
        let files = self.files();
        let Some((outline, content)) = files.get(digest) else { return Ok(None) };
        if start >= length(content) || most == 0 {
            return Ok(Some(Bytes::new()));
        }
        let index = start / CHUNK;
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(content.len());
        let chunk = place(index * CHUNK)..place(index.saturating_add(1).saturating_mul(CHUNK));
        let end = start.saturating_add(most).min(u64::try_from(chunk.end).unwrap_or(u64::MAX));
        if !outline.holds(index, content.get(chunk.clone()).unwrap_or_default()) {
            let bytes = Some(outline.span(index));
            return Err(BlobError::Corrupt { digest: digest.to_owned(), bytes });
        }
        Ok(Some(Bytes::copy_from_slice(content.get(place(start)..place(end)).unwrap_or_default())))
    }

    async fn check(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        let files = self.files();
        let Some((outline, content)) = files.get(digest) else { return Ok(None) };
        let found = Outline::of(self.suite, content);
        if found.digest().to_string() == digest {
            return Ok(Some(length(content)));
        }
        let same = outline.hashes().iter().zip(found.hashes());
        let index = length_of(same.take_while(|(one, other)| one == other).count());
        let (kept, found) = (outline.span(index), found.span(index));
        let bytes = Some(kept.start.min(found.start)..kept.end.max(found.end));
        Err(BlobError::Corrupt { digest: digest.to_owned(), bytes })
    }

    async fn facts(&self, digest: &str) -> Result<Option<FileFacts>, BlobError> {
        let Some(content) = self.get(digest).await? else { return Ok(None) };
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned();
        if said.is_some() {
            return Ok(said);
        }
        let media = media_type(&content)?.to_owned();
        let text = media.starts_with("text/");
        let cues = text.then(|| captions::count(&String::from_utf8_lossy(&content)));
        Ok(Some(FileFacts { media, cues, ..FileFacts::default() }))
    }

    async fn remove(&self, digest: &str) -> Result<bool, BlobError> {
        Ok(self.files().remove(digest).is_some())
    }

    async fn digests(&self) -> Result<Vec<String>, BlobError> {
        Ok(self.files().keys().cloned().collect())
    }
}

#[async_trait]
impl Partials for MemoryBlobs {
    async fn begin(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        if !is_upload(id) {
            return Err(BlobError::NoUpload);
        }
        let mut partials = self.partials.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Growing { note: note.to_vec(), ..Growing::default() };
        partials.insert(id.to_owned(), fresh);
        Ok(())
    }

    async fn append(&self, id: &str, offset: u64, bytes: Bytes) -> Result<(), BlobError> {
        self.partial(id, |growing| {
            let now = length(&growing.data);
            if now != offset {
                return Err(BlobError::Offset { now });
            }
            growing.data.extend_from_slice(&bytes);
            Ok(())
        })
    }

    async fn settle(&self, id: &str) -> Result<u64, BlobError> {
        self.partial(id, |growing| {
            Ok(growing.done.as_ref().map_or_else(|| length(&growing.data), |info| info.size))
        })
    }

    async fn join(&self, id: &str, parts: &[String]) -> Result<u64, BlobError> {
        let mut joined = Vec::new();
        for part in parts {
            joined.extend(self.partial(part, |growing| Ok(growing.data.clone()))?);
        }
        self.partial(id, |growing| {
            growing.data.extend(joined);
            Ok(length(&growing.data))
        })
    }

    async fn glance(&self, id: &str) -> Result<(), BlobError> {
        self.partial(id, |growing| glance(&growing.data))
    }

    async fn finish(&self, id: &str) -> Result<BlobInfo, BlobError> {
        if let Some(info) = self.partial(id, |growing| Ok(growing.done.clone()))? {
            return Ok(info);
        }
        let content = self.partial(id, |growing| Ok(growing.data.clone()))?;
        let info = self.put(&content).await?;
        self.partial(id, |growing| {
            *growing =
                Growing { done: Some(info.clone()), note: growing.note.clone(), data: Vec::new() };
            Ok(info)
        })
    }

    async fn discard(&self, id: &str) -> Result<(), BlobError> {
        self.partials.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        Ok(())
    }

    async fn note(&self, id: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let partials = self.partials.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(partials.get(id).map(|growing| growing.note.clone()))
    }

    async fn set_note(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        self.partial(id, |growing| {
            growing.note = note.to_vec();
            Ok(())
        })
    }

    async fn partials(&self) -> Result<Vec<String>, BlobError> {
        let partials = self.partials.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(partials.keys().cloned().collect())
    }
}

fn length(bytes: &[u8]) -> u64 {
    length_of(bytes.len())
}

fn length_of(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
