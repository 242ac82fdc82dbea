//! Files of several chunks, and uploads that grow.

use std::fs;

use bytes::Bytes;
use proptest::prelude::*;
use zhiheng_app::ports::BlobError;
use zhiheng_record::Suite;
use zhiheng_record::chunks::Outline;

use super::digest;
use crate::stores;

const ID: &str = "00112233445566778899aabbccddeeff";
const OTHER: &str = "ffeeddccbbaa99887766554433221100";

/// A PDF by its head; every byte after it depends on its place.
fn recording(size: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((content.len()..size).map(|at| (at * 31 + (at >> 11) * 7).to_le_bytes()[0]));
    content.truncate(size);
    content
}

#[tokio::test]
async fn given_an_upload_in_uneven_pieces_when_finished_then_it_is_the_file_and_only_its_note_stays()
 {
    let content = recording(11 * 1024 * 1024 + 77);
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
        blobs.begin(ID, b"first").await.unwrap();
        assert_eq!(blobs.settle(ID).await.unwrap(), 0);
        let mut at = 0;
        for piece in content.chunks(700_001) {
            blobs.append(ID, at, Bytes::copy_from_slice(piece)).await.unwrap();
            at += piece.len() as u64;
        }
        assert_eq!(blobs.settle(ID).await.unwrap(), content.len() as u64);
        blobs.glance(ID).await.unwrap();
        blobs.set_note(ID, b"second").await.unwrap();
        let info = blobs.finish(ID).await.unwrap();
        assert_eq!(info.digest, digest(&content));
        assert_eq!((info.size, info.media.as_str()), (content.len() as u64, "application/pdf"));
        assert_eq!(blobs.check(&info.digest).await.unwrap(), Some(info.size));
        assert!(blobs.get(&info.digest).await.unwrap().unwrap() == content);
        assert_eq!(blobs.note(ID).await.unwrap().unwrap(), b"second");
        assert_eq!(blobs.finish(ID).await.unwrap(), info, "asked again, the same answer");
        assert_eq!(blobs.settle(ID).await.unwrap(), info.size);
        assert_eq!(blobs.partials().await.unwrap(), [ID]);
        blobs.discard(ID).await.unwrap();
        assert_eq!(blobs.note(ID).await.unwrap(), None);
        assert_eq!(blobs.digests().await.unwrap(), [info.digest]);
    }
}

#[tokio::test]
async fn given_a_piece_for_another_place_then_it_is_refused_with_the_place_where_the_upload_goes_on()
 {
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
        blobs.begin(ID, b"").await.unwrap();
        blobs.append(ID, 0, Bytes::from_static(b"%PDF")).await.unwrap();
        for wrong in [0, 3, 5, u64::MAX] {
            let refused = blobs.append(ID, wrong, Bytes::from_static(b"x")).await;
            assert!(matches!(refused, Err(BlobError::Offset { now: 4 })), "{refused:?}");
        }
        for name in [OTHER, "", "..", "../blobs", &"A".repeat(32)] {
            let refused = blobs.append(name, 0, Bytes::from_static(b"x")).await;
            assert!(matches!(refused, Err(BlobError::NoUpload)), "{name}");
            assert!(blobs.begin("..", b"").await.is_err());
        }
    }
}

#[tokio::test]
async fn given_an_upload_of_what_is_not_taken_in_when_finished_then_it_is_refused_and_no_file_appears()
 {
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
        blobs.begin(ID, b"").await.unwrap();
        blobs.append(ID, 0, Bytes::from_static(b"MZ\x90\0\x03\0\0\0")).await.unwrap();
        assert!(matches!(blobs.glance(ID).await, Err(BlobError::Type { .. })));
        assert!(matches!(blobs.finish(ID).await, Err(BlobError::Type { .. })));
        assert_eq!(blobs.digests().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn given_three_parts_when_joined_then_the_file_is_their_concatenation() {
    let content = recording(3 * 1024 * 1024);
    for store in stores(Suite::National) {
        let blobs = &store.blobs;
        let parts: Vec<String> = (0..3).map(|n| format!("{n:032}")).collect();
        for (id, piece) in parts.iter().zip(content.chunks(1_100_000)) {
            blobs.begin(id, b"").await.unwrap();
            blobs.append(id, 0, Bytes::copy_from_slice(piece)).await.unwrap();
        }
        blobs.begin(ID, b"").await.unwrap();
        assert_eq!(blobs.join(ID, &parts).await.unwrap(), content.len() as u64);
        assert_eq!(blobs.finish(ID).await.unwrap().digest, digest(&content));
    }
}

#[tokio::test]
async fn given_a_process_that_ended_halfway_when_another_goes_on_then_every_byte_counts_once() {
    let content = recording(9 * 1024 * 1024 + 5);
    let half = 5 * 1024 * 1024 + 3;
    for store in stores(Suite::National) {
        let Some(open) = &store.open else { continue };
        let first = open();
        first.begin(ID, b"note").await.unwrap();
        first.append(ID, 0, Bytes::copy_from_slice(&content[..half])).await.unwrap();
        drop(first);
        let second = open();
        assert_eq!(second.settle(ID).await.unwrap(), half as u64);
        second.append(ID, half as u64, Bytes::copy_from_slice(&content[half..])).await.unwrap();
        let info = second.finish(ID).await.unwrap();
        assert_eq!(info.digest, digest(&content));
        // Ended again, between the file getting its name and anybody hearing of it.
        let third = open();
        assert_eq!(third.settle(ID).await.unwrap(), content.len() as u64);
        assert_eq!(third.finish(ID).await.unwrap(), info);
    }
}

#[tokio::test]
async fn given_one_changed_byte_then_its_chunk_is_named_and_refused_and_the_others_still_play() {
    let content = recording(5 * 1024 * 1024);
    for store in stores(Suite::National) {
        let Some(open) = &store.open else { continue };
        let blobs = open();
        blobs.begin(ID, b"").await.unwrap();
        blobs.append(ID, 0, Bytes::copy_from_slice(&content)).await.unwrap();
        let digest = blobs.finish(ID).await.unwrap().digest;
        let place = store.place(&digest).unwrap();
        let mut changed = content.clone();
        changed[2 * 1024 * 1024 + 17] ^= 4;
        fs::write(&place, &changed).unwrap();
        let among = (2 * 1024 * 1024)..(3 * 1024 * 1024);
        let blobs = open();
        let found = blobs.check(&digest).await.unwrap_err();
        assert!(matches!(&found, BlobError::Corrupt { bytes: Some(bytes), .. } if *bytes == among));
        assert!(found.to_string().contains("第 2097152 至 3145727 字节"), "{found}");
        let read = blobs.read_range(&digest, 2_200_000..2_200_100).await;
        assert!(
            matches!(read, Err(BlobError::Corrupt { bytes: Some(bytes), .. }) if bytes == among)
        );
        let last = blobs.read_range(&digest, 4_000_000..4_000_100).await.unwrap().unwrap();
        assert_eq!(last, content[4_000_000..4_000_100]);

        // The outline lost as well: nothing can be played, and the file is still known not to be itself.
        let outline = place.with_file_name(format!("{digest}.outline"));
        fs::remove_file(&outline).unwrap();
        let blobs = open();
        let found = blobs.check(&digest).await;
        assert!(matches!(found, Err(BlobError::Corrupt { bytes: None, .. })));
        assert!(blobs.read_range(&digest, 4_000_000..4_000_100).await.is_err());

        // The content whole again: the outline is made anew, also in place of one that somebody wrote.
        fs::write(&place, &content).unwrap();
        fs::write(&outline, b"ZHOUTL1\nnonsense").unwrap();
        let read = blobs.read_range(&digest, 4_000_000..4_000_100).await.unwrap().unwrap();
        assert_eq!(read, content[4_000_000..4_000_100]);
        assert_eq!(fs::read(&outline).unwrap(), Outline::of(Suite::National, &content).to_bytes());
        assert_eq!(blobs.digests().await.unwrap(), std::slice::from_ref(&digest));

        // Cut short, to several chunks or to less than one: the end is named.
        for left in [3_000_000, 700_000] {
            fs::write(&place, &content[..left]).unwrap();
            let cut = left as u64..5_242_880;
            let read = open().read_range(&digest, 0..10).await;
            assert!(
                matches!(read, Err(BlobError::Corrupt { bytes: Some(bytes), .. }) if bytes == cut)
            );
            assert!(open().check(&digest).await.is_err());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_range_of_any_file_is_what_was_stored(
        size in 10_usize..3_500_000,
        start in 0_u64..3_600_000,
        length in 0_u64..2_200_000,
    ) {
        let content = recording(size);
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            for store in stores(Suite::National) {
                let blobs = &store.blobs;
                let digest = blobs.put(&content).await.unwrap().digest;
                let read = blobs.read_range(&digest, start..start + length).await.unwrap().unwrap();
                let place = |at: u64| usize::try_from(at).unwrap().min(size);
                assert!(read == content[place(start)..place(start + length)]);
            }
        });
    }
}
