//! The words of a sheet as the layouts read them.
//!
//! What this is not: the sheet's canonical form, which its fingerprint is taken from.

use std::io::Cursor;

use jiff::civil::Date;
use serde_json::{Value, json};
use zhiheng_app::ports::press::{Cell, PressError, Sheet, Signature, Standing};

use crate::faces::Chosen;
use crate::world::SIGNATURES;

/// Longest run of letters and figures without a place to break; longer ones would run off the page.
const RUN: usize = 24;
/// A signature is at most so many bytes,
const SIGNATURE_BYTES: usize = 4 << 20;
/// and so many dots wide or high.
const SIGNATURE_DOTS: u32 = 8_000;

/// The name under which a signature is seen by the layouts.
pub(crate) fn signature_name(n: usize) -> String {
    format!("signature-{n}")
}

/// What `sheet.json` holds.
pub(crate) fn words(sheet: &Sheet, faces: &Chosen) -> Value {
    let day = |day: Date| json!({ "year": day.year(), "month": day.month(), "day": day.day() });
    let mut image = 0;
    let signatures: Vec<Value> = sheet
        .signatures
        .iter()
        .map(|Signature { label, image: bytes, .. }| {
            let name = (!bytes.is_empty()).then(|| {
                let name = format!("/{}", signature_name(image));
                image += 1;
                name
            });
            json!({ "label": clean(label), "image": name })
        })
        .collect();
    json!({
        "agency": clean(&sheet.agency),
        "title": clean(&sheet.title),
        "number": sheet.number.as_deref().map(clean),
        "addressee": clean(&sheet.addressee),
        "day": day(sheet.day),
        "open": sheet.standing == Standing::Blank,
        "paragraphs": sheet.paragraphs.iter().flat_map(|text| text.lines()).map(clean)
            .filter(|text| !text.trim().is_empty()).collect::<Vec<_>>(),
        "rows": sheet.rows.iter().map(|row| match &row.value {
            Cell::Text(text) => json!({ "kind": "text", "label": clean(&row.label), "value": lines(text) }),
            Cell::Table { columns, rows } => json!({
                "kind": "table",
                "label": clean(&row.label),
                "columns": columns.iter().map(clean).collect::<Vec<_>>(),
                "rows": rows.iter().map(|cells| cells.iter().map(|text| lines(text)).collect::<Vec<_>>()).collect::<Vec<_>>(),
            }),
        }).collect::<Vec<_>>(),
        "signoffs": sheet.signoffs.iter().map(|one| json!({
            "act": clean(&one.act), "person": clean(&one.person), "opinion": lines(&one.opinion), "day": day(one.day),
        })).collect::<Vec<_>>(),
        "signatures": signatures,
        "seal": sheet.seal.as_deref().map(clean),
        "watermark": match sheet.standing {
            Standing::Issued | Standing::Blank => "",
            Standing::Draft => "草稿",
            Standing::Sample => "样张",
            Standing::Masked => "已遮盖",
        },
        "code": format!("ZH1.{}", sheet.key),
        "fingerprint": sheet.fingerprint(),
        "faces": {
            "body": faces.body, "title": faces.title, "title-heavy": faces.title_heavy, "hei": faces.hei, "kai": faces.kai,
        },
    })
}

/// The pictures of the signatures, in their order.
///
/// # Errors
/// One is no PNG or JPEG, or is too large; or there are too many.
pub(crate) fn images(sheet: &Sheet) -> Result<Vec<Vec<u8>>, PressError> {
    let images: Vec<Vec<u8>> = sheet
        .signatures
        .iter()
        .filter(|one| !one.image.is_empty())
        .map(|one| {
            checked(&one.image)
                .map(|()| one.image.clone())
                .map_err(|why| PressError::Signature(format!("{}：{why}", one.label)))
        })
        .collect::<Result<_, _>>()?;
    if images.len() > SIGNATURES {
        return Err(PressError::Signature(format!("一份文书至多 {SIGNATURES} 个签名")));
    }
    Ok(images)
}

fn checked(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > SIGNATURE_BYTES {
        return Err(format!("图像超过 {} MB", SIGNATURE_BYTES >> 20));
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(());
    }
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info();
    let info = reader.map_err(|_| "不是 PNG 或者 JPEG 图像".to_owned())?;
    let (width, height) = (info.info().width, info.info().height);
    if width > SIGNATURE_DOTS || height > SIGNATURE_DOTS {
        return Err(format!("图像超过 {SIGNATURE_DOTS} 点"));
    }
    Ok(())
}

/// Text of several lines.
fn lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Text without control characters, with places to break in long runs of letters and figures.
fn clean(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for character in text.chars() {
        if character == '\t' || character == '\n' || character == '\r' {
            out.push(' ');
            run = 0;
            continue;
        }
        if character.is_control() {
            continue;
        }
        run = if character.is_ascii_graphic() { run + 1 } else { 0 };
        if run > RUN {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_long_digest_then_it_may_break_and_words_stay_whole() {
        let digest = "0123456789abcdef".repeat(4);
        assert_eq!(clean(&digest).matches('\u{200b}').count(), 2);
        assert_eq!(clean("https://example.cn/a"), "https://example.cn/a");
    }

    #[test]
    fn given_control_characters_then_they_do_not_reach_the_page() {
        assert_eq!(clean("甲\u{0}\u{7}乙\t丙"), "甲乙 丙");
    }
}
