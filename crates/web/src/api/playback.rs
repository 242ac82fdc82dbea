//! A stored file sent out, whole or a range of it (RFC 9110 §14), a checked chunk at a time.
//!
//! What was changed on the disk is never sent: the first chunk is read before the answer begins, so that a changed one
//! is a problem with a code; where a later one is not as it was, the connection is broken off, which no player takes
//! for the end of the file.

use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::dossier::HeldFile;
use zhiheng_app::ports::BlobError;

use crate::api::blobs::disposition;
use crate::problem::Problem;
use crate::server::Api;

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    /// Nothing that the file has.
    Beyond,
}

/// Answers with the file under `digest`.
///
/// # Errors
/// The file is lost or changed, or cannot be read.
pub(crate) async fn answer(
    api: &Api,
    digest: &str,
    held: HeldFile,
    headers: &HeaderMap,
    inline: bool,
) -> Result<Response, Problem> {
    let tag = format!("\"{digest}\"");
    let same =
        |name| headers.get(name).and_then(|value| value.to_str().ok()).map(|value| value == tag);
    let HeldFile { name, media, size } = held;
    let media = if media.is_empty() { "application/octet-stream".to_owned() } else { media };
    let how = if inline && shown(&media) { "inline" } else { "attachment" };
    let mut about = HeaderMap::new();
    let mut say = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            about.insert(name, value);
        }
    };
    say(header::CONTENT_TYPE, &media);
    say(header::CONTENT_DISPOSITION, &disposition(how, &name));
    say(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    say(header::ACCEPT_RANGES, "bytes");
    say(header::ETAG, &tag);
    if same(header::IF_NONE_MATCH) == Some(true) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    // If-Range with another tag, or a date, which we never gave: the whole file as it is now.
    let range = range.filter(|_| same(header::IF_RANGE) != Some(false));
    let (status, bytes) = match wanted(range, size) {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(bytes) => {
            let last = bytes.end.saturating_sub(1);
            say(header::CONTENT_RANGE, &format!("bytes {}-{last}/{size}", bytes.start));
            (StatusCode::PARTIAL_CONTENT, bytes)
        }
        Wanted::Beyond => {
            let detail = format!("文件共 {size} 字节，没有要求的这一段");
            let code = StatusCode::RANGE_NOT_SATISFIABLE;
            let mut response =
                Problem::new(code, "input.range", "没有这一段", detail).into_response();
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return Ok(response);
        }
    };
    say(header::CONTENT_LENGTH, &bytes.end.saturating_sub(bytes.start).to_string());
    let body = body(api, digest, bytes).await?;
    Ok((status, about, body).into_response())
}

/// The bytes of a range as a body; its first piece is read and checked before there is one.
async fn body(api: &Api, digest: &str, bytes: Range<u64>) -> Result<Body, Problem> {
    let first = piece(api.clone(), digest.to_owned(), bytes.clone()).await;
    let first = first.map_err(zhiheng_app::Error::Blob)?;
    let mut pieces =
        Pieces { api: api.clone(), digest: digest.to_owned(), rest: bytes, next: None };
    pieces.next = Some(Box::pin(std::future::ready(Ok(first))));
    Ok(Body::from_stream(pieces))
}

type Reading = Pin<Box<dyn Future<Output = Result<Bytes, BlobError>> + Send>>;

/// One piece at a time, read when the connection has room for it: a listener holds one chunk, whatever the length.
struct Pieces {
    api: Api,
    digest: String,
    rest: Range<u64>,
    next: Option<Reading>,
}

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, BlobError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            return Poll::Ready(None);
        }
        let (api, digest, rest) = (&this.api, &this.digest, &this.rest);
        let reading = this
            .next
            .get_or_insert_with(|| Box::pin(piece(api.clone(), digest.clone(), rest.clone())));
        let read = std::task::ready!(reading.as_mut().poll(context));
        this.next = None;
        match &read {
            Ok(piece) => {
                let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
                this.rest.start = this.rest.start.saturating_add(length);
            }
            Err(fault) => {
                tracing::error!(target: "zhiheng::blobs", %fault, "a file broke off while it was sent");
                this.rest.start = this.rest.end;
            }
        }
        Poll::Ready(Some(read))
    }
}

async fn piece(api: Api, digest: String, rest: Range<u64>) -> Result<Bytes, BlobError> {
    let most = rest.end.saturating_sub(rest.start);
    if most == 0 {
        return Ok(Bytes::new());
    }
    let read = api.app.blobs().read_at(&digest, rest.start, most).await?;
    // Gone, or shorter than a moment ago: what was promised cannot be sent.
    read.filter(|read| !read.is_empty()).ok_or(BlobError::Corrupt { digest, bytes: Some(rest) })
}

/// What may be shown inside a page: nothing that a browser would run.
fn shown(media: &str) -> bool {
    ["image/", "audio/", "video/"].iter().any(|kind| media.starts_with(kind))
        || media == "application/pdf"
}

/// One range is served; several at once, other units and what cannot be read are answered with the whole, as RFC 9110
/// §14.2 allows.
fn wanted(range: Option<&str>, size: u64) -> Wanted {
    let Some((from, to)) = range
        .and_then(|range| range.trim().strip_prefix("bytes="))
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'))
        .map(|(from, to)| (from.trim(), to.trim()))
    else {
        return Wanted::Whole;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(from) || !digits(to) || (from.is_empty() && to.is_empty()) {
        return Wanted::Whole;
    }
    // More digits than fit are beyond any file.
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    if from.is_empty() {
        let last = number(to).min(size);
        return if last == 0 { Wanted::Beyond } else { Wanted::Part(size - last..size) };
    }
    let start = number(from);
    let end = if to.is_empty() { size } else { number(to).saturating_add(1).min(size) };
    if !to.is_empty() && number(to) < start {
        return Wanted::Whole;
    }
    if start >= size { Wanted::Beyond } else { Wanted::Part(start..end) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_rfc_are_read_as_it_says() {
        let cases = [
            (None, Wanted::Whole),
            (Some("bytes=0-499"), Wanted::Part(0..500)),
            (Some("bytes=500-999"), Wanted::Part(500..1000)),
            (Some("bytes=-500"), Wanted::Part(9500..10_000)),
            (Some("bytes=9500-"), Wanted::Part(9500..10_000)),
            (Some("bytes=0-99999999999999999999999"), Wanted::Part(0..10_000)),
            (Some("bytes=10000-"), Wanted::Beyond),
            (Some("bytes=-0"), Wanted::Beyond),
            (Some("bytes=5-4"), Wanted::Whole),
            (Some("bytes=0-0,-1"), Wanted::Whole),
            (Some("lines=1-2"), Wanted::Whole),
            (Some("bytes=-"), Wanted::Whole),
            (Some("bytes=a-b"), Wanted::Whole),
        ];
        for (range, expected) in cases {
            assert_eq!(wanted(range, 10_000), expected, "{range:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_a_part_lies_within_the_file(text in ".{0,24}", size in any::<u64>()) {
            for range in [text.clone(), format!("bytes={text}")] {
                if let Wanted::Part(part) = wanted(Some(&range), size) {
                    prop_assert!(part.start < part.end && part.end <= size);
                }
            }
        }
    }
}
