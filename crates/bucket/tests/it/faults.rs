//! The other side fails: said in words, nothing lost, and the next try succeeds.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tempfile::TempDir;
use zhiheng_app::ports::{BlobError, Blobs as _, Partials as _};
use zhiheng_bucket::{Bucket, Keys, Place, Reached};
use zhiheng_evidence::BucketBlobs;
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

use crate::server::{ID, SECRET, Server, Weather};

const UPLOAD: &str = "00112233445566778899aabbccddeeff";

fn keys() -> Keys {
    Keys { id: ID.to_owned(), secret: SECRET.to_owned(), token: None }
}

fn bucket(url: &str, keys: Keys) -> Bucket {
    Bucket::open(&Place::parse(url, None, None).unwrap(), keys).unwrap()
}

/// The store of files over a bucket, as a process opens it.
pub(crate) fn opened(url: &str, here: &Path, suite: Suite) -> BucketBlobs {
    BucketBlobs::open(Arc::new(bucket(url, keys())), here, suite).unwrap()
}

struct World {
    server: Server,
    root: TempDir,
    here: TempDir,
}

impl World {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let server = Server::over(root.path());
        Self { server, root, here: tempfile::tempdir().unwrap() }
    }

    fn blobs(&self) -> BucketBlobs {
        opened(&self.server.url("city"), self.here.path(), Suite::National)
    }
}

/// Larger than a part, so that it goes in several.
fn recording() -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content
        .extend((content.len()..(20 << 20)).map(|at| (at * 31 + (at >> 11) * 7).to_le_bytes()[0]));
    content
}

fn digest(content: &[u8]) -> String {
    Outline::of(Suite::National, content).digest().to_string()
}

fn said<T: std::fmt::Debug>(done: Result<T, BlobError>) -> String {
    match done {
        Err(BlobError::Unavailable(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn given_a_store_that_fails_while_an_upload_is_finished_then_nothing_is_lost_and_a_second_try_succeeds()
 {
    let content = recording();
    let told = [(Weather::Errors, "HTTP 500"), (Weather::Breaks, "中断"), (Weather::Deaf, "中断")];
    for (weather, words) in told {
        let world = World::new();
        let blobs = world.blobs();
        blobs.begin(UPLOAD, b"note").await.unwrap();
        blobs.append(UPLOAD, 0, Bytes::copy_from_slice(&content)).await.unwrap();
        world.server.becomes(weather);
        let why = said(blobs.finish(UPLOAD).await);
        assert!(why.contains(words), "{weather:?}: {why}");
        assert!(world.server.failed() > 1, "it is tried more than once before anybody is told");
        assert_eq!(blobs.settle(UPLOAD).await.unwrap(), content.len() as u64);
        world.server.becomes(Weather::Clear);
        assert_eq!(blobs.size(&digest(&content)).await.unwrap(), None, "{weather:?}: half of it");

        // Another process, as after a kill.
        let blobs = world.blobs();
        assert_eq!(blobs.partials().await.unwrap(), [UPLOAD]);
        let info = blobs.finish(UPLOAD).await.unwrap();
        assert_eq!((info.digest.as_str(), info.size), (&*digest(&content), content.len() as u64));
        assert_eq!(blobs.check(&info.digest).await.unwrap(), Some(info.size));
        assert_eq!(blobs.finish(UPLOAD).await.unwrap(), info);
        let data = world.here.path().join("partial").join(UPLOAD).join("data");
        assert!(!data.exists(), "kept once: what is there does not stay here");
        drop(world.root);
    }
}

#[tokio::test]
async fn given_a_store_that_fails_while_it_is_asked_then_that_is_not_taken_for_a_loss_or_a_change()
{
    let world = World::new();
    let info = world.blobs().put(b"text").await.unwrap();
    world.server.becomes(Weather::Errors);
    let blobs = world.blobs();
    for why in [
        said(blobs.get(&info.digest).await),
        said(blobs.size(&info.digest).await),
        said(blobs.check(&info.digest).await),
        said(blobs.facts(&info.digest).await),
        said(blobs.digests().await),
        said(blobs.put(b"more text").await),
    ] {
        assert!(why.contains("HTTP 500"), "{why}");
    }
    world.server.becomes(Weather::Clear);
    assert_eq!(blobs.get(&info.digest).await.unwrap().unwrap(), b"text");
}

#[tokio::test]
async fn given_nobody_at_the_address_then_it_is_said_and_uploads_still_grow_here() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("s3://evidence?endpoint=http://{}", closed.local_addr().unwrap());
    drop(closed);
    let here = tempfile::tempdir().unwrap();
    assert!(
        matches!(bucket(&url, keys()).reached().await, Reached::NotNow(why) if why == "连不上对象存储")
    );
    let blobs = opened(&url, here.path(), Suite::National);
    blobs.begin(UPLOAD, b"").await.unwrap();
    blobs.append(UPLOAD, 0, Bytes::from_static(b"text")).await.unwrap();
    assert_eq!(blobs.settle(UPLOAD).await.unwrap(), 4);
    assert_eq!(said(blobs.finish(UPLOAD).await), "连不上对象存储");
}

#[tokio::test]
async fn given_a_wrong_key_or_bucket_then_the_operator_is_told_which_and_no_key_is_repeated() {
    let world = World::new();
    assert_eq!(bucket(&world.server.url("city"), keys()).reached().await, Reached::Yes);
    let wrong = Keys { secret: "hunter2".to_owned(), ..keys() };
    let reached = bucket(&world.server.url("city"), wrong.clone()).reached().await;
    assert!(matches!(&reached, Reached::Wrong(why) if why.contains("密钥不对")), "{reached:?}");
    assert!(
        !format!("{wrong:?}{:?}", bucket(&world.server.url("x"), wrong.clone()))
            .contains("hunter2")
    );
    let none = format!("s3://nobodys-bucket?endpoint=http://{}", world.server.address);
    let reached = bucket(&none, keys()).reached().await;
    assert!(
        matches!(&reached, Reached::Wrong(why) if why.contains("没有这个存储桶")),
        "{reached:?}"
    );
}
