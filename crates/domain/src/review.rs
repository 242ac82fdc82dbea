//! Legal review of major decisions (重大执法决定法制审核): the digest that is reviewed, the catalogue, and the witness.
//!
//! A decision takes a [`Cleared`] value. There is one way to get it, [`clear`], and it refuses unless the matter is not major
//! or the last opinion 同意 covers exactly this draft: one changed character of facts, evidence, law or sanction makes another
//! digest, and the opinion no longer covers it (处罚法58; 国办发〔2018〕118号 四).
//! The one other way, [`exempt`], is for acts whose pack names the article by which no review is due (处罚法51).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use sm3::{Digest as _, Sm3};
use zhiheng_law::Procedure;

use crate::context::Context;
use crate::gate::{Sight, holds};
use crate::refusal::Refusal;
use crate::state::{Decided, Major, Matter};

/// The only conclusion that clears a draft.
pub const AGREED: &str = "同意";

/// Proof that a decision may be made on this draft. Cannot be built outside this module.
#[derive(Debug)]
pub struct Cleared {
    digest: String,
    opinion: Option<u64>,
}

impl Cleared {
    /// The decision that this witness allows.
    pub fn decided(self, act: &str, version: u64, day: jiff::civil::Date) -> Decided {
        Decided { act: act.to_owned(), version, day, digest: self.digest, opinion: self.opinion }
    }
}

/// The facts that review covers, out of all facts.
pub fn reviewed(procedure: &Procedure, facts: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    procedure
        .facts
        .iter()
        .filter(|fact| fact.reviewed)
        .filter_map(|fact| Some((fact.id.clone(), facts.get(&fact.id)?.clone())))
        .collect()
}

/// Digest of a draft, hex: procedure, reviewed facts, and every file in the dossier.
pub fn digest(
    procedure: &Procedure,
    facts: &BTreeMap<String, Value>,
    evidence: &[(String, u64)],
) -> String {
    let mut files: Vec<&str> = evidence.iter().map(|(digest, _)| digest.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let draft = serde_json::json!({
        "format": "zhiheng/draft/v1",
        "procedure": procedure.id,
        "facts": reviewed(procedure, facts),
        "evidence": files,
    });
    let mut hex = String::with_capacity(64);
    for byte in Sm3::digest(draft.to_string().as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The witness of a decision that the law lets be made without review, whatever its kind: decided on the spot (处罚法51、52).
/// The article stands in the pack (`review_exempt`), is checked when the pack is read, and is shown with the act.
pub(crate) fn exempt(matter: &Matter, procedure: &Procedure, sight: &Sight<'_>) -> Cleared {
    let mut evidence = matter.evidence.clone();
    evidence.extend(sight.files.iter().map(|file| (file.clone(), 0)));
    Cleared { digest: digest(procedure, sight.facts, &evidence), opinion: None }
}

/// Catalogue entries whose condition holds now and that are not noted yet: those of the law, and those that the agency and its
/// superiors published.
pub(crate) fn newly_major(
    matter: Option<&Matter>,
    procedure: &Procedure,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Major> {
    let noted =
        |id: &str| matter.is_some_and(|matter| matter.major.iter().any(|major| major.id == id));
    cx.pack
        .catalogue
        .iter()
        .filter(|entry| entry.procedures.contains(&procedure.id) && !noted(&entry.id))
        .filter(|entry| holds(cx, &entry.condition, sight).unwrap_or(true))
        .map(|entry| Major {
            id: entry.id.clone(),
            title: entry.title.clone(),
            basis: entry.basis.clone(),
        })
        .chain(crate::catalogue::newly(matter, procedure, sight, cx))
        .collect()
}

/// The witness, or why there is none.
///
/// # Errors
/// The refusal names 处罚法58 and says which of the four ways it failed: not submitted, not answered, not agreed, or not this draft.
pub(crate) fn clear(
    matter: &Matter,
    procedure: &Procedure,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Result<Cleared, Refusal> {
    let mut evidence = matter.evidence.clone();
    evidence.extend(sight.files.iter().map(|file| (file.clone(), 0)));
    let digest = digest(procedure, sight.facts, &evidence);
    let newly = newly_major(Some(matter), procedure, sight, cx);
    if matter.major.is_empty() && newly.is_empty() {
        return Ok(Cleared { digest, opinion: None });
    }
    let refuse = |why: String, supply: &str| {
        Err(Refusal::new("gate.review_cleared", why)
            .under("处罚法58")
            .supplied_by(procedure.act(supply).map(|act| act.id.as_str())))
    };
    let why_major = matter
        .major
        .iter()
        .chain(&newly)
        .map(|major| major.title.as_str())
        .collect::<Vec<_>>()
        .join("、");
    let Some(submitted) = &matter.review.submitted else {
        return refuse(
            format!("本件属于重大执法决定({why_major}),尚未送法制审核;未经法制审核不得作出决定"),
            "submit_review",
        );
    };
    let Some(opinion) =
        matter.review.opinion.as_ref().filter(|opinion| opinion.digest == *submitted)
    else {
        return refuse(
            "已送法制审核,审核意见尚未作出;在审核通过前不得作出决定".to_owned(),
            "review_opinion",
        );
    };
    if opinion.conclusion != AGREED {
        return refuse(
            format!(
                "法制审核意见为“{}”,审核未通过的不得作出决定;处理后须再次送审",
                opinion.conclusion
            ),
            "submit_review",
        );
    }
    if opinion.digest != digest {
        return refuse(
            "审核通过以后,事实、证据、依据或者处罚内容有改动,原审核意见不再适用;须就现在的内容再次送审".to_owned(),
            "submit_review",
        );
    }
    Ok(Cleared { digest, opinion: Some(opinion.version) })
}
