//! Keys that sign notes, and keys that check them (C2SP signed-note and tlog-cosignature).
//!
//! | kind | type bytes in key ID and vkey | public key | signature |
//! |---|---|---|---|
//! | Ed25519 | `01` | 32 bytes, RFC 8032 | 64 bytes over the note text |
//! | Ed25519 cosignature | `04` | 32 bytes | u64 time ‖ 64 bytes over the cosigned message |
//! | SM2 | `ff` ‖ `zhiheng/sm2-sm3/v1` | 65 bytes, `04 ‖ x ‖ y` | 64 bytes over the note text |
//! | SM2 cosignature | `ff` ‖ `zhiheng/sm2-sm3-cosignature/v1` | 65 bytes | u64 time ‖ 64 bytes over the cosigned message |
//!
//! signed-note keeps `ff` for types without an assigned byte and asks for a longer identifier behind it; the two
//! identifiers above are ASCII, without length or terminator, and neither begins the other.
//! An SM2 signature is that of GB/T 32918.2 with SM3: `e = SM3(Z ‖ message)`, where Z is computed with the
//! signer's identity `1234567812345678` (GB/T 35276's default), and is written `r ‖ s`, 32 big-endian bytes each.
//! OpenSSL writes the same signature as DER; [`sm2_signature_from_der`] turns it round.
//! The cosigned message is `cosignature/v1\n` ‖ `time <seconds>\n` ‖ note text, for both algorithms.
//! In every kind the key ID is the first four bytes of SHA-256(name ‖ `\n` ‖ type bytes ‖ public key), also for SM2:
//! it is a label that tells keys apart, not a protection, and one rule for all keys lets other tools read ours.
//!
//! Signing needs no randomness: Ed25519 has none, SM2 takes its nonce from key and message (RFC 6979, with SM3).
//! Not here: where secrets are kept. They are handed in as bytes and never printed.

mod signer;
mod verifier;

pub use signer::Signer;
pub use verifier::{Verifier, sm2_signature_from_der};

use crate::suite::Suite;

/// What a key is for, and by which algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// A log's key, Ed25519.
    Ed25519,
    /// A witness's key, Ed25519.
    Ed25519Cosignature,
    /// A log's key, SM2 with SM3.
    Sm2,
    /// A witness's key, SM2 with SM3.
    Sm2Cosignature,
}

impl KeyKind {
    /// The kind a log of this suite signs with.
    pub fn of_log(suite: Suite) -> Self {
        match suite {
            Suite::National => Self::Sm2,
            Suite::International => Self::Ed25519,
        }
    }

    /// The kind a witness of this suite cosigns with.
    pub fn of_witness(suite: Suite) -> Self {
        match suite {
            Suite::National => Self::Sm2Cosignature,
            Suite::International => Self::Ed25519Cosignature,
        }
    }

    /// The suite this algorithm belongs to. A log's key tells by it which hash the log uses.
    pub fn suite(self) -> Suite {
        match self {
            Self::Ed25519 | Self::Ed25519Cosignature => Suite::International,
            Self::Sm2 | Self::Sm2Cosignature => Suite::National,
        }
    }

    /// Whether this is a witness's kind, whose signatures carry a time.
    pub fn is_cosignature(self) -> bool {
        matches!(self, Self::Ed25519Cosignature | Self::Sm2Cosignature)
    }

    /// The bytes before the public key in key ID and vkey.
    fn type_bytes(self) -> &'static [u8] {
        match self {
            Self::Ed25519 => &[0x01],
            Self::Ed25519Cosignature => &[0x04],
            Self::Sm2 => b"\xffzhiheng/sm2-sm3/v1",
            Self::Sm2Cosignature => b"\xffzhiheng/sm2-sm3-cosignature/v1",
        }
    }

    const ALL: [Self; 4] =
        [Self::Ed25519, Self::Ed25519Cosignature, Self::Sm2, Self::Sm2Cosignature];
}

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// A name that is empty or contains white space or a plus sign.
    #[error("密钥名称“{0}”不合规定:不能为空,不能含空白、控制字符或加号")]
    Name(String),
    /// Not of the form name+ID+key.
    #[error("公钥文本的格式不对,应为“名称+标识+公钥”")]
    Malformed,
    /// A type this program does not know.
    #[error("公钥“{0}”的签名类型不受支持")]
    UnknownType(String),
    /// The key ID is not that of the name and key beside it.
    #[error("公钥“{0}”的标识与名称、公钥不符")]
    WrongId(String),
    /// Bytes that are no public key of the algorithm.
    #[error("公钥“{0}”不是该算法的有效公钥")]
    NotAPublicKey(String),
    /// Bytes that are no secret key of the algorithm; from random bytes this is a chance of one in four thousand million: draw again.
    #[error("给出的字节不是该算法的有效私钥")]
    NotASecretKey,
    /// The algorithm failed to sign.
    #[error("签名失败")]
    CannotSign,
    /// Asked to sign as a log with a witness's key or the other way round.
    #[error("密钥“{0}”的用途不符:日志密钥签检查点,见证密钥签见证")]
    WrongUse(String),
}

/// The identity SM2 signers have when none is agreed (GB/T 35276).
const SM2_IDENTITY: &str = "1234567812345678";

/// The message a witness signs (tlog-cosignature, v1).
fn cosigned_message(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// Refuses the names signed-note forbids.
fn check_name(name: &str) -> Result<(), KeyFault> {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.contains(forbidden) {
        return Err(KeyFault::Name(name.to_owned()));
    }
    Ok(())
}
