//! The first picture of a recording, where it is H.264 in MP4 or QuickTime: what body cameras and phones write.
//!
//! The decoder has no unsafe code; other codecs (HEVC, VP9, AV1) have no picture here, and pages show their kind instead.

use image::{DynamicImage, RgbImage};
use rusty_h264_decoder::Decoder;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::video::well_known::CODEC_ID_H264;
use symphonia::core::codecs::video::well_known::extra_data::VIDEO_EXTRA_DATA_ID_AVC_DECODER_CONFIG;
use symphonia::core::formats::FormatOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::MOST_PIXELS;
use super::source::Content;

/// Most pixels of a picture of a film: 8K has 33 million.
const MOST: u64 = MOST_PIXELS / 2;
/// Packets of other tracks that may come before the first picture.
const MOST_PACKETS: usize = 4000;
/// Pictures that are tried: the first may hold nothing that is shown.
const MOST_TRIES: usize = 8;
/// What stands before each unit in a stream of them.
const START: [u8; 4] = [0, 0, 0, 1];

/// The first picture; none where there is none that is decoded here.
pub(super) fn first(content: Content) -> Option<DynamicImage> {
    let stream = MediaSourceStream::new(Box::new(content), MediaSourceStreamOptions::default());
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .ok()?;
    let (id, sets) = format.tracks().iter().find_map(|track| {
        let Some(CodecParameters::Video(known)) = &track.codec_params else { return None };
        let pixels = u64::from(known.width.unwrap_or(0)) * u64::from(known.height.unwrap_or(0));
        if known.codec != CODEC_ID_H264 || pixels > MOST {
            return None;
        }
        let wanted = VIDEO_EXTRA_DATA_ID_AVC_DECODER_CONFIG;
        let record = known.extra_data.iter().find(|extra| extra.id == wanted)?;
        Some((track.id, Sets::of(&record.data)?))
    })?;
    let mut decoder = Decoder::new();
    let mut tries = 0;
    for _ in 0..MOST_PACKETS {
        let packet = format.next_packet().ok()??;
        if packet.track_id != id {
            continue;
        }
        let unit = sets.stream(&packet.data, tries == 0);
        if let Ok(Some(frame)) = decoder.decode(&unit) {
            return shown((frame.width, frame.height), [&frame.y, &frame.u, &frame.v]);
        }
        tries += 1;
        if tries == MOST_TRIES {
            break;
        }
    }
    None
}

/// What the container says once for all pictures (ISO/IEC 14496-15, AVCDecoderConfigurationRecord).
struct Sets {
    /// Bytes in which the length of a unit is written.
    width: usize,
    /// Sequence and picture parameter sets, each behind its start.
    sets: Vec<u8>,
}

impl Sets {
    fn of(record: &[u8]) -> Option<Self> {
        let width = usize::from(record.get(4)? & 3) + 1;
        let mut sets = Vec::new();
        let mut at = 5;
        for mask in [0x1f, 0xff] {
            let count = record.get(at)? & mask;
            at += 1;
            for _ in 0..count {
                let length =
                    usize::from(u16::from_be_bytes([*record.get(at)?, *record.get(at + 1)?]));
                at += 2;
                sets.extend_from_slice(&START);
                sets.extend_from_slice(record.get(at..at + length)?);
                at += length;
            }
        }
        Some(Self { width, sets })
    }

    /// Units with their lengths written before them as a stream of units with starts.
    fn stream(&self, mut units: &[u8], with_sets: bool) -> Vec<u8> {
        let mut stream = if with_sets { self.sets.clone() } else { Vec::new() };
        while let Some((length, rest)) = units.split_at_checked(self.width) {
            let length = length.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
            let Some((unit, behind)) = rest.split_at_checked(length) else { break };
            stream.extend_from_slice(&START);
            stream.extend_from_slice(unit);
            units = behind;
        }
        stream
    }
}

/// A frame as a picture (BT.601, limited range: what cameras write and what is near enough for a small picture).
fn shown((across, down): (usize, usize), [y, u, v]: [&[u8]; 3]) -> Option<DynamicImage> {
    let (width, height) = (u32::try_from(across).ok()?, u32::try_from(down).ok()?);
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MOST {
        return None;
    }
    let half = across.div_ceil(2);
    let at = |plane: &[u8], place: usize| i32::from(plane.get(place).copied().unwrap_or(128));
    let byte = |value: i32| u8::try_from((value >> 8).clamp(0, 255)).unwrap_or(0);
    let picture = RgbImage::from_fn(width, height, |column, row| {
        let column = usize::try_from(column).unwrap_or(0);
        let row = usize::try_from(row).unwrap_or(0);
        let colour = (row / 2) * half + column / 2;
        let light = 298 * (at(y, row * across + column) - 16) + 128;
        let (blue, red) = (at(u, colour) - 128, at(v, colour) - 128);
        image::Rgb([
            byte(light + 409 * red),
            byte(light - 100 * blue - 208 * red),
            byte(light + 516 * blue),
        ])
    });
    Some(DynamicImage::ImageRgb8(picture))
}
