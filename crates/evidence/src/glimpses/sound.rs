//! The shape of a sound: of every stretch of some milliseconds how loud its loudest point is.

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use zhiheng_app::ports::Waveform;

use super::source::Content;

/// Stretches into which a recording is cut at most: more than any screen has points.
const MOST_PEAKS: u64 = 1600;
/// Shortest stretch, in milliseconds.
const SHORTEST: u64 = 20;
/// Longest sound that is listened to, in milliseconds. What lies behind has no shape.
const LONGEST: u64 = 8 * 3_600_000;
/// Packets that do not decode before the rest is given up.
const MOST_FAULTS: usize = 200;

/// The shape of the first sound track; none where there is none that is decoded here.
pub(super) fn shape(content: Content) -> Option<Waveform> {
    let stream = MediaSourceStream::new(Box::new(content), MediaSourceStreamOptions::default());
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .ok()?;
    let track = format.default_track(TrackType::Audio)?;
    let id = track.id;
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else { return None };
    let rate = u64::from(parameters.sample_rate.filter(|rate| *rate > 0)?);
    let length = track.time_base.zip(track.duration);
    let told = length
        .and_then(|(base, length)| base.calc_duration(length))
        .and_then(|time| u64::try_from(time.as_millis()).ok());
    let step = (told.unwrap_or(LONGEST).min(LONGEST) / MOST_PEAKS).max(SHORTEST);
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .ok()?;
    let mut peaks =
        Peaks { per: (rate * step / 1000).max(1), frames: 0, loudest: 0.0, held: Vec::new() };
    let most = LONGEST / 1000 * rate;
    let (mut samples, mut faults) = (Vec::<f32>::new(), 0);
    while peaks.frames < most && peaks.held.len() <= usize::try_from(MOST_PEAKS * 4).unwrap_or(0) {
        // What is cut off or damaged has a shape as far as it goes.
        let Ok(Some(packet)) = format.next_packet() else { break };
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let channels = buffer.num_planes().max(1);
                buffer.copy_to_vec_interleaved(&mut samples);
                for frame in samples.chunks(channels) {
                    peaks.hear(frame);
                }
            }
            Err(Error::DecodeError(_)) if faults < MOST_FAULTS => faults += 1,
            Err(_) => break,
        }
    }
    let until_ms = peaks.frames.saturating_mul(1000) / rate;
    let held = peaks.ended();
    let step_ms = u32::try_from(step).ok()?;
    (!held.is_empty()).then_some(Waveform { step_ms, peaks: held, until_ms })
}

/// Peaks as they are heard.
struct Peaks {
    /// Frames in a stretch.
    per: u64,
    frames: u64,
    loudest: f32,
    held: Vec<u8>,
}

impl Peaks {
    fn hear(&mut self, frame: &[f32]) {
        let loud = frame.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        self.loudest = self.loudest.max(loud);
        self.frames = self.frames.saturating_add(1);
        if self.frames.is_multiple_of(self.per) {
            self.close();
        }
    }

    fn close(&mut self) {
        self.held.push(hundredths(self.loudest));
        self.loudest = 0.0;
    }

    fn ended(mut self) -> Vec<u8> {
        if !self.frames.is_multiple_of(self.per) {
            self.close();
        }
        self.held
    }
}

/// Loudness in hundredths of the loudest that can be written; what is no number is silence.
fn hundredths(loudest: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100, and the cast of what is no number is 0"
    )]
    let whole = (loudest.clamp(0.0, 1.0) * 100.0).round() as u8;
    whole
}
