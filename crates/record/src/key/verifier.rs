//! The public half of a key: parsed from a vkey, checks signatures. It knows nothing of trust; that is [`crate::policy`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest as _;
use sm2::dsa::signature::Verifier as _;

use super::{KeyFault, KeyKind, SM2_IDENTITY, check_name, cosigned_message};
use crate::hex;
use crate::suite::Suite;

/// A key to check signatures with.
#[derive(Debug, Clone)]
pub struct Verifier {
    name: String,
    id: u32,
    kind: KeyKind,
    key: PublicKey,
}

#[derive(Debug, Clone)]
enum PublicKey {
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl Verifier {
    /// Reads a vkey: `name+ID in hexadecimal+base64(type ‖ public key)`.
    pub fn parse(vkey: &str) -> Result<Self, KeyFault> {
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyFault::Malformed);
        };
        let id = hex::decode(id).map(u32::from_be_bytes).ok_or(KeyFault::Malformed)?;
        let bytes = STANDARD.decode(key).map_err(|_| KeyFault::Malformed)?;
        let (kind, public) = KeyKind::ALL
            .iter()
            .find_map(|kind| Some((*kind, bytes.strip_prefix(kind.type_bytes())?)))
            .ok_or_else(|| KeyFault::UnknownType(name.to_owned()))?;
        let verifier = Self::new(name, kind, public)?;
        if verifier.id == id { Ok(verifier) } else { Err(KeyFault::WrongId(name.to_owned())) }
    }

    /// The key `public` (encoded as the table in [`crate::key`] says) under `name`.
    pub fn new(name: &str, kind: KeyKind, public: &[u8]) -> Result<Self, KeyFault> {
        check_name(name)?;
        let key = match kind {
            KeyKind::Ed25519 | KeyKind::Ed25519Cosignature => ed25519(public),
            KeyKind::Sm2 | KeyKind::Sm2Cosignature => sm2(public),
        }
        .ok_or_else(|| KeyFault::NotAPublicKey(name.to_owned()))?;
        let digest = sha2::Sha256::new()
            .chain_update(name.as_bytes())
            .chain_update(b"\n")
            .chain_update(kind.type_bytes())
            .chain_update(public)
            .finalize();
        let id = digest.first_chunk::<4>().map_or(0, |first| u32::from_be_bytes(*first));
        Ok(Self { name: name.to_owned(), id, kind, key })
    }

    /// The key as text, the form [`Verifier::parse`] reads.
    pub fn vkey(&self) -> String {
        let bytes = [self.kind.type_bytes(), &self.public_key()].concat();
        format!("{}+{:08x}+{}", self.name, self.id, STANDARD.encode(bytes))
    }

    /// The name of the key; for a log its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key ID.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What the key is for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The suite of the key's algorithm.
    pub fn suite(&self) -> Suite {
        self.kind.suite()
    }

    /// The public key alone, encoded as the table in [`crate::key`] says.
    pub fn public_key(&self) -> Vec<u8> {
        match &self.key {
            PublicKey::Ed25519(key) => key.as_bytes().to_vec(),
            PublicKey::Sm2(key) => key.to_sec1_bytes().to_vec(),
        }
    }

    /// Checks `signature` over `text`. Returns the time of a cosignature in seconds since 1970, else nothing;
    /// `None` when the signature is false.
    pub fn verify(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        if !self.kind.is_cosignature() {
            return self.holds(text.as_bytes(), signature).then_some(None);
        }
        let (seconds, signature) = signature.split_first_chunk::<8>()?;
        let seconds = u64::from_be_bytes(*seconds);
        // tlog-cosignature: a time fits 63 bits.
        i64::try_from(seconds).ok()?;
        let message = cosigned_message(text, seconds);
        self.holds(message.as_bytes(), signature).then_some(Some(seconds))
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            PublicKey::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            PublicKey::Sm2(key) => sm2::dsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }
}

/// Turns an SM2 signature in DER, as OpenSSL and most hardware write it, into `r ‖ s`.
pub fn sm2_signature_from_der(der: &[u8]) -> Option<[u8; 64]> {
    sm2::dsa::Signature::from_der(der).ok().map(|signature| signature.to_bytes().into())
}

fn ed25519(public: &[u8]) -> Option<PublicKey> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(public.try_into().ok()?).ok()?;
    // A point of small order would accept signatures nobody made.
    (!key.is_weak()).then(|| PublicKey::Ed25519(Box::new(key)))
}

fn sm2(public: &[u8]) -> Option<PublicKey> {
    // One encoding only, so that one key has one ID.
    if public.len() != 65 || public.first() != Some(&4) {
        return None;
    }
    let key = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_IDENTITY, public).ok()?;
    Some(PublicKey::Sm2(Box::new(key)))
}
