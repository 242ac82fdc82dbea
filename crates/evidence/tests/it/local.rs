//! What is asked of the folder alone, and of what is taken in.

use std::fs;

use proptest::prelude::*;
use zhiheng_app::ports::{BlobError, Blobs as _, Partials as _};
use zhiheng_evidence::{LocalBlobs, MemoryBlobs};
use zhiheng_record::Suite;

const TEXT: &[u8] = "现场检查笔录\n".as_bytes();
const ID: &str = "00112233445566778899aabbccddeeff";

#[tokio::test]
async fn given_files_stored_and_a_secret_beside_the_folder_then_nothing_is_left_aside_and_no_name_leads_out()
 {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("secret"), b"x").unwrap();
    let blobs = LocalBlobs::open(&dir.path().join("blobs"), Suite::National).unwrap();
    blobs.put(TEXT).await.unwrap();
    assert_eq!(blobs.get("../secret").await.unwrap(), None);
    assert_eq!(fs::read_dir(dir.path().join("blobs/tmp")).unwrap().count(), 0);
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

#[tokio::test]
async fn given_a_folder_of_uploads_that_became_a_file_then_the_store_is_unavailable() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
    fs::remove_dir(dir.path().join("partial")).unwrap();
    fs::write(dir.path().join("partial"), b"").unwrap();
    assert!(matches!(blobs.begin(ID, b"").await, Err(BlobError::Unavailable(_))));
    assert!(blobs.partials().await.is_err());
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
