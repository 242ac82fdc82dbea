//! What a citizen downloads beside a decision, `proof.json`: the public copy and the proof that it is in the log.
//! Needs nothing but a policy; reads no file and asks no server.

use serde::{Deserialize, Serialize};

use crate::leaf::{LeafFault, PublicCopy};
use crate::policy::{Policy, PolicyFault, Verdict};
use crate::proof::{TlogProof, TlogProofFault};
use crate::suite::Digest;

/// A public copy with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The event, some of its fields sealed.
    pub copy: PublicCopy,
    /// The proof, as tlog-proof text.
    pub tlog_proof: String,
}

/// What a bundle proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleReport {
    /// The log and the witnesses behind it.
    pub verdict: Verdict,
    /// The index of the leaf, from 0.
    pub index: u64,
    /// The size of the log when the proof was made.
    pub size: u64,
    /// The root of the log at that size.
    pub root: Digest,
    /// The names of the fields that are shown and proven unchanged.
    pub shown: Vec<String>,
    /// The names of the fields that are sealed.
    pub hidden: Vec<String>,
}

/// Why a bundle proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// Not JSON of the right shape.
    #[error("证明包不是合规的 JSON:{0}")]
    Json(String),
    /// The copy.
    #[error("公开副本:{0}")]
    Copy(#[from] LeafFault),
    /// The policy cannot be read.
    #[error("信任策略:{0}")]
    Policy(PolicyFault),
    /// The proof.
    #[error("{0}")]
    Proof(#[from] TlogProofFault),
    /// The copy is not what the log holds at this place.
    #[error("公开副本与记录不符:副本中有字段被改动,或证明属于另一条记录")]
    NotThisLeaf,
}

impl BundleFault {
    /// A code that stays the same when the words change.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(_) => "bundle_json",
            Self::Copy(_) => "bundle_copy",
            Self::Policy(_) => "policy",
            Self::Proof(TlogProofFault::Malformed) => "proof_format",
            Self::Proof(TlogProofFault::Checkpoint(_)) => "checkpoint_format",
            Self::Proof(TlogProofFault::Policy(_)) => "checkpoint_untrusted",
            Self::Proof(TlogProofFault::Path(_)) => "proof_path",
            Self::NotThisLeaf => "copy_changed",
        }
    }
}

/// Checks a bundle, given as JSON text, against a policy, given as tlog-policy text.
pub fn verify_bundle(json: &str, policy_text: &str) -> Result<BundleReport, BundleFault> {
    use crate::tree::ProofFault;
    let policy = Policy::parse(policy_text).map_err(BundleFault::Policy)?;
    let Bundle { copy, tlog_proof } =
        serde_json::from_str(json).map_err(|error| BundleFault::Json(error.to_string()))?;
    let proof: TlogProof = tlog_proof.parse()?;
    let verdict = proof
        .verify(&policy, |suite| Ok(suite.leaf_hash(&copy.leaf_bytes(suite)?)))
        .map_err(|fault| match fault {
            // A wrong root at the end of a well-formed path means another leaf than the one proven.
            BundleFault::Proof(TlogProofFault::Path(ProofFault::WrongRoot)) => {
                BundleFault::NotThisLeaf
            }
            other => other,
        })?;
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    for field in &copy.fields {
        let list = match field {
            crate::leaf::CopyField::Revealed(_) => &mut shown,
            crate::leaf::CopyField::Hidden { .. } => &mut hidden,
        };
        list.push(field.name().to_owned());
    }
    let head = proof.checkpoint.checkpoint();
    Ok(BundleReport {
        verdict,
        index: proof.index,
        size: head.size,
        root: head.root,
        shown,
        hidden,
    })
}
