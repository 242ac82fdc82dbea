//! Durable, content-addressed, checked on reading.

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use zhiheng_app::ports::{BlobError, Blobs};
use zhiheng_evidence::{LocalBlobs, MemoryBlobs};
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

const TEXT: &[u8] = "现场检查笔录\n".as_bytes();

#[tokio::test]
async fn given_a_file_when_stored_then_its_digest_is_the_hash_of_its_content_and_it_comes_back() {
    for suite in [Suite::National, Suite::International] {
        let dir = tempfile::tempdir().unwrap();
        let stores: [Arc<dyn Blobs>; 2] = [
            Arc::new(LocalBlobs::open(dir.path(), suite).unwrap()),
            Arc::new(MemoryBlobs::new(suite)),
        ];
        for blobs in stores {
            let info = blobs.put(TEXT).await.unwrap();
            assert_eq!(info.digest, Outline::of(suite, TEXT).digest().to_string());
            assert_eq!(info.size, TEXT.len() as u64);
            assert_eq!(info.media, "text/plain; charset=utf-8");
            assert_eq!(blobs.get(&info.digest).await.unwrap().unwrap(), TEXT);
            assert_eq!(blobs.digests().await.unwrap(), [info.digest]);
        }
    }
}

#[tokio::test]
async fn given_one_changed_byte_on_disk_when_read_then_it_is_called_corrupt_and_stored_anew_it_is_whole()
 {
    let dir = tempfile::tempdir().unwrap();
    let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
    let digest = blobs.put(TEXT).await.unwrap().digest;
    let place = dir.path().join(&digest[..2]).join(&digest);
    let mut content = fs::read(&place).unwrap();
    content[3] ^= 1;
    fs::write(&place, content).unwrap();
    let read = blobs.get(&digest).await;
    assert!(matches!(read, Err(BlobError::Corrupt { digest: named, .. }) if named == digest));
    blobs.put(TEXT).await.unwrap();
    assert_eq!(blobs.get(&digest).await.unwrap().unwrap(), TEXT);
}

#[tokio::test]
async fn given_no_such_file_or_a_name_that_is_no_digest_when_read_then_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("secret"), b"x").unwrap();
    let blobs = LocalBlobs::open(&dir.path().join("blobs"), Suite::National).unwrap();
    for name in ["", "../secret", "..", "tmp", &"0".repeat(64), &"A".repeat(64), "é0"] {
        assert_eq!(blobs.get(name).await.unwrap(), None, "{name}");
    }
}

#[tokio::test]
async fn given_many_at_once_storing_the_same_and_others_then_each_content_is_kept_once_and_whole() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|n| {
            let blobs = blobs.clone();
            tokio::spawn(async move {
                blobs.put(format!("证据 {}", n % 8).as_bytes()).await.unwrap().digest
            })
        })
        .collect();
    let mut digests = Vec::new();
    for task in tasks {
        digests.push(task.await.unwrap());
    }
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 8);
    assert_eq!(blobs.digests().await.unwrap(), digests);
    for digest in digests {
        assert!(blobs.get(&digest).await.unwrap().is_some());
    }
    assert_eq!(fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
}

#[tokio::test]
async fn given_a_folder_that_became_a_file_when_storing_then_the_store_is_unavailable() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
    fs::remove_dir(dir.path().join("tmp")).unwrap();
    fs::write(dir.path().join("tmp"), b"").unwrap();
    assert!(matches!(blobs.put(TEXT).await, Err(BlobError::Unavailable(_))));
    assert!(blobs.digests().await.unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_text_is_stored_comes_back_and_whatever_bytes_are_given_are_answered(
        text in "[^\\p{Cc}]{1,200}",
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let blobs = MemoryBlobs::new(Suite::National);
            // Text that looks like another type is refused; what is taken comes back.
            for content in [text.as_bytes(), &bytes] {
                match blobs.put(content).await {
                    Ok(info) => {
                        assert_eq!(blobs.get(&info.digest).await.unwrap().unwrap(), content);
                    }
                    Err(BlobError::Type { found }) => assert!(!found.is_empty()),
                    Err(other) => panic!("{other}"),
                }
            }
        });
    }
}
