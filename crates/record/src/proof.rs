//! Proofs to carry away (C2SP tlog-proof): index, path and checkpoint as one text, checked without any network.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{CheckpointFault, SignedCheckpoint, decimal};
use crate::policy::{Policy, PolicyFault, Verdict};
use crate::suite::Digest;
use crate::tree::{ProofFault, verify_inclusion};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A proof that one leaf is in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Bytes that travel along. **Nothing vouches for them.**
    pub extra: Option<Vec<u8>>,
    /// The index of the leaf, from 0.
    pub index: u64,
    /// The inclusion path, from the leaf's sibling upward.
    pub path: Vec<Digest>,
    /// The checkpoint the path leads to.
    pub checkpoint: SignedCheckpoint,
}

/// Why a proof cannot be read or does not prove.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofFault {
    /// Not a tlog-proof text.
    #[error("证明文本的格式不对")]
    Malformed,
    /// The checkpoint in it.
    #[error("证明所附的检查点:{0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The policy does not accept the checkpoint.
    #[error("证明所附的检查点:{0}")]
    Policy(#[from] PolicyFault),
    /// The path leads elsewhere.
    #[error("{0}")]
    Path(#[from] ProofFault),
}

impl TlogProof {
    /// Checks that the checkpoint satisfies `policy` and that the leaf is in it.
    ///
    /// `leaf_hash` is told the suite of the log, which only the policy knows, and gives the hash of the leaf.
    pub fn verify<E: From<TlogProofFault>>(
        &self,
        policy: &Policy,
        leaf_hash: impl FnOnce(crate::Suite) -> Result<Digest, E>,
    ) -> Result<Verdict, E> {
        let verdict = policy.check(&self.checkpoint).map_err(TlogProofFault::from)?;
        let head = self.checkpoint.checkpoint();
        let leaf = leaf_hash(verdict.suite)?;
        verify_inclusion(verdict.suite, &leaf, self.index, head.size, &self.path, &head.root)
            .map_err(TlogProofFault::from)?;
        Ok(verdict)
    }
}

impl FromStr for TlogProof {
    type Err = TlogProofFault;

    fn from_str(text: &str) -> Result<Self, TlogProofFault> {
        let malformed = TlogProofFault::Malformed;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(TlogProofFault::Malformed)?;
        let read = || {
            let mut lines = head.split('\n').peekable();
            lines.next().filter(|line| *line == HEADER)?;
            let extra = match lines.peek()?.strip_prefix("extra ") {
                Some(encoded) => {
                    lines.next();
                    Some(STANDARD.decode(encoded).ok()?)
                }
                None => None,
            };
            let index = decimal(lines.next()?.strip_prefix("index ")?)?;
            let path = lines.map(Digest::from_base64).collect::<Option<Vec<_>>>()?;
            Some((extra, index, path))
        };
        let (extra, index, path) = read().ok_or(malformed)?;
        Ok(Self { extra, index, path, checkpoint: checkpoint.parse()? })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
