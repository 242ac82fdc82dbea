//! Sound and moving pictures: duration, tracks, dimensions, and what the device wrote of time, place and itself.
//! Nothing is decoded; the tables of the container say it all.

use std::fs::File;
use std::path::Path;

use nom_exif::{EntryValue, TrackInfoTag};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecId, well_known as audio};
use symphonia::core::codecs::video::{VideoCodecId, well_known as video};
use symphonia::core::formats::FormatOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use zhiheng_app::ports::{FileFacts, Track};

use super::{cleaned, moment, place};

/// Most tracks that are told.
const TRACKS: usize = 16;

pub(super) fn read(path: &Path, media: &str, facts: &mut FileFacts) {
    let tracks = tracks(path, facts);
    let boxes = matches!(
        media,
        "video/mp4" | "audio/mp4" | "video/quicktime" | "video/x-matroska" | "video/webm"
    );
    let said = boxes.then(|| nom_exif::read_track(path).ok()).flatten();
    // AVI is taken in, and nobody here reads it.
    facts.damaged = tracks.is_none() && said.is_none() && media != "video/x-msvideo";
    let Some(said) = said else { return };
    let text = |tag| said.get(tag).and_then(|value| value.as_str()).and_then(cleaned);
    let number = |tag| said.get(tag).and_then(EntryValue::as_u32).filter(|number| *number > 0);
    (facts.make, facts.model) = (text(TrackInfoTag::Make), text(TrackInfoTag::Model));
    facts.recorded = said.get(TrackInfoTag::CreateDate).and_then(moment);
    facts.place = said.gps_info().and_then(place);
    facts.width = number(TrackInfoTag::Width).or(facts.width);
    facts.height = number(TrackInfoTag::Height).or(facts.height);
    let duration = said.get(TrackInfoTag::DurationMs).and_then(EntryValue::as_u64);
    facts.duration_ms = facts.duration_ms.or(duration.filter(|millis| *millis > 0));
}

/// The tracks; none where the container cannot be read.
fn tracks(path: &Path, facts: &mut FileFacts) -> Option<()> {
    let stream = MediaSourceStream::new(
        Box::new(File::open(path).ok()?),
        MediaSourceStreamOptions::default(),
    );
    let format = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .ok()?;
    for track in format.tracks().iter().take(TRACKS) {
        let (kind, codec) = match &track.codec_params {
            Some(CodecParameters::Audio(known)) => ("audio", audio_codec(known.codec)),
            Some(CodecParameters::Video(known)) => {
                facts.width = facts.width.or(known.width.map(u32::from));
                facts.height = facts.height.or(known.height.map(u32::from));
                ("video", video_codec(known.codec))
            }
            Some(CodecParameters::Subtitle(_)) => ("subtitle", "unknown"),
            // Other kinds of track are not told.
            _ => continue,
        };
        facts.tracks.push(Track { kind: kind.to_owned(), codec: codec.to_owned() });
        let length = track.time_base.zip(track.duration);
        let millis = length
            .and_then(|(base, length)| base.calc_duration(length))
            .and_then(|time| u64::try_from(time.as_millis()).ok());
        facts.duration_ms = facts.duration_ms.max(millis.filter(|millis| *millis > 0));
    }
    Some(())
}

fn audio_codec(id: AudioCodecId) -> &'static str {
    match id {
        audio::CODEC_ID_AAC => "aac",
        audio::CODEC_ID_MP3 => "mp3",
        audio::CODEC_ID_FLAC => "flac",
        audio::CODEC_ID_VORBIS => "vorbis",
        audio::CODEC_ID_OPUS => "opus",
        audio::CODEC_ID_PCM_S16LE
        | audio::CODEC_ID_PCM_S24LE
        | audio::CODEC_ID_PCM_U8
        | audio::CODEC_ID_PCM_ALAW
        | audio::CODEC_ID_PCM_MULAW => "pcm",
        audio::CODEC_ID_ADPCM_MS | audio::CODEC_ID_ADPCM_IMA_WAV | audio::CODEC_ID_ADPCM_IMA_QT => {
            "adpcm"
        }
        _ => "unknown",
    }
}

fn video_codec(id: VideoCodecId) -> &'static str {
    match id {
        video::CODEC_ID_H264 => "h264",
        video::CODEC_ID_HEVC => "hevc",
        video::CODEC_ID_AV1 => "av1",
        video::CODEC_ID_VP8 => "vp8",
        video::CODEC_ID_VP9 => "vp9",
        video::CODEC_ID_MPEG4 => "mpeg4",
        video::CODEC_ID_MJPEG => "mjpeg",
        _ => "unknown",
    }
}
