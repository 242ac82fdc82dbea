//! The bucket itself: objects written whole, read in parts, and listed. Large ones go in parts that fit into memory.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Name;
use object_store::{
    BackoffConfig, ClientOptions, Error, GetOptions, GetRange, MultipartUpload, ObjectStore as _,
    ObjectStoreExt as _, RetryConfig,
};
use tokio::io::AsyncReadExt as _;
use tokio::task::JoinSet;
use zhiheng_app::ports::BlobError;
use zhiheng_evidence::{Objects, Part};

use crate::place::Place;
use crate::words::Failing;

/// Bytes of a part: 10,000 of them, which is what the protocol allows, are more than the largest upload.
const PART: usize = 16 << 20;
/// Parts on their way at once, for each file.
const ABREAST: usize = 2;
/// For a connection to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// For one request with its answer: a part over a slow line.
const REQUEST: Duration = Duration::from_mins(5);

/// What opens the bucket. Not shown to anybody.
#[derive(Clone)]
pub struct Keys {
    /// Name of the key.
    pub id: String,
    /// The key.
    pub secret: String,
    /// Of a session, where it is one.
    pub token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Keys(…)")
    }
}

/// What came of trying the bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// It answers.
    Yes,
    /// It does not now, and may later; in words.
    NotNow(String),
    /// It will not until something is put right; in words.
    Wrong(String),
}

/// A bucket, or a folder in one.
#[derive(Debug)]
pub struct Bucket {
    store: AmazonS3,
    prefix: Name,
}

impl Bucket {
    /// A bucket that is not asked anything yet.
    ///
    /// # Errors
    /// The machine has no certificates to trust, or the place makes no address.
    pub fn open(place: &Place, keys: Keys) -> Result<Self, BlobError> {
        // It fails only where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let root = place.root();
        let plain = root.as_ref().is_some_and(|root| root.starts_with("http://"));
        let client = ClientOptions::new()
            .with_connect_timeout(CONNECT)
            .with_timeout(REQUEST)
            .with_allow_http(plain);
        let backoff = BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            base: 3.0,
        };
        // Somebody is waiting: tried a few times, then told, and the client tries again.
        let retries =
            RetryConfig { backoff, max_retries: 3, retry_timeout: Duration::from_secs(20) };
        let Keys { id, secret, token } = keys;
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&place.bucket)
            .with_region(&place.region)
            .with_access_key_id(id)
            .with_secret_access_key(secret)
            .with_virtual_hosted_style_request(place.hosted)
            .with_client_options(client)
            .with_retry(retries);
        if let Some(token) = token {
            builder = builder.with_token(token);
        }
        if let Some(root) = root {
            builder = builder.with_endpoint(root);
        }
        let store = builder.build().map_err(|error| {
            BlobError::Unavailable(format!("对象存储的地址或证书不能使用：{error}"))
        })?;
        Ok(Self { store, prefix: Name::from(place.prefix.as_str()) })
    }

    /// Whether the bucket is there and may be read. Nothing is written.
    pub async fn reached(&self) -> Reached {
        let mut listed = self.store.list(Some(&self.prefix));
        let Err(error) = listed.try_next().await else { return Reached::Yes };
        let failing = Failing::of(&error);
        match failing {
            Failing::NoBucket | Failing::Refused => Reached::Wrong(failing.to_string()),
            Failing::Answered(status) if (300..500).contains(&status) => {
                Reached::Wrong(failing.to_string())
            }
            _ => Reached::NotNow(failing.to_string()),
        }
    }

    fn name(&self, name: &str) -> Name {
        self.prefix.parts().chain(Name::from(name).parts()).collect()
    }

    /// Sends the parts of a file, a few abreast, and answers how many bytes they are.
    async fn parts(
        upload: &mut Box<dyn MultipartUpload>,
        mut file: tokio::fs::File,
    ) -> Result<u64, BlobError> {
        let mut under_way: JoinSet<object_store::Result<()>> = JoinSet::new();
        let mut sent = 0_u64;
        loop {
            let piece = piece(&mut file).await?;
            if piece.is_empty() {
                break;
            }
            sent = sent.saturating_add(length(&piece));
            if under_way.len() >= ABREAST {
                arrived(under_way.join_next().await)?;
            }
            under_way.spawn(upload.put_part(piece.into()));
        }
        while !under_way.is_empty() {
            arrived(under_way.join_next().await)?;
        }
        Ok(sent)
    }
}

#[async_trait]
impl Objects for Bucket {
    async fn size(&self, name: &str) -> Result<Option<u64>, BlobError> {
        match self.store.head(&self.name(name)).await {
            Ok(about) => Ok(Some(about.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(&error)),
        }
    }

    async fn part(&self, name: &str, bytes: Range<u64>) -> Result<Option<Part>, BlobError> {
        let options = GetOptions { range: Some(GetRange::Bounded(bytes)), ..GetOptions::default() };
        let found = match self.store.get_opts(&self.name(name), options).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) if Failing::of(&error) == Failing::Range => {
                let size = self.size(name).await?;
                return Ok(size.map(|size| Part { bytes: Bytes::new(), size }));
            }
            Err(error) => return Err(unavailable(&error)),
        };
        let size = found.meta.size;
        let bytes = found.bytes().await.map_err(|error| unavailable(&error))?;
        Ok(Some(Part { bytes, size }))
    }

    async fn write(&self, name: &str, content: Bytes) -> Result<(), BlobError> {
        let written = self.store.put(&self.name(name), content.into()).await;
        written.map(drop).map_err(|error| unavailable(&error))
    }

    async fn send(&self, name: &str, file: &Path) -> Result<(), BlobError> {
        let mut file = tokio::fs::File::open(file).await.map_err(unreadable)?;
        let size = file.metadata().await.map_err(unreadable)?.len();
        if size <= PART as u64 {
            let content = piece(&mut file).await?;
            return self.write(name, content).await;
        }
        let place = self.name(name);
        let begun = self.store.put_multipart(&place).await;
        let mut upload = begun.map_err(|error| unavailable(&error))?;
        let done = match Self::parts(&mut upload, file).await {
            Ok(sent) if sent == size => {
                upload.complete().await.map(drop).map_err(|error| unavailable(&error))
            }
            Ok(_) => Err(BlobError::Unavailable("文件在发送时变了长短".to_owned())),
            Err(fault) => Err(fault),
        };
        if done.is_err() {
            // Where this fails too, the rule of the bucket for abandoned uploads removes them.
            let _ = upload.abort().await;
            return done;
        }
        match self.size(name).await? {
            Some(there) if there == size => Ok(()),
            _ => Err(BlobError::Unavailable("对象存储没有收全文件".to_owned())),
        }
    }

    async fn remove(&self, name: &str) -> Result<bool, BlobError> {
        // A bucket answers a removal the same whether there was an object or not.
        if self.size(name).await?.is_none() {
            return Ok(false);
        }
        match self.store.delete(&self.name(name)).await {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(unavailable(&error)),
        }
    }

    async fn names(&self) -> Result<Vec<String>, BlobError> {
        let listed = self.store.list(Some(&self.prefix));
        let found: Vec<_> = listed.try_collect().await.map_err(|error| unavailable(&error))?;
        let names = found.iter().filter_map(|about| {
            let parts = about.location.prefix_match(&self.prefix)?;
            Some(parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join("/"))
        });
        Ok(names.collect())
    }
}

/// The next piece of a file; nothing at its end.
async fn piece(file: &mut tokio::fs::File) -> Result<Bytes, BlobError> {
    let mut piece = Vec::with_capacity(PART);
    file.take(PART as u64).read_to_end(&mut piece).await.map_err(unreadable)?;
    Ok(piece.into())
}

fn arrived(
    part: Option<Result<object_store::Result<()>, tokio::task::JoinError>>,
) -> Result<(), BlobError> {
    match part {
        None | Some(Ok(Ok(()))) => Ok(()),
        Some(Ok(Err(error))) => Err(unavailable(&error)),
        Some(Err(error)) => Err(BlobError::Unavailable(error.to_string())),
    }
}

fn unavailable(error: &Error) -> BlobError {
    BlobError::Unavailable(Failing::of(error).to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn unreadable(error: std::io::Error) -> BlobError {
    BlobError::Unavailable(format!("本机的文件读不出来：{error}"))
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
