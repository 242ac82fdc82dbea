//! Strings of a PDF, in whatever way they are coded.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// Bytes of a string that are looked at.
const LONGEST: usize = 8 << 20;

/// Every plausible reading of a string, one behind the other: the code of a string is not always said.
pub(super) fn text(bytes: &[u8]) -> String {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            return UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
        }
        [0xff, 0xfe, rest @ ..] => {
            return UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => return String::from_utf8_lossy(rest).into_owned(),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let mut readings: Vec<String> = Vec::new();
    for code in [GB18030, UTF_16BE, UTF_16LE] {
        let (text, faults) = code.decode_without_bom_handling(bytes);
        if !faults {
            readings.push(text.into_owned());
        }
    }
    if readings.is_empty() {
        readings.push(String::from_utf8_lossy(bytes).into_owned());
    }
    readings.join("|")
}

/// A file as text, where it is one.
pub(crate) fn plain(bytes: &[u8]) -> Option<String> {
    let whole = matches!(bytes, [0xfe, 0xff, ..] | [0xff, 0xfe, ..]);
    let text = if whole || std::str::from_utf8(bytes).is_ok() {
        text(bytes)
    } else {
        let (text, faults) = GB18030.decode_without_bom_handling(bytes);
        if faults {
            return None;
        }
        text.into_owned()
    };
    let strange = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    (strange * 50 <= text.chars().count().max(1)).then_some(text)
}

/// The ways in which words may stand in bytes that nobody reads as a string.
pub(super) fn coded(text: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex = |bytes: &[u8], upper: bool| {
        let digit = |byte: &u8| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") };
        bytes.iter().map(digit).collect::<String>().into_bytes()
    };
    let mut ways = vec![text.as_bytes().to_vec(), hex(&wide, true), hex(&wide, false)];
    if !text.is_ascii() {
        ways.push(GB18030.encode(text).0.into_owned());
    }
    ways.push(wide);
    ways
}
