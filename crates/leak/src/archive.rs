//! Archives, of which documents of office programs are one kind: every file in them is looked into.

use std::io::{Cursor, Read as _};

use crate::check::Look;
use crate::finding::{How, Place};

/// Files in one archive.
const MOST: usize = 2_000;
/// Bytes that one archive unfolds to.
const LARGEST: u64 = 128 << 20;

/// Looks into an archive.
pub(crate) fn look(look: &mut Look<'_>, bytes: &[u8]) {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        look.tell(Place::default(), How::Damaged);
        return;
    };
    if archive.len() > MOST {
        look.tell(Place::default(), How::Damaged);
        return;
    }
    let mut left = LARGEST;
    for place in 0..archive.len() {
        let mut content = Vec::new();
        let name = match archive.by_index(place) {
            Ok(file) if file.is_dir() => continue,
            Ok(file) => {
                let told = file.name().map(std::borrow::Cow::into_owned);
                let name = told.unwrap_or_else(|_| "未命名".to_owned());
                if file.take(left.saturating_add(1)).read_to_end(&mut content).is_err() {
                    look.tell(Place::default(), How::Locked);
                    continue;
                }
                name
            }
            Err(_) => {
                look.tell(Place::default(), How::Locked);
                continue;
            }
        };
        left = left.saturating_sub(u64::try_from(content.len()).unwrap_or(u64::MAX));
        if left == 0 {
            look.tell(Place::default(), How::Damaged);
            return;
        }
        if !content.is_empty() {
            look.attachment(&name, &content);
        }
    }
}
