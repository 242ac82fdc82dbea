//! Small pictures and shapes of sound, made from files when first asked for, one at a time, and kept in a folder that may be
//! deleted at any time.
//!
//! Files come from strangers' devices. A picture is decoded only where its dimensions are within bounds, a sound for so many
//! hours and no longer, a reader that fails is stopped here; what comes of it is a file without a small picture.
//!
//! What this is not: evidence (see `zhiheng_app::ports::glimpses`). Nothing of it is on the record, and no digest names it.

mod film;
mod page;
mod picture;
mod sound;
mod source;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use image::DynamicImage;
use tokio::sync::Semaphore;
use zhiheng_app::ports::{BlobError, Blobs, Glimpses, THUMBNAIL_SIDE, Waveform};

use crate::disk::is_digest;
use source::Content;

/// Most pixels of a picture that is decoded: 64 million are 256 MB while it lasts.
pub(crate) const MOST_PIXELS: u64 = 64_000_000;
/// What is kept where there is none, so that a damaged file is not tried again at every look.
const NONE: &[u8] = b"";
/// Quality of the JPEG.
const QUALITY: u8 = 72;

/// Makes glimpses of the files of a store.
pub struct GlimpseMaker {
    blobs: Arc<dyn Blobs>,
    cache: Option<PathBuf>,
    /// One at a time: its memory is bounded once, and acts go on beside it.
    turn: Semaphore,
    next: AtomicU64,
}

impl GlimpseMaker {
    /// Over the files of `blobs`, kept in the folder `cache`; without one everything is made anew each time.
    pub fn new(blobs: Arc<dyn Blobs>, cache: Option<&Path>) -> Self {
        let cache = cache.map(Path::to_owned);
        Self { blobs, cache, turn: Semaphore::new(1), next: AtomicU64::new(0) }
    }

    async fn made(
        &self,
        digest: &str,
        ending: &str,
        draw: impl FnOnce(Content, &str) -> Option<Vec<u8>> + Send + 'static,
    ) -> Result<Option<Bytes>, BlobError> {
        // Whoever lost the file has no glimpse of it either.
        if !is_digest(digest) || self.blobs.size(digest).await?.is_none() {
            return Ok(None);
        }
        if let Some(kept) = self.kept(digest, ending).await {
            return Ok(kept);
        }
        // The semaphore is never closed.
        let _turn = self.turn.acquire().await;
        if let Some(kept) = self.kept(digest, ending).await {
            return Ok(kept);
        }
        let Some(facts) = self.blobs.facts(digest).await? else { return Ok(None) };
        let Some(content) = Content::of(self.blobs.clone(), digest).await? else {
            return Ok(None);
        };
        let fault = content.fault();
        let work = move || {
            catch_unwind(AssertUnwindSafe(|| draw(content, &facts.media))).unwrap_or_else(|_| {
                tracing::warn!(
                    media = facts.media,
                    "no glimpse: a reader did not cope with a file"
                );
                None
            })
        };
        let made = tokio::task::spawn_blocking(work).await;
        let made = made.map_err(|error| BlobError::Unavailable(error.to_string()))?;
        // What could not be read is not what the file shows: nothing of it is kept.
        if let Some(fault) = fault.take() {
            return Err(fault);
        }
        self.keep(digest, ending, made.as_deref().unwrap_or(NONE)).await;
        Ok(made.map(Bytes::from))
    }

    /// What is kept: none where nothing is, `Some(None)` where there is no glimpse of this file.
    async fn kept(&self, digest: &str, ending: &str) -> Option<Option<Bytes>> {
        let place = self.place(digest, ending)?;
        let read = tokio::task::spawn_blocking(move || fs::read(place)).await.ok()?.ok()?;
        Some((!read.is_empty()).then(|| Bytes::from(read)))
    }

    /// Keeps what was made. A cache that cannot be written makes things slow and nothing wrong.
    async fn keep(&self, digest: &str, ending: &str, made: &[u8]) {
        let (Some(place), Some(cache)) = (self.place(digest, ending), self.cache.clone()) else {
            return;
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let aside = cache.join(format!("{}-{number}.tmp", std::process::id()));
        let made = made.to_vec();
        let written = tokio::task::spawn_blocking(move || {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&aside, made)?;
            fs::rename(&aside, &place)
        });
        if let Ok(Err(fault)) = written.await {
            tracing::warn!(%fault, "a glimpse could not be kept");
        }
    }

    fn place(&self, digest: &str, ending: &str) -> Option<PathBuf> {
        let drawer: String = digest.chars().take(2).collect();
        Some(self.cache.as_ref()?.join(drawer).join(format!("{digest}.{ending}")))
    }
}

#[async_trait]
impl Glimpses for GlimpseMaker {
    async fn thumbnail(&self, digest: &str) -> Result<Option<Bytes>, BlobError> {
        let draw = |content: Content, media: &str| {
            let picture = match media {
                "application/pdf" => page::first(content),
                _ if media.starts_with("image/") => picture::read(content),
                _ if media.starts_with("video/") => film::first(content),
                _ => None,
            };
            jpeg(&picture?)
        };
        self.made(digest, "jpg", draw).await
    }

    async fn waveform(&self, digest: &str) -> Result<Option<Waveform>, BlobError> {
        let draw = |content: Content, media: &str| {
            let heard = media.starts_with("audio/") || media.starts_with("video/");
            let shape = heard.then(|| sound::shape(content)).flatten()?;
            serde_json::to_vec(&shape).ok()
        };
        let made = self.made(digest, "wave", draw).await?;
        Ok(made.and_then(|made| serde_json::from_slice(&made).ok()))
    }

    async fn forget(&self, digest: &str) -> Result<(), BlobError> {
        if !is_digest(digest) {
            return Ok(());
        }
        for place in ["jpg", "wave"].iter().filter_map(|ending| self.place(digest, ending)) {
            match fs::remove_file(place) {
                Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                    return Err(BlobError::Unavailable(fault.to_string()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// A picture made small enough, on white where it lets light through.
fn jpeg(picture: &DynamicImage) -> Option<Vec<u8>> {
    let small = if picture.width().max(picture.height()) > THUMBNAIL_SIDE {
        picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    } else {
        picture.clone()
    };
    let mut opaque = small.to_rgba8();
    for pixel in opaque.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let over = |part: u8| {
            let mixed = u16::from(part) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        pixel.0 = [over(red), over(green), over(blue), 255];
    }
    let mut written = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut written, QUALITY);
    DynamicImage::ImageRgba8(opaque).to_rgb8().write_with_encoder(encoder).ok()?;
    Some(written)
}
