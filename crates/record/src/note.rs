//! Signed notes (C2SP signed-note): a text, an empty line, and signature lines. Says nothing about whom to trust.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::{KeyFault, Signer, Verifier};

/// The most signature lines that are read.
pub const MAX_SIGNATURES: usize = 128;

/// A text with the signatures under it, none of them checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The ID of the key.
    pub key_id: u32,
    /// What follows the ID: for a cosignature time and signature, else the signature.
    pub signature: Vec<u8>,
}

/// Why a note cannot be read or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not UTF-8, or with control characters.
    #[error("签名文本不是合规的 UTF-8 文本")]
    Encoding,
    /// No text that ends in a newline, no empty line, or a malformed signature line.
    #[error("签名文本的格式不对")]
    Malformed,
    /// More signatures than anyone needs.
    #[error("签名多于 {MAX_SIGNATURES} 个")]
    TooManySignatures,
    /// A signature that names a trusted key and does not verify.
    #[error("密钥“{0}”的签名不成立:内容被改动,或签名是伪造的")]
    FalseSignature(String),
    /// No trusted key signed.
    #[error("没有任何受信任密钥的签名")]
    Unsigned,
}

impl Note {
    /// A note without signatures yet. The text ends in a newline and has no other control character.
    pub fn new(text: &str) -> Result<Self, NoteFault> {
        if text.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteFault::Encoding);
        }
        if !text.ends_with('\n') {
            return Err(NoteFault::Malformed);
        }
        Ok(Self { text: text.to_owned(), signatures: Vec::new() })
    }

    /// The text, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines in their order.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a log's signature.
    pub fn sign(&mut self, signer: &Signer) -> Result<(), KeyFault> {
        let signature = signer.sign(&self.text)?;
        self.add(signature);
        Ok(())
    }

    /// Adds a signature line made elsewhere, in place of an earlier one by the same key.
    pub fn add(&mut self, signature: NoteSignature) {
        self.signatures.retain(|old| old.name != signature.name || old.key_id != signature.key_id);
        self.signatures.push(signature);
    }

    /// Checks the signatures of `verifiers` and returns those that signed, with the time of a cosignature.
    /// Lines of other keys are ignored; one false line of a known key and the whole note is refused.
    pub fn verify<'v>(
        &self,
        verifiers: &[&'v Verifier],
    ) -> Result<Vec<(&'v Verifier, Option<u64>)>, NoteFault> {
        let mut signed: Vec<(&Verifier, Option<u64>)> = Vec::new();
        for line in &self.signatures {
            let by_line = |v: &&&Verifier| v.name() == line.name && v.id() == line.key_id;
            let Some(verifier) = verifiers.iter().find(by_line) else { continue };
            let time = verifier
                .verify(&self.text, &line.signature)
                .ok_or_else(|| NoteFault::FalseSignature(line.name.clone()))?;
            let same = |(old, _): &(&Verifier, _)| {
                old.name() == verifier.name() && old.id() == verifier.id()
            };
            if !signed.iter().any(same) {
                signed.push((verifier, time));
            }
        }
        if signed.is_empty() { Err(NoteFault::Unsigned) } else { Ok(signed) }
    }
}

impl FromStr for Note {
    type Err = NoteFault;

    fn from_str(note: &str) -> Result<Self, NoteFault> {
        // The last empty line divides; texts may contain empty lines themselves.
        let divide = note.rfind("\n\n").ok_or(NoteFault::Malformed)?;
        let (text, lines) =
            note.split_at_checked(divide.saturating_add(1)).ok_or(NoteFault::Malformed)?;
        let mut parsed = Self::new(text)?;
        let lines = lines
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or(NoteFault::Malformed)?;
        for line in lines.split('\n') {
            if parsed.signatures.len() == MAX_SIGNATURES {
                return Err(NoteFault::TooManySignatures);
            }
            parsed.signatures.push(line.parse()?);
        }
        Ok(parsed)
    }
}

impl FromStr for NoteSignature {
    type Err = NoteFault;

    /// Reads one line, without its newline.
    fn from_str(line: &str) -> Result<Self, NoteFault> {
        let read = || {
            let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
            if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c < ' ' || c == '+')
            {
                return None;
            }
            let bytes = STANDARD.decode(encoded).ok()?;
            let (id, signature) = bytes.split_first_chunk::<4>()?;
            if signature.is_empty() {
                return None;
            }
            Some(Self {
                name: name.to_owned(),
                key_id: u32::from_be_bytes(*id),
                signature: signature.to_vec(),
            })
        };
        read().ok_or(NoteFault::Malformed)
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.to_be_bytes().as_slice(), &self.signature].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
