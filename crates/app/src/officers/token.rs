//! The text inside an officer code: who, which phone, when and for which task, signed by the phone.
//!
//! `payload.signature`, both base64url without padding. The payload is a JSON array
//! `[realm, officer, device, seconds since 1970, task]`; the signature is ECDSA on P-256 with SHA-256 over
//! [`DOMAIN`], a line feed and the payload as it stands in the token, 64 bytes `r || s` as WebCrypto gives them.
//! What this is not: whether the phone, the card and the moment are good (see [`super::code`]).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

/// What is signed before the payload, so that a signature made for another purpose never fits.
pub(crate) const DOMAIN: &str = "zhiheng/officer-code/v1";
/// Longest token, in bytes: an address stays short enough for a QR code.
const LONGEST: usize = 600;

/// A token, read and not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Platform at which the phone was enrolled.
    pub realm: String,
    /// Officer.
    pub officer: String,
    /// Phone.
    pub device: String,
    /// When it was made, seconds since 1970 by the phone's clock.
    pub seconds: i64,
    /// Matter that the officer is on; empty if none.
    pub task: String,
    payload: String,
    signature: [u8; 64],
}

impl Token {
    /// Reads a token; none where it is not one.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (payload, signature) = text.split_once('.')?;
        let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let (realm, officer, device, seconds, task): (String, String, String, i64, String) =
            serde_json::from_slice(&json).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
        Some(Self { realm, officer, device, seconds, task, payload: payload.to_owned(), signature })
    }

    /// Whether the phone with this public key (uncompressed point, base64url) signed it.
    pub fn signed_by(&self, key: &str) -> bool {
        let (Some(key), Ok(signature)) = (public_key(key), Signature::from_slice(&self.signature))
        else {
            return false;
        };
        key.verify(format!("{DOMAIN}\n{}", self.payload).as_bytes(), &signature).is_ok()
    }
}

/// A public key as phones hand it in: 65 bytes, uncompressed, base64url. None where it is no point of the curve.
pub(crate) fn public_key(text: &str) -> Option<VerifyingKey> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 65)?;
    VerifyingKey::from_sec1_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::SigningKey;
    use p256::ecdsa::signature::Signer as _;
    use proptest::prelude::*;

    use super::*;

    fn phone(seed: u8) -> (SigningKey, String) {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let point = key.verifying_key().to_sec1_point(false);
        (key, URL_SAFE_NO_PAD.encode(point.as_bytes()))
    }

    fn signed(key: &SigningKey, json: &str) -> String {
        let payload = URL_SAFE_NO_PAD.encode(json);
        let signature: Signature = key.sign(format!("{DOMAIN}\n{payload}").as_bytes());
        format!("{payload}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    #[test]
    fn a_token_of_an_enrolled_phone_is_believed_and_of_another_not() {
        let ((key, public), (_, other)) = (phone(7), phone(8));
        let token = Token::read(&signed(&key, r#"["r","o","d",12,""]"#)).unwrap();
        assert_eq!((token.officer.as_str(), token.seconds), ("o", 12));
        assert!(token.signed_by(&public) && !token.signed_by(&other) && !token.signed_by("x"));
    }

    #[test]
    fn a_token_that_the_browsers_webcrypto_signed_is_believed() {
        // Made once by WebCrypto (generateKey, exportKey "raw", sign with SHA-256) over the same message.
        let key = include_str!("webcrypto.key").trim();
        let token = Token::read(include_str!("webcrypto.token").trim()).unwrap();
        assert!(token.signed_by(key));
    }

    proptest! {
        #[test]
        fn one_changed_character_makes_a_token_forged(at in 0_usize..140, with in "[A-Za-z0-9_-]") {
            let (key, public) = phone(9);
            let text = signed(&key, r#"["realm","officer-a","01J0000000000000000000000",1770000000,"matter"]"#);
            let at = at % text.len();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != text);
            prop_assert!(Token::read(&changed).is_none_or(|token| !token.signed_by(&public)));
        }

        #[test]
        fn no_text_makes_reading_fail_otherwise_than_by_none(text in ".{0,700}") {
            let _ = Token::read(&text);
        }
    }
}
