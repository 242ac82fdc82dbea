//! Plain text that is captions: WebVTT or SRT, with so many of them.

use std::fs;
use std::path::Path;

use aspasia::{SubRipSubtitle, Subtitle as _, WebVttSubtitle};
use zhiheng_app::ports::FileFacts;

/// Largest text that is read for captions, in bytes: a day of speech is a tenth of it.
const LARGEST: u64 = 8 << 20;

pub(super) fn read(path: &Path, size: u64, facts: &mut FileFacts) {
    let text = (size <= LARGEST).then(|| fs::read_to_string(path).ok()).flatten();
    facts.cues = Some(text.map_or(0, |text| count(&text)));
}

/// Captions in a text; none where it is no captions.
pub(crate) fn count(text: &str) -> u32 {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let found = if text.starts_with("WEBVTT") {
        text.parse::<WebVttSubtitle>().map_or(0, |read| read.events().len())
    } else {
        text.parse::<SubRipSubtitle>().map_or(0, |read| read.events().len())
    };
    u32::try_from(found).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_captions_of_either_kind_then_they_are_counted_and_other_text_has_none() {
        let vtt = "\u{feff}WEBVTT\r\n\r\nNOTE 转写\r\n\r\n00:00.000 --> 00:06.000\r\n现在开始询问。\r\n\r\n00:01:06.500 --> 00:01:08.000 align:start\r\n属实。\r\n";
        assert_eq!(count(vtt), 2);
        let srt = "1\n00:00:00,000 --> 00:00:06,000\n现在开始询问。\n\n2\n00:00:06,000 --> 00:00:09,000\n好。\n";
        assert_eq!(count(srt), 2);
        for other in ["", "WEBVTT\n", "现在开始询问。\n属实。\n", "1\n2\n3\n", "00:00 --> \n"]
        {
            assert_eq!(count(other), 0, "{other:?}");
        }
    }
}
