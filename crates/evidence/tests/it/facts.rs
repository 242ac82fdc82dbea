//! What files say of themselves, and that no damaged file makes anything fail.
//!
//! The samples are test patterns and tones made with FFmpeg, the photograph's EXIF written by hand: nobody's recordings.

use std::path::Path;

use bytes::Bytes;
use proptest::prelude::*;
use zhiheng_app::ports::{BlobError, Blobs as _, FileFacts, Partials as _};
use zhiheng_evidence::LocalBlobs;
use zhiheng_record::Suite;

const ID: &str = "00112233445566778899aabbccddeeff";
const SAMPLES: [&str; 10] = [
    "clip.mp4",
    "clip.mov",
    "clip.mkv",
    "clip.webm",
    "sound.wav",
    "sound.flac",
    "sound.mp3",
    "sound.ogg",
    "photo.jpg",
    "picture.png",
];

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    std::fs::read(folder.join(name)).unwrap()
}

/// The facts as an upload leads to them, and again without what was remembered of them.
async fn facts(content: &[u8]) -> Result<FileFacts, BlobError> {
    let dir = tempfile::tempdir().unwrap();
    let blobs = LocalBlobs::open(dir.path(), Suite::National).unwrap();
    blobs.begin(ID, b"").await.unwrap();
    blobs.append(ID, 0, Bytes::copy_from_slice(content)).await.unwrap();
    let digest = blobs.finish(ID).await?.digest;
    let facts = blobs.facts(&digest).await.unwrap().unwrap();
    std::fs::remove_file(dir.path().join(&digest[..2]).join(format!("{digest}.facts"))).unwrap();
    assert_eq!(blobs.facts(&digest).await.unwrap().unwrap(), facts);
    Ok(facts)
}

fn tracks(facts: &FileFacts) -> Vec<(&str, &str)> {
    facts.tracks.iter().map(|track| (track.kind.as_str(), track.codec.as_str())).collect()
}

#[tokio::test]
async fn given_recordings_of_each_container_then_duration_picture_and_tracks_are_told() {
    for (name, media, codecs) in [
        ("clip.mp4", "video/mp4", vec![("video", "h264"), ("audio", "aac")]),
        ("clip.mov", "video/quicktime", vec![("video", "h264")]),
        ("clip.mkv", "video/x-matroska", vec![("video", "h264")]),
        ("clip.webm", "video/webm", vec![("video", "vp9")]),
        ("sound.wav", "audio/wav", vec![("audio", "pcm")]),
        ("sound.flac", "audio/flac", vec![("audio", "flac")]),
        ("sound.mp3", "audio/mpeg", vec![("audio", "mp3")]),
        ("sound.ogg", "audio/ogg", vec![("audio", "vorbis")]),
    ] {
        let facts = facts(&sample(name)).await.unwrap();
        assert_eq!((facts.media.as_str(), facts.damaged), (media, false), "{name}");
        assert_eq!(tracks(&facts), codecs, "{name}");
        let millis = facts.duration_ms.unwrap();
        if name.starts_with("clip") {
            assert!((1100..1350).contains(&millis), "{name}: {millis}");
            assert_eq!((facts.width, facts.height), (Some(64), Some(48)), "{name}");
        } else {
            assert!((90..700).contains(&millis), "{name}: {millis}");
        }
    }
}

#[tokio::test]
async fn given_time_place_and_device_in_a_file_then_they_are_told_as_the_device_wrote_them() {
    let clip = facts(&sample("clip.mp4")).await.unwrap();
    assert!(clip.recorded.as_deref().unwrap().starts_with("2026-03-02T09:30:15"), "{clip:?}");
    let photo = facts(&sample("photo.jpg")).await.unwrap();
    assert_eq!(photo.recorded.as_deref(), Some("2026-03-02T17:30:15+08:00"));
    assert_eq!((photo.make.as_deref(), photo.model.as_deref()), (Some("DSJ Camera"), Some("A7")));
    assert_eq!((photo.width, photo.height), (Some(64), Some(48)));
    let place = photo.place.unwrap();
    assert!((place.latitude - 36.1954).abs() < 0.001 && (place.longitude - 113.1163).abs() < 0.001);
    assert_eq!(place.altitude, Some(926.0));
    let picture = facts(&sample("picture.png")).await.unwrap();
    assert_eq!((picture.width, picture.recorded, picture.place), (Some(64), None, None));
}

/// A box of ISO base media: its length, its name, its content.
fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes(), name.as_slice(), content].concat()
}

/// A photograph as phones write it, without its picture: the boxes around one item of EXIF.
fn heic() -> Vec<u8> {
    let text = b"2026:03:02 17:30:15\0";
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend_from_slice(b"\x01\x10\0\x02\0\0\0\x04A7X\0");
    tiff.extend_from_slice(b"\x87\x69\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    tiff.extend_from_slice(b"\0\x03\x90\x03\0\x02\0\0\0\x14\0\0\0\x50");
    tiff.extend_from_slice(b"\xa0\x02\0\x04\0\0\0\x01\0\0\x0f\xc0");
    tiff.extend_from_slice(b"\xa0\x03\0\x04\0\0\0\x01\0\0\x0b\xd0\0\0\0\0");
    tiff.extend_from_slice(text);
    let exif = [b"\0\0\0\x06Exif\0\0".as_slice(), &tiff].concat();
    let handler = boxed(*b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let entry = boxed(*b"infe", b"\x02\0\0\0\0\x01\0\0Exif\0");
    let items = boxed(*b"iinf", &[b"\0\0\0\0\0\x01".as_slice(), &entry].concat());
    let kind = boxed(*b"ftyp", b"heic\0\0\0\0mif1heic");
    // The place of the item is counted from the beginning of the file, behind the boxes that say it.
    let located = |at: u32| {
        let length = u32::try_from(exif.len()).unwrap();
        let mut place = b"\0\0\0\0\x44\0\0\x01\0\x01\0\0\0\x01".to_vec();
        place.extend(at.to_be_bytes());
        place.extend(length.to_be_bytes());
        let place = boxed(*b"iloc", &place);
        boxed(*b"meta", &[b"\0\0\0\0".as_slice(), &handler, &items, &place].concat())
    };
    let before = kind.len() + located(0).len() + 8;
    [kind, located(u32::try_from(before).unwrap()), boxed(*b"mdat", &exif)].concat()
}

#[tokio::test]
async fn given_a_photograph_of_a_phone_in_heic_then_it_is_taken_in_with_what_the_phone_wrote() {
    let photo = facts(&heic()).await.unwrap();
    assert_eq!((photo.media.as_str(), photo.damaged), ("image/heic", false));
    assert_eq!(photo.recorded.as_deref(), Some("2026-03-02T17:30:15"));
    assert_eq!(
        (photo.model.as_deref(), photo.width, photo.height),
        (Some("A7X"), Some(4032), Some(3024))
    );
}

#[tokio::test]
async fn given_captions_and_other_text_then_captions_are_counted() {
    let captions = b"1\n00:00:00,000 --> 00:00:06,000\n\xe5\xa5\xbd\xe3\x80\x82\n";
    assert_eq!(facts(captions).await.unwrap().cues, Some(1));
    assert_eq!(facts("现场情况说明".as_bytes()).await.unwrap().cues, Some(0));
}

#[tokio::test]
async fn given_a_recording_whose_end_is_missing_then_it_is_taken_in_and_said_to_be_damaged() {
    let clip = sample("clip.mov");
    let facts = facts(&clip[..clip.len() / 4]).await.unwrap();
    assert_eq!((facts.media.as_str(), facts.damaged), ("video/quicktime", true));
}

#[tokio::test]
async fn given_a_program_that_is_called_a_recording_then_it_is_refused() {
    let mut program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0".to_vec();
    program.extend_from_slice(&sample("clip.mp4"));
    assert!(matches!(facts(&program).await, Err(BlobError::Type { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn whatever_is_cut_or_flipped_in_a_file_it_is_answered(
        which in 0..SAMPLES.len(),
        end in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..6),
    ) {
        let mut content = sample(SAMPLES[which]);
        for (at, flip) in flips {
            let at = at.index(content.len());
            content[at] ^= flip;
        }
        content.truncate(end.index(content.len()) + 1);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        match runtime.block_on(facts(&content)) {
            Ok(facts) => prop_assert!(!facts.media.is_empty()),
            Err(BlobError::Type { found }) => prop_assert!(!found.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
