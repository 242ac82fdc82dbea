//! Addresses with their parameters: taken apart from a request and put together for links.

use axum::extract::Query;
use axum::http::Uri;

/// The parameters of a request in order; bytes that are no UTF-8 become U+FFFD, which the reader of each field refuses.
pub(super) fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}

/// A path with parameters.
pub(super) fn link<N: AsRef<str>, V: AsRef<str>>(
    path: &str,
    pairs: impl IntoIterator<Item = (N, V)>,
) -> String {
    let mut link = path.to_owned();
    for (place, (name, value)) in pairs.into_iter().enumerate() {
        link.push(if place == 0 { '?' } else { '&' });
        encode(name.as_ref(), &mut link);
        link.push('=');
        encode(value.as_ref(), &mut link);
    }
    link
}

fn encode(text: &str, into: &mut String) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for half in [byte >> 4, byte & 15] {
                into.push(DIGITS.get(usize::from(half)).copied().unwrap_or('0'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_link_is_read_back_as_what_it_was_made_of(
            made in proptest::collection::vec(("[a-z]{1,5}", ".{0,20}"), 0..4),
        ) {
            let made: Vec<(String, String)> = made;
            let uri: Uri = link("/decisions", made.clone()).parse().unwrap();
            proptest::prop_assert_eq!(pairs(&uri), made);
        }
    }
}
