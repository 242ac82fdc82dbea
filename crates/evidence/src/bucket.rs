//! Files in a store of objects elsewhere, named as in a folder of this machine (see `folder`): `<aa>/<digest>`,
//! `<aa>/<digest>.outline`, `<aa>/<digest>.facts`. Uploads grow on this machine and go there once they are whole.
//!
//! The bucket is not believed: a part is compared with the outline before it is given, and the outline with the digest.
//! A file is there before anybody is told its digest; what a kill leaves here is sent again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Semaphore;
use zhiheng_app::ports::{BlobError, BlobInfo, Blobs, FileFacts, Partials};
use zhiheng_record::chunks::{CHUNK, Outline, chunk_count};
use zhiheng_record::{Digest, Suite};

use crate::disk::{blocking, is_digest, unavailable};
use crate::folder::{BESIDE, corrupt, difference, fitting, is_current};
use crate::kept::Kept;
use crate::media::media_type;
use crate::objects::{Objects, Part};
use crate::staging::Ending;
use crate::{LocalBlobs, facts, hashing};

/// Outlines in memory: of 512 recordings of 4 GB, 64 MB.
const OUTLINES: usize = 512;
/// Chunks in memory, of 1 MiB.
const CHUNKS: usize = 48;
/// Bytes that are fetched at once where a whole file is read: what is hashed side by side.
const GROUP: u64 = 8 * CHUNK;
/// The most that is read of what lies beside a file: the outline of two terabytes.
const BESIDE_MOST: u64 = 64 << 20;
/// Files that are sent at once: each holds a few parts in memory.
const SENDING: usize = 2;

/// A content-addressed bucket.
#[derive(Debug, Clone)]
pub struct BucketBlobs {
    objects: Arc<dyn Objects>,
    /// Uploads that are still growing, and room for a file that is looked into.
    here: LocalBlobs,
    suite: Suite,
    outlines: Arc<Kept<String, Arc<Outline>>>,
    chunks: Arc<Kept<(String, u64), Bytes>>,
    sending: Arc<Semaphore>,
}

impl BucketBlobs {
    /// Files among `objects`; uploads grow in the folder `here`, made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(objects: Arc<dyn Objects>, here: &Path, suite: Suite) -> Result<Self, BlobError> {
        Ok(Self {
            objects,
            here: LocalBlobs::open(here, suite)?,
            suite,
            outlines: Arc::new(Kept::new(OUTLINES)),
            chunks: Arc::new(Kept::new(CHUNKS)),
            sending: Arc::new(Semaphore::new(SENDING)),
        })
    }

    /// Puts what lies beside a file there before the file: whoever finds a recording can check a part of it at once.
    async fn beside(&self, outline: &Outline, facts: Option<&FileFacts>) -> Result<(), BlobError> {
        let digest = outline.digest().to_string();
        if outline.size() > CHUNK {
            let bytes = Bytes::from(outline.to_bytes());
            self.objects.write(&name(&digest, ".outline"), bytes).await?;
        }
        if let Some(facts) = facts.and_then(|facts| serde_json::to_vec(facts).ok()) {
            self.objects.write(&name(&digest, ".facts"), facts.into()).await?;
        }
        Ok(())
    }

    /// What was read of a file before may have been something else.
    fn forget(&self, digest: &str) {
        self.outlines.forget(|held| held == digest);
        self.chunks.forget(|(held, _)| held == digest);
    }

    /// The outline by which parts of a file are checked; none where there is no file. Made anew where it is lost and
    /// the content is whole.
    async fn outline(&self, digest: &str) -> Result<Option<Arc<Outline>>, BlobError> {
        if let Some(outline) = self.outlines.get(&digest.to_owned()) {
            return Ok(Some(outline));
        }
        let Some(size) = self.objects.size(&name(digest, "")).await? else { return Ok(None) };
        let kept = if size > CHUNK { self.kept_outline(digest).await? } else { None };
        let outline = if let Some(outline) = kept {
            fitting(digest, Arc::new(outline), size)?
        } else {
            let found = self.found(digest, size).await?;
            if found.digest().to_string() != digest {
                // What was longer and is now a single chunk still has its outline, which says where it ends.
                if let Some(kept) = self.kept_outline(digest).await? {
                    fitting(digest, Arc::new(kept), size)?;
                }
                return Err(corrupt(digest, (size <= CHUNK).then_some(0..size)));
            }
            if size > CHUNK {
                tracing::warn!(digest, "the outline of a file was lost and is written anew");
                self.beside(&found, None).await?;
            }
            Arc::new(found)
        };
        self.outlines.put(digest.to_owned(), outline.clone());
        Ok(Some(outline))
    }

    /// The outline that lies beside the file, if it is the file's.
    async fn kept_outline(&self, digest: &str) -> Result<Option<Outline>, BlobError> {
        let part = self.objects.part(&name(digest, ".outline"), 0..BESIDE_MOST).await?;
        let outline = part.and_then(|part| Outline::from_bytes(self.suite, &part.bytes).ok());
        Ok(outline.filter(|outline| outline.digest().to_string() == digest))
    }

    /// The outline of what lies there now. The next group comes while one is hashed.
    async fn found(&self, digest: &str, size: u64) -> Result<Outline, BlobError> {
        let mut hashes: Vec<Digest> = Vec::new();
        let mut start = 0;
        let mut group = self.group(digest, start, size).await?;
        while start < size {
            start = start.saturating_add(GROUP).min(size);
            let (suite, content) = (self.suite, group);
            let leaves = blocking(move || Ok(Outline::of(suite, &content).hashes().to_vec()));
            let (leaves, next) = tokio::join!(leaves, self.group(digest, start, size));
            hashes.extend(leaves?);
            group = next?;
        }
        Outline::new(self.suite, size, hashes)
            .map_err(|fault| BlobError::Unavailable(fault.to_string()))
    }

    /// Bytes from `start` on, as many as are hashed at once; nothing at the end.
    async fn group(&self, digest: &str, start: u64, size: u64) -> Result<Bytes, BlobError> {
        let bytes = start..start.saturating_add(GROUP).min(size);
        if bytes.is_empty() {
            return Ok(Bytes::new());
        }
        let part = self.objects.part(&name(digest, ""), bytes.clone()).await?;
        let expected = bytes.end.saturating_sub(bytes.start);
        part.filter(|part| part.size == size && length(&part.bytes) == expected)
            .map(|part| part.bytes)
            .ok_or_else(|| corrupt(digest, Some(bytes)))
    }

    /// A copy of the file in the scratch folder of this machine, compared with its digest.
    async fn fetched(&self, digest: &str, size: u64) -> Result<Scratch, BlobError> {
        let scratch = Scratch(self.here.scratch());
        let mut start = 0;
        let mut file = tokio::fs::File::create_new(&scratch.0).await.map_err(unavailable)?;
        while start < size {
            let group = self.group(digest, start, size).await?;
            tokio::io::AsyncWriteExt::write_all(&mut file, &group).await.map_err(unavailable)?;
            start = start.saturating_add(length(&group));
        }
        tokio::io::AsyncWriteExt::flush(&mut file).await.map_err(unavailable)?;
        let (file, suite) = (file.into_std().await, self.suite);
        let hashes = blocking(move || {
            hashing::on_every_core(&file, suite, size, 0..chunk_count(size)).map_err(unavailable)
        });
        let found = Outline::new(self.suite, size, hashes.await?)
            .map_err(|fault| BlobError::Unavailable(fault.to_string()))?;
        if found.digest().to_string() == digest { Ok(scratch) } else { Err(corrupt(digest, None)) }
    }
}

#[async_trait]
impl Blobs for BucketBlobs {
    async fn put(&self, content: &[u8]) -> Result<BlobInfo, BlobError> {
        let media = media_type(content)?.to_owned();
        let content = Bytes::copy_from_slice(content);
        let (suite, hashed) = (self.suite, content.clone());
        let outline = blocking(move || Ok(Outline::of(suite, &hashed))).await?;
        let digest = outline.digest().to_string();
        self.beside(&outline, None).await?;
        // Written even where it is there already: what lies there may not be what it should be.
        self.objects.write(&name(&digest, ""), content).await?;
        self.forget(&digest);
        Ok(BlobInfo { digest, size: outline.size(), media })
    }

    async fn size(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        if !is_digest(digest) {
            return Ok(None);
        }
        self.objects.size(&name(digest, "")).await
    }

    async fn read_at(
        &self,
        digest: &str,
        start: u64,
        most: u64,
    ) -> Result<Option<Bytes>, BlobError> {
        if !is_digest(digest) {
            return Ok(None);
        }
        let Some(outline) = self.outline(digest).await? else { return Ok(None) };
        if start >= outline.size() || most == 0 {
            return Ok(Some(Bytes::new()));
        }
        let index = start / CHUNK;
        let key = (digest.to_owned(), index);
        let chunk = if let Some(chunk) = self.chunks.get(&key) {
            chunk
        } else {
            let span = outline.span(index);
            let part = self.objects.part(&name(digest, ""), span.clone()).await?;
            let Some(Part { bytes, size }) = part else { return Ok(None) };
            let outline = fitting(digest, outline, size)?;
            let chunk = bytes.clone();
            if !blocking(move || Ok(outline.holds(index, &chunk))).await? {
                return Err(corrupt(digest, Some(span)));
            }
            self.chunks.put(key, bytes.clone());
            bytes
        };
        let from = usize::try_from(start % CHUNK).unwrap_or(0).min(chunk.len());
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Ok(Some(chunk.slice(from..from.saturating_add(most).min(chunk.len()))))
    }

    async fn check(&self, digest: &str) -> Result<Option<u64>, BlobError> {
        let Some(size) = self.size(digest).await? else { return Ok(None) };
        let found = self.found(digest, size).await?;
        if found.digest().to_string() == digest {
            return Ok(Some(size));
        }
        let kept = self.kept_outline(digest).await?;
        let single = (size <= CHUNK).then_some(0..size);
        Err(corrupt(digest, kept.and_then(|kept| difference(&kept, &found)).or(single)))
    }

    async fn facts(&self, digest: &str) -> Result<Option<FileFacts>, BlobError> {
        let Some(size) = self.size(digest).await? else { return Ok(None) };
        let place = name(digest, ".facts");
        let beside = self.objects.part(&place, 0..BESIDE_MOST).await?;
        let beside = beside.and_then(|part| serde_json::from_slice::<FileFacts>(&part.bytes).ok());
        if let Some(facts) = beside.filter(is_current) {
            return Ok(Some(facts));
        }
        let scratch = self.fetched(digest, size).await?;
        let facts = blocking(move || {
            let file = std::fs::File::open(&scratch.0).map_err(unavailable)?;
            facts::of_file(&scratch.0, &file, size)
        })
        .await?;
        if let Ok(text) = serde_json::to_vec(&facts) {
            self.objects.write(&place, text.into()).await?;
        }
        Ok(Some(facts))
    }

    async fn remove(&self, digest: &str) -> Result<bool, BlobError> {
        if !is_digest(digest) {
            return Ok(false);
        }
        self.forget(digest);
        for ending in BESIDE {
            self.objects.remove(&name(digest, ending)).await?;
        }
        self.objects.remove(&name(digest, "")).await
    }

    async fn digests(&self) -> Result<Vec<String>, BlobError> {
        let mut names: Vec<String> =
            self.objects.names().await?.iter().filter_map(|name| kept(name)).collect();
        names.sort_unstable();
        Ok(names)
    }
}

#[async_trait]
impl Partials for BucketBlobs {
    async fn begin(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        self.here.begin(id, note).await
    }

    async fn append(&self, id: &str, offset: u64, bytes: Bytes) -> Result<(), BlobError> {
        self.here.append(id, offset, bytes).await
    }

    async fn settle(&self, id: &str) -> Result<u64, BlobError> {
        self.here.settle(id).await
    }

    async fn join(&self, id: &str, parts: &[String]) -> Result<u64, BlobError> {
        self.here.join(id, parts).await
    }

    async fn glance(&self, id: &str) -> Result<(), BlobError> {
        self.here.glance(id).await
    }

    async fn finish(&self, id: &str) -> Result<BlobInfo, BlobError> {
        let (staging, upload) = (self.here.staging(), id.to_owned());
        let sealed = match blocking(move || staging.seal(&upload)).await? {
            Ending::Moved(info) => return Ok(info),
            Ending::Here(sealed) => sealed,
        };
        // The semaphore is never closed.
        let _turn = self.sending.acquire().await;
        self.beside(&sealed.outline, Some(&sealed.facts)).await?;
        self.objects.send(&name(&sealed.info.digest, ""), &sealed.data).await?;
        self.forget(&sealed.info.digest);
        let (staging, upload) = (self.here.staging(), id.to_owned());
        // Only now: whatever ends before this leaves the content here, to be sent again.
        blocking(move || staging.sent(&upload)).await?;
        Ok(sealed.info)
    }

    async fn discard(&self, id: &str) -> Result<(), BlobError> {
        self.here.discard(id).await
    }

    async fn note(&self, id: &str) -> Result<Option<Vec<u8>>, BlobError> {
        self.here.note(id).await
    }

    async fn set_note(&self, id: &str, note: &[u8]) -> Result<(), BlobError> {
        self.here.set_note(id, note).await
    }

    async fn partials(&self) -> Result<Vec<String>, BlobError> {
        self.here.partials().await
    }
}

/// A file that is only looked into; gone when it is dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies in the scratch folder, which is swept.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The object of a file, or what lies beside it.
fn name(digest: &str, ending: &str) -> String {
    let drawer: String = digest.chars().take(2).collect();
    format!("{drawer}/{digest}{ending}")
}

/// The file that an object in a drawer is; none where it lies beside one, or in no drawer.
fn kept(name: &str) -> Option<String> {
    let (drawer, file) = name.split_once('/')?;
    let beside = |ending: &str| file.strip_suffix(ending).is_some_and(is_digest);
    let own = !file.contains('/') && drawer.len() == 2 && !BESIDE.iter().copied().any(beside);
    own.then(|| file.to_owned())
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
