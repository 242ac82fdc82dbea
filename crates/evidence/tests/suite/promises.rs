//! Durable, content-addressed, checked on reading.

use std::fs;

use zhiheng_app::ports::BlobError;
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

use crate::stores;

const TEXT: &[u8] = "现场检查笔录\n".as_bytes();

#[tokio::test]
async fn given_a_file_when_stored_then_its_digest_is_the_hash_of_its_content_and_it_comes_back() {
    for suite in [Suite::National, Suite::International] {
        for store in stores(suite) {
            let blobs = &store.blobs;
            let info = blobs.put(TEXT).await.unwrap();
            assert_eq!(info.digest, Outline::of(suite, TEXT).digest().to_string());
            assert_eq!(info.size, TEXT.len() as u64);
            assert_eq!(info.media, "text/plain; charset=utf-8");
            assert_eq!(blobs.get(&info.digest).await.unwrap().unwrap(), TEXT);
            assert_eq!(blobs.size(&info.digest).await.unwrap(), Some(info.size));
            assert_eq!(blobs.check(&info.digest).await.unwrap(), Some(info.size));
            assert_eq!(blobs.facts(&info.digest).await.unwrap().unwrap().media, info.media);
            assert_eq!(blobs.put(TEXT).await.unwrap(), info, "again, and nothing changes");
            assert_eq!(blobs.digests().await.unwrap(), [info.digest]);
        }
    }
}

#[tokio::test]
async fn given_one_changed_byte_when_read_then_it_is_called_corrupt_and_stored_anew_it_is_whole() {
    for store in stores(Suite::National) {
        let (Some(open), Some(_)) = (&store.open, &store.folder) else { continue };
        let digest = store.blobs.put(TEXT).await.unwrap().digest;
        let place = store.place(&digest).unwrap();
        let mut content = fs::read(&place).unwrap();
        content[3] ^= 1;
        fs::write(&place, content).unwrap();
        let blobs = open();
        let read = blobs.get(&digest).await;
        assert!(matches!(read, Err(BlobError::Corrupt { digest: named, .. }) if named == digest));
        let found = blobs.check(&digest).await;
        let whole = 0..TEXT.len() as u64;
        assert!(
            matches!(found, Err(BlobError::Corrupt { bytes: Some(among), .. }) if among == whole)
        );
        blobs.put(TEXT).await.unwrap();
        assert_eq!(blobs.get(&digest).await.unwrap().unwrap(), TEXT);
    }
}

#[tokio::test]
async fn given_no_such_file_or_a_name_that_is_no_digest_when_asked_then_there_is_none() {
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
        for name in ["", "../secret", "..", "tmp", &"0".repeat(64), &"A".repeat(64), "é0"] {
            assert_eq!(blobs.get(name).await.unwrap(), None, "{name}");
            assert_eq!(blobs.size(name).await.unwrap(), None, "{name}");
            assert_eq!(blobs.check(name).await.unwrap(), None, "{name}");
            assert_eq!(blobs.facts(name).await.unwrap(), None, "{name}");
        }
    }
}

#[tokio::test]
async fn given_many_at_once_storing_the_same_and_others_then_each_content_is_kept_once_and_whole() {
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
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
    }
}

#[tokio::test]
async fn given_something_that_is_no_file_of_ours_among_the_files_then_it_is_listed_and_is_none() {
    for store in stores(Suite::National) {
        let Some(folder) = &store.folder else { continue };
        store.blobs.put(TEXT).await.unwrap();
        fs::create_dir_all(folder.join("zz")).unwrap();
        fs::write(folder.join("zz/stray.txt"), b"x").unwrap();
        assert!(store.blobs.digests().await.unwrap().contains(&"stray.txt".to_owned()));
        assert_eq!(store.blobs.check("stray.txt").await.unwrap(), None);
    }
}
