//! The secret half of a key: made from bytes that are handed in, signs notes and checkpoints.

use std::fmt;

use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use sm2::dsa::signature::Signer as _;

use super::{KeyFault, KeyKind, SM2_IDENTITY, Verifier, cosigned_message};
use crate::note::NoteSignature;

/// A key to sign with.
#[derive(Clone)]
pub struct Signer {
    secret: Secret,
    verifier: Verifier,
}

#[derive(Clone)]
enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl Signer {
    /// A key from 32 bytes: fresh random ones to make a new key, the same ones to load it again.
    /// For SM2 they are the secret number, big-endian, which very rarely is out of range.
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyFault> {
        match kind {
            KeyKind::Ed25519 | KeyKind::Ed25519Cosignature => {
                Self::ed25519(name, kind, ed25519_dalek::SigningKey::from_bytes(seed))
            }
            KeyKind::Sm2 | KeyKind::Sm2Cosignature => {
                let secret = sm2::SecretKey::from_slice(seed);
                Self::sm2(name, kind, &secret.map_err(|_| KeyFault::NotASecretKey)?)
            }
        }
    }

    /// A key from PKCS#8 DER, as OpenSSL and hardware export it.
    pub fn from_pkcs8(name: &str, kind: KeyKind, der: &[u8]) -> Result<Self, KeyFault> {
        match kind {
            KeyKind::Ed25519 | KeyKind::Ed25519Cosignature => {
                let secret = ed25519_dalek::SigningKey::from_pkcs8_der(der);
                Self::ed25519(name, kind, secret.map_err(|_| KeyFault::NotASecretKey)?)
            }
            KeyKind::Sm2 | KeyKind::Sm2Cosignature => {
                let secret = sm2::SecretKey::from_pkcs8_der(der);
                Self::sm2(name, kind, &secret.map_err(|_| KeyFault::NotASecretKey)?)
            }
        }
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The public half as text.
    pub fn vkey(&self) -> String {
        self.verifier.vkey()
    }

    /// Signs a note text as a log.
    pub fn sign(&self, text: &str) -> Result<NoteSignature, KeyFault> {
        if self.verifier.kind().is_cosignature() {
            return Err(KeyFault::WrongUse(self.verifier.name().to_owned()));
        }
        let signature = self.raw(text.as_bytes())?.to_vec();
        Ok(self.line(signature))
    }

    /// Signs a checkpoint text as a witness at `seconds` since 1970.
    pub fn cosign(&self, text: &str, seconds: u64) -> Result<NoteSignature, KeyFault> {
        if !self.verifier.kind().is_cosignature() || i64::try_from(seconds).is_err() {
            return Err(KeyFault::WrongUse(self.verifier.name().to_owned()));
        }
        let mut signature = seconds.to_be_bytes().to_vec();
        signature.extend_from_slice(&self.raw(cosigned_message(text, seconds).as_bytes())?);
        Ok(self.line(signature))
    }

    fn line(&self, signature: Vec<u8>) -> NoteSignature {
        NoteSignature {
            name: self.verifier.name().to_owned(),
            key_id: self.verifier.id(),
            signature,
        }
    }

    fn raw(&self, message: &[u8]) -> Result<[u8; 64], KeyFault> {
        match &self.secret {
            Secret::Ed25519(key) => {
                key.try_sign(message).map(|made| made.to_bytes()).map_err(|_| KeyFault::CannotSign)
            }
            Secret::Sm2(key) => {
                let made: Result<sm2::dsa::Signature, _> = key.try_sign(message);
                made.map(|made| made.to_bytes().into()).map_err(|_| KeyFault::CannotSign)
            }
        }
    }

    fn ed25519(
        name: &str,
        kind: KeyKind,
        key: ed25519_dalek::SigningKey,
    ) -> Result<Self, KeyFault> {
        let verifier = Verifier::new(name, kind, key.verifying_key().as_bytes())?;
        Ok(Self { secret: Secret::Ed25519(Box::new(key)), verifier })
    }

    fn sm2(name: &str, kind: KeyKind, secret: &sm2::SecretKey) -> Result<Self, KeyFault> {
        let key =
            sm2::dsa::SigningKey::new(SM2_IDENTITY, secret).map_err(|_| KeyFault::NotASecretKey)?;
        let verifier = Verifier::new(name, kind, &key.verifying_key().to_sec1_bytes())?;
        Ok(Self { secret: Secret::Sm2(Box::new(key)), verifier })
    }
}

impl fmt::Debug for Signer {
    /// Never shows the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signer").field(&self.vkey()).finish()
    }
}
