//! Small pictures and shapes of sound: made once, kept, made anew where the cache is gone, and never of what is beyond bounds.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use zhiheng_app::ports::{BlobError, Blobs as _, Glimpses as _, THUMBNAIL_SIDE};
use zhiheng_evidence::{GlimpseMaker, MemoryBlobs};
use zhiheng_record::Suite;

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    std::fs::read(folder.join(name)).unwrap()
}

async fn kept(content: &[u8]) -> (Arc<MemoryBlobs>, String) {
    let blobs = Arc::new(MemoryBlobs::new(Suite::National));
    let digest = blobs.put(content).await.unwrap().digest;
    (blobs, digest)
}

async fn thumbnail(content: &[u8]) -> Option<DynamicImage> {
    let (blobs, digest) = kept(content).await;
    let made = GlimpseMaker::new(blobs, None).thumbnail(&digest).await.unwrap()?;
    assert_eq!(image::guess_format(&made).unwrap(), ImageFormat::Jpeg);
    Some(image::load_from_memory(&made).unwrap())
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, ImageFormat::Png).unwrap();
    written.into_inner()
}

#[tokio::test]
async fn given_a_large_picture_then_its_small_one_keeps_its_shape_within_the_bound() {
    let wide = RgbImage::from_pixel(1600, 400, Rgb([200, 30, 30]));
    let small = thumbnail(&png(&wide)).await.unwrap().to_rgb8();
    assert_eq!(small.dimensions(), (THUMBNAIL_SIDE, 80));
    let Rgb([red, green, _]) = *small.get_pixel(160, 40);
    assert!(red > 180 && green < 60);
}

#[tokio::test]
async fn given_a_picture_that_the_camera_took_on_its_side_then_it_stands_upright() {
    // Left half dark, right half light; EXIF says: turn by 90° clockwise, so that the top is dark.
    let half = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([0; 3]) } else { Rgb([255; 3]) });
    let mut jpeg = Cursor::new(Vec::new());
    half.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let mut exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08".to_vec();
    exif.extend_from_slice(
        b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00",
    );
    let turned = [&jpeg[..2], &exif, &jpeg[2..]].concat();
    let small = thumbnail(&turned).await.unwrap().to_rgb8();
    assert_eq!(small.dimensions(), (32, 64));
    assert!(small.get_pixel(16, 8).0[0] < 40 && small.get_pixel(16, 56).0[0] > 215);
}

#[tokio::test]
async fn given_a_film_in_h264_then_its_first_picture_is_shown_and_other_files_have_none() {
    let film = thumbnail(&sample("clip.mp4")).await.unwrap();
    assert_eq!((film.width(), film.height()), (64, 48));
    let colours: std::collections::BTreeSet<[u8; 3]> =
        film.to_rgb8().pixels().map(|pixel| pixel.0.map(|part| part >> 5)).collect();
    assert!(colours.len() > 8, "a test pattern has many colours: {colours:?}");
    for without in ["clip.webm", "sound.wav"] {
        assert!(thumbnail(&sample(without)).await.is_none(), "{without}");
    }
}

/// A PDF of one page with this content, packed.
fn pdf(content: &[u8], side: u32) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let mut stream = Stream::new(dictionary! {}, content.to_vec());
    stream.compress().unwrap();
    let stream = document.add_object(stream);
    let side = i64::from(side);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => stream,
        "MediaBox" => vec![0.into(), 0.into(), side.into(), (side * 2).into()],
    });
    document.objects.insert(
        pages,
        Object::Dictionary(
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 },
        ),
    );
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut written = Vec::new();
    document.save_to(&mut written).unwrap();
    written
}

#[tokio::test]
async fn given_a_pdf_then_its_first_page_is_drawn_on_white() {
    let small = thumbnail(&pdf(b"1 0 0 rg 0 0 300 300 re f", 300)).await.unwrap().to_rgb8();
    assert_eq!(small.dimensions(), (160, 320));
    assert!(small.get_pixel(80, 40).0.iter().all(|part| *part > 245));
    let Rgb([red, green, _]) = *small.get_pixel(80, 280);
    assert!(red > 200 && green < 60);
}

#[tokio::test]
async fn given_a_pdf_that_unfolds_beyond_bounds_then_it_is_not_drawn() {
    let bomb = pdf(&vec![b' '; 300 << 20], 300);
    assert!(bomb.len() < 2 << 20, "a bomb is small: {}", bomb.len());
    assert!(thumbnail(&bomb).await.is_none());
}

#[tokio::test]
async fn given_a_picture_of_more_pixels_than_the_bound_then_it_is_not_decoded() {
    // A PNG whose head says 60000 × 60000; nobody reads further.
    let mut head = png(&RgbImage::new(1, 1));
    head[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = flate2::Crc::new();
    crc.update(&head[12..29]);
    head[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    assert!(thumbnail(&head).await.is_none());
}

/// A WAV of one channel at 8 kHz: a second of silence, then a second of half loudness.
fn wav() -> Vec<u8> {
    let samples: Vec<i16> = (0..16_000)
        .map(|n| match n {
            0..8000 => 0,
            n if n % 2 == 0 => 16_384,
            _ => -16_384,
        })
        .collect();
    let data = u32::try_from(samples.len() * 2).unwrap();
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + data).to_le_bytes());
    wav.extend_from_slice(
        b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data",
    );
    wav.extend(data.to_le_bytes());
    wav.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    wav
}

#[tokio::test]
async fn given_silence_and_then_a_sound_then_the_shape_is_flat_and_then_half_high() {
    let (blobs, digest) = kept(&wav()).await;
    let shape = GlimpseMaker::new(blobs, None).waveform(&digest).await.unwrap().unwrap();
    assert_eq!((shape.step_ms, shape.until_ms, shape.peaks.len()), (20, 2000, 100));
    assert!(shape.peaks[..50].iter().all(|peak| *peak == 0));
    assert!(shape.peaks[50..].iter().all(|peak| *peak == 50), "{:?}", shape.peaks);
}

#[tokio::test]
async fn given_sound_of_each_kind_that_is_taken_in_then_it_has_a_shape_as_long_as_it_is() {
    for name in ["clip.mp4", "sound.wav", "sound.flac", "sound.mp3", "sound.ogg"] {
        let (blobs, digest) = kept(&sample(name)).await;
        let shape = GlimpseMaker::new(blobs, None).waveform(&digest).await.unwrap();
        let shape = shape.unwrap_or_else(|| panic!("{name} has a shape"));
        assert!(shape.peaks.iter().any(|peak| *peak > 0), "{name}: {:?}", shape.peaks);
        let told = u64::from(shape.step_ms) * shape.peaks.len() as u64;
        assert!(told.abs_diff(shape.until_ms) <= u64::from(shape.step_ms), "{name}: {shape:?}");
    }
    let (blobs, digest) = kept(&sample("clip.mkv")).await;
    assert_eq!(GlimpseMaker::new(blobs, None).waveform(&digest).await.unwrap(), None);
}

#[tokio::test]
async fn given_a_changed_file_then_there_is_no_glimpse_of_it_and_nothing_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (blobs, digest) = kept(&wav()).await;
    let mut changed = wav();
    changed[5000] ^= 1;
    blobs.tamper(&digest, changed);
    let maker = GlimpseMaker::new(blobs.clone(), Some(dir.path()));
    assert!(matches!(maker.waveform(&digest).await, Err(BlobError::Corrupt { .. })));
    blobs.tamper(&digest, wav());
    assert!(maker.waveform(&digest).await.unwrap().is_some(), "repaired, it is made");
}

#[tokio::test]
async fn given_a_cache_that_is_deleted_then_the_same_is_made_again_and_no_file_means_no_glimpse() {
    let dir = tempfile::tempdir().unwrap();
    let cache = dir.path().join("glimpses");
    let (blobs, digest) = kept(&sample("photo.jpg")).await;
    let maker = GlimpseMaker::new(blobs.clone(), Some(&cache));
    let first = maker.thumbnail(&digest).await.unwrap().unwrap();
    let place = cache.join(&digest[..2]).join(format!("{digest}.jpg"));
    assert_eq!(std::fs::read(&place).unwrap(), first);
    std::fs::remove_dir_all(&cache).unwrap();
    assert_eq!(maker.thumbnail(&digest).await.unwrap().unwrap(), first);
    assert!(place.is_file());
    for unknown in ["0".repeat(64), "../../etc/passwd".to_owned(), String::new()] {
        assert_eq!(maker.thumbnail(&unknown).await.unwrap(), None, "{unknown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_cut_or_flipped_in_a_file_a_glimpse_is_made_or_there_is_none(
        which in 0..6_usize,
        end in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..6),
    ) {
        let mut content = match which {
            0 => sample("clip.mp4"),
            1 => sample("photo.jpg"),
            2 => sample("picture.png"),
            3 => sample("sound.mp3"),
            4 => sample("sound.flac"),
            _ => pdf(b"1 0 0 rg 0 0 300 300 re f", 300),
        };
        for (at, flip) in flips {
            let at = at.index(content.len());
            content[at] ^= flip;
        }
        content.truncate(end.index(content.len()) + 1);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let blobs = Arc::new(MemoryBlobs::new(Suite::National));
            let Ok(info) = blobs.put(&content).await else { return };
            let maker = GlimpseMaker::new(blobs, None);
            if let Some(small) = maker.thumbnail(&info.digest).await.unwrap() {
                image::load_from_memory(&small).unwrap();
            }
            maker.waveform(&info.digest).await.unwrap();
        });
    }
}
