//! Codes that a person reads aloud or copies from paper: unguessable, in groups of four, and kept only under a digest.
//!
//! What this is not: the short query code of a receipt of registration (see `receipt`), which opens nothing without its number.

use zhiheng_record::Suite;

use crate::application::App;

/// Characters of a code: 80 bits that nobody guesses.
const LENGTH: usize = 16;
/// Characters of what somebody typed that are looked at.
const TYPED: usize = 2 * LENGTH;

impl App {
    /// A fresh code without its hyphens.
    pub(crate) fn fresh_spoken_code(&self) -> String {
        let code = self.fresh_code() + &self.fresh_code();
        code.chars().take(LENGTH).collect()
    }

    /// Under which a code for `purpose` is kept; the code itself is with whoever got it. Case, hyphens and blanks do not matter, and
    /// O, I and L are the digits that they look like.
    pub(crate) fn spoken_code_key(&self, purpose: &str, code: &str) -> String {
        key(self.suite(), purpose, code)
    }
}

/// `ABCDEFGHJKMNPQRS` as `ABCD-EFGH-JKMN-PQRS`.
pub(crate) fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn key(suite: Suite, purpose: &str, code: &str) -> String {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(TYPED)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    suite.hash(format!("zhiheng/{purpose}/v1\n{plain}").as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_typed_as_it_was_heard_is_the_code_that_was_given() {
        let given = "AB10CDEFGHJKMNPQ";
        let of = |code: &str| key(Suite::International, "letter", code);
        assert_eq!(grouped(given), "AB10-CDEF-GHJK-MNPQ");
        assert_eq!(of(&grouped(given)), of(given));
        assert_eq!(of(" ab lo-cdef-ghjk-mnpq "), of(given), "l for 1, o for 0, small letters");
        assert_ne!(of("AB10CDEFGHJKMNPR"), of(given));
        assert_ne!(key(Suite::International, "receipt", given), of(given), "each use has its own");
    }
}
