//! Where a page ended, as text for the client: opaque, safe in an address, checked when it comes back.

use zhiheng_app::ports::StoreError;

use crate::guard;
use crate::merge::Spot;

/// A place in a list, for the list it was made for.
pub(crate) fn write(list: &str, spot: &Spot) -> String {
    use std::fmt::Write as _;

    spot.value.bytes().fold(format!("{list}-{}-", spot.key), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads what [`write`] wrote; `None` for no cursor.
///
/// # Errors
/// If it is no cursor, or one of another list.
pub(crate) fn read(list: &str, cursor: Option<&str>) -> Result<Option<Spot>, StoreError> {
    cursor.map(|text| parse(list, text).ok_or_else(guard::bad_cursor)).transpose()
}

fn parse(list: &str, text: &str) -> Option<Spot> {
    let rest = text.strip_prefix(list)?.strip_prefix('-')?;
    let (key, hex) = rest.split_once('-')?;
    if !hex.is_ascii() || hex.len() % 2 != 0 {
        return None;
    }
    let bytes = (0..hex.len())
        .step_by(2)
        .map(|at| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect::<Option<Vec<u8>>>()?;
    let value = String::from_utf8(bytes).ok().filter(|value| !value.contains('\0'))?;
    Some(Spot { value, key: key.parse().ok().filter(|key| *key >= 0)? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_in_its_own_list_only(value in "[^\0]*", key in 0..i64::MAX) {
            let spot = Spot { value, key };
            let text = write("due", &spot);
            prop_assert_eq!(read("due", Some(&text)).unwrap(), Some(spot));
            prop_assert!(read("number", Some(&text)).is_err());
        }

        #[test]
        fn any_text_is_read_without_failing(text in any::<String>()) {
            let _ = read("due", Some(&text));
            let _ = read("due", Some(&format!("due-1-{text}")));
        }
    }
}
