//! The other tag files: the declaration `bagit.txt`, and `bag-info.txt`.

use super::{BagReport, BagSource, TAG_BYTES};

/// How tag files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Latin1,
    Utf16,
}

/// What `bagit.txt` declares.
pub(super) struct Declaration {
    pub(super) version: (u32, u32),
    pub(super) encoding: Encoding,
}

/// Reads the declaration; without a sound one there is no bag.
pub(super) fn declaration(
    source: &dyn BagSource,
    report: &mut BagReport,
) -> Result<Option<Declaration>, String> {
    const FILE: &str = "bagit.txt";
    let Some(bytes) = content(source, FILE)? else {
        report.wrong("bag.no_declaration", FILE, "没有 bagit.txt，不是 BagIt 包");
        return Ok(None);
    };
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        report.wrong("bag.mark", FILE, "bagit.txt 不得以字节顺序标记开头");
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    let value = |label: &str| {
        text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(label).then(|| value.trim().to_owned())
        })
    };
    let version = value("BagIt-Version").and_then(|text| {
        let (major, minor) = text.split_once('.')?;
        Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?))
    });
    let Some(version) = version else {
        report.wrong("bag.version", FILE, "没有写明 BagIt-Version，或者写法不对");
        return Ok(None);
    };
    if version > (1, 0) {
        report.wrong("bag.version", FILE, "BagIt-Version 高于 1.0，不能核对");
        return Ok(None);
    }
    // From 1.0 on nothing stands between label and colon, and one space behind it (RFC 8493 2.1.1).
    let strict = |line: &str| {
        line.split_once(": ")
            .is_some_and(|(label, value)| label.trim() == label && value.trim() == value)
    };
    if version >= (1, 0) && !text.lines().all(strict) {
        report.wrong("bag.version", FILE, "bagit.txt 里冒号前后的空格写法不对");
    }
    let encoding =
        match value("Tag-File-Character-Encoding").map(|name| name.to_ascii_uppercase()).as_deref()
        {
            Some("UTF-8" | "UTF8") => Encoding::Utf8,
            Some("ISO-8859-1" | "US-ASCII") => Encoding::Latin1,
            Some("UTF-16" | "UTF-16LE" | "UTF-16BE") => Encoding::Utf16,
            Some(_) => {
                report.wrong("bag.encoding", FILE, "不认识标签文件的字符编码");
                return Ok(None);
            }
            None => {
                report.wrong("bag.encoding", FILE, "没有写明 Tag-File-Character-Encoding");
                return Ok(None);
            }
        };
    Ok(Some(Declaration { version, encoding }))
}

/// A tag file as text; empty where there is none.
pub(super) fn read(
    source: &dyn BagSource,
    file: &str,
    encoding: Encoding,
) -> Result<String, String> {
    let bytes = content(source, file)?.unwrap_or_default();
    Ok(match encoding {
        Encoding::Utf8 => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.strip_prefix('\u{feff}').map_or(text.clone(), ToOwned::to_owned)
        }
        Encoding::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Encoding::Utf16 => utf16(&bytes),
    })
}

fn utf16(bytes: &[u8]) -> String {
    let little = !bytes.starts_with(&[0xfe, 0xff]);
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
        .collect();
    let text = String::from_utf16_lossy(&units);
    text.trim_start_matches('\u{feff}').to_owned()
}

fn content(source: &dyn BagSource, file: &str) -> Result<Option<Vec<u8>>, String> {
    use std::io::Read as _;
    let Some(reader) = source.open(file)? else { return Ok(None) };
    let mut bytes = Vec::new();
    reader.take(TAG_BYTES).read_to_end(&mut bytes).map_err(|error| format!("{file}:{error}"))?;
    Ok(Some(bytes))
}

/// Labels and values; a line that begins with white space goes on with the value before.
pub(super) fn info(text: &str, report: &mut BagReport) -> Vec<(String, String)> {
    let mut read: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = read.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        match line.split_once(':') {
            Some((label, value)) => read.push((label.trim().to_owned(), value.trim().to_owned())),
            None => report.wrong("bag.info", "bag-info.txt", "有一行没有冒号"),
        }
    }
    read
}
