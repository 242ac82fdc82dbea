//! Checkpoints (C2SP tlog-checkpoint): which log, how many leaves, which root — and the note that signs it.
//! Whether the signers suffice is decided by [`crate::policy`].

use std::fmt;
use std::str::FromStr;

use crate::key::{KeyFault, Signer, Verifier};
use crate::note::{Note, NoteFault, NoteSignature};
use crate::suite::Digest;

/// The head of a log: what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The identity of the log; the name of its key.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree with that many leaves.
    pub root: Digest,
    /// Further lines; ours have none.
    pub extensions: Vec<String>,
}

/// A checkpoint with the signatures under it, none of them checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

/// Why a checkpoint cannot be read, signed or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// The text is not origin, size, root.
    #[error("检查点格式不对:前三行应为日志名称、条数、树根")]
    Malformed,
    /// The note is wrong.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// The key is wrong.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// Another log's key.
    #[error("密钥属于“{key}”,不属于日志“{origin}”")]
    ForeignKey {
        /// The name of the key.
        key: String,
        /// The origin of the checkpoint.
        origin: String,
    },
}

impl Checkpoint {
    /// A checkpoint without further lines.
    pub fn new(origin: &str, size: u64, root: Digest) -> Self {
        Self { origin: origin.to_owned(), size, root, extensions: Vec::new() }
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointFault;

    fn from_str(text: &str) -> Result<Self, CheckpointFault> {
        let read = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let origin = lines.next().filter(|origin| !origin.is_empty())?.to_owned();
            let size = decimal(lines.next()?)?;
            let root = Digest::from_base64(lines.next()?)?;
            let extensions = lines
                .map(|line| (!line.is_empty()).then(|| line.to_owned()))
                .collect::<Option<Vec<_>>>()?;
            Some(Self { origin, size, root, extensions })
        };
        read().ok_or(CheckpointFault::Malformed)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl SignedCheckpoint {
    /// Signs `checkpoint` with the log's key, whose name must be the origin.
    pub fn sign(checkpoint: Checkpoint, signer: &Signer) -> Result<Self, CheckpointFault> {
        if signer.verifier().name() != checkpoint.origin {
            return Err(CheckpointFault::ForeignKey {
                key: signer.verifier().name().to_owned(),
                origin: checkpoint.origin,
            });
        }
        let text = checkpoint.to_string();
        // What is written must be read back as the same; an origin with a newline would not be.
        if text.parse::<Checkpoint>()? != checkpoint {
            return Err(CheckpointFault::Malformed);
        }
        let mut note = Note::new(&text)?;
        note.sign(signer)?;
        Ok(Self { checkpoint, note })
    }

    /// What is signed. Believe it only after its signatures were checked.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note around the checkpoint.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Adds a witness's cosignature made here and now: `seconds` since 1970.
    pub fn cosign(&mut self, witness: &Signer, seconds: u64) -> Result<(), CheckpointFault> {
        let line = witness.cosign(self.note.text(), seconds)?;
        self.note.add(line);
        Ok(())
    }

    /// Adds a cosignature line that a witness sent.
    pub fn add(&mut self, line: NoteSignature) {
        self.note.add(line);
    }

    /// Checks that the log signed: the key is named as the origin and its signature holds.
    pub fn verify(&self, log: &Verifier) -> Result<&Checkpoint, CheckpointFault> {
        if log.name() != self.checkpoint.origin || log.kind().is_cosignature() {
            return Err(CheckpointFault::ForeignKey {
                key: log.name().to_owned(),
                origin: self.checkpoint.origin.clone(),
            });
        }
        self.note.verify(&[log])?;
        Ok(&self.checkpoint)
    }
}

impl FromStr for SignedCheckpoint {
    type Err = CheckpointFault;

    fn from_str(text: &str) -> Result<Self, CheckpointFault> {
        let note: Note = text.parse()?;
        Ok(Self { checkpoint: note.text().parse()?, note })
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

/// A decimal number without sign or leading zeroes.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
